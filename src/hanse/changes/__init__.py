"""The one write path. Owns no tables yet: they come with the first listing that is written."""
