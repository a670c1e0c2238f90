"""Whom a value is said of: the claim's subject, the deal, its target, the event, the person next to an age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimhouse.records import Claim, EntityKind
from claimhouse.resolve.attributes import plain, predicate_lemma
from claimhouse.resolve.deals import DealIndex, MetPair, Parties
from claimhouse.resolve.event_index import EventIndex
from claimhouse.resolve.events import sentence_event, years_in
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName, SentenceKey
from claimhouse.resolve.foundations import FoundationIndex
from claimhouse.resolve.frames import DEAL_KINDS, Frame, MaskedSentence
from claimhouse.resolve.lexicon import word_list
from claimhouse.resolve.names import normal_name

# A frame farther from the quantity than this many characters is about something else.
_MAX_DISTANCE = 90

_HOLDING = frozenset({"hold", "own", "keep", "retain", "control"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a value is said of.

    Attributes:
        key: of the entity, deal or event; null where the words name none that is known.
        text: for people to read.
        scope: values are compared within one scope: the key, or the words, or for words that mean something else
            in every text ("it", "the company") the words in their document.
    """

    key: str | None
    text: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """A sentence with its claims, masked, with its frames."""

    document: DocumentFacts
    key: SentenceKey
    claims: Sequence[Claim]
    masked: MaskedSentence
    frames: Sequence[Frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the collection as a whole says: entities, deals, events, who founded what."""

    entities: EntityIndex
    deals: DealIndex
    events: EventIndex
    foundations: FoundationIndex

    def founded_by(self, person: EntityName) -> EntityName | None:
        """Return the one organisation that the collection says a person founded; null for none or several."""
        return self.foundations.organisation(person.key)


def known_subject(key: str, text: str) -> Subject:
    """Return the subject for something with a key."""
    return Subject(key=key, text=text, scope=key)


def full_pairs(sentences: Iterable[ReadSentence], entities: EntityIndex) -> list[MetPair]:
    """Return every pair of parties that a sentence names in full."""
    return [
        MetPair(
            document_key=sentence.document.document_key,
            segment=sentence.key.segment,
            in_title=sentence.key.field == "title",
            parties=parties,
        )
        for sentence in sentences
        for frame in sentence.frames
        if frame.kind in DEAL_KINDS and (parties := frame_parties(frame, sentence, entities)).full
    ]


def frame_parties(frame: Frame, sentence: ReadSentence, entities: EntityIndex) -> Parties:
    """Return the parties a frame names, as entities; two names of one entity are one party."""
    document_key = sentence.document.document_key
    buyer, target = entities.find(document_key, frame.first), entities.find(document_key, frame.second)
    if buyer is not None and target is not None and buyer.key == target.key:
        return Parties(buyer=buyer, target=None)
    return Parties(buyer=buyer, target=target)


def claim_subject(claim: Claim, context: Context, *, measured: bool = False) -> Subject:
    """Return the claim's own subject; `measured` lets "Alder's revenue" stand for Alder."""
    for name in (claim.subject_name, claim.subject):
        entity = context.entities.find(claim.document_key, name)
        if entity is not None:
            return known_subject(entity.key, entity.name)
    words = plain(claim.subject or "")
    owner, possessive, rest = (claim.subject or "").replace("\u2019", "'").partition("'s ")
    if measured and possessive and rest.split() and rest.split()[-1].casefold() in word_list("measures"):
        entity = context.entities.find(claim.document_key, owner)
        if entity is not None:
            return known_subject(entity.key, entity.name)
    first = words.partition(" ")[0]
    vague = words in word_list("pronouns") or first in word_list("articles") or not words
    return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {words}" if vague else words)


def deal_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the deal a claim is about; without any, the claim's own subject."""
    parties = deal_parties(_quantity_place(claim, sentence), sentence, context)
    if parties is None:
        return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {plain(claim.subject or '')}")
    holder = _other_holder(claim, parties, context)
    key, text = context.deals.subject(Parties(buyer=holder, target=parties.target) if holder else parties)
    return known_subject(key, text)


def _other_holder(claim: Claim, parties: Parties, context: Context) -> EntityName | None:
    """Return who holds or sells, where that is no party of the deal: "she will keep 11 percent" is not its stake."""
    if not _HOLDING & set(predicate_lemma(claim.predicate or "").split("_")):
        return None
    holder = context.entities.find(claim.document_key, claim.subject_name or claim.subject)
    return holder if holder is not None and not parties.has(holder) else None


def deal_parties(place: tuple[int, int] | None, sentence: ReadSentence, context: Context) -> Parties | None:
    """Return the parties of the deal that is spoken of at a place of a sentence."""
    frame = nearest_frame(place, sentence.frames)
    named = frame_parties(frame, sentence, context.entities) if frame else Parties(buyer=None, target=None)
    return context.deals.complete(named, sentence.document.document_key, sentence.key.segment)


def nearest_frame(place: tuple[int, int] | None, frames: Sequence[Frame]) -> Frame | None:
    """Return the deal frame nearest to a place, at equal distance a full one; without a place, the first full one."""
    deals = [frame for frame in frames if frame.kind in DEAL_KINDS]
    if not deals:
        return None
    if place is None:
        return min(deals, key=lambda frame: (not frame.full, frame.start))
    best = min(deals, key=lambda frame: (_distance(place, frame), not frame.full, frame.end - frame.start))
    return best if _distance(place, best) <= _MAX_DISTANCE else None


def _distance(place: tuple[int, int], frame: Frame) -> int:
    return max(0, frame.start - place[1], place[0] - frame.end)


def target_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return what is valued: the name said to be valued, else the target of the deal spoken of."""
    place = _quantity_place(claim, sentence)
    valued = [frame for frame in sentence.frames if frame.kind == "deal" and "valu" in frame.text]
    frame = nearest_frame(place, valued)
    document_key = sentence.document.document_key
    entity = context.entities.find(document_key, frame.second) if frame else None
    if entity is None and claim.subject is not None:
        own = claim_subject(claim, context, measured=True)
        if own.key is not None and not any(frame.kind in DEAL_KINDS for frame in sentence.frames):
            return own
    if entity is None:
        parties = deal_parties(place, sentence, context)
        entity = parties.target if parties is not None else None
    return known_subject(entity.key, entity.name) if entity else claim_subject(claim, context, measured=True)


def event_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the event as a subject ("fire / Harrowgate"); without one, the claim's words, in its document alone.

    A sentence that names another year than its document's tells of another event.
    """
    place = (claim.document_key, claim.segment)
    kinds = {mention.name: mention.kind for mention in sentence.document.mentions}
    event = sentence_event(sentence.masked, kinds)
    entity = context.entities.find(claim.document_key, event.place) if event else None
    if event is not None and entity is not None:
        return known_subject(*context.events.named(place, event, normal_name(entity.name), entity.name))
    main = context.events.main(place)
    years = years_in(sentence.masked.text)
    elsewhen = years and claim.published_at is not None and str(claim.published_at.year) not in years
    if main is not None and not elsewhen:
        return known_subject(*main)
    words = plain(claim.subject or "")
    return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {words}")


def organisation_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the organisation of a founding: of the founder frame, else the subject or the object."""
    document_key = sentence.document.document_key
    for frame in sentence.frames:
        entity = context.entities.find(document_key, frame.second) if frame.kind == "founder" else None
        if entity is not None:
            return known_subject(entity.key, entity.name)
    own = claim_subject(claim, context)
    if own.key is not None and not _is_person(claim, context):
        return own
    entity = context.entities.find(document_key, claim.object_name) or context.entities.find(document_key, claim.object)
    usable = entity is not None and entity.kind not in {EntityKind.PERSON, EntityKind.PLACE}
    return known_subject(entity.key, entity.name) if entity is not None and usable else own


def _is_person(claim: Claim, context: Context) -> bool:
    entity = context.entities.find(claim.document_key, claim.subject_name or claim.subject)
    return entity is not None and entity.kind is EntityKind.PERSON


def person_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the person whose age it is: the nearest name before the number or right after it."""
    place = _quantity_place(claim, sentence)
    masked = sentence.masked
    met: list[tuple[int, EntityName]] = []
    for name, (start, end) in zip(masked.names, masked.name_places, strict=True):
        entity = context.entities.find(sentence.document.document_key, name)
        if place is not None and entity is not None and entity.kind is EntityKind.PERSON:
            met.append((max(0, start - place[1], place[0] - end), entity))
    if not met:
        return claim_subject(claim, context)
    nearest = min(met, key=lambda item: (item[0], item[1].name, item[1].key))[1]
    return known_subject(nearest.key, nearest.name)


def _quantity_place(claim: Claim, sentence: ReadSentence) -> tuple[int, int] | None:
    return sentence.masked.quantity_places.get(claim.quantity_key or "")
