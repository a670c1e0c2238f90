"""A generated news collection for the scale of resolve: events that several documents tell, copies, disputed facts.

How often a document is a copy, how many documents tell of an event, how many facts an event has and how many of them
are disputed are rates (`Rates`). The defaults follow the development data as far as it tells: in `gold/dedup` 134 of
381 documents are copies of another (35 %); in `gold/seeds` four sources tell 24 facts of one event, 6 of them with
values in conflict (25 %: an event that was chosen because it is disputed, so the highest share to expect). How many
documents tell of an event, and how often a name comes back in later events, no development set tells: these are our
guesses. A matter (one sentence with its names) has one value within an event, two where it is disputed.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.resolve_documents import TEMPLATES, Collection, MadeDocument, Name, Quantified, Template, Writer, word
from claimhouse.provenance import digest
from claimhouse.records import Borrowing, BorrowingKind, EdgeScope, EvidencePlace

WINDOW = 1_000
"""Documents in which an event is news; also what the rates count by."""

_EARLIER = 10  # windows to which a follow-up may go back
_OFTEN = 5  # flattens the frequency of the first names: the first is drawn ln(6/5) / ln(n/5) of the time
_MINUTES = 3  # between two documents: 480 a day
_QUOTES = 3  # quotations that an event has
_AGENCIES = ("reuters", "associated press", "afp", "dpa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What a collection is like.

    Attributes:
        copies: share of documents that are copies of another.
        events: events per 1,000 documents.
        facts: facts of an event that documents choose from.
        told: share of a document's sentences that tell a fact of its event; the others are its own.
        disputed: share of an event's facts on which some documents give another value.
        minority: share of the documents that give the other value of a disputed fact.
        known: share of an event's names that other events have too; the rest are met in this event alone.
        follow_ups: share of documents that tell of an earlier event.
        credited: share of documents that credit an agency.
        quoting: share of documents that have a quotation of their event.
        citing: share of documents that name another outlet as their source.
        outlets: outlets of the collection.
    """

    copies: float = 0.35
    events: int = 250
    facts: int = 24
    told: float = 0.7
    disputed: float = 0.25
    minority: float = 0.25
    known: float = 0.6
    follow_ups: float = 0.1
    credited: float = 0.1
    quoting: float = 0.3
    citing: float = 0.05
    outlets: int = 500


class News(Collection):
    """Documents by number, each the same whichever others are made."""

    def __init__(self, seed: int, names: int, rates: Rates | None = None) -> None:
        super().__init__(seed, names)
        self.rates = rates or Rates()
        self._events: dict[int, _Event] = {}

    def document(self, number: int, run: int = 1) -> MadeDocument:
        """Return a document, its text its own or that of an earlier one that is a copy of none."""
        original = number
        draw = self.draw("copy", number)
        if draw.random() < self.rates.copies:
            original = max(0, number - 1 - int(draw.expovariate(1 / 40)))
            while original and self.draw("copy", original).random() < self.rates.copies:
                original -= 1
        key, cluster = (digest("document", self.seed, one) for one in (number, original))
        return self.written(key, original, cluster, run)

    def written(self, key: str, text: int, cluster: str, run: int) -> MadeDocument:
        """Return a document with the text of a number, in a cluster, under a key of its own."""
        return _Reporter(self, text, key, run).document(cluster)

    def draw(self, *of: object) -> random.Random:
        """Return the random numbers that belong to something."""
        return random.Random(f"{self.seed} {of}")  # noqa: S311 - reproducible, not secret

    def event_of(self, number: int) -> _Event:
        """Return the event that a document tells of; of the events of a time a few are told by many."""
        draw = self.draw("event of", number)
        window = number // WINDOW
        if draw.random() < self.rates.follow_ups:
            window = max(0, window - draw.randint(1, _EARLIER))
        event = window * self.rates.events + _rank(draw, self.rates.events)
        if event not in self._events:
            if len(self._events) > _EARLIER * self.rates.events * 2:
                self._events.clear()
            self._events[event] = _Event(self, event)
        return self._events[event]


