"""Statements of pricing."""
