"""Maintenance removes what is too old and what is left over, and nothing that is current."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from claimhouse.cli import app
from claimhouse.errors import WarehouseError, WarehouseLocked
from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.backup import back_up, restore
from claimhouse.pipeline.checking import verify_database
from claimhouse.pipeline.maintenance import maintain
from claimhouse.raw_store import RawStore
from claimhouse.settings import MaintenanceSettings, RunSettings, Settings
from claimhouse.verify import Finding
from claimhouse.warehouse import Reader, Warehouse, old_schema_copies, writer
from claimhouse.warehouse.connection import connect
from tests.determinism import assert_same_state, state_of_database

STORY = "The Ostrow council bought {} trams for $12 million, the mayor, Ina Solberg, said. They arrive in March 2026."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a warehouse after four runs a year ago and one now: one page is no longer there."""
    made = Settings(
        database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False, lock_timeout_s=0)
    )
    at = "2026-03-01T08:00:00Z"
    rows = [
        json.dumps({"id": f"row{n}", "text": STORY.format(n + 40) * 3, "title": f"Trams {n}", "fetched_at": at})
        for n in range(2)
    ]
    pile = tmp_path / "pile.jsonl"
    pile.write_text("\n".join(rows), encoding="utf-8")
    run_pipeline([str(pile)], made)
    longer = made.model_copy(update={"clean": made.clean.model_copy(update={"min_words": 500})})
    run_pipeline([str(pile)], longer)
    run_pipeline([str(pile)], made)
    run_pipeline([str(pile)], made)
    with Warehouse.open(Path(made.database)) as warehouse:
        warehouse.sql("update run set started_at = started_at - interval 1 year")
    pile.write_text(rows[1], encoding="utf-8")
    run_pipeline([str(pile)], made)
    return made


def rows(settings: Settings, statement: str) -> list[dict[str, object]]:
    """Return what a statement gives."""
    with Reader.open(Path(settings.database)) as reader:
        found: list[dict[str, object]] = reader.sql(statement).to_pylist()
    return found


def with_limits(settings: Settings, **limits: float) -> Settings:
    """Return the settings with limits of age, and no others."""
    days = {"history_days": 0.0, "sighting_days": 0.0, "raw_days": 0.0} | limits
    return settings.model_copy(update={"maintenance": MaintenanceSettings(**days)})


def test_without_limits_nothing_goes(settings: Settings) -> None:
    """History, sightings and raw bytes stay, what a dead run left does not; a run without items."""
    before = state_of_database(Path(settings.database))
    counts = "select (select count(*) from sighting) s, (select count(*) from block) b"
    held = rows(settings, counts)
    orphan = RawStore(Path(settings.database + ".raw")).put(b"of a run that died")
    left = Path(settings.database + ".staging")
    left.mkdir()
    done = maintain(with_limits(settings), compact=True)
    assert (done.run, done.history_rows, done.sightings, done.raw_files) == (6, 0, 0, 1)
    assert done.size is not None
    assert not RawStore(Path(settings.database + ".raw")).has(orphan)
    assert not left.exists()
    assert rows(settings, counts) == held
    assert_same_state(before, state_of_database(Path(settings.database)))
    assert run_pipeline([str(Path(settings.database).with_name("pile.jsonl"))], settings).known == 1


def test_history_goes_by_age_and_what_is_current_stays(settings: Settings) -> None:
    """Rows that ended too long ago; and the next run has nothing to do."""
    before = state_of_database(Path(settings.database))
    ended = "select count(*) n from extraction where valid_to_run is not null"
    assert rows(settings, ended) != [{"n": 0}]
    done = maintain(with_limits(settings, history_days=30))
    assert done.history_rows > 0
    assert rows(settings, ended) == [{"n": 0}]
    assert_same_state(before, state_of_database(Path(settings.database)))
    account = run_pipeline([str(Path(settings.database).with_name("pile.jsonl"))], settings)
    assert (account.items, account.known) == (1, 1)


def test_of_repeated_sightings_the_first_and_the_last_stay(settings: Settings) -> None:
    """What was met unchanged again and again; recent ones are left, and what follows from sightings is the same."""
    before = state_of_database(Path(settings.database))
    assert maintain(with_limits(settings, sighting_days=30)).sightings == 1
    known = (
        "select source_id, list(run order by run) runs from sighting where outcome = 'known' group by all order by all"
    )
    assert [row["source_id"] for row in rows(settings, known)] == ["row0", "row1"]
    assert rows(settings, known)[1]["runs"] == [5]
    assert rows(settings, "select count(*) n from sighting where outcome <> 'known' and run = 1") == [{"n": 2}]
    assert_same_state(before, state_of_database(Path(settings.database)))


