"""How batches are mapped over: handed in, so that a loop, processes and an orchestrator run the same code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from claimhouse.batch import BatchContext
from claimhouse.batch.limits import Limits
from claimhouse.batch.outcomes import is_done
from claimhouse.pipeline.workers import Workers
from claimhouse.settings import RunSettings

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BatchStage:
    """A stage over batches: reads and writes Parquet files in the batch's folder, opens no database."""

    name: str
    function: Callable[[Path, BatchContext], None]


class Executor(Protocol):
    """What the pipeline asks of whoever runs it."""

    def batches(self, stages: Sequence[BatchStage], folders: Sequence[Path], context: BatchContext) -> Iterator[Path]:
        """Take every folder through the stages in order; yield each folder as soon as its last stage is done.

        Folders are independent of each other and may be yielded in any order.
        """

    def call(self, stage: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a stage of the whole run, in this process, and return what it returns."""


class Observer(Protocol):
    """Told how far a run is, for progress bars and logs."""

    def began(self, stage: str, total: int | None) -> None:
        """A stage begins; `total` units are to come, null if unknown."""

    def advanced(self, stage: str, units: int) -> None:
        """So many further units are done."""

    def ended(self, stage: str) -> None:
        """The stage is over."""


class SilentObserver:
    """Says nothing."""

    def began(self, stage: str, total: int | None) -> None:
        """Say nothing."""

    def advanced(self, stage: str, units: int) -> None:
        """Say nothing."""

    def ended(self, stage: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class DirectExecutor:
    """No orchestrator: processes of our own, or a plain loop.

    Attributes:
        workers: processes; 0 for one per core.
        isolated: work in another process even where one is enough, so that a document can be ended.
    """

    workers: int = 0
    isolated: bool = False

    def batches(self, stages: Sequence[BatchStage], folders: Sequence[Path], context: BatchContext) -> Iterator[Path]:
        """See `Executor.batches`."""
        count = min(self.workers or os.cpu_count() or 1, len(folders))
        if count < 1 or (count == 1 and not self.isolated):
            for folder in folders:
                yield run_stages(stages, folder, context)
            return
        workers = Workers(count, limits_of(context.settings.run))
        threads = ThreadPoolExecutor(count, "batch")
        try:

            def work(folder: Path) -> Path:
                return workers.run(folder, partial(run_stages, stages, folder, context))

            for future in as_completed([threads.submit(work, folder) for folder in folders]):
                yield future.result()
        finally:
            # What is in work would not be loaded: Ctrl-C need not wait for it.
            workers.close()
            threads.shutdown(cancel_futures=True)

    def call(self, stage: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:  # noqa: ARG002 - the name is for orchestrators
        """See `Executor.call`."""
        return function(*args, **kwargs)


def limits_of(settings: RunSettings) -> Limits:
    """Return what the settings allow a document and a process."""
    return Limits(seconds=settings.document_seconds, memory_mib=settings.worker_memory_mib)


def run_stages(stages: Sequence[BatchStage], folder: Path, context: BatchContext) -> Path:
    """Take one batch through the stages that it has not been through, and return its folder."""
    for stage in stages:
        if not is_done(folder, stage.name):
            stage.function(folder, context)
    return folder
