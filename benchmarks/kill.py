"""`kill -9` of the whole process group at random moments, then one run that nobody kills: is anything lost or doubled?

    python -m benchmarks.kill --moments 100                 # direct runs
    python -m benchmarks.kill --moments 0 --served 10       # `claimhouse serve`, with a Prefect server of its own

Direct runs are killed in rounds. A round begins with an empty warehouse, with one that holds half of the collection,
with one that holds all of it under other settings, or with one that is to be extracted anew; one to four runs of it
are killed, and the next one is left alone. After each kill readers must find what was published before, or what is to
be published, and nothing between. After the last run of a round: the deterministic tables (`tests/deterministic.toml`)
equal those of a run that was never killed, every item has its outcome, all evidence holds, nothing is left lying about.

Every other moment is drawn from the whole time of a run, the others from the time of one of its stages: the stages
behind the documents are short, and would hardly be met.

Served runs are killed in three ways: the group of `claimhouse serve` with the run that it started; `claimhouse serve`
alone, so that its run goes on as an orphan; both and the Prefect server. It is started again at once, and what counts
is the time until a later run reads its sources, which the place that the dead run holds in Prefect's queue delays.
Moments are drawn with `--seed`; the times of runs differ, so the same moments need not hit the same instruction.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.watched_runs import (
    DATABASE,
    ROOT,
    Job,
    account_faults,
    copy_warehouse,
    faults_of,
    items_in,
    make_parts,
    run_whole,
    snapshot_faults,
    wait_until,
    write_config,
)
from claimhouse.errors import ClaimhouseError
from claimhouse.pipeline.places import staging_folder
from claimhouse.warehouse import Reader
from tests.determinism import state_of_database

BLOCKED_LIMIT_S = 180.0
"""The longest that a run which was killed may keep the next one from publishing."""

WAYS = ("group", "serve alone", "all and the server")
_KILLS_OF_A_ROUND = 4
_BY_STAGE = 0.5
_PATIENCE_S = 420.0
_PUBLISHED_AFTER = """
select count(*) as runs from run where status = 'published' and started_at > cast($after as timestamptz)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What a round begins with, and what it must end with.

    Attributes:
        base: folder of the warehouse before; none where it does not exist.
        allowed: states that readers may meet meanwhile.
        seconds: that the run takes which nobody kills, from holding the database to its end.
        stages: seconds of each of its stages.
    """

    name: str
    base: Path
    sources: Sequence[Path]
    config: Path
    options: Sequence[str]
    expected: Mapping[str, Any]
    allowed: Sequence[Mapping[str, Any]]
    seconds: float
    stages: Mapping[str, float]


@dataclass
class Tally:
    """What was seen so far."""

    hit: Counter[tuple[str, str]] = field(default_factory=Counter)
    too_late: int = 0
    rounds: int = 0
    waits_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note(self, where: str, faults: Sequence[str]) -> None:
        """Keep faults, and tell them at once."""
        for fault in faults:
            self.faults.append(f"{where}: {fault}")
            print(f"FAULT {where}: {fault}", file=sys.stderr, flush=True)


def scenario(folder: Path, name: str, base: Path, sources: Sequence[Path], config: Path, *options: str) -> Scenario:
    """Make a scenario: its run is done once without any kill."""
    place = folder / f"expected-{name}"
    copy_warehouse(base, place)
    job, _, seconds = run_whole(sources, place, config, *options)
    expected = state_of_database(place / DATABASE)
    before = [state_of_database(base / DATABASE)] if base.exists() else []
    return Scenario(
        name=name,
        base=base,
        sources=sources,
        config=config,
        options=options,
        expected=expected,
        allowed=[*before, expected],
        seconds=seconds,
        stages={event["stage"]: event["seconds"] for event in job.events() if event["event"] == "stage"},
    )


def scenarios(folder: Path, documents: int, seed: int) -> list[Scenario]:
    """Make the four beginnings of rounds."""
    parts = make_parts(folder / "in", 2, documents, seed)
    config = write_config(folder / "run.toml", workers=1, batch_documents=4)  # and one process beside it
    other = folder / "other.toml"
    other.write_text(config.read_text(encoding="utf-8") + "\n[clean]\nmin_words = 60\n", encoding="utf-8")
    fresh = scenario(folder, "empty", folder / "nothing", parts, config)
    half = folder / "half"
    half.mkdir()
    run_whole(parts[:1], half, config)
    whole = folder / "expected-empty"
    return [
        fresh,
        scenario(folder, "grown", half, parts, config),
        scenario(folder, "other settings", whole, parts, other),
        scenario(folder, "reprocess", whole, parts, config, "--reprocess", "extract"),
    ]


def kill_round(one: Scenario, place: Path, kills: int, random_: random.Random, tally: Tally) -> int:
    """Kill so many runs of one warehouse, then let one be; return how many were hit."""
    copy_warehouse(one.base, place)
    database = place / DATABASE
    hit = 0
    for _ in range(kills):
        stage = random_.choice(list(one.stages)) if random_.random() < _BY_STAGE else None
        moment_s = random_.uniform(0, one.seconds if stage is None else one.stages[stage])
        job = Job.start(one.sources, place, one.config, *one.options)
        if job.has_begun() and (stage is None or job.has_reached(stage)):
            with suppress(subprocess.TimeoutExpired):
                job.process.wait(moment_s)
        if job.process.poll() is not None:
            tally.too_late += 1
            if job.process.returncode != 0:
                tally.note(one.name, [f"ended by itself with {job.process.returncode}: {job.message()}"])
            continue
        job.kill()
        hit += 1
        tally.hit[one.name, job.stage()] += 1
        if (place / f"{DATABASE}.snapshots" / "current.duckdb").exists():
            tally.note(f"{one.name}, killed in {job.stage()}", snapshot_faults(database, one.allowed))
    try:
        _, wait_s, _ = run_whole(one.sources, place, one.config, *one.options)
    except RuntimeError as error:
        tally.note(one.name, [str(error)])
        return hit
    tally.waits_s.append(wait_s)
    tally.rounds += 1
    tally.note(one.name, faults_of(database, one.expected, items_in(one.sources)))
    return hit


def kill_direct(moments: int, documents: int, seed: int, folder: Path, seconds: float) -> Tally:
    """Kill direct runs at so many moments, or for so long."""
    random_ = random.Random(seed)  # noqa: S311 - no secret
    tally = Tally()
    if moments < 1:
        return tally
    end = time.monotonic() + seconds
    made = scenarios(folder, documents, seed)
    done = number = 0
    while done < moments and time.monotonic() < end:
        kills = min(random_.randint(1, _KILLS_OF_A_ROUND), moments - done)
        done += kill_round(made[number % len(made)], folder / "round", kills, random_, tally)
        number += 1
        print(f"{done} of {moments} moments, {len(tally.faults)} faults", file=sys.stderr, flush=True)
    return tally


class Served:
    """`claimhouse serve` with a Prefect home, a port and a database of its own."""

    def __init__(self, folder: Path, inbox: Path, config: Path) -> None:
        self.folder = folder
        self.database = folder / DATABASE
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self._port = int(listener.getsockname()[1])
        options = ("--every", "30", "--port", str(self._port), "--database", str(self.database))
        self._command = [sys.executable, "-m", "claimhouse", "serve", str(inbox), "--config", str(config), *options]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self._environment = {**clean, "PYTHONPATH": str(ROOT), "PREFECT_HOME": str(folder / "prefect")}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it finds the server of the one before, where that is alive."""
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def pid(self) -> int:
        """Return its process, which leads its group."""
        assert self._process is not None, "it was started"  # noqa: S101
        return self._process.pid

    def kill(self, way: str) -> None:
        """`kill -9` in one of the ways."""
        servers = self.servers()
        if way == "serve alone":
            os.kill(self.pid(), signal.SIGKILL)
        else:
            os.killpg(self.pid(), signal.SIGKILL)
        if way == "all and the server":
            for server in servers:
                with suppress(ProcessLookupError):
                    os.killpg(server, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def servers(self) -> list[int]:
        """Return the groups of Prefect's server on our port, found by its command line."""
        found = []
        for place in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                words = (place / "cmdline").read_bytes().split(b"\0")
                if b"server" in words and str(self._port).encode() in words:
                    found.append(os.getpgid(int(place.name)))
        return sorted(set(found))

    def began(self) -> int:
        """Return a number that changes when a run begins to read its sources."""
        try:
            return (staging_folder(self.database) / "items").stat().st_mtime_ns
        except OSError:
            return 0

    def published_after(self, moment: datetime) -> bool:
        """Whether a run that began after a moment has published."""
        try:
            with Reader.open(self.database) as reader:
                return bool(reader.sql(_PUBLISHED_AFTER, {"after": moment.isoformat()}).to_pylist()[0]["runs"])
        except ClaimhouseError:
            return False

    def end(self) -> None:
        """End it in order, and the servers of those that were killed."""
        with suppress(ProcessLookupError):
            os.kill(self.pid(), signal.SIGTERM)
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(60)
        with suppress(ProcessLookupError):
            os.killpg(self.pid(), signal.SIGKILL)
        for server in self.servers():
            with suppress(ProcessLookupError):
                os.killpg(server, signal.SIGKILL)


def kill_served(
    moments: int, documents: int, seed: int, folder: Path, seconds: float
) -> tuple[Tally, list[dict[str, Any]]]:
    """Kill a served flow so many times, or for so long; new pages come before each kill; compare it in the end."""
    random_ = random.Random(seed)  # noqa: S311 - no secret
    tally = Tally()
    rows: list[dict[str, Any]] = []
    end = time.monotonic() + seconds
    if moments < 1:
        return tally, rows
    parts = make_parts(folder / "all", moments + 1, documents, seed)
    config = write_config(folder / "run.toml", workers=2, batch_documents=3)
    inbox, place = folder / "inbox", folder / "served"
    inbox.mkdir()
    place.mkdir()
    _move_in(parts[0], inbox)
    served = Served(place, inbox, config)
    served.start()
    try:
        if not wait_until(lambda: served.published_after(datetime.fromtimestamp(0, UTC)), 400):
            tally.note("served", ["the first scheduled run did not publish within 400 s"])
            return tally, rows
        for number, part in enumerate(parts[1:]):
            if time.monotonic() > end:
                break
            way = WAYS[number % len(WAYS)]
            _move_in(part, inbox)
            before = served.began()
            if not wait_until(lambda before=before: served.began() not in (0, before), 240):  # type: ignore[misc]
                tally.note("served", ["no run began within 240 s"])
                break
            time.sleep(random_.uniform(0, 8))
            rows.append(_kill_one(served, way, tally))
            print(f"killed {number + 1}: {rows[-1]}", file=sys.stderr, flush=True)
    finally:
        served.end()
    expected = folder / "expected"
    expected.mkdir()
    run_whole([inbox], expected, config)
    run_whole([inbox], place, config)
    tally.rounds += 1
    everything = [*inbox.iterdir()]
    tally.note("served", faults_of(served.database, state_of_database(expected / DATABASE), items_in(everything)))
    return tally, rows


def _kill_one(served: Served, way: str, tally: Tally) -> dict[str, Any]:
    """Kill what is served, serve again, and say how long the next run waited."""
    killed, clock = datetime.now(UTC), time.monotonic()
    served.kill(way)
    tally.hit["served", way] += 1
    left = served.began()
    served.start()
    has_begun = wait_until(lambda: served.began() not in {0, left}, _PATIENCE_S)
    wait_s = time.monotonic() - clock
    tally.waits_s.append(wait_s)
    has_published = wait_until(lambda: served.published_after(killed), _PATIENCE_S)
    published_s = time.monotonic() - clock
    if not (has_begun and has_published) or wait_s > BLOCKED_LIMIT_S:
        tally.note("served", [f"killed ({way}): {wait_s:.0f} s until a later run read, {published_s:.0f} s to the end"])
    else:
        tally.note("served", account_faults(served.database, None))
    return {"way": way, "seconds_to_next_run": round(wait_s, 1), "seconds_to_publication": round(published_s, 1)}


def _move_in(part: Path, inbox: Path) -> None:
    """Put a file into a folder at once, as whoever fills it should."""
    hidden = inbox.parent / "moving"
    hidden.write_bytes(part.read_bytes())
    hidden.replace(inbox / part.name)


def main() -> int:
    """Print what was hit, what was wrong, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=100, help="kills of direct runs")
    parser.add_argument("--served", type=int, default=0, help="kills of a served flow")
    parser.add_argument("--documents", type=int, default=24, help="of the collection, copies not counted")
    parser.add_argument(
        "--minutes", type=float, default=600, help="of each of the two, after which nothing more is killed"
    )
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / "direct").mkdir()
        (folder / "flow").mkdir()
        minutes = arguments.minutes
        direct = kill_direct(arguments.moments, arguments.documents, arguments.seed, folder / "direct", 60 * minutes)
        flow, rows = kill_served(arguments.served, arguments.documents, arguments.seed, folder / "flow", 60 * minutes)
    print(f"{'beginning':<18} {'killed in':<20} {'times':>5}")
    for (name, stage), times in sorted((direct.hit + flow.hit).items()):
        print(f"{name:<18} {stage:<20} {times:>5}")
    figures = {
        "seed": arguments.seed,
        "direct_kills": sum(direct.hit.values()),
        "direct_rounds": direct.rounds,
        "direct_ended_before_the_moment": direct.too_late,
        "direct_longest_wait_s": round(max(direct.waits_s, default=0), 2),
        "served_kills": sum(flow.hit.values()),
        "served_longest_wait_s": round(max(flow.waits_s, default=0), 1),
        "served": rows,
        "faults": direct.faults + flow.faults,
    }
    print(json.dumps(figures))
    return 1 if figures["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
