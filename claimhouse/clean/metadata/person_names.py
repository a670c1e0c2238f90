"""Author lines cut into names, and which of the names are persons'."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from claimhouse.clean.lexicon import agencies, not_persons

MAX_NAME_CHARS = 60
MAX_LINE_CHARS = 1_000  # of a text that is cut into names
WORDS_OF_NAME = range(2, 7)
NOT_IN_NAME = frozenset("@/:<>|*!?●⋅{}[]=_#&+…")
# Names without blanks between their parts: Chinese and Korean two to four characters, Japanese up to six.
EAST_ASIAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af々·・]{2,7}")
EAST_ASIAN_NAME = re.compile(r"[\u3400-\u9fff々]{2,4}|[\uac00-\ud7af]{2,4}|[\u3400-\u9fff々\u3040-\u30ff]{3,6}")
GLUED = re.compile(r"(?!Fitz)[^\W\d_A-Z]{3,}[A-Z]")  # "NewsroomBy": two texts without white space between them
DOMAIN = re.compile(r"[^\W_]{2}\.[a-z]{2}")  # "ostrel.example", not "A.B." and not "H.-J."
SEPARATOR = re.compile(r"\s*(?:[,;|/•·●⋅、\uff0c\uff1b]|\s[&+]\s|\s-\s|\s[–—]\s|\n)\s*")
# What follows a name in an author line: when, where, how to reach the author.
TAIL = re.compile(
    r"\s*(?:\||•|·|●|⋅|@|\(|\[|https?:|\d|\s[–—-]\s"
    r"|(?<!\w)(?:updated|published|posted|last|modified|on|for|in|at|is|aus|à|near|bei|via|aktualisiert|veröffentlicht"
    r"|publié|mis|le|el|am|um|alle|more|follow|email|special to|photos?|fotos?|illustrations?)(?!\w)).*$",
    re.IGNORECASE | re.DOTALL,
)
MONTH_AND_DAY = re.compile(r"\s*(?<!\w)[^\W\d_]{3,10}\.?\s\d{1,2}(?!\w).*$", re.DOTALL)
ABBREVIATED = re.compile(r"[^\W\d_a-z][^\W\d_]+ [^\W\d_a-z]\.$")  # "Ada P.": the full stop belongs to the name
NOT_IN_KEY = re.compile(r"[\W_]+")


@cache
def _words(table: str, name: str = "words") -> frozenset[str]:
    return frozenset(_tables()[table][name])


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = (resources.files("claimhouse.clean") / "data" / "persons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _label() -> re.Pattern[str]:
    """What stands before a name: "By", "Text:", "作者" with a wide colon."""
    opening, closed = (_alternatives(_tables()["labels"][name]) for name in ("open", "closed"))
    return re.compile(
        rf"^\W*(?:(?:{opening})(?:\s*[:\uff1a]\s*|\s+)|(?:{closed})\s*[:\uff1a\uff0f/]\s*)", re.IGNORECASE
    )


@cache
def _label_alone() -> re.Pattern[str]:
    names = _alternatives([*_tables()["labels"]["open"], *_tables()["labels"]["closed"]])
    return re.compile(rf"(?:{names})\s*[:\uff1a]?", re.IGNORECASE)


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_alternatives(_tables()['between']['words'])})\s+", re.IGNORECASE)


@cache
def _between_letters() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_alternatives(_tables()['between']['letters'])})\s+")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def has_label(text: str) -> bool:
    """Whether a text begins like an author line.

    >>> has_label("Von Mira Osten"), has_label("Mira Osten")
    (True, False)
    """
    return _label().match(text) is not None


def is_label(text: str) -> bool:
    """Whether a text is only the beginning of an author line: "Written by:"."""
    return _label_alone().fullmatch(text.strip()) is not None


def key(name: str) -> str:
    """Return what two spellings of one name share: no case, no accents, no signs.

    >>> key("JOSÉ Abt-Lund") == key("Jose Abt Lund")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return NOT_IN_KEY.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without those that differ from an earlier one only by case, accents or signs."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(key(name), name)
    return tuple(found.values())


def is_person(name: str) -> bool:
    """Whether a text looks like a person's name and like no desk, outlet or agency.

    >>> is_person("Mira van Osten"), is_person("Harbour News Staff"), is_person("Updated"), is_person("李明")
    (True, False, False, True)
    """
    if len(name) > MAX_NAME_CHARS or any(map(str.isdigit, name)) or not NOT_IN_NAME.isdisjoint(name):
        return False
    lowered = name.lower()
    if lowered in agencies() or any(word in lowered for word in _east_asian_organizations()):
        return False
    words = name.split()
    return EAST_ASIAN_NAME.fullmatch(name) is not None if EAST_ASIAN.fullmatch(name) else _has_form(words)


