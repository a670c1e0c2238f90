"""When a page was published and changed, and what says so. Wrong is worse than missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from claimhouse.clean.lexicon import dateline_labels
from claimhouse.clean.metadata.date_reading import readings
from claimhouse.clean.metadata.json_ld import Node, strings
from claimhouse.clean.metadata.marked_elements import Marked
from claimhouse.clean.metadata.page_data import PageData

PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "article.published",
    "og:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_at",
    "pubdate",
    "publication_date",
    "publicationdate",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "og:pubdate",
    "og:publish_date",
    "date.created",
    "originalpublicationdate",
    "article_date_original",
    "article:create_at",
    "rnews:datepublished",
    "date",
)
MODIFIED_METAS = (
    "article:modified_time",
    "article:modified",
    "og:article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "date.modified",
    "date.updated",
    "last-modified",
    "lastmod",
    "revised",
)
IN_URL = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/\-_.]|$)"
    r"|[/_-]((?:19|20)\d{2})-(\d{2})-(\d{2})(?=[/\-_.]|$)"
    r"|/((?:19|20)\d{2})((?:0[1-9]|1[0-2]))([0-3]\d)(?=[/\-_.]|$)"
    r"|/((?:19|20)\d{2})/(\d{2})(\d{2})/"
)
FIRST_YEAR = 1990  # before, there were no web pages; older dates are what an article is about
MAX_YEAR = 2100
TOLERANCE = timedelta(days=2)  # clocks and time zones: a page cannot be published long after it was fetched


class Stated(NamedTuple):
    """A point in time with its precision ("month", "day", "second") and what states it."""

    at: datetime
    precision: str
    evidence: str


class _Statement(NamedTuple):
    text: str
    evidence: str


def published(
    data: PageData,
    url: str | None,
    fetched_at: datetime | None,
    dateline: str | None,
    language: str | None = None,
    *,
    given: str | None = None,
) -> Stated | None:
    """Return when the page says it was published, by the most explicit statement it makes.

    Args:
        data: the page's statements about itself; `NOTHING` for plain text.
        url: the page's address, which often holds the day.
        fetched_at: no page was published later.
        dateline: a visible line that only says when.
        language: the page's language tag, which tells 03/04/2025 apart.
        given: a date that came beside the payload. What the page states of itself goes first: a row's date may be that
            of the crawl. It goes before the day in the address and before a visible line.
    """
    best: Stated | None = None
    for stated in _read(_published_statements(data, url, dateline, given), fetched_at, language):
        if best is None:
            best = stated
        if best.precision != "month":
            return best
        if stated.precision != "month" and (stated.at.year, stated.at.month) == (best.at.year, best.at.month):
            return stated
    return best


def modified(
    data: PageData, fetched_at: datetime | None, after: Stated | None = None, language: str | None = None
) -> Stated | None:
    """Return when the page says it was last changed; not before the day on which it was published."""
    for stated in _read(_modified_statements(data), fetched_at, language):
        if after is None or stated.at.astimezone(UTC).date() >= after.at.astimezone(UTC).date():
            return stated
    return None


def _read(statements: Iterable[_Statement], fetched_at: datetime | None, language: str | None) -> Iterator[Stated]:
    """Read statements; of two readings of one text, the only one that is plausible."""
    for text, evidence in statements:
        found = [reading for reading in readings(text, language) if is_plausible(reading.at, fetched_at)]
        if len(found) == 1:
            yield Stated(*found[0], evidence)


def _published_statements(
    data: PageData, url: str | None, dateline: str | None, given: str | None
) -> Iterator[_Statement]:
    """Yield what says when the page was published, the most explicit first."""
    yield from _of_nodes((data.article,), "datePublished")
    yield from _of_metas(data, PUBLISHED_METAS)
    yield from _of_marks(data, ("itemprop", "time"), "published")
    less_explicit = [
        *_of_nodes((data.page,), "datePublished"),
        *_of_nodes((data.article, data.page), "dateCreated"),
        *_of_marks(data, ("class",), "published"),
    ]
    beside = [_Statement(given, "given")] if given else []
    if not less_explicit:
        yield from beside
    if url and (found := IN_URL.search(url)):
        yield _Statement("-".join(part.zfill(2) for part in found.groups() if part), "url")
    yield from less_explicit
    if less_explicit:
        yield from beside
    if dateline and _label_role(dateline) != "modified":
        yield _Statement(dateline, "text")
    yield from _only_date(data.elements.dates)


def _modified_statements(data: PageData) -> Iterator[_Statement]:
    """Yield what says when the page was changed, the most explicit first."""
    yield from _of_nodes((data.article, data.page), "dateModified")
    yield from _of_metas(data, MODIFIED_METAS)
    yield from _of_marks(data, ("itemprop", "time", "class"), "modified")


def _of_nodes(nodes: Iterable[Node], key: str) -> Iterator[_Statement]:
    return (_Statement(text, "json-ld") for node in nodes for text in strings(node.get(key)))


def _of_metas(data: PageData, names: Iterable[str]) -> Iterator[_Statement]:
    return (_Statement(text, f"meta:{name}") for name in names for text in data.values(name))


def _of_marks(data: PageData, evidences: Iterable[str], role: str) -> Iterator[_Statement]:
    for evidence in evidences:
        for mark in data.elements.dates:
            if mark.evidence == evidence and _role(mark) == role:
                yield _Statement(mark.text, evidence)


def _only_date(dates: Iterable[Marked]) -> Iterator[_Statement]:
    """Return the date that the elements of a page agree on, whatever their names; none where they do not."""
    marks = [mark for mark in dates if _role(mark) == "date"]
    for evidence in ("time", "class"):
        days = {reading.at.date() for mark in marks if mark.evidence == evidence for reading in readings(mark.text)}
        if len(days) == 1:
            yield from (_Statement(mark.text, evidence) for mark in marks if mark.evidence == evidence)


def _role(mark: Marked) -> str:
    """Return what a date is, by the words around it, else by the names of its element."""
    if mark.evidence == "itemprop":
        return mark.role
    return _label_role(mark.shown) or _label_role(mark.around) or mark.role


def _label_role(text: str) -> str | None:
    """Say by its words whether a line tells of publication or of a change; None where by none or both."""
    published_words, modified_words = dateline_labels()
    is_published, is_modified = published_words.search(text.lower()), modified_words.search(text.lower())
    if bool(is_published) == bool(is_modified):
        return None
    return "published" if is_published else "modified"


def is_plausible(at: datetime, fetched_at: datetime | None) -> bool:
    """Whether a page can have been published then: the web existed, and it was before the page was fetched."""
    if at.year < FIRST_YEAR:
        return False
    if fetched_at is None:
        return at.year < MAX_YEAR
    fetched = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return at <= fetched + TOLERANCE
