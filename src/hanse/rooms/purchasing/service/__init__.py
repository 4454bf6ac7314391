"""Quoting, placing and following what is ordered at suppliers."""
