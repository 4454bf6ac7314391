"""Letters to buyers, in a transaction."""
