"""The SQL of changes. Comes with the first write."""
