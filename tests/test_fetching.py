"""Feeds, sitemaps, lists of URLs and pages: what is asked for, how often, and what a run gets of it."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimhouse.errors import SourceError
from claimhouse.fetching.fetcher import Fetcher
from claimhouse.fetching.visiting import retry_after
from claimhouse.records import MediaType, QuarantineReason
from claimhouse.settings import FetchSettings, SourcesSettings
from claimhouse.sources import Item, check_sources, read_items
from claimhouse.sources.addresses import AddressKind, address_of
from tests.web import START, QuickClock, Request, Web, article, cached, redirect, reply, rss, sitemap

FEED = "feed:http://courier.example/feed"
HOUR = 3600.0


@dataclass
class Desk:
    """Somebody who runs again and again over the same network."""

    web: Web
    folder: Path
    clock: QuickClock = field(default_factory=QuickClock)
    runs: int = 0

    def run(self, *sources: str, confirmed: bool = True, identity: str = "here", **settings: object) -> list[Item]:
        """Fetch what is new, as one run."""
        self.runs += 1
        self.web.requests.clear()
        with Fetcher(
            FetchSettings.model_validate(settings),
            SourcesSettings().max_bytes,
            self.folder,
            identity,
            self.runs,
            network=self.web,
            clock=self.clock,
            chance=random.Random(1),  # noqa: S311 - a test
        ) as fetcher:
            items = list(read_items(sources or [FEED], SourcesSettings(), fetching=fetcher))
            if confirmed:
                fetcher.confirm()
        return items


@pytest.fixture
def web() -> Iterator[Web]:
    """A network with nothing in it."""
    with Web() as opened:
        yield opened


@pytest.fixture
def desk(web: Web, tmp_path: Path) -> Desk:
    """Somebody with an empty state."""
    return Desk(web, tmp_path / "fetch")


def courier(*names: str) -> dict[str, bytes]:
    """Return pages of the courier."""
    return {f"courier.example/{name}": reply(article(name)) for name in names}


def links(*names: str) -> list[str]:
    """Return their addresses."""
    return [f"http://courier.example/{name}" for name in names]


def urls(items: list[Item]) -> list[str | None]:
    """Return where items were seen."""
    return [item.url for item in items]


def reasons(items: list[Item]) -> list[QuarantineReason | None]:
    """Return why items have no payload; null where they have one."""
    return [item.error.reason if item.error else None for item in items]


def test_a_feed_yields_its_pages_with_what_it_says_of_them(desk: Desk) -> None:
    """A page has its bytes, where and when it was seen, and the feed's title for its publisher; its name is its URL."""
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams", "buses"))), **courier("trams", "buses")}
    trams, buses = desk.run()
    assert trams.payload == article("trams").encode()
    assert (trams.url, trams.location, trams.publisher) == (
        "http://courier.example/trams",
        "courier.example/trams",
        "The Ostrow Courier",
    )
    assert trams.fetched_at > START
    assert (trams.media_type, trams.given_title, trams.source) == (MediaType.HTML, None, FEED)
    assert (buses.number, buses.record, buses.stem) == (1, None, "courier.example/buses")


def test_the_title_of_a_plain_text_is_that_of_its_entry(desk: Desk) -> None:
    """Plain text has no headline of its own, so the feed's is given with it."""
    text = reply("The council of Ostrow bought forty trams on Monday.", media_type="text/plain; charset=utf-8")
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams"))), "courier.example/trams": text}
    (item,) = desk.run()
    assert (item.media_type, item.given_title) == (MediaType.TEXT, "About 0")


def test_a_page_of_another_site_has_not_the_feed_for_its_publisher(desk: Desk) -> None:
    """The title of a feed that points elsewhere is not who publishes what is there."""
    desk.web.pages = {
        "courier.example/feed": reply(rss("http://other.example/trams")),
        "other.example/trams": reply(article("trams")),
    }
    assert [item.publisher for item in desk.run()] == [None]


