"""Entities of the collection, as far as names of changed documents touch them.

Names are joined atom by atom (`claimhouse.resolve.entities.document_names`): what is one thing for certain is never
taken apart, so a name that stands in many documents costs no more than one that stands in few. Links between atoms
follow from SQL; here the atoms that were touched are joined, whole entities as one unit where nothing was taken away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import pyarrow as pa

from claimhouse.provenance import Step
from claimhouse.records import Mention, ResolveName
from claimhouse.resolve.entities import Aliases, document_names, spelled_acronyms
from claimhouse.staging import from_arrow
from claimhouse.warehouse import Warehouse

CHUNK_DOCUMENTS = 2_000
"""Documents whose rows are in memory at a time."""

_KEYS = pa.schema([("document_key", pa.string())])
_SPELLED = pa.schema([("normal", pa.string()), ("longer", pa.string())])
_PART = pa.schema([("part", pa.int64()), ("entity_key", pa.string()), ("atom", pa.string())])
_ALIAS = pa.schema([("alias", pa.string()), ("kind", pa.string())])

_Key = TypeVar("_Key", bound=Hashable)


def keys_table(keys: Iterable[str]) -> pa.Table:
    """Return document keys as a table to offer to a step."""
    return pa.Table.from_pydict({"document_key": list(keys)}, schema=_KEYS)


def chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    """Yield document keys in portions whose rows fit into memory."""
    for start in range(0, len(keys), CHUNK_DOCUMENTS):
        yield keys[start : start + CHUNK_DOCUMENTS]


def update_entities(
    warehouse: Warehouse, changed: Sequence[Mapping[str, Any]], aliases: Aliases, step: Step, run: int, since: int
) -> list[str]:
    """Bring names, entities and members up to date; return the documents that are read otherwise than before.

    Args:
        warehouse: with the temporary tables of step resolve_changes.
        changed: the rows of that step.
        aliases: the user's alias file.
        step: of the rows that are written.
        run: the same.
        since: run of the state; negative where it is made anew.
    """
    warehouse.step("resolve_drop_names")
    clusters = {row["document_key"]: row["cluster_key"] for row in changed}
    arrived = [row["document_key"] for row in changed if row["content"] and row["is_here"]]
    for chunk in chunks(arrived):
        mentions = from_arrow(Mention, warehouse.step("resolve_document_mention", {"chunk": keys_table(chunk)}))
        warehouse.insert(ResolveName, document_names(mentions, clusters, aliases))
    candidates = warehouse.step("resolve_stir_names").to_pylist()
    spelled = spelled_acronyms((row["normal"], row["written"], row["longer"], row["form"]) for row in candidates)
    rows = [{"normal": normal, "longer": longer} for normal, longer in spelled]
    warehouse.step("resolve_links", {"spelled": pa.Table.from_pylist(rows, _SPELLED)})
    kinds = [{"alias": alias, "kind": str(kind)} for alias, kind in aliases.kinds.items()]
    read_again = warehouse.step(
        "resolve_entities",
        {"part": _joined_units(warehouse), "alias_kind": pa.Table.from_pylist(kinds, _ALIAS)},
        run=run,
        step_digest=step.digest,
        since=since,
    )
    keys: list[str] = read_again.column("document_key").to_pylist()
    return keys


def _joined_units(warehouse: Warehouse) -> pa.Table:
    units = [(row["entity_key"], row["atom"]) for row in warehouse.step("resolve_units").to_pylist()]
    links = (
        (
            (row["source_entity"], None if row["source_entity"] else row["source_atom"]),
            (row["target_entity"], None if row["target_entity"] else row["target_atom"]),
        )
        for row in warehouse.step("resolve_joins").to_pylist()
    )
    part_of = joined(units, links)
    columns = {
        "part": list(part_of.values()),
        "entity_key": [entity for entity, _ in part_of],
        "atom": [atom for _, atom in part_of],
    }
    return pa.Table.from_pydict(columns, schema=_PART)


def joined(units: Iterable[_Key], links: Iterable[tuple[_Key, _Key]]) -> dict[_Key, int]:
    """Return for each unit the number of its connected part."""
    parent: dict[_Key, _Key] = {unit: unit for unit in units}

    def root(unit: _Key) -> _Key:
        parent.setdefault(unit, unit)
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for left, right in links:
        parent[root(left)] = root(right)
    number: defaultdict[_Key, int] = defaultdict(lambda: len(number))
    return {unit: number[root(unit)] for unit in list(parent)}
