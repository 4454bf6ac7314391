"""Backups: taken while everything runs, kept for days, brought back to any second."""
