"""Use cases of billing, one noun a file."""
