"""From what the pure stages found to rows of tables: keys, raw spans, provenance."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from typing import Any

from claimhouse.provenance import Json, digest, plain_number
from claimhouse.records import (
    Attribution,
    Block,
    Claim,
    CleanedPage,
    EvidencePart,
    ExtractedDocument,
    Extraction,
    Field,
    FoundAttribution,
    FoundClaim,
    FoundMention,
    FoundQuantity,
    Mention,
    OffsetRun,
    Quantity,
    Span,
    TextBlock,
    TextDocument,
    WorkItem,
    raw_spans,
)
from claimhouse.urls import canonical_url, page_canonical

# A changed profile of the host that changes nothing on the page makes nothing due behind clean.
_PROVENANCE = frozenset({"ledger_digest", "valid_from_run", "valid_to_run", "profile_digest"})


def rows_digest(*tables: Iterable[object]) -> str:
    """Return the sha256 of rows without their provenance: the output digest of a step."""
    hashed = hashlib.sha256()
    for table in tables:
        for row in table:
            names = [field.name for field in dataclasses.fields(row) if field.name not in _PROVENANCE]  # type: ignore[arg-type]
            hashed.update(repr([(name, getattr(row, name)) for name in names]).encode("utf-8", "surrogatepass"))
        hashed.update(b"\0")
    return hashed.hexdigest()


def extraction_row(work: WorkItem, cleaned: CleanedPage, ledger_digest: str) -> Extraction:
    """Return the extraction of a document."""
    return Extraction(
        document_key=work.document_key,
        source_id=work.source_id,
        url=work.url,
        page_canonical=page_canonical(cleaned.canonical_url, work.url),
        canonical_url=canonical_url(cleaned.canonical_url, work.url),
        host=work.host,
        publisher=work.publisher or cleaned.publisher,
        encoding=cleaned.encoding,
        encoding_evidence=cleaned.encoding_evidence,
        title=cleaned.title,
        title_part=cleaned.title_part,
        title_offsets=cleaned.title_offsets,
        authors=cleaned.authors,
        published_at=cleaned.published_at,
        published_precision=cleaned.published_precision,
        published_evidence=cleaned.published_evidence,
        modified_at=cleaned.modified_at,
        language=cleaned.language,
        text=cleaned.text,
        segments=cleaned.segments,
        credits=cleaned.credits,
        rejected=cleaned.rejected,
        ledger_digest=ledger_digest,
        valid_from_run=work.run,
        valid_to_run=None,
        title_evidence=cleaned.title_evidence,
        author_organizations=cleaned.author_organizations,
        authors_evidence=cleaned.authors_evidence,
        modified_precision=cleaned.modified_precision,
        modified_evidence=cleaned.modified_evidence,
        profile_digest=work.profile_digest,
    )


def block_rows(work: WorkItem, cleaned: CleanedPage, ledger_digest: str) -> list[Block]:
    """Return the blocks of a document, each with the raw bytes it comes from."""
    rows = []
    for block in cleaned.blocks:
        start, end = (block.char_start, block.char_end) if block.kept else (0, len(block.text))
        rows.append(
            Block(
                document_key=work.document_key,
                position=block.position,
                segment=block.segment,
                kind=block.kind,
                kept=block.kept,
                reason=block.reason,
                score=block.score,
                text=block.text,
                char_start=block.char_start,
                char_end=block.char_end,
                offsets=block.offsets,
                raw_spans=raw_spans(block.offsets, start or 0, end or 0),
                path=block.path,
                ledger_digest=ledger_digest,
                valid_from_run=work.run,
                valid_to_run=None,
                page_reason=block.page_reason,
                recurrence_key=block.recurrence_key,
            )
        )
    return rows


def text_document(extraction: Extraction, blocks: Sequence[Block]) -> TextDocument:
    """Return what extraction may read of a cleaned document."""
    return TextDocument(
        text=extraction.text,
        title=extraction.title,
        language=extraction.language,
        published_at=extraction.published_at,
        blocks=tuple(
            TextBlock(char_start=block.char_start, char_end=block.char_end, kind=block.kind, segment=block.segment)
            for block in blocks
            if block.kept and block.char_start is not None and block.char_end is not None
        ),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """The map from a document's fields to raw bytes."""

    text_runs: tuple[OffsetRun, ...]
    title_runs: tuple[OffsetRun, ...]
    title_part: EvidencePart

    @classmethod
    def of(cls, extraction: Extraction, blocks: Sequence[Block]) -> Evidence:
        """Join the offsets of the kept blocks, in the order of the text."""
        kept = sorted((block for block in blocks if block.kept), key=lambda block: block.char_start or 0)
        runs = tuple(run for block in kept for run in block.offsets)
        return cls(runs, extraction.title_offsets, EvidencePart(extraction.title_part or EvidencePart.PAYLOAD))

    def spans(self, field: Field, start: int, end: int) -> tuple[Span, ...]:
        """Return the raw spans of a place in a field."""
        return raw_spans(self.title_runs if field is Field.TITLE else self.text_runs, start, end)

    def part(self, field: Field) -> EvidencePart:
        """Return the bytes that a field's spans count in."""
        return self.title_part if field is Field.TITLE else EvidencePart.PAYLOAD


@dataclasses.dataclass(frozen=True, slots=True)
class ExtractedRows:
    """The rows that extraction gives for one document."""

    mentions: list[Mention]
    quantities: list[Quantity]
    attributions: list[Attribution]
    claims: list[Claim]


