"""Statements of the order book."""
