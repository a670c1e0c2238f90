"""The resolve stage: current claims out of the warehouse, through the pure functions, and back."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from claimhouse.batch.rows import storable
from claimhouse.errors import SettingsError
from claimhouse.naming import name_components
from claimhouse.pipeline.independence import replace_edges
from claimhouse.provenance import Step, digest
from claimhouse.records import (
    Claim,
    ClaimGroup,
    ClaimValue,
    Conflict,
    Entity,
    EntityMember,
    Mention,
    Quantity,
)
from claimhouse.resolve import (
    find_conflicts,
    group_claims,
    read_aliases,
    read_claims,
    resolve_entities,
)
from claimhouse.resolve.conflicts import FoundConflict
from claimhouse.resolve.entities import Aliases, ResolvedEntity
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName
from claimhouse.resolve.groups import Group
from claimhouse.resolve.independence import Seen, current_revisions
from claimhouse.resolve.readings import Reading
from claimhouse.settings import ResolveSettings
from claimhouse.staging import from_arrow
from claimhouse.warehouse import Warehouse

log = logging.getLogger(__name__)


def run_resolve(warehouse: Warehouse, settings: ResolveSettings, step: Step, run: int) -> None:
    """Bring entities, values, groups, conflicts and edges to what the current claims give.

    Runs inside the caller's transaction. All is computed anew; rows that stay the same are left as they are, and
    entities and groups keep their names.

    Raises:
        SettingsError: the alias file cannot be read or used.
    """
    mentions = from_arrow(Mention, warehouse.step("resolve_mentions"))
    seen = _seen(warehouse)
    clusters = {sighting.document_key: sighting.cluster for sighting in seen if sighting.cluster is not None}
    entities = resolve_entities(mentions, clusters, _aliases(settings))
    names = _entity_names(warehouse, entities)
    warehouse.replace_current(Entity, _entity_rows(entities, names, step, run), run)
    warehouse.replace_current(EntityMember, _member_rows(entities, names, step, run), run)

    members = [
        (member, EntityName(name, entity.name, entity.kind))
        for entity, name in zip(entities, names, strict=True)
        for member in entity.members
    ]
    readings = read_claims(_documents(warehouse, mentions), EntityIndex(members, mentions))
    warehouse.replace_current(ClaimValue, [_value_row(reading, step, run) for reading in readings], run)

    groups = group_claims(readings)
    group_names = _named([group.readings for group in groups], _previous(warehouse, "resolve_previous_groups"))
    warehouse.replace_current(ClaimGroup, _group_rows(groups, group_names, step, run), run)

    conflicts = find_conflicts(groups, current_revisions(seen))
    name_of = {key: name for group, name in zip(groups, group_names, strict=True) for key in group.readings}
    warehouse.replace_current(Conflict, [_conflict_row(found, name_of, step, run) for found in conflicts], run)
    edges = replace_edges(warehouse, seen, settings, step, run)
    log.info(
        "resolve: entities %d, values %d, groups %d, conflicts %d (open %d), edges %d",
        len(entities),
        len(readings),
        len(groups),
        len(conflicts),
        sum(found.open for found in conflicts),
        edges,
    )


def _aliases(settings: ResolveSettings) -> Aliases | None:
    if not settings.alias_file:
        return None
    try:
        return read_aliases(Path(settings.alias_file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read resolve.alias_file {settings.alias_file!r}: {error}"
        raise SettingsError(message) from error


def _seen(warehouse: Warehouse) -> list[Seen]:
    return [
        Seen(
            document_key=row["document_key"],
            source_id=row["source_id"],
            url=row["seen_at"],
            fetched_at=row["fetched_at"],
            cluster=row["cluster"],
            representative=row["representative"],
            relation=row["relation"],
        )
        for row in warehouse.step("resolve_seen").to_pylist()
    ]


def _documents(warehouse: Warehouse, mentions: Sequence[Mention]) -> list[DocumentFacts]:
    claims = _by_document(from_arrow(Claim, warehouse.step("resolve_claims")))
    quantities = _by_document(from_arrow(Quantity, warehouse.step("resolve_quantities")))
    named = _by_document(mentions)
    return [
        DocumentFacts(
            document_key=key,
            claims=claims[key],
            mentions=named.get(key, []),
            quantities={quantity.quantity_key: quantity for quantity in quantities.get(key, [])},
        )
        for key in sorted(claims)
    ]


class _OfDocument(Protocol):
    @property
    def document_key(self) -> str: ...


_Row = TypeVar("_Row", bound=_OfDocument)


def _by_document(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    grouped: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[row.document_key].append(row)
    return dict(grouped)


def _previous(warehouse: Warehouse, step: str) -> dict[str, str]:
    """Return the name that each member was under; a step gives the name and the parts of the member's key."""
    return {digest(*parts): name for name, *parts in (row.values() for row in warehouse.step(step).to_pylist())}


