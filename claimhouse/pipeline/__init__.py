"""The order of all stages, once. How batches are mapped over, and who watches, is handed in."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from claimhouse.batch import BatchContext, clean_batch, extract_batch, sign_batch
from claimhouse.errors import WarehouseError
from claimhouse.pipeline.dedupe import run_dedupe
from claimhouse.pipeline.executor import BatchStage, DirectExecutor, Executor, Observer, SilentObserver
from claimhouse.pipeline.fetching import fetcher_for, settle
from claimhouse.pipeline.ingest import ingest, staged_items
from claimhouse.pipeline.journal import Journal
from claimhouse.pipeline.load import load_batch, note_readings, plan, with_requeued
from claimhouse.pipeline.places import raw_folder, staging_folder
from claimhouse.pipeline.requeue import reprocess
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.pipeline.set_steps import run_set_step
from claimhouse.pipeline.steps import step_identities
from claimhouse.raw_store import RawStore
from claimhouse.records import Outcome, Run, RunStatus
from claimhouse.settings import Settings
from claimhouse.sources import check_sources
from claimhouse.warehouse import Warehouse

__all__ = ["Account", "DirectExecutor", "Executor", "Observer", "run_pipeline"]

log = logging.getLogger(__name__)

BATCH_STAGES = (
    BatchStage("clean", clean_batch),
    BatchStage("sign", sign_batch),
    BatchStage("extract", extract_batch),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of a run's items: `items` is the sum of the other four."""

    run: int
    items: int
    loaded: int
    known: int
    rejected: int
    quarantined: int
    degraded: bool


def run_pipeline(
    sources: Sequence[str],
    settings: Settings,
    *,
    executor: Executor | None = None,
    observer: Observer | None = None,
    stdin: BinaryIO | None = None,
    command: str = "run",
    again: str | None = None,
) -> Account:
    """Take sources through all stages into the warehouse and publish a snapshot; return the account.

    Whatever was committed when a run dies stays, and the next run goes on from there. Documents that were marked to be
    done again are items of the run, whether the sources bring them or not.

    Args:
        sources: files, folders, patterns; may be empty.
        settings: of all stages.
        executor: maps the batch stages over the batches; processes of our own without it.
        observer: told how far the run is.
        stdin: what `-` reads.
        command: stored with the run.
        again: a step that all documents of the warehouse are to go through again.

    Raises:
        SourceError, SettingsError: nothing was read, and no run is recorded.
        WarehouseError: the database cannot be used, or the account does not add up.
    """
    check_sources(sources)
    executor = executor or DirectExecutor(settings.run.workers, isolated=settings.run.isolated)
    observer = observer or SilentObserver()
    database = Path(settings.database)
    steps = step_identities(settings)
    with Warehouse.open(database, lock_timeout_s=settings.run.lock_timeout_s) as warehouse:
        run = begin_run(warehouse, settings, command)
        observer = Journal(observer, run)
        log.info("run %d began: %s", run, command, extra={"event": "run_began", "run": run, "command": command})
        context = BatchContext(
            run=run, now=datetime.now(UTC), settings=settings, steps=steps, raw_folder=raw_folder(database)
        )
        staging = staging_folder(database)
        try:
            if again is not None:
                reprocess(warehouse, again)
            _stages(sources, context, warehouse, executor, observer, staging, stdin)
            account = finish_run(warehouse, context, RunStatus.PUBLISHED)  # before: the snapshot must hold it
            observer.began("publish", 1)
            executor.call("publish", warehouse.publish)
            observer.ended("publish")
        except BaseException as error:
            ended = {"event": "run_failed", "run": run, "error": type(error).__name__}
            log.info("run %d ended: %s: %s", run, type(error).__name__, error, extra=ended)
            shutil.rmtree(staging, ignore_errors=True)  # first: what failed may be the space
            with suppress(WarehouseError):  # what failed may be the database: the next run marks this one abandoned
                finish_run(warehouse, context, RunStatus.FAILED)
            raise
    shutil.rmtree(staging, ignore_errors=True)
    log.info("run %d ended: published", run, extra={"event": "run_published", **asdict(account)})
    return account


def _stages(
    sources: Sequence[str],
    context: BatchContext,
    warehouse: Warehouse,
    executor: Executor,
    observer: Observer,
    staging: Path,
    stdin: BinaryIO | None,
) -> None:
    observer.began("ingest", None)
    raw = RawStore(context.raw_folder, warehouse.step("forgotten_keys").column("document_key").to_pylist())
    raw.remove_unfinished()
    with fetcher_for(sources, context.settings, warehouse, context.run) as fetcher:
        executor.call("ingest", ingest, sources, context.settings.sources, raw, staging, observer, stdin, fetcher)
        observer.ended("ingest")

        items = with_requeued(warehouse, staged_items(staging))
        work = plan(warehouse, items, context, staging)
        observer.began("documents", work.documents)
        for folder in executor.batches(BATCH_STAGES, work.folders, context):
            loaded = executor.call("load", load_batch, warehouse, folder, context)
            observer.advanced("documents", loaded)
        observer.ended("documents")
        if fetcher is not None:
            settle(fetcher, warehouse, context.run)
    note_readings(warehouse, sources, context.run)

    resolve = partial(run_resolve, processes=context.settings.run.workers or os.cpu_count() or 1)
    for name, function in (("dedupe", run_dedupe), ("resolve", resolve)):
        observer.began(name, 1)
        executor.call(name, run_set_step, warehouse, name, function, context)
        observer.ended(name)

    counts = warehouse.step("account_of_run", run=context.run).to_pylist()[0]
    accounted = sum(counts[outcome] for outcome in Outcome)
    if not accounted == counts["items"] == items.num_rows:
        message = (
            f"{items.num_rows} items came in, {accounted} have an outcome:"
            f" the account of run {context.run} does not add up"
        )
        raise WarehouseError(message)


def begin_run(warehouse: Warehouse, settings: Settings, command: str) -> int:
    """Record a new run and return its number; runs whose process is gone are marked abandoned."""
    now = datetime.now(UTC)
    with warehouse.transaction():
        run = int(warehouse.step("run_begin", now=now).to_pylist()[0]["run"])
        row = Run(
            run=run,
            command=command,
            status=RunStatus.RUNNING,
            started_at=now,
            finished_at=None,
            published_at=None,
            claimhouse_version=version("claimhouse"),
            settings=settings.model_dump_json(),
            settings_digest=settings.digest(),
            items=0,
            loaded=0,
            known=0,
            rejected=0,
            quarantined=0,
            degraded=False,
        )
        warehouse.insert(Run, [row])
    return run


def _account(warehouse: Warehouse, context: BatchContext) -> Account:
    counts: Mapping[str, int] = warehouse.step("account_of_run", run=context.run).to_pylist()[0]
    limit = context.settings.run.degraded_share * counts["items"]
    return Account(
        run=context.run,
        **{name: counts[name] for name in ("items", "loaded", "known", "rejected", "quarantined")},
        degraded=counts["unexpected"] > limit,
    )


def finish_run(warehouse: Warehouse, context: BatchContext, status: RunStatus) -> Account:
    """Write the account of what was committed, and how the run ended."""
    account = _account(warehouse, context)
    with warehouse.transaction():
        warehouse.step(
            "run_finish",
            run=account.run,
            status=status,
            now=datetime.now(UTC),
            items=account.items,
            loaded=account.loaded,
            known=account.known,
            rejected=account.rejected,
            quarantined=account.quarantined,
            degraded=account.degraded or status is RunStatus.FAILED,
        )
    return account
