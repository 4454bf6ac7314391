"""One folder a platform; a connector comes when it has content."""
