"""Stages and documents that end their own process; a module of its own, since every worker process imports it."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from claimhouse.batch import BatchContext
from claimhouse.batch.outcomes import Outcomes, Tables
from claimhouse.records import Outcome, WorkItem
from claimhouse.staging import read_rows


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


def _crash() -> tuple[Outcome, str]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return _fine()


BEHAVIOURS = {"fine": _fine, "hang": _hang, "sleep": _sleep, "memory": _take_memory, "crash": _crash}
