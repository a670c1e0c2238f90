"""What became of each document at a stage: ledger rows, and quarantine rows for what raised."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from claimhouse.batch.context import BatchContext
from claimhouse.errors import DocumentError
from claimhouse.provenance import Step
from claimhouse.records import Ledger, Outcome, Quarantine, QuarantineReason, WorkItem
from claimhouse.staging import read_rows, write_rows

T = TypeVar("T")


class Outcomes:
    """Collects the ledger and quarantine rows of one stage over one batch."""

    def __init__(self, step: Step, context: BatchContext) -> None:
        self.step = step
        self._context = context
        self._ledger: list[Ledger] = []
        self._quarantine: list[Quarantine] = []

    def attempt(self, work: WorkItem, input_digest: str, function: Callable[[], T]) -> T | None:
        """Run a pure step for one document; whatever it raises becomes a quarantine row, and null is returned."""
        try:
            return function()
        except DocumentError as error:
            self._quarantined(work, input_digest, error.reason, str(error), None)
        except RecursionError as error:
            self._quarantined(work, input_digest, QuarantineReason.TOO_DEEP, f"nested too deep: {error}", None)
        except Exception as error:  # noqa: BLE001 - the one place where the unforeseen is accounted for
            message = f"{type(error).__name__}: {error}"
            self._quarantined(work, input_digest, QuarantineReason.UNEXPECTED, message, traceback.format_exc())
        return None

    def _quarantined(
        self, work: WorkItem, input_digest: str, reason: QuarantineReason, message: str, trace: str | None
    ) -> None:
        self.done(work, input_digest, Outcome.QUARANTINED, None)
        self._quarantine.append(
            Quarantine(
                input_digest=input_digest,
                document_key=work.document_key,
                source=work.source,
                source_id=work.source_id,
                stage=self.step.name,
                reason=reason,
                message=message,
                traceback=trace,
                step_version=self.step.version,
                settings_digest=self.step.settings_digest,
                attempt=1,
                run=self._context.run,
                quarantined_at=self._context.now,
            )
        )

    def done(self, work: WorkItem, input_digest: str, outcome: Outcome, output_digest: str | None) -> None:
        """Add the ledger row of one document."""
        self._ledger.append(
            Ledger(
                ledger_digest=self.step.ledger_digest(input_digest),
                input_digest=input_digest,
                step=self.step.name,
                step_version=self.step.version,
                settings_digest=self.step.settings_digest,
                step_digest=self.step.digest,
                output_digest=output_digest,
                outcome=outcome,
                document_key=work.document_key,
                run=self._context.run,
                created_at=self._context.now,
                valid_to_run=None,
            )
        )

    def folder_in(self, batch: Path) -> Path:
        """Return the stage's folder in a batch, made if need be."""
        folder = batch / self.step.name
        folder.mkdir(exist_ok=True)
        return folder

    def write(self, folder: Path) -> None:
        """Write the collected rows; the stage is done when its ledger stands."""
        write_rows(folder, Quarantine, self._quarantine)
        write_rows(folder, Ledger, self._ledger)

    @staticmethod
    def output_digests(folder: Path) -> dict[str, str]:
        """Return the output digests that a stage wrote, by document."""
        return {
            row.document_key: row.output_digest
            for row in read_rows(folder, Ledger)
            if row.document_key is not None and row.output_digest is not None
        }
