"""Names in a comparable form: without case, possessive, article, legal form, form of address and accents' variants."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from claimhouse.records import EntityKind

_POSSESSIVE = re.compile(r"['\u2019\u2018`]s?$")
_BRACKETED = re.compile(r"\s*\(([^()]*)\)\s*$")
_EDGES = " \t\n\"'\u2018\u2019\u201c\u201d,;:.!?*#|-\u2013\u2014"
_INITIALS = re.compile(r"\b(?:[a-z]\.)+[a-z]?(?![a-z])")
_SPLIT = re.compile(r"[\s,]+")
_MIN_ACRONYM = 3  # "UN" and "AI" have too many meanings


@cache
def _words(list_name: str) -> frozenset[str]:
    content = (resources.files(__package__) / "data" / "names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(content)[list_name])


@lru_cache(maxsize=1 << 15)
def normal_name(name: str, kind: EntityKind | None = None) -> str:
    """Return the form under which equal names are equal; empty if nothing is left.

    Legal forms are cut from all but persons and places, forms of address from persons and unknown kinds. A
    name that consists of such words only keeps them.

    >>> normal_name("The Alder & Finch Company, Inc."), normal_name("Dr. Jane Roe's", EntityKind.PERSON)
    ('alder & finch', 'jane roe')
    """
    text = unicodedata.normalize("NFKC", name).strip(_EDGES)
    text = _BRACKETED.sub("", text)
    text = _POSSESSIVE.sub("", text).strip(_EDGES).casefold()
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    text = _INITIALS.sub(lambda match: match.group().replace(".", ""), text + " ").strip()
    words = [word for word in (word.strip(_EDGES) for word in _SPLIT.split(text)) if word]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[0] in _words("vessels") and kind is not EntityKind.PERSON:
        words = words[1:]
    if kind in {None, EntityKind.ORGANISATION, EntityKind.OTHER}:
        while len(words) > 1 and words[-1].replace(".", "") in _words("legal_forms"):
            words = words[:-1]
    if kind in {None, EntityKind.PERSON}:
        while len(words) > 1 and words[0] in _words("titles"):
            words = words[1:]
    return " ".join(words)


def bracketed_acronym(name: str) -> str | None:
    """Return the acronym that a name gives in brackets at its end, in comparable form.

    >>> bracketed_acronym("Harbour Safety Board (HSB)")
    'hsb'
    """
    match = _BRACKETED.search(name.strip())
    if match is None or not is_acronym(match.group(1), name[: match.start()]):
        return None
    return match.group(1).replace(".", "").casefold()


def is_acronym(short: str, long: str) -> bool:
    """Say whether `short` is written in capitals and made of the initials of `long`, small words left out or in.

    >>> is_acronym("HSB", "Harbour Safety Board"), is_acronym("Hsb", "Harbour Safety Board")
    (True, False)
    """
    letters = short.replace(".", "").strip()
    if len(letters) < _MIN_ACRONYM or not letters.isalpha() or not letters.isupper():
        return False
    words = [word for word in re.split(r"[\s\-&]+", long.strip(_EDGES)) if word]
    if words and words[0].casefold() == "the":
        words = words[1:]
    every = "".join(word[0] for word in words)
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return letters in {every.upper(), capitals}


def is_person_part(short: str, full: str) -> bool:
    """Say whether a lone name is the last (family) name of a full one, both in comparable form."""
    words = [word for word in full.split() if word not in _words("generations")]
    return len(words) > 1 and short == words[-1]


def is_shortened(short: str, long: str) -> bool:
    """Say whether `short` is the beginning of `long`, word by word, both in comparable form.

    >>> is_shortened("alder", "alder robotics"), is_shortened("al", "alder robotics")
    (True, False)
    """
    return long.startswith(short + " ")
