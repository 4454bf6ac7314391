"""Live changes: one LISTEN, fanned out to open streams."""
