"""A scraped page to the author's text: every block kept or dropped with a reason, each with its raw bytes."""

from claimhouse.clean.pages import clean_page

VERSION = "3"

__all__ = ["VERSION", "clean_page"]
