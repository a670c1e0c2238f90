"""The event that a text tells of: its class and its place, so that reports of one event meet.

A count of dead or injured is said of an event ("the fire in Harrowgate"), which few sentences name in full. The
sentence's own event goes first ("a 2011 fire in Brigham killed 30"), then the main one of its segment.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from claimhouse.records import EntityKind
from claimhouse.resolve.frames import MaskedSentence
from claimhouse.resolve.lexicon import read_data

_TITLE_WEIGHT = 3  # the title names the matter; one mention in it is worth three in the text
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_WHERE = re.compile(r"\b(?:in|at|near|outside|off|on|across|hit|hits|struck|strikes)\s+(?:[^\s,;:()⟦⟧]+ ){0,4}?⟦(\d+)⟧")
_RIGHT_IN = re.compile(r"\b(?:in|near|outside|hit|hits|struck|strikes|rocks|rocked)\s+(?:the\s+)?⟦(\d+)⟧")
_BEFORE = re.compile(r"⟦(\d+)⟧(?:'s?)?\s+((?:[a-z-]+\s+){0,2}[a-z-]+)")
_NAMED = re.compile(r"\b(?:hurricane|cyclone|typhoon|storm)\s+⟦(\d+)⟧")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Event:
    """An event as one document names it; `place` is a name of the document, null if none is certain."""

    event_class: str
    place: str | None
    year: str | None = None


@cache
def _classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(read_data("events.toml"))["classes"]
    return tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in table.items())


def sentence_event(masked: MaskedSentence, kinds: Mapping[str, EntityKind]) -> Event | None:
    """Return the event a sentence names with its place; null where either is missing.

    Args:
        masked: the sentence.
        kinds: of the names of the document.
    """
    named = _NAMED.search(masked.text)
    if named:
        return Event(event_class="storm", place=masked.names[int(named.group(1))])
    classes = _named_classes(masked.text)
    place = _place(masked, kinds)
    if not classes or place is None:
        return None
    return Event(event_class=classes[0], place=place, year=_year(masked.text))


def main_event(
    title: Sequence[MaskedSentence], sentences: Sequence[MaskedSentence], kinds: Mapping[str, EntityKind]
) -> Event | None:
    """Return the event a text is about, by its title and its sentences in reading order."""
    weights: Counter[str] = Counter()
    for masked in title:
        weights.update(dict.fromkeys(_named_classes(masked.text), _TITLE_WEIGHT))
    for masked in sentences:
        weights.update(_named_classes(masked.text))
    if not weights:
        return None
    best = min(weights, key=lambda name: (-weights[name], name))
    for masked in [*title, *sentences]:
        named = _NAMED.search(masked.text)
        if named:
            return Event(event_class="storm", place=masked.names[int(named.group(1))])
    places_met = Counter[str]()
    for masked in [*title, *sentences]:
        place = _place(masked, kinds)
        if (
            place is not None
            and _year(masked.text) is None
            and (best in _named_classes(masked.text) or masked in title)
        ):
            places_met[place] += 1
    if not places_met:
        return None
    return Event(event_class=best, place=min(places_met, key=lambda name: (-places_met[name], name)))


def _named_classes(text: str) -> list[str]:
    return [name for name, pattern in _classes() if pattern.search(text)]


def _place(masked: MaskedSentence, kinds: Mapping[str, EntityKind]) -> str | None:
    """The first place named after a preposition of place, else the only place of the sentence.

    Recognisers take small towns for organisations: a name right after "in", or right before the noun of an event
    ("the Harrowgate factory fire"), is a place whatever its kind.
    """
    for match in _WHERE.finditer(masked.text):
        name = masked.names[int(match.group(1))]
        if kinds.get(name) is EntityKind.PLACE:
            return name
    inside = [masked.names[int(match.group(1))] for match in _RIGHT_IN.finditer(masked.text)]
    before = [
        masked.names[int(match.group(1))] for match in _BEFORE.finditer(masked.text) if _named_classes(match.group(2))
    ]
    for name in [*inside, *before]:
        if kinds.get(name) is not EntityKind.PERSON:
            return name
    met = {name for name in masked.names if kinds.get(name) is EntityKind.PLACE}
    return met.pop() if len(met) == 1 else None


def _year(text: str) -> str | None:
    match = _YEAR.search(text)
    return match.group(1) if match else None


def years_in(text: str) -> frozenset[str]:
    """Return the years written in a text."""
    return frozenset(_YEAR.findall(text))
