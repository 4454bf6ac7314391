"""The HTTP door of changes. Comes with the first write."""
