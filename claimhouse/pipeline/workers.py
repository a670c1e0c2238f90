"""Processes that work on batches: each has one batch in hand, and one that dies costs the document it died of.

A `ProcessPoolExecutor` does not do: a process that dies breaks the whole pool, and it does not say what it died of.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar, cast

from claimhouse.batch.limits import Limits, enter_lost, is_swollen, may_be_ended, take_in_work
from claimhouse.errors import ClaimhouseError, WorkerLost
from claimhouse.records import QuarantineReason

T = TypeVar("T")

DEATHS_ALLOWED = 2
"""So often a batch begins again whose process died without a document to blame: killed from outside, most likely."""

_TIMERS = frozenset({-signal.SIGPROF, -signal.SIGALRM})
# Started fresh: a fork would copy the writer's threads and locks.
_SPAWN = multiprocessing.get_context("spawn")


_TICK_S = 1.0
STANDSTILL_S = 5.0
"""From one look at the clock to the next: when more passed, this program stood still (Ctrl-Z), and the clock of a
document did not."""

STANDSTILLS_ALLOWED = 20
"""So often a batch begins again because its document's time ran out while everything stood still."""


class ProcessDied(ClaimhouseError):
    """A process ended before it answered.

    Attributes:
        exit_code: negative for a signal.
        stood_still: whether this program did not run for a while before.
    """

    def __init__(self, exit_code: int | None, *, stood_still: bool = False) -> None:
        super().__init__(f"a worker process ended with exit code {exit_code}")
        self.exit_code = exit_code
        self.stood_still = stood_still


class Workers:
    """A fixed number of processes, started when they are needed and replaced when they die; may be shared by threads.

    Args:
        count: processes that work at once.
        limits: what one document, and a process, may cost.
        deaths_allowed: see `DEATHS_ALLOWED`.
    """

    def __init__(self, count: int, limits: Limits, deaths_allowed: int = DEATHS_ALLOWED) -> None:
        self._limits = limits
        self._deaths_allowed = deaths_allowed
        self._free: SimpleQueue[_Process | None] = SimpleQueue()
        for _ in range(count):
            self._free.put(None)
        self._busy: set[_Process] = set()
        self._lock = threading.Lock()
        self._closed = False

    def run(self, folder: Path, work: Callable[[], T], timeout_s: float | None = None) -> T:
        """Let a process work on a batch and wait for what it returns.

        A document that ends its process is entered among the batch's lost ones, and the batch goes on without it.

        Args:
            folder: of the batch.
            work: can be sent to a process; what it has done before it is called again, it need not do again.
            timeout_s: by the clock, for the whole batch.

        Raises:
            WorkerLost: its processes died, and no document is to blame.
            TimeoutError: the time is over; the process was ended.
        """
        blamed: Counter[str] = Counter()
        deaths = standstills = 0
        while True:
            try:
                return self._once(work, timeout_s)
            except ProcessDied as death:
                document = take_in_work(folder)  # what the next process dies of it must say itself
                if self._closed:
                    raise
                if death.exit_code == -signal.SIGALRM and death.stood_still and standstills < STANDSTILLS_ALLOWED:
                    standstills += 1
                    continue
                if document is None:
                    deaths += 1
                    if deaths > self._deaths_allowed:
                        raise lost_worker(folder, deaths) from death
                    continue
                blamed[document] += 1
                if death.exit_code in _TIMERS:
                    enter_lost(folder, document, QuarantineReason.TIMED_OUT)
                elif blamed[document] > 1:  # the first time it may have been somebody's `kill`
                    enter_lost(folder, document, QuarantineReason.KILLED)

    def _once(self, work: Callable[[], T], timeout_s: float | None) -> T:
        process = self._take()
        try:
            return process.call(work, timeout_s)
        finally:
            if not process.idle:
                process.end()
            with self._lock:
                self._busy.discard(process)
            self._free.put(process if process.idle else None)

    def _take(self) -> _Process:
        """Wait for a free place and return its process."""
        free = self._free.get()
        with self._lock:
            if self._closed:
                self._free.put(free)
                raise ProcessDied(None)
            try:
                process = free or _Process(self._limits)
            except OSError:
                self._free.put(None)
                raise
            self._busy.add(process)
        return process

    def close(self) -> None:
        """End all processes; those that work on something die."""
        with self._lock:
            self._closed = True
            busy = list(self._busy)
        for process in busy:
            process.end()
        while not self._free.empty():
            free = self._free.get()
            if free is not None:
                free.end()


class _Process:
    """A process and the line to it; `idle` if it waits for work, and has not kept more memory than it should."""

    def __init__(self, limits: Limits) -> None:
        self._line, other = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(other, limits), daemon=True)
        self._process.start()
        other.close()
        self.idle = True
        self._stood_still = False

    def call(self, work: Callable[[], T], timeout_s: float | None) -> T:
        """Return what the work returns, or raise what it raises.

        Raises:
            ProcessDied: it ended before it answered.
            TimeoutError: no answer in time.
        """
        self.idle = False
        self._stood_still = False
        try:
            self._line.send(work)
            self._wait(timeout_s)
            succeeded, result, swollen = self._line.recv()
        except (EOFError, ConnectionError) as error:
            self._process.join()
            raise ProcessDied(self._process.exitcode, stood_still=self._stood_still) from error
        self.idle = not swollen
        if not succeeded:
            raise cast("BaseException", result)
        return cast("T", result)

    def _wait(self, timeout_s: float | None) -> None:
        """Wait for an answer or the end of the process, and notice where this program stood still meanwhile.

        Raises:
            TimeoutError: no answer in time; when everything stood still does not count.
        """
        last = time.monotonic()
        left_s = timeout_s
        while True:
            answered = wait([self._line, self._process.sentinel], _TICK_S if left_s is None else min(_TICK_S, left_s))
            passed_s, last = time.monotonic() - last, time.monotonic()
            if passed_s > STANDSTILL_S:
                self._stood_still = True
                passed_s = _TICK_S
            if answered:
                return
            if left_s is not None:
                left_s -= passed_s
                if left_s <= 0:
                    raise TimeoutError

    def end(self) -> None:
        """End the process, whatever it does."""
        self.idle = False
        self._process.kill()
        self._process.join()


def _serve(line: Connection, limits: Limits) -> None:
    """Do the work that comes in over the line, until its other end is closed."""
    # Ctrl-C is the business of the process that started this one, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    may_be_ended(limits)
    while True:
        try:
            work: Callable[[], object] = line.recv()
        except EOFError:
            return
        try:
            answer: tuple[bool, object, bool] = (True, work(), is_swollen())
        except Exception as error:  # noqa: BLE001 - raised again where the work came from
            error.add_note(traceback.format_exc())
            answer = (False, error, is_swollen())
        try:
            line.send(answer)
        except Exception as error:  # noqa: BLE001 - what cannot be sent is told in words
            line.send((False, ClaimhouseError(f"a worker cannot send {answer[1]!r}: {error}"), answer[2]))


def end_with_parent() -> None:
    """Wait for the end of the process that started this one: its work would be for nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def lost_worker(folder: Path, deaths: int) -> WorkerLost:
    """Return the error that says what a user can do about processes that die."""
    message = (
        f"the worker process of batch {folder.name} died {deaths} times before or between documents:"
        " was something killed, or is memory short? What was committed stays and the next run goes on from"
        " there; with a smaller run.workers or run.batch_documents in the --config file it needs less memory"
    )
    return WorkerLost(message)
