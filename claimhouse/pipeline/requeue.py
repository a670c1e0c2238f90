"""Asking for something to be done again: a mark in the ledger, which the next run finds, whatever its sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimhouse.errors import WarehouseError
from claimhouse.settings import Settings
from claimhouse.warehouse import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Requeued:
    """What was marked.

    Attributes:
        items: documents and unreadable items.
        unreadable: items of which no bytes are kept: tried again when a source brings them.
    """

    items: int
    unreadable: int


def requeue(settings: Settings, *, reason: str = "%", stage: str = "%") -> Requeued:
    """Mark what is in quarantine, by patterns of reason and stage; it stays there until a run has tried again.

    Raises:
        WarehouseError: there is no database, or it cannot be used.
    """
    database = Path(settings.database)
    if not database.exists():
        message = f"there is no database {database}: make one with `claimhouse run SOURCE… --database {database}`"
        raise WarehouseError(message)
    with Warehouse.open(database, lock_timeout_s=settings.run.lock_timeout_s) as warehouse:
        return _mark(warehouse, stage, reason, again=False)


def reprocess(warehouse: Warehouse, step: str) -> Requeued:
    """Mark what a step has dealt with, all documents, as to be done again in the run that follows.

    What it makes is the input of the steps after it, which follow where that changed.
    """
    return _mark(warehouse, step, "%", again=True)


def _mark(warehouse: Warehouse, step: str, reason: str, *, again: bool) -> Requeued:
    with warehouse.transaction():
        rows = warehouse.step("requeue", step=step, reason=reason, again=again, now=datetime.now(UTC))
    return Requeued(**rows.to_pylist()[0])