@pytest.mark.parametrize(
    ("source", "pages"),
    [
        ("https://courier.example/trams", {}),
        ("https://courier.example/feed", {"courier.example/feed": reply(rss(*links("trams")), media_type="text/xml")}),
        ("https://courier.example/map.xml", {"courier.example/map.xml": reply(sitemap(*links("trams")))}),
        (
            "sitemap:https://courier.example/map.xml.gz",
            {
                "courier.example/map.xml.gz": reply(
                    gzip.compress(sitemap(*links("trams")).encode()), media_type="application/gzip"
                )
            },
        ),
        (
            "sitemap:https://courier.example/index.xml",
            {
                "courier.example/index.xml": reply(sitemap(*links("map.xml"), index=True)),
                "courier.example/map.xml": reply(sitemap(*links("trams"))),
            },
        ),
    ],
)
def test_a_bare_address_is_judged_by_its_content(desk: Desk, source: str, pages: Mapping[str, bytes]) -> None:
    """A page, a feed, a sitemap, packed or an index of others: all lead to the page, and to it once."""
    source = source.replace("https:", "http:")
    desk.web.pages = {**courier("trams"), **pages}
    (item,) = desk.run(source)
    assert (item.url, item.payload) == ("http://courier.example/trams", article("trams").encode())
    assert desk.web.asked().count("courier.example/trams") == 1
    assert desk.run(source) == []
    assert "courier.example/trams" not in desk.web.asked()


def test_a_sitemap_that_its_index_no_longer_names_is_let_go(desk: Desk) -> None:
    """Its pages are not asked for again, those of the others are."""
    desk.web.pages = {
        "courier.example/index.xml": reply(sitemap(*links("a.xml", "b.xml"), index=True)),
        "courier.example/a.xml": cached(sitemap(*links("trams"))),
        "courier.example/b.xml": cached(sitemap(*links("buses"))),
        **courier("trams", "buses"),
    }
    source = "sitemap:http://courier.example/index.xml"
    assert len(desk.run(source)) == 2
    desk.web.pages["courier.example/index.xml"] = reply(sitemap(*links("a.xml"), index=True))
    desk.clock.wait(25 * HOUR)
    assert urls(desk.run(source)) == links("trams")


def test_a_list_of_urls_is_read_from_a_file(desk: Desk, tmp_path: Path) -> None:
    """One URL a line; blank lines and comments say nothing, and a line that is none is an item of its own."""
    file = tmp_path / "urls.txt"
    file.write_text("\n# news\nhttp://courier.example/trams\n  http://courier.example/buses#top\nftp://x.example/a\n")
    desk.web.pages = dict(courier("trams", "buses"))
    items = desk.run(f"urls:{file}")
    assert urls(items) == [*links("trams", "buses"), None]
    assert reasons(items) == [None, None, QuarantineReason.FORBIDDEN_ADDRESS]
    assert desk.run(f"urls:{file}") == []
    file.write_text("http://courier.example/cranes\n")
    desk.web.pages |= courier("cranes")
    assert urls(desk.run(f"urls:{file}")) == links("cranes")


def test_only_what_is_new_is_asked_for(desk: Desk) -> None:
    """A page that is in the warehouse is not asked for again; the feed is, by its ETag."""
    desk.web.pages = {"courier.example/feed": cached(rss(*links("trams"))), **courier("trams")}
    assert urls(desk.run()) == links("trams")
    assert desk.run() == []
    assert desk.web.asked() == ["courier.example/feed"]
    desk.web.pages |= {"courier.example/feed": cached(rss(*links("buses", "trams")), etag='"two"'), **courier("buses")}
    assert urls(desk.run()) == links("buses")
    assert desk.web.asked() == ["courier.example/feed", "courier.example/buses"]


def test_a_page_that_the_feed_says_was_updated_is_asked_for_again(desk: Desk) -> None:
    """An entry with a later date makes its page due, and only once."""
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams"))), **courier("trams")}
    desk.run(revisit_hours=0)
    later = rss(*links("trams"), updated="Tue, 05 May 2026 10:00:00 GMT")
    desk.web.pages |= {"courier.example/feed": reply(later), "courier.example/trams": reply(article("cranes"))}
    assert [item.payload for item in desk.run(revisit_hours=0)] == [article("cranes").encode()]
    assert desk.run(revisit_hours=0) == []


def test_a_page_that_stays_the_same_is_asked_for_ever_more_rarely(desk: Desk) -> None:
    """After a day, then two, then four: by ETag, and a 304 is no item."""
    desk.web.pages = {
        "courier.example/feed": reply(rss(*links("trams"))),
        "courier.example/trams": cached(article("t")),
    }
    desk.run()
    asked = []
    for hour in (1, 23, 25, 48, 71, 74, 120, 169, 172, 300):
        desk.clock.waited = hour * HOUR
        assert desk.run() == []
        if "courier.example/trams" in desk.web.asked():
            asked.append(hour)
    assert asked == [25, 74, 172]


def test_what_a_dead_run_had_fetched_is_not_asked_for_twice(desk: Desk) -> None:
    """A run that ends before it is confirmed is made up for by the next, with the same bytes and times."""
    desk.web.pages = {"courier.example/feed": cached(rss(*links("trams", "buses"))), **courier("trams", "buses")}
    first = desk.run(confirmed=False)
    desk.clock.wait(10)
    assert desk.run() == first
    assert desk.web.asked() == ["courier.example/feed"]
    assert desk.run() == []


