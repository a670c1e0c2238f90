"""What feeds, sitemaps and lists of URLs name: read in a process of its own that can be ended, since they are foreign.

python -m claimhouse.fetching.listings KIND URL MAX      bytes on standard input, one JSON object on standard output
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import struct_time
from typing import Any
from urllib.parse import urljoin, urlsplit

import courlan
import feedparser
from lxml import etree

from claimhouse.errors import ItemUnreadable, TimedOut
from claimhouse.records import QuarantineReason
from claimhouse.urls import MAX_URL_CHARS, shown_url, url_problem

FEED, SITEMAP = "feed", "sitemap"
CHILD_SECONDS = 30
CHILD_BYTES = 2 << 30
MAX_LABEL_CHARS = 300
MAX_LINE_CHARS = 1 << 16

_TAG = re.compile(r"<[^<>]*>")
_LOOKED_AT = 4096
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF|channel)\b", re.IGNORECASE)
_SITEMAP_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_HTML_ROOT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page that a listing names.

    Attributes:
        url: absolute; what was written, shortened, where it cannot be fetched.
        title: the headline that is given with it.
        publisher: who is said to publish it.
        updated: when it was last changed, as `2026-01-31T12:00:00Z`.
        problem: why it is not fetched.
    """

    url: str
    title: str | None = None
    publisher: str | None = None
    updated: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a feed, a sitemap or a list names.

    Attributes:
        entries: pages, in its order, each once.
        sitemaps: further sitemaps, of an index.
        more: whether there were more than are listed.
    """

    entries: tuple[Entry, ...]
    sitemaps: tuple[str, ...] = ()
    more: bool = False


def judge_listing(body: bytes) -> str | None:
    """Say what bytes are by their first element: a feed, a sitemap; null for a page."""
    head = body[:_LOOKED_AT]
    page = _HTML_ROOT.search(head)
    for kind, root in ((FEED, _FEED_ROOT), (SITEMAP, _SITEMAP_ROOT)):
        found = root.search(head)
        if found and not (page and page.start() < found.start()):
            return kind
    return None


def read_listing(kind: str, body: bytes, url: str, max_entries: int) -> Listing:
    """Read a feed or a sitemap in a process of its own.

    Raises:
        ItemUnreadable: it is none.
        TimedOut: it takes too long to read.
    """
    # -P: the working folder may be one of scraped files, and none of them is a module.
    command = [sys.executable, "-P", "-m", "claimhouse.fetching.listings", kind, url, str(max_entries)]
    ours = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))}
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command,
            input=body,
            capture_output=True,
            timeout=2 * CHILD_SECONDS,
            check=False,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the run: a reader that it ended would look like a broken feed
        )
    except subprocess.TimeoutExpired as error:
        message = f"the {kind} was not read within {2 * CHILD_SECONDS} s"
        raise TimedOut(message) from error
    if done.returncode:
        if -done.returncode in {signal.SIGXCPU, signal.SIGKILL}:
            message = f"the {kind} took more than {CHILD_SECONDS} s of processor time to read"
            raise TimedOut(message)
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        message = f"the {kind} cannot be read: {shown_url(last) or f'its reader ended with {done.returncode}'}"
        raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
    found = json.loads(done.stdout)
    if found["problem"]:
        raise ItemUnreadable(found["problem"], QuarantineReason.UNKNOWN_FORMAT)
    return Listing(
        entries=tuple(Entry(**entry) for entry in found["entries"]),
        sitemaps=tuple(found["sitemaps"]),
        more=found["more"],
    )


def read_url_list(path: Path, max_entries: int) -> Listing:
    """Read a file with one URL a line; blank lines and lines that begin with `#` say nothing.

    Raises:
        ItemUnreadable: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return _bounded(_lines(file), max_entries)
    except OSError as error:
        message = f"the file of URLs cannot be read: {error.strerror or error}"
        raise ItemUnreadable(message, QuarantineReason.UNREADABLE) from error


def _lines(file: io.TextIOBase) -> Iterator[Entry]:
    while line := file.readline(MAX_LINE_CHARS):
        text = line.removeprefix("\ufeff").strip()
        if text and not text.startswith("#"):
            yield _entry(text)


def parse_feed(body: bytes, url: str, max_entries: int) -> Listing:
    """Read RSS or Atom.

    The title of the feed is taken for the publisher of the pages of its own site; a page of another site has the one
    that its entry names.

    Raises:
        ItemUnreadable: it is neither.
    """
    # A stream and nothing else: feedparser opens what it takes for a path or an address, bytes included.
    feed = feedparser.parse(
        io.BytesIO(body), resolve_relative_uris=False, sanitize_html=False, response_headers={"content-location": url}
    )
    if not feed.version and not feed.entries:
        message = "it is no feed: neither RSS nor Atom"
        raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
    title = _label(feed.feed.get("title"))
    sites = {_site(url), _site(str(feed.feed.get("link") or ""))}
    return _bounded((_feed_entry(entry, url, title, sites) for entry in feed.entries), max_entries)


