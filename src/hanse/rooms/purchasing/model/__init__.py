"""What is bought, of whom, for how much, and how it stands."""
