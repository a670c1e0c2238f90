"""Our claims in the form of the gold's rows: kinds, units and numbers as its README names them.

`claim_row` is what the seeds' scorer reads, `triple` what the triples' scorer reads. Numbers become plain numbers,
spans become characters of the *raw* text, through the offset map that cleaning made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal

from claimhouse.records import CleanedPage, ExtractedDocument, Field, FoundClaim, FoundQuantity, raw_spans

Row = dict[str, object]


def number(value: Decimal | None) -> int | float | None:
    """Return a decimal as JSON has it: whole numbers whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def quantity_row(quantity: FoundQuantity | None) -> Row | None:
    """Return a quantity in the gold's terms; an amount without a number ("billions") is vague there."""
    if quantity is None:
        return None
    is_open = quantity.value is None and None in {quantity.value_min, quantity.value_max}
    return {
        "kind": quantity.kind.value,
        "value": number(quantity.value),
        "value_min": number(quantity.value_min),
        "value_max": number(quantity.value_max),
        "unit": quantity.unit,
        "vague": is_open and not any(character.isdigit() for character in quantity.raw),
    }


def claim_row(document: str, claim: FoundClaim, start: int, end: int) -> Row:
    """Return a claim as the seeds' scorer reads it, its sentence at `[start, end)` of the raw text."""
    return {
        "doc": document,
        "char_start": start,
        "char_end": end,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": claim.object,
        "quantity": quantity_row(claim.quantity),
        "attribution": claim.attribution.speaker if claim.attribution else None,
        "modality": claim.modality.value,
    }


def triple(claim: FoundClaim) -> Row:
    """Return a claim as the triples' scorer reads it."""
    return {
        "subject": claim.subject or "",
        "predicate": claim.predicate or "",
        "object": claim.object or "",
        "extra": list(claim.arguments),
    }


def claims_of(extracted: ExtractedDocument) -> Iterable[FoundClaim]:
    """Yield all claims of a document in reading order."""
    return (claim for sentence in extracted.sentences for claim in sentence.claims)


class RawPlaces:
    """Where characters of a cleaned page stand in the raw text, in characters."""

    def __init__(self, payload: bytes, page: CleanedPage) -> None:
        self._page = page
        self._runs = [run for block in page.blocks if block.kept for run in block.offsets]
        text = payload.decode("utf-8")
        self._starts: list[int] = []
        place = 0
        for character in text:
            self._starts.append(place)
            place += len(character.encode("utf-8"))

    def of(self, claim: FoundClaim) -> tuple[int, int] | None:
        """Return the raw characters of the claim's sentence, or null where they are no part of the payload."""
        runs = self._page.title_offsets if claim.field is Field.TITLE else self._runs
        spans: Sequence[tuple[int, int]] = raw_spans(runs, claim.char_start, claim.char_end)
        if not spans:
            return None
        return self._character(spans[0][0]), self._character(spans[-1][1] - 1) + 1

    def _character(self, byte: int) -> int:
        return bisect_right(self._starts, byte) - 1
