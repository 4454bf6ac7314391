"""The doors of the room, one noun a file."""
