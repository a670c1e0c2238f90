"""What a text tells the collection: the events of its parts, the names it is told by, who founded what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from claimhouse.records import EntityKind, Field
from claimhouse.resolve.event_index import PAIR, ToldEvent, UntoldEvent
from claimhouse.resolve.events import is_large, main_event, may_tie, speaks_of_victims, tells_of_another
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName, SentenceKey, masked_title
from claimhouse.resolve.frames import DEAL_KINDS, MaskedSentence
from claimhouse.resolve.names import normal_name
from claimhouse.resolve.subjects import ReadSentence, tells_of_the_past

_MAX_FIRST = 4  # names of title and opening
_OF_PEOPLE = frozenset({EntityKind.PERSON, EntityKind.PLACE})
_MAX_PERSONS = 8  # of full name that a text mentions, each with what it is told by
_MAX_UNTOLD = 5  # names by which a text that tells of no class of event may be about one all the same
_PLACED = frozenset({"election"})
_OPENING = 300  # characters from the first name of a text: its first sentence or two


def foundations(sentences: Iterable[ReadSentence], entities: EntityIndex) -> Iterator[tuple[EntityName, EntityName]]:
    """Yield each person with an organisation that a sentence says the person founded, alone or with others."""
    for sentence in sentences:
        for frame in sentence.frames:
            if frame.kind == "founder" and frame.full:
                document_key = sentence.document.document_key
                person = entities.find(document_key, frame.first)
                organisation = entities.find(document_key, frame.second)
                if person is not None and organisation is not None and person.kind is EntityKind.PERSON:
                    yield person, organisation


def told_events(sentences: Sequence[ReadSentence], entities: EntityIndex) -> Iterator[ToldEvent | UntoldEvent]:
    """Yield what each part of a text is about: its main event, or the names by which it may be about one."""
    grouped: defaultdict[tuple[str, int], list[ReadSentence]] = defaultdict(list)
    titles: defaultdict[str, list[ReadSentence]] = defaultdict(list)
    for sentence in sentences:
        document_key = sentence.document.document_key
        if sentence.key.field is Field.TITLE:
            titles[document_key].append(sentence)
        grouped[document_key, sentence.key.segment].append(sentence)
    for place, group in grouped.items():
        document_key, segment = place
        title = _title(group[0].document, titles[document_key]) if segment == 0 else []
        told = [sentence for sentence in group if sentence.key.field is Field.TEXT and not tells_of_the_past(sentence)]
        body = [sentence.masked for sentence in told]
        document = group[0].document
        others = [sentence.key for sentence in group if tells_of_another(sentence.masked.text)]
        lead = _lead_names(document, segment, others)
        event = main_event(title, body, _kinds(document, entities), lead)
        topic = _topic_anchor(document_key, group[0].topic, entities)
        if event is None and any(frame.kind in DEAL_KINDS and frame.full for one in group for frame in one.frames):
            yield UntoldEvent(place=place, names=())  # about a deal, whatever event a round-up names its parties beside
            continue
        if event is None:
            first = (name for name in lead if not is_large(name))
            pairs = _pairs(document_key, islice(first, _MAX_UNTOLD), entities, placed=False)
            kinds = _kinds(document, entities)
            where = (name for name in lead[:_MAX_FIRST] if kinds.get(name) is EntityKind.PLACE and not is_large(name))
            scene = islice(where, 1) if speaks_of_victims(body) else ()
            names = (*topic, *_anchors(document_key, scene, entities), *pairs)
            yield UntoldEvent(place=place, names=tuple(dict.fromkeys(normal for normal, _ in names)))
            continue
        placed = event.event_class in _PLACED
        tied = () if placed or not event.lead else topic
        tying = list(_pairs(document_key, event.lead, entities, placed=placed))
        if not placed:
            tying += _with_persons(document_key, event.lead, lead, entities)
        yield ToldEvent(
            place=place,
            event=event,
            anchors=tuple(dict.fromkeys((*_anchors(document_key, event.anchors, entities), *tied, *tying))),
            published_at=group[0].claims[0].published_at,
        )


def _title(document: DocumentFacts, sentences: Sequence[ReadSentence]) -> list[MaskedSentence]:
    """Return the headline: what names a matter best mostly claims nothing ("Day two of the bus strike")."""
    if sentences:
        return [sentence.masked for sentence in sentences]
    masked = masked_title(document)
    return [] if masked is None else [masked]


def _topic_anchor(document_key: str, name: str | None, entities: EntityIndex) -> tuple[tuple[str, str], ...]:
    """Return what a text is about as an anchor: the ship, the firm that an event befell."""
    topic = entities.find(document_key, name)
    if topic is None or topic.kind in _OF_PEOPLE or not may_tie(topic.name):
        return ()
    return ((normal_name(topic.name), topic.name),)


def _anchors(document_key: str, names: Iterable[str], entities: EntityIndex) -> tuple[tuple[str, str], ...]:
    found = (entities.find(document_key, name) for name in names)
    return tuple(dict.fromkeys((normal_name(entity.name), entity.name) for entity in found if entity is not None))


def _pairs(
    document_key: str, names: Iterable[str], entities: EntityIndex, *, placed: bool
) -> Iterator[tuple[str, str]]:
    """Yield each two names that a text is told by as one anchor: an event without a place has these.

    Args:
        document_key: of the document.
        names: of the document.
        entities: what they mean.
        placed: whether one of the two must be a place: the same people stand in many elections.
    """
    found = {entity for name in names if (entity := entities.find(document_key, name)) is not None}
    ordered = sorted(found, key=lambda entity: (normal_name(entity.name), entity.name, entity.key))
    for left, right in combinations(ordered, 2):
        places = [entity.kind for entity in (left, right)].count(EntityKind.PLACE)
        if places < 2 and (places or not placed) and normal_name(left.name) != normal_name(right.name):  # noqa: PLR2004
            yield f"{normal_name(left.name)}{PAIR}{normal_name(right.name)}", f"{left.name} and {right.name}"


def _with_persons(
    document_key: str, lead: Sequence[str], names: Iterable[str], entities: EntityIndex
) -> Iterator[tuple[str, str]]:
    """Yield a house or place that a text is told by with each person of full name it mentions later, as one anchor.

    Who speaks for a matter is named far down, by every report: few people speak for two.
    """
    told_by = {
        entity
        for name in lead
        if (entity := entities.find(document_key, name)) is not None and entity.kind is not EntityKind.PERSON
    }
    persons = [
        entity
        for name in names
        if (entity := entities.find(document_key, name)) is not None
        and entity.kind is EntityKind.PERSON
        and " " in entity.name
    ]
    for person in list(dict.fromkeys(persons))[:_MAX_PERSONS]:
        for entity in sorted(told_by, key=lambda entity: (normal_name(entity.name), entity.name, entity.key)):
            left, right = sorted((entity, person), key=lambda entity: (normal_name(entity.name), entity.name))
            yield f"{normal_name(left.name)}{PAIR}{normal_name(right.name)}", f"{left.name} and {right.name}"


def _lead_names(document: DocumentFacts, segment: int, others: Sequence[SentenceKey]) -> tuple[str, ...]:
    """Return the names that a text is told by: those of the title and the opening, then those it names most.

    Names in sentences about other events (`others`) are left out.
    """
    told = (
        mention
        for mention in document.mentions
        if not any(key.field is mention.field and key.char_start <= mention.char_start < key.char_end for key in others)
    )
    ordered = sorted(told, key=lambda mention: (mention.field is not Field.TITLE, mention.char_start))
    body = [mention.char_start for mention in ordered if mention.field is Field.TEXT and mention.segment == segment]
    start = min(body, default=0)
    own = [
        mention for mention in ordered if mention.segment == segment or (mention.field is Field.TITLE and segment == 0)
    ]
    counts = Counter(mention.name for mention in own)
    first = [mention.name for mention in own if mention.field is Field.TITLE or mention.char_start < start + _OPENING]
    often = sorted((name for name in counts if counts[name] > 1), key=lambda name: (-counts[name], name))
    return tuple(dict.fromkeys([*first[:_MAX_FIRST], *often, *(mention.name for mention in own)]))


def _kinds(document: DocumentFacts, entities: EntityIndex) -> dict[str, EntityKind]:
    """Return what the names of a document are, as the collection knows them: one text may take a town for a firm."""
    found = {mention.name: entities.find(document.document_key, mention.name) for mention in document.mentions}
    return {
        mention.name: entity.kind if (entity := found[mention.name]) is not None else mention.kind
        for mention in document.mentions
    }
