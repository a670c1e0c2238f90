"""A snapshot for readers, swapped in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import RUN_TAGS

T = TypeVar("T")


@task(name="publish", tags=RUN_TAGS, cache_policy=NO_CACHE, persist_result=False)
def publish(work: Callable[[], T]) -> T:
    """A snapshot for readers, swapped in."""
    return work()
