"""When a page was published and changed, and what says so. Wrong is worse than missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from lxml.etree import _Element

from claimhouse.clean.lexicon import months
from claimhouse.clean.page_data import PageData, strings

PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "og:pubdate",
    "article.published",
    "date",
)
MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
)
ISO = re.compile(
    r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ](\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)\s?(Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
MAIL_DATE = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}")  # RFC 5322
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
IN_URL = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/\-_.]|$)|[/_-]((?:19|20)\d{2})-(\d{2})-(\d{2})(?=[/\-_.]|$)"
)
WRITTEN = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|\.|er)?\s(?:de\s)?([^\W\d_]{3,10})\.?,?\s(?:de\s)?(\d{4})\b|\b([^\W\d_]{3,10})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})\b"
)
FIRST_YEAR = 1990  # before, there were no web pages; older dates are what an article is about
MAX_YEAR = 2100
TOLERANCE = timedelta(days=2)  # clocks and time zones: a page cannot be published long after it was fetched


class Stated(NamedTuple):
    """A point in time with its precision ("year", "month", "day", "second") and what states it."""

    at: datetime
    precision: str
    evidence: str


def parse(text: str) -> tuple[datetime, str] | None:
    """Read a date as machines or people write it.

    A time without a zone is left out: it could be up to a day off.

    >>> parse("2024-03-05T06:07:08+01:00")
    (datetime.datetime(2024, 3, 5, 6, 7, 8, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600))), 'second')
    >>> parse("5. März 2024")
    (datetime.datetime(2024, 3, 5, 0, 0, tzinfo=datetime.timezone.utc), 'day')
    """
    text = text.strip()
    try:
        if found := ISO.match(text):
            return _iso(found)
        if found := COMPACT.match(text):
            return _day(*found.groups())
        if MAIL_DATE.match(text):
            at = parsedate_to_datetime(text)
            return (at, "second") if at.tzinfo else _day(at.year, at.month, at.day)
        if found := WRITTEN.search(text):
            first, month, year, month_2, day_2, year_2 = found.groups()
            number = months().get((month or month_2).lower())
            return _day(year or year_2, number, first or day_2) if number else None
    except ValueError:
        return None
    return None


def _iso(found: re.Match[str]) -> tuple[datetime, str]:
    year, month, day, time, zone = found.groups()
    if day is None:
        return datetime(int(year), int(month), 1, tzinfo=UTC), "month"
    if time and zone:
        zone = "+00:00" if zone in "Zz" else zone
        return datetime.fromisoformat(f"{year}-{month}-{day}T{time.replace(',', '.')}{zone}"), "second"
    return _day(year, month, day)


def _day(year: object, month: object, day: object) -> tuple[datetime, str]:
    return datetime(int(str(year)), int(str(month)), int(str(day)), tzinfo=UTC), "day"


def published(
    data: PageData, root: _Element, url: str | None, fetched_at: datetime | None, dateline: str | None
) -> Stated | None:
    """Return when the page says it was published, by the most explicit statement it makes."""
    for text, evidence in _statements(data, root, url, dateline):
        found = parse(text)
        if found is not None and is_plausible(found[0], fetched_at):
            return Stated(*found, evidence)
    return None


def published_in_text(dateline: str | None, url: str | None, fetched_at: datetime | None) -> Stated | None:
    """Return when a plain text was published: by its address, else by a line that only says when."""
    for text, evidence in _plain_statements(dateline, url):
        found = parse(text)
        if found is not None and is_plausible(found[0], fetched_at):
            return Stated(*found, evidence)
    return None


def _plain_statements(dateline: str | None, url: str | None) -> Iterator[tuple[str, str]]:
    if url and (found := IN_URL.search(url)):
        yield "-".join(part.zfill(2) for part in found.groups() if part), "url"
    if dateline:
        yield dateline, "text"


def _statements(data: PageData, root: _Element, url: str | None, dateline: str | None) -> Iterator[tuple[str, str]]:
    for text in strings(data.article.get("datePublished")):
        yield text, "json-ld"
    for name in PUBLISHED_METAS:
        if found := data.meta(name):
            yield found[1].value, f"meta:{name}"
    times = [element for element in root.iter("time") if element.get("datetime")]
    for element in times:
        marks = " ".join(
            filter(None, (element.get("itemprop"), element.get("class"), element.get("pubdate") and "pubdate"))
        )
        if re.search(r"datePublished|publish|pubdate|entry-date|posted", marks):
            yield element.get("datetime") or "", "time"
    for element in root.iterfind(".//*[@itemprop='datePublished']"):
        yield element.get("content") or element.get("datetime") or "", "itemprop"
    yield from _plain_statements(dateline, url)
    if len({element.get("datetime") for element in times}) == 1:
        yield times[0].get("datetime") or "", "time"


def modified(data: PageData, fetched_at: datetime | None) -> datetime | None:
    """Return when the page says it was last changed."""
    texts = strings(data.article.get("dateModified"))
    texts += [stated[1].value for name in MODIFIED_METAS if (stated := data.meta(name))]
    for text in texts:
        found = parse(text)
        if found is not None and is_plausible(found[0], fetched_at):
            return found[0]
    return None


def is_plausible(at: datetime, fetched_at: datetime | None) -> bool:
    """Whether a page can have been published then: the web existed, and it was before the page was fetched."""
    if at.year < FIRST_YEAR:
        return False
    if fetched_at is None:
        return at.year < MAX_YEAR
    fetched = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return at <= fetched + TOLERANCE
