"""What each field of the schema shows."""
