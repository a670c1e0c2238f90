"""Several processes that read documents, each keeping its share of them until they are brought to values."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Thread
from typing import Protocol, TypeVar

from claimhouse.errors import WorkerLost
from claimhouse.pipeline.resolve_documents import Brought, DocumentReader, DocumentRows, Known, Told, warm_up
from claimhouse.pipeline.workers import end_with_parent
from claimhouse.provenance import Step

_T = TypeVar("_T")

FEW_DOCUMENTS = 200
"""So many documents are read sooner than a process is started."""


class Readers(Protocol):
    """Who reads documents: `count` shares of them at a time."""

    count: int

    def take_in(self, shares: Sequence[tuple[Sequence[str], DocumentRows]]) -> list[Told]:
        """Read documents by themselves, each share where its documents then are kept."""
        ...

    def let_go(self) -> None:
        """Forget the documents that are kept."""
        ...

    def bring(self, known: Known, step: Step, run: int) -> list[Brought]:
        """Bring the documents that are kept to values, and forget them."""
        ...


class OwnReader:
    """Reads in this process."""

    count = 1

    def __init__(self) -> None:
        self._reader = DocumentReader()

    def take_in(self, shares: Sequence[tuple[Sequence[str], DocumentRows]]) -> list[Told]:
        """Read documents by themselves."""
        return [self._reader.take_in(keys, rows) for keys, rows in shares]

    def let_go(self) -> None:
        """Forget the documents that are kept."""
        self._reader.let_go()

    def bring(self, known: Known, step: Step, run: int) -> list[Brought]:
        """Bring the documents that are kept to values."""
        return [self._reader.bring(known, step, run)]


class ReaderProcesses:
    """Reads in processes of its own, one thread each."""

    def __init__(self, count: int) -> None:
        self.count = count
        # Started fresh: a fork would copy the writer's threads and locks. One process each: it keeps its documents.
        self._pools = [
            ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin) for _ in range(count)
        ]
        for pool in self._pools:
            pool.submit(warm_up)

    def take_in(self, shares: Sequence[tuple[Sequence[str], DocumentRows]]) -> list[Told]:
        """Read documents by themselves; shares are handed out as they come, one to each process.

        Raises:
            WorkerLost: a process died.
        """
        return _results(
            [pool.submit(_take_in, keys, rows) for pool, (keys, rows) in zip(self._pools, shares, strict=False)]
        )

    def let_go(self) -> None:
        """Forget the documents that are kept."""
        _results([pool.submit(_let_go) for pool in self._pools])

    def bring(self, known: Known, step: Step, run: int) -> list[Brought]:
        """Bring the documents that are kept to values.

        Raises:
            WorkerLost: a process died.
        """
        return _results([pool.submit(_bring, known, step, run) for pool in self._pools])

    def processes(self) -> list[int]:
        """Return the numbers of the processes."""
        return _results([pool.submit(os.getpid) for pool in self._pools])

    def close(self) -> None:
        """End the processes."""
        for pool in self._pools:
            pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def readers(documents: int, processes: int) -> Iterator[Readers]:
    """Offer who reads so many documents: as many processes as may be, or this one where they are few."""
    count = min(processes, documents // FEW_DOCUMENTS)
    if count < 2:  # noqa: PLR2004 - one is this process
        yield OwnReader()
        return
    started = ReaderProcesses(count)
    try:
        yield started
    finally:
        started.close()


_READER = DocumentReader()
"""Of a process that reads."""


def _begin() -> None:
    # Ctrl-C is the business of the process that started this one, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()


def _take_in(keys: Sequence[str], rows: DocumentRows) -> Told:
    return _READER.take_in(keys, rows)


def _let_go() -> None:
    _READER.let_go()


def _bring(known: Known, step: Step, run: int) -> Brought:
    return _READER.bring(known, step, run)


def _results(futures: Sequence[Future[_T]]) -> list[_T]:
    try:
        return [future.result() for future in futures]
    except BrokenProcessPool as error:
        message = (
            "a process that read documents for resolve died: was it killed, or is memory short?"
            " The run's other work stays, and the next run goes on from there"
        )
        raise WorkerLost(message) from error
