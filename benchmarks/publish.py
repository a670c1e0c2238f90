"""What publishing a snapshot costs as the database grows: seconds of the clock and the processor, by size.

    python -m benchmarks.publish --gigabytes 0.1 1

A database of numbers that do not compress is made for each size, grown by one per cent and published, several times.
The size is that of the file, the cost that of `Warehouse.publish` alone, while a reader has the former snapshot open.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from claimhouse.warehouse import Reader, Warehouse

_ROW_BYTES = 8
_ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, nargs="+", default=[0.1, 1.0])
    parser.add_argument("--folder", type=Path, help="on the disk to measure; default: where temporary files go")
    chosen = parser.parse_args(arguments)
    figures = []
    for size in chosen.gigabytes:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            figures.append(measure(Path(folder) / "history.duckdb", size))
        sys.stdout.write(f"{json.dumps(figures[-1])}\n")
    sys.stdout.write(json.dumps({"publish": figures}) + "\n")
    return 0


def measure(path: Path, gigabytes: float) -> dict[str, float | list[float]]:
    """Return what publishing a database of a size costs."""
    rows = round(gigabytes * 1e9 / _ROW_BYTES)
    clock: list[float] = []
    processor: list[float] = []
    with Warehouse.open(path) as warehouse:
        warehouse.sql("create table filler as select random() as number from range($rows)", rows=rows)
        warehouse.publish()
        for _ in range(_ROUNDS):
            with Reader.open(path):
                warehouse.sql("insert into filler select random() from range($rows)", rows=rows // 100)
                warehouse.sql("force checkpoint")
                started = time.perf_counter(), time.process_time()
                warehouse.publish()
                clock.append(round(time.perf_counter() - started[0], 3))
                processor.append(round(time.process_time() - started[1], 3))
    return {"file_gb": round(path.stat().st_size / 1e9, 2), "publish_s": clock, "publish_cpu_s": processor}


if __name__ == "__main__":
    sys.exit(main())
