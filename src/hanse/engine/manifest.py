"""A connector's card. Its fields come with the first connector."""
