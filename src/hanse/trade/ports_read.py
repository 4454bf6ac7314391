"""What a connector can be asked to read. The ports come with the first connector."""
