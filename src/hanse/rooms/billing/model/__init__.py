"""What billing decides: about plans, and about how what buyers paid is shared."""
