"""What is decided about people and workspaces, without asking anybody."""
