"""A sentence read by its frames: the kind of a deal, who founded what, who holds an office, when it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimhouse.provenance import digest
from claimhouse.records import Claim, EntityKind, ValueKind
from claimhouse.resolve.attributes import Attribute, claim_text, plain
from claimhouse.resolve.clocks import event_clock
from claimhouse.resolve.concepts import attribute_rule
from claimhouse.resolve.frames import DEAL_KINDS, Frame, find_status, says_status
from claimhouse.resolve.lexicon import word_list
from claimhouse.resolve.readings.model import COUNTING, Reading, statement_view
from claimhouse.resolve.subjects import (
    Context,
    ReadSentence,
    Subject,
    deal_parties,
    event_subject,
    frame_parties,
    known_subject,
    tells_of_the_past,
)
from claimhouse.resolve.values import Value, class_value, clock_value, text_value

_NUMBERED = re.compile(r"⟦(\d+)⟧")
_HELD = frozenset({"election", "festival", "protest", "strike"})  # classes of events that somebody begins
_TOGETHER = re.compile(
    r" ?,? (?:in QTY\d+ )?(?:together |jointly )?(?:with|alongside) "
    r"(?!(?:an? |the )?(?:QTY|loan|grant|gift|idea|vision)|only|just|help|money|savings|capital|backing)"
)
_CO_FOUNDER = re.compile(r"\bco-?found")
_TIMES_OF_OFFICE = (
    (
        "former",
        re.compile(
            r"\b(?:former|ex|outgoing|previous|then|resign(?:s|ed)?|dismiss(?:es|ed)|sack(?:s|ed)|fire[sd]|oust(?:s|ed)"
            r"|remove[sd]|quits?"
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
# Who is still in office and will not be: whether that is "current" or "former" is a matter of days.
_GOING = re.compile(
    r"\W*(?:[a-z]+ ){0,4}?(?:step(?:s|ped|ping)? (?:down|aside)|stand(?:s|ing)? down|resign(?:s|ed|ing)?"
    r"|quit(?:s|ting)?|leav(?:e|es|ing)|depart(?:s|ed|ing)?|retir(?:e|es|ed|ing)"
    r"|(?:be|is|was|been) (?:replaced|dismissed|sacked|fired|ousted))\b"
)


def clock_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read the time of day at which the event of a sentence happened."""
    held = context.events.main_class((sentence.document.document_key, sentence.key.segment)) in _HELD
    clock = event_clock(sentence.claims[0].quote, is_sudden=not held)
    if clock is None:
        return
    claim = bearer(sentence, clock.words)
    value = clock_value(clock.text, clock.minute, clock.tolerance)
    yield _class_reading(sentence, clock.words, event_subject(claim, sentence, context), "event_clock", value)


def frame_readings(sentence: ReadSentence, context: Context) -> Iterator[Reading]:
    """Read what the frames of a sentence say of deals, offices and founders, and whether a deal is confirmed."""
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
    claim = bearer(sentence, frame.text)
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
    if code != "current" or not _GOING.match(sentence.masked.text[frame.end :]):
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
    claim = bearer(sentence, words)
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


def bearer(sentence: ReadSentence, words: str) -> Claim:
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
