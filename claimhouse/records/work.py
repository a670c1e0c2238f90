"""What waits in staging between the stages of a run: no tables, but rows of Parquet files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claimhouse.records.vocabulary import MediaType, QuarantineReason


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedItem:
    """An item as ingest met it: its payload is in the raw store, or it could not be read and says why."""

    item: int
    source: str
    source_id: str
    document_key: str | None
    media_type: MediaType | None
    payload_bytes: int | None
    input_digest: str
    url: str | None
    normalized_url: str | None
    host: str | None
    publisher: str | None
    given_title: str | None
    title_key: str | None
    given_date: str | None
    fetched_at: datetime
    reason: QuarantineReason | None
    message: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A document with a step due, and the fields of its first sighting.

    `clean_due` false means that its current extraction stands in the batch folder's `known` folder. Of a document
    that only lost an extractor, which runs no more, nothing is due: loading it ends that extractor's rows.
    """

    document_key: str
    media_type: MediaType
    payload_bytes: int
    source: str
    source_id: str
    url: str | None
    host: str | None
    publisher: str | None
    given_title: str | None
    title_key: str | None
    given_date: str | None
    fetched_at: datetime
    profile_digest: str | None
    clean_input_digest: str
    clean_output_digest: str | None
    clean_due: bool
    sign_due: bool
    extractors_due: tuple[str, ...]
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStepInput:
    """A row that a set step consumes, as its ledger knows it."""

    input_digest: str
    document_key: str
