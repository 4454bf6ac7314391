"""The platforms' other side. Of our code it imports base alone."""
