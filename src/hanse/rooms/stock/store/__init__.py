"""Statements of stock."""
