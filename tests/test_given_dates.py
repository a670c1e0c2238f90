"""When an article was published, as the row says that brought it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from claimhouse.clean import clean_page
from claimhouse.pipeline import run_pipeline
from claimhouse.records import MediaType, Page
from claimhouse.settings import CleanSettings, ColumnsSettings, RunSettings, Settings
from claimhouse.sources.columns import read_columns

TEXT = (
    "The ferry Solvei caught fire off Harrowgate on Tuesday.\n\nFourteen people were killed and 23 were injured, the "
    "coastguard said. The ship's owner, Northfjord Lines, said it had carried 212 people.\n\nThe fire broke out in the "
    "engine room and spread to the car deck within minutes, according to the coastguard."
)

WRITTEN: list[tuple[Any, str | None]] = [
    ("2026-05-04T09:10:00Z", "2026-05-04T09:10:00Z"),
    ("2026-05-04", "2026-05-04"),
    (date(2026, 5, 4), "2026-05-04"),
    (datetime(2026, 5, 4, 9, 10, tzinfo=UTC), "2026-05-04T09:10:00+00:00"),
    (1777885800, "2026-05-04T09:10:00+00:00"),
    ("2026-05-04 09:10", "2026-05-04T09:10:00+00:00"),
    ("2026-05-04T00:00:00", "2026-05-04T00:00:00"),
    (b"4 May 2026", "4 May 2026"),
    ("yesterday", None),
    ("2026", None),
    (["2026-05-04"], None),
    (True, None),
    ("x" * 200, None),
    ("a\0b", None),
    ("", None),
]


@pytest.mark.parametrize(("value", "expected"), WRITTEN)
def test_a_rows_date_is_a_text_and_never_breaks_the_row(value: object, expected: str | None) -> None:
    """A day stays a day, a time without a zone is UTC; what is no date is left out."""
    assert read_columns({"text": TEXT, "published_at": value}, ColumnsSettings()).published_at == expected


def published(media_type: MediaType = MediaType.TEXT, payload: str = TEXT, **fields: str) -> tuple[object, ...]:
    """Return when a page is found to be published, how exactly, and what says so."""
    page = Page(payload=payload.encode(), media_type=media_type, fetched_at=datetime(2026, 6, 1, tzinfo=UTC), **fields)
    cleaned = clean_page(page, CleanSettings())
    return cleaned.published_at, cleaned.published_precision, cleaned.published_evidence


def test_a_given_date_is_taken_where_the_page_states_none() -> None:
    """It goes before the day in the address."""
    given = published(given_date="2026-05-04T09:10:00Z", url="https://post.example/2026/05/03/ferry")
    assert given == (datetime(2026, 5, 4, 9, 10, tzinfo=UTC), "second", "given")
    assert published(given_date="2026-05-04") == (datetime(2026, 5, 4, tzinfo=UTC), "day", "given")
    dated_line = f"Published on 3 May 2026\n\n{TEXT}"
    assert published(payload=dated_line)[1:] == ("day", "text")
    assert published(payload=dated_line, given_date="2026-05-04T09:10:00Z") == given


@pytest.mark.parametrize("given", ["2031-01-01", "yesterday", "1200-01-01", "2026"])
def test_a_date_that_cannot_be_is_left_out(given: str) -> None:
    """No page was published after it was fetched, and none before there was a web."""
    assert published(given_date=given) == (None, None, None)


STATED = {
    "a meta": '<meta property="article:published_time" content="2026-05-03T08:00:00Z">',
    "its article": '<script type="application/ld+json">{"@type": "Article", "datePublished": "2026-05-03"}</script>',
    "its page": '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2026-05-03"}</script>',
}


@pytest.mark.parametrize("stated", STATED.values(), ids=STATED)
def test_what_a_page_states_of_itself_goes_before_a_given_date(stated: str) -> None:
    """A row's date may be that of the crawl."""
    page = f"{stated}<h1>Ferry</h1><article><p>{TEXT}</p></article>"
    at, _, evidence = published(MediaType.HTML, page, given_date="2026-05-04T09:10:00Z")
    assert isinstance(at, datetime)
    assert (at.date(), evidence != "given") == (date(2026, 5, 3), True)


