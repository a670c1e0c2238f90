"""Where a statement stands in the report: nothing that a page took back or that is disputed is called agreed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from claimhouse.errors import QueryError
from claimhouse.pipeline import run_pipeline
from claimhouse.report import as_html, as_markdown, read_brief, report_of
from claimhouse.report.standing import Standing, standing_of
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Warehouse
from tests.test_report import outline_of

COMPANY = "Tarvik Foods"
WORDS = (
    "The harbour was quiet in the morning and the boats stayed in, said nobody in particular.",
    "Rain fell on the upper town for most of the day, and the market closed before noon.",
    "A brass band had played the night before in the square under the lime trees.",
    "The tram was late again, as it is on most days of the week when it snows.",
)
HOSTILE = "<b onclick=x>Tarvik</b> '; drop table claim; -- <script>alert(1)</script>"


def row(name: str, text: str, day: int, url: str | None = None, title: str | None = None) -> dict[str, str | None]:
    """Return an article of its own words."""
    turn = sum(map(ord, name)) % len(WORDS)
    filler = " ".join((*WORDS[turn:], *WORDS[:turn])[:2])
    return {
        "id": name,
        "publisher": f"The {name.title()}",
        "url": url or f"https://{name}.example/a",
        "title": title,
        "text": f"{text} {filler}",
        "fetched_at": f"2026-03-{day:02}T08:00:00Z",
    }


def database_of(folder: Path, rows: Sequence[dict[str, str | None]]) -> Path:
    """Run some articles and return their database."""
    pile = folder / "pile.jsonl"
    pile.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    settings = Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    run_pipeline([str(pile)], settings)
    return Path(settings.database)


def standing(database: Path) -> Standing:
    """Return where the groups of a database stand."""
    return standing_of(read_brief(database, 0))


def numbers(rows: Sequence[object]) -> set[int]:
    """Return the numbers of groups."""
    return {int(found["number"]) for found in rows if found["number"] is not None}  # type: ignore[index]


def test_an_empty_database_gives_a_report_that_says_so(tmp_path: Path) -> None:
    """Nothing read: every section is there, none of them fails, and no number is invented."""
    database = tmp_path / "empty.duckdb"
    Warehouse.open(database).close()
    report = report_of(read_brief(database, 0))
    text = as_markdown(report)
    assert "Nothing has been read that makes a claim" in text
    assert "0 articles, 0 claims in all" in text
    assert "State of run" not in text
    assert text.count("\n## ") == len(report.sections)
    outline_of(as_html(report))
    with pytest.raises(QueryError, match="no claim is about 'Tarvik'"):
        read_brief(database, 0, "Tarvik")


def test_of_one_document_nothing_is_agreed(tmp_path: Path) -> None:
    """What one article says is shown as what one source says, and a single article is called one article."""
    database = database_of(tmp_path, [row("post", f"{COMPANY} employs 1,350 people.", 1)])
    found = standing(database)
    assert (found.agreed, found.one_origin, found.withdrawn) == ((), (), ())
    assert 1350 in numbers(found.single)
    text = as_markdown(report_of(read_brief(database, 0)))
    assert "1 article of 1 publisher," in text
    assert "There is one article: nothing can be agreed between sources yet." in text
    assert "1 articles" not in text


def test_what_two_pages_say_is_agreed_until_one_takes_it_back(tmp_path: Path) -> None:
    """A number of two origins is agreed; when one page changes it, it is not, and the report says which page did."""
    url = "https://courier.example/a"
    said = [
        row("courier", f"{COMPANY} employs 1,350 people.", 1, url),
        row("herald", f"{COMPANY} employs 1,350 people, as it has for years.", 2),
    ]
    (tmp_path / "before").mkdir()
    assert 1350 in numbers(standing(database_of(tmp_path / "before", said)).agreed)
    later = row("courier-later", f"{COMPANY} employs 1,200 people.", 3, url)
    database = database_of(tmp_path, [*said, later])
    found = standing(database)
    assert 1350 not in numbers(found.agreed)
    brief = read_brief(database, 0)
    assert any(change["new_document"] == "courier-later" for rows in brief.withdrawn.values() for change in rows)
    assert "courier said so; the later version courier-later, seen 2026-03-03 08:00, no longer does" in as_markdown(
        report_of(brief)
    )


def test_a_later_version_counts_from_when_it_was_seen(tmp_path: Path) -> None:
    """A page that keeps its old date tells a new number on the day on which it was seen with it."""
    url = "https://courier.example/a"
    database = database_of(
        tmp_path,
        [
            row("courier", f"{COMPANY} employs 1,350 people.", 1, url),
            row("courier-later", f"{COMPANY} employs 1,200 people.", 3, url),
        ],
    )
    told = {member["number"]: member for rows in read_brief(database, 0).members.values() for member in rows}
    assert (told[1350]["moment_of"], told[1350]["moment"].day) == ("seen", 1)
    assert (told[1200]["moment_of"], told[1200]["moment"].day) == ("revised", 3)
    assert not told[1350]["is_current"]


def test_a_hostile_title_is_text(tmp_path: Path) -> None:
    """Markup and SQL in a title are shown as they stand and do nothing."""
    rows = [
        row("post", f"{COMPANY} employs 1,350 people.", 1, title=f"{HOSTILE} employs 1,350 people"),
        row("mail", f"{COMPANY} employs 1,200 people.", 2),
    ]
    page = as_html(report_of(read_brief(database_of(tmp_path, rows), 0)))
    assert not {"script", "b"} & {tag for tag, _ in outline_of(page).elements}
    assert "onclick" not in {name for _, attributes in outline_of(page).elements for name in attributes}
