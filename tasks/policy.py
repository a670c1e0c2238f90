"""What the tasks have in common: when Prefect tries again, and how long it waits.

Errors of documents never get here (they are quarantine rows), and transient ones are retried in the library, so that
a run without orchestrator has it too. Prefect retries one thing: a batch whose worker process is lost.
"""

from __future__ import annotations

from typing import Any

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import MissingResult

from claimhouse.errors import WorkerLost

LOST_WORKER_RETRIES = 2
LOST_WORKER_DELAY_S = 1.0
# A batch is meant to be 5-10 s of work; sixty times that is a hang. Prefect's own time limit cannot interrupt a
# thread, and says so at every task run: `flows.executor` keeps this one, and ends the process.
BATCH_TIMEOUT_S = 600.0
BATCH_TAGS = ("claimhouse", "batch")
RUN_TAGS = ("claimhouse", "run")


def is_lost_worker(task: Task[..., Any], task_run: TaskRun, state: State[Any]) -> bool:  # noqa: ARG001 - Prefect calls it so
    """Whether a task failed because its worker process died."""
    try:
        return isinstance(state.result(raise_on_failure=False), WorkerLost)
    except MissingResult:
        return False
