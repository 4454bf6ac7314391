"""Reading orders into the book, and what is done with them there."""
