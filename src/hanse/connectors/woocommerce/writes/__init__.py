"""Changes as rows of the store's batches: one kind a file, and what they share."""
