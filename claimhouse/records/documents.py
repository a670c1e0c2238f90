"""Records of what was read and cleaned: one frozen dataclass per table, same name, columns and order.

`T | None` is a nullable column; `None` means "not stated in the source". A row of a batch step carries the
`ledger_digest` of the ledger row it came from (step, version, settings and data digest stand there) and the
runs between which it was current; a row of a set step carries `step_digest` (step, version, settings).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from claimhouse.records.spans import OffsetRun, Span
from claimhouse.records.vocabulary import (
    BlockKind,
    BlockReason,
    BorrowingKind,
    EdgeScope,
    EvidencePlace,
    MediaType,
    Outcome,
    ProfileBasis,
    QuarantineReason,
    RejectReason,
    Relation,
    RunStatus,
)

UInt64 = Annotated[int, "UBIGINT"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A change of the schema that has been applied."""

    number: int
    name: str
    digest: str
    applied_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution, with its settings and its account."""

    run: int
    command: str
    status: RunStatus
    started_at: datetime
    finished_at: datetime | None
    published_at: datetime | None
    claimhouse_version: str
    settings: str
    settings_digest: str
    items: int
    loaded: int
    known: int
    rejected: int
    quarantined: int
    degraded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A step that has dealt with an input; the proof that it need not do so again."""

    ledger_digest: str
    input_digest: str
    step: str
    step_version: str
    settings_digest: str
    step_digest: str
    output_digest: str | None
    outcome: Outcome
    document_key: str | None
    run: int
    created_at: datetime
    valid_to_run: int | None
    extractor: str | None = None
    note: str | None = None
    requeued_at: datetime | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """An item, or a document at a stage, that could not be processed."""

    input_digest: str
    document_key: str | None
    source: str
    source_id: str | None
    stage: str
    reason: QuarantineReason
    message: str
    traceback: str | None
    step_version: str
    settings_digest: str
    attempt: int
    run: int
    quarantined_at: datetime
    extractor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A payload, keyed by the sha256 of its bytes."""

    document_key: str
    media_type: MediaType
    payload_bytes: int
    first_run: int
    raw_removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A document that was removed for good: all that is kept of it."""

    document_key: str
    page_digests: tuple[str, ...]
    removed_rows: int
    run: int
    forgotten_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A source as a run has read it."""

    run: int
    source: str
    items: int
    new_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An item of a source as a run met it: a document seen somewhere, or something unreadable."""

    run: int
    item: int
    source: str
    source_id: str
    document_key: str | None
    input_digest: str
    url: str | None
    normalized_url: str | None
    host: str | None
    publisher: str | None
    given_title: str | None
    title_key: str | None
    fetched_at: datetime
    outcome: Outcome
    reason: str | None
    given_date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The author's text and the page's metadata, or the reason why the page is none."""

    document_key: str
    source_id: str
    url: str | None
    page_canonical: str | None
    canonical_url: str | None
    host: str | None
    publisher: str | None
    encoding: str
    encoding_evidence: str
    title: str | None
    title_part: str | None
    title_offsets: tuple[OffsetRun, ...]
    authors: tuple[str, ...]
    published_at: datetime | None
    published_precision: str | None
    published_evidence: str | None
    modified_at: datetime | None
    language: str | None
    text: str
    segments: int
    credits: tuple[str, ...]
    rejected: RejectReason | None
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None
    title_evidence: str | None = None
    author_organizations: tuple[str, ...] | None = None
    authors_evidence: str | None = None
    modified_precision: str | None = None
    modified_evidence: str | None = None
    profile_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the page, kept or dropped, with the reason and the bytes it comes from.

    `char_start`/`char_end` are the place in the extraction's text, null for dropped blocks. A citation marker
    inside a kept sentence is a dropped block of its own, and the kept block's offsets leave it out.
    `page_reason` is what the page alone says where the profile of its host decided otherwise. `recurrence_key` is
    equal on all pages that have the text in the same place; null for what was cut out of a block.
    """

    document_key: str
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
    raw_spans: tuple[Span, ...]
    path: str | None
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None
    page_reason: BlockReason | None
    recurrence_key: UInt64 | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostProfile:
    """What the pages of a host repeat: the pinned version that cleaning takes, by its digest."""

    host: str
    profile_digest: str
    texts: int
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostProfileText:
    """A text that recurs on a host's pages and that cleaning alone keeps on some of them, with the evidence.

    Only the certain ones are in the profile's digest and handed to cleaning.
    """

    host: str
    recurrence_key: UInt64
    certain: bool
    basis: ProfileBasis
    reason: BlockReason
    kind: BlockKind
    text: str
    pages: int
    kept_pages: int
    share: float
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What the near-duplicate search knows of a text."""

    document_key: str
    exact_digest: str
    words: int
    shingles: int
    sample: tuple[UInt64, ...]
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowing:
    """A passage by which a document shows that it takes from elsewhere: what independence edges are joined from.

    `name` is the comparable name of the agency or outlet, or the hash of a quotation's words. A name that is not
    surely an outlet's (`is_sure`) counts only where a publisher of the collection bears it.
    """

    document_key: str
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
    ledger_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePair:
    """Two documents whose texts were compared and found related, with the measures that decided.

    `left_key < right_key`, except that `excerpt` and `contains` are directed: `left_key` is the larger text.
    """

    left_key: str
    right_key: str
    relation: Relation
    jaccard: float
    containment: float
    rare_jaccard: float | None
    rare_containment: float | None
    shared_shingles: int
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A document's membership in a cluster; every document is in exactly one, alone if need be.

    `relation` and `linked_to` name the strongest uniting pair that ties the member to the rest, null for the
    only member.
    """

    cluster_key: str
    document_key: str
    representative: bool
    relation: Relation | None
    linked_to: str | None
    step_digest: str
    valid_from_run: int
    valid_to_run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterChange:
    """A merge or a split: a document that left one cluster for another, and why."""

    kind: str
    document_key: str
    from_cluster: str
    to_cluster: str
    cause: str
    run: int
