"""A backup is whole, can be checked, and gives the same warehouse again."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from claimhouse.errors import WarehouseError
from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.backup import MANIFEST, back_up, read_backup, restore
from claimhouse.pipeline.checking import verify_database
from claimhouse.pipeline.forgetting import find_targets, forget
from claimhouse.raw_store import RawStore
from claimhouse.settings import RunSettings, Settings
from claimhouse.verify import Finding
from claimhouse.warehouse import Warehouse
from tests.determinism import assert_same_state, state_of_database

STORY = "The Ostrow council bought {} trams for $12 million, the mayor, Ina Solberg, said. They arrive in March 2026."


def settings_at(database: Path) -> Settings:
    """Return settings for a database, in this process."""
    return Settings(database=str(database), run=RunSettings(workers=1, isolated=False, lock_timeout_s=0))


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Return a file of two articles, one with a title beside it."""
    titles = {1: {"title": "Trams for Ostrow"}}
    rows = [{"id": f"row{n}", "text": STORY.format(n + 40) * 3, **titles.get(n, {})} for n in range(2)]
    path = tmp_path / "pile.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path, pile: Path) -> Path:
    """Return a database after one run."""
    run_pipeline([str(pile)], settings_at(tmp_path / "news.duckdb"))
    return tmp_path / "news.duckdb"


def test_a_restored_warehouse_is_the_one_backed_up(tmp_path: Path, database: Path, pile: Path) -> None:
    """Same tables, same bytes behind every claim, and the next run knows all."""
    made = back_up(database, tmp_path / "saved", lock_timeout_s=0)
    again = tmp_path / "elsewhere" / "again.duckdb"
    assert restore(tmp_path / "saved", again) == made
    assert_same_state(state_of_database(database), state_of_database(again))
    for name, report in verify_database(again, 0).items():
        assert set(report.counts) == {Finding.HOLDS}, name
    account = run_pipeline([str(pile)], settings_at(again))
    assert account.known == account.items == 2


def test_a_second_backup_copies_only_what_is_new(tmp_path: Path, database: Path) -> None:
    """Raw bytes that are there are left as they are; the database is swapped in."""
    saved = tmp_path / "saved"
    first = back_up(database, saved, lock_timeout_s=0)
    before = {path: path.stat().st_ino for path in (saved / "raw").rglob("*.zst")}
    more = tmp_path / "more.txt"
    more.write_text(STORY.format(99) * 3, encoding="utf-8")
    run_pipeline([str(more)], settings_at(database))
    second = back_up(database, saved, lock_timeout_s=0)
    after = {path: path.stat().st_ino for path in (saved / "raw").rglob("*.zst")}
    assert (first.documents, second.documents) == (2, 3)
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


def test_a_backup_waits_for_no_run(tmp_path: Path, database: Path) -> None:
    """While the writer's file is held, the last published state is backed up."""
    with Warehouse.open(database):
        assert back_up(database, tmp_path / "saved", lock_timeout_s=0).run == 1


def test_what_is_not_whole_is_not_restored(tmp_path: Path, database: Path) -> None:
    """A changed database, a missing payload, an unfinished backup: each is told, and nothing is made."""
    saved = tmp_path / "saved"
    back_up(database, saved, lock_timeout_s=0)
    target = tmp_path / "again.duckdb"

    changed = Path(shutil.copytree(saved, tmp_path / "changed"))
    with (changed / read_backup(changed).database).open("ab") as file:
        file.write(b"x")
    poorer = Path(shutil.copytree(saved, tmp_path / "poorer"))
    next((poorer / "raw").rglob("*.zst")).unlink()
    unfinished = Path(shutil.copytree(saved, tmp_path / "unfinished"))
    (unfinished / MANIFEST).unlink()
    for folder, told in ((changed, "is not the file"), (poorer, "raw files were"), (unfinished, "was not finished")):
        with pytest.raises(WarehouseError, match=told):
            restore(folder, target)
        assert not target.exists()


