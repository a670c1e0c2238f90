"""An operator sees at one look how the warehouse stands, and a program by the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimhouse.errors import WarehouseError
from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.alerts import AlertKind
from claimhouse.pipeline.requeue import requeue
from claimhouse.pipeline.status import status_of
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Warehouse, snapshot_path

STORY = "The Ostrow council bought {} trams for $12 million, the mayor, Ina Solberg, said. They arrive in March 2026."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a warehouse after three runs over two sources, one of which fell silent and one is broken."""
    made = Settings(
        database=str(tmp_path / "news.duckdb"),
        run=RunSettings(workers=1, isolated=False, lock_timeout_s=0),
    )
    silent, busy = tmp_path / "silent.txt", tmp_path / "busy.jsonl"
    silent.write_text(STORY.format(40) * 3, encoding="utf-8")
    for run in range(3):
        row = json.dumps({"id": f"row{run}", "text": STORY.format(run + 50) * 3})
        with busy.open("a", encoding="utf-8") as file:
            file.write(f"{row}\n" + "{broken\n" * (run == 0))
        run_pipeline([str(silent), str(busy)], made)
    return made


def run_status(settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "claimhouse", "status", "--database", settings.database, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def test_a_silent_source_stands_first(settings: Settings) -> None:
    """It has been read in every run and has brought nothing new since the first."""
    first, second = status_of(settings, 5).sources.to_pylist()
    assert first["source"].endswith("silent.txt")
    assert (first["new_items"], first["last_new_in_run"], first["runs_without_new"]) == (1, 1, 2)
    assert second["source"].endswith("busy.jsonl")
    assert second["runs_without_new"] == 0


def test_quarantine_and_what_waits_are_counted(settings: Settings) -> None:
    """The broken row stands with its reason; asked for again, it waits."""
    assert status_of(settings, 1).state["quarantined_for"] == ["broken_record 1"]
    requeue(settings)
    run_pipeline([], settings)
    found = status_of(settings, 2)
    assert found.state["marked_again"] == 1
    assert [row["run"] for row in found.runs.to_pylist()] == [4, 3]


def test_who_writes_is_named(settings: Settings) -> None:
    """While a run holds the writer's file, its process is told; the state is that of the snapshot."""
    imports = "from pathlib import Path; from claimhouse.warehouse import Warehouse"
    code = f"{imports}; held = Warehouse.open(Path({settings.database!r})); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:  # noqa: S603
        assert holder.stdout is not None
        holder.stdout.readline()
        assert str(holder.pid) in str(status_of(settings, 1).writer)
        holder.communicate(b"\n")
    assert status_of(settings, 1).writer is None


def test_the_exit_code_tells_whether_the_last_run_was_good(settings: Settings) -> None:
    """0 after a published run, 1 after one that died; json is one object, a table is for people."""
    done = run_status(settings, "--format", "table")
    assert done.returncode == 0, done.stderr
    assert "no run is on" in done.stdout
    with Warehouse.open(Path(settings.database)) as warehouse:
        warehouse.sql("update run set status = 'failed' where run = 3")
        warehouse.publish()
    done = run_status(settings, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["good"]) == (1, False)


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    """There is nothing to show yet."""
    with pytest.raises(WarehouseError, match="claimhouse run SOURCE"):
        status_of(Settings(database=str(tmp_path / "none.duckdb")), 1)


def test_what_is_done_again_is_not_new(settings: Settings) -> None:
    """A run that only takes documents through a step again has read no source, and brings nothing new."""
    before = status_of(settings, 1).sources.to_pylist()
    run_pipeline([], settings, again="clean")
    assert status_of(settings, 1).sources.to_pylist() == before


def test_before_the_first_publication_there_is_something_to_show(tmp_path: Path) -> None:
    """A first run that died leaves a database without a published run."""
    made = Settings(database=str(tmp_path / "new.duckdb"))
    with Warehouse.open(Path(made.database)):
        pass
    done = run_status(made, "--format", "table")
    assert (done.returncode, done.stderr) == (1, "")
    assert "no run was published yet" in done.stdout


def test_a_run_that_died_is_told_though_it_published_nothing(settings: Settings) -> None:
    """The snapshot does not know of it, nor of what was marked since."""
    requeue(settings)
    with Warehouse.open(Path(settings.database)) as warehouse:
        warehouse.sql("update run set status = 'running' where run = 3")
    done = run_status(settings, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["good"], told["runs"][0]["status"], told["marked_again"]) == (1, False, "running", 1)


def test_the_first_run_is_told_while_it_is_on(tmp_path: Path) -> None:
    """There is no snapshot yet, and nothing to wait for: nothing is held, somebody writes, nothing is wrong."""
    made = Settings(database=str(tmp_path / "new.duckdb"))
    imports = "from pathlib import Path; from claimhouse.warehouse import Warehouse"
    code = f"{imports}; held = Warehouse.open(Path({made.database!r})); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:  # noqa: S603
        assert holder.stdout is not None
        holder.stdout.readline()
        done = run_status(made, "--format", "json")
        holder.communicate(b"\n")
    told = json.loads(done.stdout)
    assert (done.returncode, told["good"], told["documents"]) == (0, True, 0)
    assert str(holder.pid) in told["writer"]


def test_a_run_that_is_not_in_the_snapshot_is_told(settings: Settings) -> None:
    """Killed after its account was written and before readers had it: they see the run before."""
    shown = snapshot_path(Path(settings.database)).read_bytes()
    run_pipeline([], settings)
    snapshot_path(Path(settings.database)).write_bytes(shown)
    (alert,) = status_of(settings, 1).alerts
    assert (alert.kind, alert.about) == (AlertKind.NOT_PUBLISHED, "4")
    run_pipeline([], settings)
    assert status_of(settings, 1).alerts == ()


def test_a_source_that_yields_nothing_is_counted_all_the_same(tmp_path: Path) -> None:
    """A folder that is empty is read in every run; so is a feed without anything new."""
    made = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    empty = tmp_path / "drop"
    empty.mkdir()
    for _ in range(2):
        run_pipeline([str(empty)], made)
    (row,) = status_of(made, 1).sources.to_pylist()
    assert (row["runs"], row["new_items"], row["runs_without_new"]) == (2, 0, 2)
