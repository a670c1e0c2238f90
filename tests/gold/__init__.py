"""Our own annotated gold, and the scripts that build and pin it."""
