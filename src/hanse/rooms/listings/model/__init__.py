"""What listings decides, without I/O."""
