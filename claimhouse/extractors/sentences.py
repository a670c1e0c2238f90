"""Sentences with exact places: never across blocks, glued ones split, markers of lists and headings left outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import blingfire

from claimhouse.records import BlockKind, Span, TextBlock

# A line of more words is prose even without a full stop.
MAX_HEADING_WORDS = 16
# Share of the longer words of a line that start with a capital in a heading.
HEADING_CAPITALS = 0.6
LONGER_WORD = 4
# The level of a heading that does not show one.
PLAIN_LEVEL = 7

_MARKERS = re.compile(
    r"""\s*(?:
        (?P<level>\#{1,6})\s+
      | >\s*
      | \|\s*
      | [-*•‣◦▪●–—·]\s+(?:\[[\ xX]\]\s+)?
      | \(?(?:\d{1,2}|[a-zA-Z])[.)]\s+(?=\S)
    )""",
    re.VERBOSE,
)
_LIST_MARKER = re.compile(r"\s*(?:[-*•‣◦▪●–—·]|\(?\d{1,2}[.)])\s+\S")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*")
# Where and when a report was written, before its first sentence: "NORHAVN, 10 March (Pell Wire) - ". Without a town in
# capitals, only an agency in brackets makes it one. A colon ends it behind a day or a bracket: "FALK: …" is a speaker.
_TOWN = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,}(?:[ /][A-ZÀ-Þ.'’-]{2,}){0,3}"
_REGION = r"(?:,\s(?!\d)[A-ZÀ-Þ][\w.]*(?:\s[A-ZÀ-Þ][\w.]*)?)?"
_DAY = r"(?:,?\s(?:\d{1,2}\s)?[A-Z][a-z]{2,8}\.?(?:\s\d{1,2})?(?:,?\s\d{4})?)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d{{1,2}})(?:,?\s\d{{4}})?"
_AGENCY = r"\([A-ZÀ-Þ][\w .&'’-]{1,30}\)"
_DATELINE = re.compile(
    rf"(?:{_TOWN}{_REGION}{_DAY}(?:\s{_AGENCY})?|[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+){{0,2}}{_REGION}{_DAY}\s{_AGENCY}"
    rf"|[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+){{0,2}}{_REGION},\s{_DATE})"
    r"\s?(?:[-–—]|--|(?<=[\d)]):)\s+(?=[“\"‘'$£€]?[A-ZÀ-Þ0-9])"
)
# When a paragraph of a running report was written, before its first sentence: "15:30 The mayor: …", "9.05pm Roads …".
_STAMP = re.compile(
    r"(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\.?)?|1?\d\s?[ap]\.?m\.?)"
    r"(?:\s?[-–—|:])?\s+(?!(?:Uhr|Euro?|Dollar|Prozent|Kilo|Meter|Mio|Mrd|Milli|GMT|[A-Z]{3}\b))(?=[“\"‘'„«]?[A-ZÀ-Þ])"
)
_NOT_A_LIST = re.compile(r"\s*[A-Z]\.\s")  # "J. Example" begins with an initial
_GLUED = re.compile(
    r"""(?:
        (?<=[a-z0-9)\]%”"’])[.!?][”"’)\]]*   # grain.Later, (QRB).Officials
      | (?<=[A-Z]{2})[.!?][”"’)\]]*          # the EU.Regulators, not U.S.Senate
    )(?:(?=[“"‘(]?[A-Z][a-z’']+[\s,’-])(?!(?:Com|Net|Org|Io|Js|Ai|Co|Gov|Edu)\b)|(?=\#{2,6}(?:\s|$)))
      | (?<=\bno)\.(?=\s+[A-Z])            # "he said no. Then", which a splitter takes for a number's sign
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""(?:^|[\s(“"‘])(?:
        Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|Cmdr|Sgt|Maj|Adm|Hon|Rev|Fr|Sr|St|Mt|Ft|Pres|Supt|Messrs|
        No|Nos|Art|Sec|Fig|Vol|Ch|pp|p|vs|v|cf|ca|approx|est|e\.g|i\.e|al|dept|Dept|Univ|Assn|Bros|
        Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec
    )\.$""",
    re.VERBOSE,
)
_INITIAL_AFTER_NAME = re.compile(r"(?:^|[A-Z][\w’'-]*\s|[A-Z]\.\s?|[“\"(])[A-Z]\.$")
_MAY_END = re.compile(r"(?:\b(?:Inc|Corp|Ltd|Co|Jr|etc|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|D\.C)\.)$")
_LOWER = re.compile(r"[\s“\"‘(]*[a-z](?![A-Z])")
_CLOSERS = re.compile(r"[”\"’')\]]+(?=\s|$)")
_ONLY_CLOSERS = re.compile(r"[”’)\]\"']+\s*")
_HAS_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a text: `text[char_start:char_end]`, without list or heading markers and outer white space.

    Attributes:
        kind: what the block around it is.
        segment: which of the texts stitched together into the document it belongs to.
        paragraph: number of the block; sentences of one block share it.
        headings: texts of the headings in force above it, outermost first; a heading is not above itself.
    """

    char_start: int
    char_end: int
    kind: BlockKind
    segment: int
    paragraph: int
    headings: tuple[str, ...]


def split_sentences(text: str, blocks: Sequence[TextBlock] = ()) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order. Without `blocks`, every line that is not empty is one."""
    found: list[Sentence] = []
    headings: list[tuple[int, str]] = []
    segment = 0
    for paragraph, block in enumerate(blocks or line_blocks(text)):
        if block.segment != segment or block.kind is BlockKind.TITLE:
            headings, segment = [], block.segment
        start, end, level = _content(text, block)
        if block.kind is BlockKind.HEADING:
            headings = [item for item in headings if item[0] < level]
        found.extend(
            Sentence(
                char_start=span.start,
                char_end=span.end,
                kind=block.kind,
                segment=block.segment,
                paragraph=paragraph,
                headings=tuple(name for _, name in headings),
            )
            for span in _spans(text, start, end, block.kind)
        )
        if block.kind is BlockKind.HEADING and start < end:
            headings.append((level, text[start:end]))
    return tuple(found)


@lru_cache(maxsize=4)  # every extractor asks it of the same text
def line_blocks(text: str) -> tuple[TextBlock, ...]:
    """Return the lines of a text as blocks, each of a kind judged by its form."""
    return tuple(
        TextBlock(char_start=match.start(), char_end=match.end(), kind=line_kind(match[0]))
        for match in re.finditer(r"[^\r\n]+", text)
        if match[0].strip()
    )


_INVENTED = re.compile(r"\b(?:hypothetical|fictional|fictitious|imaginary|thought experiment)\b", re.IGNORECASE)
"""A short line without an end mark that says so is a heading, capitals or not: "Case study (fictional)"."""


def line_kind(line: str) -> BlockKind:
    """Judge a line by its form: markers first, then length, last character and capitals.

    >>> line_kind("## Outlook"), line_kind("- two mills"), line_kind("The mill closed in May.")
    (<BlockKind.HEADING: 'heading'>, <BlockKind.LIST_ITEM: 'list_item'>, <BlockKind.PARAGRAPH: 'paragraph'>)
    """
    stripped = line.strip()
    if re.match(r"#{1,6}\s", stripped):
        return BlockKind.HEADING
    if _TABLE_ROW.fullmatch(stripped):
        return BlockKind.TABLE_ROW
    if stripped.startswith(">"):
        return BlockKind.QUOTE
    if _LIST_MARKER.match(stripped):
        return BlockKind.LIST_ITEM
    words = re.findall(r"[^\W\d_][\w’'-]*", stripped)
    if not words or len(words) > MAX_HEADING_WORDS or re.search(r"[.!?…;,][”\"’')\]]*$", stripped):
        return BlockKind.PARAGRAPH
    longer = [word for word in words if len(word) >= LONGER_WORD] or words
    capitals = sum(word[0].isupper() for word in longer)
    is_heading = capitals >= HEADING_CAPITALS * len(longer) or _INVENTED.search(stripped)
    return BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH


def _content(text: str, block: TextBlock) -> tuple[int, int, int]:
    """Return where a block's own words begin (after markers, dateline, time of day) and end, and a heading's level."""
    start, end, level = block.char_start, block.char_end, PLAIN_LEVEL
    if block.kind is not BlockKind.CODE:
        while (match := _MARKERS.match(text, start, end)) and not _NOT_A_LIST.match(text, start, end):
            level = len(match["level"]) if match["level"] else level
            start = match.end()
    if block.kind is BlockKind.PARAGRAPH and (dateline := _DATELINE.match(text, start, end)):
        start = dateline.end()
    if block.kind is BlockKind.PARAGRAPH and (stamp := _STAMP.match(text, start, end)):
        start = stamp.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or (block.kind is BlockKind.TABLE_ROW and text[end - 1] == "|")):
        end -= 1
    return start, end, level


def _spans(text: str, start: int, end: int, kind: BlockKind) -> Iterator[Span]:
    if not _HAS_WORD.search(text, start, end):
        return
    if kind in {BlockKind.TITLE, BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.CODE}:
        yield Span(start, end)
        return
    for span in _repaired(text, _split_glued(text, _blingfire(text, start, end))):
        if _HAS_WORD.search(text, span.start, span.end):
            yield span


def _blingfire(text: str, start: int, end: int) -> list[Span]:
    """Split a block; white space and NUL become single spaces first, one for one, so that places hold."""
    plain = re.sub(r"[\s\x00]", " ", text[start:end])
    _, offsets = blingfire.text_to_sentences_and_offsets(plain)
    spans = [_trimmed(text, start + first, start + last) for first, last in offsets]
    return [span for span in spans if span.start < span.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _split_glued(text: str, spans: list[Span]) -> Iterator[Span]:
    for span in spans:
        start = span.start
        for match in _GLUED.finditer(text, span.start, span.end):
            if match.start() - start > 2:  # noqa: PLR2004  # "1.Introduction" is a number and its heading
                yield _trimmed(text, start, match.end())
                marker = _MARKERS.match(text, match.end(), span.end)
                start = marker.end() if marker and marker["level"] else match.end()
        yield _trimmed(text, start, span.end)


def _repaired(text: str, spans: Iterator[Span]) -> list[Span]:
    """Join what was split after an abbreviation or inside a sentence; give closing quotes to their sentence."""
    whole: list[Span] = []
    for span in spans:
        if whole and _belongs(text, whole[-1], span):
            whole[-1] = Span(whole[-1].start, span.end)
            continue
        closers = _CLOSERS.match(text, span.start, span.end) if whole else None
        if closers and closers.end() < span.end and text[span.start] in "”’)]":
            whole[-1] = Span(whole[-1].start, closers.end())
            whole.append(_trimmed(text, closers.end(), span.end))
        else:
            whole.append(span)
    return whole


def _belongs(text: str, last: Span, span: Span) -> bool:
    """Whether `span` is the rest of the sentence before it."""
    before = text[max(last.start, last.end - 40) : last.end]
    after = text[span.start : span.start + 20]
    if _ONLY_CLOSERS.fullmatch(text, span.start, span.end) or _ABBREVIATION.search(before):
        return True
    if text[last.end - 1] in ".!?…”\"’')" and _LOWER.match(after) and span.start > last.end:
        return True
    if _INITIAL_AFTER_NAME.search(before) and not _MAY_END.search(before):
        return re.match(r"[A-Z][\w’'-]", after) is not None and not re.match(
            r"(?:The|A|An|He|She|It|They|We|I|In|On|But|And|This|That|These|Those|His|Her|Its|Their|As|At|For|By|If|When)\b",
            after,
        )
    return False
