"""The stand that a claim takes: who goes, whether terms were agreed, whether entry is free."""

from __future__ import annotations

from collections.abc import Iterator

from claimhouse.records import Claim, EntityKind, ValueKind
from claimhouse.resolve.attributes import Attribute, claim_text, plain
from claimhouse.resolve.owners import house_subject
from claimhouse.resolve.readings.model import COUNTING, Reading, statement_view
from claimhouse.resolve.standpoints import Standpoint, standpoints_in
from claimhouse.resolve.subjects import (
    Context,
    ReadSentence,
    Subject,
    claim_subject,
    event_subject,
    is_of_the_past,
    known_subject,
    tells_of_the_past,
)
from claimhouse.resolve.values import class_value

_SPEAKING = frozenset({"i", "we"})


def standpoint_readings(claim: Claim, sentence: ReadSentence, context: Context) -> Iterator[Reading]:
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
