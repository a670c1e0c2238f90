"""What is known of an address: of a root that names pages, of a page that is due, of one that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """What is known of a source's feed, sitemap or list.

    Attributes:
        kind: what it turned out to be.
        etag, last_modified: of the bytes that were read last.
        failures: in a row.
        failing_since: when they began.
        next_at: not to be asked before; null for at every run.
    """

    kind: str
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    failing_since: str | None = None
    next_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A page to be asked for: what its listing says, and what is known of it; nulls and zeros if nothing is."""

    url: str
    place: int
    title: str | None = None
    publisher: str | None = None
    updated: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    unchanged: int = 0
    failures: int = 0
    failing_since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page that was fetched, or could not be.

    Attributes:
        source: as given.
        url: as listed.
        place: in its listing.
        seen_url: where it was found in the end.
        name: what it is called.
        title, publisher, updated: as the listing says.
        outcome: done, waiting or failed.
        seen_at: when it was fetched.
        next_at: when it is asked for again.
        failures: in a row.
        failing_since: when they began.
        unchanged: how often in a row it was the same.
        digest: of the payload, else of the fault.
        etag, last_modified: what its server said of its bytes.
        media_type, payload: the page; null where there is none.
        reason, message: why not.
    """

    source: str
    url: str
    place: int
    seen_url: str | None
    name: str
    title: str | None
    publisher: str | None
    updated: str | None
    outcome: str
    seen_at: str
    next_at: str | None
    failures: int
    failing_since: str | None
    unchanged: int
    digest: str
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    reason: str | None = None
    message: str | None = None
    payload: bytes | None = None


def root_key(url: str) -> str:
    """Return under which URL the fault of a root is kept among the pages."""
    return "root " + url


def written(moment: datetime) -> str:
    """Return a moment as it is written down, so that texts compare as times do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: str) -> datetime:
    """Return a moment that was written down."""
    return datetime.fromisoformat(text)
