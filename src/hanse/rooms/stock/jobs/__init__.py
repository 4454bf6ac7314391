"""Jobs of stock."""
