"""The jobs of catalog, and its follower of the log."""
