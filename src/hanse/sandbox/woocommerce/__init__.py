"""A WooCommerce store as its REST interface shows it: version 10.5 of wc/v3."""
