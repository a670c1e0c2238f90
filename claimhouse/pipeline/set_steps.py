"""Running a set step when, and only when, a row it consumes is not in its ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimhouse.batch import BatchContext
from claimhouse.provenance import Step
from claimhouse.warehouse import Warehouse

SetStep = Callable[[Warehouse, Any, Step, int], None]


def run_set_step(warehouse: Warehouse, name: str, function: SetStep, context: BatchContext) -> bool:
    """Run a set step over the current rows if anything it consumes is new or gone; return whether it ran.

    The step's rows and its ledger rows are one transaction.
    """
    with warehouse.transaction():
        return bring_up_to_date(warehouse, name, function, context)


def bring_up_to_date(warehouse: Warehouse, name: str, function: SetStep, context: BatchContext) -> bool:
    """Do what `run_set_step` does inside the caller's transaction."""
    step = context.steps[name]
    inputs = {"inputs": warehouse.step(f"{name}_inputs")}
    pending = warehouse.step("set_step_pending", inputs, step=name, step_digest=step.digest)
    if not pending.to_pylist()[0]["pending"]:
        return False
    function(warehouse, getattr(context.settings, name), step, context.run)
    warehouse.step(
        "set_step_done",
        inputs,
        step=name,
        step_digest=step.digest,
        version=step.version,
        settings_digest=step.settings_digest,
        run=context.run,
        now=context.now,
    )
    return True
