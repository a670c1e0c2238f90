"""The one comparison of two warehouses: everything that `deterministic.toml` lists must be equal."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from claimhouse.warehouse import Reader, Warehouse

LISTED = tomllib.loads(Path(__file__).with_name("deterministic.toml").read_text(encoding="utf-8"))


def state_of(warehouse: Warehouse | Reader) -> dict[str, Any]:
    """Return the current rows of every listed table, and every listed partition as a set of sets."""
    state: dict[str, Any] = {}
    current = {row["view_name"] for row in warehouse.sql("select view_name from duckdb_views()").to_pylist()}
    for table, columns in LISTED["columns"].items():
        name = f"{table}_current" if f"{table}_current" in current else table
        rows = warehouse.sql(f"select {', '.join(columns)} from {name}").to_pylist()  # noqa: S608 - our own list
        state[table] = sorted(repr(sorted(row.items())) for row in rows)
    for table, spec in LISTED["partitions"].items():
        columns = [spec["part"], *spec["member"]]
        rows = warehouse.sql(f"select {', '.join(columns)} from {table}_current").to_pylist()  # noqa: S608 - the same
        parts: dict[str, set[tuple[str, ...]]] = {}
        for row in rows:
            parts.setdefault(row[spec["part"]], set()).add(tuple(row[name] for name in spec["member"]))
        state[f"partition of {table}"] = sorted(tuple(sorted(part)) for part in parts.values())
    return state


def state_of_database(path: Path) -> dict[str, Any]:
    """Return the state of a database file's newest snapshot."""
    with Reader.open(path) as reader:
        return state_of(reader)


def assert_same_state(left: dict[str, Any], right: dict[str, Any]) -> None:
    """Fail with the first table that differs, and how."""
    assert left.keys() == right.keys()
    for table, rows in left.items():
        only_left = [row for row in rows if row not in right[table]]
        only_right = [row for row in right[table] if row not in rows]
        assert rows == right[table], f"{table}: only in the first {only_left[:3]}, only in the second {only_right[:3]}"
