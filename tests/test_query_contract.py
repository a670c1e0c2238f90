"""The JSON that other programs read has the promised fields and types, whatever the pages say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.query_contract import check_contract
from tests.test_report_standing import database_of, row

AGENCY = "OSTROW, March 1 (Meridian Wire) - "
DEAL = "Corvane Group agreed to pay {amount} for a {stake} stake in Tarvik Foods, the companies said."
STORY = (
    "The two sides met three times in a hotel by the harbour before they signed on Sunday evening.",
    "Tarvik Foods employs {people} people and has made smoked fish in the lower town since {year}.",
    "Shares in Corvane Group rose {rise} percent on the exchange in the first hour of trading.",
)


def told(amount: str, stake: str, people: str, year: str, rise: str) -> str:
    """Return a story of the deal."""
    return f"{DEAL} {' '.join(STORY)}".format(amount=amount, stake=stake, people=people, year=year, rise=rise)


WIRE = told("$4.1 billion", "38 percent", "1,350", "1998", "2.6")


def with_urls(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the address of articles that have none."""
    return [{name: value for name, value in one.items() if value != "none"} for one in rows]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of a deal told in many ways: copies, an agency's text, a range, a rumour, a revision."""
    rows = [
        row("wire", AGENCY + WIRE, 1),
        row("herald", f"{AGENCY}{WIRE} The mayor was not there.", 1),
        row("mirror", AGENCY + WIRE, 2, "https://mirror.example/b"),
        row("loose", told("$4.4 billion", "40 percent", "1,200", "1998", "2.6"), 2, "none"),
        row("range", told("between $4.1 billion and $4.5 billion", "38 percent", "1,200", "1999", "2.7"), 2),
        row("post", told("$4.9 billion", "a majority", "about 1,300", "1998", "3"), 2, "https://post.example/d"),
        row("post-later", told("$4.1 billion", "38 percent", "1,300", "1998", "3"), 3, "https://post.example/d"),
        row("gossip", "Corvane Group may pay $5 billion for Tarvik Foods, people familiar with the talks said.", 2),
        row(
            "blog", "Meridian Wire reported that Corvane Group will pay $4.1 billion for 38 percent of Tarvik Foods.", 3
        ),
    ]
    return database_of(tmp_path_factory.mktemp("contract"), with_urls(rows))


def test_conflicts_and_corroboration_are_as_promised(database: Path) -> None:
    """Of a deal told in many ways both have rows, with numbers and with words, removed copies and a range."""
    conflicts, corroboration = check_contract(database)
    assert {found["open"] for found in conflicts} >= {True}
    values = [value["value"] for found in conflicts for value in found["values"]]
    assert any(isinstance(value, float | int) for value in values)
    assert any(isinstance(found["value"], str) for found in corroboration)
    assert any(found["removed"] for found in corroboration)


def test_a_collection_without_claims_gives_empty_lists(tmp_path: Path) -> None:
    """No rows are an empty list, not an error."""
    assert check_contract(database_of(tmp_path, [row("post", "Hello!", 1)])) == ([], [])
