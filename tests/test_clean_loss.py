"""No text of a page is lost: every piece of it is in one block, kept or dropped, whatever the markup."""

from __future__ import annotations

import html
import re
import time
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimhouse.clean import clean_page
from claimhouse.clean.walk.markup import parse
from claimhouse.clean.walk.segmenting import candidates
from claimhouse.errors import EmptyExtraction
from claimhouse.records import CleanedPage, MediaType, Page, raw_spans
from claimhouse.settings import CleanSettings

SETTINGS = CleanSettings()
PROSE = "<p>The harbour council of Tarnby approved a new ferry line on Monday, and the mayor called it overdue.</p>"

# Words of which each is its own witness: what a page must show of them stands beside the way it is written.
SAID = [
    ("harbour", "harbour"),
    ("naïve", "naïve"),
    ("東京の市議会", "東京の市議会"),
    ("👩‍👩‍👧", "👩‍👩‍👧"),
    ("e\u0301te\u0301", "e\u0301te\u0301"),
    ("מועצת\u200fהנמל", "מועצת\u200fהנמל"),
    ("AT&T", "AT&T"),
    ("&amp;", "&"),
    ("&euro;5", "€5"),
    ("&#8364;", "€"),
    ("&#x20AC", "€"),
    ("&bogus;", "&bogus;"),
    ("&;", "&;"),
    ("&#;", "&#;"),
    ("3 < 4", "3<4"),
    ("a<3", "a<3"),
    ("&lt;b&gt;", "<b>"),
    ("]]>", "]]>"),
    ("-->", "-->"),
    ("\ue001\uf000", "\ue001\uf000"),
]
PHRASE = st.lists(st.sampled_from(SAID), min_size=1, max_size=4).map(
    lambda said: (" ".join(word for word, _ in said), "".join(shown for _, shown in said))
)
UNSAID = st.sampled_from(
    [
        ("<!-- no -->", ""),
        ("<!-->", ""),
        ("<?php no ?>", ""),
        ("<![CDATA[no]]>", ""),
        ("<script>if (a<b) no('</p>')</script>", ""),
        ("<style>p > b {color: red}</style>", ""),
        ("<br>", ""),
        ("<img alt='no' src=x>", ""),
        ("<!doctype no>", ""),
        ("</>", ""),
    ]
)
NAMES = st.sampled_from(
    re.findall(
        r"\S+",
        "p div span b a i em h2 ul li ol table tr td th tbody caption dl dt dd blockquote pre form button select option"
        " label section article aside template noscript svg math details summary figure figcaption custom-part font"
        " center textarea xmp iframe object p-x ins del title",
    )
)
MARKS = st.sampled_from(
    ["", " class=share", " style='display:none'", " hidden", " id=x href='/a?b=1&c=2'", " title='a > b'", " x='", " /"]
)
TAG = st.tuples(st.sampled_from(["<", "</", "<", "<"]), NAMES, MARKS).map(
    lambda tag: (f"{tag[0]}{tag[1]}{tag[2] if tag[2] != ' x=' + chr(39) else ''}>", "")
)
SOUP = st.lists(st.one_of(PHRASE, PHRASE, TAG, TAG, UNSAID), min_size=1, max_size=25)


def _bare(text: str) -> str:
    return "".join(text.split())


def _page(payload: bytes) -> CleanedPage:
    return clean_page(Page(payload=payload, media_type=MediaType.HTML), SETTINGS)


def _shown(page: CleanedPage) -> str:
    return _bare("".join(block.text for block in page.blocks))


