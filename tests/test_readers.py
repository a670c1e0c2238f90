"""Readers go on reading while runs publish: never an error, never half a run."""

from __future__ import annotations

import faulthandler
import json
import multiprocessing
import time
from pathlib import Path

from claimhouse.errors import ClaimhouseError
from claimhouse.pipeline import run_pipeline
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Reader

RUNS = 20
READERS = 2
PATIENCE_S = 300.0
HANGS_S = 120.0
PAUSE_S = 0.05
STORY = (
    "The {town} council bought {number} trams for ${number} million on Monday, the mayor, Lena Brack, told reporters. "
    "The trams will arrive in March 2026 and replace cars that were built in 1971, according to the council."
)
# Each run brings one document more: whatever a snapshot shows of one run, it must show of all that belongs to it.
WHOLE = """
select
    (select max(run) from run) as runs,
    (select count(*) from run where status = 'published' and items = loaded + known + rejected + quarantined) as whole,
    (select count(*) from extraction_current) as documents,
    (select count(*) from cluster_current) as clustered,
    (select count(distinct document_key) from claim_current) as with_claims,
    (select count(distinct document_key) from claim_value_current) as resolved
"""


def read_on(database: str, ended: Path, told: Path) -> None:
    """Ask again and again until a file is there, and tell which runs were seen and what went wrong.

    Told by files, not by a queue: of a reader that hangs or dies the test then says where.
    """
    seen: list[int] = []
    faults: list[str] = []
    while not ended.exists():
        faulthandler.dump_traceback_later(HANGS_S, exit=True)
        try:
            with Reader.open(Path(database), lock_timeout_s=0) as reader:
                (state,) = reader.sql(WHOLE).to_pylist()
                reader.query("corroboration")
                reader.query("disagreements")
        except ClaimhouseError as error:
            faults.append(str(error))
            continue
        if len(set(state.values())) != 1:
            faults.append(str(state))
        seen.append(state["runs"])
        time.sleep(PAUSE_S)
    faulthandler.cancel_dump_traceback_later()
    told.write_text(json.dumps([seen, faults]), encoding="utf-8")


def test_two_readers_never_meet_half_a_run(tmp_path: Path) -> None:
    """They open the snapshot in a loop during twenty runs: each time whole, and never an older one than before."""
    settings = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    inbox = tmp_path / "in"
    inbox.mkdir()
    spawn = multiprocessing.get_context("spawn")
    ended, told = tmp_path / "ended", [tmp_path / f"told-{number}" for number in range(READERS)]
    readers = [spawn.Process(target=read_on, args=(settings.database, ended, place)) for place in told]
    for number in range(1, RUNS + 1):
        text = STORY.format(town=f"Ostrow{'abcdefghijklmnopqrstuvwxyz'[number]}", number=number + 10)
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
        account = run_pipeline([str(inbox)], settings)
        assert (account.loaded, account.known) == (1, number - 1)
        if number == 1:
            for reader in readers:
                reader.start()
            time.sleep(0.5)
    time.sleep(0.5)
    ended.touch()
    for reader in readers:
        reader.join(PATIENCE_S)
        assert reader.exitcode == 0, "a reader hung or died: see what it wrote to standard error"
    for seen, faults in (json.loads(place.read_text(encoding="utf-8")) for place in told):
        assert not faults, faults[:3]
        assert seen == sorted(seen)
        assert len(set(seen)) > 1
        assert seen[-1] == RUNS
