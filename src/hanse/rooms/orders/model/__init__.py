"""What an order is, how it stands, and what is wrong with it."""
