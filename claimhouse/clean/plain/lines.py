"""Plain text as a sequence of lines, each a heading, a list item, a table row or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from claimhouse.clean.candidates import Candidate
from claimhouse.clean.mapped import Builder, MappedText, SourceRun
from claimhouse.clean.plain.line_markup import READER_LABEL, REFERENCE, in_links, reader_head, shown
from claimhouse.records.vocabulary import BlockKind, BlockReason

LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
HASHES = re.compile(r"\s*(#{1,6})\s+(?=\S)")
BULLET = re.compile(r"\s*(?:[-*+•▪◦‣●○·–—]|➤|➢|✓|✔|→)\s+(?=\S)")
QUOTE_MARK = re.compile(r"\s*(?:>\s?)+(?=\S)")
RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\|?\s*$|\s*(?:[-*_=~#]\s*){3,}$")
TABLE_ROW = re.compile(r"\s*\|.*\|\s*$|[^|]+(?:\s\|\s[^|]+){2,}$")
# "…in applications.### A Heading": the marks of a heading behind the end of a sentence, on the same line.
GLUED_HEADING = re.compile(r"(?<=[.!?:;\])”\"’])\s*#{2,6} (?=\S)")
# A headline glued to the end of the last sentence before it: most of its words are capitalised, no full stop ends it.
GLUED_TITLE = re.compile(r"(?<=[a-z]{3}[.!?])(?=[A-Z][^.!?\n]{20,140}$)")
TITLE_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "de",
        "der",
        "die",
        "das",
        "du",
        "en",
        "et",
        "for",
        "from",
        "in",
        "into",
        "is",
        "la",
        "le",
        "les",
        "of",
        "on",
        "or",
        "the",
        "to",
        "und",
        "vs",
        "with",
        "von",
        "y",
        "el",
        "los",
        "las",
    ]
)
TITLE_CASE_SHARE = 0.75
HEADING_CHARS = 120
SENTENCE_END = re.compile(r"[.!;,…。]['\"”’)]*$")
# A text whose lines end inside sentences was wrapped at a fixed width: most lines are about as long as the longest.
WRAP_WIDTHS = range(40, 101)
WRAP_SHARE = 0.6
MIN_WRAPPED_LINES = 8


def candidates(source: str) -> list[Candidate]:
    """Cut plain text into its lines, signs of a markup language set apart.

    Every character that is not white space is in exactly one candidate.
    """
    out: list[Candidate] = []
    broken = True  # an empty line stands before
    stretches = list(_stretches(source))
    linked = in_links([source[start:end].strip() for start, end in stretches])
    head = reader_head(source)
    for (start, end), in_link in zip(stretches, linked, strict=True):
        line = source[start:end]
        if start < head and (found := READER_LABEL.match(line)):
            out.extend(_labelled(source, (start, end), found))
            continue
        if not line.strip():
            if "\xa0" in line:
                out.append(_blank(start, line))
            broken = True
            continue
        for first, last in _unglued(line):
            out.extend(_line(source, start + first, start + last, broken=broken, in_link=in_link))
            broken = first > 0
        broken = False
    return out


def _stretches(source: str) -> Iterator[tuple[int, int]]:
    """Yield the places of lines, empty ones included, wrapped ones joined to paragraphs."""
    ends = [(found.start(), found.end()) for found in LINE_END.finditer(source)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(source)]
    lines = list(zip(starts, stops, strict=True))
    if not _is_wrapped([source[start:end] for start, end in lines]):
        yield from lines
        return
    open_start = -1
    open_end = -1
    for start, end in lines:
        line = source[start:end]
        if not line.strip() or HASHES.match(line) or BULLET.match(line):
            if open_start >= 0:
                yield open_start, open_end
            open_start = -1
            if not line.strip():
                yield start, end
                continue
        open_start, open_end = (start, end) if open_start < 0 else (open_start, end)
    if open_start >= 0:
        yield open_start, open_end


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a text was wrapped at a fixed width.

    >>> _is_wrapped(["A short line.", "", "Another."])
    False
    """
    continued = [line.rstrip() for line, following in pairwise(lines) if line.strip() and following.strip()]
    if len(continued) < MIN_WRAPPED_LINES:
        return False
    width = max(len(line) for line in continued)
    if width not in WRAP_WIDTHS:
        return False
    full = sum(len(line) >= width - 15 and not SENTENCE_END.search(line) for line in continued)
    return full >= WRAP_SHARE * len(continued)


