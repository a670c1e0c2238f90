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
    (["2026-05-04"], None),
    (True, None),
    ("x" * 200, None),
    ("a\0b", None),
    ("", None),
]


@pytest.mark.parametrize(("value", "expected"), WRITTEN)
def test_a_rows_date_is_a_text_and_never_breaks_the_row(value: object, expected: str | None) -> None:
    """A day stays a day; what is no date is left out."""
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
    assert published(given_date="2026-05-04")[1:] == ("day", "given")


@pytest.mark.parametrize("given", ["2031-01-01", "yesterday", "1200-01-01", "2026"])
def test_a_date_that_cannot_be_is_left_out(given: str) -> None:
    """No page was published after it was fetched, and none before there was a web."""
    assert published(given_date=given) == (None, None, None)


def test_what_a_page_states_of_itself_goes_before_a_given_date() -> None:
    """A row's date may be that of the crawl."""
    page = (
        f'<meta property="article:published_time" content="2026-05-03T08:00:00Z"><h1>Ferry</h1><article><p>{TEXT}</p>'
    )
    found = published(MediaType.HTML, page, given_date="2026-05-04T09:10:00Z")
    assert found[0] == datetime(2026, 5, 3, 8, tzinfo=UTC)


def run(folder: Path, **row: str) -> list[tuple[object, ...]]:
    """Run one row, and return run, dates of extraction and of claims, and how many extractions were ever made."""
    file = folder / "rows.jsonl"
    file.write_text(json.dumps({"id": "a", "text": TEXT, "fetched_at": "2026-06-01", **row}) + "\n")
    settings = Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    run_pipeline((str(file),), settings)
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
