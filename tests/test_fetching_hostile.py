"""A network that means harm: each address costs at most its own limits, nothing private is asked, the rest goes on."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
import zstandard

from claimhouse.errors import ItemUnreadable, TimedOut
from claimhouse.fetching import answers
from claimhouse.fetching.fetcher import Fetcher
from claimhouse.fetching.listings import FEED, parse_feed, parse_sitemap, read_listing
from claimhouse.fetching.network import Answer, is_public
from claimhouse.records import MediaType, QuarantineReason
from claimhouse.settings import FetchSettings, SourcesSettings
from claimhouse.sources import Item, read_items
from tests.web import PUBLIC, QuickClock, Reply, Request, Web, article, redirect, reply, rss, sitemap

FORBIDDEN = QuarantineReason.FORBIDDEN_ADDRESS
SETTINGS = FetchSettings(delay_s=0, retries=0, response_s=0.5)
MAX_BYTES = 1_000_000


@pytest.fixture
def web() -> Iterator[Web]:
    """A network with nothing in it."""
    with Web() as opened:
        yield opened


def fetched(web: Web, *sources: str, settings: FetchSettings = SETTINGS, max_bytes: int = MAX_BYTES) -> list[Item]:
    """Return what a first run gets."""
    with Fetcher(settings, max_bytes, None, network=web, clock=QuickClock()) as fetcher:
        return list(read_items(sources, SourcesSettings(), fetching=fetcher))


def reason(web: Web, source: str = "http://evil.example/page") -> QuarantineReason | None:
    """Return why an address gives no page; null where it does."""
    (item,) = fetched(web, source)
    return item.error.reason if item.error else None


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),  # noqa: S104
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.0.8", "198.18.0.1", "192.0.2.1", "203.0.113.5"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "::7f00:1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "64:ff9b::7f00:1"),
        *("64:ff9b::169.254.169.254", "64:ff9b:1::a00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fec0::1", "what"),
    ],
)
def test_no_private_address_is_asked(web: Web, address: str) -> None:
    """Whatever form it takes, and although the name looks like any other."""
    assert not is_public(address)
    web.names["evil.example"] = [[address]]
    assert reason(web) is FORBIDDEN
    assert web.connected == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_asked(address: str) -> None:
    """Those that embed a public one included."""
    assert is_public(address)


def test_a_name_with_one_private_address_is_not_asked(web: Web) -> None:
    """A host with a public and a private address is no honest one."""
    web.names["evil.example"] = [[PUBLIC, "127.0.0.1"]]
    assert reason(web) is FORBIDDEN
    assert web.connected == []


def test_the_connection_is_made_to_the_address_that_was_checked(web: Web) -> None:
    """A name that has a private address the next time is refused the next time: no answer is used unchecked."""
    web.names["evil.example"] = [[PUBLIC], ["127.0.0.1"]]  # first for robots.txt, then for the page
    web.pages["evil.example/page"] = reply(article("trams"))
    assert reason(web) is FORBIDDEN
    assert web.connected == [PUBLIC]


@pytest.mark.parametrize(
    "location",
    [
        *("http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:7f00:1]/"),
        *("http://inside.example/", "//inside.example/", "file:///etc/passwd", "ftp://evil.example/a", "javascript:x"),
        *("http://me:pw@evil.example/", "http://evil.example:25/", "http://evil.example/%0d%0a\x01"),
        *("http://evil.example/" + "a" * 5000, "http://evil.example/" + "a" * 90_000, "gopher://evil.example/"),
    ],
)
def test_a_redirect_leads_nowhere_forbidden(web: Web, location: str) -> None:
    """Each hop is checked as the first address is."""
    web.names["inside.example"] = [["10.0.0.7"]]
    web.pages["evil.example/page"] = redirect(location)
    (item,) = fetched(web, "http://evil.example/page")
    assert item.error is not None
    assert item.error.reason is FORBIDDEN
    assert len(str(item.error)) < 500
    assert set(web.connected) == {PUBLIC}


def test_a_line_break_in_a_redirect_is_no_header(web: Web) -> None:
    """What follows it is not taken for a part of the next request."""
    web.pages["evil.example/page"] = redirect("http://other.example/a\r\n\tX-Injected: yes")
    assert reason(web) in {FORBIDDEN, QuarantineReason.UNREACHABLE}
    assert all("x-injected" not in request.fields for request in web.requests)


def test_redirects_end(web: Web) -> None:
    """After so many, or where there is no place to go to."""
    web.pages["evil.example/page"] = redirect("/page")
    web.pages["evil.example/nowhere"] = redirect("")
    assert reason(web) is QuarantineReason.UNREACHABLE
    assert web.asked() == ["evil.example/page"] * 6
    assert reason(web, "http://evil.example/nowhere") is QuarantineReason.UNREACHABLE


def test_robots_txt_is_no_way_in_either(web: Web) -> None:
    """A robots.txt that leads to a private address is refused with its pages."""
    web.pages |= {"evil.example/robots.txt": redirect("http://127.0.0.1/"), "evil.example/page": reply(article("a"))}
    assert reason(web) is FORBIDDEN
    assert web.asked() == []


def bomb(encoding: str) -> bytes:
    """Return a hundred megabytes of nothing, packed."""
    empty = bytes(100_000_000)
    pack: dict[str, Callable[[bytes], bytes]] = {
        "gzip": lambda data: gzip.compress(data, 6),
        "deflate": zlib.compress,
        "br": lambda data: bytes(brotli.compress(data, quality=1)),
        "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
    }
    return pack[encoding](empty)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_too_large(web: Web, encoding: str) -> None:
    """It is unpacked up to the limit and no further."""
    web.pages["evil.example/page"] = reply(bomb(encoding), fields={"Content-Encoding": encoding})
    assert reason(web) is QuarantineReason.TOO_LARGE


def test_a_bomb_in_a_bomb_is_not_opened(web: Web) -> None:
    """A body is encoded once, or twice at the most."""
    web.pages["evil.example/page"] = reply(b"x", fields={"Content-Encoding": ", ".join(["gzip"] * 1000)})
    assert reason(web) is QuarantineReason.UNREADABLE


def endless(head: bytes, part: bytes, pause_s: float = 0.0) -> Callable[[Request], Reply]:
    """Return a handler that never comes to an end."""

    def handle(_: Request) -> Iterator[bytes]:
        yield head
        while True:
            time.sleep(pause_s)
            yield part

    return handle


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (endless(OK + b"\r\n", b"x" * 65536), QuarantineReason.TOO_LARGE),
        (endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"x" * 0x8000 + b"\r\n"), "too_large"),
        (endless(OK + b"\r\n<html>", b"x", 0.02), QuarantineReason.TIMED_OUT),
        (endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.02), QuarantineReason.TIMED_OUT),
        (endless(b"HTTP/1.1 200 OK\r\n", b"X-Much: " + b"x" * 500 + b"\r\n"), QuarantineReason.TRUNCATED),
        (endless(b"", b"HTTP/1.1 103 Early\r\n\r\n", 0.001), QuarantineReason.TIMED_OUT),
        (endless(b"", b"", 0.05), QuarantineReason.TIMED_OUT),
        (OK + b"Content-Length: 9999\r\n\r\n<html>short", QuarantineReason.TRUNCATED),
        (OK + b"Content-Length: 99999999999999\r\n\r\n<html>", QuarantineReason.TOO_LARGE),
        (OK + b"Content-Length: many\r\n\r\n<html>", QuarantineReason.TRUNCATED),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<html>" * 900)[:40], QuarantineReason.TRUNCATED),
        (b"220 mail.example ESMTP\r\n", QuarantineReason.TRUNCATED),
        (b"", QuarantineReason.TRUNCATED),
        (reply(b""), QuarantineReason.EMPTY),
        (reply(b"\x89PNG\r\n\x1a\n\0\0\0"), QuarantineReason.UNKNOWN_FORMAT),
        (reply(b"%PDF-1.7", media_type="application/pdf"), QuarantineReason.UNKNOWN_FORMAT),
        (reply(b"x" * 2_000_000, media_type="video/mp4"), QuarantineReason.UNKNOWN_FORMAT),
        (reply(b"<html>gone", 410), QuarantineReason.UNREACHABLE),
        (reply(b"<html>no", 204), QuarantineReason.UNREACHABLE),
    ],
)
def test_a_response_costs_at_most_its_limits(
    web: Web, answer: Reply | Callable[[Request], Reply], expected: QuarantineReason
) -> None:
    """Endless, slow, lying or empty: a reason, and soon; the page beside it is unharmed."""
    web.pages = {"evil.example/page": answer, "courier.example/trams": reply(article("trams"))}
    settings = SETTINGS.model_copy(update={"max_listing_bytes": MAX_BYTES})
    begin = time.monotonic()
    items = fetched(web, "http://evil.example/page", "http://courier.example/trams", settings=settings)
    assert time.monotonic() - begin < 10
    assert [item.error.reason if item.error else None for item in items] == [expected, None]


def test_what_nobody_foresaw_costs_only_itself(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of our own on one page is an item with that reason; the others are fetched."""
    whole = answers.page_in

    def broken(answer: Answer, max_bytes: int) -> tuple[bytes, MediaType]:
        if answer.url.endswith("/trams"):
            message = "a case that was forgotten"
            raise RuntimeError(message)
        return whole(answer, max_bytes)

    monkeypatch.setattr("claimhouse.fetching.fetcher.page_in", broken)
    web.pages = {
        "courier.example/feed": reply(rss(*(f"http://courier.example/{name}" for name in ("trams", "buses")))),
        "courier.example/trams": reply(article("trams")),
        "courier.example/buses": reply(article("buses")),
    }
    items = fetched(web, "feed:http://courier.example/feed")
    assert [item.error.reason if item.error else None for item in items] == [QuarantineReason.UNEXPECTED, None]


