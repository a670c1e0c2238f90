"""Jobs that ask hosts: several hosts at a time, one job at a time for each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from claimhouse.errors import WarehouseError
from claimhouse.fetching.network import Aborting, Failure, failure
from claimhouse.fetching.visiting import host_key
from claimhouse.records import QuarantineReason
from claimhouse.urls import shown_url

log = logging.getLogger(__name__)


def hosts_in_parallel(jobs: Iterable[tuple[str, Callable[[], None]]], hosts: int, aborting: Aborting) -> None:
    """Do jobs, those of one host one after the other, several hosts at a time.

    Args:
        jobs: each with the address that it asks.
        hosts: at a time, at most.
        aborting: told where one ends in an error, or this process is to end.
    """
    queues: dict[str, list[Callable[[], None]]] = {}
    for target, job in jobs:
        queues.setdefault(host_key(target) if "://" in target else "", []).append(job)
    if not queues:
        return
    threads = ThreadPoolExecutor(min(hosts, len(queues)), "fetch")
    try:
        futures = [threads.submit(_one_by_one, queue) for queue in queues.values()]
        wait(futures)
        for future in futures:
            future.result()
    except BaseException:
        aborting.abort()
        raise
    finally:
        threads.shutdown(cancel_futures=True)


def attempted(work: Callable[[], None], failed: Callable[[Failure], None]) -> Callable[[], None]:
    """Return work whose unforeseen end costs only itself."""

    def job() -> None:
        try:
            work()
        except WarehouseError:
            raise  # nothing can be kept: a full disk
        except Exception as error:  # foreign bytes; the others go on
            log.warning("an address ended in an unforeseen way", exc_info=True)
            message = f"{type(error).__name__}: {shown_url(str(error))}"
            failed(failure(message, QuarantineReason.UNEXPECTED, is_passing=True))

    return job


def _one_by_one(queue: Sequence[Callable[[], None]]) -> None:
    for job in queue:
        job()
