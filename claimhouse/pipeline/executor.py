"""How batches are mapped over: handed in, so that a loop, a process pool and an orchestrator run the same code."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from claimhouse.batch import BatchContext
from claimhouse.errors import WorkerLost

# A process that dies takes the whole pool with it, whichever batch it had: all unfinished ones begin again, so often.
LOST_WORKER_RETRIES = 2

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
    """No orchestrator: a plain loop, or processes where there is more than one batch and core.

    Attributes:
        workers: processes; 0 for one per core.
    """

    workers: int = 0

    def batches(self, stages: Sequence[BatchStage], folders: Sequence[Path], context: BatchContext) -> Iterator[Path]:
        """See `Executor.batches`."""
        workers = min(self.workers or os.cpu_count() or 1, len(folders))
        if workers <= 1:
            for folder in folders:
                yield run_stages(stages, folder, context)
            return
        waiting = list(folders)
        for _ in range(1 + LOST_WORKER_RETRIES):
            try:
                for folder in _in_processes(stages, waiting, context, workers):
                    waiting.remove(folder)
                    yield folder
            except BrokenProcessPool:
                continue
            return
        raise lost_worker(len(waiting))

    def call(self, stage: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:  # noqa: ARG002 - the name is for orchestrators
        """See `Executor.call`."""
        return function(*args, **kwargs)


def _in_processes(
    stages: Sequence[BatchStage], folders: Sequence[Path], context: BatchContext, workers: int
) -> Iterator[Path]:
    others = set(multiprocessing.active_children())
    with process_pool(workers) as pool:
        try:
            for future in as_completed([pool.submit(run_stages, stages, folder, context) for folder in folders]):
                yield future.result()
        except BaseException:
            # What they have in work would not be loaded: Ctrl-C need not wait for it.
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise


def lost_worker(batches: int) -> WorkerLost:
    """Return the error that says what a user can do about processes that die."""
    message = (
        f"worker processes died at each of {1 + LOST_WORKER_RETRIES} attempts, {batches} batches are not done:"
        " was something killed, or is memory short? What was committed stays and the next run goes on from"
        " there; with a smaller run.workers or run.batch_documents in the --config file it needs less memory"
    )
    return WorkerLost(message)


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool whose processes start fresh: a fork would copy the writer's threads and locks.

    Ctrl-C is the business of the process that started them, and ends them. If it is gone, so are they.
    """
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare_worker,
    )


def _prepare_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one; a worker would wait for work from it for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run_stages(stages: Sequence[BatchStage], folder: Path, context: BatchContext) -> Path:
    """Take one batch through the stages and return its folder."""
    for stage in stages:
        stage.function(folder, context)
    return folder
