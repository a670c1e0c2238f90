"""Names of news agencies and outlets: told from other names, and brought to a form in which equal ones are equal."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

_ARTICLE = re.compile(
    r"^(?:(?:the|der|die|das|dem|den|le|la|les|el|il|lo|gli|os?|het|de)\s+|l['\u2019])(?=\S)", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_EDGES = " \t\n\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a,;:.!?*()[]-\u2013\u2014"
_TAIL = re.compile(
    r"\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december)|staff|reporters?|editors?|correspondents?|exclusively|on|in|by|that)$",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(r"[\W_]+")
_DOMAIN = re.compile(r"\.(?:com|net|org|co|info|news|tv|online)(?:\.\w\w)?$|(?<=\w\w)\.\w\w$")
_MAX_WORDS = 6
SHORT = 4
"""Agency names of up to this many letters mean other things too ("the PAP", "an AP exam")."""

# Short names that in running text mean the agency: what else they stand for is not told things and reports nothing.
_PLAIN_SHORT = frozenset({"AFP", "AP", "dpa", "UPI", "EFE", "ANSA", "TASS", "PTI", "IANS", "AAP", "A.P."})
# Outlet words that are family names as well: they need the article ("the Post", not "Robert Post").
_ALSO_FAMILY_NAMES = frozenset(
    {"Post", "Herald", "Mail", "Bote", "Globe", "Record", "Review", "Reporter", "Standard", "Press", "Argus", "Times"}
)


class Outlet(NamedTuple):
    """A name as an edge has it, and whether it is surely that of an outlet; else a publisher must bear it."""

    name: str
    is_sure: bool
    is_agency: bool


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    content = (resources.files(__package__) / "data" / "agencies.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


@cache
def _agencies() -> dict[str, str]:
    """Name in each way of writing -> the name of the edge. Longer names are also found in another case."""
    written: dict[str, str] = {}
    for name, ways in _table()["names"].items():
        for way in ways:
            written[way] = name
            if len(way) > SHORT:
                written[way.casefold()] = name
    return written


@cache
def _outlet_words() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    outlet = _table()["outlet"]
    return frozenset(outlet["words"]), tuple(outlet["ends"]), frozenset(outlet["not_ends"])


@cache
def outlet_nouns() -> tuple[str, ...]:
    """Return the nouns that make the name beside them an outlet's: "the newspaper Nord"."""
    return tuple(_table()["outlet"]["nouns"])


def trimmed(name: str) -> str:
    """Return a name without quotation marks, article, possessive, and what is no part of it at its end.

    >>> trimmed("The Elsden Courier Monday"), trimmed("„Nordblatt“"), trimmed("l'Écho du Val")
    ('Elsden Courier', 'Nordblatt', 'Écho du Val')
    """
    name = _POSSESSIVE.sub("", name.strip(_EDGES)).strip(_EDGES)
    while (shorter := _TAIL.sub("", name)) != name:
        name = shorter.strip(_EDGES)
    return _ARTICLE.sub("", name)


def outlet_name(name: str) -> str:
    """Return the comparable form of a publisher's name or host: an agency's own, else without article and signs.

    >>> outlet_name("The Associated Press"), outlet_name("The Elsden Courier"), outlet_name("www.elsden-courier.com")
    ('associated press', 'elsden courier', 'elsden courier')
    """
    name = unicodedata.normalize("NFKC", name).strip()
    bare = trimmed(name)
    known = agency(name) or agency(bare)
    if known:
        return known
    bare = _DOMAIN.sub("", bare.casefold().removeprefix("www."))
    return " ".join(_NOT_NAME.sub(" ", bare).split())


def agency(name: str) -> str | None:
    """Return the name under which an agency's edges stand, null if it is none that is known.

    >>> agency("Agence France-Presse"), agency("AFP"), agency("Elsden Courier")
    ('afp', 'afp', None)
    """
    name = name.strip()
    return _agencies().get(name) or (_agencies().get(name.casefold()) if len(name) > SHORT else None)


def outlet_of(name: str, *, has_article: bool = False, has_noun: bool = False, in_prose: bool = True) -> Outlet | None:
    """Return the outlet that a capitalised name may be; null where it cannot be one.

    Args:
        name: as it stands in the text, with article and quotation marks or without.
        has_article: whether an article or a quotation mark stands before it.
        has_noun: whether a noun for an outlet stands beside it ("the newspaper Nord").
        in_prose: whether it stands in a sentence, where a short agency name may mean something else.

    >>> outlet_of("the Elsden Courier")
    Outlet(name='elsden courier', is_sure=True, is_agency=False)
    >>> outlet_of("Robert Post").is_sure, outlet_of("UNI").is_sure, outlet_of("UNI", in_prose=False).is_sure
    (False, False, True)
    """
    bare = trimmed(name)
    words = re.split(r"[\s-]+", bare)
    if not bare or len(words) > _MAX_WORDS:
        return None
    known = agency(bare)
    if known:
        is_plain = not in_prose or len(bare) > SHORT or bare in _PLAIN_SHORT
        return Outlet(known, is_plain or has_noun, is_agency=True)
    if words[-1] in _outlet_words()[2]:
        return None
    is_sure = has_noun or _is_named_as_outlet(words, has_article=has_article or bare != name.strip(_EDGES))
    return Outlet(outlet_name(bare), is_sure, is_agency=False) if outlet_name(bare) else None


def _is_named_as_outlet(words: list[str], *, has_article: bool) -> bool:
    known, ends, _ = _outlet_words()
    if any(word.casefold().endswith(ends) and word.casefold() not in ends for word in words):
        return True
    marks = [place for place, word in enumerate(words) if word in known]
    if not marks or len(words) == 1:
        return False
    if 0 < marks[-1] < len(words) - 1 and words[marks[-1] + 1][0].isupper():
        return False  # "told the Elsden Mail Mira Abt": where the name ends is not known
    return has_article or any(words[place] not in _ALSO_FAMILY_NAMES for place in marks)