@given(SOUP)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_piece_of_text_is_in_one_block(soup: list[tuple[str, str]]) -> None:
    """However tags are nested, crossed or left open: what a page says is said by its blocks, once."""
    # tags stand apart from words, since "a<" before "b" would be a tag of its own
    source = PROSE + " ".join(written for written, _ in soup)
    expected = _bare(html.unescape(PROSE[3:-4])) + _bare("".join(said for _, said in soup))
    raw = any(name in source for name in ("textarea", "xmp", "iframe", "title"))
    page = _page(source.encode())
    if raw:  # in raw text, tags are text, and the page's title is none
        assert len(_shown(page)) >= len(_bare(PROSE[3:-4]))
        return
    assert Counter(_shown(page)) == Counter(expected)
    covered = [
        place
        for block in page.blocks
        for span in raw_spans(block.offsets, block.char_start or 0, (block.char_start or 0) + len(block.text))
        for place in range(span.start, span.end)
    ]
    assert len(covered) == len(set(covered))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_no_encoding_loses_text(encoding: str) -> None:
    """The same page says the same in every encoding, byte-order mark or not, declared or not."""
    source = f"<html><body>{PROSE}<p>Café <b>Müller</b> – “open” <button>Share</button> again</p>"
    shown = _shown(_page(source.encode(encoding)))
    assert shown == _bare(PROSE[3:-4]) + "CaféMüller–“open”again" + "Share" or Counter(shown) == Counter(
        _bare(PROSE[3:-4]) + "CaféMüller–“open”againShare"
    )


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("</html>" * 500 + "<p>Tarnby</p>", ["Tarnby"]),
        ("<p>one<plaintext>two <b>three</b>", ["one", "two three"]),
        ("<p>one<xmp>two <b>three</b></xmp>", ["one", "two three"]),
        ("<p>one <textarea>two</textarea> three</p>", ["two", "one three"]),
        ("<title>one<p>two</p>", ["one", "two"]),
        ("<p>one<p title='two>three</p>", ["one", "three"]),
        ('<p>one <b title="two', ['one <b title="two']),
        ("<table>one<tr>two<td>three</table>four", ["one", "two three", "four"]),
        ("<svg><text><![CDATA[one]]></text></svg><p><![CDATA[two]]>three", ["one", "three"]),
        ("<p>one <b>two<p>three</b> four", ["one two", "three four"]),
        ("<a href=/x><div>one</a>two</div>", ["onetwo"]),
        ("<ul><li>one<li>two<ul><li>three</ul>four</ul>", ["one", "two", "three", "four"]),
        ("<p>one <button><p>two</button> three", ["two", "one three"]),
        ("<div>one<template shadowrootmode=open><p>two</p></template> three</div>", ["two", "one three"]),
        ("<noscript><p>one</noscript><p>two", ["one", "two"]),
        ("<svg><path d=x><p>one", ["one"]),
        ("<form><div>one</form>two</div>three", ["one", "two", "three"]),
        ("<select><option>one<option>two</select>three", ["one", "two", "three"]),
        ("<p>one<math><mi>x</mi><mo>=</mo><mn>2</mn></math> two", ["onex=2 two"]),
        ("<h1>one<h2>two</h1>three", ["one", "two", "three"]),
        ("<frameset><frame><noframes>one</noframes></frameset>", ["one"]),
        ("one</p>two", ["one", "two"]),
    ],
)
def test_odd_markup_gives_these_blocks(markup: str, texts: list[str]) -> None:
    """What a browser would hide, move or swallow is a block of its own, and a sentence is not torn apart."""
    assert [block.text for block in candidates(parse(markup))] == texts


@pytest.mark.parametrize(
    "source",
    [
        "<div>x" * 4_000,
        "<table><tr><td>x" * 600,
        "<p>" + "word " * 400_000,
        "<p>a b</p>" * 10_000,
        "<a href=x>y" * 10_000,
        "<b>x" * 10_000 + "</i>" * 10_000,
        "<p>" + "x<br>" * 10_000,
        '<a b="' * 50_000,
        "<title>x" * 10_000,
        "<style>.a{display:none}</style>" * 5_000,
        "<div class='share'>x" * 4_000,
        "<tr><td>x" * 5_000,
        "<p>a<button>x</button>b" * 4_000,
        "<!-- " * 100_000,
    ],
    ids=lambda source: source[:16],
)
def test_hostile_markup_costs_linear_time(source: str) -> None:
    """Twice the markup costs about twice the time; the limit leaves room for a busy machine."""

    def seconds(text: str) -> float:
        start = time.process_time()
        with suppress(EmptyExtraction):
            candidates(parse(text))
        return time.process_time() - start

    half = min(seconds(source[: len(source) // 2]) for _ in range(2))
    assert seconds(source) < 4 * half + 0.3
