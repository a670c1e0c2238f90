"""How far a run is: bars on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Bars:
    """An `Observer` that draws one bar per stage on standard error, if that is a terminal.

    Args:
        shown: False where the results go to the same terminal, and a bar would run through them.
    """

    def __init__(self, *, shown: bool = True) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not (shown and sys.stderr.isatty()),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def began(self, stage: str, total: int | None) -> None:
        """Draw a bar for a stage."""
        self._tasks[stage] = self._progress.add_task(stage, total=total)

    def advanced(self, stage: str, units: int) -> None:
        """Move its bar on."""
        self._progress.advance(self._tasks[stage], units)

    def ended(self, stage: str) -> None:
        """Fill its bar."""
        task = self._progress.tasks[self._tasks[stage]]
        done = task.completed if task.total is None else task.total
        self._progress.update(task.id, total=done, completed=done)
