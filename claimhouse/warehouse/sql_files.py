"""The SQL of the house, found by folder and name, in a checkout as in a wheel."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources

from claimhouse.errors import QueryError


@functools.cache
def _folder(folder: str) -> Mapping[str, str]:
    entries = (resources.files("claimhouse.sql") / folder).iterdir()
    return {
        entry.name.removesuffix(".sql"): entry.read_text(encoding="utf-8")
        for entry in sorted(entries, key=lambda entry: entry.name)
        if entry.name.endswith(".sql")
    }


def sql_names(folder: str) -> tuple[str, ...]:
    """Return the names of the SQL files of `migrations`, `steps`, `views`, `macros` or `queries`, sorted."""
    return tuple(_folder(folder))


def sql_text(folder: str, name: str) -> str:
    """Return the text of one SQL file.

    Raises:
        QueryError: there is no such file; the message lists those that exist.
    """
    try:
        return _folder(folder)[name]
    except KeyError:
        message = f"no {folder} named {name!r}; there are: {', '.join(sql_names(folder))}"
        raise QueryError(message) from None


def in_order(folder: str) -> tuple[str, ...]:
    """Return the names of `views` or `macros` so that each stands after those it reads."""
    names = sql_names(folder)
    ordered: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in ordered:
            return
        if name in above:
            message = f"the {folder} {' -> '.join((*above, name))} read each other"
            raise QueryError(message)
        for other in names:
            if other != name and re.search(rf"\b{other}\b", _without_comments(sql_text(folder, name))):
                visit(other, (*above, name))
        ordered.append(name)

    for name in names:
        visit(name, ())
    return tuple(ordered)


def _without_comments(text: str) -> str:
    text = re.sub(r"(?m)^\s*--.*$", "", text)
    return re.sub(r"(?is)comment on .*?';", "", text)
