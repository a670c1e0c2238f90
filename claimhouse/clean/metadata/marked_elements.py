"""Elements that say what they hold: `rel=author`, microdata, RDFa-lite, `time`, classes named for authors and dates.

What stands in comments, teasers and side columns says something of other pages, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element

MAX_TEXT_CHARS = 200  # of an element that holds names or a date
MAX_ELEMENTS = 400  # looked at in one page
MAX_ANCESTORS = 12  # looked at for what says that an element speaks of another page
LINE_BREAK = "\n"
UNSHOWN = frozenset({"body", "html", "head", "meta", "link", "input"})
# Classes and ids of containers that speak of other pages, of readers, or of the whole site.
ELSEWHERE = re.compile(
    r"comment|kommentar|respond|disqus|related|recommend|sidebar|teaser|preview|promo|popular|trending|latest|recent"
    r"|most[-_]?read|more[-_]|footer|menu|breadcrumb|newsletter|carousel|slider|listing|archive|read[-_]?next"
    r"|up[-_]?next|similar|(?<![a-z])(?:nav|also|feed)(?![a-z])",
    re.IGNORECASE,
)
BOX = re.compile(
    r"(?<![a-z])(?:card|widget|bio)(?![a-z])|card$", re.IGNORECASE
)  # ... unless it is named for the author
STATE = re.compile(r"(?:has|no|with|is|single|js|not|hide|show)[-_]|.*with-?sidebar", re.IGNORECASE)
ELSEWHERE_TAGS = frozenset({"nav", "aside", "footer", "blockquote", "form", "noscript"})
# One of these is in every name that the two patterns of authors and dates find; looking for it is ten times faster.
TELLING = ("author", "byline", "autor", "auteur", "date", "time", "publi", "posted", "datum", "fecha")
AUTHOR_NAME = re.compile(r"author|byline|autor(?!is)|auteur", re.IGNORECASE)
NOT_AUTHOR = re.compile(  # "authorised", "author-image", "author_bio", "moreFromAuthor"
    r"authori[sz]|desc|avatar|image|img|photo|social|follow|twitter|position|link-?list"
    r"|(?<![a-z])(?:bio|role|job|more|count|articles|posts)(?![a-z])|Bio(?![a-z])",
    re.IGNORECASE,
)
PUBLISHED_NAME = re.compile(r"publi(?!c(?![a-z]))|posted|pubdate|entry-date|created|issued|erschienen", re.IGNORECASE)
MODIFIED_NAME = re.compile(r"modif|updat|revis|aktualis|last-?edit", re.IGNORECASE)
DATE_NAME = re.compile(r"date(?!pick)|(?<![a-z])time(?![a-z])|timestamp|publi|posted|datum|fecha", re.IGNORECASE)


class Marked(NamedTuple):
    """The text of an element and what says that it is a name or a date.

    Attributes:
        text: what it shows, its parts on lines of their own; for a date the machine-readable value, where there is one.
        evidence: "itemprop", "property", "rel=author", "time", "class".
        role: "author", "published", "modified" or "date".
        shown: what it shows, where `text` is a machine-readable value.
        around: what the element around it shows, with its label ("Updated: …"), where that is short.
        links: what the links inside it show; names of authors are often links to their pages.
        group: number of the element two levels up; authors side by side share it.
    """

    text: str
    evidence: str
    role: str
    shown: str = ""
    around: str = ""
    links: tuple[str, ...] = ()
    group: int = 0


class Elements(NamedTuple):
    """All that elements of a page say they hold, in document order; `scripts` are the texts of its JSON-LD."""

    scripts: tuple[str, ...] = ()
    authors: tuple[Marked, ...] = ()
    dates: tuple[Marked, ...] = ()


NO_ELEMENTS = Elements()


def find(root: _Element) -> Elements:
    """Collect the elements of a page that say what they hold."""
    scripts: list[str] = []
    authors: list[Marked] = []
    dates: list[Marked] = []
    groups: dict[_Element, int] = {}
    looked_at = 0
    for element in root.iter():
        tag, get = element.tag, element.get
        if tag == "script":
            if "ld+json" in (get("type") or "").lower():
                scripts.append(element.text or "")
        elif (
            ((names := get("class")) and _is_telling(names))
            or get("itemprop")
            or get("property")
            or tag == "time"
            or get("rel") == "author"
        ) and tag not in UNSHOWN:
            looked_at += 1
            if looked_at > MAX_ELEMENTS:
                continue
            author, date = _author(element), _date(element)
            explicit = author is not None and author.evidence != "class"
            if (author is None and date is None) or _is_elsewhere(element, explicit=explicit):
                continue
            if author is not None:
                links = tuple(filter(None, map(text_of, element.iter("a"))))
                authors.append(author._replace(links=links, group=groups.setdefault(_two_up(element), len(groups))))
            if date is not None:
                dates.append(date)
    return Elements(tuple(scripts), tuple(authors), tuple(dates))


@lru_cache(maxsize=16_384)
def _is_telling(names: str) -> bool:
    lowered = names.lower()
    return any(map(lowered.__contains__, TELLING))


def _two_up(element: _Element) -> _Element:
    parent = element.getparent()
    above = parent.getparent() if parent is not None else None
    return above if above is not None else element


def _author(element: _Element) -> Marked | None:
    itemprop = (element.get("itemprop") or element.get("property") or "").split()
    if any(name.rsplit(":")[-1] in {"author", "creator"} for name in itemprop):
        evidence = "itemprop" if element.get("itemprop") else "property"
        text = _property_text(element)
        return Marked(text, evidence, "author") if text else None
    if "author" in (element.get("rel") or "").split():
        text = text_of(element, LINE_BREAK)
        return Marked(text, "rel=author", "author") if text else None
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    if any(AUTHOR_NAME.search(name) and not NOT_AUTHOR.search(name) for name in names):
        text = text_of(element, LINE_BREAK)
        return Marked(text, "class", "author") if text else None
    return None


def _property_text(element: _Element) -> str:
    """Return the name of an author in microdata or RDFa: its own value, that of its `name`, else what it shows."""
    named = [
        part for part in element.iter() if (part.get("itemprop") or part.get("property")) in {"name", "schema:name"}
    ]
    texts = [element.get("content") or "", *(part.get("content") or text_of(part) for part in named), text_of(element)]
    return next((" ".join(text.split()) for text in texts if text.strip()), "")


def _date(element: _Element) -> Marked | None:
    itemprop = (element.get("itemprop") or element.get("property") or "").lower()
    stated = element.get("datetime") or element.get("content") or ""
    is_time = element.tag == "time"
    if itemprop.endswith(("datepublished", "datecreated", "dc:date", "datemodified")):
        role = "modified" if itemprop.endswith("datemodified") else "published"
        shown = text_of(element)
        return Marked(stated or shown, "itemprop", role, shown, _around(element)) if stated or shown else None
    names = f"{element.get('class') or ''} {'pubdate' if element.get('pubdate') is not None else ''}"
    if not is_time and not DATE_NAME.search(names):
        return None
    shown = text_of(element)
    text = stated if is_time and stated else shown
    if not text:
        return None
    role = "modified" if MODIFIED_NAME.search(names) else "published" if PUBLISHED_NAME.search(names) else "date"
    return Marked(text, "time" if is_time else "class", role, shown, _around(element))


def text_of(element: _Element, between: str = " ") -> str:
    """Return what an element shows, white space collapsed; "" where it is longer than a name or a date.

    Args:
        element: the element.
        between: what stands between the texts of its parts.
    """
    parts: list[str] = []
    length = 0
    for text in _pieces(element):
        parts.append(text)
        length += len(text.strip())
        if length > MAX_TEXT_CHARS:
            return ""
    return between.join(text for part in parts if (text := " ".join(part.split())))


def _pieces(element: _Element) -> Iterable[str]:
    for part in element.iter():
        if part.tag not in {"script", "style", "svg", "noscript"} and part.text:
            yield part.text
        if part is not element and part.tail:
            yield part.tail


def _around(element: _Element) -> str:
    parent = element.getparent()
    return text_of(parent) if parent is not None else ""


def _is_elsewhere(element: _Element, *, explicit: bool) -> bool:
    """Whether an element stands in comments, teasers, side columns: what it says is of something else.

    Args:
        element: the element.
        explicit: it says itself that it names the author; some sites have their author line in an `aside`.
    """
    around: _Element | None = element
    for step in range(MAX_ANCESTORS):
        if around is None or around.tag in {"body", "html", "main"}:
            return False
        if around.tag in ELSEWHERE_TAGS and step and not (explicit and around.tag == "aside"):
            return True
        names = f"{around.get('class') or ''} {around.get('id') or ''}"
        if len(names) > 1 and _speaks_of_others(names):
            return True
        around = around.getparent()
    return False


@lru_cache(maxsize=16_384)
def _speaks_of_others(names: str) -> bool:
    tokens = [name for name in names.split() if not STATE.match(name)]
    return any(ELSEWHERE.search(name) or (BOX.search(name) and not AUTHOR_NAME.search(name)) for name in tokens)