def test_raw_bytes_go_when_no_source_has_brought_them_for_long(settings: Settings, tmp_path: Path) -> None:
    """They are told as expired, kept in a backup made before, not cleaned again, and come again with a source."""
    raw = RawStore(tmp_path / "news.duckdb.raw")
    back_up(Path(settings.database), tmp_path / "saved", lock_timeout_s=0)
    assert maintain(with_limits(settings, raw_days=30)).raw_files == 2  # the payload and its title
    counts = verify_database(Path(settings.database), 0)["claims"].counts
    assert counts[Finding.RAW_EXPIRED] > 0
    assert set(counts) == {Finding.RAW_EXPIRED, Finding.HOLDS}
    assert run_pipeline([], settings, again="clean").items == 1
    (gone,) = rows(settings, "select document_key from document where raw_removed_at is not null")
    assert rows(settings, f"select rejected from extraction_current where document_key = '{gone['document_key']}'") == [  # noqa: S608
        {"rejected": None}
    ]
    made = back_up(Path(settings.database), tmp_path / "saved", lock_timeout_s=0)
    assert restore(tmp_path / "saved", tmp_path / "again.duckdb") == made
    assert RawStore(tmp_path / "again.duckdb.raw").has(str(gone["document_key"]))
    again = tmp_path / "again.jsonl"
    again.write_text(json.dumps({"id": "row0", "text": STORY.format(40) * 3, "title": "Trams 0"}), encoding="utf-8")
    assert run_pipeline([str(again)], settings).known == 1
    assert raw.has(str(gone["document_key"]))
    assert rows(settings, "select count(*) n from document where raw_removed_at is not null") == [{"n": 0}]


def test_the_command_says_what_it_did(settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Counts and sizes; without a database it says what to do."""
    assert app(["maintain", "--compact", "--database", settings.database], standalone_mode=False) == 0
    assert "repeated sightings, 0 raw files; file " in capsys.readouterr().err
    with pytest.raises(WarehouseError, match="claimhouse run SOURCE"):
        maintain(Settings(database=str(tmp_path / "none.duckdb")))


def test_a_file_is_copied_before_its_schema_is_changed(tmp_path: Path) -> None:
    """The copy is the file as it was; the next change takes its place, and opening again makes none."""
    path = tmp_path / "news.duckdb"
    with Warehouse.open(path) as warehouse:
        (last,) = warehouse.sql("select max(number) n from migration").to_pylist()
    assert old_schema_copies(path) == []
    with Warehouse.open(path) as warehouse:
        warehouse.sql("alter table document drop column raw_removed_at")
        warehouse.sql("alter table sighting drop column given_date")
        warehouse.sql("delete from migration where number >= 16")
        warehouse.sql("insert into document values ('k', 'text/plain', 1, 1)")
        (before,) = warehouse.sql("select max(number) n from migration").to_pylist()
    (tmp_path / "news.duckdb.schema-2").touch()
    with Warehouse.open(path) as warehouse:
        assert warehouse.sql("select max(number) n from migration").to_pylist() == [last]
        assert warehouse.sql("select count(*) n from document").to_pylist() == [{"n": 1}]
    (copy,) = old_schema_copies(path)
    assert copy.name == f"news.duckdb.schema-{before['n']}"
    with Warehouse.open(path):
        assert old_schema_copies(path) == [copy]


def test_who_waits_for_a_file_that_is_written_anew_gets_the_new_one(tmp_path: Path) -> None:
    """Another process that asks for it all the while writes into the file that stays, and a kill leaves the old one."""
    path = tmp_path / "news.duckdb"
    (tmp_path / "news.duckdb.compact").write_bytes(b"left by a process that was killed")
    code = (
        "import sys; from pathlib import Path; from claimhouse.warehouse import Warehouse\n"
        "with Warehouse.open(Path(sys.argv[1]), lock_timeout_s=60) as warehouse:\n"
        "    warehouse.sql(\"insert into reading values (2, 'theirs', 0, 0)\")\n"
    )
    with Warehouse.open(path) as warehouse:
        warehouse.sql("insert into reading values (1, 'ours', 0, 0)")
        with subprocess.Popen([sys.executable, "-c", code, str(path)]) as other:  # noqa: S603 - our own
            for _ in range(3):
                warehouse.compact()
                time.sleep(0.3)
            warehouse.sql("insert into reading values (3, 'ours', 0, 0)")
            warehouse.close()
            assert other.wait(60) == 0
    with Warehouse.open(path) as warehouse:
        assert [row["run"] for row in warehouse.sql("select run from reading order by run").to_pylist()] == [1, 2, 3]
    assert [file.name for file in tmp_path.iterdir()] == ["news.duckdb"]


def test_opening_a_file_again_waits_no_longer_than_the_settings_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another process takes the new file first and keeps it, the error names it, the time and what to do."""
    path = tmp_path / "news.duckdb"
    code = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    others: list[subprocess.Popen[str]] = []

    def second(path: Path, *, lock_timeout_s: float) -> duckdb.DuckDBPyConnection:
        command = [sys.executable, "-c", code, str(path)]
        other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        others.append(other)
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        return connect(path, lock_timeout_s=lock_timeout_s)

    with Warehouse.open(path, lock_timeout_s=0.3) as warehouse:
        warehouse.sql("insert into reading values (1, 'ours', 0, 0)")
        monkeypatch.setattr(writer, "connect", second)
        begun = time.monotonic()
        try:
            with pytest.raises(
                WarehouseLocked, match=r"gave up after 0\.3 s.*is whole.*same command again.*run\.lock_timeout_s"
            ) as told:
                warehouse.compact()
            assert time.monotonic() - begun < 60
            assert str(others[0].pid) in str(told.value)
        finally:
            for other in others:
                other.communicate("")
    monkeypatch.undo()
    with Warehouse.open(path) as warehouse:
        assert warehouse.sql("select run from reading").to_pylist() == [{"run": 1}]
