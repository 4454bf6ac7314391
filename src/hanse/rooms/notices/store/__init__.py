"""The statements of notices."""
