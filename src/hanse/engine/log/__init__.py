"""The one log: appended in the transaction, followed without gaps, sealed, verified."""
