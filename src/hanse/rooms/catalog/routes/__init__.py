"""HTTP of catalog; each file one noun."""
