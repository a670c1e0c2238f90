"""Markup parsed once, with the source place of every piece of text.

lxml keeps no byte offsets. So the decoded markup is scanned first, and every piece of text gets a marker of
private-use characters with its number in front; after the one parse the markers are read out of the tree, wherever
the parser put them, and the tree gets its clean text back. Whatever the parser does to the structure, a piece of
text is known by its number.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from lxml import html as lxml_html
from lxml.etree import ElementDefaultClassLookup, ParserError, _Element

from claimhouse.errors import DocumentError, EmptyExtraction
from claimhouse.records.vocabulary import QuarantineReason

# Private-use characters: one opens a marker, two "digits" of base 4096 follow. Such characters in the source
# (icon fonts) are replaced by U+FFFD in what the parser sees; clean text is built from the source, not from the tree.
DIGIT_BASE = 4096
MARK = "\uf000"
FIRST_DIGIT = 0xE000
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
MARKER = re.compile("\uf000([\ue000-\uefff])([\ue000-\uefff])")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # by XML, so by lxml

# Follows the tokenizer of the HTML Standard, which libxml2 2.14 follows too: raw text elements end only at their
# own end tag, quotes matter only after "=", "<!", "<?" and "</" without a letter open a bogus comment.
RAW_ELEMENTS = "script|style|textarea|title|xmp|iframe|noembed|noframes"
ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?!["'])))*+"""
# Letters of both cases are named where they matter: a pattern that ignores case throughout is several times slower.
# The content of comments and raw text is scanned in stretches without "-" or "<", not character by character.
TOKEN = re.compile(
    r"(?P<comment><!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z)))"
    rf"|(?P<raw><(?P<name>(?i:{RAW_ELEMENTS}))(?=[\s/>]){ATTRIBUTES}>)"
    r"(?P<content>[^<]*+(?:<(?!/(?i:(?P=name))[\s/>])[^<]*+)*+)"
    rf"|(?P<tag></?[a-zA-Z]{ATTRIBUTES}(?:>|\Z))"
    r"|(?P<bogus><(?:[!?]|/[^a-zA-Z])[^>]*+>?)"
)
META = re.compile(rf"<(?i:meta|link|html|base)(?=[\s/>]){ATTRIBUTES}>")
ATTRIBUTE = re.compile(r"""([^\s=/>"'<]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")

HTML_SPACE = " \t\r\n\f"
PARSER_DEPTH = 2040  # libxml2 gives up at 2,048 (xmlParserMaxDepth with huge_tree) and loses what is deeper


Places: TypeAlias = "dict[_Element, Sequence[int]]"


class Attribute(NamedTuple):
    """The value of an attribute, character references resolved, and its place in the source."""

    value: str
    start: int
    end: int


class SourceTag(NamedTuple):
    """A `meta`, `link`, `html` or `base` tag of the source."""

    name: str
    attributes: dict[str, Attribute]


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page.

    Attributes:
        source: the decoded payload.
        root: the tree, with its text as the page has it.
        tokens: source place of each piece of text that is not white space.
        heads: for an element, the numbers of the pieces in its text; empty where it is only white space.
        tails: the same for the text after its end tag.
        tags: `meta`, `link`, `html` and `base` tags in order.
        title: source place of the content of the first `title` element.
        lost: numbers of pieces that the parser put nowhere.
        elements: all of the tree, held so that lxml makes each of its Python objects only once.
    """

    source: str
    root: _Element
    tokens: list[tuple[int, int]]
    heads: Places
    tails: Places
    tags: list[SourceTag]
    title: tuple[int, int] | None
    lost: tuple[int, ...]
    elements: list[_Element]


def parse(source: str) -> Markup:
    """Scan and parse a page.

    Raises:
        EmptyExtraction: there is no element and no text.
        DocumentError: `too_deep`, when text is nested deeper than the parser keeps.
    """
    marked, tokens, title, tags = _scan(source)
    root = _parse(marked)
    elements = list(root.iter())
    heads: Places = {}
    tails: Places = {}
    seen: set[int] = set()
    for element in elements:
        if text := element.text:
            if MARK in text:
                heads[element] = _take(text, seen)
                element.text = MARKER.sub("", text)
            else:
                heads[element] = ()
        if text := element.tail:
            if MARK in text:
                tails[element] = _take(text, seen)
                element.tail = MARKER.sub("", text)
            else:
                tails[element] = ()
    lost = tuple(number for number in range(len(tokens)) if number not in seen) if len(seen) < len(tokens) else ()
    if lost and _depth(root) >= PARSER_DEPTH:
        message = f"elements are nested deeper than the parser keeps ({PARSER_DEPTH}): {len(lost)} pieces of text lost"
        raise DocumentError(message, QuarantineReason.TOO_DEEP)
    return Markup(source, root, tokens, heads, tails, tags, title, lost, elements)


def _scan(source: str) -> tuple[str, list[tuple[int, int]], tuple[int, int] | None, list[SourceTag]]:
    parts: list[str] = []
    tokens: list[tuple[int, int]] = []
    tags: list[SourceTag] = []
    title: tuple[int, int] | None = None
    position = 0
    for found in TOKEN.finditer(source):
        start, end = found.span()
        if position < start:
            _mark(source, position, start, parts, tokens)
        kind = found.lastgroup
        if kind == "tag" and source[end - 1] != ">":
            position = start  # a tag without end: to a browser nothing, to us text, so that it is accounted for
            break
        if kind == "tag":
            parts.append(found.group())
            if source[start + 1] in "mMlLhHbB" and META.match(source, start):
                tags.append(_source_tag(found.group(), start))
        elif kind in {"content", "raw"}:
            parts.append(found.group())
            if title is None and found.group("name").lower() == "title":
                title = found.span("content")
        position = end
    if position < len(source):
        _mark(source, position, len(source), parts, tokens)
    return "".join(parts), tokens, title, tags


def _mark(source: str, start: int, end: int, parts: list[str], tokens: list[tuple[int, int]]) -> None:
    text = source[start:end]
    bare = text.lstrip(HTML_SPACE)
    space = text[: len(text) - len(bare)]
    if not bare:
        parts.append(text)
        return
    if "&" in bare:
        # our own reading of character references, so that the tree and the clean text agree
        bare = html.escape(html.unescape(bare), quote=False)
    elif "<" in bare:
        bare = bare.replace("<", "&lt;")
    if not bare.isascii():
        bare = PRIVATE_USE.sub("\ufffd", bare)
    high, low = divmod(len(tokens), DIGIT_BASE)
    # white space stays in front of the marker: a parser treats text that is only white space in its own way
    parts.append(f"{space}{MARK}{chr(FIRST_DIGIT + high)}{chr(FIRST_DIGIT + low)}{bare}")
    tokens.append((start, end))


def _source_tag(tag: str, start: int) -> SourceTag:
    attributes: dict[str, Attribute] = {}
    name = re.split(r"[\s/>]", tag[1:], maxsplit=1)[0].lower()
    for found in ATTRIBUTE.finditer(tag, 1 + len(name)):
        group = next(number for number in (2, 3, 4) if found.group(number) is not None)
        value = Attribute(html.unescape(found.group(group)), start + found.start(group), start + found.end(group))
        attributes.setdefault(found.group(1).lower(), value)
    return SourceTag(name, attributes)


def _parse(marked: str) -> _Element:
    parser = lxml_html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    # one class for all elements: lxml.html chooses among its own in Python, for every element and again for each copy
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    data = FORBIDDEN.sub(" ", marked).encode("utf-8")
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except ParserError as error:  # "Document is empty"
        message = "the page holds neither text nor elements"
        raise EmptyExtraction(message) from error
    return root


def _take(text: str, seen: set[int]) -> list[int]:
    """Read the numbers of the markers in a text; a piece that the parser put twice counts where it stands first."""
    numbers = []
    for high, low in MARKER.findall(text):
        number = (ord(high) - FIRST_DIGIT) * DIGIT_BASE + ord(low) - FIRST_DIGIT
        if number not in seen:
            seen.add(number)
            numbers.append(number)
    return numbers


def _depth(root: _Element) -> int:
    deepest = depth = 0
    element: _Element | None = root
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        depth = len(stack)
        deepest = max(deepest, depth)
        stack.append(iter(element))
    return deepest
