"""What can be done with people and workspaces, one noun a file."""
