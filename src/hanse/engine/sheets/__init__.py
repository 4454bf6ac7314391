"""Tables of people: what a spreadsheet or a program saved, row by row, and the same written."""
