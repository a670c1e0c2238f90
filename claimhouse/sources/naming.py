"""Names of items, unique within a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from claimhouse.sources.item import ItemName


def name_items(items: Iterable[ItemName]) -> list[str]:
    """Return the `source_id` of each item, in order.

    An item is called by the id given with it, else by its stem. Where two such names meet in one run, all
    items that bear it are called by their path relative to the source (a row: path`#`number). Where paths of two
    sources still meet each other or another name, all of these are prefixed with their source as given.
    Only a file that is named twice by the same source could still meet itself, and sources are read once.

    >>> name_items([ItemName(source="in", location="a/x.html", proposed="x"),
    ...             ItemName(source="in", location="b/x.html", proposed="x"),
    ...             ItemName(source="in", location="y.txt", proposed="y")])
    ['a/x.html', 'b/x.html', 'y']
    """
    choices = [(item.proposed, item.location, _with_source(item)) for item in items]
    ranks = [0] * len(choices)
    while True:
        names = [choice[rank] for choice, rank in zip(choices, ranks, strict=True)]
        bearers = Counter(names)
        raised = [min(rank + 1, 2) if bearers[name] > 1 else rank for name, rank in zip(names, ranks, strict=True)]
        if raised == ranks:
            return names
        ranks = raised


def _with_source(item: ItemName) -> str:
    """Join source and location; a source that is the file itself already ends with the file's name."""
    file, _, record = item.location.partition("#")
    source = item.source.rstrip("/")
    if source == file or source.endswith("/" + file):
        return f"{source}#{record}" if record else source
    return f"{source}/{item.location}"
