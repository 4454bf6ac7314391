"""What each mutation does."""
