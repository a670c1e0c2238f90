"""A claim read by itself, and the quantities of its sentence that are in no claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from claimhouse.records import Claim, EntityKind, Quantity, QuantityKind
from claimhouse.resolve.attributes import OPEN_RULE, Attribute, attribute_of, open_attribute, plain
from claimhouse.resolve.causes import cause_in
from claimhouse.resolve.clocks import yearless_days
from claimhouse.resolve.concepts import attribute_rule, is_told
from claimhouse.resolve.facts import loose_quantities
from claimhouse.resolve.figures import figure_of
from claimhouse.resolve.lexicon import SubjectKind
from claimhouse.resolve.owners import holder_subject, house_subject, registered_subject
from claimhouse.resolve.readings.framed import bearer
from claimhouse.resolve.readings.model import COUNTING, SILENT, Reading, statement_view
from claimhouse.resolve.readings.values import bring_to_value, denies, is_difference, object_text
from claimhouse.resolve.standing import is_amount, standing_of
from claimhouse.resolve.subjects import (
    Context,
    ReadSentence,
    Subject,
    candidate_subject,
    claim_subject,
    deal_subject,
    employer_subject,
    event_subject,
    is_of_the_past,
    known_subject,
    named_event,
    organisation_subject,
    person_subject,
    target_subject,
    tells_of_the_past,
    topic_subject,
)
from claimhouse.resolve.values import class_value, text_value, yearless_value

_OF_HOUSES = frozenset({"employees", "layoffs", "jobs_created"})
_FRAME_ATTRIBUTES = frozenset({"cause", "deal_type", "founder", "chief_executive", "confirmation"})
_READ_LOOSE = frozenset(QuantityKind) - {QuantityKind.AGE, QuantityKind.ORDINAL, QuantityKind.DATE}
_UNREAL = (
    re.compile(r"\b(?:would|could|might|should) (?:\w+ )?have\b"),
    re.compile(r"^(?:if|should|had|were|unless|suppose|imagine)\b.*\b(?:would|could|might)\b"),
    re.compile(r"\bhad (?:been )?(?:\w+ )?(?:expected|predicted|forecast|hoped|hoping|projected|tipped)\b"),
    re.compile(r"\b(?:analysts|economists|pollsters|(?:a|the) polls?) (?:\w+ ){0,3}(?:expect|predict|forecast|gave)"),
)
_EARLIER = re.compile(r"\bha(?:s|d|ve) (?:already|previously|once|twice|before) (?:been )?[a-z]+")
# What is said of one class of events alone: teams "steal" points and storms leave houses "gone"
_ONLY_IN: Mapping[str, frozenset[str]] = {"stolen_items": frozenset({"robbery"})}
_TOLD = frozenset({SubjectKind.EVENT, SubjectKind.DEAL})
_OCLOCK = re.compile(r"\W*(?:o'clock|[ap]\.?m\b)")
_AROUND = 50  # characters beside a number that tell which claim of its sentence is nearest
_SUBJECTS: Mapping[SubjectKind, Callable[[Claim, ReadSentence, Context], Subject]] = {
    SubjectKind.DEAL: deal_subject,
    SubjectKind.TARGET: target_subject,
    SubjectKind.ORGANISATION: organisation_subject,
    SubjectKind.EVENT: event_subject,
    SubjectKind.CANDIDATE: candidate_subject,
    SubjectKind.PERSON: holder_subject,
    SubjectKind.HOUSE: house_subject,
}


def own_reading(claim: Claim, sentence: ReadSentence, context: Context) -> Reading | None:
    """Read a claim by its own words and its quantity; null where it has neither."""
    quantity = sentence.document.quantities.get(claim.quantity_key or "")
    main_class = context.events.main_class((claim.document_key, claim.segment))
    if quantity is not None and main_class == "outbreak" and quantity.unit == "patient":
        quantity = replace(quantity, unit="person")  # of an outbreak all who are counted are patients
    view = statement_view(claim, quantity)
    attribute = attribute_of(view)
    if (quantity is None and attribute.name in _FRAME_ATTRIBUTES) or main_class not in _ONLY_IN.get(
        attribute.name, {main_class}
    ):
        attribute = open_attribute(view)
    if not (claim.subject or claim.predicate or claim.object or quantity) or _is_hour(claim, quantity):
        return None
    unsaid = (
        is_unreal(claim)
        or _is_earlier(claim, sentence)
        or (quantity is not None and is_difference(quantity, claim, attribute))
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
        text=quantity.raw if quantity else object_text(claim),
        counts=claim.modality in COUNTING and not (quantity is not None and denies(claim, quantity)),
    )


def _is_hour(claim: Claim, quantity: Quantity | None) -> bool:
    """Say whether a number is a time of day: "six dead as of 11 o'clock" tells of no eleven."""
    if quantity is None or quantity.kind is not QuantityKind.COUNT or quantity.field is not claim.field:
        return False
    return _OCLOCK.match(plain(claim.quote[quantity.char_end - claim.char_start :])) is not None


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


def is_unreal(claim: Claim) -> bool:
    """Say whether a sentence tells what might have been or what was expected: it says nothing of what is."""
    text = plain(claim.quote)
    return any(pattern.search(text) for pattern in _UNREAL)


def _subject(attribute: Attribute, claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    rule = attribute_rule(attribute.name)
    if rule is None:
        return named_event(claim, sentence, context) or claim_subject(claim, context)
    if attribute.name in {"age", "age_at"}:
        person = person_subject(claim, sentence, context)
        return person if person.key is not None or attribute.name == "age" else claim_subject(claim, context)
    if is_told(attribute.name):
        named = claim_subject(claim, context)
        return named if named.key is not None else event_subject(claim, sentence, context)
    if attribute.name in _OF_HOUSES:
        return employer_subject(claim, sentence, context)
    subject_of = registered_subject if attribute.name == "incidents" else _SUBJECTS.get(rule.subject, topic_subject)
    found = subject_of(claim, sentence, context)
    if rule.subject is SubjectKind.EVENT and found.key is None:
        return _story_subject(claim, sentence, context) or found
    return found


def _story_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject | None:
    """Return what a text without an event is about: "nine workers were killed" in a text about a bridge."""
    topic = context.entities.find(claim.document_key, sentence.topic)
    if topic is None or tells_of_the_past(sentence) or context.events.main((claim.document_key, claim.segment)):
        return None
    return known_subject(topic.key, topic.name)


def loose_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read the quantities that are in no claim of a sentence, where words beside them say what they are.

    Of an event or a deal the text tells by itself; of anything else only where it is known who has them.
    """
    for key, quantity in loose_quantities(sentence.document, sentence.key, sentence.claims, _READ_LOOSE).items():
        start = quantity.char_start - sentence.key.char_start
        if _is_hour(sentence.claims[0], quantity):
            continue
        around = sentence.claims[0].quote[max(0, start - _AROUND) : start + len(quantity.raw) + _AROUND]
        claim = replace(bearer(sentence, plain(around)), quantity_key=key)
        attribute = attribute_of(statement_view(claim, quantity))
        rule = attribute_rule(attribute.name)
        if rule is None or (attribute.rule == OPEN_RULE and not is_told(attribute.name)):
            continue
        reading = own_reading(claim, sentence, context)
        is_of_text = rule.subject in _TOLD and attribute.rule != OPEN_RULE
        if reading is not None and (is_of_text or reading.subject.key is not None):
            yield replace(reading, claim=bearer(sentence, plain(around)))


def yearless_readings(claim: Claim, sentence: ReadSentence, context: Context) -> Iterator[Reading]:
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


def cause_reading(claim: Claim, sentence: ReadSentence, context: Context) -> Reading | None:
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
