"""Files, folders, patterns and standard input, read as items; the only part of a run that meets foreign bytes first.

Of addresses it knows how they are named; `claimhouse.fetching` asks for them.
"""

from claimhouse.sources.addresses import addresses_of
from claimhouse.sources.item import Item, ItemName
from claimhouse.sources.naming import StreamNames, name_items
from claimhouse.sources.places import check_sources
from claimhouse.sources.reading import read_items

VERSION = "1"

__all__ = ["VERSION", "Item", "ItemName", "StreamNames", "addresses_of", "check_sources", "name_items", "read_items"]
