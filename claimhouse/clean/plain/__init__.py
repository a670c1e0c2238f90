"""Text without markup, by lines, with the same reasons."""