def test_an_interrupted_run_does_not_wait(web: Web) -> None:
    """What is under way is ended at once, not after its time limit."""
    web.pages["evil.example/page"] = endless(OK + b"\r\n", b"x", 0.05)
    fetcher = Fetcher(FetchSettings(delay_s=0), MAX_BYTES, None, network=web)
    threading.Timer(0.3, fetcher._aborting.abort).start()
    begin = time.monotonic()
    with fetcher:
        assert list(read_items(["http://evil.example/page"], SourcesSettings(), fetching=fetcher)) == []
    assert time.monotonic() - begin < 5


def test_nobody_there_is_a_reason(web: Web) -> None:
    """A name that is not known."""
    assert reason(web, "http://evil.nowhere/") is QuarantineReason.UNREACHABLE


def test_a_poisoned_feed_leads_to_no_file_and_no_house(web: Web) -> None:
    """Links to files, bare paths, scripts, passwords, endless ones: an item and a reason each; the good page loads."""
    web.pages = {
        "evil.example/feed": reply(
            rss(
                "file:///etc/passwd",
                "/etc/passwd",
                "javascript:alert(1)",
                "data:text/html,hello",
                "http://127.0.0.1/admin",
                "http://user:pw@evil.example/",
                "http://evil.example/" + "a" * 5000,
                "http://xn--.nowhere/",
                "",
                "http://courier.example/trams",
            )
        ),
        "courier.example/trams": reply(article("trams")),
    }
    items = fetched(web, "feed:http://evil.example/feed")
    assert [item.url for item in items if item.error is None] == ["http://courier.example/trams"]
    assert {item.error.reason for item in items if item.error} == {FORBIDDEN, QuarantineReason.UNREACHABLE}
    assert len(items) == 10
    assert all(len(item.location) < 300 and len(str(item.error)) < 600 for item in items)
    assert "evil.example/etc/passwd" in web.asked()  # a bare path is one of the feed's own host
    assert "127.0.0.1" not in web.connected


