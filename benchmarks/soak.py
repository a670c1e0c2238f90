"""Many runs one after the other: do memory, open files, time and file sizes stay what they should be?

    python -m benchmarks.soak --runs 500               # in one process, over a collection that grows
    python -m benchmarks.soak --runs 0 --served 200    # `claimhouse serve`, with a Prefect server of its own

Every run finds some pages more than the one before, and all that were there. Of direct runs the process is this one, so
that whatever it kept from run to run would show; of served runs the processes of `claimhouse serve` and of Prefect's
server are watched, since each run has a process that ends with it. The collection is all that grows: open files must
not, memory must come to rest, and sizes must follow the pages. The last line is JSON, with the figures of each run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.kill import Served
from benchmarks.resolve_collection import make
from benchmarks.watched_runs import DATABASE, account_faults, wait_until, write_config
from claimhouse.pipeline import run_pipeline
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Reader

_MIB = 1 << 20
_PUBLISHED = "select count(*) as runs from run where status = 'published'"


def rss_mib(process: int | str = "self") -> float:
    """Return what a process holds in memory now."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MIB


def open_files(process: int | str = "self") -> int:
    """Return how many files a process has open."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def sizes_mib(database: Path) -> dict[str, float]:
    """Return what stands on the disk, by what it is."""
    found: dict[str, float] = {"database": database.stat().st_size / _MIB}
    for what in ("raw", "snapshots"):
        folder = database.with_name(f"{database.name}.{what}")
        found[what] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / _MIB
    return {name: round(size, 2) for name, size in found.items()}


def collection(pages: int, seed: int) -> list[str]:
    """Return pages of a generated collection, as rows."""
    return [json.dumps(row) for row in make(pages, seed, "dev", copies=4).pages]


def add(inbox: Path, number: int, rows: Sequence[str]) -> None:
    """Put rows into a folder, as a file of their own."""
    hidden = inbox.parent / "moving"
    hidden.write_text("\n".join(rows) + "\n", encoding="utf-8")
    hidden.replace(inbox / f"part-{number:05}.jsonl")


def soak_direct(runs: int, new: int, seconds: float, folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Run so often, or for so long, in this process."""
    inbox = folder / "in"
    inbox.mkdir(parents=True)
    rows = collection(runs * new, 1)
    settings = Settings(database=str(folder / DATABASE), run=RunSettings(workers=1, isolated=False))
    seen: list[dict[str, Any]] = []
    end = time.monotonic() + seconds
    for number in range(runs):
        if time.monotonic() > end:
            break
        add(inbox, number, rows[number * new : (number + 1) * new])
        clock, cpu = time.monotonic(), time.process_time()
        account = run_pipeline([str(inbox)], settings)
        seen.append(
            {
                "run": account.run,
                "items": account.items,
                "loaded": account.loaded,
                "cpu_s": round(time.process_time() - cpu, 2),
                "clock_s": round(time.monotonic() - clock, 2),
                "rss_mib": round(rss_mib(), 1),
                "open_files": open_files(),
                **sizes_mib(Path(settings.database)),
            }
        )
        _tell(seen[-1])
    return seen, account_faults(Path(settings.database), None) if seen else []


def soak_served(runs: int, new: int, seconds: float, folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Serve so many runs, or for so long, with new pages for each."""
    inbox, place = folder / "inbox", folder / "served"
    inbox.mkdir(parents=True)
    place.mkdir()
    rows = collection(runs * new, 2)
    add(inbox, 0, rows[:new])
    served = Served(place, inbox, write_config(folder / "run.toml", workers=1))
    seen: list[dict[str, Any]] = []
    end = time.monotonic() + seconds
    served.start()
    try:
        if not wait_until(lambda: served.published_after(datetime.fromtimestamp(0, UTC)), min(seconds, 400)):
            return seen, ["no first run"]
        for number in range(1, runs):
            before = published(served.database)
            add(inbox, number, rows[number * new : (number + 1) * new])
            if not wait_until(_more_than(served.database, before), max(0.0, end - time.monotonic())):
                break
            servers = served.servers()
            seen.append(
                {
                    "run": published(served.database),
                    "serve_rss_mib": round(rss_mib(served.pid()), 1),
                    "serve_open_files": open_files(served.pid()),
                    "server_rss_mib": round(sum(map(rss_mib, servers)), 1),
                    "server_open_files": sum(map(open_files, servers)),
                    **sizes_mib(served.database),
                }
            )
            _tell(seen[-1])
    finally:
        served.end()
    return seen, account_faults(served.database, None)


def _more_than(database: Path, before: int) -> Callable[[], bool]:
    return lambda: published(database) > before


def published(database: Path) -> int:
    """Return how many runs have published."""
    with Reader.open(database) as reader:
        return int(reader.sql(_PUBLISHED).to_pylist()[0]["runs"])


def _tell(row: Mapping[str, Any]) -> None:
    print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


def main() -> int:
    """Print a line for each run, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=500, help="direct runs")
    parser.add_argument("--served", type=int, default=0, help="runs of a served flow")
    parser.add_argument("--new", type=int, default=2, help="pages that each run finds more")
    parser.add_argument("--minutes", type=float, default=600, help="of each of the two")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        seconds = 60 * arguments.minutes
        direct: list[dict[str, Any]] = []
        served: list[dict[str, Any]] = []
        faults: list[str] = []
        if arguments.runs:
            direct, faults = soak_direct(arguments.runs, arguments.new, seconds, folder / "direct")
        if arguments.served:
            served, more = soak_served(arguments.served, arguments.new, seconds, folder / "flow")
            faults += more
    print(json.dumps({"direct": direct, "served": served, "faults": faults}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
