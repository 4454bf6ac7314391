"""What catalog decides; each file one noun."""
