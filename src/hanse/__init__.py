"""Hanse: one hub for everyone who sells on several shops and buys from several suppliers."""
