"""Shopify's documents as trade values."""
