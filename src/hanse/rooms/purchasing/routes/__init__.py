"""HTTP of purchasing."""
