"""Groups and conflicts, as far as readings changed: groups in SQL, then the changed ones against all of their cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from claimhouse.pipeline.resolve_reading import Work
from claimhouse.provenance import digest
from claimhouse.records import OPEN_CONFLICTS, Conflict, ValueKind
from claimhouse.resolve.conflicts import Side, Witness, compare_sides
from claimhouse.resolve.figures import Cell, Said, tie
from claimhouse.resolve.keeping import read_witness
from claimhouse.resolve.values import Value
from claimhouse.staging import to_arrow

_GROUP = pa.schema([("group_key", pa.string())])


_CELL = pa.schema(
    [
        (name, pa.string())
        for name in (
            "story",
            "figure",
            "scope",
            "attribute",
            "value",
            "cell_scope",
            "cell_attribute",
            "cell_value",
        )
    ]
)


class _Group(NamedTuple):
    key: str
    subject: str
    attribute: str
    value: Value
    judged: bool


def update_groups(work: Work) -> int:
    """Bring groups and conflicts up to date; return how many conflicts were judged."""
    names: dict[str, Any] = {"run": work.run, "step_digest": work.step.digest, "since": work.since}
    work.warehouse.step("resolve_ties", {"found_cell": _ties(work)})
    work.warehouse.step("resolve_groups", **names)
    cells: defaultdict[tuple[str, str], list[_Group]] = defaultdict(list)
    for row in work.warehouse.step("resolve_cells").to_pylist():
        cells[row["scope"], row["attribute"]].append(_group(row))
    witnesses, superseded = _witnesses(work, (group.key for groups in cells.values() for group in groups))
    found = [
        _conflict_row(left, right, result, work)
        for groups in cells.values()
        for left, right in _pairs(groups)
        if (result := compare_sides(_side(left, witnesses), _side(right, witnesses), superseded)) is not None
    ]
    work.warehouse.step("resolve_conflicts", {"found_conflict": to_arrow(Conflict, found)}, **names)
    return len(found)


def _ties(work: Work) -> pa.Table:
    """Return the cells of the readings that are not grouped under their own, of the stories that were touched."""
    said = (
        Said(
            story=row["story"],
            figure=row["figure"],
            cell=Cell(row["scope"], row["attribute"], row["value"]),
            rule=row["rule"],
            documents=row["documents"],
        )
        for row in work.warehouse.step("resolve_stories").to_pylist()
    )
    found = [(one.story, one.figure, *one.cell, *cell) for one, cell in tie(said).items()]
    return pa.Table.from_pylist([dict(zip(_CELL.names, row, strict=True)) for row in found], schema=_CELL)


def _group(row: Mapping[str, Any]) -> _Group:
    value = Value(
        text=row["value"],
        kind=ValueKind(row["kind"]),
        number=row["number"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
    )
    return _Group(row["group_key"], row["subject"], row["attribute"], value, row["judged"])


def _pairs(groups: list[_Group]) -> Iterator[tuple[_Group, _Group]]:
    """Yield the pairs of which one is judged, the one with the lower member first, as the groups are ordered."""
    for place, left in enumerate(groups):
        for right in groups[place + 1 :]:
            if left.judged or right.judged:
                yield left, right


def _witnesses(work: Work, keys: Iterable[str]) -> tuple[dict[str, frozenset[Witness]], dict[str, str]]:
    asked = pa.Table.from_pydict({"group_key": sorted(set(keys))}, schema=_GROUP)
    found: defaultdict[str, set[Witness]] = defaultdict(set)
    superseded: dict[str, str] = {}
    for row in work.warehouse.step("resolve_witnesses", {"asked_group": asked}).to_pylist():
        found[row["group_key"]].add(read_witness(row["witness"]))
        if row["superseded"] is not None:
            superseded[row["superseded"]] = ""
    return {key: frozenset(said) for key, said in found.items()}, superseded


def _side(group: _Group, witnesses: Mapping[str, frozenset[Witness]]) -> Side:
    return Side(attribute=group.attribute, value=group.value, witnesses=witnesses.get(group.key, frozenset()))


def _conflict_row(left: _Group, right: _Group, result: tuple[Any, str], work: Work) -> Conflict:
    low, high = sorted((left.key, right.key))
    kind, explanation = result
    return Conflict(
        conflict_key=digest("conflict", low, high),
        type=kind,
        open=kind in OPEN_CONFLICTS,
        subject=left.subject,
        attribute=left.attribute,
        left_group=low,
        right_group=high,
        explanation=explanation,
        step_digest=work.step.digest,
        valid_from_run=work.run,
        valid_to_run=None,
    )
