"""Entities, values, groups and conflicts by definition: the pure functions over all current rows at once.

An oracle for the incremental step, which shares with it how a single document is read and two groups are compared.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from claimhouse.batch.rows import storable
from claimhouse.provenance import digest
from claimhouse.records import Claim, Mention, Quantity
from claimhouse.resolve import find_conflicts, group_claims, read_aliases, read_claims, resolve_entities
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName
from claimhouse.staging import from_arrow
from claimhouse.warehouse import Warehouse

_SUPERSEDED = """
select distinct seen.document_key, newest.document_key as current
from sighted_page as seen
inner join (
    select page, arg_max(document_key, (fetched_at, document_key)) as document_key
    from sighted_page
    group by page
) as newest on newest.page = seen.page
where seen.document_key <> newest.document_key
"""

_FIRST_SEEN = "select document_key, min(fetched_at) as fetched_at from sighting group by document_key"
_CHANGED = "select document_key, modified_at from extraction_current where modified_at is not null"
_KEPT_UP_TO_DATE = timedelta(days=7)


def answer(warehouse: Warehouse, aliases: str = "") -> dict[str, Any]:
    """Return what the tables of resolve should hold, given the current rows of the other tables."""
    mentions = from_arrow(Mention, warehouse.sql("from mention where valid_to_run is null order by mention_key"))
    clusters = {row["document_key"]: row["cluster_key"] for row in warehouse.sql("from cluster_current").to_pylist()}
    entities = resolve_entities(mentions, clusters, read_aliases(aliases))
    members = [
        (member, EntityName(entity.lowest_key, entity.name, entity.kind))
        for entity in entities
        for member in entity.members
    ]
    readings = read_claims(_documents(warehouse, mentions), EntityIndex(members, mentions))
    groups = group_claims(readings)
    superseded = {row["document_key"]: row["current"] for row in warehouse.sql(_SUPERSEDED).to_pylist()}
    return {
        "entities": {
            frozenset((member.document_key, member.name) for member in entity.members): (entity.name, entity.kind)
            for entity in entities
        },
        "values": {
            (
                reading.claim.claim_key,
                reading.attribute.name,
                reading.value.text,
                reading.subject.text,
                reading.subject.key is not None,
                storable(reading.value.number),
                storable(reading.value.low),
                storable(reading.value.high),
                reading.value.unit,
                reading.counts,
            )
            for reading in readings
        },
        "groups": {frozenset(group.readings): (group.subject.text, group.reason) for group in groups},
        "conflicts": {
            (
                frozenset({frozenset(found.left.readings), frozenset(found.right.readings)}),
                found.type,
                found.open,
                found.left.subject.text,
                found.left.attribute.name,
                found.explanation,
            )
            for found in find_conflicts(groups, superseded)
        },
    }


def _documents(warehouse: Warehouse, mentions: list[Mention]) -> list[DocumentFacts]:
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    quantities: defaultdict[str, dict[str, Quantity]] = defaultdict(dict)
    named: defaultdict[str, list[Mention]] = defaultdict(list)
    first_seen = {row["document_key"]: row["fetched_at"] for row in warehouse.sql(_FIRST_SEEN).to_pylist()}
    changed = {row["document_key"]: row["modified_at"] for row in warehouse.sql(_CHANGED).to_pylist()}
    for claim in from_arrow(Claim, warehouse.sql("from claim where valid_to_run is null order by claim_key")):
        published_at = claim.published_at or first_seen.get(claim.document_key)
        later = changed.get(claim.document_key)
        if claim.published_at and later and claim.published_at < later <= claim.published_at + _KEPT_UP_TO_DATE:
            published_at = later
        claims[claim.document_key].append(dataclasses.replace(claim, published_at=published_at))
    for quantity in from_arrow(
        Quantity, warehouse.sql("from quantity where valid_to_run is null order by quantity_key")
    ):
        quantities[quantity.document_key][quantity.quantity_key] = quantity
    for mention in mentions:
        named[mention.document_key].append(mention)
    titles = {row["document_key"]: row["title"] for row in warehouse.sql("from extraction_current").to_pylist()}
    return [
        DocumentFacts(
            document_key=key,
            claims=claims[key],
            mentions=named[key],
            quantities=quantities[key],
            title=titles.get(key),
        )
        for key in sorted(claims)
    ]


def found(warehouse: Warehouse) -> dict[str, Any]:
    """Return what the tables of resolve hold, in the form of the answer."""
    entity = {row["entity_key"]: row for row in warehouse.sql("from entity_current").to_pylist()}
    assert len(entity) == warehouse.sql("from entity_current").num_rows
    groups = warehouse.sql("from claim_group_current").to_pylist()
    members: defaultdict[str, set[str]] = defaultdict(set)
    said: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in groups:
        members[row["group_key"]].add(digest(row["claim_key"], row["attribute"], row["value"]))
        said[row["group_key"]].add((row["subject"], row["reason"]))
    return {
        "entities": {
            frozenset(names): (entity[key]["name"], entity[key]["kind"])
            for key, names in entity_members(warehouse).items()
        },
        "values": {
            (
                row["claim_key"],
                row["attribute"],
                row["value"],
                row["subject"],
                row["subject_key"] is not None,
                row["number"],
                row["value_min"],
                row["value_max"],
                row["unit"],
                row["counts"],
            )
            for row in warehouse.sql("from claim_value_current").to_pylist()
        },
        "groups": {frozenset(members[key]): _only(said[key]) for key in members},
        "conflicts": {
            (
                frozenset({frozenset(members[row["left_group"]]), frozenset(members[row["right_group"]])}),
                row["type"],
                row["open"],
                row["subject"],
                row["attribute"],
                row["explanation"],
            )
            for row in warehouse.sql("from conflict_current").to_pylist()
        },
    }


def entity_members(warehouse: Warehouse) -> Mapping[str, set[tuple[str, str]]]:
    """Return the members of each entity."""
    members: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in warehouse.sql("from entity_member_current").to_pylist():
        members[row["entity_key"]].add((row["document_key"], row["name"]))
    return members


def group_members(warehouse: Warehouse) -> Mapping[str, set[tuple[str, str, str]]]:
    """Return the members of each group."""
    members: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for row in warehouse.sql("from claim_group_current").to_pylist():
        members[row["group_key"]].add((row["claim_key"], row["attribute"], row["value"]))
    return members


def _only(values: set[tuple[str, ...]]) -> tuple[str, ...]:
    (value,) = values
    return value
