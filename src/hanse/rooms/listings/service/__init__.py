"""The use cases of listings; each file one of them."""
