"""The jobs of mirror, and its follower of the log."""
