"""What a connector can be asked to write; for changes and connectors only. Ports come later."""
