"""Generated documents with the rows that extraction would have written about them, for the scale of resolve.

Names are drawn as in news: by rank, so that the first organisation stands in a third of all documents and half of
all names in one or two. Documents use short forms, acronyms and lone surnames, recognisers mistake a kind now and then,
some documents are copies. Sentences tell of deals (whole, partly named, or only "the deal"), offices, founders,
ages, counts of people, events and whatever else, one or two claims each.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from claimhouse.provenance import digest
from claimhouse.records import (
    Borrowing,
    Bound,
    Claim,
    Cluster,
    EntityKind,
    EvidencePart,
    Field,
    Mention,
    Modality,
    Quantity,
    QuantityKind,
    Relation,
    Span,
)

_COPIES = 10  # one document in so many is a copy
_SHORT, _ACRONYM = 0.2, 0.05  # share of names that a document has in their short form or as initials only
_DENIED = 0.02  # share of claims
_LONE, _TWO = 0.3, 0.5  # share of organisations named by one word or two
_MIN_INITIALS = 3
_VERSIONS = (0,) * 12 + (1, 1, 2)  # of a figure: what most documents say, and two others

_START = datetime(2024, 3, 1, 9, tzinfo=UTC)
_SLOT = re.compile(r"\{(\w)\}")
_KINDS = {
    "A": EntityKind.ORGANISATION,
    "B": EntityKind.ORGANISATION,
    "P": EntityKind.PERSON,
    "Q": EntityKind.PERSON,
    "L": EntityKind.PLACE,
}
_MODALITIES = (*(Modality.ASSERTED,) * 12, *(Modality.REPORTED,) * 5, Modality.RUMORED, Modality.PREDICTED)

# A sentence with its slots, and its claims: subject, predicate, object, and the slot of a quantity.
Template = tuple[str, Sequence[tuple[str, str, str, str]]]
_TOLD: tuple[tuple[int, Template], ...] = (
    (4, ("{A} agreed to buy {B} for {m}.", [("{A}", "agreed to buy", "{B} for {m}", "m")])),
    (1, ("{A} completed its acquisition of {B}.", [("{A}", "completed", "its acquisition of {B}", "")])),
    (2, ("{A} took a minority stake in {B} worth {m}.", [("{A}", "took", "a minority stake in {B}", "m")])),
    (2, ("{A} said the takeover was worth {m}.", [("the takeover", "was worth", "{m}", "m")])),
    (1, ("The deal values {B} at {m}.", [("The deal", "values", "{B} at {m}", "m")])),
    (4, ("{A} employs {n} people.", [("{A}", "employs", "{n} people", "n")])),
    (4, ("{P}, {a}, joined {A} in the spring.", [("{P}", "joined", "{A}", ""), ("{P}", "is", "{a}", "a")])),
    (4, ("{P}, chief executive of {A}, visited {L}.", [("{P}", "visited", "{L}", "")])),
    (2, ("{P} founded {A} with savings of {m}.", [("{P}", "founded", "{A}", "m")])),
    (1, ("{P} is the founder of {A}.", [("{P}", "is", "the founder of {A}", "")])),
    (3, ("A fire in {L} killed {n} people.", [("A fire in {L}", "killed", "{n} people", "n")])),
    (2, ("The blast injured {n} people.", [("The blast", "injured", "{n} people", "n")])),
    (4, ("Shares of {A} fell {p} on Monday.", [("Shares of {A}", "fell", "{p}", "p")])),
    (4, ("{A} reported revenue of {m}.", [("{A}", "reported", "revenue of {m}", "m")])),
    (5, ("{A} opened a plant near {L}.", [("{A}", "opened", "a plant near {L}", "")])),
    (5, ("{P} met {Q} in {L}, officials said.", [("{P}", "met", "{Q}", "")])),
    (5, ("{A} supplies {B} with {o}.", [("{A}", "supplies", "{B} with {o}", "")])),
    (4, ("The company wants to sell {o}.", [("The company", "wants to sell", "{o}", "")])),
    (4, ("{Q} called {o} a mistake.", [("{Q}", "called", "{o} a mistake", "")])),
    (4, ("{L} expects {n} visitors.", [("{L}", "expects", "{n} visitors", "n")])),
)
TEMPLATES: Sequence[Template] = [template for weight, template in _TOLD for _ in range(weight)]
_THINGS = ["cables", "pumps", "gauges", "hulls", "lamps", "seats", "ropes", "valves", "tiles", "looms"]


Quantified = tuple[str, QuantityKind, int, str | None]
"""Words, kind, value and unit of a quantity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDocument:
    """The rows of one document."""

    document_key: str
    published_at: datetime
    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    claims: Sequence[Claim]
    cluster: Cluster
    borrowings: list[Borrowing]


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its short form and its initials."""

    full: str
    short: str
    acronym: str | None = None


class Collection:
    """Documents by number, each the same whichever others are made; `names` is how many of each sort there are."""

    def __init__(self, seed: int, names: int, sentences: int = 14, mistaken: float = 0.04) -> None:
        self.seed, self.sentences, self.mistaken = seed, sentences, mistaken
        draw = random.Random(seed)  # noqa: S311 - reproducible, not secret
        words = [word(draw) for _ in range(max(6, names // 3))]
        ends = ["Systems", "Robotics", "Holdings", "Energy", "Foods", "Air Lines", "Data Works", "Group"]
        self.organisations = [_organisation(draw, words, ends) for _ in range(names)]
        first = [word(draw) for _ in range(max(4, names // 60))]
        last = [word(draw) for _ in range(max(4, names // 4))]
        self.persons = [_person(draw.choice(first), draw.choice(last)) for _ in range(names)]
        self.places = [Name(word, word) for word in (word(draw) + "ton" for _ in range(max(4, names // 6)))]

    def document(self, number: int, run: int = 1) -> MadeDocument:
        """Return a document; one in ten is a copy of another near it, in whose cluster it is."""
        draw = random.Random(f"{self.seed} {number}")  # noqa: S311 - the same
        is_copy = number % _COPIES == _COPIES - 1
        original = number - 1 - draw.randrange(_COPIES // 2) if is_copy else number
        key, cluster = (digest("document", self.seed, one) for one in (number, original))
        return self.written(key, original, cluster, run)

    def written(self, key: str, text: int, cluster: str, run: int) -> MadeDocument:
        """Return a document with the text of a number, in a cluster, under a key of its own."""
        return Writer(self, text, key, run).document(cluster)

    def documents(self, numbers: range, run: int = 1) -> Iterator[MadeDocument]:
        """Yield documents."""
        for number in numbers:
            yield self.document(number, run)


class Writer:
    """Writes one document sentence by sentence."""

    def __init__(self, collection: Collection, number: int, key: str, run: int) -> None:
        self.draw = random.Random(f"{collection.seed} text {number}")  # noqa: S311 - reproducible, not secret
        self.key, self.run, self.collection = key, run, collection
        self.published_at = _START + timedelta(minutes=17 * number)
        fresh = [Name(f"{word} {tail}", word) for word, tail in ((word(self.draw), word(self.draw)) for _ in "ab")]
        self.cast = {
            "A": [self.ranked(collection.organisations) for _ in range(3)],
            "B": [self.ranked(collection.organisations) for _ in range(2)],
            "P": [self.ranked(collection.persons) for _ in range(2)],
            "Q": [*fresh, self.ranked(collection.persons)],
            "L": [self.ranked(collection.places) for _ in range(2)],
        }
        self.mentions: list[Mention] = []
        self.quantities: list[Quantity] = []
        self.claims: list[Claim] = []
        self.shown = {name: self.form(name) for names in self.cast.values() for name in names}

    def ranked(self, names: Sequence[Name]) -> Name:
        """Draw by rank: each name as often as its rank is low."""
        return names[int(len(names) ** self.draw.random()) - 1]

    def form(self, name: Name) -> str:
        """Return the fullest form that the document uses."""
        luck = self.draw.random()
        if luck < _ACRONYM and name.acronym is not None:
            return name.acronym
        return name.short if luck < _SHORT else name.full

    def in_office(self, organisation: Name, pattern: str) -> Name:
        """Return who leads or founded an organisation: of nearly all documents the same person."""
        draw = random.Random(f"{self.collection.seed} {organisation.full} {pattern} {self.draw.choice(_VERSIONS)}")  # noqa: S311
        found = draw.choice(self.collection.persons)
        if found not in self.shown:
            self.shown[found] = self.form(found)
        return found

    def document(self, cluster: str) -> MadeDocument:
        """Return the document's rows."""
        at = 0
        for place in range(self.collection.sentences):
            at = self.sentence(self.next_sentence(), at, is_title=place == 0)
        return MadeDocument(
            document_key=self.key,
            published_at=self.published_at,
            mentions=self.mentions,
            quantities=self.quantities,
            claims=self.claims,
            cluster=Cluster(
                cluster_key=cluster,
                document_key=self.key,
                representative=cluster == self.key,
                relation=None if cluster == self.key else Relation.NEAR,
                linked_to=None if cluster == self.key else cluster,
                step_digest="",
                valid_from_run=self.run,
                valid_to_run=None,
            ),
            borrowings=[],
        )

    def next_sentence(self) -> Template:
        """Choose what the next sentence says."""
        return self.draw.choice(TEMPLATES)

    def names_of(self, pattern: str) -> dict[str, Name]:
        """Return who fills the slots of a sentence."""
        names = {slot: self.draw.choice(self.cast[slot]) for slot in "ABPQL"}
        if "{P}" in pattern and "{A}" in pattern and "{a}" not in pattern:
            names["P"] = self.in_office(names["A"], pattern)
        return names

    def sentence(self, template: Template, at: int, *, is_title: bool) -> int:
        """Write a sentence at a place of the text, or as the title; return where the next one begins."""
        pattern, claims = template
        names = self.names_of(pattern)
        filled = {slot: self.shown[name] for slot, name in names.items()} | {"o": self.draw.choice(_THINGS)}
        matter = _SLOT.sub(lambda match: filled.get(match[1], "") if match[1] != "L" else "", pattern)
        matters = {"a": filled["P"], "n": matter + names["L"].full}
        measured = {slot: self.quantity(slot, matters.get(slot, matter)) for slot in "mnap" if f"{{{slot}}}" in pattern}
        filled |= {slot: raw for slot, (raw, *_) in measured.items()}
        start = 0 if is_title else at
        text, keys = "", {}
        for part, slot in _parts(pattern):
            text += part
            begin = start + len(text)
            text += filled.get(slot, "")
            if slot in _KINDS:
                self.mention(names[slot], slot, begin, is_title=is_title)
            elif slot in measured:
                keys[slot] = self.quantity_row(measured[slot], begin, is_title=is_title)
        for number, claim in enumerate(claims):
            self.claim(claim, text, filled, keys, Span(start, start + len(text)), number, is_title=is_title)
        return at if is_title else at + len(text) + 1

    def mention(self, name: Name, slot: str, at: int, *, is_title: bool) -> None:
        """Record a mention, now and then of a mistaken kind."""
        shown = self.shown[name]
        kind = _KINDS[slot]
        if self.draw.random() < self.collection.mistaken:
            kind = self.draw.choice(list(EntityKind))
        self.mentions.append(
            Mention(
                mention_key=digest(self.key, is_title, at, shown),
                document_key=self.key,
                field=Field.TITLE if is_title else Field.TEXT,
                char_start=at,
                char_end=at + len(shown),
                text=shown,
                name=shown,
                kind=kind,
                segment=0,
                ledger_digest="",
                valid_from_run=self.run,
                valid_to_run=None,
            )
        )

    def quantity(self, slot: str, matter: str) -> Quantified:
        """Return a quantity: the words, the kind, the value, the unit; most documents agree on one of a matter."""
        version = self.draw.choice(_VERSIONS)
        return self.drawn(slot, random.Random(f"{self.collection.seed} {matter} {slot} {version}"))  # noqa: S311

    def drawn(self, slot: str, draw: random.Random) -> Quantified:
        """Draw a quantity."""
        if slot == "m":
            tenths = draw.randrange(10, 400)
            return f"${tenths / 10:.1f} billion", QuantityKind.MONEY, tenths * 10**8, "USD"
        if slot == "n":
            number = draw.randrange(2, 60)
            return str(number), QuantityKind.COUNT, number, "person"
        if slot == "a":
            number = draw.randrange(25, 70)
            return str(number), QuantityKind.AGE, number, "year"
        number = draw.randrange(1, 30)
        return f"{number} percent", QuantityKind.PERCENT, number, "percent"

    def quantity_row(self, drawn: Quantified, at: int, *, is_title: bool) -> str:
        """Record a quantity and return its key."""
        raw, kind, value, unit = drawn
        key = digest(self.key, is_title, at, raw)
        self.quantities.append(
            Quantity(
                quantity_key=key,
                document_key=self.key,
                field=Field.TITLE if is_title else Field.TEXT,
                char_start=at,
                char_end=at + len(raw),
                raw=raw,
                kind=kind,
                value=Decimal(value),
                value_min=None,
                value_max=None,
                bound=Bound.EXACT,
                unit=unit,
                concept=None,
                role=None,
                ledger_digest="",
                valid_from_run=self.run,
                valid_to_run=None,
            )
        )
        return key

    def claim(
        self,
        parts: tuple[str, str, str, str],
        sentence: str,
        filled: Mapping[str, str],
        keys: Mapping[str, str],
        span: Span,
        number: int,
        *,
        is_title: bool,
    ) -> None:
        """Record a claim of a sentence."""
        subject, predicate, what = (_SLOT.sub(lambda match: filled[match[1]], part) for part in parts[:3])
        key = keys.get(parts[3])
        is_name = parts[0][0] == "{"
        self.claims.append(
            Claim(
                claim_key=digest(self.key, is_title, span.start, number),
                document_key=self.key,
                segment=0,
                field=Field.TITLE if is_title else Field.TEXT,
                char_start=span.start,
                char_end=span.end,
                quote=sentence,
                part=EvidencePart.PAYLOAD,
                raw_spans=(span,),
                subject=subject,
                subject_name=subject if is_name else None,
                predicate=predicate,
                object=what,
                object_name=what if len(parts[2]) == len("{A}") else None,
                arguments=(),
                negated=self.draw.random() < _DENIED,
                quantity_key=key,
                quantity_keys=(key,) if key is not None else (),
                attribution_key=None,
                speaker=None,
                speaker_name=None,
                modality=self.draw.choice(_MODALITIES),
                hedge_cues=(),
                event_time=None,
                event_precision=None,
                published_at=self.published_at,
                extractor="generated",
                extractor_version="1",
                confidence=0.5,
                ledger_digest="",
                valid_from_run=self.run,
                valid_to_run=None,
            )
        )


def _parts(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each slot, with the slot; at the end the rest with none."""
    at = 0
    for match in _SLOT.finditer(pattern):
        yield pattern[at : match.start()], match[1]
        at = match.end()
    yield pattern[at:], ""


def word(draw: random.Random) -> str:
    """Return an invented word."""
    return "".join(draw.choice("bdfgklmnprstv") + draw.choice("aeiou") for _ in range(draw.randint(2, 4))).title()


def _organisation(draw: random.Random, words: Sequence[str], ends: Sequence[str]) -> Name:
    word = draw.choice(words)
    luck = draw.random()
    if luck < _LONE:
        return Name(word, word)
    full = f"{word} {draw.choice(ends)}" if luck < _LONE + _TWO else f"{word} {draw.choice(words)} {draw.choice(ends)}"
    initials = "".join(part[0] for part in full.split())
    return Name(full, word, initials if len(initials) >= _MIN_INITIALS else None)


def _person(first: str, last: str) -> Name:
    return Name(f"{first} {last}", last)
