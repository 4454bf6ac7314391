"""Find or start the database, migrate it, back it up, restore it."""