def _feed_entry(entry: Any, base: str, title: str | None, sites: set[str]) -> Entry:  # noqa: ANN401 - feedparser has no types
    link = str(entry.get("link") or "").strip()
    place = _joined(base, link) if link else ""
    source = entry.get("source")
    named = _label(source.get("title")) if isinstance(source, dict) else None
    updated = _moment(entry.get("updated_parsed" if "updated_parsed" in entry else "published_parsed"))
    if not place:
        return Entry(url=shown_url(str(entry.get("id") or "")), problem="the entry has no link")
    publisher = named or (title if _site(place) in sites else None)
    return _entry(place, title=_label(entry.get("title")), publisher=publisher, updated=updated)


def parse_sitemap(body: bytes, url: str, max_entries: int) -> Listing:
    """Read a sitemap or an index of sitemaps; what lies on another site than itself is not its business.

    Raises:
        ItemUnreadable: it is neither.
    """
    try:
        found = _bounded(_sitemap_entries(body, url), max_entries)
    except etree.XMLSyntaxError as error:
        message = f"it is no sitemap: {str(error).splitlines()[0][:200]}"
        raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT) from error
    sitemaps = tuple(entry.url for entry in found.entries if entry.title == _IS_SITEMAP and not entry.problem)
    entries = tuple(entry for entry in found.entries if entry.title != _IS_SITEMAP or entry.problem)
    return Listing(entries=entries, sitemaps=sitemaps, more=found.more)


_IS_SITEMAP = "\0sitemap"


def _sitemap_entries(body: bytes, base: str) -> Iterator[Entry]:
    walk = etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    root, site = None, _site(base)
    for event, element in walk:
        name = _local(element)
        if root is None:
            root = element
            if name not in {"urlset", "sitemapindex"}:
                message = f"it is no sitemap: its first element is {name[:40]!r}"
                raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
        if event == "end" and name in {"url", "sitemap"}:
            said = {_local(child): (child.text or "").strip() for child in element}  # images have a `loc` of their own
            named = next((child.text for child in element.iter() if _local(child) == "name"), None)
            yield _sitemap_entry(said, named, base, site, is_index=name == "sitemap")
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    if root is None:
        message = "it is no sitemap: it has no element"
        raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)


def _sitemap_entry(said: dict[str, str], named: str | None, base: str, site: str, *, is_index: bool) -> Entry:
    place = _joined(base, said.get("loc", ""))
    if not said.get("loc"):
        return Entry(url="", problem="the entry has no address")
    title = _IS_SITEMAP if is_index else None
    entry = _entry(place, title=title, publisher=_label(named), updated=_iso(said.get("lastmod", "")))
    if entry.problem is None and _site(place) != site:
        return Entry(url=entry.url, problem=f"the sitemap of {site} names a page of another site")
    return entry


def _entry(url: str, *, title: str | None = None, publisher: str | None = None, updated: str | None = None) -> Entry:
    url = url.partition("#")[0]
    problem = url_problem(url)
    if problem is not None:
        return Entry(url=shown_url(url), problem=problem)
    return Entry(url=url, title=title, publisher=publisher, updated=updated)


def _bounded(entries: Iterator[Entry], most: int) -> Listing:
    found: dict[str, Entry] = {}
    for entry in entries:
        if len(found) >= most:
            return Listing(entries=tuple(found.values()), more=True)
        found.setdefault(entry.url, entry)
    return Listing(entries=tuple(found.values()))


def _joined(base: str, link: str) -> str:
    if len(link) > MAX_URL_CHARS:
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _site(url: str) -> str:
    """Return the registered domain of a URL, else its host."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return str(courlan.extract_domain(url) or host)


def _label(text: object) -> str | None:
    """Return a title as plain text: feeds put markup into it, and entities once or twice."""
    if not isinstance(text, str):
        return None
    plain = " ".join(html.unescape(_TAG.sub(" ", html.unescape(text[: 10 * MAX_LABEL_CHARS]))).split())
    plain = "".join(character for character in plain if character.isprintable())
    return plain[:MAX_LABEL_CHARS].strip() or None


def _moment(parsed: object) -> str | None:
    if not isinstance(parsed, struct_time):
        return None
    try:
        return _written(datetime(*parsed[:6], tzinfo=UTC))
    except ValueError:
        return None


def _iso(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return _written((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC))


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _local(element: Any) -> str:  # noqa: ANN401 - lxml's stubs do not cover comments in a walk
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


PARSERS = {FEED: parse_feed, SITEMAP: parse_sitemap}


def _main(kind: str, url: str, most: str) -> None:
    """Read one listing; the kernel ends the process if it costs too much."""
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (CHILD_BYTES, CHILD_BYTES))
    body = sys.stdin.buffer.read()
    problem, listing = None, Listing(entries=())
    try:
        listing = PARSERS[kind](body, url, int(most))
    except ItemUnreadable as error:
        problem = str(error)
    sys.stdout.write(json.dumps({**asdict(listing), "problem": problem}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
