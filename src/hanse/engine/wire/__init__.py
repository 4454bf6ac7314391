"""Outbound HTTP: the one client, its guard, its limits, its faults. `wire.py` is the way in."""
