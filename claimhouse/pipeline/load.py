"""What is due, cut into batches; and a finished batch into the warehouse, in one transaction with its ledger rows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from claimhouse.batch import BatchContext, extractor_step
from claimhouse.errors import WarehouseError
from claimhouse.records import (
    Attribution,
    Block,
    Borrowing,
    Claim,
    Extraction,
    HostProfileText,
    Ledger,
    Mention,
    Quantity,
    Quarantine,
    Signature,
    WorkItem,
)
from claimhouse.staging import from_arrow, schema_of, table_name, write_rows
from claimhouse.warehouse import Warehouse

_WORTH_A_PROCESS = 10
"""Documents that take about as long as to start a process with its models (3 s)."""
_BATCH_TABLES = (Extraction, Block, Signature, Borrowing, Mention, Quantity, Attribution, Claim, Ledger, Quarantine)


@dataclass(frozen=True, slots=True)
class Work:
    """The batches of a run: their folders, each with `work.parquet`, and the number of documents in them."""

    folders: tuple[Path, ...]
    documents: int


def plan(warehouse: Warehouse, items: pa.Table, context: BatchContext, staging: Path) -> Work:
    """Compare the items with the ledger: account for what is known or unreadable, cut the rest into batches."""
    steps = context.steps
    with warehouse.transaction():
        items = warehouse.step("plan_forgotten", {"incoming_item": items}, run=context.run, now=context.now)
        due = warehouse.step(
            "plan_items",
            {"incoming_item": items, "extractor_step": _extractor_steps(context)},
            run=context.run,
            clean_step=steps["clean"].digest,
            sign_step=steps["sign"].digest,
        )
        ingest = steps["ingest"]
        warehouse.step(
            "plan_known",
            run=context.run,
            now=context.now,
            version=ingest.version,
            settings_digest=ingest.settings_digest,
            step_digest=ingest.digest,
        )
    work = from_arrow(WorkItem, due)
    run = context.settings.run
    size = batch_size(len(work), run.batch_documents, run.workers or os.cpu_count() or 1)
    folders = tuple(
        _write_batch(warehouse, staging / "batches" / f"{number:06}", work[start : start + size])
        for number, start in enumerate(range(0, len(work), size))
    )
    return Work(folders=folders, documents=len(work))


def with_requeued(warehouse: Warehouse, items: pa.Table) -> pa.Table:
    """Return the items of the sources, and one for each further document with a step that is to be done again."""
    with warehouse.transaction():
        warehouse.step("plan_brought", {"incoming_item": items})
    restaged = warehouse.step("restaged_items", {"incoming_item": items}, items=items.num_rows)
    return pa.concat_tables([items, restaged.cast(items.schema)])


def note_readings(warehouse: Warehouse, sources: Sequence[str], run: int) -> None:
    """Write down what each source of a run has brought, nothing included: one that fell silent is known by it."""
    named = pa.table({"source": pa.array(dict.fromkeys(sources), pa.string())})
    with warehouse.transaction():
        warehouse.step("note_readings", {"named_source": named}, run=run)


def batch_size(documents: int, most: int, workers: int) -> int:
    """Return how many documents a batch has: at most so many, and so that all workers end at about the same time.

    Few documents are not divided: to start a process takes as long as to read some of them.
    """
    batches = max(1, -(-documents // most))
    if documents >= workers * _WORTH_A_PROCESS:
        batches = -(-batches // workers) * workers
    return max(1, -(-documents // batches))


def _extractor_steps(context: BatchContext) -> pa.Table:
    """Return the extractors that run, in their order, each with the digest of its step."""
    running = context.settings.extract.extractors
    return pa.table(
        {
            "extractor": pa.array(running, pa.string()),
            "step_digest": pa.array([context.steps[extractor_step(name)].digest for name in running], pa.string()),
            "place": pa.array(range(len(running)), pa.int64()),
        }
    )


def _write_batch(warehouse: Warehouse, folder: Path, work: Sequence[WorkItem]) -> Path:
    known = folder / "known"
    known.mkdir(parents=True)
    write_rows(folder, WorkItem, work)
    hosts = sorted({item.host for item in work if item.clean_due and item.host and item.profile_digest})
    if hosts:
        texts = warehouse.step("plan_profiles", hosts=hosts)
        write_rows(folder, HostProfileText, from_arrow(HostProfileText, texts))
    stored = [item.document_key for item in work if not item.clean_due]
    if stored:
        for record_type, step in ((Extraction, "plan_stored_extractions"), (Block, "plan_stored_blocks")):
            write_rows(known, record_type, from_arrow(record_type, warehouse.step(step, documents=stored)))
    return folder


def load_batch(warehouse: Warehouse, folder: Path, context: BatchContext) -> int:
    """Load a finished batch and forget its folder; return the number of its documents.

    Raises:
        WarehouseError: a key would be current twice, or a quote is not the text at its place; nothing is loaded.
    """
    tables = {f"batch_{table_name(record_type)}": _read(folder, record_type) for record_type in _BATCH_TABLES}
    tables["batch_work"] = pq.read_table(folder / "work_item.parquet")
    with warehouse.transaction():
        warehouse.step("load_batch", tables, run=context.run, extractors=list(context.settings.extract.extractors))
        faults = warehouse.step("load_check", {"batch_work": tables["batch_work"]}).to_pylist()
        if faults:
            message = f"batch {folder.name} does not hold: {len(faults)} faults, first: {faults[0]}"
            raise WarehouseError(message)
    shutil.rmtree(folder)
    return int(tables["batch_work"].num_rows)


def _read(folder: Path, record_type: type) -> pa.Table:
    name = f"{table_name(record_type)}.parquet"
    parts = [pq.read_table(path) for stage in ("clean", "sign", "extract") if (path := folder / stage / name).exists()]
    return pa.concat_tables([schema_of(record_type).empty_table(), *parts])
