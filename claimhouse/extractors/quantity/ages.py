"""Ages of persons and things, which are written as numbers of years without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claimhouse.extractors.quantity.numbers import spoken_value
from claimhouse.extractors.quantity.tables import tables
from claimhouse.extractors.quantity.taken import Taken

# Nobody is older, and below this a number behind a name is more often something else.
MAX_AGE = 119
MIN_AGE = 3
# How far back a word may stand that makes "at 62" a level.
LEVEL_REACH = 60

_DIGIT = re.compile(r"\d")
_SMALL = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_BIG = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_OLD = re.compile(
    rf"(?<![\w.,])(?:(?P<low>{_BIG})(?:-|–|\ to[ -]|\ or\ |-\ to[ -]))?(?P<age>{_BIG}|{_SMALL})"
    r"(?P<magnitude>\ (?:thousand|million|billion))?"
    r"[ -](?P<unit>year|month|week|day)s?[ -]old(?P<plural>s)?\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"(?<!\w)(?:(?P<between>between\ the\ ages\ of|age[sd]?\ between)|aged|ages?|ages?\ of|ages\ from)\ "
    rf"(?P<low>\d{{1,3}}|{_SMALL})"
    r"(?:(?:\ to\ |-|–|(?(between)\ and\ |\ to\ ))(?P<high>\d{1,3}))?(?![\w%]|[.,]\d|-\w)"
    r"(?!\ (?:per|percent|million|billion|days|games))",
    re.IGNORECASE,
)
_ALSO = re.compile(r" and (\d{1,3})(?![\w%]|[.,]\d| [a-z]+s\b)")
_TURNED = re.compile(
    r"(?<!\w)(?:turned|turns|turning|(?:[Ss]?[Hh]e|who)\ (?:is|was|will\ be|is\ now)(?:\ (?:just|only|barely|still))?)"
    r"\ (?P<age>\d{1,3})"
    r"(?=[\s,.;]|$)(?![.,]\d)"
)
_UNIT_FOLLOWS = re.compile(
    r"\s?(?:%|per\b|percent|years?\ (?:in|of|from|later|behind|away)|points?|minutes|miles|feet"
    r"|[a-z]+s\b(?<!was)(?<!as)(?<!his)(?<!is)(?<!years))"
)
_APPOSITION = re.compile(
    r"(?<![\d,])(?P<name>[A-Z][\w'’-]+(?:\ (?:Jr|Sr|II|III)\.?)?),\ (?P<age>\d{1,3})"
    r"(?=,\ (?![\d$€£])|\ [―—–]\ |\.$|;|\)|$)"
)
_LIFE = re.compile(
    r"(?i:life expectancy|(?:average|mean|median|retirement|pension) age)(?: [a-z]+){0,5}? (?:is|was|of|at|to|now)"
    r"(?: (?:about|around|nearly|over|only|just|under))? (?P<age>\d{2})"
    r"(?=[\s,;)]|\.(?!\d)|$)(?! ?(?:%|per|years|months))"
)
_AT = re.compile(
    r"(?<!\w)[Aa]t\ (?:the\ age\ of\ |age\ )?(?P<age>\d{2})"
    r"(?=[,;)]|\.(?!\d)|$|\ (?:to|when|and|after|with|from|in|because|while|he|she)\b)(?!,\d)"
)
_COUNTED = re.compile(
    r"\b(?:puts?|putting|estimate[ds]?|peg(?:s|ged)|stood|stands?|remain(?:s|ed)|number|toll|tally|total|count|figure)\b"
    r"(?: [\w'\u2019-]+){0,8} $"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAge:
    """An age or a range of ages in `unit`."""

    start: int
    end: int
    unit: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


def find_ages(text: str) -> list[FoundAge]:
    """Return the ages of the text in order of place; a number that may be a price or a level is left out."""
    taken = Taken(len(text))
    lower = text.lower()
    has_digit = _DIGIT.search(text) is not None
    candidates = (
        *(_old(text) if "old" in lower else ()),
        *(_aged(text) if "age" in lower else ()),
        *(_of_person(text) if has_digit else ()),
    )
    found = [age for age in candidates if taken.claim(age.start, age.end)]
    return sorted(found, key=lambda age: age.start)


def _number(written: str) -> Decimal:
    return Decimal(written.replace(",", "")) if written[0].isdigit() else spoken_value(written)


def _old(text: str) -> Iterator[FoundAge]:
    for match in _OLD.finditer(text):
        factor = tables().magnitudes[match["magnitude"].strip().lower()] if match["magnitude"] else Decimal(1)
        age = _number(match["age"]) * factor
        low = _number(match["low"]) * factor if match["low"] else None
        yield FoundAge(
            start=match.start(),
            end=match.end(),
            unit=match["unit"].lower(),
            value=None if low is not None else age,
            low=low,
            high=age if low is not None else None,
        )


def _aged(text: str) -> Iterator[FoundAge]:
    for match in _AGED.finditer(text):
        low = _number(match["low"])
        if low > MAX_AGE:
            continue
        high = Decimal(match["high"]) if match["high"] else None
        value = None if high is not None else low
        ranged = low if high is not None else None
        yield FoundAge(start=match.start("low"), end=match.end(), unit="year", value=value, low=ranged, high=high)
        if high is None and (also := _ALSO.match(text, match.end())):
            yield FoundAge(start=also.start(1), end=also.end(), unit="year", value=Decimal(also[1]))


def _of_person(text: str) -> Iterator[FoundAge]:
    levels = tables().levels
    for pattern in (_TURNED, _APPOSITION, _AT, _LIFE):
        for match in pattern.finditer(text):
            age = int(match["age"])
            if not MIN_AGE <= age <= MAX_AGE or _UNIT_FOLLOWS.match(text, match.end()):
                continue
            before = re.findall(r"[a-z]+", text[max(0, match.start() - LEVEL_REACH) : match.start()].lower())
            if pattern is _AT and "age" not in match[0] and any(word in levels for word in before):
                continue
            if pattern is _AT and "age" not in match[0] and _COUNTED.search(text[: match.start()]):
                continue  # "put the number of injured at 14"
            yield FoundAge(start=match.start("age"), end=match.end("age"), unit="year", value=Decimal(age))
