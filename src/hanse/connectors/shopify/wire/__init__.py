"""How Shopify is called, and what it answers."""
