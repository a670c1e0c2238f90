"""What a page says of itself, each with its evidence."""
