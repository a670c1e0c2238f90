"""Who owns which publisher: a file that the user keeps, since no page tells it.

Papers of one house are several publishers and one owner. A publisher that the file does not name is its own owner.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from claimhouse.borrowings.outlets import outlet_name
from claimhouse.errors import SettingsError

_FORM = 'tables [[owner]] with name = "…" and publishers = ["name or host", …]'


@dataclass(frozen=True, slots=True)
class Owners:
    """Comparable name of a publisher -> its owner's name."""

    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, publisher: str) -> str | None:
        """Return the owner of a publisher, by its name or host; null where the file does not name it."""
        return self.names.get(outlet_name(publisher))


def read_owners(content: str) -> Owners:
    """Read a publisher file: tables `[[owner]]` with `name` and `publishers`.

    >>> owners = read_owners('owner = [{name = "Nord Press", publishers = ["The Elsden Courier"]}]')
    >>> owners.of("elsden-courier.com")
    'Nord Press'

    Raises:
        SettingsError: it is no TOML of that form, or one publisher is given to two owners.
    """
    try:
        table = tomllib.loads(content)
        unknown = sorted(table.keys() - {"owner"})
        rows = [(_text(row["name"]), [_text(name) for name in row["publishers"]]) for row in table.get("owner", [])]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        message = f"the publisher file needs {_FORM}: {error}"
        raise SettingsError(message) from error
    if unknown:
        message = f"the publisher file has {', '.join(unknown)}; it needs {_FORM}"
        raise SettingsError(message)
    return Owners(_once(rows))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        message = f"a name must be a text, got {value!r}"
        raise TypeError(message)
    return value


def _once(rows: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for owner, publishers in rows:
        for publisher in publishers:
            comparable = outlet_name(publisher)
            if names.setdefault(comparable, owner) != owner:
                message = f"the publisher file gives {publisher!r} to both {names[comparable]!r} and {owner!r}"
                raise SettingsError(message)
    return names
