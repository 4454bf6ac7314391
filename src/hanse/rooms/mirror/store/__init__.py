"""Statements about what accounts show; each file one noun."""
