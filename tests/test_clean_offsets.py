"""Every block of a cleaned page, kept or dropped, is found again in the raw bytes it names."""

from __future__ import annotations

import html

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimhouse.clean import clean_page
from claimhouse.clean.encoding import decode
from claimhouse.errors import DecodeError, DocumentError, EmptyExtraction
from claimhouse.records import CleanedPage, MediaType, OffsetRun, Page, raw_spans
from claimhouse.settings import CleanSettings

SETTINGS = CleanSettings()
WORDS = st.sampled_from(
    [
        "harbour",
        "council",
        "Żółw",
        "naïve",
        "e\u0301te\u0301",
        "東京の市議会",
        "🛥️",
        "👩‍👩‍👧",
        "Straße",
        "ferry",
        "line",
        "&amp;",
        "&rsquo;",
        "&nbsp;",
        "&#8364;5",
        "&NotEqualTilde;",
        "AT&T",
        "&lt;b&gt;",
        "&amp;lt;",
        "a&shy;b",
        "x\u00ady",
        "zero\u200bwidth",
        "3 < 4",
        "harbour.Other",
        "sure[1]",
        "[[2]]",
        "\x07bell",
        "\ue001icon",
        "tab\tbed",
        "two  blanks",
        "&#xE000;",
        "&#0;",
        "&bogus;",
        "&copy",
        "line\nbreak",
        "cr\r\nlf",
    ]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
INLINE = st.sampled_from(
    ["b", "em", "a href='/x?a=1&b=2'", "span class='x > y'", "sup", "span hidden", "button", "code"]
)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inline = st.tuples(INLINE, inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")
    comment = inner.map(lambda text: f"<!-- {text.replace('-->', '')} -->".replace("--!>", ""))
    script = st.just("<script>if (1 < 2) document.write('<p>no</p>');</script>")
    return st.lists(
        st.one_of(inline, comment, script, st.just("<br>"), st.just("<br/><br/>"), PHRASES), max_size=5
    ).map("".join)


FLOW = st.recursive(PHRASES, _wrapped, max_leaves=12)
BLOCK = st.tuples(
    st.sampled_from(
        [
            "p",
            "div",
            "li",
            "h2",
            "blockquote",
            "section",
            "td",
            "pre",
            "aside class='share'",
            "div style='display:none'",
        ]
    ),
    FLOW,
).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")
BODY = st.lists(st.one_of(BLOCK, FLOW), min_size=1, max_size=8).map("\n".join)
PROSE = "<p>The harbour council of Nordholm approved a new ferry line on Monday, and the mayor called it overdue.</p>"


def _decoded(payload: bytes, encoding: str, offsets: tuple[OffsetRun, ...], start: int, end: int) -> str:
    pieces = (payload[span.start : span.end].decode(encoding, "replace") for span in raw_spans(offsets, start, end))
    return "".join("".join(html.unescape(piece) for piece in pieces).split())


def assert_evidence_holds(payload: bytes, page: CleanedPage, *, media_type: MediaType = MediaType.HTML) -> None:
    """Check that the bytes of every block give its text, white space aside."""
    for block in page.blocks:
        start = block.char_start or 0
        end = start + len(block.text)
        if block.kept:
            assert page.text[start:end] == block.text
        for low, high in ((start, end), (start + 1, end - 1), ((start + end) // 2, end)):
            expected = block.text[low - start : high - start]
            spans = raw_spans(block.offsets, low, high)
            if media_type is MediaType.TEXT:
                found = "".join(
                    "".join(payload[s.start : s.end].decode(page.encoding, "replace") for s in spans).split()
                )
            else:
                found = _decoded(payload, page.encoding, block.offsets, low, high)
                pieces = [html.unescape(payload[s.start : s.end].decode(page.encoding, "replace")) for s in spans]
                if (low, high) == (start, end):  # a slice can be a blank
                    assert sum(map(len, pieces)) <= 2 * len("".join(expected.split()))
            atomic = [
                run
                for run in block.offsets
                if run.width == 0 and (run.char_start < low < run.char_end or run.char_start < high < run.char_end)
            ]
            if not atomic:  # half of a character that one entity gives is not to be had
                assert found == "".join(expected.split())


def _page(payload: bytes, media_type: MediaType = MediaType.HTML) -> CleanedPage:
    return clean_page(Page(payload=payload, media_type=media_type), SETTINGS)


@given(
    BODY, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "shift_jis", "gb18030", "iso-8859-2"])
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_block_is_found_in_its_bytes(body: str, encoding: str) -> None:
    """Whatever the nesting, the characters and the encoding: the spans of a block give its text."""
    head = f"<head><meta charset={encoding.removesuffix('-sig')}><title>Ferry line</title></head>"
    markup = f"<!doctype html><html lang=en>{head}<body>{PROSE}{body}</body></html>"
    payload = markup.encode(encoding, errors="xmlcharrefreplace")
    assert_evidence_holds(payload, _page(payload))


@given(BODY, st.sampled_from(["utf-8", "iso-8859-1", "utf-16", "x-unheard-of", "big5"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_wrong_declaration_does_not_move_the_spans(body: str, declared: str) -> None:
    """A page that lies about its encoding still gives spans that hold under the encoding that was recorded."""
    payload = f"<html><head><meta charset='{declared}'></head><body>{PROSE}{body}".encode()
    assert_evidence_holds(payload, _page(payload))


@given(st.binary(max_size=60), st.sampled_from([b"utf-8", b"windows-1252", b"gbk", b"utf-16"]))
@settings(max_examples=60, deadline=None)
def test_broken_bytes_keep_their_place(noise: bytes, declared: bytes) -> None:
    """Bytes that are no text in the page's encoding become U+FFFD and keep their own place."""
    payload = (
        b"<meta charset="
        + declared
        + b">"
        + PROSE.encode()
        + b"<p>"
        + noise.replace(b"<", b"").replace(b"&", b"")
        + b"</p>"
    )
    decoded = decode(payload)
    assert len(decoded.starts) == len(decoded.text) + 1
    assert list(decoded.starts) == sorted(decoded.starts)
    assert decoded.starts[-1] == len(payload)


@given(
    st.lists(
        st.one_of(PHRASES, st.sampled_from(["", "\u00a0", "## Plan", "- point [1]", "| a | b |", "|---|---|"])),
        min_size=1,
    )
)
@settings(max_examples=80, deadline=None)
def test_every_line_is_found_in_its_bytes(text_lines: list[str]) -> None:
    """The same holds for plain text, by lines."""
    payload = ("Nordholm gets a ferry\n" + "\n".join(text_lines)).encode()
    assert_evidence_holds(payload, _page(payload, MediaType.TEXT), media_type=MediaType.TEXT)


@given(st.lists(PHRASES, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_no_character_of_plain_text_is_lost(text_lines: list[str]) -> None:
    """Every character of a plain text that is no white space is in exactly one block."""
    source = "\n".join(text_lines)
    page = _page(source.encode(), MediaType.TEXT)
    covered = sorted(
        place
        for block in page.blocks
        for span in raw_spans(block.offsets, block.char_start or 0, (block.char_start or 0) + len(block.text))
        for place in range(span.start, span.end)
    )
    assert len(covered) == len(set(covered))
    visible = [mark for mark in source if not mark.isspace() and mark not in "\x07\u00ad\u200b"]
    assert sum(len(block.text.replace(" ", "").replace("\n", "")) for block in page.blocks) == len(visible)


@pytest.mark.parametrize(
    ("payload", "encoding", "evidence"),
    [
        (b"\xef\xbb\xbf<p>caf\xc3\xa9</p>", "utf-8", "bom"),
        (b"\xff\xfe" + "<p>café</p>".encode("utf-16-le"), "utf-16-le", "bom"),
        ("<p>plain letters in wide form</p>".encode("utf-16-be"), "utf-16-be", "nul-bytes"),
        (b"<meta charset=utf-8><p>caf\xc3\xa9</p>", "utf-8", "meta"),
        (b"<meta charset=iso-8859-1><p>caf\xe9 \x93so\x94</p>", "cp1252", "meta"),
        (b"<meta charset=iso-8859-1><p>caf\xc3\xa9</p>", "utf-8", "valid-utf-8"),
        (b"<?xml version='1.0' encoding='windows-1251'?><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>", "cp1251", "meta"),
        (b"<p>only letters</p>", "utf-8", "valid-utf-8"),
        ("<meta charset=utf-8><p>Café Müller öffnet.</p>".encode("cp1252"), "cp1252", "fallback"),
        ("<meta charset=utf-8><p>Городской совет одобрил новую линию парома.</p>".encode("cp1251"), "cp1251", "guess"),
        ("<meta charset=shift_jis><p>東京の市議会</p>".encode("shift_jis"), "cp932", "meta"),
    ],
)
def test_the_encoding_is_decided_and_recorded(payload: bytes, encoding: str, evidence: str) -> None:
    """Byte-order mark, declaration checked against the bytes, valid UTF-8, then a guess: which it was is recorded."""
    decoded = decode(payload)
    assert (decoded.encoding, decoded.evidence) == (encoding, evidence)


def test_a_byte_order_mark_counts_in_raw_offsets() -> None:
    """Raw offsets count from the payload's first byte."""
    payload = b"\xef\xbb\xbf" + b"<p>Nordholm</p>"
    (block,) = [block for block in _page(payload).blocks if block.text == "Nordholm"]
    assert raw_spans(block.offsets, block.char_start or 0, (block.char_start or 0) + 8)[0].start == 6


@pytest.mark.parametrize("depth", [257, 1000, 2041, 20_000])
@pytest.mark.parametrize("name", ["div", "span", "b", "table><tr><td", "ul><li", "custom-part"])
def test_deep_nesting_loses_no_text(depth: int, name: str) -> None:
    """However deep text is nested, closed or not, it is a block of the page."""
    deep = f"<{name}>" * depth + "Nordholm" + (f"</{name.split('>', maxsplit=1)[0]}>" * depth if depth % 2 else "")
    assert (
        sum(block.text.count("Nordholm") for block in _page((PROSE + deep).encode()).blocks)
        == PROSE.count("Nordholm") + 1
    )


@pytest.mark.parametrize(
    ("payload", "media_type", "error"),
    [
        (b"", MediaType.HTML, DecodeError),
        (b"  \n ", MediaType.TEXT, EmptyExtraction),
        (b"<!-- x -->", MediaType.HTML, EmptyExtraction),
    ],
)
def test_nothing_to_clean_is_an_error_with_a_reason(
    payload: bytes, media_type: MediaType, error: type[DocumentError]
) -> None:
    """An empty payload, white space only, or markup without text is refused with a reason from the closed list."""
    with pytest.raises(error):
        _page(payload, media_type)


def test_a_tag_without_end_costs_linear_time_and_is_accounted_for() -> None:
    """Quotes that are never closed neither stall the scanner nor swallow text silently."""
    page = _page(PROSE.encode() + b"<p>Nordholm " + b'<a b="' * 5001)
    assert any("Nordholm" in block.text for block in page.blocks)
    assert sum(block.text.count("<a b=") for block in page.blocks) == 5001
