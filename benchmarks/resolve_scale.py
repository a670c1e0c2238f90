"""What resolving the claims of 1,000 new documents costs against a long history, and how much memory it takes.

    python -m benchmarks.resolve_scale --claims 1000000 --database history.duckdb   # makes the file, or takes it

The history is generated (`benchmarks.resolve_news`; its rates are options) and resolved by the step itself; then 1,000
further documents of the same collection come, names, deals and events of the history among them. Measured is the whole
step (`run_resolve`) in one transaction, from a file: seconds of the clock and of the processor, in all and by part. A
file given by `--database` stays and is taken by later runs of the same options; batches go to a copy of it.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import logging
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.resolve_documents import MadeDocument
from benchmarks.resolve_news import News, Rates, outlet_name
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.provenance import Step
from claimhouse.records import Borrowing, Claim, Cluster, Extraction, Mention, Outcome, Quantity, Sighting
from claimhouse.settings import ResolveSettings
from claimhouse.warehouse import ReplaceCount, Warehouse

_BATCH = 1_000
_CLAIMS_PER_DOCUMENT = 15
_STEP = Step(name="resolve", version="benchmark", settings_digest="benchmark")
_WITH_NEW_VALUES = "select count(distinct document_key) from claim_value where valid_from_run = $run"
# A run looks again at the rows of the one before: a small one as a rule, not the whole history that is made at once.
_HOUR_LATER = "update resolve_run set run = 2"
_FIRST_RUN = 3
_LARGEST = """
select max(documents)
from (select count(distinct document_key) as documents from entity_member_current group by entity_key)
"""
_SIZES = {
    "history_documents": "select count(*) from extraction where valid_from_run = 1",
    "history_claims": "select count(*) from claim where valid_from_run = 1",
    "names": "select count(*) from resolve_name",
    "entities": "select count(*) from entity_current",
    "largest_entity_documents": _LARGEST,
    "values": "select count(*) from claim_value_current",
    "groups": "select count(distinct group_key) from claim_group_current",
    "conflicts": "select count(*) from conflict_current",
    "open_conflicts": "select count(*) from conflict_current where open",
    "edges": "select count(*) from independence_edge where valid_to_run is null",
}
_REST = {
    Extraction: {"encoding": "utf-8", "encoding_evidence": "given", "text": "", "segments": 1, "ledger_digest": ""},
    Sighting: {"item": 0, "source": "benchmark", "outcome": Outcome.LOADED},
}

Figures = dict[str, Any]


class _Timed(Warehouse):
    """A warehouse that counts what each step costs: seconds of the clock and of the processor."""

    def __init__(self, *connected: Any) -> None:  # noqa: ANN401 - as the class above has it
        super().__init__(*connected)
        self.spent: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Count what the block costs under a name."""
        clock, processor = time.perf_counter(), cpu_seconds()
        try:
            yield
        finally:
            self.spent[name][0] += time.perf_counter() - clock
            self.spent[name][1] += cpu_seconds() - processor

    def step(self, name: str, tables: Mapping[str, pa.Table] | None = None, **parameters: object) -> pa.Table:
        """Run a step."""
        with self.timed(name):
            return super().step(name, tables, **parameters)

    def insert(self, record_type: type, rows: Sequence[object] | pa.Table) -> int:
        """Append records."""
        with self.timed(f"insert {record_type.__name__}"):
            return super().insert(record_type, rows)

    def replace_current(
        self,
        record_type: type,
        rows: Sequence[object] | pa.Table,
        run: int,
        only: tuple[str, Sequence[str]] | None = None,
    ) -> ReplaceCount:
        """Replace records."""
        with self.timed(f"replace {record_type.__name__}"):
            return super().replace_current(record_type, rows, run, only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is measured."""

    claims: int
    runs: int
    new: int
    memory_limit: str
    processes: int
    rates: Rates
    profile: Path | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims in the history")
    parser.add_argument("--runs", type=int, default=2, help="batches of new documents, one after another")
    parser.add_argument("--new", type=int, default=1_000, help="documents in such a batch")
    parser.add_argument("--database", type=Path, metavar="FILE", help="the history; made where there is none, and kept")
    parser.add_argument("--memory-limit", default="4GB", help="of DuckDB")
    parser.add_argument("--processes", type=int, default=2, help="that read documents")
    parser.add_argument("--profile", type=Path, metavar="FILE", help="write where Python spends the batches")
    parser.add_argument("--verbose", action="store_true", help="tell what a run did")
    for one in fields(Rates):
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=type(one.default), default=one.default)
    chosen = parser.parse_args(arguments)
    if chosen.verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = Options(
        claims=chosen.claims,
        runs=chosen.runs,
        new=chosen.new,
        memory_limit=chosen.memory_limit,
        processes=chosen.processes,
        rates=Rates(**{one.name: getattr(chosen, one.name) for one in fields(Rates)}),
        profile=chosen.profile,
    )
    with tempfile.TemporaryDirectory(dir=chosen.database.parent if chosen.database else None) as folder:
        history = chosen.database or Path(folder) / "history.duckdb"
        figures: Figures = {"rates": asdict(options.rates), "duckdb_memory_limit": options.memory_limit}
        figures["processes"] = options.processes
        if not history.exists():
            figures |= make(history, options)
        copy = Path(folder) / "copy.duckdb"
        shutil.copyfile(history, copy)
        figures |= measure(copy, options)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def make(path: Path, options: Options) -> Figures:
    """Make the history and return what its first run cost."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    documents = options.claims // _CLAIMS_PER_DOCUMENT
    collection = _collection(options)
    with _Timed.open(partial) as warehouse:
        warehouse.sql(f"set memory_limit = '{options.memory_limit}'")
        for start in range(0, documents, _BATCH):
            fill(warehouse, list(collection.documents(range(start, min(documents, start + _BATCH)))), 1)
        warehouse.spent.clear()
        cost = _resolve(warehouse, 1, options.processes)
        _tell("the history", cost, warehouse)
    partial.replace(path)
    return {"first_run_s": cost[0], "first_run_cpu_s": cost[1], "peak_memory_first_run_mb": _peak_memory_mb()}


def measure(path: Path, options: Options) -> Figures:
    """Return what runs on top of a history cost."""
    collection = _collection(options)
    costs: list[tuple[float, float]] = []
    read: list[int] = []
    profile = cProfile.Profile() if options.profile is not None else None
    with _Timed.open(path) as warehouse:
        warehouse.sql(f"set memory_limit = '{options.memory_limit}'")
        figures: Figures = {name: _count(warehouse, statement) for name, statement in _SIZES.items()}
        warehouse.sql(_HOUR_LATER)
        for run in range(_FIRST_RUN, options.runs + _FIRST_RUN):
            start = options.claims // _CLAIMS_PER_DOCUMENT + (run - _FIRST_RUN) * options.new
            fill(warehouse, list(collection.documents(range(start, start + options.new), run)), run)
            warehouse.spent.clear()
            if profile is not None:
                profile.enable()
            costs.append(_resolve(warehouse, run, options.processes))
            if profile is not None:
                profile.disable()
            read.append(_count(warehouse, _WITH_NEW_VALUES, run=run))
            _tell(f"run {run}", costs[-1], warehouse)
        figures["new_claims"] = _count(
            warehouse, "select count(*) from claim where valid_from_run = $run", run=_FIRST_RUN
        )
        figures["parts_of_last_run_cpu_s"] = {name: round(spent[1], 2) for name, spent in _by_cost(warehouse)}
    if profile is not None:
        profile.dump_stats(str(options.profile))
    return figures | {
        "increment_s": [one[0] for one in costs],
        "increment_cpu_s": [one[1] for one in costs],
        "load_average": round(os.getloadavg()[0], 1),
        "documents_with_new_values": read,
        "file_mb": round(path.stat().st_size / 1e6),
        "peak_memory_mb": _peak_memory_mb(),
    }


def fill(warehouse: Warehouse, documents: Sequence[MadeDocument], run: int) -> None:
    """Write the rows of documents as a batch would."""
    warehouse.insert(Mention, [row for document in documents for row in document.mentions])
    warehouse.insert(Quantity, [row for document in documents for row in document.quantities])
    warehouse.insert(Claim, [row for document in documents for row in document.claims])
    warehouse.insert(Borrowing, [row for document in documents for row in document.borrowings])
    warehouse.insert(Cluster, [document.cluster for document in documents])
    warehouse.insert(Extraction, [_row(Extraction, document, run) for document in documents])
    warehouse.insert(Sighting, [_row(Sighting, document, run) for document in documents])


def cpu_seconds() -> float:
    """Return what this process and those that it waited for have taken of the processor."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _collection(options: Options) -> News:
    return News(1, max(200, options.claims // _CLAIMS_PER_DOCUMENT // 2), options.rates)


def _row(record: type, document: MadeDocument, run: int) -> object:
    outlet = outlet_name(int(document.document_key[:8], 16) % Rates().outlets)
    host = f"{outlet.replace(' ', '')}.example"
    url = f"https://{host}/{document.document_key}"
    stated: dict[str, object] = dict.fromkeys(one.name for one in fields(record))
    stated |= {one.name: () for one in fields(record) if str(one.type).startswith("tuple")}
    stated |= {
        "document_key": document.document_key,
        "source_id": document.document_key[:12],
        "input_digest": document.document_key,
        "publisher": outlet,
        "host": host,
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


def _resolve(warehouse: Warehouse, run: int, processes: int) -> tuple[float, float]:
    clock, processor = time.perf_counter(), cpu_seconds()
    with warehouse.transaction():
        run_resolve(warehouse, ResolveSettings(), _STEP, run, processes=processes)
    return round(time.perf_counter() - clock, 2), round(cpu_seconds() - processor, 2)


def _tell(what: str, cost: tuple[float, float], warehouse: _Timed) -> None:
    sys.stdout.write(f"{what}: {cost[0]} s, {cost[1]} s of the processor, load {os.getloadavg()[0]:.1f}\n")
    for name, (clock, processor) in _by_cost(warehouse):
        sys.stdout.write(f"  {name:32} {clock:8.2f} s {processor:8.2f} s\n")
    sys.stdout.flush()


def _by_cost(warehouse: _Timed) -> list[tuple[str, list[float]]]:
    return sorted(warehouse.spent.items(), key=lambda item: -item[1][1])


def _count(warehouse: Warehouse, statement: str, **parameters: object) -> int:
    table: pa.Table = warehouse.sql(statement, **parameters)
    return int(table.column(0).to_pylist()[0])


def _peak_memory_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)


if __name__ == "__main__":
    sys.exit(main())
