"""Who wrote a page: a list of persons, and the agencies and outlets that are credited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from claimhouse.clean.lexicon import agencies, not_persons
from claimhouse.clean.page_data import PageData, strings

AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "dcterms.creator",
    "citation_author",
)
BY = re.compile(
    r"^\s*(?:(?:written|words|story|text|posted|reported|published|article)\s+)?"
    r"(?:by:?|von|par|por|di|door|text:|words:|autore?:|authors?:|auteurs?:|autor(?:in|en):)\s+",
    re.IGNORECASE,
)
# An author line whose name stands in a block of its own behind it.
BY_ALONE = re.compile(
    r"(?:(?:written|words|story|text|posted|reported|article) )?(?:by|von|par|por|door):?", re.IGNORECASE
)
NAMED_FOR_AUTHORS = re.compile(r"author|byline|autor|auteur", re.IGNORECASE)
MAX_BARE_NAMES = 3  # more names on their own are a list of contributors, or of something else
BETWEEN = re.compile(
    r"\s*(?:[,;|/•·]|\s&\s|\band\b|\bund\b|\bet\b|\by\b|\be\b|\sund\s|\bwith\b|\bmit\b)\s*", re.IGNORECASE
)
AFTER = re.compile(
    r"\s*(?:\||•|·|●|⋅| – | — | - "
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|\bfor\b|\bin\b|\bat\b|\bupdated\b|\bpublished\b|\bposted\b|\bon\b|\d|@|\().*$",
    re.IGNORECASE | re.DOTALL,
)
TITLE_OF_PERSON = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|dipl|ing|sir|dame)\.?\s+|,?\s+(?:phd|md|rd|cfa|jr\.?|sr\.?)$", re.IGNORECASE
)
ABBREVIATED = re.compile(r"[^\W\d_a-z][^\W\d_]+ [^\W\d_a-z]\.$")  # "Ada P.": the full stop belongs to the name
PARTICLES = frozenset(
    re.findall(r"\w+", "de van von der den del della di da du la le dos das bin ibn al el ter ten y e zu zum zur af av")
)
NOT_IN_KEY = re.compile(r"[\W_]+")
WORDS_OF_NAME = range(2, 6)
# A place in capitals with an agency behind it, known or not: "ELSDEN, March 3 (Some Wire) -".
WIRE_DATELINE = re.compile(
    r"^(?:[^\W\d_a-z]|[ .'’-]){3,40}(?:,[^\n().]{1,40})?\.? ?"
    r"\(([^\W\d_a-z][\w.&-]*(?: [^\W\d_a-z][\w.&-]*){0,3})\)\s?[-–—:]"
)
DATELINE_CREDIT = re.compile(r"^[^\n.]{0,60}?\(([A-Z][\w./ -]{1,40})\)\s?[-–—:]|^\(([A-Z][\w./ -]{1,40})\)\s?[-–—]?")
SOURCE_LABEL = re.compile(r"^[^:]{2,40}:\s*")
MAX_NAME_CHARS = 60


class Byline(NamedTuple):
    """A visible author line, the path of its block (None in plain text), and whether it stands above the text."""

    text: str
    path: str | None = None
    above: bool = False


def is_person(name: str) -> bool:
    """Whether a text looks like a person's name and like no desk, outlet or agency.

    >>> is_person("Mira van Osten"), is_person("Harbour News Staff"), is_person("Updated")
    (True, False, False)
    """
    words = name.split()
    if len(words) not in WORDS_OF_NAME or len(name) > MAX_NAME_CHARS or any(map(str.isdigit, name)):
        return False
    if name.lower() in agencies() or any(word.lower().strip(".,") in not_persons() for word in words):
        return False
    return all(word.lower() in PARTICLES or not word[0].islower() for word in words) and not any(
        mark in name for mark in "@/:<>|*!?●⋅"
    )


def split(text: str) -> list[str]:
    """Cut an author line into names.

    >>> split("By Mira van Osten and Jon Abt | Updated 3 May")
    ['Mira van Osten', 'Jon Abt']
    """
    text = BY.sub("", text.strip())
    names = []
    for part in BETWEEN.split(text):
        name = " ".join(TITLE_OF_PERSON.sub("", AFTER.sub("", part)).split())
        initial = ABBREVIATED.search(name)
        name = name.strip(" .,;:-–—\"“”'") + ("." if initial else "")
        if name and name not in names:
            names.append(name)
    return names


def authors(data: PageData, bylines: Sequence[Byline], sites: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the persons who wrote the page, by the most explicit statement that names one.

    Args:
        data: the page's statements about itself.
        bylines: visible author lines, in order.
        sites: names of the publisher and the host; pages like to call their site the author.
    """
    own = [key for site in sites if (key := NOT_IN_KEY.sub("", site.lower()))]
    stated = strings(data.article.get("author")) or strings(data.article.get("creator"))
    sources = [stated]
    sources += [[found[1].value] for name in AUTHOR_METAS if (found := data.meta(name)) and "://" not in found[1].value]
    sources += [[line.text] for line in bylines if BY.match(line.text)]
    sources += [
        [line.text] for label, line in pairwise(bylines) if BY_ALONE.fullmatch(label.text) and is_person(line.text)
    ]
    bare = list(dict.fromkeys(line.text for line in bylines if line.above and _is_bare_name(line)))
    persons = _first_persons(sources, own) or _first_persons(sources, ())  # a blog may be named for its author
    return persons or _first_persons([bare] if len(bare) <= MAX_BARE_NAMES else [], own)


def _first_persons(sources: Iterable[Iterable[str]], own: Sequence[str]) -> tuple[str, ...]:
    for texts in sources:
        names = [name for text in texts for name in split(text) if is_person(name) and not _is_site(name, own)]
        if names:
            return tuple(dict.fromkeys(names))
    return ()


def _is_bare_name(line: Byline) -> bool:
    """Whether a line is a name without "By", in an element that is named for authors."""
    innermost = (line.path or "").rsplit(">", 2)[-2:]
    return any(map(NAMED_FOR_AUTHORS.search, innermost)) and split(line.text) == [line.text] and is_person(line.text)


def _is_site(name: str, own: Sequence[str]) -> bool:
    key = NOT_IN_KEY.sub("", name.lower())
    return any(key in site or key.startswith(site) for site in own)


def credits_of(data: PageData, source_lines: Iterable[str], first_lines: Sequence[str]) -> tuple[str, ...]:
    """Return the agencies and outlets that a source line, a dateline or the author field credits."""
    names: list[str] = []
    for line in source_lines:
        names += [
            name.strip(" .")
            for name in re.split(r"[,;/|]|\s(?:and|und|et|y)\s", SOURCE_LABEL.sub("", line))
            if name.strip(" .")
        ]
    for line in first_lines:
        found = DATELINE_CREDIT.match(line)
        if found:
            names += [
                name.strip()
                for name in re.split(r"[/,]", found.group(1) or found.group(2))
                if name.strip().lower() in agencies()
            ]
        if wire := WIRE_DATELINE.match(line):
            names.append(wire.group(1))
    for text in strings(data.article.get("author")):
        names += [name for name in split(text) if name.lower() in agencies()]
    return tuple(dict.fromkeys(name for name in names if len(name) <= MAX_NAME_CHARS))
