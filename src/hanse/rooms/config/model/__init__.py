"""What a file holds and in what it differs from what is here; no input, no output."""
