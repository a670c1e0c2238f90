"""Claims brought to values, as far as documents changed or are read otherwise.

What documents tell each other (deals, events, founders) is kept in tables, and so is what each of them asked. A
document is read again where it changed, where a name of it means another entity, or where a question of it has another
answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from claimhouse.batch.rows import storable
from claimhouse.pipeline.resolve_names import CHUNK_DOCUMENTS, chunks, joined, keys_table
from claimhouse.provenance import Step
from claimhouse.records import (
    Claim,
    ClaimValue,
    EntityKind,
    Mention,
    Quantity,
    ResolveFoundation,
    ResolvePair,
    ResolveQuestion,
    ResolveReading,
    ResolveTold,
)
from claimhouse.resolve.conflicts import may_conflict, witness_of
from claimhouse.resolve.deals import DealIndex, Parties, main_direction, party_name, party_topic
from claimhouse.resolve.entities import DocumentName
from claimhouse.resolve.event_index import SAME_EVENT_DAYS, EventIndex, ToldEvent, event_subject, event_topics
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName
from claimhouse.resolve.foundations import FoundationIndex, founder_topic
from claimhouse.resolve.keeping import witness_text
from claimhouse.resolve.readings import ReadDocument, Reading, document_readings, read_document
from claimhouse.resolve.subjects import Context
from claimhouse.staging import from_arrow
from claimhouse.warehouse import Warehouse

_TOPIC = pa.schema([("topic", pa.int64())])
_NAME = pa.schema([("name", pa.string())])
_ISLAND = pa.schema([("island_number", pa.int64()), ("part", pa.int64())])
_SUBJECT = pa.schema([("part", pa.int64()), ("subject_key", pa.string()), ("subject", pa.string())])
_TOPIC_DIGITS = 15  # 60 bits of the digest: two questions with one number cost a reading and change nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the parts of a run share.

    Attributes:
        since: run of the state; negative where it is made anew.
        kept: documents read in this run, as long as they are few enough to be kept.
    """

    warehouse: Warehouse
    step: Step
    run: int
    since: int
    kept: dict[str, tuple[ReadDocument, EntityIndex]] = field(default_factory=dict)


def update_readings(work: Work, read_again: Sequence[str]) -> int:
    """Bring facts, values and readings up to date; return how many documents were read."""
    _update_facts(work, read_again)
    topics = _other_answers(work) if work.since >= 0 else set()
    topics_of_events, of_other_events = _update_events(work)
    documents = sorted({*read_again, *of_other_events, *_askers(work, topics | topics_of_events)})
    work.warehouse.step("resolve_drop_readings", {"read_again": keys_table(documents)}, run=work.run, since=work.since)
    for chunk in chunks(documents):
        _read_chunk(work, chunk)
    return len(documents)


def _read_chunk(work: Work, keys: Sequence[str]) -> None:
    read = dict(_documents(work, keys))
    context = _context(work, keys, [document for document, _ in read.values()])
    values: list[ClaimValue] = []
    kept: list[ResolveReading] = []
    questions: list[ResolveQuestion] = []
    for key in sorted(read):
        document, entities = read[key]
        for reading in document_readings(document, context(entities)):
            values.append(_value_row(reading, work.step, work.run))
            kept.append(_kept_row(reading))
        questions += [ResolveQuestion(document_key=key, topic=topic) for topic in sorted(context.asked())]
    work.warehouse.replace_current(ClaimValue, values, work.run, only=("document_key", keys))
    work.warehouse.insert(ResolveReading, kept)
    work.warehouse.insert(ResolveQuestion, questions)


def _documents(work: Work, keys: Sequence[str]) -> Iterator[tuple[str, tuple[ReadDocument, EntityIndex]]]:
    missing = [key for key in keys if key not in work.kept]
    for key in keys:
        if key in work.kept:
            yield key, work.kept[key]
    if not missing:
        return
    chunk = {"chunk": keys_table(missing)}
    claims = _by_document(from_arrow(Claim, work.warehouse.step("resolve_document_claim", chunk)))
    quantities = _by_document(from_arrow(Quantity, work.warehouse.step("resolve_document_quantity", chunk)))
    mentions = _by_document(from_arrow(Mention, work.warehouse.step("resolve_document_mention", chunk)))
    members: defaultdict[str, list[tuple[DocumentName, EntityName]]] = defaultdict(list)
    for row in work.warehouse.step("resolve_document_entity", chunk).to_pylist():
        name = EntityName(row["entity_key"], row["entity"], EntityKind(row["kind"]))
        members[row["document_key"]].append((DocumentName(row["document_key"], row["name"]), name))
    for key in missing:
        if key not in claims:
            continue
        entities = EntityIndex(members[key], mentions.get(key, ()))
        facts = DocumentFacts(
            document_key=key,
            claims=claims[key],
            mentions=mentions.get(key, []),
            quantities={quantity.quantity_key: quantity for quantity in quantities.get(key, [])},
        )
        yield key, (read_document(facts, entities), entities)


def _by_document(rows: Iterable[Any]) -> dict[str, list[Any]]:
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.document_key].append(row)
    return dict(grouped)


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
        return {_number(topic) for topic in found}


def _number(topic: str) -> int:
    return int(topic[:_TOPIC_DIGITS], 16)


