"""What a change is: states, moves, kinds. Comes with the first write."""
