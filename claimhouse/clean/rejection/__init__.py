"""Pages that are no articles, and why."""
