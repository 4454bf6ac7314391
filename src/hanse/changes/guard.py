"""The invariants at the gate. Comes with the first write."""
