"""Who wrote a page: the persons, the organisations that are credited as authors, and what says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from claimhouse.clean.lexicon import agencies
from claimhouse.clean.metadata.json_ld import Credit, credits_of, strings
from claimhouse.clean.metadata.marked_elements import Marked
from claimhouse.clean.metadata.page_data import PageData
from claimhouse.clean.metadata.person_names import (
    has_label,
    has_organization_word,
    inverted,
    is_generic,
    is_label,
    is_person,
    key,
    split,
    unique,
)

# Names of meta elements by how seldom they hold something else than the author of the article.
AUTHOR_METAS = (
    "parsely-author",
    "article:author",
    "article:author_name",
    "sailthru.author",
    "citation_author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.creator",
    "byl",
)
WEAK_METAS = ("author",)  # on some sites who made the template
INVERTED_METAS = frozenset({"citation_author", "dc.creator", "dcterms.creator"})  # of libraries: family name first
NAMED_FOR_AUTHORS = re.compile(r"author|byline|autor|auteur", re.IGNORECASE)
MAX_BARE_NAMES = 3  # more names on their own are a list of contributors, or of something else
MAX_AUTHORS = 20
MAX_WORDS_OF_BLOGGER = 3  # of a name that is the name of the site as well
# A place in capitals with an agency behind it, known or not: "ELSDEN, March 3 (Some Wire) -".
WIRE_DATELINE = re.compile(
    r"^(?:[^\W\d_a-z]|[ .'’-]){3,40}(?:,[^\n().]{1,40})?\.? ?"
    r"\(([^\W\d_a-z][\w.&-]*(?: [^\W\d_a-z][\w.&-]*){0,3})\)\s?[-–—:]"
)
DATELINE_CREDIT = re.compile(r"^[^\n.]{0,60}?\(([A-Z][\w./ -]{1,40})\)\s?[-–—:]|^\(([A-Z][\w./ -]{1,40})\)\s?[-–—]?")
SOURCE_LABEL = re.compile(r"^[^:]{2,40}:\s*")
MAX_CREDIT_CHARS = 60


class Byline(NamedTuple):
    """A visible author line, the path of its block (None in plain text), and whether it stands above the text."""

    text: str
    path: str | None = None
    above: bool = False


class Authorship(NamedTuple):
    """Who a page credits as its authors, each by the most explicit statement that names one.

    Attributes:
        persons: names of persons, in the page's order and spelling.
        organizations: agencies, outlets and desks that the page credits as author; where it names persons, those
            that the same statement names beside them.
        evidence: where the persons were read (where there are none, the organisations): "json-ld", "meta:author",
            "itemprop", "rel=author", "class", "text"; None where nobody is credited.
    """

    persons: tuple[str, ...]
    organizations: tuple[str, ...]
    evidence: str | None


class _Statement(NamedTuple):
    evidence: str
    credited: list[Credit]


def authors(data: PageData, bylines: Sequence[Byline], sites: Iterable[str] = ()) -> Authorship:
    """Return who wrote the page.

    Args:
        data: the page's statements about itself.
        bylines: visible author lines, in order.
        sites: names of the publisher and the host; pages like to call their site the author.
    """
    own = [name for site in sites if (name := key(site))]
    statements = list(_statements(data, bylines))
    persons, evidence = _persons(statements, own)
    if not persons:  # a blog may be named for its author
        persons, evidence = _persons(statements, ())
    beside = [statement for statement in statements if evidence in (None, statement.evidence)]
    organizations, by = _organizations(beside, own)
    return Authorship(persons, organizations, evidence or by)


def _statements(data: PageData, bylines: Sequence[Byline]) -> Iterator[_Statement]:
    stated = credits_of(data.article.get("author")) or credits_of(data.article.get("creator"))
    yield _Statement("json-ld", stated)
    yield from _of_metas(data, AUTHOR_METAS)
    for evidence in ("itemprop", "property", "rel=author"):
        yield _Statement(evidence, _of_elements(data.elements.authors, evidence))
    yield from _of_metas(data, WEAK_METAS)
    yield _Statement("class", _of_elements(data.elements.authors, "class"))
    for line in bylines:
        if has_label(line.text):
            yield _Statement("text", _credits(line.text))
    for label, line in pairwise(bylines):
        if is_label(label.text) and is_person(line.text):
            yield _Statement("text", _credits(line.text))
    yield _Statement("json-ld", credits_of(data.page.get("author")))
    bare = list(dict.fromkeys(line.text for line in bylines if line.above and _is_bare_name(line)))
    if len(bare) <= MAX_BARE_NAMES:
        yield _Statement("text", [credit for name in bare for credit in _credits(name)])


def _of_metas(data: PageData, names: Iterable[str]) -> Iterator[_Statement]:
    for name in names:
        texts = [text for text in data.values(name) if "://" not in text]  # profiles are no names
        credited = []
        for text in texts:
            turned = inverted(text) if name in INVERTED_METAS else None
            credited += [Credit(turned)] if turned else _credits(text)
        yield _Statement(f"meta:{name}", credited)


def _of_elements(elements: Iterable[Marked], evidence: str) -> list[Credit]:
    """Return the names of the first element that holds one and of those beside it."""
    found: list[Credit] = []
    group: int | None = None
    for element in elements:
        if element.evidence != evidence or (group is not None and element.group != group):
            continue
        linked = [Credit(name) for text in element.links for name in split(text) if is_person(name)]
        apart, together = _credits(element.text), _credits(element.text.replace("\n", " "))
        credited = linked or (apart if any(is_person(credit.name) for credit in apart) else together)
        if any(is_person(credit.name) for credit in credited):
            group = element.group
            found += credited
        elif group is None and not found:
            found = credited
    return found


def _credits(text: str) -> list[Credit]:
    return [Credit(name) for name in split(text)]


def _persons(statements: Iterable[_Statement], own: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    for evidence, credited in statements:
        names = [name for credit in credited if credit.kind != "organization" for name in _names(credit)]
        found = unique(name for name in names if is_person(name) and not _is_site(name, own))
        if not own:  # the longer a name, the more likely it is the site's
            found = tuple(name for name in found if len(name.split()) <= MAX_WORDS_OF_BLOGGER)
        if found:
            return found[:MAX_AUTHORS], evidence
    return (), None


def _names(credit: Credit) -> list[str]:
    turned = inverted(credit.name) if credit.kind == "person" else None
    return [turned] if turned else split(credit.name)


def _organizations(statements: Iterable[_Statement], own: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    for evidence, credited in statements:
        names = []
        for credit in credited:
            whole = " ".join(credit.name.split())
            pieces = [whole] if credit.kind == "organization" or whole.lower() in agencies() else split(whole)
            names += [name for name in pieces if _is_organization(name, credit.kind, own)]
        if names:
            return unique(names)[:MAX_AUTHORS], evidence
    return (), None


def _is_organization(name: str, kind: str | None, own: Sequence[str]) -> bool:
    if len(name) > MAX_CREDIT_CHARS or is_generic(name) or "://" in name or name.startswith("@"):
        return False
    if name.lower() in agencies() or has_organization_word(name):
        return True
    return kind == "organization" or (_is_site(name, own) and not (kind == "person" and is_person(name)))


def _is_bare_name(line: Byline) -> bool:
    """Whether a line is a name without "By", in an element that is named for authors."""
    innermost = (line.path or "").rsplit(">", 2)[-2:]
    return any(map(NAMED_FOR_AUTHORS.search, innermost)) and split(line.text) == [line.text] and is_person(line.text)


def _is_site(name: str, own: Sequence[str]) -> bool:
    plain = key(name)
    return bool(plain) and any(plain in site or plain.startswith(site) for site in own)


def credits_in_text(data: PageData, source_lines: Iterable[str], first_lines: Sequence[str]) -> tuple[str, ...]:
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
    return tuple(dict.fromkeys(name for name in names if len(name) <= MAX_CREDIT_CHARS))
