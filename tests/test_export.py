"""All that the database says leaves it as Parquet, with what every column means."""

from __future__ import annotations

import csv
import errno
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from claimhouse.errors import WarehouseError
from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.executor import SilentObserver
from claimhouse.pipeline.export import COLUMNS, DICTIONARY, export
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Reader

STORY = "The Ostrow council bought {} trams for $12 million, the mayor, Ina Solberg, said. They arrive in March 2026."


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with two articles."""
    folder = tmp_path_factory.mktemp("export")
    pile = folder / "pile.jsonl"
    pile.write_text("\n".join(json.dumps({"id": str(n), "text": STORY.format(n) * 3}) for n in (40, 50)), "utf-8")
    run_pipeline([str(pile)], Settings(database=str(folder / "a.duckdb"), run=RunSettings(workers=1, isolated=False)))
    return folder / "a.duckdb"


def test_every_file_holds_its_relation_and_every_column_is_explained(database: Path, tmp_path: Path) -> None:
    """Rows and columns are those of the database; the dictionary has each column of each table with its meaning."""
    written = export(database, tmp_path / "out", SilentObserver(), with_state=False, lock_timeout_s=0)
    with (tmp_path / "out" / COLUMNS).open(encoding="utf-8") as file:
        columns = list(csv.DictReader(file))
    with Reader.open(database) as reader:
        for one in written:
            there = reader.sql(f"select * from {one.name}")  # noqa: S608 - names of the schema
            table = pq.read_table(tmp_path / "out" / f"{one.name}.parquet")
            assert (table.num_rows, table.column_names) == (there.num_rows, there.column_names)
            assert [row["name"] for row in columns if row["relation"] == one.name] == there.column_names
    tables = {one.name for one in written if one.kind == "table"}
    assert {"claim", "conflict", "ledger", "sighting"} <= tables
    assert all(row["comment"] for row in columns if row["relation"] in tables)
    assert "## claim (table, " in (tmp_path / "out" / DICTIONARY).read_text(encoding="utf-8")


def test_state_is_left_out_unless_asked_for(database: Path, tmp_path: Path) -> None:
    """The tables that only the next run needs come with `--state`."""
    without = export(database, tmp_path / "a", SilentObserver(), with_state=False, lock_timeout_s=0)
    with_it = export(database, tmp_path / "b", SilentObserver(), with_state=True, lock_timeout_s=0)
    more = {one.name for one in with_it} - {one.name for one in without}
    assert more
    assert all(name.startswith(("dedupe_", "resolve_")) for name in more)


def test_no_file_is_overwritten(database: Path, tmp_path: Path) -> None:
    """A folder with something in it is refused."""
    (tmp_path / "mine.txt").touch()
    with pytest.raises(WarehouseError, match="not empty"):
        export(database, tmp_path, SilentObserver(), with_state=False, lock_timeout_s=0)


class _FullDisk(SilentObserver):
    """An observer that fails when some tables are written, as a full disk would."""

    def advanced(self, stage: str, units: int) -> None:
        """Fail at the first table."""
        raise OSError(errno.ENOSPC, "No space left on device", stage * units)


@pytest.mark.parametrize("is_there", [True, False])
def test_an_export_that_fails_leaves_nothing_behind(database: Path, tmp_path: Path, *, is_there: bool) -> None:
    """A full disk leaves no half folder, and the next export may use the same name."""
    folder = tmp_path / "new" / "out"
    if is_there:
        folder.mkdir(parents=True)
    with pytest.raises(WarehouseError, match="No space left on device; nothing was written there"):
        export(database, folder, _FullDisk(), with_state=False, lock_timeout_s=0)
    assert folder.exists() == is_there
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    written = export(database, folder, SilentObserver(), with_state=False, lock_timeout_s=0)
    assert {path.name for path in folder.iterdir()} == {COLUMNS, DICTIONARY} | {
        f"{one.name}.parquet" for one in written
    }
    assert [path.name for path in folder.parent.iterdir()] == ["out"]
