"""Claims brought to (subject, attribute, value), so that claims of several documents compare.

Every claim is read once by itself (`attribute_of`). Sentences that name a deal, a founder or an office are read once
more by their frames, because the kind of a deal or who founded what is rarely a claim's predicate; such a reading
hangs on the claim of the sentence whose words cover the frame best, and has its modality.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from claimhouse.provenance import digest
from claimhouse.records import Claim, EntityKind, Field, Modality, Quantity, QuantityKind, QuantityRole, ValueKind
from claimhouse.resolve.attributes import (
    OPEN_RULE,
    Attribute,
    StatementView,
    attribute_of,
    claim_text,
    open_attribute,
    plain,
)
from claimhouse.resolve.causes import cause_in
from claimhouse.resolve.clocks import event_clock, yearless_days
from claimhouse.resolve.concepts import attribute_rule
from claimhouse.resolve.deals import DealIndex, MetPair, party_name
from claimhouse.resolve.event_index import PAIR, EventIndex, ToldEvent, UntoldEvent
from claimhouse.resolve.events import is_large, main_event, may_tie, speaks_of_victims, tells_of_another
from claimhouse.resolve.facts import (
    DocumentFacts,
    EntityIndex,
    EntityName,
    SentenceKey,
    loose_quantities,
    mask,
    sentences_of,
    topic_of,
)
from claimhouse.resolve.figures import figure_of
from claimhouse.resolve.foundations import FoundationIndex
from claimhouse.resolve.frames import DEAL_KINDS, Frame, find_frames, find_status, says_status
from claimhouse.resolve.lexicon import SubjectKind, word_list
from claimhouse.resolve.names import normal_name
from claimhouse.resolve.owners import holder_subject, house_subject
from claimhouse.resolve.standing import is_amount, standing_of
from claimhouse.resolve.standpoints import Standpoint, standpoints_in
from claimhouse.resolve.subjects import (
    Context,
    ReadSentence,
    Subject,
    called_topic,
    candidate_subject,
    claim_subject,
    deal_parties,
    deal_subject,
    employer_subject,
    event_subject,
    frame_parties,
    full_pairs,
    is_of_the_past,
    known_subject,
    named_event,
    organisation_subject,
    person_subject,
    target_subject,
    tells_of_the_past,
    topic_subject,
)
from claimhouse.resolve.values import (
    Value,
    WrittenNumber,
    class_value,
    clock_value,
    number_value,
    text_value,
    yearless_value,
)

COUNTING = frozenset({Modality.ASSERTED, Modality.REPORTED})
SILENT = frozenset({Modality.OPINION, Modality.HYPOTHETICAL})  # say nothing of what is

_OF_HOUSES = frozenset({"employees", "layoffs", "jobs_created"})
_FRAME_ATTRIBUTES = frozenset({"cause", "deal_type", "founder", "chief_executive", "confirmation"})
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her) ")
_MAX_FIRST = 4  # names of title and opening
_OF_PEOPLE = frozenset({EntityKind.PERSON, EntityKind.PLACE})
_MAX_UNTOLD = 5  # names by which a text that tells of no class of event may be about one all the same
_PART_OF = re.compile(r"of (?:the|those|them|these|whom)\b")
_DIVISIBLE = frozenset({QuantityKind.COUNT, QuantityKind.MONEY})
_READ_LOOSE = frozenset(QuantityKind) - {QuantityKind.AGE, QuantityKind.ORDINAL, QuantityKind.DATE}
# "among them 212,000", "including $3 billion", "another 24": a part, or what comes on top
_PART_AFTER = re.compile(
    r"\b(?:among (?:them|those|these)|including|of (?:them|whom|those|which))"
    r"(?: (?:at least|about|some|around|nearly|up to|more than|over|the))?$"
)
# "14 died and another 36 were injured" counts all that were injured; "another 200 customers" are not all customers.
_BESIDE = re.compile(
    r"\b(?:as well as|plus|another|a further|besides)"
    r"(?: (?:at least|about|some|around|nearly|up to|more than|over|the))?$"
)
_FURTHER = re.compile(r"(?:[a-z]+ ){0,2}(?:were|was|are|is|have|has|had) also\b")
_WORDS_BEFORE = 32  # characters before a number in which "among them" may stand
_UNREAL = (
    re.compile(r"\b(?:would|could|might|should) (?:\w+ )?have\b"),
    re.compile(r"^(?:if|should|had|were|unless|suppose|imagine)\b.*\b(?:would|could|might)\b"),
    re.compile(r"\bhad (?:been )?(?:\w+ )?(?:expected|predicted|forecast|hoped|hoping|projected|tipped)\b"),
    re.compile(r"\b(?:analysts|economists|pollsters|(?:a|the) polls?) (?:\w+ ){0,3}(?:expect|predict|forecast|gave)"),
)
_EARLIER = re.compile(r"\bha(?:s|d|ve) (?:already|previously|once|twice|before) (?:been )?[a-z]+")
_THE_NUMBER = re.compile(
    r"\b(?:the|this|that|their|its) (?:number|figure|total|tally|count)(?: (?:is|was|were|at|to|as|be|of|stands|stood"
    r"|only|just|about|around|some|nearly|over|more|less|fewer|than|no|up|least|most|roughly|put|given))*$"
)
_TOLD = frozenset({SubjectKind.EVENT, SubjectKind.DEAL})
_AROUND = 50  # characters beside a number that tell which claim of its sentence is nearest
_SPEAKING = frozenset({"i", "we"})
_NEXT_WORD = 16  # characters in which the word after a number stands
_PLACED = frozenset({"election"})
_INCREMENT = re.compile(r"\b(?:new|additional|further)\b|\bmore\b(?! than)")
_OPENING = 300  # characters from the first name of a text: its first sentence or two
_NUMBERED = re.compile(r"⟦(\d+)⟧")
_TOGETHER = re.compile(r" ?,? (?:in QTY\d+ )?(?:together |jointly )?(?:with|alongside) ")
_CO_FOUNDER = re.compile(r"\bco-?found")
_TIMES_OF_OFFICE = (
    (
        "former",
        re.compile(
            r"\b(?:former|ex|outgoing|previous|then|resign(?:s|ed)?|dismissed|sacked|fired|ousted|removed|quits?"
            r"|(?:step(?:s|ped)|stood|stands?) (?:down|aside)|left|leaves|was (?:the )?(?:chief executive|ceo))\b"
        ),
    ),
    ("interim", re.compile(r"\b(?:interim|acting)\b")),
    (
        "future",
        re.compile(
            r"\b(?:next|incoming|future|will be|will become|to become|designate|successor"
            r"|appoint(?:s|ed)?|name[sd]?|hire[sd]?)\b"
        ),
    ),
)


_SUBJECTS: Mapping[SubjectKind, Callable[[Claim, ReadSentence, Context], Subject]] = {
    SubjectKind.DEAL: deal_subject,
    SubjectKind.TARGET: target_subject,
    SubjectKind.ORGANISATION: organisation_subject,
    SubjectKind.EVENT: event_subject,
    SubjectKind.CANDIDATE: candidate_subject,
    SubjectKind.PERSON: holder_subject,
    SubjectKind.HOUSE: house_subject,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A claim as (subject, attribute, value).

    Attributes:
        text: the value as written: "$22.3 billion", "acquiring a minority stake".
        counts: asserted or reported, so it may corroborate and contradict.
        story: key of what its text is about: the event, else the entity; null where that is not known.
        figure: by which it is tied to other readings of its story (`claimhouse.resolve.figures`), if it has one.
    """

    claim: Claim
    subject: Subject
    attribute: Attribute
    value: Value
    text: str
    counts: bool
    story: str | None = None
    figure: str | None = None

    @property
    def member_key(self) -> str:
        """The key under which the reading is a member of a group."""
        return digest(self.claim.claim_key, self.attribute.name, self.value.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document's sentences, and what it tells the collection: all that other documents are read by.

    Attributes:
        names: comparable names of the entities it names.
        pairs: parties of deals that a sentence names in full.
        told: the main events of its segments.
        untold: its segments that tell of no class of event.
        foundations: persons with an organisation that they founded.
    """

    document_key: str
    sentences: tuple[ReadSentence, ...]
    names: frozenset[str]
    pairs: tuple[MetPair, ...]
    told: tuple[ToldEvent, ...]
    untold: tuple[UntoldEvent, ...]
    foundations: tuple[tuple[EntityName, EntityName], ...]


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
    events = tuple(_events(sentences, entities))
    return ReadDocument(
        document_key=document.document_key,
        sentences=sentences,
        names=frozenset(party_name(entity) for entity in found if entity is not None),
        pairs=tuple(full_pairs(sentences, entities)),
        told=tuple(event for event in events if isinstance(event, ToldEvent)),
        untold=tuple(event for event in events if isinstance(event, UntoldEvent)),
        foundations=tuple(_foundations(sentences, entities)),
    )


def document_readings(document: ReadDocument, context: Context) -> tuple[Reading, ...]:
    """Bring the claims of one document to readings, given what the collection as a whole says."""
    found: dict[tuple[str, str, str], Reading] = {}
    before: list[Reading] = []
    for sentence in document.sentences:
        said = [_taken_up(reading, sentence, before) for reading in _sentence_readings(sentence, context)]
        before = said
        for reading in said:
            found.setdefault((reading.claim.claim_key, reading.attribute.name, reading.value.text), reading)
    return tuple(_with_bounds_of_text([found[key] for key in sorted(found)]))


def _taken_up(reading: Reading, sentence: ReadSentence, before: Sequence[Reading]) -> Reading:
    """Say of what "the number" of a sentence is, if the sentence before gives one count: "a study puts it at 15"."""
    claim = reading.claim
    quantity = sentence.document.quantities.get(claim.quantity_key or "")
    if quantity is None or quantity.kind is not QuantityKind.COUNT or reading.attribute.rule != OPEN_RULE:
        return reading
    start = quantity.char_start - claim.char_start
    if claim.field is not Field.TEXT or not _THE_NUMBER.search(plain(claim.quote[:start])):
        return reading
    counts = [
        other
        for other in before
        if attribute_rule(other.attribute.name) is not None
        and (known := sentence.document.quantities.get(other.claim.quantity_key or "")) is not None
        and known.kind is QuantityKind.COUNT
        and other.claim.segment == claim.segment
        and other.claim.char_end <= claim.char_start
    ]
    if len({(other.subject, other.attribute, other.value.text) for other in counts}) != 1:
        return reading
    taken = counts[0]
    value = bring_to_value(claim, replace(quantity, unit=quantity.unit or taken.value.unit), taken.attribute)
    return replace(reading, subject=taken.subject, attribute=taken.attribute, value=value)


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


def _foundations(sentences: Iterable[ReadSentence], entities: EntityIndex) -> Iterator[tuple[EntityName, EntityName]]:
    """Yield each person with an organisation that a sentence says the person founded, alone or with others."""
    for sentence in sentences:
        for frame in sentence.frames:
            if frame.kind == "founder" and frame.full:
                document_key = sentence.document.document_key
                person = entities.find(document_key, frame.first)
                organisation = entities.find(document_key, frame.second)
                if person is not None and organisation is not None and person.kind is EntityKind.PERSON:
                    yield person, organisation


def _events(sentences: Sequence[ReadSentence], entities: EntityIndex) -> Iterator[ToldEvent | UntoldEvent]:
    grouped: defaultdict[tuple[str, int], list[ReadSentence]] = defaultdict(list)
    titles: defaultdict[str, list[ReadSentence]] = defaultdict(list)
    for sentence in sentences:
        document_key = sentence.document.document_key
        if sentence.key.field is Field.TITLE:
            titles[document_key].append(sentence)
        grouped[document_key, sentence.key.segment].append(sentence)
    for place, group in grouped.items():
        document_key, segment = place
        title = [sentence.masked for sentence in titles[document_key]] if segment == 0 else []
        told = [sentence for sentence in group if sentence.key.field is Field.TEXT and not tells_of_the_past(sentence)]
        body = [sentence.masked for sentence in told]
        document = group[0].document
        others = [sentence.key for sentence in group if tells_of_another(sentence.masked.text)]
        lead = _lead_names(document, segment, others)
        event = main_event(title, body, _kinds(document), lead)
        topic = _topic_anchor(document_key, group[0].topic, entities)
        if event is None and any(frame.kind in DEAL_KINDS and frame.full for one in group for frame in one.frames):
            yield UntoldEvent(place=place, names=())  # about a deal, whatever event a round-up names its parties beside
            continue
        if event is None:
            first = (name for name in lead if not is_large(name))
            pairs = _pairs(document_key, islice(first, _MAX_UNTOLD), entities, placed=False)
            kinds = _kinds(document)
            where = (name for name in lead[:_MAX_FIRST] if kinds.get(name) is EntityKind.PLACE and not is_large(name))
            scene = islice(where, 1) if speaks_of_victims(body) else ()
            names = (*topic, *_anchors(document_key, scene, entities), *pairs)
            yield UntoldEvent(place=place, names=tuple(dict.fromkeys(normal for normal, _ in names)))
            continue
        placed = event.event_class in _PLACED
        tied = () if placed or not event.lead else topic
        pairs = _pairs(document_key, event.lead, entities, placed=placed)
        yield ToldEvent(
            place=place,
            event=event,
            anchors=tuple(dict.fromkeys((*_anchors(document_key, event.anchors, entities), *tied, *pairs))),
            published_at=group[0].claims[0].published_at,
        )


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


def _kinds(document: DocumentFacts) -> dict[str, EntityKind]:
    return {mention.name: mention.kind for mention in document.mentions}


def _sentence_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    framed = [*_frame_readings(sentence, context), *_clock_readings(sentence, context)]
    taken = {(reading.claim.claim_key, reading.attribute.name) for reading in framed}
    for claim in sentence.claims:
        reading = _own_reading(claim, sentence, context)
        if reading is not None and (claim.claim_key, reading.attribute.name) not in taken:
            yield reading
        yield from _yearless_readings(claim, sentence, context)
        caused = _cause_reading(claim, sentence, context)
        if caused is not None:
            yield caused
        yield from _standpoint_readings(claim, sentence, context)
    yield from _loose_readings(sentence, context)
    yield from framed


def statement_view(claim: Claim, quantity: Quantity | None) -> StatementView:
    """Return a stored claim as plain values."""
    inside = quantity is not None and quantity.field is claim.field
    return StatementView(
        sentence=claim.quote,
        subject=claim.subject,
        predicate=claim.predicate,
        object=claim.object,
        arguments=claim.arguments,
        kind=quantity.kind if quantity else None,
        unit=quantity.unit if quantity else None,
        concept=quantity.concept if quantity else None,
        raw=quantity.raw if quantity else None,
        quantity_start=quantity.char_start - claim.char_start if quantity and inside else None,
        quantity_end=quantity.char_end - claim.char_start if quantity and inside else None,
    )


def _own_reading(claim: Claim, sentence: ReadSentence, context: Context) -> Reading | None:
    quantity = sentence.document.quantities.get(claim.quantity_key or "")
    view = statement_view(claim, quantity)
    attribute = attribute_of(view)
    if quantity is None and attribute.name in _FRAME_ATTRIBUTES:
        attribute = open_attribute(view)
    if not (claim.subject or claim.predicate or claim.object or quantity):
        return None
    unsaid = (
        _is_unreal(claim)
        or _is_earlier(claim, sentence)
        or (quantity is not None and _is_difference(quantity, claim, attribute))
    )
    if attribute.single_valued and unsaid:
        attribute = replace(attribute, single_valued=False)
    subject = _subject(attribute, claim, sentence, context)
    if attribute.name == "birth_date" and _is_house(claim, context):  # "born in 1962", of a firm
        attribute = replace(attribute, name="founded_date", rule="founded_date")
    if quantity is not None or is_amount(plain(subject.text)):
        subject, is_sure = standing_of(subject, attribute, claim, sentence, context)
        attribute = attribute if is_sure else replace(attribute, single_valued=False)
    value = bring_to_value(claim, quantity, attribute)
    silent = claim.modality in SILENT
    return Reading(
        claim=claim,
        subject=subject,
        attribute=attribute,
        value=value,
        story=_story(sentence, context),
        figure=None if quantity is None or unsaid or silent else figure_of(quantity.kind, quantity.unit, value),
        text=quantity.raw if quantity else _object_text(claim),
        counts=claim.modality in COUNTING and not (quantity is not None and _denies(claim, quantity)),
    )


def _story(sentence: ReadSentence, context: Context) -> str | None:
    document_key = sentence.document.document_key
    event = context.events.main((document_key, sentence.key.segment))
    if event is not None:
        return event[0]
    topic = context.entities.find(document_key, sentence.topic)
    return topic.key if topic is not None else None


def _is_earlier(claim: Claim, sentence: ReadSentence) -> bool:
    """Say whether a sentence sets a time before the one at hand: "had already been fined 2 million in 2017"."""
    return _EARLIER.search(plain(claim.quote)) is not None and is_of_the_past(claim, sentence)


def _is_house(claim: Claim, context: Context) -> bool:
    found = context.entities.find(claim.document_key, claim.subject_name or claim.subject)
    return found is not None and found.kind is EntityKind.ORGANISATION


def _is_unreal(claim: Claim) -> bool:
    """Say whether a sentence tells what might have been or what was expected: it says nothing of what is."""
    text = plain(claim.quote)
    return any(pattern.search(text) for pattern in _UNREAL)


def _is_difference(quantity: Quantity, claim: Claim, attribute: Attribute) -> bool:
    """Say whether a number is by how much a value changed, or what it was before: "five new deaths", "up by 12"."""
    rule = attribute_rule(attribute.name)
    if rule is None or quantity.role in {QuantityRole.BY, QuantityRole.FROM}:
        return rule is not None and not rule.plans
    end = quantity.char_end - claim.char_start
    inside = quantity.field is claim.field
    after = claim.quote[end : end + _NEXT_WORD].partition(",")[0] if inside else ""
    if _PART_OF.match(plain(after)):
        return quantity.kind in _DIVISIBLE
    if inside and quantity.kind in _DIVISIBLE:
        before = plain(claim.quote[max(0, end - len(quantity.raw) - _WORDS_BEFORE) : end - len(quantity.raw)])
        further = _BESIDE.search(before) or _FURTHER.match(plain(claim.quote[end : end + _WORDS_BEFORE]))
        if _PART_AFTER.search(before) or (further and not rule.grows):
            return True
    words = plain(f"{quantity.raw} {' '.join(after.split()[:1])}")
    return rule.grows and _INCREMENT.search(words) is not None


def _subject(attribute: Attribute, claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    rule = attribute_rule(attribute.name)
    if rule is None:
        return named_event(claim, sentence, context) or claim_subject(claim, context)
    if attribute.name in {"age", "age_at"}:
        person = person_subject(claim, sentence, context)
        return person if person.key is not None or attribute.name == "age" else claim_subject(claim, context)
    if attribute.name in _OF_HOUSES:
        return employer_subject(claim, sentence, context)
    found = _SUBJECTS.get(rule.subject, topic_subject)(claim, sentence, context)
    if rule.subject is SubjectKind.EVENT and found.key is None:
        return _story_subject(claim, sentence, context) or found
    return found


def _story_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject | None:
    """Return what a text without an event is about: "nine workers were killed" in a text about a bridge."""
    topic = context.entities.find(claim.document_key, sentence.topic)
    if topic is None or tells_of_the_past(sentence) or context.events.main((claim.document_key, claim.segment)):
        return None
    return known_subject(topic.key, topic.name)


def bring_to_value(claim: Claim, quantity: Quantity | None, attribute: Attribute) -> Value:
    """Return the value of a claim in comparable form.

    A denied number ("did not pay $3 billion") is a value without number or interval: it says what is not so.
    """
    if quantity is None:
        text = _object_text(claim)
        return text_value(f"not {text}" if claim.negated else text)
    value = number_value(
        WrittenNumber(
            raw=quantity.raw,
            kind=quantity.kind,
            value=quantity.value,
            value_min=quantity.value_min,
            value_max=quantity.value_max,
            bound=quantity.bound,
            unit=_unit(quantity, attribute),
        )
    )
    return Value(text=f"not {value.text}", kind=value.kind, unit=value.unit) if _denies(claim, quantity) else value


def _denies(claim: Claim, quantity: Quantity) -> bool:
    """Say whether a denial is of the number: not in "the loss of $3 million left no choice"."""
    return claim.negated and quantity.raw not in (claim.subject or "")


def _unit(quantity: Quantity, attribute: Attribute) -> str | None:
    rule = attribute_rule(attribute.name)
    if rule is not None and rule.subject is SubjectKind.EVENT and quantity.kind is QuantityKind.AGE:
        return "person"  # "the number of dead at 60" is no age
    if rule is None or quantity.kind is not QuantityKind.COUNT:
        return quantity.unit
    if rule.unit == "person" and quantity.unit is not None and quantity.unit not in word_list("persons"):
        return quantity.unit  # "17 boats joined the search" counts no people
    if rule.unit is not None:
        return rule.unit
    people = quantity.unit is None or quantity.unit in word_list("people")
    return "person" if rule.subject is SubjectKind.EVENT and people else quantity.unit


def _object_text(claim: Claim) -> str:
    words = claim.object_name or claim.object or " ".join(claim.arguments) or claim.predicate or claim.subject or ""
    return _ARTICLE.sub("", plain(words))


def _standpoint_readings(claim: Claim, sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read the stand that a claim takes on who goes, whether terms were agreed, whether entry is free."""
    for standpoint, code in standpoints_in(statement_view(claim, None), negated=claim.negated):
        subject = _stand_subject(standpoint, claim, sentence, context)
        if subject is None:
            continue
        attribute = standpoint.attribute
        yield Reading(
            claim=claim,
            subject=subject,
            attribute=Attribute(name=attribute, rule=attribute, single_valued=True, value_kind=ValueKind.CLASS),
            value=class_value(code),
            text=claim_text(statement_view(claim, None)),
            counts=claim.modality in COUNTING,
        )


def _stand_subject(standpoint: Standpoint, claim: Claim, sentence: ReadSentence, context: Context) -> Subject | None:
    """Return whose stand it is; null where the sentence is of another event, of the past, or names no person."""
    told = context.events.main_class((claim.document_key, claim.segment))
    if standpoint.events and told is not None and told not in standpoint.events:
        return None
    if standpoint.subject == "house":
        return house_subject(claim, sentence, context, counted=False)
    if standpoint.subject in {"event", "story"}:
        subject = event_subject(claim, sentence, context)
        if subject.key is not None or standpoint.subject == "event" or is_of_the_past(claim, sentence):
            return subject
    if standpoint.subject in {"topic", "story"}:
        topic = context.entities.find(claim.document_key, sentence.topic)
        return known_subject(topic.key, topic.name) if topic else claim_subject(claim, context)
    own = plain(claim.subject or "") in _SPEAKING
    name = (claim.speaker_name or claim.speaker) if own else (claim.subject_name or claim.subject)
    who = context.entities.find(claim.document_key, name)
    if standpoint.subject != "agent" and (who is None or who.kind is not EntityKind.PERSON):
        who = context.entities.find(claim.document_key, claim.object_name or claim.object)  # "the board dismissed Roe"
    person = who is not None and (who.kind is EntityKind.PERSON or standpoint.subject == "agent")
    return known_subject(who.key, who.name) if who is not None and person and not tells_of_the_past(sentence) else None


def _loose_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read the quantities that are in no claim of a sentence, where words beside them say what they are.

    Of an event or a deal the text tells by itself; of anything else only where it is known who has them.
    """
    for key, quantity in loose_quantities(sentence.document, sentence.key, sentence.claims, _READ_LOOSE).items():
        start = quantity.char_start - sentence.key.char_start
        around = sentence.claims[0].quote[max(0, start - _AROUND) : start + len(quantity.raw) + _AROUND]
        claim = replace(_bearer(sentence, plain(around)), quantity_key=key)
        attribute = attribute_of(statement_view(claim, quantity))
        rule = attribute_rule(attribute.name)
        if rule is None or attribute.rule == OPEN_RULE:
            continue
        reading = _own_reading(claim, sentence, context)
        if reading is not None and (rule.subject in _TOLD or reading.subject.key is not None):
            yield replace(reading, claim=_bearer(sentence, plain(around)))


def _yearless_readings(claim: Claim, sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read the days without a year that a claim puts something on."""
    own = plain(f"{claim.object or ''} {' '.join(claim.arguments)}")
    for day in yearless_days(claim.quote):
        raw = claim.quote[day.start : day.end]
        if plain(raw) not in own:
            continue
        plainly = statement_view(claim, None)
        view = replace(
            plainly, kind=QuantityKind.DATE, unit="day", raw=raw, quantity_start=day.start, quantity_end=day.end
        )
        attribute = attribute_of(view)
        if attribute.single_valued:
            yield Reading(
                claim=claim,
                subject=_subject(attribute, claim, sentence, context),
                attribute=attribute,
                value=yearless_value(day.text, day.month, day.day),
                text=raw,
                counts=claim.modality in COUNTING and not claim.negated,
            )


def _clock_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read the time of day at which the event of a sentence happened."""
    clock = event_clock(sentence.claims[0].quote)
    if clock is None:
        return
    claim = _bearer(sentence, clock.words)
    value = clock_value(clock.text, clock.minute, clock.tolerance)
    yield _class_reading(sentence, clock.words, event_subject(claim, sentence, context), "event_clock", value)


def _cause_reading(claim: Claim, sentence: ReadSentence, context: Context) -> Reading | None:
    """Read what a claim says brought the event about; causes without a code are texts, and contradict none."""
    cause = cause_in(statement_view(claim, None))
    if cause is None:
        return None
    value = class_value(cause.code, negated=claim.negated) if cause.code else text_value(cause.words)
    return Reading(
        claim=claim,
        subject=event_subject(claim, sentence, context),
        attribute=Attribute(name="cause", rule="cause", single_valued=cause.code is not None, value_kind=value.kind),
        value=value,
        text=cause.words,
        counts=claim.modality in COUNTING,
    )


def _frame_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    for frame in sentence.frames:
        if frame.kind in DEAL_KINDS:
            yield from _deal_type(frame, sentence, context)
        elif frame.kind == "successor":
            yield from _succession(frame, sentence, context)
        elif frame.full or frame.kind == "founder":
            yield from _office(frame, sentence, context)
    status = find_status(sentence.masked)
    if status is not None:
        code, start, end = status
        parties = deal_parties((start, end), sentence, context)
        if parties is not None:
            key, text = context.deals.subject(parties)
            words = sentence.masked.text[start:end]
            yield _class_reading(sentence, words, known_subject(key, text), "confirmation", class_value(code))


def _deal_type(frame: Frame, sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    if frame.kind == "deal":
        return
    document_key, segment = sentence.document.document_key, sentence.key.segment
    parties = context.deals.complete(frame_parties(frame, sentence, context.entities), document_key, segment)
    if parties is None or not parties.full:
        return
    key, text = context.deals.subject(parties)
    claim = _bearer(sentence, frame.text)
    negated = frame.negated or (claim.negated and not says_status(frame.text) and _covers(claim, frame.text))
    value = class_value(frame.kind, negated=negated)
    yield _class_reading(sentence, frame.text, known_subject(key, text), "deal_type", value)


def _office(frame: Frame, sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    document_key = sentence.document.document_key
    person = context.entities.find(document_key, frame.first)
    organisation = context.entities.find(document_key, frame.second)
    if person is None or person.kind is not EntityKind.PERSON:
        return
    if organisation is None and frame.kind == "founder":
        organisation = context.founded_by(person)
    if organisation is None:
        return
    office = known_subject(organisation.key, organisation.name)
    tenure = known_subject(digest("office", person.key, organisation.key), f"{person.name} / {organisation.name}")
    if frame.kind == "founder":
        together = _CO_FOUNDER.search(frame.text) or _TOGETHER.match(sentence.masked.text[frame.end :])
        code = "co-founder" if together else "founder"
        yield _class_reading(sentence, frame.text, office, "founder", text_value(person.name))
        yield _class_reading(sentence, frame.text, tenure, "founder_status", class_value(code))
        return
    before = sentence.masked.text[max(0, frame.start - 10) : frame.start]
    code = next((code for code, pattern in _TIMES_OF_OFFICE if pattern.search(before + frame.text)), "current")
    if code == "current":
        yield _class_reading(sentence, frame.text, office, "chief_executive", text_value(person.name))
    yield _class_reading(sentence, frame.text, tenure, "chief_executive_status", class_value(code))


def _succession(frame: Frame, sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read who takes an office of the house that the frame names, else of the one that the text is about."""
    document_key = sentence.document.document_key
    person = context.entities.find(document_key, frame.first)
    named = context.entities.find(document_key, frame.second)
    house = named if named is not None and named.kind is not EntityKind.PERSON else None
    house = house or context.entities.find(document_key, sentence.topic)
    if person is None or person.kind is not EntityKind.PERSON or house is None or tells_of_the_past(sentence):
        return
    if not frame.negated:
        yield _class_reading(
            sentence, frame.text, known_subject(house.key, house.name), "successor", text_value(person.name)
        )


def _class_reading(sentence: ReadSentence, words: str, subject: Subject, attribute: str, value: Value) -> Reading:
    claim = _bearer(sentence, words)
    rule = attribute_rule(attribute)
    return Reading(
        claim=claim,
        subject=subject,
        attribute=Attribute(
            name=attribute,
            rule=attribute,
            single_valued=rule is not None and rule.single,
            value_kind=rule.value if rule else ValueKind.TEXT,
        ),
        value=value,
        text=_unmasked(words, sentence),
        counts=claim.modality in COUNTING,
    )


def _bearer(sentence: ReadSentence, words: str) -> Claim:
    """Return the claim of the sentence that covers the words best; of equal ones the shortest, then by key."""
    wanted = set(_unmasked(words, sentence).split())

    def rank(claim: Claim) -> tuple[int, int, str]:
        own = claim_text(statement_view(claim, None)).split()
        return (-len(wanted & set(own)), len(own), claim.claim_key)

    return min(sentence.claims, key=rank)


def _covers(claim: Claim, words: str) -> bool:
    """Say whether a claim's predicate has a word of the frame, so that its negation is meant."""
    predicate = set(plain(claim.predicate or "").split()) - word_list("auxiliaries")
    return bool(predicate & set(words.split()))


def _unmasked(words: str, sentence: ReadSentence) -> str:
    text = _NUMBERED.sub(lambda match: plain(sentence.masked.names[int(match.group(1))]), words)
    raws = {
        f"QTY{number}": plain(sentence.document.quantities[key].raw)
        for number, key in enumerate(sentence.masked.quantity_places)
    }
    return re.sub(r"QTY\d+", lambda match: raws.get(match.group(), match.group()), text)
