"""What one document may cost at one stage, and which document was in work when its process died.

A document that hangs in native code can be stopped in one way only: its process is ended. So the kernel gets a timer
before each document (`setitimer`, whose signals end a process that does not handle them), and the document's ledger
digest is noted in the batch's folder. Whoever started the process reads there what it died of, enters the document
among the `lost` ones, and hands the batch to the next process, which quarantines it and goes on.

Memory is limited over what the process has mapped when the document begins: its models, the stacks of its threads and
what allocators hold in reserve differ from machine to machine, and are no fault of a page. Between documents there is
no limit, so that rows can be written. Where the kernel does not say what is mapped (it is no Linux), time alone is
limited.

Nothing of this happens in a process that has not said that it may be ended (`may_be_ended`): a test, a notebook.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from claimhouse.records import QuarantineReason

CLOCK_FACTOR = 5
"""Seconds by the clock a document has for each second of processor time: on a busy machine it waits for its turn."""

MEMORY_SPENT = "needs more memory than one document may take over what its process holds (run.worker_memory_mib)"
"""What a quarantine row says of a document that took too much and could be told so."""

_IN_WORK = "in_work"
_LOST = "lost"
_MIB = 1 << 20
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What ends a process.

    Attributes:
        seconds: of processor time that one document has at one stage.
        memory_mib: what one document may take at one stage, over what its process has mapped already.
    """

    seconds: float
    memory_mib: int


_limits: Limits | None = None
_mapped_when_warm = 0


def may_be_ended(limits: Limits) -> None:
    """Say that this process works for another that will replace it, and that documents are limited from now on."""
    global _limits  # noqa: PLW0603 - a property of the process, as the kernel's limits are
    _limits = limits
    # Arrow's own allocator maps a GiB at once, and what a document takes out of that would not be counted.
    pa.set_memory_pool(pa.system_memory_pool())


def is_swollen() -> bool:
    """Say whether this process holds on to more than one document may take, and should be replaced by a fresh one."""
    mapped = _mapped_bytes()
    if _limits is None or not _mapped_when_warm or mapped is None:
        return False
    return mapped > _mapped_when_warm + _limits.memory_mib * _MIB


def _grow_warm(warm_up: Callable[[], None]) -> None:
    """Load what a stage needs, and count it to what the process holds when it is warm."""
    global _mapped_when_warm  # noqa: PLW0603 - a property of the process
    before = _mapped_bytes() or 0
    warm_up()
    after = _mapped_bytes() or 0
    _mapped_when_warm = _mapped_when_warm + after - before if _mapped_when_warm else after


@contextmanager
def _memory_limited(allowed: int) -> Iterator[None]:
    """Let the process map so many bytes more, and nothing beyond."""
    mapped = _mapped_bytes()
    if mapped is None:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    # what earlier documents left behind is not this one's fault, but does not add up either
    limit = min(mapped, _mapped_when_warm + allowed) + allowed if _mapped_when_warm else mapped + allowed
    resource.setrlimit(resource.RLIMIT_DATA, (limit if most < 0 else min(limit, most), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))


def _mapped_bytes() -> int | None:
    """Return how much private memory this process has mapped, as RLIMIT_DATA counts it; null where nobody says."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[5])
    except (OSError, IndexError, ValueError):
        return None
    return pages * resource.getpagesize()


class Desk:
    """The document in work, as a note in the batch's folder that outlives the process."""

    def __init__(self, folder: Path) -> None:
        self._note = folder / _IN_WORK
        self.lost: Mapping[str, QuarantineReason] = read_lost(folder)

    @contextmanager
    def holding(self, ledger_digest: str, warm_up: Callable[[], None]) -> Iterator[None]:
        """Have a document in work, for as long as the limits allow.

        Args:
            ledger_digest: of the document at its stage.
            warm_up: loads what the stage needs for any document; neither its memory nor its time is the document's.
        """
        if _limits is None:
            yield
            return
        self._note.write_text(ledger_digest, encoding="ascii")
        try:
            _grow_warm(warm_up)
            signal.setitimer(signal.ITIMER_PROF, _limits.seconds)
            signal.setitimer(signal.ITIMER_REAL, _limits.seconds * CLOCK_FACTOR)
            with _memory_limited(_limits.memory_mib * _MIB):
                yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._note.unlink(missing_ok=True)


def take_in_work(folder: Path) -> str | None:
    """Return the ledger digest of what was in work on a batch when its process ended; null where nothing was.

    The note goes: it is what this process ended of, not what the next one may end of before it has begun.
    """
    note = folder / _IN_WORK
    try:
        document = note.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    note.unlink(missing_ok=True)
    return document or None


def enter_lost(folder: Path, ledger_digest: str, reason: QuarantineReason) -> None:
    """Enter what ended its process, so that no further process takes it up."""
    with (folder / _LOST).open("a", encoding="ascii") as file:
        file.write(f"{ledger_digest} {reason}\n")


def read_lost(folder: Path) -> dict[str, QuarantineReason]:
    """Return what ended its process, with the reason."""
    try:
        lines = (folder / _LOST).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    return {digest: QuarantineReason(reason) for digest, reason in map(str.split, lines)}


def explain_lost(reason: QuarantineReason) -> str:
    """Return what a quarantine row says of a document that ended its process."""
    if reason is QuarantineReason.TIMED_OUT:
        return (
            "not done within the time that one document has (run.document_seconds of processor time, or"
            f" {CLOCK_FACTOR} times that by the clock); its process was ended"
        )
    return (
        "its process died of it twice: a fault in native code, or more memory than one document may take"
        " (run.worker_memory_mib)"
    )
