"""Who wrote a page: a list of persons, and the agencies and outlets that are credited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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
    r"(?:by|von|par|por|di|door|text:|autore?:|author:|auteur:|autorin:)\s+",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\s*(?:[,;|/•·]|\s&\s|\band\b|\bund\b|\bet\b|\by\b|\be\b|\sund\s|\bwith\b|\bmit\b)\s*", re.IGNORECASE
)
AFTER = re.compile(
    r"\s*(?:\||•|·| – | — | - "
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|\bfor\b|\bin\b|\bat\b|\bupdated\b|\bpublished\b|\bposted\b|\bon\b|\d|@|\().*$",
    re.IGNORECASE | re.DOTALL,
)
TITLE_OF_PERSON = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|dipl|ing|sir|dame)\.?\s+|,?\s+(?:phd|md|rd|cfa|jr\.?|sr\.?)$", re.IGNORECASE
)
PARTICLES = frozenset(
    re.findall(r"\w+", "de van von der den del della di da du la le dos das bin ibn al el ter ten y e zu zum zur af av")
)
WORDS_OF_NAME = range(2, 6)
DATELINE_CREDIT = re.compile(r"^[^\n.]{0,60}?\(([A-Z][\w./ -]{1,40})\)\s?[-–—:]|^\(([A-Z][\w./ -]{1,40})\)\s?[-–—]?")
SOURCE_LABEL = re.compile(r"^[^:]{2,40}:\s*")
MAX_NAME_CHARS = 60


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
        mark in name for mark in "@/:<>|"
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
        name = name.strip(" .,;:-–—\"“”'")
        if name and name not in names:
            names.append(name)
    return names


def authors(data: PageData, bylines: Iterable[str]) -> tuple[str, ...]:
    """Return the persons who wrote the page, by the most explicit statement that names one.

    Args:
        data: the page's statements about itself.
        bylines: texts of visible author lines, in order.
    """
    stated = strings(data.article.get("author")) or strings(data.article.get("creator"))
    sources = [stated]
    sources += [[found[1].value] for name in AUTHOR_METAS if (found := data.meta(name)) and "://" not in found[1].value]
    sources += [[line] for line in bylines if BY.match(line)]  # without "By" it may be any two words
    for texts in sources:
        names = list(dict.fromkeys(name for text in texts for name in split(text) if is_person(name)))
        if names:
            return tuple(names)
    return ()


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
    for text in strings(data.article.get("author")):
        names += [name for name in split(text) if name.lower() in agencies()]
    return tuple(dict.fromkeys(name for name in names if len(name) <= MAX_NAME_CHARS))
