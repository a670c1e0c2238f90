"""What resolve knows about one document, and which entity each of its names means."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimhouse.records import Claim, EntityKind, Field, Mention, Quantity, QuantityKind
from claimhouse.resolve.entities import DocumentName
from claimhouse.resolve.frames import MaskedSentence, Place, mask_sentence
from claimhouse.resolve.names import normal_name

_TELLING = re.compile(r"\b(?:told|tells|telling|interview with|according to) (?:[Tt]he )?")
_REFERENCE = re.compile(r"(?:the|this|that|its|their|his|her|it|they|he|she)\b", re.IGNORECASE)
_LOOSE = frozenset({QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.COUNT})
_FIRST = 5  # the first house that a text names in its opening is what it is about, as a rule
_EARLY = 3  # a house named in the opening, or in the title
_OPENING = 300  # characters from the first name of a text
_TOPIC = 2  # the weight from which a name may be what a text is about: in the title or the opening, or told of twice
_NO_TOPIC = frozenset({EntityKind.PERSON, EntityKind.PLACE})
_MAX_REFERENCE_WORDS = 4  # "the data-labelling company"; a longer phrase says more than a name


class EntityName(NamedTuple):
    """An entity as claims refer to it."""

    key: str
    name: str
    kind: EntityKind


class SentenceKey(NamedTuple):
    """A sentence's place: field and code points, with the segment it is in."""

    field: Field
    segment: int
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """The current rows of one document that resolve reads.

    Attributes:
        quantities: by key.
        title: the headline, whether a claim was made of it or not.
    """

    document_key: str
    claims: Sequence[Claim]
    mentions: Sequence[Mention]
    quantities: Mapping[str, Quantity]
    title: str | None = None


class EntityIndex:
    """Which entity a name of a document means."""

    def __init__(self, members: Iterable[tuple[DocumentName, EntityName]], mentions: Iterable[Mention]) -> None:
        self._by_name: dict[DocumentName, EntityName] = dict(members)
        forms: defaultdict[tuple[str, str], set[EntityName]] = defaultdict(set)
        for member, entity in self._by_name.items():
            forms[member.document_key, normal_name(member.name)].add(entity)
        for mention in mentions:
            meant = self._by_name.get(DocumentName(mention.document_key, mention.name))
            if meant is not None:
                forms[mention.document_key, normal_name(mention.text)].add(meant)
        self._by_form = {form: next(iter(met)) for form, met in forms.items() if len(met) == 1}

    def find(self, document_key: str, name: str | None) -> EntityName | None:
        """Return the entity that a document's name or surface form means; null where it names none or several."""
        if not name:
            return None
        return self._by_name.get(DocumentName(document_key, name)) or self._by_form.get(
            (document_key, normal_name(name))
        )


def sentences_of(document: DocumentFacts) -> dict[SentenceKey, list[Claim]]:
    """Return the claims of each sentence, sentences in reading order with titles first, claims by key."""
    grouped: defaultdict[SentenceKey, list[Claim]] = defaultdict(list)
    for claim in document.claims:
        grouped[SentenceKey(claim.field, claim.segment, claim.char_start, claim.char_end)].append(claim)
    order = sorted(grouped, key=lambda key: (key.field is not Field.TITLE, key))
    return {key: sorted(grouped[key], key=lambda claim: claim.claim_key) for key in order}


