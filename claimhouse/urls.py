"""URLs as keys: what makes two addresses the same page."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

import courlan


def normalized_url(url: str | None) -> str | None:
    """Return an http(s) URL without fragment and tracking parameters, its host in lower case; null if it is none.

    >>> normalized_url("https://News.example/a?utm_source=x&b=1#top")
    'https://news.example/a?b=1'
    """
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        return str(courlan.normalize_url(urldefrag(url.strip()).url))
    except ValueError:
        return None


def host_of(url: str | None) -> str | None:
    """Return the host of a URL in lower case, without port; null where there is none."""
    try:
        return urlsplit(url or "").hostname or None
    except ValueError:
        return None


def page_canonical(named: str | None, sighting_url: str | None) -> str | None:
    """Return a page's `rel=canonical` as a normalized URL, a relative one taken from where the page was seen."""
    if not named:
        return None
    try:
        return normalized_url(urljoin(normalized_url(sighting_url) or "", named.strip()))
    except ValueError:
        return None


def canonical_url(page_named: str | None, sighting_url: str | None) -> str | None:
    """Return the URL whose successive documents are revisions of one page.

    It is the page's `rel=canonical` if that is on the sighting's host, else the sighting's URL. A sighting
    without URL makes no revision, whatever the page says of itself.
    """
    seen = normalized_url(sighting_url)
    named = page_canonical(page_named, sighting_url)
    return named if seen and named and host_of(named) == host_of(seen) else seen
