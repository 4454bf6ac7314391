"""Propose, approve, undo. Comes with the first write."""
