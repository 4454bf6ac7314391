"""The jobs of connections."""
