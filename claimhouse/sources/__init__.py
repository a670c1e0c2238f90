"""Files, folders, patterns and standard input, read as items; the only part of a run that meets foreign bytes first."""

from claimhouse.sources.item import Item, ItemName
from claimhouse.sources.naming import StreamNames, name_items
from claimhouse.sources.places import check_sources
from claimhouse.sources.reading import read_items

VERSION = "1"

__all__ = ["VERSION", "Item", "ItemName", "StreamNames", "check_sources", "name_items", "read_items"]
