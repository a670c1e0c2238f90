"""Metadata of whole pages: what is read, from where, and that nothing a page says of itself can stop cleaning."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.clean import clean_page
from claimhouse.records import CleanedPage, MediaType, Page
from claimhouse.settings import CleanSettings

URL = "https://ostrel.example/news/bridge-opens-in-telm"
PROSE = "".join(
    f"<p>The council of Telm opened the new bridge on day {number}, and {number + 40} carts went over the river.</p>"
    for number in range(1, 9)
)


def page(
    head: str = "", above: str = "", *, below: str = "", url: str | None = URL, fetched_at: datetime | None = None
) -> CleanedPage:
    """Clean a page of our own making."""
    text = f"<html><head>{head}</head><body><h1>Bridge opens in Telm</h1>{above}{PROSE}{below}</body></html>"
    return clean_page(
        Page(payload=text.encode(), media_type=MediaType.HTML, url=url, fetched_at=fetched_at), CleanSettings()
    )


def ld(value: object) -> str:
    """Return a script of JSON-LD."""
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def article(**fields: object) -> dict[str, object]:
    """Return the JSON-LD of an article."""
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge opens in Telm", **fields}


AT = "2024-03-05T06:07:08+01:00"


@pytest.mark.parametrize(
    ("head", "authors", "evidence"),
    [
        (ld(article(author={"@type": "Person", "name": "Mira Osten"})), ("Mira Osten",), "json-ld"),
        (ld([article(author="Mira Osten and Jon Abt")]), ("Mira Osten", "Jon Abt"), "json-ld"),
        (ld({"@graph": [{"@type": "WebSite"}, article(author="Mira Osten")]}), ("Mira Osten",), "json-ld"),
        (ld({"@type": "WebPage", "mainEntity": article(author="Mira Osten")}), ("Mira Osten",), "json-ld"),
        (
            ld({"@graph": [article(author={"@id": "#m"}), {"@type": "Person", "@id": "#m", "name": "Mira Osten"}]}),
            ("Mira Osten",),
            "json-ld",
        ),
        ("<script type='application/ld+json'><!--" + json.dumps(article(author="Mira Osten")) + "--></script>",
         ("Mira Osten",), "json-ld"),
        (ld('/* made by a template */\n{"@type": "Article", "author": "Mira Osten",}'), ("Mira Osten",), "json-ld"),
        (ld('{"@type": "Article", "description": "two\nlines\tand a tab", "author": "Mira Osten"}'),
         ("Mira Osten",), "json-ld"),
        (ld(html.escape(json.dumps(article(author="Mira Osten")))), ("Mira Osten",), "json-ld"),
        (ld('{"@type": "Article", "author": "Jon Abt", "author": "Mira Osten"}'), ("Mira Osten",), "json-ld"),
        (ld(json.dumps({"@type": "WebSite"}) + json.dumps(article(author="Mira Osten"))), ("Mira Osten",), "json-ld"),
        (ld({**article(author="Mira Osten"), "@type": "http://schema.org/NewsArticle"}), ("Mira Osten",), "json-ld"),
        (ld("{broken") + "<meta name='author' content='Mira Osten'>", ("Mira Osten",), "meta:author"),
        ("<meta property='article:author' content='https://social.example/mira'>", (), None),
        ("<meta name='citation_author' content='Osten, Mira'><meta name='citation_author' content='Abt, Jon'>",
         ("Mira Osten", "Jon Abt"), "meta:citation_author"),
        (ld(article(author=[{"name": "Mira Østen"}, {"name": "MIRA ØSTEN"}])), ("Mira Østen",), "json-ld"),
        (ld(article(author={"name": "李明"})), ("李明",), "json-ld"),
        (ld(article(author={"name": "Мира Остен"})), ("Мира Остен",), "json-ld"),
        (ld(article(author="@mira_osten")), (), None),
        (ld(article(author={"@type": "Person", "name": "Staff"})), (), None),
    ],
)  # fmt: skip
def test_authors_that_a_page_states_for_machines(head: str, authors: tuple[str, ...], evidence: str | None) -> None:
    """JSON-LD is read as pages really have it; profiles, handles and desks are no persons."""
    found = page(head)
    assert (found.authors, found.authors_evidence) == (authors, evidence)


@pytest.mark.parametrize(
    ("above", "authors"),
    [
        ('<span itemprop="author" itemscope><meta itemprop="name" content="Mira Osten"></span>', ("Mira Osten",)),
        ('<span property="schema:author"><b property="schema:name">Mira Osten</b></span>', ("Mira Osten",)),
        ('<a rel="author" href="/m">Mira Osten</a>', ("Mira Osten",)),
        ('<p class="byline">By <a href="/m">Mira Osten</a>, Senior Reporter in Telm</p>', ("Mira Osten",)),
        ('<div class="byline"><span>By</span><a>Mira Osten</a><a>Jon Abt</a></div>', ("Mira Osten", "Jon Abt")),
        ('<p class="article-author">Von Mira Osten und Jon Abt, Telm</p>', ("Mira Osten", "Jon Abt")),
        ("<p>Written by</p><p>Mira Osten</p>", ("Mira Osten",)),
        ('<div class="author-bio">Mira Osten writes about rivers.</div>', ()),
        ('<div class="comment"><a class="comment-author">Mira Osten</a></div>', ()),
        ('<aside class="related"><a rel="author">Mira Osten</a></aside>', ()),
    ],
)
def test_authors_that_a_page_shows(above: str, authors: tuple[str, ...]) -> None:
    """Microdata, RDFa, `rel=author` and author lines name persons; comments and teasers do not."""
    assert page(above=above).authors == authors


@pytest.mark.parametrize(
    ("head", "persons", "organizations"),
    [
        (ld(article(author={"@type": "NewsMediaOrganization", "name": "Ostrel Post"})), (), ("Ostrel Post",)),
        (ld(article(author={"@type": "Person", "name": "ostrel.example"})), (), ("ostrel.example",)),
        (ld(article(author=[{"name": "Mira Osten"}, {"@type": "Organization", "name": "dpa"}])),
         ("Mira Osten",), ("dpa",)),
        ("<meta name='author' content='Reuters'>", (), ("Reuters",)),
        ("<meta name='author' content='Redaktion'>", (), ()),
        ("<meta name='author' content='Telm Harbour Foundation'>", (), ("Telm Harbour Foundation",)),
    ],
)  # fmt: skip
def test_organisations_are_credited_apart(head: str, persons: tuple[str, ...], organizations: tuple[str, ...]) -> None:
    """An agency, an outlet or a desk is never among the persons; a word that names nobody is nowhere."""
    found = page(head)
    assert (found.authors, found.author_organizations) == (persons, organizations)


@pytest.mark.parametrize(
    ("head", "above", "expected"),
    [
        (ld(article(datePublished=AT)), "", (AT, "second", "json-ld")),
        (ld(article(datePublished="2024-03-05")), "", ("2024-03-05T00:00:00+00:00", "day", "json-ld")),
        (ld(article(datePublished="2024-03-05T06:07:08")), "", ("2024-03-05T00:00:00+00:00", "day", "json-ld")),
        (ld(article(datePublished="2024-03-05T00:00:00+09:00")), "", ("2024-03-05T00:00:00+00:00", "day", "json-ld")),
        (ld(article(datePublished="2199-01-01")), "", None),
        (ld(article(datePublished="1897-01-01")), "", None),
        (ld(article(datePublished=["", 7, None, AT])), "", (AT, "second", "json-ld")),
        (f"<meta property='article:published_time' content='{AT}'>", "", (AT, "second", "meta:article:published_time")),
        ("", f"<time datetime='{AT}' itemprop='datePublished'>today</time>", (AT, "second", "itemprop")),
        ("", f"<p>Published: <time datetime='{AT}'>5 March</time></p>", (AT, "second", "time")),
        ("", f"<p>Updated: <time datetime='{AT}'>5 March</time></p>", None),
        (
            "",
            "<p><i class='date-posted'>5 March 2024</i> in Telm and on the river, where the new bridge stands.</p>",
            ("2024-03-05T00:00:00+00:00", "day", "class"),
        ),
        ("", "<p class='date'>5 March 2024</p>", ("2024-03-05T00:00:00+00:00", "day", "text")),
        ("", "<div class='comment'><span class='date'>5 March 2024</span></div>", None),
        ("", "<p class='date'>03/04/2025</p>", None),
        ("", "<p class='date'>03.04.2025</p>", ("2025-04-03T00:00:00+00:00", "day", "text")),
    ],
)
def test_when_a_page_was_published(head: str, above: str, expected: tuple[str, str, str] | None) -> None:
    """The most explicit plausible statement counts; a time without zone, and midnight, are their day."""
    found = page(head, above)
    stated = found.published_at and (
        found.published_at.isoformat(),
        found.published_precision,
        found.published_evidence,
    )
    assert stated == expected


def test_the_day_in_an_address_is_evidence() -> None:
    """A page without a statement of its own is dated by its address."""
    found = page(url="https://ostrel.example/2024/03/05/bridge-opens")
    assert (found.published_at, found.published_evidence) == (datetime(2024, 3, 5, tzinfo=UTC), "url")


def test_two_readings_are_told_apart_by_when_the_page_was_fetched() -> None:
    """Of 3 April and 4 March, only the one before the page was fetched can be meant."""
    found = page(above="<p class='date'>03/04/2025</p>", fetched_at=datetime(2025, 3, 20, tzinfo=UTC))
    assert found.published_at == datetime(2025, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("2024-03-06T10:00:00Z", ("2024-03-06T10:00:00+00:00", "second", "json-ld")),
        ("2024-03-05", ("2024-03-05T00:00:00+00:00", "day", "json-ld")),
        ("2024-03-01T10:00:00Z", None),
    ],
)
def test_a_change_is_not_before_the_publication(changed: str, expected: tuple[str, str, str] | None) -> None:
    """A time of change has its own precision and evidence; one before the day of publication is not believed."""
    found = page(ld(article(datePublished=AT, dateModified=changed)))
    stated = found.modified_at and (found.modified_at.isoformat(), found.modified_precision, found.modified_evidence)
    assert stated == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<link rel="canonical" href="/news/bridge">', "https://ostrel.example/news/bridge"),
        ('<link rel="canonical" href="https://www.ostrel.example/bridge">', "https://www.ostrel.example/bridge"),
        ('<link rel="canonical" href="https://ostrel.example/">', None),
        ('<link rel="canonical" href="https://ostrel.example/"><meta property="og:url" content="/news/bridge">',
         "https://ostrel.example/news/bridge"),
        ('<link rel="canonical" href="https://telm.example/a/bridge-opens-in-telm">',
         "https://telm.example/a/bridge-opens-in-telm"),
        ('<link rel="canonical" href="https://telm.example/something/else">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="http://[">', None),
    ],
)  # fmt: skip
def test_a_canonical_address_is_plausible(link: str, expected: str | None) -> None:
    """The home page and an address of another site that is not of the same article are mistrusted."""
    assert page(link).canonical_url == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:site_name" content="Ostrel Post® | News from the delta">', "Ostrel Post"),
        (ld(article(publisher={"@type": "Organization", "name": "Ostrel Post"})), "Ostrel Post"),
        ('<meta property="og:site_name" content="https://www.Ostrel.example/">', "ostrel.example"),
        ('<meta property="og:site_name" content="@ostrel">', None),
    ],
)
def test_the_publisher_has_one_form(head: str, expected: str | None) -> None:
    """Slogans, trade marks and addresses are no part of a publisher's name."""
    assert page(head).publisher == expected


