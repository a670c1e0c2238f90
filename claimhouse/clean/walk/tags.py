"""Start tags and end tags, read once for all that are written alike."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from claimhouse.clean.lexicon import container_reason
from claimhouse.clean.walk.concealing import colours, is_closed, is_never_shown
from claimhouse.clean.walk.html_elements import HEADINGS, NEVER_SHOWN, SPEAKING, Rule, rule_of
from claimhouse.records.vocabulary import BlockReason

ATTRIBUTES = r"""[^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+(?:>|\Z)"""
WRITTEN_TAG = re.compile(rf"</?[a-zA-Z]{ATTRIBUTES}")
TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
CDATA_START, CDATA_END = "<![CDATA[", "]]>"
UNREAD = frozenset({"script", "style"})  # their content is no text of the page
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
        is_plain: it is inline and says nothing of its text but that it is a link or bold.
        raw_chars: characters of raw text that the token ends in.
    """

    rule: Rule
    is_end: bool = False
    has_link: bool = False
    closes_itself: bool = False
    classes: str = ""
    name: str = ""
    mark: Mark | None = None
    raw_chars: int = 0
    is_plain: bool = False


CDATA = rule_of("#cdata")


def start_tag_chars(written: str) -> int:
    """Return how much of an element as written is its start tag."""
    found = WRITTEN_TAG.match(written)
    return found.end() if found else 0


def read_tag(written: str) -> Tag | None:
    """Read a token: a tag, a raw text element, or a comment, which gives None; the pages of a site share most of them.

    >>> tag = read_tag("<DIV class='story wide' id=main>")
    >>> tag.rule.name, tag.classes, tag.name
    ('div', 'story wide', 'main')
    >>> read_tag("<title>Ferry line").raw_chars, read_tag("<!-- no -->")
    (10, None)
    """
    return _known(written) if len(written) <= MAX_KNOWN_CHARS else _read(written)


def _read(written: str) -> Tag | None:
    match = TAG_NAME.match(written)
    if match is None:
        if not written.startswith(CDATA_START):
            return None
        ending = len(CDATA_END) if written.endswith(CDATA_END) else 0
        return Tag(CDATA, raw_chars=len(written) - len(CDATA_START), closes_itself=ending > 0)
    name = match.group(1).lower()
    rule = rule_of(name)
    if written[1] == "/":
        return None if name in UNREAD else Tag(rule, is_end=True)
    if rule.is_raw:
        return _read_raw(rule, written)
    closes_itself = written[-2] == "/"
    if rule.is_void or len(written) == len(name) + 2:
        return _plain(rule, closes_itself=closes_itself, has_link=False)
    return _read_start(rule, written, closes_itself=closes_itself)


def _read_raw(rule: Rule, written: str) -> Tag | None:
    if rule.name == "script":
        return None
    chars = start_tag_chars(written)
    tag = _read_start(rule, written[:chars], closes_itself=False)
    return tag._replace(raw_chars=len(written) - chars)


def _read_start(rule: Rule, written: str, *, closes_itself: bool) -> Tag:
    name = rule.name
    lowered = written.lower()
    has_link = name == "a" and "href" in lowered
    for saying in SAYING:
        if saying in lowered:
            break
    else:
        return _plain(rule, closes_itself=closes_itself, has_link=has_link)
    attributes = read_attributes(written, len(name) + 1)
    classes, identity = attributes.get("class", ""), attributes.get("id", "")
    mark = _mark(name, classes, identity, attributes)
    plain = rule.is_plain and mark is None
    return Tag(rule, False, has_link, closes_itself, classes, identity, mark, 0, plain)  # noqa: FBT003 - in the order of the class; by name it takes twice as long


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
    return Tag(rule, has_link=has_link, closes_itself=closes_itself, mark=mark, is_plain=rule.is_plain and mark is None)


def _mark(name: str, classes: str, identity: str, attributes: Mapping[str, str]) -> Mark | None:
    names = classes if name in HEADINGS or not identity else f"{classes} {identity}"  # the id of a heading is its text
    roles = ""
    if len(attributes) > (classes != "") + (identity != ""):
        roles = " ".join([attributes[role] for role in ROLES_IN_ORDER if role in attributes])
    reason = container_reason(name, names, roles) if names or roles or name in SPEAKING else None
    style = attributes.get("style")
    if style or "hidden" in attributes or "aria-hidden" in attributes or name in NEVER_SHOWN:
        closed, hidden = is_closed(attributes), is_never_shown(name, attributes)
        ink, ground = colours(style) if style else (None, None)
        if closed or hidden or ink or ground:
            return Mark(reason, closed=closed, hidden=hidden, ink=ink, ground=ground)
    return None if reason is None else Mark(reason)
