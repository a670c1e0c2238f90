"""Documents are read by several processes, and the rows are those that one process writes."""

from __future__ import annotations

import os
import signal

import pytest

from benchmarks.resolve_documents import Collection
from claimhouse.errors import WorkerLost
from claimhouse.pipeline import resolve_readers
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.pipeline.resolve_documents import DocumentRows
from claimhouse.provenance import Step
from claimhouse.records import Claim, Cluster, Extraction, Mention, Quantity, Sighting
from claimhouse.settings import ResolveSettings
from claimhouse.staging import to_arrow
from claimhouse.warehouse import Warehouse
from tests.dedupe_rows import extraction, sighting

STEP = Step(name="resolve", version="1", settings_digest="test")
NEWS = Collection(3, 12, sentences=7)
WRITTEN = ("claim_value", "claim_group", "conflict", "entity_member", "resolve_reading", "resolve_question")


def resolved(processes: int) -> dict[str, list[dict[str, object]]]:
    """Return what two batches of documents leave in the tables."""
    with Warehouse.in_memory() as warehouse:
        for run, numbers in enumerate((range(6), range(6, 10)), start=1):
            for document in NEWS.documents(numbers, run):
                warehouse.insert(Mention, document.mentions)
                warehouse.insert(Claim, document.claims)
                warehouse.insert(Quantity, document.quantities)
                warehouse.insert(Cluster, [document.cluster])
                warehouse.insert(Extraction, [extraction(document.document_key, "", run)])
                warehouse.insert(Sighting, [sighting(document.document_key, None, run)])
            run_resolve(warehouse, ResolveSettings(), STEP, run, processes=processes)
        return {table: warehouse.sql(f"from {table} order by all").to_pylist() for table in WRITTEN}


def test_rows_are_the_same_however_many_processes_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes share the documents of each batch; every row and every question is that of one."""
    alone = resolved(1)
    monkeypatch.setattr(resolve_readers, "FEW_DOCUMENTS", 1)
    assert resolved(2) == alone
    assert alone["claim_value"]


def test_a_reader_that_dies_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process killed while resolve reads ends the run with an error that says so, and no process stays."""
    monkeypatch.setattr(resolve_readers, "FEW_DOCUMENTS", 1)
    none = {name: to_arrow(kind, []) for name, kind in (("claims", Claim), ("quantities", Quantity))}
    empty = to_arrow(Mention, [])
    rows = DocumentRows(mentions=empty, titles=empty, entities=empty, **none)
    with resolve_readers.readers(2, 2) as reading:
        assert isinstance(reading, resolve_readers.ReaderProcesses)
        reading.take_in([((), rows), ((), rows)])
        pids = reading.processes()
        os.kill(pids[0], signal.SIGKILL)
        with pytest.raises(WorkerLost, match="died"):
            reading.take_in([((), rows), ((), rows)])
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
