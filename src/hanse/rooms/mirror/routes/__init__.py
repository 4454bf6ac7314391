"""HTTP of mirror; each file one noun."""