def extracted_rows(
    extraction: Extraction, evidence: Evidence, found: ExtractedDocument, ledger_digest: str, run: int
) -> ExtractedRows:
    """Return the rows for one document; what is found twice with the same key stands once."""
    key = extraction.document_key
    provenance = _Provenance(key, ledger_digest, run)
    quantities = {
        row.quantity_key: row
        for sentence in found.sentences
        for quantity in (*sentence.quantities, *(q for claim in sentence.claims for q in claim.quantities))
        for row in [provenance.quantity(quantity)]
    }
    attributions = {
        row.attribution_key: row
        for sentence in found.sentences
        for attribution in (*sentence.attributions, *(c.attribution for c in sentence.claims if c.attribution))
        for row in [provenance.attribution(attribution)]
    }
    claims = {
        row.claim_key: row
        for sentence in found.sentences
        for claim in sentence.claims
        for row in [provenance.claim(claim, evidence, extraction)]
    }
    mentions = {row.mention_key: row for mention in found.mentions for row in [provenance.mention(mention)]}
    return ExtractedRows(
        list(mentions.values()), list(quantities.values()), list(attributions.values()), list(claims.values())
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Provenance:
    document_key: str
    ledger_digest: str
    run: int

    def mention(self, found: FoundMention) -> Mention:
        return Mention(
            mention_key=digest(self.document_key, found.field, found.char_start, found.char_end, found.text),
            **_values(found),
            **self._columns(),
        )

    def quantity(self, found: FoundQuantity) -> Quantity:
        values = _values(found) | {name: storable(getattr(found, name)) for name in ("value", "value_min", "value_max")}
        return Quantity(quantity_key=quantity_key(self.document_key, found), **values, **self._columns())

    def attribution(self, found: FoundAttribution) -> Attribution:
        values = _values(found)
        del values["speaker_name"]
        return Attribution(attribution_key=attribution_key(self.document_key, found), **values, **self._columns())

    def claim(self, found: FoundClaim, evidence: Evidence, extraction: Extraction) -> Claim:
        field_text = extraction.title if found.field is Field.TITLE else extraction.text
        quote = (field_text or "")[found.char_start : found.char_end]
        spans = evidence.spans(found.field, found.char_start, found.char_end)
        part = evidence.part(found.field)
        values = _values(found)
        for name in ("quantity", "quantities", "attribution"):
            del values[name]
        ordered = [found.quantity, *found.quantities] if found.quantity else list(found.quantities)
        keys = dict.fromkeys(quantity_key(self.document_key, quantity) for quantity in ordered if quantity)
        attribution = found.attribution
        return Claim(
            claim_key=claim_key(self.document_key, part, spans, found),
            quote=quote,
            part=part,
            raw_spans=spans,
            quantity_key=quantity_key(self.document_key, found.quantity) if found.quantity else None,
            quantity_keys=tuple(keys),
            attribution_key=attribution_key(self.document_key, attribution) if attribution else None,
            speaker=attribution.speaker if attribution else None,
            speaker_name=attribution.speaker_name if attribution else None,
            published_at=extraction.published_at,
            **values,
            **self._columns(),
        )

    def _columns(self) -> dict[str, Any]:
        return {
            "document_key": self.document_key,
            "ledger_digest": self.ledger_digest,
            "valid_from_run": self.run,
            "valid_to_run": None,
        }


_WIDE = Context(prec=60)
_STEP = Decimal("1e-9")
_LIMIT = Decimal("1e29")


def storable(value: Decimal | None) -> Decimal | None:
    """Return a value as a DECIMAL(38, 9) holds it: nine digits behind the point, null if it is too large.

    >>> storable(Decimal(1) / Decimal(3)), storable(Decimal("1e40"))
    (Decimal('0.333333333'), None)
    """
    return None if value is None or abs(value) >= _LIMIT else value.quantize(_STEP, context=_WIDE)


def _values(found: object) -> dict[str, Any]:
    return {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}  # type: ignore[arg-type]


def quantity_key(document_key: str, found: FoundQuantity) -> str:
    """Return the key of a quantity: where it stands and what it comes to."""
    return digest(document_key, found.field, found.char_start, found.char_end, *_quantity_parts(found))


def attribution_key(document_key: str, found: FoundAttribution) -> str:
    """Return the key of an attribution: its spans."""
    content: list[Json] = [[span.start, span.end] for span in found.content]
    places: list[Json] = [found.speaker_start, found.speaker_end, found.cue_start, found.cue_end]
    return digest(document_key, found.field, found.speaker, places, content)


def claim_key(document_key: str, part: EvidencePart, spans: Sequence[Span], found: FoundClaim) -> str:
    """Return the key of a claim: what it says and where, by its surface forms."""
    return digest(
        document_key,
        part,
        [[span.start, span.end] for span in spans],
        surface(found.subject),
        surface(found.predicate),
        surface(found.object),
        list(_quantity_parts(found.quantity)) if found.quantity else None,
        found.negated,
        surface(found.attribution.speaker) if found.attribution else None,
    )


def surface(text: str | None) -> str | None:
    """Return a surface form as keys hold it: NFKC, case-folded, white space collapsed; null if absent.

    >>> surface("  The  Finance Minister")
    'the finance minister'
    """
    if text is None:
        return None
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _quantity_parts(found: FoundQuantity) -> tuple[Json, ...]:
    """Numbers as the row holds them, so that a key can be worked out from its row."""
    return (
        found.kind,
        plain_number(storable(found.value)),
        plain_number(storable(found.value_min)),
        plain_number(storable(found.value_max)),
        found.bound,
        found.unit,
    )
