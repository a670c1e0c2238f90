"""The tokens of a page's markup: tags, and the places of the text between them.

Follows the tokenizer of the HTML Standard (13.2.5): raw text elements end only at their own end tag, quotes matter
only after "=", and "<!", "<?" and "</" without a letter open a bogus comment. Two deviations, so that no text is lost:
a quote that is never closed is a character like any other, and a last tag without ">" is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from claimhouse.clean.html_elements import RAW, rule_of
from claimhouse.clean.tags import Tag, read_tag

ATTRIBUTES = r"""[^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+(?:>|\Z)"""


def _pattern(raw_elements: str) -> re.Pattern[str]:
    # Letters of both cases are named where they matter: a pattern that ignores case throughout is several times
    # slower. The content of comments and raw text is scanned in stretches without "-" or "<", not character by
    # character. White space in front of the next tag is taken with the token: most tags have it behind them.
    return re.compile(
        rf"<(?:((?i:({raw_elements}))(?=[\s/>]){ATTRIBUTES})([^<]*+(?:<(?!/(?i:\2)[\s/>])[^<]*+)*+)"
        rf"|(/?[a-zA-Z]{ATTRIBUTES})"
        r"|!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
        r"|(?:[!?]|/[^a-zA-Z])[^>]*+>?"
        r")(?:[ \t\r\n\f]++(?=<))?+"
    )


TOKEN = _pattern("|".join(sorted(RAW)))
TOKEN_OF_UNCLOSED = _pattern("script|style")  # where another raw text element has no end tag: it is passed over
RAW_TAG, RAW_NAME, RAW_TEXT, TAG = 1, 2, 3, 4  # groups
UNREAD = frozenset({"script", "style"})
CDATA_START, CDATA_END = "<![CDATA[", "]]>"
TAGLIKE = re.compile(r"<(?:!--.*?-->|[A-Za-z/!?][^<>]*>)", re.DOTALL)  # what `verify` takes for markup
HTML_SPACE = " \t\r\n\f"


Token: TypeAlias = Tag | tuple[int, int] | None  # a tag; the place of a text; white space


@dataclass(slots=True)
class Tokens:
    """A page's markup, taken apart.

    Attributes:
        tokens: tags and texts in order; comments, scripts and styles are left out.
        metas: places of the `meta`, `link`, `html` and `base` tags.
        title: place of the content of the first `title` element.
        sheets: contents of the `style` elements.
    """

    tokens: list[Token] = field(default_factory=list)
    metas: list[tuple[int, int]] = field(default_factory=list)
    title: tuple[int, int] | None = None
    sheets: list[str] = field(default_factory=list)


CDATA = Tag(rule_of("#cdata"))  # in front of a text that is one in SVG and MathML and a comment anywhere else


def tokenise(source: str) -> Tokens:
    """Take the markup of a page apart, in time linear in its length."""
    found = Tokens()
    known: dict[str, Tag] = {}
    position = _scan(source, 0, TOKEN, found, known)
    if position < len(source):
        position = _scan(source, position, TOKEN_OF_UNCLOSED, found, known)
        _add_texts(source, position, len(source), found.tokens)
    return found


def _scan(  # noqa: C901 - the one loop over all tokens
    source: str, position: int, pattern: re.Pattern[str], found: Tokens, known: dict[str, Tag]
) -> int:
    """Add tokens from a position on; return where the last one ends, which can be before the end of the source."""
    append = found.tokens.append
    for match in pattern.finditer(source, position):
        start, end = match.span()
        if start > position:
            append((position, start))
        kind = match.lastindex
        if kind == TAG:
            written = match[TAG]
            tag = known.get(written)
            if tag is None:
                if written[-1] != ">":
                    return start  # a tag without end: to a browser nothing, to us text
                tag = known[written] = read_tag(written)
            if not tag.rule.is_raw or tag.is_end:
                append(tag)
            if tag.rule.is_meta and not tag.is_end:
                found.metas.append((start, match.end(TAG)))
        elif kind == RAW_TEXT:
            if end == len(source) and (match[RAW_TAG][-1] != ">" or match[RAW_NAME].lower() not in UNREAD):
                return start
            _add_raw(source, match, found)
            position = end
            continue
        elif source.startswith(CDATA_START, start):
            last = source.rfind(CDATA_END, start, end)
            found.tokens += [CDATA, (start + len(CDATA_START), last if last >= 0 else end)]
        position = end
        if source[end - 1] != ">":  # white space behind it
            append(None)
    return position if position == len(source) else _rest(source, position, found)


def _rest(source: str, position: int, found: Tokens) -> int:
    """Add the text behind the last token."""
    found.tokens.append((position, len(source)))
    return len(source)


def _add_raw(source: str, match: re.Match[str], found: Tokens) -> None:
    name = match[RAW_NAME].lower()
    start, end = match.span(RAW_TEXT)
    if name == "style":
        found.sheets.append(match[RAW_TEXT])
    elif name == "title" and found.title is None:
        found.title = (start, end)
    elif name not in UNREAD:
        found.tokens.append(read_tag(match[RAW_TAG]))
        _add_texts(source, start, end, found.tokens)


def _add_texts(source: str, start: int, end: int, tokens: list[Token]) -> None:
    """Add raw text; what looks like markup in it is left out, since whoever reads a span again leaves it out too."""
    for match in TAGLIKE.finditer(source, start, end):
        if start < match.start():
            tokens.append((start, match.start()))
        start = match.end()
    if start < end:
        tokens.append((start, end))