def test_pages_that_wait_outlive_the_feed(desk: Desk) -> None:
    """What one run had no room for is asked for by the next, also when the feed has moved on meanwhile."""
    desk.web.pages = {"courier.example/feed": cached(rss(*links("a", "b", "c"))), **courier("a", "b", "c", "d")}
    assert urls(desk.run(max_pages=1)) == links("a")
    desk.web.pages["courier.example/feed"] = cached(rss(*links("d")), etag='"two"')
    assert sorted(map(str, urls(desk.run(max_pages=9)))) == links("b", "c", "d")


def test_another_database_asks_anew(desk: Desk) -> None:
    """What was loaded into one database is not taken for loaded into another, or into an older backup of the same."""
    desk.web.pages = {"courier.example/feed": cached(rss(*links("trams"))), **courier("trams")}
    desk.run()
    assert urls(desk.run(identity="there")) == links("trams")
    desk.runs = 1  # the database is restored as of its first run
    assert urls(desk.run(identity="there")) == links("trams")


def test_a_state_that_cannot_be_read_costs_only_asking_again(desk: Desk) -> None:
    """A damaged file is laid aside."""
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams"))), **courier("trams")}
    desk.run()
    (desk.folder / "state.sqlite").write_bytes(b"no database at all, " * 400)
    assert urls(desk.run()) == links("trams")
    assert (desk.folder / "state.broken").exists()


def test_a_host_is_asked_by_one_request_at_a_time_and_not_too_often(desk: Desk) -> None:
    """Between two requests of a host lies the delay, or what its robots.txt asks for if that is more."""
    pages = [f"p{number}" for number in range(5)]
    desk.web.pages = {
        "courier.example/feed": reply(rss(*links(*pages))),
        "other.example/feed": reply(rss(*(f"http://courier.example/q{number}" for number in range(3)))),
        "courier.example/robots.txt": reply("User-agent: *\nCrawl-delay: 7\n", media_type="text/plain"),
        **courier(*pages, "q0", "q1", "q2"),
    }
    items = desk.run(FEED, "feed:http://other.example/feed")
    assert len(items) == 8
    assert desk.web.most_at_once == 1
    assert [round(wait) for wait in desk.clock.waits].count(7) >= 8


def test_robots_txt_is_obeyed_and_read_once_a_run(desk: Desk) -> None:
    """A page that it does not allow is an item with that reason, and is never asked for."""
    desk.web.pages = {
        "courier.example/robots.txt": reply("User-agent: *\nDisallow: /private\nAllow: /private/open$\n"),
        "courier.example/feed": reply(rss(*links("trams", "private/a", "private/open"))),
        **courier("trams", "private/a", "private/open"),
    }
    assert reasons(desk.run()) == [None, QuarantineReason.DISALLOWED, None]
    asked = desk.web.asked(robots=True)
    assert "courier.example/private/a" not in asked
    assert asked.count("courier.example/robots.txt") == 1
    assert desk.run() == []


def test_a_host_whose_robots_txt_is_out_of_order_is_left_alone(desk: Desk) -> None:
    """As long as nobody knows what is allowed, nothing is."""
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams"))), **courier("trams")}
    desk.web.pages["courier.example/robots.txt"] = reply(status=500)
    assert reasons(desk.run()) == [QuarantineReason.UNREACHABLE]
    assert desk.web.asked() == []
    del desk.web.pages["courier.example/robots.txt"]
    assert urls(desk.run()) == links("trams")


def test_a_host_that_asks_for_time_gets_it(desk: Desk) -> None:
    """A short Retry-After is waited for; a long one ends the run's business with the host, and the next runs' too."""
    answers = [reply(status=503, fields={"Retry-After": "30"}), reply(article("trams"))]
    desk.web.pages = {
        "courier.example/feed": cached(rss(*links("trams", "buses", "cranes"))),
        "courier.example/trams": lambda _: answers.pop(0),
        "courier.example/buses": reply(status=429, fields={"Retry-After": "7200"}),
        **courier("cranes"),
    }
    assert reasons(desk.run()) == [None, QuarantineReason.UNREACHABLE]
    assert 30.0 in desk.clock.waits
    assert "courier.example/cranes" not in desk.web.asked()
    desk.clock.wait(HOUR)
    assert desk.run() == []
    assert desk.web.asked(robots=True) == []
    desk.web.pages |= courier("buses")
    desk.clock.wait(HOUR)
    assert urls(desk.run()) == links("buses", "cranes")


