"""Which documents tell of one event: the same class, a shared name to tie it down, published within three months.

Reports name one event by different things (the town, the strait, the ship), so their anchors are joined: two main
events meet if one name is an anchor of both, and so on transitively.

A text that tells of no class of event ("Five questions that Norvik has to answer") is about the one event, of any
class, that the collection tells by its topic or by two of its names. It joins nothing: what is told of an event does
not depend on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Self

from claimhouse.provenance import digest
from claimhouse.resolve.events import Event

PAIR = " + "
"""Between the two names of an anchor that is a pair."""

_ANY_CLASS = ""
SAME_EVENT_DAYS = 92  # from a report of an event to the next; a year later there may be another fire in the same town

Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """The main event of a segment of a document, its anchors as (comparable name, name to show)."""

    place: Place
    event: Event
    anchors: tuple[tuple[str, str], ...]
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UntoldEvent:
    """A segment that tells of no class of event, with the names by which it may be about one: its topic, and pairs."""

    place: Place
    names: tuple[str, ...]


def event_topic(event_class: str, normal: str) -> str:
    """Return the name of the question which event a class and a comparable name tell of; of any class without one."""
    return digest("event", event_class, normal)


def event_topics(event_class: str, normal: str) -> set[str]:
    """Return the questions on which it bears what a class and a comparable name tell of."""
    return {event_topic(event_class, normal), event_topic(_ANY_CLASS, normal)}


class EventIndex:
    """The events of the collection, each with a key and a text for people.

    Attributes:
        asked: topics of the questions put to the index; whoever reads document by document empties it between two.
    """

    def __init__(self, told: Iterable[ToldEvent], untold: Iterable[UntoldEvent] = ()) -> None:
        """Join the main events of all segments; their order does not matter."""
        self.asked: set[str] = set()
        self._untold = {item.place: item for item in untold}
        self._told = {item.place: item for item in sorted(told, key=lambda item: item.place) if item.anchors}
        parts = _joined(self._told)
        self._subjects: dict[Place, tuple[str, str]] = {}
        by_anchor: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for members in parts:
            subject = _subject(members)
            for member in members:
                self._subjects[member.place] = subject
                for normal, _ in member.anchors:
                    by_anchor[member.event.event_class, normal].add(subject)
        self._only = {anchor: next(iter(found)) for anchor, found in by_anchor.items() if len(found) == 1}
        self._of_any_class = _by_name(self._only)

    @classmethod
    def known(
        cls,
        told: Iterable[ToldEvent],
        subjects: Mapping[Place, tuple[str, str]],
        only: Mapping[tuple[str, str], tuple[str, str]],
        untold: Iterable[UntoldEvent] = (),
    ) -> Self:
        """Return the index for some documents of a collection whose events are known.

        Args:
            told: what these documents tell of.
            subjects: key and text of the event of each of their segments.
            only: the event of a class and a comparable name, where the whole collection has one alone.
            untold: segments of these documents that tell of no class of event.
        """
        index = cls((), untold)
        index._told = {item.place: item for item in told if item.anchors}
        index._subjects = dict(subjects)
        index._only = dict(only)
        index._of_any_class = _by_name(index._only)
        return index

    def main(self, place: Place) -> tuple[str, str] | None:
        """Return key and text of the event that a segment is about."""
        told = self._subjects.get(place)
        if told is not None or place not in self._untold:
            return told
        found = self._adopted(place)
        return found[1] if found is not None else None

    def main_class(self, place: Place) -> str | None:
        """Return the class of the event that a segment is about."""
        told = self._told.get(place)
        if told is not None:
            return told.event.event_class
        found = self._adopted(place)
        return found[0] if found is not None else None

    def is_told_by(self, place: Place, normal: str) -> bool:
        """Say whether a comparable name is one of those that a segment's event is told by, alone or with another."""
        told = self._told.get(place)
        names = [name for name, _ in told.anchors] if told is not None else self._untold[place].names
        return any(normal in name.split(PAIR) for name in names)

    def _adopted(self, place: Place) -> tuple[str, tuple[str, str]] | None:
        """Return class, key and text of the one event that the names of a text tell of, if it tells of none itself."""
        item = self._untold.get(place)
        if item is None:
            return None
        self.asked.update(event_topic(_ANY_CLASS, name) for name in item.names)
        found = {event for name in item.names for event in self._of_any_class.get(name, ())}
        return next(iter(found)) if len(found) == 1 else None

    def named(self, place: Place, event: Event, normal: str, shown: str) -> tuple[str, str]:
        """Return key and text of the event that a sentence of a segment names by its class and a place."""
        told = self._told.get(place)
        if event.year is None and told is not None and normal in dict(told.anchors):
            return self._subjects[place]
        if event.year is None:
            self.asked.add(event_topic(event.event_class, normal))
            known = self._only.get((event.event_class, normal))
            if known is not None:
                return known
        year = f" / {event.year}" if event.year else ""
        return digest("event", event.event_class, normal, event.year), f"{event.event_class} / {shown}{year}"


def _by_name(
    only: Mapping[tuple[str, str], tuple[str, str]],
) -> dict[str, set[tuple[str, tuple[str, str]]]]:
    """Return the events with their classes by the names that tell of them."""
    found: defaultdict[str, set[tuple[str, tuple[str, str]]]] = defaultdict(set)
    for (event_class, normal), event in only.items():
        found[normal].add((event_class, event))
    return dict(found)


def event_subject(event_class: str, normal: str, shown: str, month: str | None) -> tuple[str, str]:
    """Return key and text of an event by its class, the anchor that most of its documents have, and its first month."""
    return digest("event", event_class, normal, month), f"{event_class} / {shown}"


def _joined(told: Mapping[Place, ToldEvent]) -> list[list[ToldEvent]]:
    parent = {place: place for place in told}

    def root(place: Place) -> Place:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    by_anchor: defaultdict[tuple[str, str], list[ToldEvent]] = defaultdict(list)
    for item in told.values():
        for normal, _ in item.anchors:
            by_anchor[item.event.event_class, normal].append(item)
    for items in by_anchor.values():
        for left, right in pairwise(sorted(items, key=_by_time)):
            if _near(left, right):
                low, high = sorted((root(left.place), root(right.place)))
                parent[high] = low
    parts: defaultdict[Place, list[ToldEvent]] = defaultdict(list)
    for place, item in told.items():
        parts[root(place)].append(item)
    return list(parts.values())


def _by_time(item: ToldEvent) -> tuple[bool, float, Place]:
    return item.published_at is None, item.published_at.timestamp() if item.published_at else 0.0, item.place


def _near(left: ToldEvent, right: ToldEvent) -> bool:
    if left.published_at is None or right.published_at is None:
        return True
    return abs((right.published_at - left.published_at).days) <= SAME_EVENT_DAYS


def _subject(members: Iterable[ToldEvent]) -> tuple[str, str]:
    """Name an event after its class and the anchor most of its documents have; key after the first publication."""
    counts: Counter[tuple[str, str]] = Counter()
    classes: Counter[str] = Counter()
    months = []
    for member in members:
        counts.update(member.anchors)
        classes[member.event.event_class] += 1
        if member.published_at is not None:
            months.append(f"{member.published_at:%Y-%m}")
    event_class = min(classes)
    normal, shown = min(counts, key=lambda anchor: (-counts[anchor], anchor))
    return event_subject(event_class, normal, shown, min(months, default=None))
