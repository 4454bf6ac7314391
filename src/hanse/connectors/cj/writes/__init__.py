"""Orders at CJ Dropshipping: made, confirmed, paid, and taken back."""
