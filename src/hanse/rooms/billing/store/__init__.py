"""The SQL of billing, one noun a file."""
