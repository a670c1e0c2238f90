"""Whose a value is where the claim's own subject is a person, a part or nothing certain: a house, a holder."""

from __future__ import annotations

import re

from claimhouse.records import Claim, EntityKind
from claimhouse.resolve.attributes import plain
from claimhouse.resolve.events import may_tie
from claimhouse.resolve.facts import EntityName
from claimhouse.resolve.lexicon import word_list
from claimhouse.resolve.subjects import (
    Context,
    ReadSentence,
    Subject,
    claim_subject,
    known_subject,
    tells_of_the_past,
    topic_subject,
)

_NO_HOUSE = frozenset({EntityKind.PERSON, EntityKind.PLACE})
_NO_PERSON = frozenset(kind for kind in EntityKind if kind is not EntityKind.PERSON)
_OWN = re.compile(r"\b(?:its|their|our|all|with|of its|of their)(?: the| about| some| around| nearly| over)? ?$")
_OWNING = 24  # characters before a number in which "its" or "all" may stand


def house_subject(claim: Claim, sentence: ReadSentence, context: Context, *, counted: bool = True) -> Subject:
    """Return the house that has what is counted: the claim's subject, else what the text is about.

    A person who "ran all 31 plants" has none of them: they are those of the house that the text is about. Where nothing
    is counted, what the text is about stands for any subject that names nobody.
    """
    own = topic_subject(claim, sentence, context)
    owner = _owner(claim, context)
    if own.key is not None and (owner is None or owner.kind not in _NO_HOUSE):
        return own
    topic = context.entities.find(claim.document_key, sentence.topic)
    named = {
        entity
        for name in sentence.masked.names
        if plain(name) in plain(claim.subject or "")
        and (entity := context.entities.find(claim.document_key, name)) is not None
    }
    houses = {entity for entity in named if entity.kind not in _NO_HOUSE}
    if owner is None and len(houses) == 1:  # "the fault at Norvik affects 4,000 cars"
        return known_subject(*next(iter(houses))[:2])
    theirs = not counted or _is_own(claim, sentence) or _starts_with_number(claim) or owner is not None
    if topic is None or not theirs or (named and owner is None) or tells_of_the_past(sentence):
        return own if owner is None or owner.kind not in _NO_HOUSE else _nobody(claim)
    return known_subject(topic.key, topic.name)


def registered_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return whose mishaps are counted: "the Safety Office has registered 37 cases" counts those of the maker."""
    topic = context.entities.find(claim.document_key, sentence.topic)
    owner = _owner(claim, context)
    if topic is not None and owner is not None and owner != topic and not may_tie(owner.name):
        return known_subject(topic.key, topic.name)
    return house_subject(claim, sentence, context)


def holder_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the person that a payment or a post is for: the claim's subject, else the person named nearest to it."""
    owner = _owner(claim, context)
    if owner is not None and owner.kind is EntityKind.PERSON:
        return known_subject(owner.key, owner.name)
    place = sentence.masked.quantity_places.get(claim.quantity_key or "")
    person = nearest_entity(place, sentence, context, _NO_PERSON)
    return known_subject(person.key, person.name) if person is not None else claim_subject(claim, context)


def nearest_entity(
    place: tuple[int, int] | None, sentence: ReadSentence, context: Context, without: frozenset[EntityKind]
) -> EntityName | None:
    """Return the named entity nearest to a place of a sentence, kinds left out; without a place, the only one."""
    met = [
        (max(0, start - place[1], place[0] - end) if place is not None else 0, entity)
        for name, (start, end) in zip(sentence.masked.names, sentence.masked.name_places, strict=True)
        if (entity := context.entities.find(sentence.document.document_key, name)) is not None
        and entity.kind not in without
    ]
    if not met or (place is None and len({entity for _, entity in met}) > 1):
        return None
    return min(met, key=lambda item: (item[0], item[1].name, item[1].key))[1]


def _owner(claim: Claim, context: Context) -> EntityName | None:
    found = (context.entities.find(claim.document_key, name) for name in (claim.subject_name, claim.subject))
    return next((entity for entity in found if entity is not None), None)


def _is_own(claim: Claim, sentence: ReadSentence) -> bool:
    """Say whether the number is of something one's own: "its 27 plants", "all 31 plants", "with 380 shops"."""
    place = sentence.masked.quantity_places.get(claim.quantity_key or "")
    return place is not None and _OWN.search(sentence.masked.text[max(0, place[0] - _OWNING) : place[0]]) is not None


def _starts_with_number(claim: Claim) -> bool:
    words = plain(claim.subject or "").split()
    return bool(words) and (words[0][:1].isdigit() or words[0] in word_list("numerals"))


def _nobody(claim: Claim) -> Subject:
    words = plain(claim.subject or "")
    return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {words}")
