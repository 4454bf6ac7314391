"""HTTP of billing, one noun a file."""
