"""Business capabilities, lowest first; a room comes when it has content."""
