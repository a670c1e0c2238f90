"""What the process that starts the flow gives it beside its parameters, and no other process could."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import BinaryIO

from claimhouse.pipeline import Observer
from claimhouse.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The command line around a flow run.

    Attributes:
        settings: as loaded and overridden by options.
        observer: told how far the run is.
        stdin: what `-` reads.
        command: stored with the run.
        again: a step that all documents are to go through again.
    """

    settings: Settings
    observer: Observer | None
    stdin: BinaryIO | None
    command: str
    again: str | None


_current: ContextVar[Caller | None] = ContextVar("caller", default=None)


def current() -> Caller | None:
    """Return the caller of this flow run; null where a schedule started it."""
    return _current.get()


@contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """Be the caller of the flow runs inside the block."""
    token = _current.set(caller)
    try:
        yield
    finally:
        _current.reset(token)
