"""Changes as requests. Nothing is written yet: this connector reads."""
