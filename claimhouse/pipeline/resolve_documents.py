"""Documents read without a warehouse: rows in, rows out, so that several processes can read at once.

A document is read twice. First by itself: what it tells the collection (`take_in`). Then given what the collection
answers to it (`bring`): its values. In between it stays in the memory of the process that read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from claimhouse.batch.rows import storable
from claimhouse.provenance import Step
from claimhouse.records import (
    Claim,
    ClaimValue,
    EntityKind,
    Mention,
    Quantity,
    QuantityKind,
    ResolveFoundation,
    ResolvePair,
    ResolveQuestion,
    ResolveReading,
    ResolveTold,
)
from claimhouse.resolve.attributes import StatementView, attribute_of
from claimhouse.resolve.conflicts import witness_of
from claimhouse.resolve.deals import DealIndex, Parties, party_name
from claimhouse.resolve.entities import DocumentName
from claimhouse.resolve.event_index import EventIndex, ToldEvent
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName
from claimhouse.resolve.foundations import FoundationIndex
from claimhouse.resolve.frames import find_frames, mask_sentence
from claimhouse.resolve.groups import may_conflict
from claimhouse.resolve.keeping import witness_text
from claimhouse.resolve.readings import ReadDocument, Reading, document_readings, read_document
from claimhouse.resolve.subjects import Context
from claimhouse.staging import from_arrow, to_arrow

_TOPIC_DIGITS = 15  # 60 bits of the digest: two questions with one number cost a reading and change nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRows:
    """The current rows of some documents, as the steps resolve_document_* give them."""

    claims: pa.Table
    quantities: pa.Table
    mentions: pa.Table
    titles: pa.Table
    entities: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What documents tell the collection, as rows, and the comparable names by which the collection answers."""

    pairs: pa.Table
    told: pa.Table
    foundations: pa.Table
    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the collection says, as far as some documents may ask, as the steps resolve_known_* give it."""

    pairs: pa.Table
    parties: Sequence[str]
    told_of: pa.Table
    events: pa.Table
    foundations: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What documents were brought to, as rows."""

    values: pa.Table
    readings: pa.Table
    questions: pa.Table


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """Reads documents and keeps them until they are brought to values."""

    kept: dict[str, tuple[ReadDocument, EntityIndex]] = field(default_factory=dict)

    def take_in(self, keys: Sequence[str], rows: DocumentRows) -> Told:
        """Read documents by themselves; those without a claim are none."""
        read = dict(_documents(keys, rows))
        self.kept.update(read)
        documents = [document for document, _ in read.values()]
        return Told(
            pairs=to_arrow(ResolvePair, [row for document in documents for row in _pair_rows(document)]),
            told=to_arrow(ResolveTold, [row for document in documents for row in _told_rows(document.told)]),
            foundations=to_arrow(
                ResolveFoundation, [row for document in documents for row in _foundation_rows(document)]
            ),
            names=frozenset(name for document in documents for name in _names(document)),
        )

    def names(self) -> frozenset[str]:
        """Return the names by which the collection answers the documents that are kept."""
        return frozenset(name for document, _ in self.kept.values() for name in _names(document))

    def let_go(self) -> None:
        """Forget the documents that are kept."""
        self.kept.clear()

    def bring(self, known: Known, step: Step, run: int) -> Brought:
        """Bring the claims of all documents that are kept to values, and forget the documents."""
        context = _context([document for document, _ in self.kept.values()], known)
        values: list[ClaimValue] = []
        readings: list[ResolveReading] = []
        questions: list[ResolveQuestion] = []
        for key in sorted(self.kept):
            document, entities = self.kept[key]
            for reading in document_readings(document, context(entities)):
                values.append(_value_row(reading, step, run))
                readings.append(_kept_row(reading))
            questions += [ResolveQuestion(document_key=key, topic=topic) for topic in sorted(context.asked())]
        self.let_go()
        return Brought(
            values=to_arrow(ClaimValue, values),
            readings=to_arrow(ResolveReading, readings),
            questions=to_arrow(ResolveQuestion, questions),
        )


def number_of(topic: str) -> int:
    """Return the number of a question."""
    return int(topic[:_TOPIC_DIGITS], 16)


def parties_of(row: Mapping[str, Any]) -> Parties:
    """Return the parties that a row of table resolve_pair names."""
    return Parties(
        buyer=EntityName(row["buyer_key"], row["buyer"], EntityKind(row["buyer_kind"])),
        target=EntityName(row["target_key"], row["target"], EntityKind(row["target_kind"])),
    )


def warm_up() -> None:
    """Read the rules and compile their patterns: a process does it while there is nothing to read yet."""
    for kind in (None, *QuantityKind):
        attribute_of(StatementView(sentence="", kind=kind))
    find_frames(mask_sentence("", (), ()))


def _documents(keys: Sequence[str], rows: DocumentRows) -> Iterator[tuple[str, tuple[ReadDocument, EntityIndex]]]:
    claims = _by_document(from_arrow(Claim, rows.claims))
    quantities = _by_document(from_arrow(Quantity, rows.quantities))
    mentions = _by_document(from_arrow(Mention, rows.mentions))
    titles = {row["document_key"]: row["title"] for row in rows.titles.to_pylist()}
    members: defaultdict[str, list[tuple[DocumentName, EntityName]]] = defaultdict(list)
    for row in rows.entities.to_pylist():
        name = EntityName(row["entity_key"], row["entity"], EntityKind(row["kind"]))
        members[row["document_key"]].append((DocumentName(row["document_key"], row["name"]), name))
    for key in keys:
        if key not in claims:
            continue
        entities = EntityIndex(members[key], mentions.get(key, ()))
        facts = DocumentFacts(
            document_key=key,
            claims=claims[key],
            mentions=mentions.get(key, []),
            quantities={quantity.quantity_key: quantity for quantity in quantities.get(key, [])},
            title=titles.get(key),
        )
        yield key, (read_document(facts, entities), entities)


