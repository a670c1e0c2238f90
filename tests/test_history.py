"""What a past run showed can be asked for, and what changed since is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from claimhouse.pipeline import run_pipeline
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Reader

BODY = "The site in Ostrow opened in 2019, and the mayor, Ina Solberg, has visited it twice since then with guests."
URL = "https://courier.example/corvane"
RUNS: tuple[Sequence[tuple[str, str, str | None]], ...] = (
    (("courier", "Corvane Group employs 1,350 people. Corvane Group paid $12 million for the site.", URL),),
    (("post", "Corvane Group employs 1,200 people. Tobias Renk is the chief executive of Corvane Group.", None),),
    (
        (
            "courier-later",
            "Corvane Group employs 1,200 people. Corvane Group may have paid $12 million for the site.",
            URL,
        ),
    ),
)
STATES = {
    "claims_as_of": "claim_current",
    "conflicts_as_of": "conflict_current",
}


def columns(reader: Reader, relation: str) -> set[tuple[object, ...]]:
    """Return the rows of a relation, in what the macros and the views share."""
    return {tuple(map(str, row.values())) for row in reader.sql(f"select * from {relation}").to_pylist()}  # noqa: S608


@pytest.fixture(scope="module")
def shown(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]]:
    """Return settings, and after each of three runs its time of publication and what its snapshot showed."""
    folder = tmp_path_factory.mktemp("history")
    settings = Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    states = []
    for number, documents in enumerate(RUNS):
        pile = folder / f"pile{number}.jsonl"
        rows = [
            {
                "id": name,
                "publisher": name,
                "url": url,
                "text": f"{text} {BODY}",
                "fetched_at": f"2026-03-0{number + 1}",
            }
            for name, text, url in documents
        ]
        pile.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        run_pipeline([str(pile)], settings)
        with Reader.open(Path(settings.database)) as reader:
            (published,) = reader.sql("select max(published_at)::varchar as at from run").column("at").to_pylist()
            states.append((published, {macro: columns(reader, view) for macro, view in STATES.items()}))
    return settings, states


def changes(settings: Settings, since: str) -> set[tuple[str, str | None, str | None, str | None]]:
    """Return what changed in what the page and the conflicts say."""
    with Reader.open(Path(settings.database)) as reader:
        rows = reader.query("changes_since", {"since": since}).to_pylist()
    return {
        (row["change"], row["attribute"], row["old_text"], row["new_text"])
        for row in rows
        if row["change"].startswith("statement")
    }


@pytest.mark.parametrize("macro", STATES)
@pytest.mark.parametrize("run", range(len(RUNS)))
def test_a_past_state_is_what_its_run_showed(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]], macro: str, run: int
) -> None:
    """Asked for the time at which a run was published, a macro gives the rows of that run's snapshot."""
    settings, states = shown
    published, state = states[run]
    with Reader.open(Path(settings.database)) as reader:
        assert columns(reader, f"{macro}('{published}')") == state[macro]
    assert state["claims_as_of"]


def test_before_the_first_run_nothing_was_claimed(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]],
) -> None:
    """There is no state before the first."""
    with Reader.open(Path(shown[0].database)) as reader:
        assert not columns(reader, "claims_as_of('1999-01-01')")


def test_a_revision_changes_and_softens(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]],
) -> None:
    """Of the revised page one number changed and one statement became a supposition; other pages revised nothing."""
    settings, states = shown
    found = changes(settings, states[1][0])
    assert ("statement_changed", "employees", "1,350 people (asserted)", "1,200 people (asserted)") in found
    assert {change for change, *_ in found} == {"statement_changed", "statement_softened"}
    assert changes(settings, states[2][0]) == set()


def test_conflicts_open_and_close(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]],
) -> None:
    """The second run opens one about the employees; the revision of the third explains it."""
    settings, states = shown
    with Reader.open(Path(settings.database)) as reader:
        told = [
            {
                (row["change"], row["attribute"])
                for row in reader.sql("select * from changes_since($at)", {"at": states[run][0]}).to_pylist()
                if row["change"].startswith("conflict")
            }
            for run in range(3)
        ]
    assert told[1] == {("conflict_closed", "employees")}
    assert told[0] == told[2] == set()


def test_a_page_that_returns_to_its_first_bytes_has_changed_again(tmp_path: Path) -> None:
    """The third revision is of the third run, though the first run met its bytes."""
    settings = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    published = []
    for day, people in enumerate(("1,350", "1,200", "1,350"), 1):
        pile = tmp_path / f"pile{day}.jsonl"
        text = f"Corvane Group employs {people} people. {BODY}"
        pile.write_text(json.dumps({"id": f"c{day}", "url": URL, "text": text, "fetched_at": f"2026-03-0{day}"}))
        run_pipeline([str(pile)], settings)
        with Reader.open(Path(settings.database)) as reader:
            published += reader.sql("select max(published_at)::varchar as at from run").column("at").to_pylist()
    back = ("statement_changed", "employees", "1,200 people (asserted)", "1,350 people (asserted)")
    assert changes(settings, published[1]) == {back}
    assert changes(settings, published[2]) == set()


def test_a_time_may_stand_in_a_column_called_as_one_of_the_runs(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]],
) -> None:
    """The caller's column is meant, not that of the table that the macro reads."""
    with Reader.open(Path(shown[0].database)) as reader:
        runs = reader.sql("select run, run_as_of(published_at) as as_of from run order by run").to_pylist()
        before = reader.sql("select run_as_of(published_at) from (select timestamptz '1999-01-01' as published_at)")
    assert [row["as_of"] for row in runs] == [row["run"] for row in runs] == [1, 2, 3]
    assert before.column(0).to_pylist() == [0]


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("corvane EMPLOYS", True),
        ("Corvane, people.", True),
        ("orvane", False),
        ("Корване", False),
        ("(", False),
        ("", False),
    ],
)
def test_a_search_finds_what_begins_with_all_its_words(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]], words: str, *, finds: bool
) -> None:
    """Marks at the ends of words do not matter; without a word nothing is found, in whatever letters it is asked."""
    with Reader.open(Path(shown[0].database)) as reader:
        assert (reader.query("search", {"words": words}).num_rows > 0) == finds
