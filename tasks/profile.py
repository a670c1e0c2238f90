"""What the pages of each host repeat to its profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import RUN_TAGS

T = TypeVar("T")


@task(name="profile", tags=RUN_TAGS, cache_policy=NO_CACHE, persist_result=False)
def profile(work: Callable[[], T]) -> T:
    """What the pages of each host repeat to its profile."""
    return work()
