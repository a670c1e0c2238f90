"""Dates as machines and people write them, in several languages. What can be read in two ways is not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from claimhouse.clean.lexicon import months

MAX_CHARS = 160  # of a text that is a date with what stands around it
ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?!\d))?"
    r"(?:(?:T|\s*,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$")
EPOCH = re.compile(r"(1\d{9})(?:\d{3})?$")  # seconds or milliseconds, from 2001 on
MAIL_DATE = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}")  # RFC 5322
UNIX_DATE = re.compile(  # date(1): "Tue Mar 05 06:07:08 UTC 2024"
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:(GMT|UTC|[+-]\d{4}) )?(\d{4})\b"
)
YEAR = r"((?:19|20)\d{2})(?!\.?\d)"
MONTH_NAME = r"([^\W\d_]{3,14})"
DAY_MONTH = re.compile(  # "5. März 2024", "5th of March, 2024", "5 de marzo del 2024", "5-mar-2024"
    rf"(?<![\d.:/-])(\d{{1,2}})(?:st|nd|rd|th|er|[.ºª°]|:e)?[\s-]*(?:of\s|de\s|d'\s?)?{MONTH_NAME}\.?,?"
    rf"[\s-]*(?:del?\s)?{YEAR}",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(rf"(?<!\w){MONTH_NAME}\.?\s?(\d{{1,2}})(?:st|nd|rd|th)?,?\s{YEAR}", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(?<![\d.:/])((?:19|20)\d{2})\s?[年년./]\s?(\d{1,2})\s?[月월./]\s?(\d{1,2})(?!\d)")
NUMERIC = re.compile(rf"(?<![\d.:/-])(\d{{1,2}})\s?([./-])\s?(\d{{1,2}})\s?\2\s?{YEAR}")
SHORT_YEAR = re.compile(r"(?<![\d.:/-])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.])")
CENTURY = 2000  # of years written with two digits; on the web they are not older
MONTHS = 12
# Languages that write the month first: the tags of pages, in lower case.
MONTH_FIRST = frozenset({"en-us", "en-ph", "en-fm", "en-pr"})
EITHER = frozenset({"en", "en-ca", ""})  # the language alone does not say


class Reading(NamedTuple):
    """A point in time and how exactly it is stated: "month", "day" or "second".

    A time of day without a time zone is left out and the calendar day stays: it could be off by a day, and to
    assume a zone would be to invent one. The same holds for midnight, which is how programs write "no time". A day
    is the calendar day that the page names, at midnight UTC.
    """

    at: datetime
    precision: str


def is_day_first(language: str | None) -> bool | None:
    """Whether 03/04/2025 is in April by the language tag of its page; None where that does not say.

    >>> is_day_first("en-GB"), is_day_first("en_US"), is_day_first("en"), is_day_first("fr")
    (True, False, None, True)
    """
    tag = (language or "").strip().replace("_", "-").lower()
    return None if tag in EITHER else tag not in MONTH_FIRST


def parse(text: str, language: str | None = None) -> Reading | None:
    """Read a date as machines or people write it; None where there is none or more than one reading.

    >>> parse("2024-03-05T06:07:08+01:00").at.isoformat(), parse("5. März 2024").precision
    ('2024-03-05T06:07:08+01:00', 'day')
    >>> parse("03/04/2025") is None, parse("03/04/2025", "de").at.month
    (True, 4)
    """
    found = readings(text, language)
    return found[0] if len(found) == 1 else None


def readings(text: str, language: str | None = None) -> list[Reading]:
    """Return all readings of a text that holds a date: two for 03/04/2025 where the language does not say."""
    text = text.strip()[:MAX_CHARS]
    try:
        machine = _machine(text)
        return [machine] if machine else _written(text, is_day_first(language))
    except (ValueError, OverflowError, TypeError):  # the 31st of April, hour 25, an impossible zone
        return []


def _machine(text: str) -> Reading | None:
    if found := ISO.match(text) or COMPACT.match(text):
        year, month, day, *clock, zone = found.groups()
        if day is None:
            return Reading(datetime(int(year), int(month), 1, tzinfo=UTC), "month")
        return _point(date(int(year), int(month), int(day)), clock, zone)
    if found := EPOCH.match(text):
        return Reading(datetime.fromtimestamp(int(found.group(1)), tz=UTC), "second")
    if MAIL_DATE.match(text):
        at = parsedate_to_datetime(text)
        return Reading(at, "second") if at.tzinfo else _day(at.year, at.month, at.day)
    if found := UNIX_DATE.match(text):
        name, day, hour, minute, second, zone, year = found.groups()
        number = months().get(name.lower())
        return _point(date(int(year), number, int(day)), (hour, minute, second), zone) if number else None
    return None


def _written(text: str, day_first: bool | None) -> list[Reading]:  # noqa: FBT001 - of three values
    named = [found.groups() for found in DAY_MONTH.finditer(text)]
    named += [(day, name, year) for name, day, year in (found.groups() for found in MONTH_DAY.finditer(text))]
    for day, name, year in named:
        if number := months().get(name.lower()):
            return [_day(year, number, day)]
    if found := YEAR_FIRST.search(text):
        return [_day(*found.groups())]
    if found := NUMERIC.search(text):
        return _numeric(*found.groups(), day_first=day_first)
    if found := SHORT_YEAR.search(text):
        day, month, year = found.groups()
        return [_day(CENTURY + int(year), month, day)]
    return []


def _numeric(first: str, sign: str, second: str, year: str, *, day_first: bool | None) -> list[Reading]:
    """Read a date of numbers: full stops mean day first everywhere, other signs by the language of the page."""
    as_day_first = [_day(year, second, first)] if int(second) <= MONTHS else []
    as_month_first = [_day(year, first, second)] if int(first) <= MONTHS and sign != "." else []
    if not as_day_first or not as_month_first or as_day_first == as_month_first:
        return as_day_first or as_month_first
    if day_first is None:
        return as_day_first + as_month_first
    return as_day_first if day_first else as_month_first


def _point(day: date, clock: Sequence[str | None], zone: str | None) -> Reading:
    hour, minute, second = (int(part or 0) for part in clock)
    if zone is None or (hour, minute, second) == (0, 0, 0):
        return _day(day.year, day.month, day.day)
    at = datetime.combine(day, time(hour, minute, min(second, 59)), tzinfo=_zone(zone))
    return Reading(at, "second")


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _day(year: object, month: object, day: object) -> Reading:
    return Reading(datetime(int(str(year)), int(str(month)), int(str(day)), tzinfo=UTC), "day")
