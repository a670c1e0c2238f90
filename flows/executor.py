"""How Prefect runs the stages: threads wait, processes of the library work, one task run per batch and stage."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Task
from prefect.futures import PrefectFuture, as_completed

from claimhouse.batch import BatchContext
from claimhouse.errors import WorkerLost
from claimhouse.pipeline.executor import BatchStage, limits_of, run_stages
from claimhouse.pipeline.workers import Workers
from tasks.clean import clean
from tasks.dedupe import dedupe
from tasks.extract import extract
from tasks.ingest import ingest
from tasks.load import load
from tasks.maintain import maintain
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
    "maintain": maintain,
    "publish": publish,
}
# Batches in the hands of Prefect at once, per worker: enough to keep the workers busy, few for its server.
BATCHES_PER_WORKER = 2


@dataclass(frozen=True, slots=True)
class PrefectExecutor:
    """Runs stages as task runs of the flow run around it.

    Attributes:
        workers: processes; 0 for one per core.
    """

    workers: int = 0

    def batches(self, stages: Sequence[BatchStage], folders: Sequence[Path], context: BatchContext) -> Iterator[Path]:
        """See `claimhouse.pipeline.executor.Executor`."""
        count = min(self.workers or os.cpu_count() or 1, max(1, len(folders)))
        # A batch whose process dies without a document to blame is begun again by Prefect.
        workers = Workers(count, limits_of(context.settings.run), deaths_allowed=0)
        waiting = iter(folders)
        running: dict[PrefectFuture[Path], list[PrefectFuture[Path]]] = {}

        def start(folder: Path) -> None:
            chain = _submit(stages, folder, context, workers)
            running[chain[-1]] = chain

        try:
            for folder in islice(waiting, BATCHES_PER_WORKER * count):
                start(folder)
            while running:
                # The first stage of a batch that failed tells why; the last would only say that it was not reached.
                done = [future.result() for future in running.pop(next(as_completed(list(running))))]
                for folder in islice(waiting, 1):
                    start(folder)
                yield done[-1]
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
    stages: Sequence[BatchStage], folder: Path, context: BatchContext, workers: Workers
) -> list[PrefectFuture[Path]]:
    """Submit a batch's task runs, each after the one before."""
    chain: list[PrefectFuture[Path]] = []
    for stage in stages:
        work = partial(workers.run, folder, partial(run_stages, [stage], folder, context), BATCH_TIMEOUT_S)
        chain.append(BATCH_TASKS[stage.name].submit(folder.name, work, return_state=False, wait_for=chain[-1:]))
    return chain
