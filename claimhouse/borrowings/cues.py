"""The cues of the package's data as patterns, and what may stand beside them: names, their articles and nouns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from claimhouse.borrowings.outlets import outlet_nouns

UPPER = (
    "A-Z\u00c0-\u00d6\u00d8-\u00de\u0104\u0106\u010c\u010e\u0118\u0141\u0143\u0150\u0158\u015a\u0160\u0170\u0179"
    "\u017b\u017d\u0400-\u042f"
)
"""Capital letters of the languages whose cues are listed, for a character class."""

# A capitalised word, an acronym, or a name that agencies write in lower case ("dpa").
_WORD = rf"(?:[{UPPER}][\w&\u2019'.-]*\w|[{UPPER}]\b|\b(?:dpa(?:-AFX)?|epd|sid)\b)"
_JOINED = r"(?:\s|-)(?:(?:of|de|del|della|du|des|da|do|dos|la|le|in|am|und|&)\s)?"
NAME = rf"{_WORD}(?:{_JOINED}{_WORD}){{0,4}}"
_ARTICLE = r"(?:the|der|die|das|dem|den|le|la|les|el|il|de|het|o|a)\s|l['\u2019]"
_MARK = "[\"\u201c\u201e\u00ab\u201a\u2018'\u2039]"
_BETWEEN = r"(?:\s*[,;/]\s*(?:and\s|und\s|et\s|y\s|e\s)?|\s(?:and|und|et|y|e|&)\s)(?:the\s)?"


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """Return the cue lists of `data/cues.toml`."""
    content = (resources.files(__package__) / "data" / "cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


@cache
def before(section: str) -> re.Pattern[str]:
    """Return the pattern of what stands before a name, with the white space up to it."""
    return re.compile(rf"\b(?:{_joined(table()[section]['before'])})(?:\s+|(?<=['\u2019]))")


@cache
def behind(section: str) -> re.Pattern[str]:
    """Return the pattern of what stands behind a name, to be matched at the name's end."""
    return re.compile(rf"[\"\u201d\u201c\u00bb\u2019\u203a',]*\s+(?:{_joined(table()[section]['behind'])})\b")


@cache
def named() -> re.Pattern[str]:
    """Return the pattern of a name behind a cue, with its article, its noun ("the daily newspaper"), and its mark."""
    nouns = "|".join(sorted(map(re.escape, outlet_nouns()), key=len, reverse=True))
    return re.compile(
        rf"(?P<article>{_ARTICLE})?(?:(?:\w+\s)?(?P<noun>{nouns})\s)?(?P<mark>{_MARK})?"
        rf"(?P<name>{NAME})(?:[\"\u201d\u201c\u00bb\u2019\u203a']*\s(?P<after>{nouns})\b)?"
    )


@cache
def names() -> re.Pattern[str]:
    """Return the pattern of one or more names behind a cue."""
    return re.compile(rf"(?:{_ARTICLE})?(?P<names>{NAME}(?:{_BETWEEN}{NAME}){{0,3}})")


@cache
def any_name() -> re.Pattern[str]:
    """Return the pattern of a capitalised name anywhere."""
    return re.compile(NAME)


@cache
def credit_label() -> re.Pattern[str]:
    """Return the pattern of what opens a line that credits: "Source:", "With material from"."""
    line = table()["line"]
    return re.compile(
        rf"(?:(?P<label>(?:{'|'.join(line['labels'])}))\s?:\s*|(?P<opening>{'|'.join(line['openings'])})\s+)",
        re.IGNORECASE,
    )


@cache
def picture_words() -> re.Pattern[str]:
    """Return the pattern of words that say that a picture is credited."""
    return re.compile(rf"\b(?:{'|'.join(table()['line']['pictures'])})\b", re.IGNORECASE)


def _joined(cues: Iterable[str]) -> str:
    """Join cues so that the engine can tell by their first letters where none can stand; case matters else."""
    return "|".join(_either_case(cue).replace(" ", r"\s") for cue in cues)


def _either_case(cue: str) -> str:
    return re.sub(r"^(?:\(\?:)?[^()]*", lambda match: _first_letters(match[0]), cue, count=1)


def _first_letters(head: str) -> str:
    return re.sub(r"(^|\(\?:|\|)([^\W\d_])", lambda found: f"{found[1]}[{found[2].upper()}{found[2].lower()}]", head)


def matches_before(section: str, text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield each cue of a section that a name follows, with the name (`named`)."""
    for cue in before(section).finditer(text):
        name = named().match(text, cue.end())
        if name:
            yield cue, name


def matches_behind(section: str, text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield each name that a cue of a section follows, with the cue."""
    for name in any_name().finditer(text):
        cue = behind(section).match(text, name.end())
        if cue:
            yield name, cue
