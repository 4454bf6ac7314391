"""Statements about listings; each file one noun."""
