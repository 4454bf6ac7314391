"""The Shopify side of the sandbox, written from the platform's public documents alone."""
