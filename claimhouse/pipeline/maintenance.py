"""Keeping a warehouse in order: what is too old goes, what a process that died left goes, the file is written anew."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from claimhouse.batch import BatchContext
from claimhouse.errors import WarehouseError
from claimhouse.pipeline import begin_run, finish_run
from claimhouse.pipeline.executor import DirectExecutor, Executor, Observer, SilentObserver
from claimhouse.pipeline.places import raw_folder, staging_folder
from claimhouse.pipeline.steps import step_identities
from claimhouse.raw_store import RawStore
from claimhouse.records import RunStatus
from claimhouse.settings import MaintenanceSettings, Settings
from claimhouse.warehouse import Compacted, Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintained:
    """What maintenance did.

    Attributes:
        run: its number.
        history_rows: rows removed that had ended too long ago.
        sightings: repeated sightings removed.
        raw_files: raw files removed: too old, or of nothing in the warehouse.
        size: of the file before and after it was written anew; null where it was not.
    """

    run: int
    history_rows: int
    sightings: int
    raw_files: int
    size: Compacted | None


def maintain(
    settings: Settings,
    *,
    executor: Executor | None = None,
    observer: Observer | None = None,
    command: str = "maintain",
    compact: bool = False,
) -> Maintained:
    """Do what [maintenance] says, and publish; what is current stays as it is.

    Args:
        settings: where the database is, and how long what is kept.
        executor: runs the stages.
        observer: told how far it is.
        command: stored with the run.
        compact: write the file anew, however little of it is free.

    Raises:
        WarehouseError: there is no database, or it cannot be used.
    """
    executor, observer = executor or DirectExecutor(), observer or SilentObserver()
    database = Path(settings.database)
    if not database.exists():
        message = f"there is no database {database}: make one with `claimhouse run SOURCE… --database {database}`"
        raise WarehouseError(message)
    with Warehouse.open(database, lock_timeout_s=settings.run.lock_timeout_s) as warehouse:
        run = begin_run(warehouse, settings, command)
        context = BatchContext(
            run=run,
            now=datetime.now(UTC),
            settings=settings,
            steps=step_identities(settings),
            raw_folder=raw_folder(database),
        )
        try:
            observer.began("maintain", 1)
            done = executor.call("maintain", _maintain, warehouse, database, settings.maintenance, context, compact)
            observer.ended("maintain")
            finish_run(warehouse, context, RunStatus.PUBLISHED)
            observer.began("publish", 1)
            executor.call("publish", warehouse.publish)
            observer.ended("publish")
        except BaseException:
            with suppress(WarehouseError):  # what failed may be the database: the next run marks this one abandoned
                finish_run(warehouse, context, RunStatus.FAILED)
            raise
    return done


def _maintain(
    warehouse: Warehouse,
    database: Path,
    settings: MaintenanceSettings,
    context: BatchContext,
    compact: bool,  # noqa: FBT001 - handed on by the executor
) -> Maintained:
    expired: list[str] = []
    with warehouse.transaction():
        through = warehouse.step(
            "maintain_runs",
            history_before=_before(context.now, settings.history_days),
            sightings_before=_before(context.now, settings.sighting_days),
            raw_before=_before(context.now, settings.raw_days),
        ).to_pylist()[0]
        rows = warehouse.step("maintain_history", through_run=through["history_run"]).to_pylist()[0]["removed"]
        sightings = warehouse.step("maintain_sightings", through_run=through["sightings_run"]).to_pylist()[0]["removed"]
        expired = (
            warehouse.step("maintain_raw", through_run=through["raw_run"], now=context.now).column("key").to_pylist()
        )
    shutil.rmtree(staging_folder(database), ignore_errors=True)
    raw = RawStore(context.raw_folder)
    needed = set(warehouse.step("raw_keys").column("key").to_pylist()) - set(expired)
    raw_files = sum(raw.remove(key) for key in list(raw.kept_keys()) if key not in needed)
    free = warehouse.step("maintain_free").to_pylist()[0]["free_share"]
    size = warehouse.compact() if compact or free > settings.free_share else None
    return Maintained(run=context.run, history_rows=rows, sightings=sightings, raw_files=raw_files, size=size)


def _before(now: datetime, days: float) -> datetime:
    """Return the moment so many days ago; one before all runs for 0, which keeps everything."""
    return now - timedelta(days=days) if days else datetime(1970, 1, 1, tzinfo=UTC)
