"""Nothing is changed at the European Central Bank."""