def test_a_page_that_states_nothing_has_the_given_date() -> None:
    """It is no less of a page for coming without metadata."""
    page = f"<h1>Ferry</h1><article><p>{TEXT}</p></article>"
    found = published(MediaType.HTML, page, given_date="2026-05-04T09:10:00Z", url="https://post.example/2026/05/03/f")
    assert found == (datetime(2026, 5, 4, 9, 10, tzinfo=UTC), "second", "given")


def take_in(folder: Path, *rows: dict[str, str]) -> Settings:
    """Run rows of one text; return the settings."""
    file = folder / "rows.jsonl"
    lines = [json.dumps({"id": "a", "text": TEXT, "fetched_at": "2026-06-01", **row}) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    run_pipeline((str(file),), settings)
    return settings


def run(folder: Path, **row: str) -> list[tuple[object, ...]]:
    """Run one row, and return run, dates of extraction and of claims, and how many extractions were ever made."""
    settings = take_in(folder, row)
    with duckdb.connect(settings.database, read_only=True) as db:
        return db.execute(
            "select max(published_at)::date::varchar, (select max(published_at)::date::varchar from claim_current), "
            "(select count(*) from extraction), (select max(given_date) from sighting) from extraction_current"
        ).fetchall()


def test_a_rows_date_arrives_in_the_claims_and_a_second_run_does_nothing(tmp_path: Path) -> None:
    """A row that gives its date later has its document cleaned again, once."""
    assert run(tmp_path) == [(None, None, 1, None)]
    dated = [("2026-05-04", "2026-05-04", 2, "2026-05-04")]
    assert run(tmp_path, published_at="2026-05-04") == dated
    assert run(tmp_path, published_at="2026-05-04") == dated


def cleaned_with(settings: Settings) -> tuple[object, ...]:
    """Return the date that stands in the extraction, how exactly and why, and how often the document was cleaned."""
    with duckdb.connect(settings.database, read_only=True) as db:
        (row,) = db.execute(
            "select timezone('UTC', published_at), published_precision, published_evidence, "
            "(select count(*) from extraction) from extraction_current"
        ).fetchall()
        return row


def test_a_document_has_the_date_of_its_first_sighting_that_gave_one(tmp_path: Path) -> None:
    """A later sighting that gives another changes nothing, and has nothing done again; an earlier one does."""
    undated = {"fetched_at": "2026-06-01"}
    first = {"fetched_at": "2026-06-02", "published_at": "2026-05-04"}
    later = {"fetched_at": "2026-06-03", "published_at": "2026-05-09"}
    expected = (datetime(2026, 5, 4), "day", "given", 1)  # noqa: DTZ001 - as the database shows UTC
    assert cleaned_with(take_in(tmp_path, later | {"published_at": "yesterday"}, first, undated)) == expected
    assert cleaned_with(take_in(tmp_path, later)) == expected
    earlier = {"fetched_at": "2026-05-31", "published_at": "2026-05-03T09:10:00Z"}
    assert cleaned_with(take_in(tmp_path, earlier)) == (
        datetime(2026, 5, 3, 9, 10), "second", "given", 2,  # noqa: DTZ001 - the same
    )  # fmt: skip


@pytest.mark.parametrize("value", ["yesterday", "2026", "31 of never 99:99", "2026-02-31"])
def test_a_row_whose_date_cannot_be_read_is_taken_in(tmp_path: Path, value: str) -> None:
    """Nothing is quarantined, and no date is made up."""
    settings = take_in(tmp_path, {"published_at": value})
    assert cleaned_with(settings) == (None, None, None, 1)
    with duckdb.connect(settings.database, read_only=True) as db:
        assert db.execute("select count(*) from quarantine").fetchall() == [(0,)]


def test_the_known_date_is_taken_when_a_document_is_done_again(tmp_path: Path) -> None:
    """Reprocessed without its row: what its sightings gave is what it is cleaned with."""
    settings = take_in(
        tmp_path, {"fetched_at": "2026-06-01"}, {"fetched_at": "2026-06-02", "published_at": "2026-05-04"}
    )
    account = run_pipeline((), settings, again="clean")
    assert (account.items, account.loaded) == (1, 1)
    assert cleaned_with(settings)[:3] == (datetime(2026, 5, 4), "day", "given")  # noqa: DTZ001 - as above