def _context(work: Work, keys: Sequence[str], read: Sequence[ReadDocument]) -> _KnownContext:
    warehouse = work.warehouse
    names = sorted(
        {name for document in read for name in document.names}
        | {name for document in read for untold in document.untold for name in untold.names}
    )
    offered = {"known_name": pa.Table.from_pydict({"name": names}, schema=_NAME)}
    chunk = {"chunk": keys_table(keys)}
    deals = DealIndex(
        (pair for document in read for pair in document.pairs),
        {document.document_key: document.names for document in read},
        [(_parties(row), row["times"]) for row in warehouse.step("resolve_known_pairs", offered).to_pylist()],
        warehouse.step("resolve_known_parties", offered).column("name").to_pylist(),
    )
    events = EventIndex.known(
        (told for document in read for told in document.told),
        {
            (row["document_key"], row["segment"]): (row["subject_key"], row["subject"])
            for row in warehouse.step("resolve_told_of", chunk).to_pylist()
        },
        {
            (row["event_class"], row["normal"]): (row["subject_key"], row["subject"])
            for row in warehouse.step("resolve_known_events", offered).to_pylist()
        },
        (untold for document in read for untold in document.untold),
    )
    foundations = FoundationIndex(
        (
            EntityName(row["person_key"], row["person"], EntityKind.PERSON),
            EntityName(row["organisation_key"], row["organisation"], EntityKind(row["organisation_kind"])),
        )
        for row in warehouse.step("resolve_known_foundations", chunk).to_pylist()
    )
    return _KnownContext(deals, events, foundations)


def _parties(row: Mapping[str, Any]) -> Parties:
    return Parties(
        buyer=EntityName(row["buyer_key"], row["buyer"], EntityKind(row["buyer_kind"])),
        target=EntityName(row["target_key"], row["target"], EntityKind(row["target_kind"])),
    )


def _update_facts(work: Work, read_again: Sequence[str]) -> None:
    work.warehouse.step("resolve_drop_facts", {"read_again": keys_table(read_again)})
    keeps = len(read_again) <= CHUNK_DOCUMENTS
    for chunk in chunks(read_again):
        pairs: list[ResolvePair] = []
        told: list[ResolveTold] = []
        foundations: list[ResolveFoundation] = []
        for key, (document, entities) in _documents(work, chunk):
            pairs += _pair_rows(document)
            told += _told_rows(document.told)
            foundations += _foundation_rows(document)
            if keeps:
                work.kept[key] = document, entities
        work.warehouse.insert(ResolvePair, pairs)
        work.warehouse.insert(ResolveTold, told)
        work.warehouse.insert(ResolveFoundation, foundations)


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


def _other_answers(work: Work) -> set[str]:
    """Return the questions on deals and founders that have another answer than before."""
    directions: dict[str, dict[str, Counter[tuple[EntityName, EntityName]]]] = {"former": {}, "latter": {}}
    keys = set()
    for row in work.warehouse.step("resolve_pair_answers").to_pylist():
        parties = _parties(row)
        keys.add(row["pair_key"])
        for state, counts in directions.items():
            if row[state] and parties.buyer is not None and parties.target is not None:
                counts.setdefault(row["pair_key"], Counter())[parties.buyer, parties.target] = row[state]
    found = {key for key in keys if _answer(directions["former"], key) != _answer(directions["latter"], key)}
    parties_met = work.warehouse.step("resolve_party_answers").column("party").to_pylist()
    founders = work.warehouse.step("resolve_founder_answers").column("person_key").to_pylist()
    return found | {party_topic(party) for party in parties_met} | {founder_topic(person) for person in founders}


def _answer(directions: Mapping[str, Counter[tuple[EntityName, EntityName]]], key: str) -> Parties | None:
    return main_direction(directions[key]) if key in directions else None


def _update_events(work: Work) -> tuple[set[str], set[str]]:
    """Join the events that were touched; return questions with another answer, and documents about another event."""
    step: Callable[..., pa.Table] = work.warehouse.step
    islands = step("resolve_event_islands", days=SAME_EVENT_DAYS).column("islands").to_pylist()
    part_of = joined((one[0] for one in islands), ((one[0], other) for one in islands for other in one[1:]))
    table = pa.Table.from_pydict({"island_number": list(part_of), "part": list(part_of.values())}, schema=_ISLAND)
    subjects = []
    for row in step("resolve_event_parts", {"island_part": table}).to_pylist():
        key, text = event_subject(row["event_class"], row["normal"], row["shown"], row["month"])
        subjects.append({"part": row["part"], "subject_key": key, "subject": text})
    changes = step("resolve_event_answers", {"part_subject": pa.Table.from_pylist(subjects, _SUBJECT)}).to_pylist()
    topics = {
        topic
        for row in changes
        if row["document_key"] is None
        for topic in event_topics(row["event_class"], row["normal"])
    }
    return topics, {row["document_key"] for row in changes if row["document_key"] is not None}


def _askers(work: Work, topics: Iterable[str]) -> list[str]:
    numbers = sorted({_number(topic) for topic in topics})
    asked = pa.Table.from_pydict({"topic": numbers}, schema=_TOPIC)
    keys: list[str] = work.warehouse.step("resolve_askers", {"asked": asked}).column("document_key").to_pylist()
    return keys


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
        value=reading.value.text,
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
