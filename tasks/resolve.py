"""Names to entities, claims to values, groups and conflicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import RUN_TAGS

T = TypeVar("T")


@task(name="resolve", tags=RUN_TAGS, cache_policy=NO_CACHE, persist_result=False)
def resolve(work: Callable[[], T]) -> T:
    """Names to entities, claims to values, groups and conflicts."""
    return work()
