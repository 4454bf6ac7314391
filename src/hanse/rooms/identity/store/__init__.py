"""The statements of the room, one noun a file."""
