"""What it does; each file one noun."""
