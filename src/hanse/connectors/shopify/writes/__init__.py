"""Changes as requests: one noun a file. What is wanted is checked, then written as Shopify's input;
a document takes many of them, and its answer says of each what became of it."""
