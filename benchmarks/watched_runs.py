"""Runs of the main job in processes of their own, watched from outside: how far they are, and what they leave behind.

What `benchmarks/kill.py`, `benchmarks/full_disk.py`, `benchmarks/soak.py` and their bounded tests have in common.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from benchmarks.resolve_collection import make
from claimhouse.errors import ClaimhouseError
from claimhouse.pipeline.checking import verify_database
from claimhouse.pipeline.places import raw_folder, staging_folder
from claimhouse.verify import Finding
from claimhouse.warehouse import Reader
from tests.determinism import assert_same_state, state_of_database

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "news.duckdb"

_ORDER = ("ingest", "documents", "dedupe", "resolve", "publish")
_LOOK_S = 0.01
_ACCOUNTS = """
select run.run, run.status, run.items, run.loaded + run.known + run.rejected + run.quarantined as outcomes,
    (select count(*) from sighting where sighting.run = run.run) as sightings
from run
order by run.run
"""


def make_parts(folder: Path, parts: int, documents: int, seed: int) -> list[Path]:
    """Write a collection as files of rows and return them; each has pages of all four outcomes.

    Beside the generated pages every file has a page twice, a page that is no article, and a broken line.
    """
    pages = make(documents, seed, "dev", copies=4).pages
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(parts):
        rows = pages[number::parts]
        short = {"id": f"short-{number}", "html": f"<html><body><p>Nothing here, {number}.</p></body></html>"}
        lines = [json.dumps(row) for row in (*rows, short)] + [json.dumps({**rows[0], "id": f"twice-{number}"})]
        path = folder / f"part-{number:03}.jsonl"
        path.write_text("\n".join([*lines, f'{{"id": "broken-{number}", "html": ']) + "\n", encoding="utf-8")
        made.append(path)
    return made


def items_in(sources: Sequence[Path]) -> int:
    """Return how many items files of rows hold: their lines."""
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in sources)


def write_config(path: Path, **run: int | bool) -> Path:
    """Write a configuration whose table `run` has these settings, and return its path."""
    lines = [f"{name} = {str(value).lower()}" for name, value in run.items()]
    path.write_text("\n".join(["[run]", *lines, ""]), encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Job:
    """A run in a process group of its own; what it says of itself stands in a file, as JSON lines."""

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, sources: Sequence[Path], folder: Path, config: Path, *options: str) -> Self:
        """Start `claimhouse run --direct` into the database of a folder."""
        database = folder / DATABASE
        log = folder.with_name(f"{folder.name}.log")  # not on its disk, which may be full
        command = [sys.executable, "-m", "claimhouse", "run", "--direct", *map(str, sources), "--log-format", "json"]
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own
                [*command, "--database", str(database), "--config", str(config), *options],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=out,
                start_new_session=True,
            )
        return cls(process, log)

    def events(self) -> list[Mapping[str, Any]]:
        """Return what it has said so far of the run and its stages."""
        found = []
        for line in self.log.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):  # a line that is being written, or a message to people
                found.append(json.loads(line))
        return [one for one in found if isinstance(one, dict) and "event" in one]

    def has_begun(self) -> bool:
        """Wait until it holds the database and works; false where it ended before."""
        while not (found := b"run_began" in self.log.read_bytes()) and self.process.poll() is None:
            time.sleep(_LOOK_S)
        return found

    def has_reached(self, stage: str) -> bool:
        """Wait until it is in a stage; false where it ended before."""
        before = _ORDER[: _ORDER.index(stage)]
        while self.process.poll() is None:
            if self.stage() not in before:
                return True
            time.sleep(_LOOK_S)
        return False

    def stage(self) -> str:
        """Return the stage that it is in, or was when it ended."""
        done = [one["stage"] for one in self.events() if one["event"] == "stage"]
        left = [stage for stage in _ORDER if stage not in done]
        return left[0] if left else "end"

    def kill(self) -> None:
        """`kill -9` of the whole group; returns when none of its processes is left."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while group_lives(self.process.pid):
            time.sleep(_LOOK_S)

    def message(self) -> str:
        """Return the last line that is meant for people."""
        lines = [line for line in self.log.read_text(encoding="utf-8").splitlines() if not line.startswith("{")]
        return lines[-1] if lines else ""


def group_lives(group: int) -> bool:
    """Whether a process of a group is still there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def run_whole(sources: Sequence[Path], folder: Path, config: Path, *options: str) -> tuple[Job, float, float]:
    """Run to the end; return the job, seconds until it held the database, and seconds from there to its end.

    Raises:
        RuntimeError: it failed.
    """
    begin = time.monotonic()
    job = Job.start(sources, folder, config, *options)
    job.has_begun()
    began = time.monotonic()
    if job.process.wait() != 0:
        message = f"a run that nobody killed ended with {job.process.returncode}: {job.message()}"
        raise RuntimeError(message)
    return job, began - begin, time.monotonic() - began


def copy_warehouse(place: Path, target: Path) -> None:
    """Begin anew with a copy of a folder with a warehouse, empty where there is none."""
    shutil.rmtree(target, ignore_errors=True)
    if place.exists():
        shutil.copytree(place, target)
    else:
        target.mkdir(parents=True)


def account_faults(database: Path, items: int | None) -> list[str]:
    """Return what does not add up in any run of a warehouse; `items` are those of the last run."""
    with Reader.open(database) as reader:
        runs = reader.sql(_ACCOUNTS).to_pylist()
    faults = []
    for row in runs:
        if row["status"] == "running":
            faults.append(f"run {row['run']} still says that it is running")
        if row["status"] in {"published", "failed"} and not row["items"] == row["outcomes"] == row["sightings"]:
            faults.append(f"run {row['run']}: {row}")
    if items is not None and runs[-1]["items"] != items:
        faults.append(f"{items} items went in, run {runs[-1]['run']} accounts for {runs[-1]['items']}")
    return faults


def faults_of(database: Path, expected: Mapping[str, Any], items: int) -> list[str]:
    """Return what is wrong after a run that nobody killed: tables, account, evidence, what was left lying about."""
    faults = account_faults(database, items)
    faults += differing(state_of_database(database), expected)
    for name, report in verify_database(database, 10).items():
        if set(report.counts) != {Finding.HOLDS}:
            faults.append(f"evidence of {name}: {report.faults[:2]}")
    if staging_folder(database).exists():
        faults.append("the batches of a run are still there")
    left = [path.name for path in raw_folder(database).rglob("*.part")]
    left += [path.name for path in database.parent.glob(f"{DATABASE}*/*.partial")]
    if left:
        faults.append(f"files that nobody finished are still there: {left[:3]}")
    return faults


def differing(state: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """Return how two states differ; empty where they are equal."""
    try:
        assert_same_state(dict(expected), dict(state))
    except AssertionError as error:
        return [str(error)[:600]]
    return []


def snapshot_faults(database: Path, allowed: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong with the snapshot that readers have now: it cannot be read, or shows half a run."""
    try:
        state = state_of_database(database)
    except ClaimhouseError as error:
        return [f"the snapshot cannot be read: {error}"]
    return [] if any(state == one for one in allowed) else ["the snapshot shows neither what was nor what is to be"]


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait for something to become true; false where it did not in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