@pytest.mark.parametrize("body", [b"/etc/passwd", b"file:///etc/passwd", b"/etc/hosts"])
def test_a_feed_that_is_a_path_is_not_opened(body: bytes) -> None:
    """The bytes of a feed are read as bytes, whatever they look like."""
    with pytest.raises(ItemUnreadable, match="no feed"):
        parse_feed(body, "http://evil.example/feed", 10)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">'
    b'<!ENTITY c "' + b"&b;" * 1000 + b'"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


def test_entities_in_feeds_and_sitemaps_are_not_unfolded() -> None:
    """Neither a bomb of them nor one that names a file."""
    feed = rss("http://courier.example/a", title="&c;&f;").partition("?>")[2].encode()
    listing = parse_feed(ENTITIES + feed, "http://courier.example/feed", 10)
    assert all(len(entry.publisher or "") < 400 and "root:" not in str(entry) for entry in listing.entries)
    site = sitemap("http://courier.example/&c;&f;").partition("?>")[2].encode()
    found = parse_sitemap(ENTITIES + site, "http://courier.example/map", 10)
    assert all(len(entry.url) < 400 and "root:" not in entry.url for entry in found.entries)


def test_a_listing_that_is_none_is_told(web: Web) -> None:
    """A page where a feed was promised is one item."""
    web.pages["evil.example/page"] = reply(article("trams"))
    assert reason(web, "feed:http://evil.example/page") is QuarantineReason.UNKNOWN_FORMAT
    assert reason(web, "sitemap:http://evil.example/page") is QuarantineReason.UNKNOWN_FORMAT


