"""What prices are made of, and how they explain themselves."""