def test_a_fault_that_passes_is_tried_again_with_growing_waits(desk: Desk) -> None:
    """Each wait is about twice the last, and not the same for everybody."""
    answers = [reply(status=502), b"", reply(article("trams"))]
    desk.web.pages = {
        "courier.example/feed": reply(rss(*links("trams"))),
        "courier.example/trams": lambda _: answers.pop(0),
    }
    assert reasons(desk.run(delay_s=0)) == [None]
    first, second = desk.clock.waits
    assert 0.5 <= first <= 1.5
    assert 1.0 <= second <= 3.0


def test_a_page_that_fails_is_one_item_until_it_is_mended(desk: Desk) -> None:
    """Run by run it is tried more rarely, under one digest; once it is there, the fault is named as mended."""
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams"))), "courier.example/trams": reply(status=500)}
    digests = set()
    for hours in (0, 2, 4):
        desk.clock.wait(hours * HOUR)
        (item,) = desk.run(retries=0)
        digests.add(item.input_digest)
    assert len(digests) == 1
    assert desk.run(retries=0) == []
    desk.clock.wait(9 * HOUR)
    desk.web.pages |= courier("trams")
    desk.runs += 1
    with Fetcher(FetchSettings(), 10**6, desk.folder, "here", desk.runs, network=desk.web, clock=desk.clock) as fetcher:
        assert [item.error for item in read_items([FEED], SourcesSettings(), fetching=fetcher)] == [None]
        assert set(fetcher.mended()) == digests
        fetcher.confirm()
        assert fetcher.mended() == []


def test_a_feed_that_fails_is_given_up_by_degrees(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """One item for the whole feed; after five failures in a row it is asked in 1 h, 2 h, 4 h, up to a week."""
    desk.web.pages = {"courier.example/feed": reply(status=404)}
    asked = []
    digests = set()
    for hour in (0, 1, 2, 3, 4, 4.5, 5.1, 6, 7.2, 9, 11.3, 15, 19.4, 300, 400, 469, 470, 637, 639):
        desk.clock.waited = hour * HOUR
        items = desk.run(retries=0)
        digests |= {item.input_digest for item in items}
        if desk.web.asked():
            asked.append(hour)
            assert reasons(items) == [QuarantineReason.UNREACHABLE]
    assert asked == [0, 1, 2, 3, 4, 5.1, 7.2, 11.3, 19.4, 300, 400, 469, 637]
    assert len(digests) == 1
    assert "failed 5 times in a row" in caplog.text
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams"))), **courier("trams")}
    desk.clock.wait(200 * HOUR)
    assert urls(desk.run()) == links("trams")


def test_a_fault_is_tried_again_when_it_was_requeued(desk: Desk) -> None:
    """`claimhouse requeue` goes before every wait."""
    desk.web.pages = {"courier.example/feed": reply(rss(*links("trams"))), "courier.example/trams": reply(status=404)}
    (item,) = desk.run()
    assert desk.run() == []
    desk.runs += 1
    desk.web.pages |= courier("trams")
    with Fetcher(FetchSettings(), 10**6, desk.folder, "here", desk.runs, network=desk.web, clock=desk.clock) as fetcher:
        fetcher.ask_again([item.input_digest])
        assert urls(list(read_items([FEED], SourcesSettings(), fetching=fetcher))) == links("trams")


def test_the_time_of_a_run_is_limited(desk: Desk) -> None:
    """What there was no time for is no item, and is asked for by the next run."""
    pages = [f"p{number}" for number in range(10)]
    desk.web.pages = {"courier.example/feed": cached(rss(*links(*pages))), **courier(*pages)}
    some = desk.run(max_seconds=5)
    assert 0 < len(some) < 10
    assert reasons(some) == [None] * len(some)
    assert urls(some) + urls(desk.run(max_seconds=60)) == links(*pages)


def test_a_redirect_is_followed_to_where_the_page_is(desk: Desk) -> None:
    """The page was seen where it was found in the end."""
    desk.web.pages = {
        "courier.example/feed": reply(rss(*links("old"))),
        "courier.example/old": redirect("/new"),
        "courier.example/new": redirect("http://www.courier.example/trams", 301),
        "www.courier.example/trams": reply(article("trams")),
    }
    assert urls(desk.run()) == ["http://www.courier.example/trams"]


def test_it_says_who_it_is(desk: Desk) -> None:
    """The User-Agent names the program, its version and whom to write to."""
    desk.web.pages = {"courier.example/feed": reply(rss())}
    desk.run(contact="desk@courier.example")
    agents = {request.fields["user-agent"] for request in desk.web.requests}
    assert len(agents) == 1
    assert agents.pop().startswith("claimhouse/")
    assert all("desk@courier.example" in request.fields["user-agent"] for request in desk.web.requests)


def test_two_feeds_that_name_one_page_ask_for_it_once(desk: Desk) -> None:
    """In one run, and in the runs after it."""
    desk.web.pages = {
        "courier.example/feed": reply(rss(*links("trams"))),
        "courier.example/more": reply(rss(*links("trams", "buses"))),
        **courier("trams", "buses"),
    }
    assert sorted(map(str, urls(desk.run(FEED, "feed:http://courier.example/more")))) == links("buses", "trams")
    assert desk.run("feed:http://courier.example/more") == []


def test_atom_and_its_dates_are_read(desk: Desk) -> None:
    """An Atom entry leads to its page by a relative link."""
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">The &lt;b&gt;Courier&lt;/b&gt;</title>'
        '<entry><title>Trams</title><link href="trams"/><updated>2026-05-01T00:00:00Z</updated></entry></feed>'
    )
    desk.web.pages = {"courier.example/feed": reply(atom, media_type="application/atom+xml"), **courier("trams")}
    (item,) = desk.run()
    assert (item.url, item.publisher) == ("http://courier.example/trams", "The Courier")


