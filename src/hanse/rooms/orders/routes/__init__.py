"""HTTP of the order book."""
