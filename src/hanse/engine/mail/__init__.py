"""Mails out: written in the transaction that makes them necessary, sent by a job, or kept."""
