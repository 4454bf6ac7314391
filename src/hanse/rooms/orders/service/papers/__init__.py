"""Papers: drawn, issued once, kept, and shown again as they were."""
