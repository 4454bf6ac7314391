"""Statements about changes, by what they are about."""
