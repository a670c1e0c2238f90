"""Where nothing was brought together, the query book still shows every sentence and every number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimhouse.cli import app
from claimhouse.pipeline import run_pipeline
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Reader, named_queries

URL = "https://echo.example/vote"
REST = "The hall of Tarnby was full, and the count lasted until four in the morning, as Ina Solberg said on Monday."
PAGES = (
    (
        "echo",
        URL,
        "1",
        "The line was approved by 2,114 votes at 4.25 a.m., she said. No recount will be held. Why not?",
    ),
    ("echo-later", URL, "2", "The line was approved by 2,140 votes at 4.25 a.m., she said. No recount will be held."),
    ("post", None, "1", "Opponents lost by 1,214 votes, the Post was told. A recount has been ordered by the mayor."),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of two outlets, one of which corrected its page."""
    folder = tmp_path_factory.mktemp("sentences")
    settings = Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    for day in ("1", "2"):
        rows = [
            {"id": name, "publisher": name, "url": url, "text": f"{text} {REST}", "fetched_at": f"2026-03-0{day}"}
            for name, url, when, text in PAGES
            if when == day
        ]
        pile = folder / f"day{day}.jsonl"
        pile.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        run_pipeline([str(pile)], settings)
    return Path(settings.database)


def asked(database: Path, name: str, **given: str) -> list[dict[str, Any]]:
    """Return the rows of a named query."""
    with Reader.open(database) as reader:
        rows: list[dict[str, Any]] = reader.query(name, given).to_pylist()
    return rows


def test_every_sentence_is_found_with_its_neighbours(database: Path) -> None:
    """A clock time with full stops ends no sentence, and one without a claim is shown all the same."""
    (row,) = [row for row in asked(database, "sentences", words="no recount") if row["document"] == "echo"]
    assert row["sentence"] == "No recount will be held."
    assert row["sentence_before"] == "The line was approved by 2,114 votes at 4.25 a.m., she said."
    assert row["sentence_after"] == "Why not?"


def test_sentences_with_and_without_claims_make_up_all(database: Path) -> None:
    """The parameter `claims` divides the sentences in two."""
    parts = [asked(database, "sentences", words="%", claims=claims) for claims in ("yes", "no")]
    assert all(parts)
    assert sum(map(len, parts)) == len(asked(database, "sentences", words="%"))
    assert all(row["n_claims"] for row in parts[0])
    assert not any(row["n_claims"] for row in parts[1])


@pytest.mark.parametrize("name", ["sentences", "numbers_said"])
def test_a_replaced_version_says_by_what(database: Path, name: str) -> None:
    """What only an earlier version of a page says is marked."""
    rows = asked(database, name, words="votes")
    assert {row["document"]: row["superseded_by"] for row in rows} == {
        "echo": "echo-later", "echo-later": None, "post": None
    }  # fmt: skip


def test_numbers_of_one_unit_stand_side_by_side(database: Path) -> None:
    """Each with the documents that give it; replaced versions give none."""
    rows = asked(database, "numbers_side_by_side", about="Tarnby", unit="vote")
    assert {(int(row["amount"]), *row["documents"]) for row in rows} == {(2140, "echo-later"), (1214, "post")}


def test_a_query_that_finds_nothing_names_another(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty answer is no proof that nobody disagrees, and says where to look."""
    arguments = ["query", "conflicts", "--param", "about=zebra", "--format", "json", "--database", str(database)]
    assert app(arguments, standalone_mode=False) == 0
    told = capsys.readouterr()
    assert told.out == "[]\n"
    assert "claimhouse query numbers_side_by_side" in told.err


def test_queries_refer_to_queries() -> None:
    """What a query says to turn to is in the book."""
    known = {query.name for query in named_queries()}
    assert {other for query in named_queries() for other, _ in query.see} <= known
