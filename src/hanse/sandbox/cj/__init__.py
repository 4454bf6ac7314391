"""The other side of CJ Dropshipping: a supplier, with its goods, freight, orders and webhooks."""
