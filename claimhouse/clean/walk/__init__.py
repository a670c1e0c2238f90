"""The one walk over the tags of a page as written: tokens, tags, nesting, what is concealed, blocks."""
