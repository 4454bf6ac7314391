"""What a connector can be asked to write; for changes and connectors only. The ports come with the first connector."""
