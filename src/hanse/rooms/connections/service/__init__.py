"""The use cases of connections; each file one noun."""
