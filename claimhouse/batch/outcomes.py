"""What became of each document at a stage: ledger rows, and quarantine rows for what raised."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from claimhouse.batch.context import BatchContext
from claimhouse.batch.limits import MEMORY_SPENT, Desk, explain_lost
from claimhouse.errors import DocumentError, is_disk_full
from claimhouse.provenance import Step
from claimhouse.records import Ledger, Outcome, Quarantine, QuarantineReason, WorkItem
from claimhouse.staging import read_rows, table_name, to_arrow, write_rows, write_tables


class Tables:
    """The rows of a stage over a batch, as Arrow tables: a row that no table can hold fails its document alone."""

    def __init__(self, *record_types: type) -> None:
        self._tables: dict[type, list[pa.Table]] = {record_type: [] for record_type in record_types}

    def add(self, *rows: Sequence[object]) -> None:
        """Add one document's rows, a sequence per record type in the order given at first; all or none."""
        made = [to_arrow(record_type, part) for record_type, part in zip(self._tables, rows, strict=True)]
        for tables, table in zip(self._tables.values(), made, strict=True):
            tables.append(table)

    def write(self, folder: Path) -> None:
        """Write one Parquet file per record type."""
        for record_type, tables in self._tables.items():
            write_tables(folder, record_type, tables)


class Outcomes:
    """Collects the ledger and quarantine rows of one stage over one batch.

    Args:
        stage: the stage, whose folder in the batch takes the rows.
        batch: the batch's folder.
    """

    def __init__(self, stage: str, batch: Path, context: BatchContext) -> None:
        self._stage = stage
        self._batch = batch
        self._desk = Desk(batch)
        self._context = context
        self._ledger: list[Ledger] = []
        self._quarantine: list[Quarantine] = []

    def attempt(
        self,
        step: Step,
        work: WorkItem,
        input_digest: str,
        function: Callable[[], tuple[Outcome, str]],
        note: str | None = None,
        warm_up: Callable[[], None] = lambda: None,
    ) -> None:
        """Run a step for one document and enter its outcome, output digest and note in the ledger.

        Whatever the step raises becomes a quarantine row, and so does what ended an earlier process; a step adds its
        rows only when it has all of them. Where documents are limited, `warm_up` runs before, and its memory is not
        counted.

        Raises:
            OSError: the disk is full, which is no fault of the document.
        """
        ledger_digest = step.ledger_digest(input_digest)
        lost = self._desk.lost.get(ledger_digest)
        if lost is not None:
            self._quarantined(step, work, input_digest, lost, _named(step) + explain_lost(lost), None)
            return
        began = time.process_time()
        try:
            with self._desk.holding(ledger_digest, warm_up):
                outcome, output_digest = function()
            seconds = round(time.process_time() - began, 4)
            self._done(step, work, input_digest, outcome, output_digest, note, seconds)
        except DocumentError as error:
            self._quarantined(step, work, input_digest, error.reason, str(error), None)
        except MemoryError:
            message = f"{_named(step)}{MEMORY_SPENT}"
            self._quarantined(step, work, input_digest, QuarantineReason.OUT_OF_MEMORY, message, None)
        except RecursionError as error:
            message = f"{_named(step)}nested too deep: {error}"
            self._quarantined(step, work, input_digest, QuarantineReason.TOO_DEEP, message, None)
        except Exception as error:
            if is_disk_full(error):
                raise
            message = f"{_named(step)}{type(error).__name__}: {error}"
            trace = traceback.format_exc()
            self._quarantined(step, work, input_digest, QuarantineReason.UNEXPECTED, message, trace)

    def _quarantined(
        self, step: Step, work: WorkItem, input_digest: str, reason: QuarantineReason, message: str, trace: str | None
    ) -> None:
        self._done(step, work, input_digest, Outcome.QUARANTINED, None, None)
        self._quarantine.append(
            Quarantine(
                input_digest=input_digest,
                document_key=work.document_key,
                source=work.source,
                source_id=work.source_id,
                stage=step.name,
                reason=reason,
                message=message,
                traceback=trace,
                step_version=step.version,
                settings_digest=step.settings_digest,
                attempt=1,
                run=self._context.run,
                quarantined_at=self._context.now,
                extractor=step.extractor,
            )
        )

    def _done(
        self,
        step: Step,
        work: WorkItem,
        input_digest: str,
        outcome: Outcome,
        output_digest: str | None,
        note: str | None,
        seconds: float | None = None,
    ) -> None:
        self._ledger.append(
            Ledger(
                ledger_digest=step.ledger_digest(input_digest),
                input_digest=input_digest,
                step=step.name,
                step_version=step.version,
                settings_digest=step.settings_digest,
                step_digest=step.digest,
                output_digest=output_digest,
                outcome=outcome,
                document_key=work.document_key,
                run=self._context.run,
                created_at=self._context.now,
                valid_to_run=None,
                extractor=step.extractor,
                note=note,
                seconds=seconds,
            )
        )

    def write(self, tables: Tables) -> None:
        """Write the stage's folder in the batch; the stage is done when its ledger stands."""
        folder = self._batch / self._stage
        folder.mkdir(exist_ok=True)
        tables.write(folder)
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


def is_done(batch: Path, stage: str) -> bool:
    """Say whether a batch has been through a stage: its ledger is written last."""
    return (batch / stage / f"{table_name(Ledger)}.parquet").exists()


def _named(step: Step) -> str:
    return f"extractor {step.extractor!r}: " if step.extractor else ""
