"""What is asked for again is done by the next run, whatever its sources, and nothing else is."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import claimhouse.clean
from claimhouse.clean.profiles import Profile
from claimhouse.cli import app
from claimhouse.errors import SourceError, TimedOut
from claimhouse.pipeline import Account, DirectExecutor, run_pipeline
from claimhouse.pipeline.requeue import requeue
from claimhouse.provenance import data_digest
from claimhouse.records import CleanedPage, Page
from claimhouse.settings import CleanSettings, RunSettings, Settings
from claimhouse.warehouse import Reader, Warehouse
from tests.determinism import assert_same_state, state_of_database

STORY = (
    "The Ostrow council bought 40 trams for $12 million, the mayor, Ina Solberg, said on Monday. The trams will"
    " arrive in March 2026. The council employs 340 people and paid $9 million for its last trams in 2019."
)


class Stopped(Exception):
    """The run was ended from outside."""


class StoppedExecutor(DirectExecutor):
    """Ends the run before the first batch."""

    def batches(self, *_: object) -> Iterator[Path]:
        """Raise."""
        raise Stopped


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let pages that say so be over their time."""
    clean = claimhouse.clean.clean_page

    def clean_or_not(page: Page, settings: CleanSettings, profile: Profile | None) -> CleanedPage:
        if b"takes for ever" in page.payload:
            message = "over its time"
            raise TimedOut(message)
        return clean(page, settings, profile)

    monkeypatch.setattr("claimhouse.clean.clean_page", clean_or_not)
    return monkeypatch


@pytest.fixture
def settings(tmp_path: Path, hang: pytest.MonkeyPatch) -> Settings:  # noqa: ARG001 - at work while the run goes on
    """Return settings of a warehouse that holds three articles and one more in quarantine."""
    for number in range(3):
        (tmp_path / f"story{number}.txt").write_text(f"{STORY} There are {number + 3} depots.", encoding="utf-8")
    made = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    (tmp_path / "bad.txt").write_text(f"{STORY} It takes for ever.", encoding="utf-8")
    run_pipeline([str(tmp_path / "*.txt")], made)
    return made


def rows(settings: Settings, statement: str) -> list[dict[str, object]]:
    """Return what a statement gives."""
    with Reader.open(Path(settings.database)) as reader:
        result: list[dict[str, object]] = reader.sql(statement).to_pylist()
    return result


def runs_of(settings: Settings, step: str) -> list[int]:
    """Return the run that dealt with each document at a step, as the current ledger says."""
    found = rows(settings, f"select run from ledger_current where step = '{step}' order by document_key")  # noqa: S608
    return [int(str(row["run"])) for row in found]


def test_reprocessing_needs_no_source(settings: Settings) -> None:
    """All documents go through the step again and end in the same tables; the steps before it are left alone."""
    before = state_of_database(Path(settings.database))
    account = run_pipeline([], settings, again="extract")
    assert (account.items, account.loaded) == (3, 3)
    assert set(runs_of(settings, "extract")) == {2}
    assert set(runs_of(settings, "sign")) == {1}
    assert_same_state(before, state_of_database(Path(settings.database)))
    assert run_pipeline([], settings) == Account(
        run=3, items=0, loaded=0, known=0, rejected=0, quarantined=0, degraded=False
    )


def test_reprocessing_from_the_first_step_takes_the_others_along(settings: Settings) -> None:
    """Cleaning again does the steps after it again, too; what was rejected or in quarantine is tried as well."""
    before = state_of_database(Path(settings.database))
    assert run_pipeline([], settings, again="clean").items == 4
    assert {step: set(runs_of(settings, step)) for step in ("clean", "sign", "extract")} == {
        "clean": {2},
        "sign": {2},
        "extract": {2},
    }
    after = state_of_database(Path(settings.database))
    for state in (before, after):
        state.pop("quarantine", None)
    assert_same_state(before, after)


def test_what_was_marked_and_not_done_is_done_by_the_next_run(settings: Settings) -> None:
    """A run that dies loses neither the rows that stood nor the wish to make them anew."""
    before = state_of_database(Path(settings.database))
    with pytest.raises(Stopped):
        run_pipeline([], settings, again="extract", executor=StoppedExecutor(1))
    assert run_pipeline([], settings).loaded == 3
    assert_same_state(before, state_of_database(Path(settings.database)))


def test_quarantine_is_tried_again_when_asked(settings: Settings, hang: pytest.MonkeyPatch) -> None:
    """It stays in quarantine until the next run has tried, and says how often it failed; other reasons are left."""
    (held,) = rows(settings, "select reason, stage, attempt from quarantine_current")
    assert held == {"reason": "timed_out", "stage": "clean", "attempt": 1}
    assert requeue(settings, reason="unexpected").items == 0
    assert requeue(settings, reason="timed_out").items == 1
    assert len(rows(settings, "select * from quarantine_current")) == 1
    account = run_pipeline([], settings)
    assert (account.items, account.quarantined) == (1, 1)
    assert rows(settings, "select attempt, run from quarantine_current") == [{"attempt": 2, "run": 2}]
    assert run_pipeline([], settings).items == 0
    hang.undo()
    assert requeue(settings, stage="clean").items == 1
    assert run_pipeline([], settings).loaded == 1
    assert rows(settings, "select * from quarantine_current") == []
    assert runs_of(settings, "clean").count(1) == 3


