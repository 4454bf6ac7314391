"""The one line that sends. Comes with the first write."""
