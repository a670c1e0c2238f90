"""What is too old and what is left over goes; the file is written anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.policy import RUN_TAGS

T = TypeVar("T")


@task(name="maintain", tags=RUN_TAGS, cache_policy=NO_CACHE, persist_result=False)
def maintain(work: Callable[[], T]) -> T:
    """What is too old and what is left over goes; the file is written anew."""
    return work()
