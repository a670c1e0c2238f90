"""Sources that are addresses of the network: how they are named, and what is expected of whoever fetches them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Protocol

from claimhouse.errors import SourceError
from claimhouse.sources.item import Found
from claimhouse.urls import shown_url, url_problem

_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://", re.IGNORECASE)


@unique
class AddressKind(StrEnum):
    """What a source says that it is."""

    ANY = "any"  # a bare URL: page, feed or sitemap, judged by its content
    FEED = "feed"
    SITEMAP = "sitemap"
    URLS = "urls"  # a file of this machine with one URL a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A source that is fetched.

    Attributes:
        source: as given.
        kind: what it says that it is.
        target: the URL; for a list of URLs, the path of its file.
    """

    source: str
    kind: AddressKind
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page that was fetched, or could not be.

    Attributes:
        source: as given.
        name: its URL without scheme and fragment; stands for the path relative to the source.
        found: what there is.
    """

    source: str
    name: str
    found: Found


class Fetching(Protocol):
    """Whoever fetches for `read_items`."""

    def fetched(self, addresses: Sequence[Address]) -> Iterator[Fetched]:
        """Yield what is new at the addresses, one page at a time."""


def address_of(source: str) -> Address | None:
    """Return the address that a source names; null where it names something of this machine.

    A file that is there goes before an address of the same spelling.

    Raises:
        SourceError: it names an address that is not fetched, or a list of URLs that is not there.

    >>> address_of("feed:https://news.example/rss")
    Address(source='feed:https://news.example/rss', kind=<AddressKind.FEED: 'feed'>, target='https://news.example/rss')
    >>> address_of("articles/") is None
    True
    """
    if os.path.lexists(source):
        return None
    prefix, _, rest = source.partition(":")
    if prefix == AddressKind.URLS:
        if not os.path.isfile(rest):  # noqa: PTH113 - `urls:` alone is no path
            message = f"no such file of URLs: {rest!r}"
            raise SourceError(message)
        return Address(source=source, kind=AddressKind.URLS, target=rest)
    if prefix in {AddressKind.FEED, AddressKind.SITEMAP} and not rest.startswith("//"):
        _check(source, rest)
        return Address(source=source, kind=AddressKind(prefix), target=rest)
    if _SCHEME.match(source):
        _check(source, source)
        return Address(source=source, kind=AddressKind.ANY, target=source)
    return None


def addresses_of(sources: Sequence[str]) -> list[Address]:
    """Return the addresses among sources.

    Raises:
        SourceError: see `address_of`.
    """
    return [address for source in sources if (address := address_of(source)) is not None]


def _check(source: str, url: str) -> None:
    problem = url_problem(url)
    if problem is not None:
        message = f"{shown_url(source)!r} cannot be fetched: {problem}; expected [feed:|sitemap:]http(s)://host/…"
        raise SourceError(message)


def name_of(url: str) -> str:
    """Return what a page is called: its URL without scheme and fragment.

    >>> name_of("https://news.example/2026/trams/?page=2#top")
    'news.example/2026/trams/?page=2'
    """
    return shown_url(_SCHEME.sub("", url.partition("#")[0]))
