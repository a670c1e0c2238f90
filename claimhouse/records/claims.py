"""Records of what is claimed and what the claims come to: one frozen dataclass per table.

See `claimhouse.records.documents` for the conventions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from claimhouse.records.spans import Span
from claimhouse.records.vocabulary import (
    Bound,
    ConflictType,
    EdgeKind,
    EdgeScope,
    EntityKind,
    EvidencePart,
    Field,
    Modality,
    QuantityKind,
    QuantityRole,
    SpeakerKind,
    ValueKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names something, as far as the document alone can tell."""

    mention_key: str
    document_key: str
    field: Field
    char_start: int
    char_end: int
    text: str
    name: str  # the fullest form the document uses for it
    kind: EntityKind
    segment: int
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, in a normal form, with its span."""

    quantity_key: str
    document_key: str
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
    concept: str | None
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None
    role: QuantityRole | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody's word: who, by which cue, for which content, quoted directly or not."""

    attribution_key: str
    document_key: str
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
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One checkable statement, with its sentence as evidence.

    `subject`, `predicate`, `object` and `speaker` are the surface forms; `subject_name` and `speaker_name` are
    what the document resolves them to ("the company" -> the name), null where nothing is certain.
    """

    claim_key: str
    document_key: str
    segment: int
    field: Field
    char_start: int
    char_end: int
    quote: str
    part: EvidencePart
    raw_spans: tuple[Span, ...]
    subject: str | None
    subject_name: str | None
    predicate: str | None
    object: str | None
    object_name: str | None
    arguments: tuple[str, ...]
    negated: bool
    quantity_key: str | None
    quantity_keys: tuple[str, ...]
    attribution_key: str | None
    speaker: str | None
    speaker_name: str | None
    modality: Modality
    hedge_cues: tuple[str, ...]
    event_time: datetime | None
    event_precision: str | None
    published_at: datetime | None
    extractor: str
    extractor_version: str
    confidence: float
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing that mentions refer to, across documents."""

    entity_key: str
    name: str
    kind: EntityKind
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMember:
    """A document's name for an entity, and the reason why it was taken for that entity."""

    entity_key: str
    document_key: str
    name: str
    reason: str
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimValue:
    """A claim brought to (subject, attribute, value), so that claims of several documents compare.

    A number keeps what was written: `value_min`/`value_max` is the interval that the written precision and
    the bound allow ("$22.3 billion" is 22.25 to 22.35).
    """

    claim_key: str
    document_key: str
    subject_key: str | None
    subject: str
    attribute: str
    rule: str  # the lexicon rule that named the attribute, or "open"
    single_valued: bool
    value_kind: ValueKind
    value: str
    number: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    unit: str | None
    counts: bool  # asserted or reported: may corroborate and contradict
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGroup:
    """A claim's membership in a group of claims that say the same thing, with the reason."""

    group_key: str
    claim_key: str
    subject: str
    attribute: str
    value: str
    reason: str
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two groups that give one attribute of one subject different values, and how they differ."""

    conflict_key: str
    type: ConflictType
    open: bool
    subject: str
    attribute: str
    left_group: str
    right_group: str
    explanation: str
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSupport:
    """How widely a current group is supported; made anew by resolve. Only asserted and reported claims count."""

    group_key: str
    subject_key: str | None
    subject: str
    attribute: str
    rule: str
    value_kind: ValueKind
    value: str
    number: Decimal | None
    unit: str | None
    text: str
    n_claims: int
    n_counting: int
    n_articles: int
    n_publishers: int
    n_owners: int
    n_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceEdge:
    """Why `left_key` does not count as an origin beside `right_key`, with the evidence.

    The right side of `agency_credit` and `cites` is a name, and that of `same_url` an address, where no document of
    that name or at that address is in the collection.
    `char_start`/`char_end` are the evidence in the left document's text, `passage_start`/`passage_end` what an edge
    of scope `passage` speaks for; null where no single passage shows it, or where it stands in a dropped block.
    """

    left_key: str
    right_key: str
    kind: EdgeKind
    scope: EdgeScope
    evidence: str
    char_start: int | None
    char_end: int | None
    passage_start: int | None
    passage_end: int | None
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherOwner:
    """A publisher of the collection that the user's publisher file names, with its owner."""

    publisher: str
    owner: str
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None
