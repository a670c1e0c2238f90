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
_VESSEL = re.compile(
    r"\b(?:ferry|ship|boat|vessel|tanker|trawler|train|flight|plant|mine|factory|hotel|stadium|bridge|tower|school"
    r"|(?:on|aboard)(?: the)?)\s+⟦(\d+)⟧"
)
_NAMED = re.compile(r"\b(?:hurricane|cyclone|typhoon|storm)\s+⟦(\d+)⟧")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as one document names it.

    Attributes:
        place: a name of the document, null if none is certain.
        year: a year the sentence names, where it tells of another event than its text does.
        anchors: names of places and vessels that the document ties the event to, by weight; `place` is the first.
    """

    event_class: str
    place: str | None
    year: str | None = None
    anchors: tuple[str, ...] = ()


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
    anchors: Counter[str] = Counter()
    for masked in [*title, *sentences]:
        about = masked in title or (best in _named_classes(masked.text) and _year(masked.text) is None)
        if about:
            anchors.update(_anchors(masked, kinds))
    if not anchors:
        return None
    ranked = sorted(anchors, key=lambda name: (-anchors[name], name))
    return Event(event_class=best, place=ranked[0], anchors=tuple(ranked))


def _anchors(masked: MaskedSentence, kinds: Mapping[str, EntityKind]) -> set[str]:
    """The names that tie an event down: its place, and the ship, train or building it befell."""
    place = _place(masked, kinds)
    vessels = {masked.names[int(match.group(1))] for match in _VESSEL.finditer(masked.text)}
    return vessels | ({place} if place is not None else set())


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
