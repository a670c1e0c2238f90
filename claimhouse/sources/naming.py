"""Names of items, unique within a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from claimhouse.sources.formats import Format, split_name
from claimhouse.sources.item import Item, ItemName
from claimhouse.sources.places import list_places

CONTAINERS = frozenset({Format.JSONL, Format.PARQUET, Format.WARC})


def name_items(items: Iterable[ItemName]) -> list[str]:
    """Return the `source_id` of each item, in order.

    An item is called by the id given with it, else by its stem. Where two such names meet in one run, all
    items that bear it are called by their path relative to the source (a row: path`#`number). Where paths of two
    sources still meet each other or another name, all of these are prefixed with their source as given. A file
    whose own name ends like a row of another (`r.jsonl#1` beside `r.jsonl`) gets a last `#`.
    Only a file that is named twice by the same source could still meet itself, and sources are read once.

    >>> name_items([ItemName(source="in", location="a/x.html", proposed="x"),
    ...             ItemName(source="in", location="b/x.html", proposed="x"),
    ...             ItemName(source="in", location="y.txt", proposed="y")])
    ['a/x.html', 'b/x.html', 'y']
    """
    choices = [(item.proposed, item.location, _with_source(item), _unlike_a_row(item)) for item in items]
    ranks = [0] * len(choices)
    while True:
        names = [choice[rank] for choice, rank in zip(choices, ranks, strict=True)]
        bearers = Counter(names)
        raised = [
            min(rank + 1, len(choices[0]) - 1) if bearers[name] > 1 else rank
            for name, rank in zip(names, ranks, strict=True)
        ]
        if raised == ranks:
            return names
        ranks = raised


def _with_source(item: ItemName) -> str:
    """Join source and location; a source that is the file itself already ends with the file's name."""
    mark = "" if item.record is None else f"#{item.record}"
    file = item.location.removesuffix(mark)
    source = item.source.rstrip("/")
    if source == file or source.endswith("/" + file):
        return source + mark
    return f"{source}/{item.location}"


def _unlike_a_row(item: ItemName) -> str:
    return _with_source(item) + ("#" if item.record is None and "#" in item.location else "")


class StreamNames:
    """Names of items that go out as they are read, when nobody knows what follows, and memory does not grow.

    What can be known before anything is read are the names of files: where their stems meet, all items of these
    files are called by their paths. An id given with a row is the row's name, also where another row has it.

    Args:
        sources: as for `read_items`; they are listed, not opened.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        found = []
        for place in list_places(sources):
            stem, promised = split_name(place.location.rpartition("/")[2])
            mark = "#" if promised in CONTAINERS else ""  # the rows of a.jsonl do not meet the page a.html
            found.append(ItemName(source=place.source, location=place.location, proposed=stem + mark))
        self._paths = {
            (place.source, place.location): name
            for place, name in zip(found, name_items(found), strict=True)
            if name != place.proposed
        }

    def of(self, item: Item) -> str:
        """Return the name of an item."""
        if item.given_id:
            return item.given_id
        mark = "" if item.record is None else f"#{item.record}"
        path = self._paths.get((item.source, item.location.removesuffix(mark)))
        return item.stem if path is None else path + mark