def test_nothing_is_overwritten(tmp_path: Path, database: Path) -> None:
    """Neither a database by a restore nor a folder of something else by a backup."""
    saved = tmp_path / "saved"
    back_up(database, saved, lock_timeout_s=0)
    with pytest.raises(WarehouseError, match="already"):
        restore(saved, database)
    other = tmp_path / "photos"
    other.mkdir()
    (other / "a.jpg").touch()
    with pytest.raises(WarehouseError, match="no backup"):
        back_up(database, other, lock_timeout_s=0)


def test_a_log_left_by_another_database_is_not_taken_for_the_restored_ones(tmp_path: Path, database: Path) -> None:
    """DuckDB would do to the restored database what its namesake had still to do."""
    saved = tmp_path / "saved"
    back_up(database, saved, lock_timeout_s=0)
    target = tmp_path / "again.duckdb"
    log = tmp_path / "again.duckdb.wal"
    log.write_bytes(b"left over")
    with pytest.raises(WarehouseError, match=re.escape(str(log))):
        restore(saved, target)
    assert not target.exists()


def test_what_was_never_published_is_not_backed_up(tmp_path: Path) -> None:
    """A first run that died leaves a database without a snapshot."""
    with Warehouse.open(tmp_path / "new.duckdb"):
        pass
    with pytest.raises(WarehouseError, match="nothing to back up"):
        back_up(tmp_path / "new.duckdb", tmp_path / "saved", lock_timeout_s=0)


def test_a_restore_that_fails_leaves_nothing_that_a_next_try_finds(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the writer's file is copied: no half file stays, and with room the restore succeeds."""
    saved = tmp_path / "saved"
    made = back_up(database, saved, lock_timeout_s=0)
    target = tmp_path / "again.duckdb"

    def full(_: int) -> None:
        if (tmp_path / "again.duckdb.partial").exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WarehouseError, match=r"No space left on device$"):
            restore(saved, target)
    assert not list(tmp_path.glob("again*.partial"))
    assert restore(saved, target) == made


def test_a_backup_that_is_killed_leaves_the_earlier_one_whole(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between database and manifest, which is the last moment: what was backed up before is restored."""
    saved = tmp_path / "saved"
    first = back_up(database, saved, lock_timeout_s=0)
    more = tmp_path / "more.txt"
    more.write_text(STORY.format(99) * 3, encoding="utf-8")
    run_pipeline([str(more)], settings_at(database))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("claimhouse.pipeline.backup._write", killed)
        with pytest.raises(KeyboardInterrupt):
            back_up(database, saved, lock_timeout_s=0)
    assert restore(saved, tmp_path / "again.duckdb") == first
    last = back_up(database, saved, lock_timeout_s=0)
    assert [path.name for path in saved.glob("*.duckdb*")] == [last.database]


def test_a_backup_by_the_first_version_is_restored(tmp_path: Path, database: Path) -> None:
    """Its manifest does not name the database file."""
    saved = tmp_path / "saved"
    made = back_up(database, saved, lock_timeout_s=0)
    (saved / made.database).rename(saved / "warehouse.duckdb")
    told = json.loads((saved / MANIFEST).read_text(encoding="utf-8"))
    for name, right in ((None, True), ("../other.duckdb", False)):
        (saved / MANIFEST).write_text(
            json.dumps({key: value for key, value in (told | {"database": name}).items() if value is not None})
        )
        if right:
            assert restore(saved, tmp_path / "again.duckdb").documents == made.documents
        else:
            with pytest.raises(WarehouseError, match="is no name"):
                read_backup(saved)


def test_what_is_forgotten_goes_from_the_next_backup(tmp_path: Path, database: Path) -> None:
    """Its raw bytes, too, and the database that held it."""
    saved = tmp_path / "saved"
    back_up(database, saved, lock_timeout_s=0)
    targets = find_targets(settings_at(database), ["row1"])
    forget(settings_at(database), targets)
    back_up(database, saved, lock_timeout_s=0)
    assert not RawStore(saved / "raw").has(targets[0].document_key)
    assert restore(saved, tmp_path / "again.duckdb").documents == 1