def _has_form(words: list[str]) -> bool:
    """Whether words are as names of persons are written where blanks part them."""
    if len(words) not in WORDS_OF_NAME or words[0].lower() in _words("first"):
        return False
    plain = [word.lower().strip(".,'’\"") for word in words]
    if any(word in not_persons() or word in _words("organizations") for word in plain):
        return False
    if any(GLUED.search(word) or DOMAIN.search(word) for word in words):
        return False
    big = [word for word in words if word.lower() not in _words("particles")]
    return len(big) > 0 and not any(word[0].islower() for word in big) and len(plain[-1]) > 0


@cache
def _east_asian_organizations() -> tuple[str, ...]:
    return tuple(word for word in _words("organizations") if EAST_ASIAN.fullmatch(word))


def has_organization_word(name: str) -> bool:
    """Whether a name has a word that organisations have, and one that is its own.

    >>> has_organization_word("Ostrel Media Group"), has_organization_word("News Team")
    (True, False)
    """
    words = [word.lower().strip(".,'’\"") for word in name.split()]
    generic = _words("organizations", "generic")
    named = any(word in _words("organizations") for word in words) or any(
        word in name for word in _east_asian_organizations()
    )
    return named and any(word not in generic and word not in not_persons() for word in words)


def is_generic(name: str) -> bool:
    """Whether a name is made only of words that name nobody: "Staff", "The News Desk"."""
    words = [word.lower().strip(".,'’\"") for word in name.split()]
    generic = _words("organizations", "generic")
    return all(word in generic or word in not_persons() or word in _words("first") for word in words)


def split(text: str) -> list[str]:
    """Cut an author line into names.

    >>> split("By Dr. Mira van Osten, PhD and Jon Abt in Telm | Updated 3 May")
    ['Mira van Osten', 'Jon Abt']
    """
    line = _label().sub("", text.strip()[:MAX_LINE_CHARS], count=1)
    names: list[str] = []
    for number, part in enumerate(SEPARATOR.split(line)):
        for piece in _between().split(part):
            for half in _halves(piece):
                name, rest = _trimmed(half)
                what = rest or name.lower() in _words("titles", "after")
                if name and not (number and what):  # "…, PhD", "…, Telm University professor": what an author is
                    names.append(name)
    return list(unique(names))


def _halves(piece: str) -> list[str]:
    """Cut at "y", "e", "i" only between two whole names: "Ana Ruiz y Luz Mora", not "Ortega y Gasset"."""
    halves = _between_letters().split(piece)
    whole = len(halves) > 1 and all(len(half.split()) > 1 for half in halves)
    return halves if whole else [piece]


def _trimmed(part: str) -> tuple[str, bool]:
    """Take titles, degrees, places, times off a name; say whether words in lower case were behind it."""
    name = TAIL.sub("", MONTH_AND_DAY.sub("", _label().sub("", part, count=1)))
    words = name.split()
    while words and words[0].lower() in _words("titles", "before") and len(words) > 1:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().strip(",") in _words("titles", "after"):
        words = words[:-1]
    cut = next((place for place, word in enumerate(words) if place > 1 and _ends_name(word)), len(words))
    half = cut // 2
    if half and words[:half] == words[half:cut]:  # shown once beside a picture and once in the line
        words, cut = words[:half], half
    name = " ".join(words[:cut])
    initial = ABBREVIATED.search(name)
    bare = name.strip(" .,;:-–—\"“”„'()«»®™") + ("." if initial else "")
    return bare, cut < len(words)


def _ends_name(word: str) -> bool:
    """Whether a word after two of a name is not part of it: lower case and no particle."""
    return word[0].islower() and word.lower() not in _words("particles")


def inverted(text: str) -> str | None:
    """Return "Osten, Mira" as "Mira Osten"; None where a text has not that form.

    >>> inverted("van Osten, Mira J."), inverted("Mira Osten, Jon Abt"), inverted("Osten, Reporter")
    ('Mira J. van Osten', None, None)
    """
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma or "," in given or not given:
        return None
    big = [word for word in family.split() if word.lower() not in _words("particles")]
    name = f"{given} {family}"
    return name if len(big) == 1 and len(given.split()) < len(WORDS_OF_NAME) - 1 and is_person(name) else None
