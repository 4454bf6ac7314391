"""The use cases of mirror; each file one noun."""
