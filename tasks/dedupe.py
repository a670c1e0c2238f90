"""Near-duplicates among all current documents to pairs and clusters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import RUN_TAGS

T = TypeVar("T")


@task(name="dedupe", tags=RUN_TAGS, cache_policy=NO_CACHE, persist_result=False)
def dedupe(work: Callable[[], T]) -> T:
    """Near-duplicates among all current documents to pairs and clusters."""
    return work()
