"""How Prefect runs the stages: threads wait, processes of the library's pool work, one task run per batch and stage."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from prefect import Task
from prefect.futures import PrefectFuture, as_completed

from claimhouse.batch import BatchContext
from claimhouse.errors import WorkerLost
from claimhouse.pipeline.executor import BatchStage, lost_worker, process_pool, run_stages
from tasks.clean import clean
from tasks.dedupe import dedupe
from tasks.extract import extract
from tasks.ingest import ingest
from tasks.load import load
from tasks.policy import BATCH_TIMEOUT_S
from tasks.profile import profile
from tasks.publish import publish
from tasks.resolve import resolve
from tasks.sign import sign

P = ParamSpec("P")
T = TypeVar("T")

BATCH_TASKS: dict[str, Task[[str, Callable[[], Path]], Path]] = {"clean": clean, "sign": sign, "extract": extract}
RUN_TASKS: dict[str, Callable[..., Any]] = {
    "ingest": ingest,
    "load": load,
    "dedupe": dedupe,
    "resolve": resolve,
    "profile": profile,
    "publish": publish,
}
# Batches in the hands of Prefect at once, per worker: enough to keep the workers busy, few for its server.
BATCHES_PER_WORKER = 2


@dataclass
class _Workers:
    """A process pool that is replaced when one of its processes dies, since that breaks the whole pool."""

    count: int
    _lock: Lock = field(default_factory=Lock)
    _pool: ProcessPoolExecutor | None = None

    def run(self, function: Callable[[], T]) -> T:
        """Run in a process and wait for it.

        Raises:
            BrokenProcessPool: a process died; the next call gets a new pool.
            TimeoutError: the time is over; the processes are ended, so that nothing waits for them.
        """
        with self._lock:
            pool = self._pool = self._pool or process_pool(self.count)
            future = pool.submit(function)
        try:
            return future.result(timeout=BATCH_TIMEOUT_S)
        except (BrokenProcessPool, TimeoutError):
            self._drop(pool)
            raise

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
                for process in multiprocessing.active_children():
                    process.terminate()
                pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the processes; what has not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class PrefectExecutor:
    """Runs stages as task runs of the flow run around it.

    Attributes:
        workers: processes; 0 for one per core.
    """

    workers: int = 0

    def batches(self, stages: Sequence[BatchStage], folders: Sequence[Path], context: BatchContext) -> Iterator[Path]:
        """See `claimhouse.pipeline.executor.Executor`."""
        workers = _Workers(min(self.workers or os.cpu_count() or 1, max(1, len(folders))))
        waiting = iter(folders)
        running: dict[PrefectFuture[Path], list[PrefectFuture[Path]]] = {}

        def start(folder: Path) -> None:
            chain = _submit(stages, folder, context, workers)
            running[chain[-1]] = chain

        try:
            for folder in islice(waiting, BATCHES_PER_WORKER * workers.count):
                start(folder)
            while running:
                # The first stage of a batch that failed tells why; the last would only say that it was not reached.
                done = [future.result() for future in running.pop(next(as_completed(list(running))))]
                for folder in islice(waiting, 1):
                    start(folder)
                yield done[-1]
        except BrokenProcessPool as error:
            raise lost_worker(1 + len(running)) from error
        except TimeoutError as error:
            message = f"a batch was not done within {BATCH_TIMEOUT_S:g} s and was given up; what was committed stays"
            raise WorkerLost(message) from error
        finally:
            workers.close()

    def call(self, stage: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `claimhouse.pipeline.executor.Executor`."""
        result: T = RUN_TASKS[stage](partial(function, *args, **kwargs))
        return result


def _submit(
    stages: Sequence[BatchStage], folder: Path, context: BatchContext, workers: _Workers
) -> list[PrefectFuture[Path]]:
    """Submit a batch's task runs, each after the one before."""
    chain: list[PrefectFuture[Path]] = []
    for stage in stages:
        work = partial(workers.run, partial(run_stages, [stage], folder, context))
        chain.append(BATCH_TASKS[stage.name].submit(folder.name, work, return_state=False, wait_for=chain[-1:]))
    return chain
