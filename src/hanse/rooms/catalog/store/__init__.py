"""The statements of catalog; each file one noun."""