def topic_of(document: DocumentFacts, segment: int, entities: EntityIndex | None = None) -> str | None:
    """Return the name a text is about: no person or place, named twice as often as any other; a title counts more.

    What the collection knows of a name goes before what the document makes of it; what sentences are said of counts
    once more. Null where two compete: "the company" then means nobody certain.
    """
    known = {
        mention.name: (entities.find(document.document_key, mention.name) if entities is not None else None)
        for mention in document.mentions
    }
    told = _told(document)
    ordered = sorted(
        (
            mention
            for mention in document.mentions
            if _kind(mention, known[mention.name]) not in _NO_TOPIC and (mention.field, mention.char_start) not in told
        ),
        key=lambda mention: mention.char_start,
    )
    body = [mention for mention in ordered if mention.field is Field.TEXT and mention.segment == segment]
    said = [claim.char_start for claim in document.claims if claim.field is Field.TEXT and claim.segment == segment]
    start = min([*said, *(mention.char_start for mention in body[:1])], default=0)
    weights: Counter[str] = Counter()
    for place, mention in enumerate(body):
        opening = mention.char_start < start + _OPENING
        weights[mention.name] += _FIRST if opening and place == 0 else _EARLY if opening else 1
    for mention in ordered:
        if mention.field is Field.TITLE and segment == 0:
            weights[mention.name] += _EARLY
    subjects = {(claim.subject_name, claim.char_start) for claim in document.claims if claim.field is Field.TEXT}
    for name, _ in subjects:
        if name is not None and name in weights:
            weights[name] += 1
    _join_names(weights, known)
    houses = {mention.name for mention in ordered if _kind(mention, known[mention.name]) is EntityKind.ORGANISATION}
    if houses & weights.keys():  # words in capitals and works are taken for names, too
        weights.update({name: -(weights[name] // 2) for name in weights.keys() - houses})
    ranked = sorted(weights, key=lambda name: (-weights[name], name))
    if not ranked or weights[ranked[0]] < _TOPIC:
        return None
    if len(ranked) == 1 or weights[ranked[0]] >= 2 * weights[ranked[1]]:
        return ranked[0]
    titled = {mention.name for mention in ordered if mention.field is Field.TITLE} if segment == 0 else set()
    only = [name for name in ranked if any(name == short or name.startswith(f"{short} ") for short in titled)]
    return ranked[0] if only == ranked[:1] and weights[ranked[0]] > weights[ranked[1]] else None


def _told(document: DocumentFacts) -> frozenset[tuple[Field, int]]:
    """Return where the names of those stand who were told something: "she told Radio Skarby"."""
    sentences = {(claim.field, claim.char_start, claim.quote) for claim in document.claims}
    return frozenset(
        (field, start + match.end()) for field, start, quote in sentences for match in _TELLING.finditer(quote)
    )


def _kind(mention: Mention, entity: EntityName | None) -> EntityKind:
    return entity.kind if entity is not None else mention.kind


def _join_names(weights: Counter[str], known: Mapping[str, EntityName | None]) -> None:
    """Count the names of one thing together: those of one entity, and "Alder" with "Alder Robotics"."""
    for short in sorted(weights, key=lambda name: (len(name), name)):
        entity = known[short]
        longer = sorted(
            name
            for name in weights
            if name != short
            and (
                name.startswith(f"{short} ")
                or (entity is not None and known[name] == entity and len(name) >= len(short))
            )
        )
        if longer:
            weights[longer[0]] += weights.pop(short)


def mask(document: DocumentFacts, key: SentenceKey, claims: Sequence[Claim]) -> MaskedSentence:
    """Mask the names, the references that claims resolve ("the company"), and the quantities of a sentence."""
    sentence = claims[0].quote
    inside = [
        mention
        for mention in document.mentions
        if mention.field is key.field and key.char_start <= mention.char_start and mention.char_end <= key.char_end
    ]
    names = [
        Place(mention.char_start - key.char_start, mention.char_end - key.char_start, mention.name)
        for mention in inside
    ]
    known = {mention.name for mention in document.mentions}
    names += [place for claim in claims for place in _references(sentence, claim) if place.what in known]
    quantities = [
        Place(quantity.char_start - key.char_start, quantity.char_end - key.char_start, quantity_key)
        for quantity_key, quantity in (
            sentence_quantities(document, key, claims) | loose_quantities(document, key, claims)
        ).items()
    ]
    return mask_sentence(sentence, names, quantities)


def masked_title(document: DocumentFacts) -> MaskedSentence | None:
    """Mask the names of a headline of which no claim was made."""
    if not document.title:
        return None
    names = [
        Place(mention.char_start, mention.char_end, mention.name)
        for mention in document.mentions
        if mention.field is Field.TITLE
    ]
    return mask_sentence(document.title, names, ())


def sentence_quantities(document: DocumentFacts, key: SentenceKey, claims: Sequence[Claim]) -> dict[str, Quantity]:
    """Return the quantities of a sentence's claims that stand in the sentence, by key."""
    keys = {name for claim in claims for name in (*claim.quantity_keys, claim.quantity_key) if name is not None}
    found = {name: document.quantities[name] for name in sorted(keys) if name in document.quantities}
    return {
        name: quantity
        for name, quantity in found.items()
        if quantity.field is key.field and key.char_start <= quantity.char_start and quantity.char_end <= key.char_end
    }


def loose_quantities(
    document: DocumentFacts, key: SentenceKey, claims: Sequence[Claim], kinds: frozenset[QuantityKind] = _LOOSE
) -> dict[str, Quantity]:
    """Return the quantities that stand in a sentence, and that none of its claims has, by key; amounts and counts."""
    taken = {name for claim in claims for name in (*claim.quantity_keys, claim.quantity_key)}
    return {
        name: quantity
        for name, quantity in sorted(document.quantities.items())
        if name not in taken
        and quantity.kind in kinds
        and quantity.field is key.field
        and key.char_start <= quantity.char_start
        and quantity.char_end <= key.char_end
    }


def _references(sentence: str, claim: Claim) -> Iterable[Place]:
    for surface, name in ((claim.subject, claim.subject_name), (claim.object, claim.object_name)):
        if not surface or not name or surface == name or len(surface.split()) > _MAX_REFERENCE_WORDS:
            continue
        if not _REFERENCE.match(surface):
            continue
        match = re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", sentence)
        if match:
            yield Place(match.start(), match.end(), name)
