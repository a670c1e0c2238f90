"""What the pure stages hand to each other before keys, runs and raw bytes are attached.

Nothing here is a table. `claimhouse.batch` makes the rows of `records.documents` and `records.claims` out of
these, adding `document_key`, `claim_key`, raw spans and provenance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from claimhouse.records.spans import OffsetRun, Span
from claimhouse.records.vocabulary import (
    BlockKind,
    BlockReason,
    BorrowingKind,
    Bound,
    EdgeScope,
    EntityKind,
    EvidencePart,
    EvidencePlace,
    Field,
    MediaType,
    Modality,
    QuantityKind,
    QuantityRole,
    RejectReason,
    SpeakerKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that cleaning may read: the payload and the fields of its first sighting."""

    payload: bytes
    media_type: MediaType
    url: str | None = None
    host: str | None = None
    given_title: str | None = None
    given_date: str | None = None
    publisher: str | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanBlock:
    """A block as `records.documents.Block` has it, without key and provenance.

    `offsets` map the characters of `text[char_start:char_end]` of the *cleaned text* (kept blocks), or the
    characters of the block's own `text` from 0 (dropped blocks), to payload bytes. `page_reason` and
    `recurrence_key`: see `records.documents.Block`.
    """

    position: int
    segment: int
    kind: BlockKind
    kept: bool
    reason: BlockReason
    score: float | None
    text: str
    char_start: int | None
    char_end: int | None
    offsets: tuple[OffsetRun, ...]
    path: str | None
    page_reason: BlockReason | None = None
    recurrence_key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedPage:
    """What cleaning makes of a page. `text` is the kept blocks joined by newlines; the title is not in it."""

    text: str
    blocks: tuple[CleanBlock, ...]
    title: str | None
    title_part: EvidencePart | None
    title_offsets: tuple[OffsetRun, ...]
    title_evidence: str | None = None  # "h1", "og:title", "json-ld", "title", "given", "text", …
    authors: tuple[str, ...]  # persons only
    author_organizations: tuple[str, ...] = ()  # agencies, outlets and desks that the page credits as author
    authors_evidence: str | None = None  # "json-ld", "meta:author", "itemprop", "rel=author", "class", "text"
    published_at: datetime | None
    published_precision: str | None  # "month", "day", "second"
    published_evidence: str | None  # "json-ld", "meta:article:published_time", "url", "text", …
    modified_at: datetime | None
    modified_precision: str | None = None
    modified_evidence: str | None = None
    language: str | None  # ISO 639-1
    canonical_url: str | None
    publisher: str | None
    segments: int
    credits: tuple[str, ...]  # agencies and outlets a source line or dateline credits
    encoding: str
    encoding_evidence: str  # "bom", "header", "meta", "valid-utf-8", "guess", …
    rejected: RejectReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A kept block as extraction sees it: a place in the text, what it is, and its segment."""

    char_start: int
    char_end: int
    kind: BlockKind
    segment: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDocument:
    """All that extraction may read. Without `blocks` every line of `text` is one."""

    text: str
    title: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    blocks: tuple[TextBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBorrowing:
    """A passage by which a document shows that it takes from elsewhere; see `records.documents.Borrowing`."""

    kind: BorrowingKind
    name: str
    is_sure: bool
    scope: EdgeScope
    place: EvidencePlace
    block_position: int | None
    char_start: int | None
    char_end: int | None
    passage_start: int | None
    passage_end: int | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMention:
    """A name in the text; `name` is the fullest form the document uses for the same thing."""

    field: Field
    char_start: int
    char_end: int
    text: str
    name: str
    kind: EntityKind
    segment: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuantity:
    """A number with its unit in a normal form. `value` is null where `value_min`/`value_max` give a range."""

    field: Field
    char_start: int
    char_end: int
    raw: str
    kind: QuantityKind
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    bound: Bound
    unit: str | None
    concept: str | None = None
    role: QuantityRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAttribution:
    """Who says it, by which cue, and what is attributed, as spans of the field."""

    field: Field
    speaker: str | None
    speaker_kind: SpeakerKind
    speaker_start: int | None
    speaker_end: int | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    content: tuple[Span, ...]
    direct: bool
    speaker_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim:
    """One checkable statement of one sentence; `char_start`/`char_end` are the sentence."""

    field: Field
    segment: int
    char_start: int
    char_end: int
    subject: str | None
    subject_name: str | None
    predicate: str | None
    object: str | None
    object_name: str | None
    arguments: tuple[str, ...]
    negated: bool
    quantity: FoundQuantity | None
    quantities: tuple[FoundQuantity, ...]
    attribution: FoundAttribution | None
    modality: Modality
    hedge_cues: tuple[str, ...]
    event_time: datetime | None
    event_precision: str | None
    extractor: str
    extractor_version: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSentence:
    """A sentence with all that was found in it; `candidate` says whether the gate let it through."""

    field: Field
    segment: int
    char_start: int
    char_end: int
    candidate: bool
    claims: tuple[FoundClaim, ...]
    quantities: tuple[FoundQuantity, ...]
    attributions: tuple[FoundAttribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedDocument:
    """Everything extraction found in a document, in reading order, the title first."""

    sentences: tuple[FoundSentence, ...]
    mentions: tuple[FoundMention, ...]
