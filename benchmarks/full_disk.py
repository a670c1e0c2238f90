"""A disk that is full: a run ends with a clear error, readers go on reading, and with space again nothing is missing.

    python -m benchmarks.full_disk --sizes 12          # needs root: each size is a file system in memory

A warehouse with half of the collection lies on a small volume, and the whole collection is run into it. The volumes
have sizes from what the warehouse takes up to what the run needs at its largest, so that the disk is full in one stage
after the other. Each run must exit with 1 and one line that says so; what was published before must be read, and the
writer's file too; then the volume grows, and the next run must end in the tables of a run that had space at once.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.watched_runs import (
    DATABASE,
    Job,
    differing,
    faults_of,
    items_in,
    make_parts,
    run_whole,
    snapshot_faults,
    write_config,
)
from claimhouse.errors import ClaimhouseError
from claimhouse.warehouse import Reader
from tests.determinism import state_of, state_of_database

_KIB = 1024
_ROOMY_MIB = 1024
_LOOK_S = 0.02


@contextmanager
def small_volume(place: Path, kib: int) -> Iterator[None]:
    """Have a file system in memory at a place, of so many KiB.

    Raises:
        PermissionError: this process may not mount.
    """
    _mount(place, "-t", "tmpfs", "-o", f"size={kib}k", "none")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False, capture_output=True)  # noqa: S603, S607 - the system's own


def grow(place: Path) -> None:
    """Give a small volume space."""
    _mount(place, "-o", f"remount,size={_ROOMY_MIB}m")


def _mount(place: Path, *options: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or shutil.which("mount") is None:
        message = "mounting a small volume needs root and `mount`"
        raise PermissionError(message)
    done = subprocess.run(["mount", *options, str(place)], check=False, capture_output=True, text=True)  # noqa: S603, S607 - the same
    if done.returncode:
        message = f"mounting is not permitted here: {done.stderr.strip()}"
        raise PermissionError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A warehouse with a part of a collection, and what a run over all of it needs and makes.

    Attributes:
        before, expected: the deterministic tables before and after.
        least_kib, most_kib: what the warehouse takes, and what it takes at the largest during the run.
    """

    base: Path
    sources: Sequence[Path]
    config: Path
    before: Mapping[str, Any]
    expected: Mapping[str, Any]
    least_kib: int
    most_kib: int


def make_case(folder: Path, documents: int, seed: int, **run: int | bool) -> Case:
    """Run a collection with enough space, and watch how much of it is taken."""
    sources = make_parts(folder / "in", 2, documents, seed)
    config = write_config(folder / "run.toml", **run)
    base = folder / "base"
    base.mkdir()
    run_whole(sources[:1], base, config)
    place = folder / "roomy"
    with small_volume(place, _ROOMY_MIB * _KIB):
        shutil.copytree(base, place, dirs_exist_ok=True)
        least = used_kib(place)
        most = least
        job = Job.start(sources, place, config)
        ended = threading.Event()
        while not ended.wait(_LOOK_S):
            most = max(most, used_kib(place))
            if job.process.poll() is not None:
                ended.set()
        if job.process.returncode:
            message = f"a run with enough space ended with {job.process.returncode}: {job.message()}"
            raise RuntimeError(message)
        expected = state_of_database(place / DATABASE)
    before = state_of_database(base / DATABASE)
    return Case(
        base=base,
        sources=sources,
        config=config,
        before=before,
        expected=expected,
        least_kib=least,
        most_kib=most,
    )


def used_kib(place: Path) -> int:
    """Return what is taken of a volume."""
    state = os.statvfs(place)
    return (state.f_blocks - state.f_bfree) * state.f_frsize // _KIB


def run_into_full_disk(case: Case, place: Path, kib: int) -> tuple[Mapping[str, Any], list[str]]:
    """Run on a volume of this size, then with space; return what happened and what was wrong."""
    with small_volume(place, kib):
        shutil.copytree(case.base, place, dirs_exist_ok=True)
        database = place / DATABASE
        job = Job.start(case.sources, place, case.config)
        code = job.process.wait()
        told = {"kib": kib, "exit": code, "stage": job.stage(), "message": job.message()}
        faults = snapshot_faults(database, [case.before, case.expected])
        if code == 0:
            faults += differing(state_of_database(database), case.expected)
            return told, faults
        lines = [line for line in job.log.read_text(encoding="utf-8").splitlines() if not line.startswith("{")]
        if code != 1 or len(lines) != 1 or not lines[0].startswith("claimhouse: "):
            faults.append(f"exit {code}, expected 1 and one line that says why: {lines[:1]} … {lines[-2:]}")
        try:
            with Reader.open(database, writers=True) as reader:
                state_of(reader)
        except ClaimhouseError as error:
            faults.append(f"the writer's file cannot be read: {error}")
        grow(place)
        run_whole(case.sources, place, case.config)
        faults += faults_of(database, case.expected, items_in(case.sources))
    return told, faults


def main() -> int:
    """Print what happened on each volume, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, default=12, help="volumes")
    parser.add_argument("--documents", type=int, default=24, help="of the collection, copies not counted")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rows = []
    faults: list[str] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        case = make_case(folder, arguments.documents, arguments.seed, workers=1, batch_documents=4)
        span = case.most_kib - case.least_kib
        for number in range(arguments.sizes):
            # Closer together where less is left: what comes before publishing takes little.
            kib = case.least_kib + 64 + round(span * (number / arguments.sizes) ** 3)
            told, found = run_into_full_disk(case, folder / "small", kib)
            rows.append(told)
            faults += [f"{kib} KiB: {fault}" for fault in found]
            print(f"{kib:>8} KiB  exit {told['exit']}  in {told['stage']:<10} {told['message'][:160]}", flush=True)
            for fault in found:
                print(f"          FAULT {fault}", flush=True)
    figures = {"least_kib": case.least_kib, "most_kib": case.most_kib, "volumes": rows, "faults": faults}
    print(json.dumps(figures))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
