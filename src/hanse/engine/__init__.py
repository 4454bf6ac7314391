"""Machinery that knows no commerce: database, log, jobs, vault, wire."""
