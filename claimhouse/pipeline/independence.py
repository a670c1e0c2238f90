"""Independence edges: copies and revisions from the pure function, borrowings from a join, in one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from claimhouse.borrowings import outlet_name, outlet_of
from claimhouse.provenance import Step
from claimhouse.records import EdgeKind, EdgeScope, IndependenceEdge
from claimhouse.resolve import independence_edges
from claimhouse.resolve.independence import Edge, Seen
from claimhouse.settings import ResolveSettings
from claimhouse.warehouse import Warehouse

_PUBLISHER = pa.schema([("publisher", pa.string()), ("name", pa.string()), ("is_agency", pa.bool_())])


def replace_edges(warehouse: Warehouse, seen: Sequence[Seen], settings: ResolveSettings, step: Step, run: int) -> int:
    """Bring the edges to the state that sightings, clusters and borrowings give; return how many there are."""
    borrowed = warehouse.step(
        "independence_edges",
        {"publisher_name": _publisher_names(warehouse)},
        max_quote_clusters=settings.max_quote_clusters,
        max_name_clusters=settings.max_name_clusters,
        min_event_names=settings.min_event_names,
        event_days=settings.event_days,
    )
    rows = [
        *(_copy_row(edge, step, run) for edge in independence_edges(seen)),
        *(_borrowed_row(row, step, run) for row in borrowed.to_pylist()),
    ]
    warehouse.replace_current(IndependenceEdge, rows, run)
    return len(rows)


def _publisher_names(warehouse: Warehouse) -> pa.Table:
    rows = []
    for publisher in warehouse.step("independence_publishers").column("publisher").to_pylist():
        outlet = outlet_of(publisher, in_prose=False)
        rows.append(
            {"publisher": publisher, "name": outlet_name(publisher), "is_agency": bool(outlet and outlet.is_agency)}
        )
    return pa.Table.from_pylist(rows, _PUBLISHER)


def _copy_row(edge: Edge, step: Step, run: int) -> IndependenceEdge:
    return IndependenceEdge(
        left_key=edge.left_key,
        right_key=edge.right_key,
        kind=edge.kind,
        scope=EdgeScope.DOCUMENT,
        evidence=edge.evidence,
        char_start=None,
        char_end=None,
        passage_start=None,
        passage_end=None,
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )


def _borrowed_row(row: dict[str, Any], step: Step, run: int) -> IndependenceEdge:
    return IndependenceEdge(
        **{**row, "kind": EdgeKind(row["kind"]), "scope": EdgeScope(row["scope"])},
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )
