"""Jobs and followers of the order book."""
