"""The jobs of listings, and its follower of the log."""
