"""Reading and writing the file, looking at the difference, carrying it out, taking it back."""
