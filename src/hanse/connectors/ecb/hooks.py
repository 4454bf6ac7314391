"""The European Central Bank tells nothing by itself: its files are asked for."""