def _by_document(rows: Iterable[Any]) -> dict[str, list[Any]]:
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.document_key].append(row)
    return dict(grouped)


def _names(document: ReadDocument) -> Iterator[str]:
    yield from document.names
    for untold in document.untold:
        yield from untold.names


class _KnownContext:
    """What the collection says, as far as some documents may ask."""

    def __init__(self, deals: DealIndex, events: EventIndex, foundations: FoundationIndex) -> None:
        self._deals, self._events, self._foundations = deals, events, foundations

    def __call__(self, entities: EntityIndex) -> Context:
        """Return the context in which a document is read."""
        return Context(entities=entities, deals=self._deals, events=self._events, foundations=self._foundations)

    def asked(self) -> set[int]:
        """Return the numbers of the questions since the last call."""
        found = self._deals.asked | self._events.asked | self._foundations.asked
        for index in (self._deals, self._events, self._foundations):
            index.asked.clear()
        return {number_of(topic) for topic in found}


def _context(read: Sequence[ReadDocument], known: Known) -> _KnownContext:
    deals = DealIndex(
        (pair for document in read for pair in document.pairs),
        {document.document_key: document.names for document in read},
        [(parties_of(row), row["times"]) for row in known.pairs.to_pylist()],
        known.parties,
    )
    events = EventIndex.known(
        (told for document in read for told in document.told),
        {
            (row["document_key"], row["segment"]): (row["subject_key"], row["subject"])
            for row in known.told_of.to_pylist()
        },
        {(row["event_class"], row["normal"]): (row["subject_key"], row["subject"]) for row in known.events.to_pylist()},
        (untold for document in read for untold in document.untold),
    )
    foundations = FoundationIndex(
        (
            EntityName(row["person_key"], row["person"], EntityKind.PERSON),
            EntityName(row["organisation_key"], row["organisation"], EntityKind(row["organisation_kind"])),
        )
        for row in known.foundations.to_pylist()
    )
    return _KnownContext(deals, events, foundations)


def _pair_rows(document: ReadDocument) -> Iterator[ResolvePair]:
    for pair in document.pairs:
        buyer, target = pair.parties.buyer, pair.parties.target
        if buyer is None or target is None:
            continue
        yield ResolvePair(
            document_key=pair.document_key,
            segment=pair.segment,
            in_title=pair.in_title,
            pair_key=pair.parties.key,
            buyer_key=buyer.key,
            buyer=buyer.name,
            buyer_kind=buyer.kind,
            buyer_party=party_name(buyer),
            target_key=target.key,
            target=target.name,
            target_kind=target.kind,
            target_party=party_name(target),
        )


def _told_rows(told: Iterable[ToldEvent]) -> Iterator[ResolveTold]:
    for item in told:
        if item.anchors:
            yield ResolveTold(
                document_key=item.place[0],
                segment=item.place[1],
                event_class=item.event.event_class,
                anchors=tuple(normal for normal, _ in item.anchors),
                shown=tuple(shown for _, shown in item.anchors),
                published_at=item.published_at,
                subject_key="",
                subject="",
            )


def _foundation_rows(document: ReadDocument) -> Iterator[ResolveFoundation]:
    for person, organisation in sorted(set(document.foundations)):
        yield ResolveFoundation(
            document_key=document.document_key,
            person_key=person.key,
            person=person.name,
            organisation_key=organisation.key,
            organisation=organisation.name,
            organisation_kind=organisation.kind,
        )


def _kept_row(reading: Reading) -> ResolveReading:
    compared = may_conflict(reading)
    witness = witness_of(reading) if compared else None
    return ResolveReading(
        claim_key=reading.claim.claim_key,
        document_key=reading.claim.document_key,
        member_key=reading.member_key,
        scope=reading.subject.scope,
        subject_key=reading.subject.key,
        subject=reading.subject.text,
        attribute=reading.attribute.name,
        rule=reading.attribute.rule,
        value=reading.value.text,
        story=reading.story,
        figure=reading.figure,
        cell_scope=reading.subject.scope,
        cell_attribute=reading.attribute.name,
        cell_value=reading.value.text,
        value_kind=reading.value.kind,
        number=storable(reading.value.number),
        value_min=storable(reading.value.low),
        value_max=storable(reading.value.high),
        unit=reading.value.unit,
        written=reading.text.casefold(),
        may_conflict=compared,
        witness=witness_text(witness) if witness is not None else None,
        group_key="",
    )


def _value_row(reading: Reading, step: Step, run: int) -> ClaimValue:
    return ClaimValue(
        claim_key=reading.claim.claim_key,
        document_key=reading.claim.document_key,
        subject_key=reading.subject.key,
        subject=reading.subject.text,
        attribute=reading.attribute.name,
        rule=reading.attribute.rule,
        single_valued=reading.attribute.single_valued,
        value_kind=reading.value.kind,
        value=reading.value.text,
        number=storable(reading.value.number),
        value_min=storable(reading.value.low),
        value_max=storable(reading.value.high),
        unit=reading.value.unit,
        counts=reading.counts,
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )
