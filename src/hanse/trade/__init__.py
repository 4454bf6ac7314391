"""The vocabulary of commerce; pure."""