def test_a_state_is_not_needed(web: Web) -> None:
    """Without a folder everything is asked for, once, and nothing is written."""
    web.pages = {"courier.example/feed": reply(rss(*links("trams"))), **courier("trams")}
    with Fetcher(FetchSettings(), 10**6, None, network=web, clock=QuickClock()) as fetcher:
        assert urls(list(read_items([FEED], SourcesSettings(), fetching=fetcher))) == links("trams")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("https://courier.example/", AddressKind.ANY),
        ("HTTP://courier.example", AddressKind.ANY),
        ("https://courier.example:8443/a?b=[c]*", AddressKind.ANY),
        ("feed:https://courier.example/rss", AddressKind.FEED),
        ("sitemap:http://courier.example/sitemap.xml", AddressKind.SITEMAP),
        ("articles/*.html", None),
        ("articles", None),
        ("-", None),
    ],
)
def test_what_names_an_address(source: str, kind: AddressKind | None) -> None:
    """By its beginning a source is an address or a thing of this machine."""
    found = address_of(source)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("ftp://courier.example/a", "no http:// or https://"),
        ("file:///etc/hosts", "no http:// or https://"),
        ("feed:courier.example/rss", "no http:// or https://"),
        ("feed:", "no http:// or https://"),
        ("https://", "names no host"),
        ("https://me:secret@courier.example/", "name or password"),
        ("https://courier.example:22/", "port 22"),
        ("https://courier.example:99999/", "no URL"),
        ("https://courier.example/a b", "blank"),
        ("https://courier.example/\r\nHost: x", "blank"),
        ("https://courier.example/" + "a" * 5000, "5024 characters"),
        ("https://[::1", "no URL"),
        ("urls:", "no such file of URLs"),
        ("urls:missing.txt", "no such file of URLs: 'missing.txt'"),
    ],
)
def test_a_wrong_address_is_told_before_anything_is_read(source: str, told: str) -> None:
    """With what is wrong and what is expected, and never at length."""
    with pytest.raises(SourceError, match=told) as error:
        check_sources([source])
    assert len(str(error.value)) < 400


def test_only_a_run_fetches(tmp_path: Path) -> None:
    """A command that reads files says so when it is given an address."""
    with pytest.raises(SourceError, match="only `claimhouse run` and `serve` fetch"):
        read_items(["https://courier.example/"], SourcesSettings())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 04 May 2026 12:01:00 GMT", 60.0),
        ("Mon, 04 May 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 1e9),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(value: str | None, seconds: float | None) -> None:
    """Seconds, or a date; what is neither says nothing."""
    assert retry_after(value, datetime(2026, 5, 4, 12, 0, tzinfo=UTC)) == seconds


def test_the_request_names_the_host_and_asks_for_nothing_else(desk: Desk) -> None:
    """No cookie, no referrer, no credentials; every request ends its connection."""
    seen: list[Request] = desk.web.requests
    desk.web.pages = {"courier.example/feed": reply(rss(), fields={"Set-Cookie": "a=b"})}
    desk.run()
    desk_fields = {name for request in seen for name in request.fields}
    assert desk_fields == {"host", "user-agent", "accept", "accept-encoding", "connection"}
