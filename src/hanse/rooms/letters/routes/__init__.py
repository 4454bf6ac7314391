"""HTTP of letters to buyers."""
