"""What resolving the claims of 1,000 new documents costs against a long history, and how much memory it takes.

The history is generated (`benchmarks.resolve_documents`) and resolved by the step itself; then 1,000 further documents
of the same collection come, names, deals and events of the history among them. Measured is the whole step
(`run_resolve`) in one transaction, from a file. `--claims` is the size of the history.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pyarrow as pa

from benchmarks.resolve_documents import Collection, MadeDocument
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.provenance import Step
from claimhouse.records import Claim, Cluster, Extraction, Mention, Outcome, Quantity, Sighting
from claimhouse.settings import ResolveSettings
from claimhouse.warehouse import Warehouse

MEMORY_LIMIT = "4GB"
_NEW = 1_000
_BATCH = 2_000
_CLAIMS_PER_DOCUMENT = 15
_STEP = Step(name="resolve", version="benchmark", settings_digest="benchmark")
_WITH_NEW_VALUES = "select count(distinct document_key) from claim_value where valid_from_run = $run"
_LARGEST = """
select max(documents)
from (select count(distinct document_key) as documents from entity_member_current group by entity_key)
"""
_REST = {
    Extraction: {"encoding": "utf-8", "encoding_evidence": "given", "text": "", "segments": 1, "ledger_digest": ""},
    Sighting: {"item": 0, "source": "benchmark", "outcome": Outcome.LOADED},
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims in the history")
    parser.add_argument("--runs", type=int, default=3, help="batches of 1,000 new documents, one after another")
    parser.add_argument("--verbose", action="store_true", help="how long each statement of a run took")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder) / "history.duckdb", chosen.claims, chosen.runs, verbose=chosen.verbose)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def measure(path: Path, claims: int, runs: int, *, verbose: bool = False) -> dict[str, float | list[float] | list[int]]:
    """Return what making the history and each run on top of it cost."""
    documents = claims // _CLAIMS_PER_DOCUMENT
    collection = Collection(1, max(200, documents // 2))
    with Warehouse.open(path) as warehouse:
        warehouse.sql(f"set memory_limit = '{MEMORY_LIMIT}'")
        for start in range(0, documents, _BATCH):
            fill(warehouse, list(collection.documents(range(start, min(documents, start + _BATCH)))), 1)
        first_s = _resolve(warehouse, 1)
        seconds: list[float] = []
        read: list[int] = []
        if verbose:
            logging.basicConfig(level=logging.INFO, format="%(message)s")
        for run in range(2, runs + 2):
            start = documents + (run - 2) * _NEW
            fill(warehouse, list(collection.documents(range(start, start + _NEW), run)), run)
            seconds.append(_resolve(warehouse, run))
            read.append(_count(warehouse, _WITH_NEW_VALUES, run=run))
        figures: dict[str, float | list[float] | list[int]] = {
            "history_documents": documents,
            "history_claims": _count(warehouse, "select count(*) from claim where valid_from_run = 1"),
            "names": _count(warehouse, "select count(*) from resolve_name"),
            "entities": _count(warehouse, "select count(*) from entity_current"),
            "largest_entity_documents": _count(warehouse, _LARGEST),
            "conflicts": _count(warehouse, "select count(*) from conflict_current"),
            "first_run_s": round(first_s, 1),
            "new_claims": _count(warehouse, "select count(*) from claim where valid_from_run = 2"),
            "increment_s": [round(one, 2) for one in seconds],
            "documents_with_new_values": read,
        }
    figures["file_mb"] = round(path.stat().st_size / 1e6)
    figures["peak_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
    return figures


def fill(warehouse: Warehouse, documents: Sequence[MadeDocument], run: int) -> None:
    """Write the rows of documents as a batch would."""
    warehouse.insert(Mention, [row for document in documents for row in document.mentions])
    warehouse.insert(Quantity, [row for document in documents for row in document.quantities])
    warehouse.insert(Claim, [row for document in documents for row in document.claims])
    warehouse.insert(Cluster, [document.cluster for document in documents])
    warehouse.insert(Extraction, [_row(Extraction, document, run) for document in documents])
    warehouse.insert(Sighting, [_row(Sighting, document, run) for document in documents])


def _row(record: type, document: MadeDocument, run: int) -> object:
    url = f"https://host{int(document.document_key[:4], 16) % 500}.example/{document.document_key}"
    stated: dict[str, object] = dict.fromkeys(one.name for one in fields(record))
    stated |= {one.name: () for one in fields(record) if str(one.type).startswith("tuple")}
    stated |= {
        "document_key": document.document_key,
        "source_id": document.document_key[:12],
        "input_digest": document.document_key,
        "publisher": url.split("/")[2],
        "host": url.split("/")[2],
        "url": url,
        "canonical_url": url,
        "normalized_url": url,
        "published_at": document.published_at,
        "fetched_at": document.published_at + timedelta(hours=1),
        "run": run,
        "valid_from_run": run,
        **_REST[record],
    }
    return record(**{one.name: stated[one.name] for one in fields(record)})


def _resolve(warehouse: Warehouse, run: int) -> float:
    start = time.perf_counter()
    with warehouse.transaction():
        run_resolve(warehouse, ResolveSettings(), _STEP, run)
    return time.perf_counter() - start


def _count(warehouse: Warehouse, statement: str, **parameters: object) -> int:
    table: pa.Table = warehouse.sql(statement, **parameters)
    return int(table.column(0).to_pylist()[0])


if __name__ == "__main__":
    sys.exit(main())