def test_a_reader_that_dies_is_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing is read in a process of its own; one that is ended says so."""
    monkeypatch.setattr("claimhouse.fetching.listings.CHILD_SECONDS", 0.005)
    with pytest.raises(TimedOut, match="not read within"):
        read_listing(FEED, rss().encode(), "http://evil.example/feed", 10)


def test_a_feed_is_not_read_with_what_lies_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the working folder that is called like a module of the reader is not run."""
    for name in ("feedparser", "json", "lxml", "courlan"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')\n")
    monkeypatch.chdir(tmp_path)
    found = read_listing(FEED, rss("http://courier.example/a").encode(), "http://courier.example/feed", 10)
    assert [entry.url for entry in found.entries] == ["http://courier.example/a"]


def test_sitemaps_that_name_each_other_end(web: Web) -> None:
    """Circles, depths and masses: each sitemap is asked once, and only so many."""
    names = [f"http://evil.example/{number}.xml" for number in range(30)]
    web.pages = {
        "evil.example/index.xml": reply(sitemap("http://evil.example/index.xml", *names, index=True)),
        "evil.example/0.xml": reply(sitemap("http://evil.example/index.xml", "http://evil.example/d1.xml", index=True)),
        "evil.example/d1.xml": reply(sitemap("http://evil.example/d2.xml", index=True)),
        "evil.example/d2.xml": reply(sitemap("http://evil.example/d3.xml", index=True)),
    }
    settings = SETTINGS.model_copy(update={"max_sitemaps": 5})
    items = fetched(web, "sitemap:http://evil.example/index.xml", settings=settings)
    asked = web.asked()
    assert len(asked) == len(set(asked)) <= 7
    assert all(item.error for item in items)


def test_a_sitemap_speaks_for_its_own_site_only(web: Web) -> None:
    """Pages of others that it names are not asked for: nobody is sent to a stranger's door in numbers."""
    web.pages = {
        "evil.example/map.xml": reply(sitemap("http://victim.test/a", "http://evil.example/a")),
        "evil.example/a": reply(article("trams")),
    }
    items = fetched(web, "sitemap:http://evil.example/map.xml")
    assert sorted(item.error.reason if item.error else "" for item in items) == ["", FORBIDDEN]
    assert not any("victim" in url for url in web.asked(robots=True))


def test_a_feed_names_only_so_many_pages(web: Web) -> None:
    """What is over is left out, and said so."""
    web.pages["evil.example/feed"] = reply(rss(*(f"http://evil.example/{number}" for number in range(50))))
    items = fetched(web, "feed:http://evil.example/feed", settings=SETTINGS.model_copy(update={"max_listed": 7}))
    assert len(items) == 7


def test_a_host_of_letters_beyond_ascii_is_asked_by_its_own_name(web: Web) -> None:
    """As the name service writes it."""
    web.pages["xn--mnchen-3ya.example/a"] = reply(article("trams"))
    assert reason(web, "http://münchen.example/a") is None


def test_this_machine_is_refused_by_the_real_network(tmp_path: Path) -> None:
    """Without any play: loopback is not asked unless the settings allow it."""
    with Web() as web:
        web.pages["/page"] = reply(article("trams"))
        source = f"http://127.0.0.1:{web.port}/page"
        for allowed, expected in ((False, FORBIDDEN), (True, None)):
            settings = FetchSettings(allow_private=allowed, retries=0, delay_s=0)
            with Fetcher(settings, MAX_BYTES, tmp_path / str(allowed)) as fetcher:
                (item,) = read_items([source], SourcesSettings(), fetching=fetcher)
            assert (item.error.reason if item.error else None) == expected
        assert len(web.asked()) == 1
