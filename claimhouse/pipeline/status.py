"""How a warehouse stands: what an operator looks at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimhouse.errors import WarehouseLocked
from claimhouse.pipeline.alerts import Alert, died, not_published, standing_alerts, unfinished_forget
from claimhouse.pipeline.places import raw_folder, staging_folder
from claimhouse.settings import Settings
from claimhouse.warehouse import Reader, Warehouse, holder_of, snapshot_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a warehouse stands, by its newest snapshot and its files; of runs and of what waits, by the writer's file.

    Attributes:
        state: counts, one row of `warehouse/steps/status_state.sql`.
        runs: the last runs, the newest first.
        sources: what each source brought last; one that has gone silent stands first.
        alerts: what is wrong.
        bytes_of: sizes of the files, by what they are.
        writer: who holds the writer's file now, as the system tells; null where nobody does.
    """

    state: Mapping[str, Any]
    runs: pa.Table
    sources: pa.Table
    alerts: tuple[Alert, ...]
    bytes_of: Mapping[str, int]
    writer: str | None


def status_of(settings: Settings, runs: int) -> Status:
    """Read how a warehouse stands; while its first run is on, as an empty one.

    Raises:
        WarehouseError: there is none, or it cannot be read.
    """
    database = Path(settings.database)
    now = datetime.now(UTC)
    with _published(database, settings.run.lock_timeout_s) as reader:
        state = reader.step("status_state").to_pylist()[0]
        last = reader.step("status_runs", runs=runs)
        sources = reader.step("status_sources")
        alerts = standing_alerts(reader, settings.alerts, now)
    # A run that died, and what was asked for since, stand in the writer's file alone.
    with suppress(WarehouseLocked), Reader.open(database, lock_timeout_s=0, writers=database.exists()) as reader:
        last = reader.step("status_runs", runs=runs)
        writers_state = reader.step("status_state").to_pylist()[0]
        alerts = [*standing_alerts(reader, settings.alerts, now), *_half_done(reader, last, state, writers_state)]
        state["marked_again"] = writers_state["marked_again"]
    return Status(
        state=state,
        runs=last,
        sources=sources,
        alerts=tuple(alerts),
        bytes_of={
            "database": _bytes(database),
            "raw": _bytes(raw_folder(database)),
            "snapshots": _bytes(snapshot_path(database).parent),
            "staging": _bytes(staging_folder(database)),
        },
        writer=holder_of(database) if database.exists() else None,
    )


@contextmanager
def _published(database: Path, lock_timeout_s: float) -> Iterator[Reader | Warehouse]:
    """Give a reader of the newest snapshot; of nothing at all while the first run is on."""
    waits = snapshot_path(database).exists()
    try:
        reader = Reader.open(database, lock_timeout_s=lock_timeout_s if waits else 0)
    except WarehouseLocked:
        if waits:
            raise
        with Warehouse.in_memory() as empty:
            yield empty
        return
    with reader:
        yield reader


def _half_done(
    reader: Reader, runs: pa.Table, published: Mapping[str, Any], state: Mapping[str, Any]
) -> Iterator[Alert]:
    """Yield what a process that died has left half done; `reader` is of the writer's file, which nobody holds."""
    for row in runs.slice(0, 1).to_pylist():
        if row["status"] == "running":
            yield died(row["run"])
    if state["last_published"] is not None and state["last_published"] != published["last_published"]:
        yield not_published(state["last_published"])
    for row in reader.step("forgotten_keys").to_pylist():
        if row["finished_at"] is None:
            yield unfinished_forget(row["document_key"])


def _bytes(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
