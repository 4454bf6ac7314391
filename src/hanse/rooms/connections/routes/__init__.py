"""HTTP of connections; each file one noun."""
