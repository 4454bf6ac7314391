"""The use cases of catalog; each file one noun."""
