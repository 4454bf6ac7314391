"""HTTP of listings; each file one noun."""
