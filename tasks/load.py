"""One batch and its ledger rows into the warehouse, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import RUN_TAGS

T = TypeVar("T")


@task(name="load", tags=RUN_TAGS, cache_policy=NO_CACHE, persist_result=False)
def load(work: Callable[[], T]) -> T:
    """One batch and its ledger rows into the warehouse, in one transaction."""
    return work()
