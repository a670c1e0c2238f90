"""The tokens of a page's markup: tags, and the places of the text between them.

Follows the tokenizer of the HTML Standard (13.2.5): raw text elements end only at their own end tag, quotes matter
only after "=", and "<!", "<?" and "</" without a letter open a bogus comment. Three deviations, so that no text is
lost: a quote that is never closed is a character like any other, a last tag without ">" is text, and a raw text
element without end tag (but a script or style) is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, islice

from claimhouse.clean.walk.html_elements import RAW
from claimhouse.clean.walk.tags import ATTRIBUTE, ATTRIBUTES, UNREAD, WRITTEN_TAG, Tag, read_tag, start_tag_chars


def _pattern(raw_elements: list[str]) -> re.Pattern[str]:
    # Letters of both cases are named where they matter: a pattern that ignores case throughout is several times
    # slower. The content of comments and raw text is scanned in stretches without "-" or "<", not character by
    # character. There is one group, the whole token: `split` then gives texts and tokens in turn.
    raw = "|".join(
        rf"(?i:{name})(?=[\s/>]){ATTRIBUTES}[^<]*+(?:<(?!/(?i:{name})[\s/>])[^<]*+)*+" for name in raw_elements
    )
    return re.compile(
        rf"(<(?:{raw}|/?[a-zA-Z]{ATTRIBUTES}"
        r"|!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
        r"|(?:[!?]|/(?=[^a-zA-Z]))[^>]*+>?))"
    )


TOKEN = _pattern(sorted(RAW))
TOKEN_OF_UNCLOSED = _pattern(sorted(UNREAD))
NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
MAX_ATTRIBUTES = 256
"""So many of one tag the engine is given: its parser compares each with all before it."""
TAGLIKE = re.compile(r"<(?:!--.*?-->|[A-Za-z/!?][^<>]*>)", re.DOTALL)  # what `verify` takes for markup


@dataclass(slots=True)
class Tokens:
    """A page's markup, taken apart.

    Attributes:
        tags: the tags in order, behind a None for the beginning of the page; None for comments, scripts and styles.
        texts: the text behind each of them, which can be empty.
        places: where that text begins in the source.
        metas: `meta`, `html`, `base` and canonical `link` tags as written, and where they begin.
        title: place of the content of the first `title` element.
        sheets: contents of the `style` elements.
        crowded: places of what stands in a start tag behind its first `MAX_ATTRIBUTES` attributes.
    """

    tags: list[Tag | None]
    texts: list[str]
    places: list[int]
    metas: list[tuple[str, int]] = field(default_factory=list)
    title: tuple[int, int] | None = None
    sheets: list[str] = field(default_factory=list)
    crowded: list[tuple[int, int]] = field(default_factory=list)


def tokenise(source: str) -> Tokens:
    """Take the markup of a page apart, in time linear in its length."""
    parts = _split(source)
    written = parts[1::2]
    known = {token: read_tag(token) for token in set(written)}
    places = list(accumulate(map(len, parts), initial=0))[::2]
    found = Tokens([None, *map(known.__getitem__, written)], parts[::2], places)
    notable = {token for token, tag in known.items() if tag is not None and (tag.rule.is_meta or tag.rule.is_raw)}
    crowded = {token: cut for token in known if (cut := _crowded(token))}
    drawings = _Drawings(source)
    for number, token in enumerate(written, 1):
        if token in crowded:
            start = found.places[number] - len(token)
            found.crowded += [(start + first, start + end) for first, end in crowded[token]]
        if token in notable:
            _note(found, number, token, drawings)
    found.crowded += [(found.places[-1] + first, found.places[-1] + end) for first, end in _crowded(found.texts[-1])]
    return found


def _crowded(written: str) -> list[tuple[int, int]]:
    """Return what start tags hold behind their first `MAX_ATTRIBUTES` attributes, but for the sign that ends them."""
    if len(written) < 2 * MAX_ATTRIBUTES or written.startswith("<!"):
        return []
    found = []
    for tag in WRITTEN_TAG.finditer(written):
        attributes = ATTRIBUTE.finditer(written, tag.start() + 1, tag.end())
        beyond = next(islice(attributes, MAX_ATTRIBUTES + 1, None), None)  # the name of the tag looks like one
        if beyond is not None:
            found.append((beyond.start(), tag.end() - written[: tag.end()].endswith(">")))
    return found


def _split(source: str) -> list[str]:
    """Return texts and tokens in turn, a text at both ends."""
    parts = TOKEN.split(source)
    if len(parts) > 1 and not parts[-1] and _is_unclosed_element(parts[-2]):
        parts[-2:] = TOKEN_OF_UNCLOSED.split(parts[-2])[1:]
    if len(parts) > 1 and not parts[-1] and _is_unclosed_tag(parts[-2]):
        parts[-3:] = ["".join(parts[-3:])]
    return parts


def _is_unclosed_element(token: str) -> bool:
    name = NAME.match(token)
    return (
        name is not None and name.group(1).lower() in RAW - UNREAD and token[1] != "/" and not _is_unclosed_tag(token)
    )


def _is_unclosed_tag(token: str) -> bool:
    return NAME.match(token) is not None and token[start_tag_chars(token) - 1] != ">"


def _note(found: Tokens, number: int, token: str, drawings: _Drawings) -> None:
    """Keep what a tag or raw text element says of the page; the title is no text of the page."""
    tag = found.tags[number]
    end = found.places[number]
    if tag is None or tag.is_end:
        return
    if tag.rule.is_meta:
        if tag.rule.name == "link" and "canonical" not in token.lower():
            return
        found.metas.append((token, end - len(token)))
    elif tag.rule.name == "title" and found.title is None and tag.raw_chars and not drawings.hold(end):
        found.title = (end - tag.raw_chars, end)
        found.tags[number] = None
    elif tag.rule.name == "style":
        found.sheets.append(token[len(token) - tag.raw_chars :])
        found.tags[number] = None


class _Drawings:
    """Whether a `title` stands in an SVG, where it is the name of a drawing; asked from the left to the right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._read = 0
        self._is_open = False

    def hold(self, place: int) -> bool:
        """Return whether the last drawing that begins before a place does not end before it."""
        start = max(0, self._read - len("</svg") + 1)  # a tag may stand half before what was read
        opened = self._source.rfind("<svg", start, place)
        closed = self._source.rfind("</svg", start, place)
        if opened >= 0 or closed >= 0:
            self._is_open = opened > closed
        self._read = place
        return self._is_open


def text_places(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of raw text; what looks like markup in it is left out, as whoever reads a span again does."""
    places = []
    for match in TAGLIKE.finditer(source, start, end):
        if start < match.start():
            places.append((start, match.start()))
        start = match.end()
    if start < end:
        places.append((start, end))
    return places
