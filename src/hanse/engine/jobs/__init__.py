"""Durable work: asked for in the transaction, done soon after its commit."""
