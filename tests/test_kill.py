"""`kill -9` at random moments, and one run that nobody kills: nothing is lost, doubled or left lying about.

The long test is `benchmarks/kill.py`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.kill import Scenario, Tally, kill_round, scenario
from benchmarks.watched_runs import DATABASE, make_parts, write_config
from claimhouse.errors import WarehouseError
from claimhouse.pipeline import run_pipeline
from claimhouse.raw_store import RawStore
from claimhouse.settings import RunSettings, Settings

MOMENTS = 5
SEED = 20261123


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """An empty warehouse, and a collection whose run in one process is short."""
    folder = tmp_path_factory.mktemp("kill")
    parts = make_parts(folder / "in", 1, 4, SEED)
    config = write_config(folder / "run.toml", workers=1, isolated=False, batch_documents=2)
    return scenario(folder, "empty", folder / "nothing", parts, config)


def test_runs_that_are_killed_cost_nothing(empty: Scenario, tmp_path: Path) -> None:
    """After five kills the sixth run ends in the tables of a run that was never killed, every item accounted for."""
    tally = Tally()
    hit = kill_round(empty, tmp_path / "round", MOMENTS, random.Random(SEED), tally)  # noqa: S311 - no secret
    assert not tally.faults
    assert tally.rounds == 1
    assert hit + tally.too_late == MOMENTS
    assert hit > 0


def test_what_a_killed_process_had_not_finished_is_removed(tmp_path: Path) -> None:
    """Raw bytes that were being written stand apart; the next run removes them; they are no payloads."""
    settings = Settings(database=str(tmp_path / DATABASE), run=RunSettings(workers=1, isolated=False))
    page = tmp_path / "page.txt"
    page.write_text("The Ostrow council bought 40 trams for $12 million on Monday. " * 5, encoding="utf-8")
    store = RawStore(tmp_path / f"{DATABASE}.raw")
    left = store.folder / "unfinished" / "half.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    assert list(store.kept_keys()) == []
    account = run_pipeline([str(page)], settings)
    assert account.items == 1
    assert not list(store.folder.rglob("*.part"))
    assert len(list(store.kept_keys())) == 1


def test_items_without_an_outcome_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In = loaded + known + rejected + quarantined is enforced: a run that loses an item is not published."""
    settings = Settings(database=str(tmp_path / DATABASE), run=RunSettings(workers=1, isolated=False))
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{name}: too short\n", encoding="utf-8")
    monkeypatch.setattr("claimhouse.pipeline.load_batch", lambda *_: 0)
    with pytest.raises(WarehouseError, match="2 items came in, 0 have an outcome"):
        run_pipeline([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], settings)
    assert not (tmp_path / f"{DATABASE}.snapshots").exists()
