"""How the European Central Bank is asked for its files, and how they are read."""
