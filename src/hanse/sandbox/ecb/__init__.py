"""The European Central Bank's other side: its files of euro reference rates."""
