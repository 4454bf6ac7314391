"""HTTP of changes, by noun."""
