"""Statements about connected accounts; each file one noun."""
