"""A document read, and its claims brought to readings, given what the collection as a whole says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from claimhouse.records import Field
from claimhouse.resolve.concepts import is_told
from claimhouse.resolve.deals import DealIndex, party_name
from claimhouse.resolve.event_index import EventIndex, ToldEvent, UntoldEvent
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, mask, sentences_of, topic_of
from claimhouse.resolve.foundations import FoundationIndex
from claimhouse.resolve.frames import find_frames
from claimhouse.resolve.readings.framed import clock_readings, frame_readings
from claimhouse.resolve.readings.model import ReadDocument, Reading
from claimhouse.resolve.readings.own import cause_reading, loose_readings, own_reading, yearless_readings
from claimhouse.resolve.readings.stands import standpoint_readings
from claimhouse.resolve.readings.taken_up import take_up
from claimhouse.resolve.readings.told import foundations, told_events
from claimhouse.resolve.subjects import Context, ReadSentence, called_topic, full_pairs
from claimhouse.resolve.values import Value

_PARTS = frozenset({"stolen_items"})  # "34 rings and 21 watches" are one haul


def read_claims(documents: Iterable[DocumentFacts], entities: EntityIndex) -> tuple[Reading, ...]:
    """Bring the claims of a collection to readings; the order of the documents does not matter."""
    read = [read_document(document, entities) for document in documents]
    context = Context(
        entities=entities,
        deals=DealIndex(
            (pair for document in read for pair in document.pairs),
            {document.document_key: document.names for document in read},
        ),
        events=EventIndex(
            (told for document in read for told in document.told),
            (untold for document in read for untold in document.untold),
        ),
        foundations=FoundationIndex(found for document in read for found in document.foundations),
    )
    readings = [reading for document in read for reading in document_readings(document, context)]
    return tuple(
        sorted(readings, key=lambda reading: (reading.claim.claim_key, reading.attribute.name, reading.value.text))
    )


def read_document(document: DocumentFacts, entities: EntityIndex) -> ReadDocument:
    """Read a document's sentences by their frames; of the collection only the entities are known."""
    sentences = tuple(_read_sentences(document, entities))
    found = (entities.find(document.document_key, mention.name) for mention in document.mentions)
    events = tuple(told_events(sentences, entities))
    return ReadDocument(
        document_key=document.document_key,
        sentences=sentences,
        names=frozenset(party_name(entity) for entity in found if entity is not None),
        pairs=tuple(full_pairs(sentences, entities)),
        told=tuple(event for event in events if isinstance(event, ToldEvent)),
        untold=tuple(event for event in events if isinstance(event, UntoldEvent)),
        foundations=tuple(foundations(sentences, entities)),
    )


def document_readings(document: ReadDocument, context: Context) -> tuple[Reading, ...]:
    """Bring the claims of one document to readings, given what the collection as a whole says."""
    found: dict[tuple[str, str, str], Reading] = {}
    said: list[list[Reading]] = []
    for sentence in document.sentences:
        said.append(take_up(tuple(_sentence_readings(sentence, context)), sentence, said))
    for reading in chain.from_iterable(said):
        found.setdefault((reading.claim.claim_key, reading.attribute.name, reading.value.text), reading)
    return tuple(_told_once(_with_bounds_of_text([found[key] for key in sorted(found)])))


def _told_once(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Take what a text counts twice in the same words, and not alike, for two things: held against no other text."""
    ordered = list(readings)
    values: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for reading in ordered:
        if is_told(reading.attribute.name) or reading.attribute.name in _PARTS:
            values[reading.subject.scope, reading.attribute.name].add(reading.value.text)
    for reading in ordered:
        twice = len(values.get((reading.subject.scope, reading.attribute.name), ())) > 1
        yield replace(reading, attribute=replace(reading.attribute, single_valued=False)) if twice else reading


def _with_bounds_of_text(readings: Sequence[Reading]) -> Iterator[Reading]:
    """Give a headline's number the bound that its text has: "kills 12" over "at least 12 people were killed"."""
    bounded: dict[tuple[str, str, str, object], Value] = {}
    exact: set[tuple[str, str, str, object]] = set()
    for reading in readings:
        if reading.claim.field is Field.TEXT and reading.value.number is not None:
            if reading.value.low is None or reading.value.high is None:
                bounded[_said(reading)] = reading.value
            else:
                exact.add(_said(reading))
    for reading in readings:
        value = bounded.get(_said(reading)) if reading.claim.field is Field.TITLE else None
        adopt = value is not None and reading.value.low is not None and _said(reading) not in exact
        yield replace(reading, value=value) if value is not None and adopt else reading


def _said(reading: Reading) -> tuple[str, str, str, object]:
    return (reading.claim.document_key, reading.subject.scope, reading.attribute.name, reading.value.number)


def _read_sentences(document: DocumentFacts, entities: EntityIndex) -> Iterator[ReadSentence]:
    sentences = sentences_of(document)
    topics = {
        segment: topic_of(document, segment, entities) or called_topic(document, segment, entities)
        for segment in {key.segment for key in sentences}
    }
    for key, claims in sentences.items():
        masked = mask(document, key, claims)
        yield ReadSentence(
            document=document,
            key=key,
            claims=claims,
            masked=masked,
            frames=find_frames(masked),
            topic=topics[key.segment],
        )


def _sentence_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    framed = [*frame_readings(sentence, context), *clock_readings(sentence, context)]
    taken = {(reading.claim.claim_key, reading.attribute.name) for reading in framed}
    for claim in sentence.claims:
        reading = own_reading(claim, sentence, context)
        if reading is not None and (claim.claim_key, reading.attribute.name) not in taken:
            yield reading
        yield from yearless_readings(claim, sentence, context)
        caused = cause_reading(claim, sentence, context)
        if caused is not None:
            yield caused
        yield from standpoint_readings(claim, sentence, context)
    yield from loose_readings(sentence, context)
    yield from framed
