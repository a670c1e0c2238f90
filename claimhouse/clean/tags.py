"""Start tags and end tags, read once for all that are written alike."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from claimhouse.clean.concealing import colours, is_closed, is_never_shown
from claimhouse.clean.html_elements import HEADINGS, NEVER_SHOWN, SPEAKING, Rule, rule_of
from claimhouse.clean.lexicon import container_reason
from claimhouse.records.vocabulary import BlockReason

TAG_NAME = re.compile(r"/?([a-zA-Z][^\s/>]*)")
ATTRIBUTE = re.compile(r"""([^\s=/>"'<][^\s=/>]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
# Attributes that are read, found quickly; what looks like one and is none costs time only.
SAYING = ("class", "id=", "style", "hidden", "role", "itemprop", "data-component", "shadowrootmode", "id =")
MAX_KNOWN_CHARS = 240  # of a tag that is remembered from page to page; longer ones hold addresses and data
ROLES_IN_ORDER = ("role", "data-component", "itemprop")


class Mark(NamedTuple):
    """What the attributes of an element say about its text.

    Attributes:
        reason: what its tag, class, id or role says that it holds.
        closed: a script may show it.
        hidden: nothing shows it.
        ink, ground: the colours of text and background that its style states.
    """

    reason: BlockReason | None
    closed: bool = False
    hidden: bool = False
    ink: str | None = None
    ground: str | None = None


class Tag(NamedTuple):
    """A start tag or an end tag, made once for all that are written alike.

    Attributes:
        rule: what its name says.
        is_end: it is an end tag.
        has_link: it links to somewhere.
        closes_itself: it is written "<name/>", which counts in SVG and MathML only.
        classes, name: class and id as written.
        mark: what its attributes say; None where they say nothing.
    """

    rule: Rule
    is_end: bool = False
    has_link: bool = False
    closes_itself: bool = False
    classes: str = ""
    name: str = ""
    mark: Mark | None = None


def read_tag(written: str) -> Tag:
    """Read a tag, without its "<"; the pages of a site share most of theirs.

    >>> tag = read_tag("DIV class='story wide' id=main>")
    >>> tag.rule.name, tag.classes, tag.name
    ('div', 'story wide', 'main')
    """
    return _known(written) if len(written) <= MAX_KNOWN_CHARS else _read(written)


def _read(written: str) -> Tag:
    match = TAG_NAME.match(written)
    name = match.group(1).lower() if match else ""
    rule = rule_of(name)
    if written[0] == "/":
        return Tag(rule, is_end=True)
    closes_itself = written[-2] == "/"
    if rule.is_void or len(written) == len(name) + 1:
        return _plain(rule, closes_itself=closes_itself, has_link=False)
    lowered = written.lower()
    has_link = name == "a" and "href" in lowered
    for saying in SAYING:
        if saying in lowered:
            break
    else:
        return _plain(rule, closes_itself=closes_itself, has_link=has_link)
    attributes = read_attributes(written, len(name))
    classes, identity = attributes.get("class", ""), attributes.get("id", "")
    mark = _mark(name, classes, identity, attributes)
    return Tag(rule, has_link=has_link, closes_itself=closes_itself, classes=classes, name=identity, mark=mark)


def read_attributes(written: str, position: int) -> dict[str, str]:
    """Return the attributes of a tag by their names in lower case; of two of one name the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(written, position):
        value = double or single or bare
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


_known = lru_cache(maxsize=8192)(_read)


@cache
def _plain(rule: Rule, *, closes_itself: bool, has_link: bool) -> Tag:
    """Return the tag of a name without attributes that say anything."""
    speaks = rule.name in SPEAKING or rule.name in NEVER_SHOWN
    mark = _mark(rule.name, "", "", {}) if speaks else None
    return Tag(rule, has_link=has_link, closes_itself=closes_itself, mark=mark)


def _mark(name: str, classes: str, identity: str, attributes: Mapping[str, str]) -> Mark | None:
    names = classes if name in HEADINGS or not identity else f"{classes} {identity}"  # the id of a heading is its text
    roles = ""
    if len(attributes) > (classes != "") + (identity != ""):
        roles = " ".join([attributes[role] for role in ROLES_IN_ORDER if role in attributes])
    reason = container_reason(name, names, roles) if names or roles or name in SPEAKING else None
    style = attributes.get("style")
    if style or "hidden" in attributes or "aria-hidden" in attributes or name in NEVER_SHOWN:
        closed, hidden = is_closed(attributes), is_never_shown(name, attributes)
        ink, ground = colours(style) if style and "color" in style else (None, None)
        if closed or hidden or ink or ground:
            return Mark(reason, closed=closed, hidden=hidden, ink=ink, ground=ground)
    return None if reason is None else Mark(reason)
