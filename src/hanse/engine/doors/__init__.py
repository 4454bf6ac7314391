"""How a room declares its routes: who may come in, and how a list is paged."""
