"""What the near-duplicate search keeps from run to run; all of it follows from current signatures and texts.

The tables' comments explain the fields (migration 0005). No provenance: state is changed in place, and made again
where the step changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimhouse.records.documents import UInt64


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeMember:
    """A document that took part in the last run, and its text."""

    document_key: str
    text: int | None
    words: int
    shingles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeText:
    """One of the different texts."""

    text: int
    shingles: int
    counted: bool
    digest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeSample:
    """A sampled shingle of a text."""

    text: int
    shingle: UInt64


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeFrequency:
    """A sampled shingle that many texts have."""

    shingle: UInt64
    texts: int
    counted: int
    anchors: tuple[int, ...]
    common: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeWord:
    """A longer word and how many texts have it."""

    word: UInt64
    counted: int
    common: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeTopic:
    """A longer word of a text on whose topic a decision hangs."""

    text: int
    word: UInt64


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeCandidate:
    """Two texts that share enough sampled shingles, with what was counted and judged."""

    left_text: int
    right_text: int
    same: bool
    successive: bool
    shared: int | None
    rare_shared: int | None
    left_rare: int | None
    right_rare: int | None
    judged: str | None
    relation: str | None
    left_larger: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeSuccessor:
    """Two successive documents of one page."""

    left_key: str
    right_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeRun:
    """What a run of the step looked at, and the limits it worked with."""

    run: int
    step_digest: str
    rebuilt: bool
    documents: int
    texts: int
    counted_texts: int
    size_step: int
    rarity_limit: int
    topic_limit: int
    changed_documents: int
    changed_statuses: int
    candidates: int
    new_candidates: int
    verified_again: int
    digests: int
    moves: int
