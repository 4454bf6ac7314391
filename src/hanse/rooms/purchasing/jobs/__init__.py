"""Jobs and followers of purchasing."""
