"""Reports of one matter in other words: what is counted names the attribute, headline and persons the event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimhouse.pipeline import run_pipeline
from claimhouse.records import QuantityKind
from claimhouse.resolve.counted import counted_phrase
from claimhouse.resolve.events import tells_of_another
from claimhouse.resolve.groups import may_conflict
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Reader
from tests.test_resolve_subjects import readings, said

COUNT, PERCENT, MONEY = QuantityKind.COUNT, QuantityKind.PERCENT, QuantityKind.MONEY

PHRASES = [
    (PERCENT, "31 percent", "of rural post offices opened on Monday.", "rural_post"),
    (PERCENT, "31%", "of the rural post offices were open.", "rural_post"),
    (PERCENT, "31 percent", "more than a year ago.", None),
    (COUNT, "twelve looms", "were in full repair", "loom_full"),
    (COUNT, "12 cracked looms", "stood idle", "cracked_loom"),
    (COUNT, "4,200 sorting machines", "are idle", "sorting_machine"),
    (COUNT, "12", "of them were idle.", None),
    (COUNT, "3500", "block of Harrow Street", None),
    (COUNT, "three people", "were hurt in Lund.", None),
    (COUNT, "two other men", "fled on foot.", None),
    (COUNT, "nine", ", the mayor said.", None),
    (MONEY, "$3 million", "of rural post offices", None),
    (QuantityKind.PHYSICAL, "90 tonnes", "of resin had leaked.", "tonne_resin"),
    (QuantityKind.PHYSICAL, "90 km", "north of Lund", None),
]


@pytest.mark.parametrize(("kind", "figure", "after", "expected"), PHRASES)
def test_two_words_say_what_a_figure_counts(kind: QuantityKind, figure: str, after: str, expected: str | None) -> None:
    """Names, people as such and what is told in one word alone name nothing."""
    assert counted_phrase(kind, figure, after) == expected


LEAD = "A fire broke out in the Orvel mill in Harrowgate on Monday. "


def test_what_a_text_counts_twice_in_the_same_words_stands_against_nothing() -> None:
    """Two numbers in the same words are of two things."""
    once = readings(LEAD + "Only 12 cracked looms stood idle, the keeper said.")
    twice = readings(
        LEAD + "Only 12 cracked looms stood idle. In the annex 19 cracked looms stood idle, the keeper said."
    )
    assert {one.attribute.single_valued for one in once if one.attribute.name == "told:cracked_loom"} == {True}
    assert {one.attribute.single_valued for one in twice if one.attribute.name == "told:cracked_loom"} == {False}


def test_a_figure_is_not_of_what_the_next_number_did() -> None:
    """Of "88 people fell ill and seven died" the 88 are no dead."""
    assert "dead" not in {name for _, name in said(LEAD + "In 2009, 88 people fell ill and seven died.", "88 people")}


def test_a_month_that_is_over_tells_of_another_event() -> None:
    """The texts are of May: what opens with January is no figure of the day, what is to be in June may be."""
    text = "A fire in Harrowgate killed nine people on Monday. In January, 16 people were killed in a blast at a works."
    told = {one.subject.text for one in readings(text) if one.text == "16 people" and may_conflict(one)}
    assert "fire / Harrowgate" not in told


def test_an_hour_is_no_toll() -> None:
    """In "six deaths as of 11 o'clock" the eleven count nobody."""
    text = LEAD + "The police counted six confirmed deaths as of 11 o'clock, the mayor told reporters."
    assert {one.value.number for one in readings(text) if one.attribute.name == "dead"} <= {6}


def test_the_time_of_a_statement_is_not_that_of_the_event() -> None:
    """What the police confirmed at four happened earlier."""
    text = LEAD + "Nine people died in the fire, the police confirmed at 4pm."
    assert not [one for one in readings(text) if one.attribute.name == "event_clock"]


def test_what_happened_then_is_of_another_time() -> None:
    """Said at the end of a sentence ("were injured then"), not at its beginning."""
    assert tells_of_another("QTY0 were injured then.")
    assert not tells_of_another("then QTY0 were injured.")


TITLES = {
    "wire": "Post strike enters second day in Milford",
    "paper": "Letters wait as walkout goes on",
    "union": "Day two of the strike at Norvik Post",
}
TEXTS = {
    "wire": "The post strike in Milford went into its second day on Tuesday. Norvik Post said 31 percent of rural post "
    "offices were open. Its chief, Ann Bell, said talks would go on. Police put the crowd at 1,400.",
    "paper": "Letters piled up in Milford on Tuesday as the strike at Norvik Post went on. Just 12 percent of rural "
    "post offices opened their doors, said Jon Pike of the postal union. Some 3,100 people joined the march.",
    "union": "Our members stand firm, the postal union said. Jon Pike thanked all who came. The offer of Norvik Post "
    "is too low, he said, and 12 percent of rural post offices are all that the firm could keep open.",
}


@pytest.fixture(scope="module")
def conflicts(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return the open conflicts of three reports of one strike."""
    folder = tmp_path_factory.mktemp("strike")
    rows = [
        {"id": name, "title": title, "text": TEXTS[name], "publisher": name, "published_at": "2026-05-12"}
        for name, title in TITLES.items()
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    settings = Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    run_pipeline((str(folder / "rows.jsonl"),), settings)
    statement = (
        "select conflict.subject, conflict.attribute, list(distinct document order by document) as documents "
        "from conflict_current as conflict, claim_reading as reading "
        "where open and reading.group_key in (conflict.left_group, conflict.right_group) group by all"
    )
    with Reader.open(Path(settings.database)) as reader:
        return list(reader.sql(statement).to_pylist())


def test_reports_of_one_matter_meet_by_what_they_count(conflicts: list[dict[str, Any]]) -> None:
    """The union's page has the event in its headline alone, and shares a person with the paper."""
    told = [row for row in conflicts if row["attribute"] == "told:rural_post"]
    assert [row["documents"] for row in told] == [["paper", "union", "wire"]]
    assert "strike" in told[0]["subject"]


def test_a_crowd_is_a_crowd_in_other_words(conflicts: list[dict[str, Any]]) -> None:
    """Whether it is put at a number or a number joined the march."""
    assert [row["documents"] for row in conflicts if row["attribute"] == "crowd"] == [["paper", "wire"]]
