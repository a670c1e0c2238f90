"""Stages and documents that end their own process; a module of its own, since every worker process imports it."""

from __future__ import annotations

import mmap
import os
import re
import signal
import time
from pathlib import Path

from claimhouse.batch import BatchContext
from claimhouse.batch.outcomes import Outcomes, Tables
from claimhouse.records import Outcome, WorkItem
from claimhouse.staging import read_rows

KEPT: list[mmap.mmap] = []


def kill_once(folder: Path, context: BatchContext) -> None:
    """Die the first time that a batch is worked on."""
    assert context.run == 1
    mark = folder / "worked"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def kill_always(folder: Path, context: BatchContext) -> None:
    """Die each time."""
    assert folder.exists()
    assert context.run == 1
    os.kill(os.getpid(), signal.SIGKILL)


def behave(folder: Path, context: BatchContext) -> None:
    """Do to each document of a batch what its `source_id` says: hang in native code, take memory, die, or be fine."""
    step = context.steps["clean"]
    outcomes = Outcomes("clean", folder, context)
    for work in read_rows(folder, WorkItem):
        outcomes.attempt(step, work, work.clean_input_digest, BEHAVIOURS[work.source_id.rstrip("0123456789")])
    outcomes.write(Tables())


def behave_beside_much(folder: Path, context: BatchContext) -> None:
    """Do what `behave` does in a process that has mapped three times what a document may take."""
    with mmap.mmap(-1, 3 * context.settings.run.worker_memory_mib << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS):
        behave(folder, context)


def keep_memory(folder: Path, context: BatchContext) -> None:
    """Note who works, and let it keep more than a document may take."""
    behave(folder, context)
    (folder / "worker").write_text(str(os.getpid()))
    if folder.name.startswith("greedy"):
        KEPT.append(
            mmap.mmap(-1, context.settings.run.worker_memory_mib + 1 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        )


def _fine() -> tuple[Outcome, str]:
    return Outcome.LOADED, "done"


def _hang() -> tuple[Outcome, str]:
    re.match(r"(a+)+$", "a" * 64 + "b")  # one call that never gives the interpreter a chance
    return _fine()


def _sleep() -> tuple[Outcome, str]:
    time.sleep(600)
    return _fine()


def _take_memory() -> tuple[Outcome, str]:
    taken = []
    while True:
        taken.append(bytearray(64 << 20))


def _take_some() -> tuple[Outcome, str]:
    assert bytearray(300 << 20)
    return _fine()


def _crash() -> tuple[Outcome, str]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return _fine()


def _stop() -> tuple[Outcome, str]:
    """Be ended by the clock the first time, as after Ctrl-Z."""
    if first("stop"):
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        time.sleep(600)
    return _fine()


def _be_killed() -> tuple[Outcome, str]:
    """Be killed from outside the first time; the process after that dies before it begins."""
    if first("be_killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    return _fine()


def die_before_the_second_try(folder: Path, context: BatchContext) -> None:
    """Do what `behave` does, but die at once in the second process."""
    tries = folder / "tries"
    tries.write_text(tries.read_text() + "x" if tries.exists() else "x")
    if len(tries.read_text()) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    os.environ["DYING"] = str(folder)
    behave(folder, context)


def note_where(folder: Path, context: BatchContext) -> None:
    """Do what `behave` does."""
    os.environ["DYING"] = str(folder)
    behave(folder, context)


def first(what: str) -> bool:
    """Whether this happens for the first time in the batch."""
    mark = Path(os.environ["DYING"]) / what
    was_there = mark.exists()
    mark.touch()
    return not was_there


BEHAVIOURS = {
    "fine": _fine,
    "hang": _hang,
    "sleep": _sleep,
    "memory": _take_memory,
    "some": _take_some,
    "crash": _crash,
    "stop": _stop,
    "killed": _be_killed,
}
