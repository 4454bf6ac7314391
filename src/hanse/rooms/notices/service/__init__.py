"""What notices do: tell, list, mail, deliver."""
