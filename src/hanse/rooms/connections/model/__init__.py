"""What connections decides; each file one noun."""