class _Event:
    """Who takes part in an event, and its facts: a sentence with its names filled in each."""

    def __init__(self, collection: News, number: int) -> None:
        self.number = number
        draw = collection.draw("event", number)
        rates = collection.rates
        self.cast = {
            slot: [_known(draw, of) if draw.random() < rates.known else _fresh(draw, slot) for _ in range(count)]
            for slot, of, count in (
                ("A", collection.organisations, 2),
                ("B", collection.organisations, 2),
                ("P", collection.persons, 2),
                ("Q", collection.persons, 2),
                ("L", collection.places, 1),
            )
        }
        self.facts = [
            Fact(template=draw.choice(TEMPLATES), names={slot: draw.choice(names) for slot, names in self.cast.items()})
            for _ in range(rates.facts)
        ]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of an event."""

    template: Template
    names: dict[str, Name]


class _Reporter(Writer):
    """Writes one document of an event."""

    def __init__(self, collection: News, number: int, key: str, run: int) -> None:
        super().__init__(collection, number, key, run)
        self.news = collection
        self.published_at = self.published_at + timedelta(minutes=_MINUTES * number) - timedelta(minutes=17 * number)
        self.event = collection.event_of(number)
        self.cast = {slot: [*names] for slot, names in self.event.cast.items()}
        self.cast["L"] = [*self.cast["L"], _known(self.draw, collection.places)]
        self.cast["Q"] = [*self.cast["Q"], _fresh(self.draw, "Q")]
        self.shown = {name: self.form(name) for names in self.cast.values() for name in names}
        self.fact: Fact | None = None
        self.left = self.draw.sample(self.event.facts, len(self.event.facts))

    def document(self, cluster: str) -> MadeDocument:
        """Return the document's rows."""
        made = super().document(cluster)
        made.borrowings.extend(self.borrowings())
        return made

    def next_sentence(self) -> Template:
        """Choose a fact of the event, or a sentence of its own."""
        tells = self.left and self.draw.random() < self.news.rates.told
        self.fact = self.left.pop() if tells else None
        return self.draw.choice(TEMPLATES) if self.fact is None else self.fact.template

    def names_of(self, pattern: str) -> dict[str, Name]:
        """Return who fills the slots."""
        if self.fact is not None:
            return self.fact.names
        names = super().names_of(pattern)
        return names if "{L}" in pattern else names | {"L": self.event.cast["L"][0]}

    def quantity(self, slot: str, matter: str) -> Quantified:
        """Return what this document says of a matter: what all say, or the other value of a disputed one."""
        rates, about = self.news.rates, (self.event.number, slot, matter)
        is_disputed = self.news.draw("disputed", *about).random() < rates.disputed
        other = is_disputed and self.draw.random() < rates.minority
        return self.drawn(slot, self.news.draw("value", *about, other))

    def borrowings(self) -> list[Borrowing]:
        """Return what the document credits, cites and quotes."""
        rates, made = self.news.rates, []
        draw = self.draw
        if draw.random() < rates.credited:
            made.append(self.borrowing(BorrowingKind.CREDIT, draw.choice(_AGENCIES), 0))
        if draw.random() < rates.quoting:
            name = digest("quotation", self.event.number, draw.randrange(_QUOTES))
            made.append(self.borrowing(BorrowingKind.QUOTATION, name, 200))
        if draw.random() < rates.citing:
            made.append(self.borrowing(BorrowingKind.CITATION, outlet_name(draw.randrange(rates.outlets)), 400))
        return made

    def borrowing(self, kind: BorrowingKind, name: str, start: int) -> Borrowing:
        """Return a row."""
        is_passage = kind is BorrowingKind.QUOTATION
        return Borrowing(
            document_key=self.key,
            kind=kind,
            name=name,
            is_sure=kind is not BorrowingKind.CITATION,
            scope=EdgeScope.PASSAGE if is_passage else EdgeScope.DOCUMENT,
            place=EvidencePlace.TEXT,
            block_position=None,
            char_start=start,
            char_end=start + 60,
            passage_start=start if is_passage else None,
            passage_end=start + 60 if is_passage else None,
            evidence=f"{kind} of {name}",
            ledger_digest="",
            valid_from_run=self.run,
            valid_to_run=None,
        )


@functools.cache
def outlet_name(number: int) -> str:
    """Return the comparable name of an outlet."""
    return f"{word(random.Random(f'outlet {number}'))} courier".lower()  # noqa: S311 - reproducible, not secret


def _known(draw: random.Random, names: Sequence[Name]) -> Name:
    """Draw by rank: the first often, half of the names once or never."""
    return names[_rank(draw, len(names))]


def _rank(draw: random.Random, count: int) -> int:
    return min(count - 1, int(_OFTEN * ((count + _OFTEN) / _OFTEN) ** draw.random()) - _OFTEN)


def _fresh(draw: random.Random, slot: str) -> Name:
    first, last = word(draw) + word(draw).lower(), word(draw) + word(draw).lower()
    if slot in "PQ":
        return Name(f"{first} {last}", last)
    return Name(f"{first}ton", f"{first}ton") if slot == "L" else Name(f"{first} {word(draw)}", first)
