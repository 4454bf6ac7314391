"""What is decided about changes, without asking anybody."""