def _unglued(line: str) -> list[tuple[int, int]]:
    """Cut a line where a heading is glued to the sentence before it."""
    cuts = {0, len(line)}
    if "##" in line:
        cuts.update(found.start() for found in GLUED_HEADING.finditer(line))
    found = GLUED_TITLE.search(line)
    if found and is_title_case(line[found.start() :]):
        cuts.add(found.start())
    places = sorted(cuts)
    return list(pairwise(places))


def is_title_case(text: str) -> bool:
    """Whether most words of four or more in a row are capitalised, as in a headline.

    >>> is_title_case("Harbour Board Approves a New Ferry Line"), is_title_case("The board approved the new line")
    (True, False)
    """
    words = [word for word in TITLE_WORD.findall(text) if word.lower() not in SMALL_WORDS]
    if len(words) < 3:  # noqa: PLR2004 - two words are a name
        return False
    return sum(not word[0].islower() for word in words) >= TITLE_CASE_SHARE * len(words)


def _blank(start: int, line: str) -> Candidate:
    place = start + line.index("\xa0")
    body = MappedText("\xa0", (SourceRun(0, 1, place, place + 1),))
    return Candidate(kind=BlockKind.PARAGRAPH, body=body, given=BlockReason.SYMBOLS)


def _line(source: str, start: int, end: int, *, broken: bool, in_link: bool) -> Iterator[Candidate]:
    line = source[start:end]
    if RULE.match(line) or ("]:" in line and REFERENCE.match(line)):
        reason = BlockReason.MARKUP if "|" in line or "]:" in line else BlockReason.SYMBOLS
        yield _candidate(source, start, end, BlockKind.PARAGRAPH, given=reason, broken=broken)
        return
    kind, level, begin = _form(line)
    if begin:
        yield _candidate(source, start, start + begin, kind, given=BlockReason.MARKUP, broken=broken)
    yield _candidate(source, start + begin, end, kind, level=level, broken=broken, in_link=in_link)


def _labelled(source: str, place: tuple[int, int], found: re.Match[str]) -> Iterator[Candidate]:
    """A line of the head that a reader service writes: its label is markup, its title a headline."""
    start, end = place
    begin = start + found.end()
    reasons = {"Title": None, "Published Time": BlockReason.DATELINE}
    if found.end() > found.start():
        yield _candidate(source, start, begin, BlockKind.PARAGRAPH, broken=True, given=BlockReason.MARKUP)
    if source[begin:end].strip():
        given = reasons.get(found.group(1), BlockReason.MARKUP)
        kind, level = (BlockKind.HEADING, 1) if given is None else (BlockKind.PARAGRAPH, 0)
        yield _candidate(source, begin, end, kind, broken=True, level=level, given=given)


def _form(line: str) -> tuple[BlockKind, int, int]:
    """Return what a line is, the level of a heading, and where its text begins behind the signs."""
    if found := HASHES.match(line):
        return BlockKind.HEADING, len(found.group(1)), found.end()
    if found := BULLET.match(line):
        return BlockKind.LIST_ITEM, 0, found.end()
    if found := QUOTE_MARK.match(line):
        return BlockKind.QUOTE, 0, found.end()
    if "|" in line and TABLE_ROW.match(line):
        return BlockKind.TABLE_ROW, 0, 0
    if is_heading_like(shown(line).text):
        return BlockKind.HEADING, 2, 0
    return BlockKind.PARAGRAPH, 0, 0


def is_heading_like(text: str) -> bool:
    """Whether a line reads like a headline: short, and no full stop or comma at its end."""
    return len(text) <= HEADING_CHARS and not SENTENCE_END.search(text) and any(map(str.isalpha, text))


def _candidate(
    source: str,
    start: int,
    end: int,
    kind: BlockKind,
    *,
    broken: bool,
    level: int = 0,
    given: BlockReason | None = None,
    in_link: bool = False,
) -> Candidate:
    builder = Builder(source, entities=False)
    builder.add(start, end)
    body = builder.build()
    visible = shown(body.text)
    chars = max(1, len(visible.text))
    return Candidate(
        kind=kind,
        body=body,
        level=level,
        given=given,
        break_before=broken,
        link_share=1.0 if in_link else min(1.0, visible.linked / chars),
        links=int(in_link) or visible.links,
    )
