"""The HTTP ground that every route stands on."""
