"""Use cases of changes, by what is done."""
