"""Changes as requests: an order and nothing else, for no call pays or cancels one."""
