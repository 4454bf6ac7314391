"""HTTP of pricing."""
