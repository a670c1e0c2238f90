"""Texts of one batch to sampled shingles and exact digests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import BATCH_TAGS, LOST_WORKER_DELAY_S, LOST_WORKER_RETRIES, is_lost_worker


@task(
    name="sign",
    task_run_name="sign {batch}",
    retries=LOST_WORKER_RETRIES,
    retry_delay_seconds=LOST_WORKER_DELAY_S,
    retry_condition_fn=is_lost_worker,
    tags=BATCH_TAGS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def sign(batch: str, work: Callable[[], Path]) -> Path:  # noqa: ARG001 - named in the task run's name
    """Texts of one batch to sampled shingles and exact digests."""
    return work()
