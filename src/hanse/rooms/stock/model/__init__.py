"""What stock is made of, and what a shop may be told of it."""
