"""Doors of stock."""
