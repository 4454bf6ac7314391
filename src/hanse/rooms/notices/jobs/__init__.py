"""The follower of the log and the jobs of notices."""
