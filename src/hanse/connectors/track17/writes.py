"""17TRACK sells nothing: there is nothing of a merchant to be changed there."""
