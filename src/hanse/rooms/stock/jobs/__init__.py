"""The jobs of stock, and its followers of the log."""