def _named(components: Sequence[Collection[str]], previous: Mapping[str, str]) -> tuple[str, ...]:
    return name_components(components, previous).names


def _entity_names(warehouse: Warehouse, entities: Sequence[ResolvedEntity]) -> tuple[str, ...]:
    components = [[member.key for member in entity.members] for entity in entities]
    return _named(components, _previous(warehouse, "resolve_previous_entities"))


def _entity_rows(entities: Sequence[ResolvedEntity], names: Sequence[str], step: Step, run: int) -> list[Entity]:
    return [
        Entity(
            entity_key=name,
            name=entity.name,
            kind=entity.kind,
            step_digest=step.digest,
            valid_from_run=run,
            valid_to_run=None,
        )
        for entity, name in zip(entities, names, strict=True)
    ]


def _member_rows(entities: Sequence[ResolvedEntity], names: Sequence[str], step: Step, run: int) -> list[EntityMember]:
    return [
        EntityMember(
            entity_key=name,
            document_key=member.document_key,
            name=member.name,
            reason=reason,
            step_digest=step.digest,
            valid_from_run=run,
            valid_to_run=None,
        )
        for entity, name in zip(entities, names, strict=True)
        for member, reason in entity.members.items()
    ]


def _value_row(reading: Reading, step: Step, run: int) -> ClaimValue:
    return ClaimValue(
        claim_key=reading.claim.claim_key,
        document_key=reading.claim.document_key,
        subject_key=reading.subject.key,
        subject=reading.subject.text,
        attribute=reading.attribute.name,
        rule=reading.attribute.rule,
        single_valued=reading.attribute.single_valued,
        value_kind=reading.value.kind,
        value=reading.value.text,
        number=storable(reading.value.number),
        value_min=storable(reading.value.low),
        value_max=storable(reading.value.high),
        unit=reading.value.unit,
        counts=reading.counts,
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )


def _group_rows(groups: Sequence[Group], names: Sequence[str], step: Step, run: int) -> list[ClaimGroup]:
    return [
        ClaimGroup(
            group_key=name,
            claim_key=reading.claim.claim_key,
            subject=group.subject.text,
            attribute=group.attribute.name,
            value=group.value.text,
            reason=group.reason,
            step_digest=step.digest,
            valid_from_run=run,
            valid_to_run=None,
        )
        for group, name in zip(groups, names, strict=True)
        for reading in group.readings.values()
    ]


def _conflict_row(found: FoundConflict, name_of: Mapping[str, str], step: Step, run: int) -> Conflict:
    left, right = sorted((name_of[min(found.left.readings)], name_of[min(found.right.readings)]))
    return Conflict(
        conflict_key=digest("conflict", left, right),
        type=found.type,
        open=found.open,
        subject=found.left.subject.text,
        attribute=found.left.attribute.name,
        left_group=left,
        right_group=right,
        explanation=found.explanation,
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )
