"""Papers that are printed: letters for many languages, pages, tables. It knows no commerce."""
