"""Markup taken apart once for us, and parsed once for the engine.

Our blocks come from the tags as they are written (`tokens`, `nesting`), so that every piece of text has its place in
the source and none is lost, whatever a parser makes of the page. The tree is the engine's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import html as lxml_html
from lxml.etree import ElementDefaultClassLookup, ParserError, _Element

from claimhouse.clean.walk.concealing import closed_classes
from claimhouse.clean.walk.tokens import Tokens, tokenise
from claimhouse.errors import EmptyExtraction

FORBIDDEN = bytes(set(range(0x20)) - set(b"\t\n\r\f") | {0x7F})  # control characters: XML forbids them, so does lxml
WITHOUT_CONTROLS = bytes.maketrans(FORBIDDEN, b" " * len(FORBIDDEN))
FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-9]|2[0-9]|3[01]|127|6553[45])|[xX]0*(?:[0-8bBeEfF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[eEfF]))"
    r"(?:;|(?![0-9a-fA-F]))"
)
NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF
ATTRIBUTE = re.compile(r"""(?<![^\s=/>"'<])([^\s=/>"'<]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")


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
    """A page taken apart.

    Attributes:
        source: the decoded payload.
        tokens: its tags and the texts between them.
        root: its tree, as lxml makes it.
        tags: `meta`, `html`, `base` and canonical `link` tags in order.
        title: source place of the content of the first `title` element.
        closed_classes: classes that the page's own style sheets do not show.
    """

    source: str
    tokens: Tokens
    root: _Element
    tags: Sequence[SourceTag]
    title: tuple[int, int] | None
    closed_classes: frozenset[str]


def parse(source: str) -> Markup:
    """Take a page apart.

    Raises:
        EmptyExtraction: there is no element and no text.
    """
    found = tokenise(source)
    root = _tree(_without(source, found.crowded))
    if root is None:
        if not any(found.tags) and not found.texts[0].strip():
            message = "the page holds neither text nor elements"
            raise EmptyExtraction(message)
        root = lxml_html.Element("html")
    tags = [_source_tag(written, start) for written, start in found.metas]
    return Markup(source, found, root, tags, found.title, closed_classes(found.sheets))


def _without(source: str, places: Sequence[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in places:
        kept.append(source[position:start])
        position = end
    return "".join([*kept, source[position:]]) if places else source


def _source_tag(tag: str, start: int) -> SourceTag:
    attributes: dict[str, Attribute] = {}
    name = re.split(r"[\s/>]", tag[1:], maxsplit=1)[0].lower()
    for found in ATTRIBUTE.finditer(tag, 1 + len(name)):
        group = next(number for number in (2, 3, 4) if found.group(number) is not None)
        value = Attribute(html.unescape(found.group(group)), start + found.start(group), start + found.end(group))
        attributes.setdefault(found.group(1).lower(), value)
    return SourceTag(name, attributes)


def _tree(source: str) -> _Element | None:
    """Return the tree that libxml2 makes of a page; None where it makes none."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    # one class for all elements: lxml.html chooses among its own in Python, for every element and again for each copy
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    if "&#" in source:
        source = FORBIDDEN_REFERENCE.sub(" ", source)
    data = source.encode("utf-8", errors="replace").translate(WITHOUT_CONTROLS)
    for noncharacter in NONCHARACTERS:
        data = data.replace(noncharacter, b" ")
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except ParserError:  # "Document is empty"
        return None
