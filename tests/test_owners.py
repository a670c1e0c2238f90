"""Papers of one house are several publishers and one owner, as a file of the user's says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimhouse.borrowings.owners import read_owners
from claimhouse.errors import SettingsError
from claimhouse.pipeline import run_pipeline
from claimhouse.settings import ResolveSettings, RunSettings, Settings
from claimhouse.warehouse import Reader

STORIES = {
    "Elsden Courier": "Corvane Group, a maker of pumps, opened a plant in Ostrow on Monday. Corvane Group employs 1,350"
    " people. The mayor, Ina Solberg, cut the ribbon, and a brass band played in the rain until noon.",
    "Ferry Post": "Trams were late all week in Ostrow. Corvane Group, whose staff take them to work, complained to the"
    " council. Corvane Group employs 1,350 people, according to its annual report.",
    "Nordblatt": "The football club of Ostrow has a new sponsor, the club said on Friday. Corvane Group employs 1,350"
    " people and has never paid for a team before. Supporters asked how long the contract lasts.",
}
HOUSE = '[[owner]]\nname = "Nord Press"\npublishers = ["The Elsden Courier", "Ferry Post"]\n'


def settings_at(folder: Path, publishers: str) -> Settings:
    """Return settings whose publisher file has that content."""
    file = folder / "publishers.toml"
    file.write_text(publishers, encoding="utf-8")
    return Settings(
        database=str(folder / "news.duckdb"),
        run=RunSettings(workers=1, isolated=False),
        resolve=ResolveSettings(publisher_file=str(file)),
    )


def widths(settings: Settings) -> dict[str, int]:
    """Return how widely it is said how many people the group employs."""
    with Reader.open(Path(settings.database)) as reader:
        rows = reader.query("corroboration", {"min_articles": "3"}).to_pylist()
    (row,) = (row for row in rows if row["attribute"] == "employees")
    return {name: row[name] for name in ("n_articles", "n_publishers", "n_owners", "n_origins")}


def test_publishers_of_one_house_are_one_owner(tmp_path: Path) -> None:
    """The file is part of what resolve depends on: changing it changes the count at the next run, and nothing else."""
    pile = tmp_path / "pile.jsonl"
    rows = [{"id": name, "publisher": name, "text": text} for name, text in STORIES.items()]
    pile.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run_pipeline([str(pile)], settings_at(tmp_path, HOUSE))
    two = {"n_articles": 3, "n_publishers": 3, "n_owners": 2, "n_origins": 3}
    assert widths(settings_at(tmp_path, HOUSE)) == two
    alone = settings_at(tmp_path, "")
    run_pipeline([str(pile)], alone)
    assert widths(alone) == {**two, "n_owners": 3}
    with Reader.open(Path(alone.database)) as reader:
        assert {row["owner"] for row in reader.query("owners").to_pylist()} == set(STORIES)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("owner = 3", "needs tables"),
        ("[[owner]]\nname = 'A'", "publishers"),
        ("[[owner]]\nname = 'A'\npublishers = [3]", "must be a text"),
        ("[[owners]]\nname = 'A'", "has owners"),
        (f"{HOUSE}[[owner]]\nname = 'B'\npublishers = ['elsden-courier.com']", "to both 'Nord Press' and 'B'"),
        ("[[", "needs tables"),
    ],
)
def test_what_cannot_be_used_is_told(content: str, told: str) -> None:
    """The message names the form, or the publisher that has two owners."""
    with pytest.raises(SettingsError, match=told):
        read_owners(content)


def test_a_publisher_is_known_by_name_or_host() -> None:
    """Articles, signs and the ending of a host make no difference; what the file does not name has no other owner."""
    owners = read_owners(HOUSE)
    assert {name: owners.of(name) for name in ("Elsden Courier", "www.elsden-courier.com", "FERRY POST", "Post")} == {
        "Elsden Courier": "Nord Press",
        "www.elsden-courier.com": "Nord Press",
        "FERRY POST": "Nord Press",
        "Post": None,
    }