@pytest.mark.parametrize(
    ("markup", "title", "evidence"),
    [
        ("<title>Bridge opens in Telm | Ostrel</title><h1>Bridge opens in Telm</h1>", "Bridge opens in Telm", "h1"),
        ("<title>Bridge opens in Telm - ostrel.example</title>", "Bridge opens in Telm", "title"),
        ('<meta property="og:title" content="Bridge opens in Telm"><h1>The Ostrel</h1><h2>Bridge opens in Telm</h2>',
         "Bridge opens in Telm", "h1"),
        ('<meta property="og:title" content="Bridge opens in Telm"><h1><span>River</span> Bridge opens in Telm</h1>',
         "Bridge opens in Telm", "h1"),
        ('<meta property="og:title" content="River: Bridge opens in Telm"><h1><b>River</b> Bridge opens in Telm</h1>',
         "River: Bridge opens in Telm", "og:title"),
        ("<title>Carts and rivers</title><h1>Bridge opens in Telm at last</h1>", "Bridge opens in Telm at last", "h1"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_that_the_page_shows(markup: str, title: str, evidence: str) -> None:
    """The site's name and the line above the headline are no part of it, and a logo is no headline."""
    payload = f"<html><body>{markup}{PROSE}</body></html>".encode()
    found = clean_page(Page(payload=payload, media_type=MediaType.HTML, url=URL), CleanSettings())
    assert (found.title, found.title_evidence) == (title, evidence)


def test_a_plain_text_has_what_its_lines_say() -> None:
    """Without markup, author lines and datelines are all there is."""
    lines = ["Bridge opens in Telm", "By Mira Osten and Jon Abt", "Published on 5 March 2024"]
    prose = PROSE.replace("<p>", "").replace("</p>", "\n\n")
    payload = ("\n\n".join(lines) + "\n\n" + prose).encode()
    found = clean_page(Page(payload=payload, media_type=MediaType.TEXT), CleanSettings())
    assert (found.authors, found.authors_evidence) == (("Mira Osten", "Jon Abt"), "text")
    assert (found.published_at, found.published_evidence) == (datetime(2024, 3, 5, tzinfo=UTC), "text")


HOSTILE = {
    "deep lists": "[" * 10_000 + "]" * 10_000,
    "deep objects": '{"mainEntity":' * 10_000 + "1" + "}" * 10_000,
    "five megabytes": json.dumps(article(articleBody="x" * 5_000_000)),
    "many authors": json.dumps(article(author=["Mira Osten"] * 100_000)),
    "many objects": json.dumps([article()] * 20_000),
    "a number of 10,000 digits": '{"@type": "Article", "x": ' + "9" * 10_000 + "}",
    "half a surrogate": r'{"@type": "Article", "author": "Mira \ud800 Osten", "publisher": "\udfff"}',
    "zeros": '{"@type": "Article", "author": "Mira\\u0000 Osten", "datePublished": "\\u0000"}',
    "a reference to itself": json.dumps({"@id": "#a", **article(author={"@id": "#a"})}),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_json_ld_is_survived(text: str) -> None:
    """However deep, long, odd or broken: the page is cleaned, and its metadata can be written as UTF-8."""
    found = page(ld(text))
    assert found.title == "Bridge opens in Telm"
    assert "\ud800" not in "".join(found.authors)
    repr(found.authors).encode()
    (found.publisher or "").encode()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("2024-03-05"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "name", "author", "url", "@value", "item"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
KEYS = ("@type", "@id", "headline", "author", "datePublished", "dateModified", "publisher", "mainEntityOfPage", "url")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON_VALUES))
def test_values_of_any_type_are_survived(values: dict[str, object]) -> None:
    """Where a text is expected, anything may stand."""
    found = page(ld({"@type": "Article", **values}))
    assert all(isinstance(name, str) and name for name in found.authors)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["author", "date", "og:title", "og:url", "og:site_name"]), st.text()), max_size=4
    )
)
def test_meta_elements_of_any_content_are_survived(metas: list[tuple[str, str]]) -> None:
    """No content of a `meta` element stops cleaning, and what is read from it is a text without ends of white space."""
    head = "".join(f'<meta name="{name}" property="{name}" content="{html.escape(value)}">' for name, value in metas)
    found = page(head)
    assert all(name == name.strip() for name in found.authors)
