"""What a past run showed can be asked for, and what changed since is told."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from claimhouse.pipeline import run_pipeline
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Reader
from claimhouse.warehouse.writer import snapshot_path

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


def test_the_best_match_of_a_search_comes_first(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]],
) -> None:
    """Scores are those of BM25, counted here by hand; with any of the words, sentences with more of them come first."""
    with Reader.open(Path(shown[0].database)) as reader:
        rows = reader.query("search", {"words": "corvane employs"}).to_pylist()
        some = reader.query("search", {"words": "corvane employs zebra", "match": "any"}).to_pylist()
        sentences = reader.sql("select distinct document_key, field, char_start, quote from claim_current").to_pylist()
    texts = [row["quote"].casefold() for row in sentences]
    mean = sum(map(len, texts)) / len(texts)

    def score(text: str) -> float:
        total = 0.0
        for word in ("corvane", "employs"):
            having = sum(word in other for other in texts)
            times = len(re.findall(rf"\b{word}", text))
            weight = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
            total += weight * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(text) / mean))
        return round(total, 3)

    assert [row["score"] for row in rows] == [score(row["sentence"].casefold()) for row in rows]
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert len(rows) > 1
    assert {row["sentence"] for row in some[: len(rows)]} == {row["sentence"] for row in rows}
    assert len(some) > len(rows)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_time_without_a_zone_is_utc_in_any_session(
    shown: tuple[Settings, list[tuple[str, dict[str, set[tuple[object, ...]]]]]], zone: str
) -> None:
    """Who opens the snapshot with another shell, in another zone, gets the same state; what is no time is an error."""
    settings, states = shown
    at = datetime.fromisoformat(states[0][0] + ":00").astimezone(UTC)
    naive = f"{at:%Y-%m-%d %H:%M:%S.%f}"
    connection = duckdb.connect(str(snapshot_path(Path(settings.database))), read_only=True)
    connection.execute(f"set TimeZone = '{zone}'")
    for said in (f"'{naive}'", f"timestamp '{naive}'", f"'{naive}+00:00'", f"timestamptz '{naive}+00'"):
        assert connection.execute(f"select run_as_of({said})").fetchall() == [(1,)], said
    assert connection.execute("select run_as_of('infinity'), run_as_of(date '1999-01-01')").fetchall() == [(3, 0)]
    with pytest.raises(duckdb.ConversionException):
        connection.execute("select run_as_of('yesterday')")
    connection.close()


def test_of_a_claim_that_says_several_things_the_one_that_changed_is_told(tmp_path: Path) -> None:
    """From interim to permanent: the person is named before and after, and the change of the office is not missed."""
    settings = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    texts = (
        "Corvane Group named Tobias Renk as interim chief executive. Anna Lind was appointed acting director there.",
        "Corvane Group named Tobias Renk as chief executive. Anna Lind was appointed director there.",
    )
    for number, text in enumerate(texts, start=1):
        pile = tmp_path / f"pile{number}.jsonl"
        row = {"id": f"v{number}", "url": URL, "text": f"{text} {BODY} {BODY}", "fetched_at": f"2026-03-0{number}"}
        pile.write_text(json.dumps(row), encoding="utf-8")
        run_pipeline([str(pile)], settings)
    with Reader.open(Path(settings.database)) as reader:
        said = reader.sql("select distinct document, subject, attribute, value from claim_reading").to_pylist()
        rows = reader.sql("select change, subject, attribute, old_text, new_text from revision_change").to_pylist()
    before, after = (
        {(row["subject"], row["attribute"], row["value"]) for row in said if row["document"] == version}
        for version in ("v1", "v2")
    )
    assert before - after
    told_gone = {(row["subject"], row["attribute"]) for row in rows if row["old_text"]}
    told_come = {(row["subject"], row["attribute"]) for row in rows if row["new_text"]}
    assert {(subject, attribute) for subject, attribute, _ in before - after} == told_gone
    assert {(subject, attribute) for subject, attribute, _ in after - before} == told_come
    assert ("Anna Lind", "role") in told_gone & told_come


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # the subjects have no word in common but the sentence is the same
        ("Forty-six branches were shut on Thursday.", "Fourteen branches were shut on Thursday.", "changed"),
        ("Forty-six branches were shut on Thursday.", "A brass band was heard in the old square.", "withdrawn"),
    ],
)
def test_a_sentence_written_over_another_is_a_change(tmp_path: Path, before: str, after: str, expected: str) -> None:
    """A number that is the subject itself changes with it; another sentence is no change of the first."""
    settings = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    for number, text in enumerate((before, after), start=1):
        pile = tmp_path / f"pile{number}.jsonl"
        row = {"id": f"v{number}", "url": URL, "text": f"{text} {BODY} {BODY}", "fetched_at": f"2026-03-0{number}"}
        pile.write_text(json.dumps(row), encoding="utf-8")
        run_pipeline([str(pile)], settings)
    with Reader.open(Path(settings.database)) as reader:
        rows = reader.sql("select change, old_sentence, new_sentence from revision_change").to_pylist()
    found = {row["change"]: row["new_sentence"] for row in rows if row["old_sentence"] == before}
    assert set(found) == {expected}
    assert found[expected] == (after if expected == "changed" else None)
