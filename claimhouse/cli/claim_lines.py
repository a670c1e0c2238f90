"""The lines that `claimhouse extract` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from claimhouse.records import (
    ExtractedDocument,
    Field,
    FoundAttribution,
    FoundClaim,
    FoundQuantity,
    FoundSentence,
    TextDocument,
)
from claimhouse.resolve import StatementView, attribute_of


def text_document(line: Mapping[str, Any]) -> TextDocument:
    """Return what extraction reads of an input line: text, title, language (guessed if not given), published_at."""
    text = line["text"] or ""
    return TextDocument(
        text=text,
        title=line.get("title") or None,
        language=language_of(text, line.get("language")),
        published_at=time_of(line.get("published_at")),
    )


def language_of(text: str, given: str | None) -> str | None:
    """Return the language that was given or can be guessed; a short text is English until it clearly is not."""
    from claimhouse.clean.metadata.language import code, identify

    return code(given) or (identify(text, "en") if identify(text, None) else None)


def time_of(value: object) -> datetime | None:
    """Return an ISO 8601 time, in UTC where it names no zone; null where it is none."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def claim_lines(name: str, document: TextDocument, found: ExtractedDocument) -> Iterator[Mapping[str, object]]:
    """Return one line a claim, in reading order."""
    for sentence in found.sentences:
        for claim in sentence.claims:
            yield {"id": name, **claim_line(document, claim)}


def sentence_lines(name: str, document: TextDocument, found: ExtractedDocument) -> Iterator[Mapping[str, object]]:
    """Return one line a sentence, in reading order."""
    for sentence in found.sentences:
        yield {
            "id": name,
            "field": sentence.field,
            "char_start": sentence.char_start,
            "char_end": sentence.char_end,
            "sentence": _text(document, sentence),
            "candidate": sentence.candidate,
            "claims": [claim_line(document, claim) for claim in sentence.claims],
            "quantities": [quantity_line(quantity) for quantity in sentence.quantities],
            "attributions": [attribution_line(attribution) for attribution in sentence.attributions],
        }


def _text(document: TextDocument, place: FoundSentence | FoundClaim) -> str:
    field = document.title or "" if place.field is Field.TITLE else document.text
    return field[place.char_start : place.char_end]


def claim_line(document: TextDocument, claim: FoundClaim) -> dict[str, object]:
    """Return a claim with all that stands in its line but the id."""
    sentence = _text(document, claim)
    return {
        "field": claim.field,
        "sentence": sentence,
        "char_start": claim.char_start,
        "char_end": claim.char_end,
        "subject": claim.subject,
        "subject_name": claim.subject_name,
        "predicate": claim.predicate,
        "object": claim.object,
        "object_name": claim.object_name,
        "arguments": list(claim.arguments),
        "quantity": quantity_line(claim.quantity) if claim.quantity else None,
        "quantities": [quantity_line(quantity) for quantity in claim.quantities],
        "attribution": attribution_line(claim.attribution) if claim.attribution else None,
        "modality": claim.modality,
        "hedge_cues": list(claim.hedge_cues),
        "negated": claim.negated,
        "attribute": attribute_of(statement_view(claim, sentence)).name,
        "event_time": claim.event_time,
        "confidence": claim.confidence,
        "extractor": claim.extractor,
        "extractor_version": claim.extractor_version,
    }


def statement_view(claim: FoundClaim, sentence: str) -> StatementView:
    """Return what the attribute of a claim is judged by."""
    quantity = claim.quantity
    if quantity is None:
        return StatementView(
            sentence=sentence,
            subject=claim.subject,
            predicate=claim.predicate,
            object=claim.object,
            arguments=claim.arguments,
        )
    return StatementView(
        sentence=sentence,
        subject=claim.subject,
        predicate=claim.predicate,
        object=claim.object,
        arguments=claim.arguments,
        kind=quantity.kind,
        unit=quantity.unit,
        concept=quantity.concept,
        raw=quantity.raw,
        quantity_start=quantity.char_start - claim.char_start,
        quantity_end=quantity.char_end - claim.char_start,
    )


def quantity_line(quantity: FoundQuantity) -> dict[str, object]:
    """Return a quantity as it stands in a line."""
    return {
        "raw": quantity.raw,
        "value": quantity.value,
        "value_min": quantity.value_min,
        "value_max": quantity.value_max,
        "bound": quantity.bound,
        "unit": quantity.unit,
        "kind": quantity.kind,
        "concept": quantity.concept,
        "role": quantity.role,
        "char_start": quantity.char_start,
        "char_end": quantity.char_end,
    }


def attribution_line(attribution: FoundAttribution) -> dict[str, object]:
    """Return an attribution as it stands in a line."""
    return {
        "speaker": attribution.speaker,
        "speaker_name": attribution.speaker_name,
        "speaker_kind": attribution.speaker_kind,
        "speaker_start": attribution.speaker_start,
        "speaker_end": attribution.speaker_end,
        "cue": attribution.cue,
        "cue_start": attribution.cue_start,
        "cue_end": attribution.cue_end,
        "content": [[span.start, span.end] for span in attribution.content],
        "direct": attribution.direct,
    }
