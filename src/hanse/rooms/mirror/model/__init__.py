"""What mirror decides; each file one noun."""
