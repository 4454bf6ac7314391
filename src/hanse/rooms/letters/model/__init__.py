"""What decides about letters to buyers: stages, templates, settings, and whether one is written."""
