"""URLs as keys: what makes two addresses the same page; and which URLs are fetched at all."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

import courlan

# What browsers and servers take at the least; feeds that list longer ones carry something else in them.
MAX_URL_CHARS = 2048
# Below, ports are those of other protocols (mail, name service, remote shells), which must not be spoken to.
FIRST_FREE_PORT = 1024
WEB_PORTS = (80, 443)
SHOWN_CHARS = 200

_NOT_IN_A_URL = re.compile(r"[\0-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")


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


def page_digest(url: str) -> str:
    """Return what an address is known by where it must not be written down: sha256 of it, normalized if it can be."""
    return hashlib.sha256((normalized_url(url) or url).encode("utf-8", "replace")).hexdigest()


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


def url_problem(url: str) -> str | None:
    """Say why a URL is not fetched, whoever names it; null where nothing speaks against it.

    >>> url_problem("file:///etc/hosts"), url_problem("https://me:pw@news.example/")
    ('it is no http:// or https:// address', 'it carries a name or password')
    """
    if len(url) > MAX_URL_CHARS:
        return f"it has {len(url)} characters, the limit is {MAX_URL_CHARS}"
    if not url.lower().startswith(("http://", "https://")):
        return "it is no http:// or https:// address"
    if _NOT_IN_A_URL.search(url):
        return "it holds a blank, a backslash or a control character"
    try:
        parts = urlsplit(url)
        return _host_problem(parts, parts.port)
    except ValueError as error:
        return f"it is no URL: {error}"


def _host_problem(parts: SplitResult, port: int | None) -> str | None:
    if parts.username is not None or parts.password is not None:
        return "it carries a name or password"
    if not parts.hostname:
        return "it names no host"
    if port is not None and port not in WEB_PORTS and port < FIRST_FREE_PORT:
        return f"port {port} is that of another protocol"
    return None


def shown_url(url: str) -> str:
    """Return a URL fit for a message: short, and without what a terminal would act on."""
    shown = url if len(url) <= SHOWN_CHARS else url[: SHOWN_CHARS - 1] + "…"
    return "".join(character if character.isprintable() else "�" for character in shown)
