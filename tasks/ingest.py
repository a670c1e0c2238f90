"""Sources to staged items and raw bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import RUN_TAGS

T = TypeVar("T")


@task(name="ingest", tags=RUN_TAGS, cache_policy=NO_CACHE, persist_result=False)
def ingest(work: Callable[[], T]) -> T:
    """Sources to staged items and raw bytes."""
    return work()
