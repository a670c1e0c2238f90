"""What becomes of the blocks of a page: features, model, engine, rules, segments."""
