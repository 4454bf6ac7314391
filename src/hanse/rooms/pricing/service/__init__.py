"""Use cases of pricing."""
