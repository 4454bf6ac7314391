"""The papers of orders: invoices, credit notes, pick lists and packing slips."""