def test_an_unreadable_item_is_tried_again_when_it_comes_again(settings: Settings, tmp_path: Path) -> None:
    """No bytes of it are kept: it is known until asked for, then tried."""
    broken = tmp_path / "rows.jsonl"
    broken.write_text('{"id": "a", "text": \n', encoding="utf-8")
    assert run_pipeline([str(broken)], settings).quarantined == 1
    assert run_pipeline([str(broken)], settings).known == 1
    marked = requeue(settings, stage="ingest")
    assert (marked.items, marked.unreadable) == (1, 1)
    assert run_pipeline([], settings).items == 0
    assert run_pipeline([str(broken)], settings).quarantined == 1
    assert run_pipeline([str(broken)], settings).known == 1


def test_the_command_needs_no_source_where_something_waits(
    settings: Settings, hang: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`claimhouse run` after `claimhouse requeue` does what was asked for; without it, it asks for a source."""
    config = tmp_path / "one.toml"
    config.write_text("[run]\nworkers = 1\nisolated = false\n", encoding="utf-8")
    command = ["run", "--direct", "--database", settings.database, "--config", str(config)]
    with pytest.raises(SourceError, match="no SOURCE"):
        app(command, standalone_mode=False)
    hang.undo()
    assert requeue(settings, reason="timed_out").items == 1
    assert app(command, standalone_mode=False) == 0
    assert rows(settings, "select * from quarantine_current") == []


@pytest.mark.parametrize(("step", "others"), [("dedupe", "resolve"), ("resolve", "dedupe")])
def test_a_set_step_is_made_anew_from_nothing(settings: Settings, step: str, others: str) -> None:
    """Its state is emptied, so what went wrong in it is gone; the same tables come of it, and no document is read."""
    before = state_of_database(Path(settings.database))
    with Warehouse.open(Path(settings.database)) as warehouse:
        warehouse.sql("delete from dedupe_candidate")
        warehouse.sql("delete from resolve_reading")
    assert run_pipeline([], settings, again=step).items == 0
    assert (set(runs_of(settings, step)), set(runs_of(settings, others))) == ({2}, {1})
    assert set(runs_of(settings, "clean")) == {1}
    assert rows(settings, f"select count(*) > 0 as made from {STATES[step]}") == [{"made": True}]  # noqa: S608 - our own
    assert_same_state(before, state_of_database(Path(settings.database)))
    run_pipeline([], settings)
    assert set(runs_of(settings, step)) == {2}


def test_the_command_makes_a_set_step_anew(settings: Settings) -> None:
    """There is no item in that, and nothing wrong with it."""
    assert (
        app(["run", "--direct", "--reprocess", "resolve", "--database", settings.database], standalone_mode=False) == 0
    )


def changed(settings: Settings, stage: str, **values: object) -> Settings:
    """Return the settings with other values of a stage."""
    return settings.model_copy(update={stage: getattr(settings, stage).model_copy(update=values)})


STEPS = ("clean", "sign", "extract", "dedupe", "resolve")
STATES = {"dedupe": "dedupe_candidate", "resolve": "resolve_reading"}


@pytest.mark.parametrize(
    ("stage", "values", "done"),
    [
        ("run", {"batch_documents": 2, "document_seconds": 9.0}, ""),
        ("fetch", {"delay_s": 9.0}, ""),
        ("alerts", {"silent_days": 1.0}, ""),
        ("serve", {"every_s": 9.0}, ""),
        ("sources", {"max_bytes": 10_000_000}, ""),
        ("clean", {"min_words": 24}, "clean sign extract"),
        ("dedupe", {"rare_jaccard": 0.41}, "sign dedupe"),
        ("extract", {"min_confidence": 0.01}, "extract"),
        ("resolve", {"event_days": 13}, "resolve"),
    ],
)
def test_changed_settings_make_exactly_their_steps_due(
    settings: Settings, tmp_path: Path, stage: str, values: dict[str, object], done: str
) -> None:
    """A page cleaned again is also signed and extracted again; set steps only where something comes out otherwise."""
    run_pipeline([str(tmp_path / "*.txt")], changed(settings, stage, **values))
    assert {step for step in STEPS if 2 in runs_of(settings, step)} == set(done.split())


@pytest.mark.parametrize(
    ("package", "done"),
    [
        ("claimhouse.clean", "clean sign extract"),
        ("claimhouse.borrowings", "sign dedupe"),
        ("claimhouse.resolve", "resolve"),
        ("claimhouse.extractors", "extract"),
    ],
)
def test_changed_data_files_make_exactly_their_steps_due(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, done: str
) -> None:
    """A word list or a model is a part of its step as its settings are."""

    def other(name: str) -> str:
        return "another" if name == package else data_digest(name)

    for place in ("claimhouse.pipeline.steps", "claimhouse.extractors.registry"):
        if hasattr(importlib.import_module(place), "data_digest"):
            monkeypatch.setattr(f"{place}.data_digest", other)
    run_pipeline([str(tmp_path / "*.txt")], settings)
    assert {step for step in STEPS if 2 in runs_of(settings, step)} == set(done.split())


def test_a_changed_alias_file_makes_resolve_due(settings: Settings, tmp_path: Path) -> None:
    """Its text counts, not its name or time."""
    aliases = tmp_path / "aliases.toml"
    for run, text in ((2, ""), (3, "# another line"), (3, "# another line")):
        aliases.write_text(text, encoding="utf-8")
        run_pipeline([str(tmp_path / "*.txt")], changed(settings, "resolve", alias_file=str(aliases)))
        assert (set(runs_of(settings, "resolve")), set(runs_of(settings, "dedupe"))) == ({run}, {1})
