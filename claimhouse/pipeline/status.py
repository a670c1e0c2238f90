"""How a warehouse stands: what an operator looks at first."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimhouse.errors import WarehouseLocked
from claimhouse.pipeline.places import raw_folder, staging_folder
from claimhouse.settings import Settings
from claimhouse.warehouse import Reader, holder_of, snapshot_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a warehouse stands, by its newest snapshot and its files; of runs and of what waits, by the writer's file.

    Attributes:
        state: counts, one row of `warehouse/steps/status_state.sql`.
        runs: the last runs, the newest first.
        sources: what each source brought last; one that has gone silent stands first.
        bytes_of: sizes of the files, by what they are.
        writer: who holds the writer's file now, as the system tells; null where nobody does.
    """

    state: Mapping[str, Any]
    runs: pa.Table
    sources: pa.Table
    bytes_of: Mapping[str, int]
    writer: str | None


def status_of(settings: Settings, runs: int) -> Status:
    """Read how a warehouse stands.

    Raises:
        WarehouseError: there is none, or it cannot be read.
    """
    database = Path(settings.database)
    with Reader.open(database, lock_timeout_s=settings.run.lock_timeout_s) as reader:
        state = reader.step("status_state").to_pylist()[0]
        last = reader.step("status_runs", runs=runs)
        sources = reader.step("status_sources")
    # A run that died, and what was asked for since, stand in the writer's file alone.
    with suppress(WarehouseLocked), _writers(database) as reader:
        last = reader.step("status_runs", runs=runs)
        state["marked_again"] = reader.step("status_state").to_pylist()[0]["marked_again"]
    return Status(
        state=state,
        runs=last,
        sources=sources,
        bytes_of={
            "database": _bytes(database),
            "raw": _bytes(raw_folder(database)),
            "snapshots": _bytes(snapshot_path(database).parent),
            "staging": _bytes(staging_folder(database)),
        },
        writer=holder_of(database) if database.exists() else None,
    )


def _writers(database: Path) -> Reader:
    return Reader.open(database, lock_timeout_s=0, writers=database.exists())


def _bytes(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
