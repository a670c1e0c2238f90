"""One row of JSONL or Parquet, by the names of its columns."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

from claimhouse.errors import DecodeError, ItemUnreadable
from claimhouse.records import QuarantineReason
from claimhouse.settings import ColumnsSettings

# Numbers from here on count milliseconds, from a thousand times that on microseconds: as seconds, the first
# would be the year 5138.
FIRST_MILLISECOND = 1e11
_LONGEST_DATE = 80
_TWO_NUMBERS = re.compile(r"\d{8}|\d\D+\d")  # the least that a date has, unlike "yesterday" or "2026"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a row says, each column by its meaning; null where the row does not say it."""

    id: str | None
    url: str | None
    html: bytes | None
    text: bytes | None
    path: str | None
    fetched_at: datetime | None
    publisher: str | None
    title: str | None
    published_at: str | None


def read_columns(row: Mapping[str, object], settings: ColumnsSettings) -> Columns:
    """Read a row by the configured names of columns.

    Raises:
        ItemUnreadable: a column holds something of another type, or no date that can be read.
        DecodeError: a column holds half of a surrogate pair, or a NUL outside the payload.
    """
    return Columns(
        id=_label(row, settings.id),
        url=_label(row, settings.url),
        html=_content(row, settings.html),
        text=_content(row, settings.text),
        path=_label(row, settings.path),
        fetched_at=_moment(row, settings.fetched_at),
        publisher=_label(row, settings.publisher),
        title=_label(row, settings.title),
        published_at=_date_text(row, settings.published_at),
    )


def _taken(row: Mapping[str, object], names: Sequence[str]) -> tuple[str, object]:
    """Return the first column of these that the row has and that is not empty."""
    return next(((name, row[name]) for name in names if row.get(name) not in (None, "", b"")), ("", None))


def _encoded(name: str, value: str) -> bytes:
    try:
        return value.encode()
    except UnicodeEncodeError as error:
        message = f"column {name!r} holds half of a surrogate pair at character {error.start}"
        raise DecodeError(message) from error


def _label(row: Mapping[str, object], names: Sequence[str]) -> str | None:
    name, value = _taken(row, names)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, bytes):  # Parquet writers that do not mark their texts as such
        value = value.decode("utf-8", "surrogateescape")
    if not isinstance(value, str):
        raise _misfit(name, value, "a string")
    if "\0" in value:
        message = f"column {name!r} holds a NUL character"
        raise DecodeError(message)
    _encoded(name, value)
    return value.strip() or None


def _content(row: Mapping[str, object], names: Sequence[str]) -> bytes | None:
    name, value = _taken(row, names)
    if value is None or isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise _misfit(name, value, "a string or bytes")
    return _encoded(name, value)


def _moment(row: Mapping[str, object], names: Sequence[str]) -> datetime | None:
    """Read a date: of a column type, seconds (or milli-, microseconds) since 1970, ISO 8601, or as in an e-mail."""
    name, value = _taken(row, names)
    if value is None:
        return None
    try:
        moment = _to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError, TypeError) as error:
        raise _misfit(name, value, "a date") from error


def _date_text(row: Mapping[str, object], names: Sequence[str]) -> str | None:
    """Return when a row says it was published, as a text: a day stays a day, a time without zone is UTC.

    Null where that is no date: it is metadata, and a row with a broken one is no broken row.
    """
    _, value = _taken(row, names)
    if isinstance(value, bytes):  # as in `_label`
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        value = value.strip()
        if not (value.isprintable() and len(value) <= _LONGEST_DATE and _TWO_NUMBERS.search(value)):
            return None
        return _in_utc(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        moment = None if value is None else _to_datetime(value)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _in_utc(text: str) -> str:
    """Return a time in ISO 8601 without a zone as one of UTC; any other text as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    is_day = moment.time() == time()
    return text if moment.tzinfo or is_day else moment.replace(tzinfo=UTC).isoformat()


def _to_datetime(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
        while FIRST_MILLISECOND <= abs(seconds) < math.inf:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC)
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            return parsedate_to_datetime(value)
    raise TypeError


def _misfit(name: str, value: object, expected: str) -> ItemUnreadable:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."  # noqa: PLR2004 - as much as fits a line of a message
    message = f"column {name!r} holds {ascii(shown)[1:-1]}, expected {expected}"
    return ItemUnreadable(message, QuarantineReason.BROKEN_RECORD)
