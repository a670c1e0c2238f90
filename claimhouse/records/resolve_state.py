"""What resolve keeps from run to run; all of it follows from current claims, mentions and clusters.

The tables' comments explain the fields (migration 0010). No provenance: state is changed in place, and made again
where the step changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from claimhouse.records.documents import UInt64


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveRun:
    """The state of resolve: which step made it, and in which run."""

    step_digest: str
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveDocument:
    """A document that took part in the last run."""

    document_key: str
    rows_digest: UInt64
    cluster_key: str
    superseded: bool
    article: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveName:
    """A name as one document uses it."""

    document_key: str
    name: str
    member_key: str
    written: str
    normal: str
    kind: str
    forms: tuple[str, ...]
    mentions: int
    cluster_key: str
    capitals: bool
    surname: str | None
    initials: str | None
    bracketed: str | None
    alias: str | None
    atom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveLonger:
    """A longer name that a shorter one may stand for, if it is the only one."""

    longer: str
    shorter: str
    acronym: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveLink:
    """Two atoms that are one thing."""

    normal: str
    source: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveAtom:
    """The entity of an atom."""

    atom: str
    entity_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvePair:
    """A pair of parties to a deal that a sentence names in full."""

    document_key: str
    segment: int
    in_title: bool
    pair_key: str
    buyer_key: str
    buyer: str
    buyer_kind: str
    buyer_party: str
    target_key: str
    target: str
    target_kind: str
    target_party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveTold:
    """The main event of a segment of a document."""

    document_key: str
    segment: int
    event_class: str
    anchors: tuple[str, ...]
    shown: tuple[str, ...]
    published_at: datetime | None
    subject_key: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveFoundation:
    """A person with an organisation that a document says the person founded."""

    document_key: str
    person_key: str
    person: str
    organisation_key: str
    organisation: str
    organisation_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveQuestion:
    """What a document's claims were read by: it is read again where the answer changes."""

    document_key: str
    topic: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveReading:
    """A claim brought to a value, as far as later runs compare with it."""

    claim_key: str
    document_key: str
    member_key: str
    scope: str
    subject_key: str | None
    subject: str
    attribute: str
    rule: str
    value: str
    story: str | None
    figure: str | None
    cell_scope: str
    cell_attribute: str
    cell_value: str
    value_kind: str
    number: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    unit: str | None
    written: str
    may_conflict: bool
    witness: str | None
    group_key: str
