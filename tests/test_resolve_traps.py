"""What looks like a contradiction and is none, and what meets in other words: pairs of texts through the main job.

All texts (`resolve_traps.toml`) go through it at once. Names are invented, and each case has names of its own, so that
no case meets another.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.executor import DirectExecutor
from claimhouse.settings import Settings
from claimhouse.warehouse.reader import Reader

# Sentences that state nothing, so that a text is as long as an article and like no other.
_WHO = ("people here", "neighbours", "many readers", "old friends", "passers-by", "those who came", "shopkeepers")
_DO = ("talk about", "wonder at", "think of", "ask about", "laugh at", "worry about", "speak of", "dream of")
_WHAT = (
    "the weather",
    "the long summer",
    "better roads",
    "quiet evenings",
    "what comes next",
    "old songs",
    "the river",
)
_FILLER = 9
_CASES = tomllib.loads((Path(__file__).parent / "resolve_traps.toml").read_text(encoding="utf-8"))
TRAPS: Mapping[str, Sequence[str]] = _CASES["traps"]
CONTROLS: Mapping[str, Sequence[str]] = _CASES["controls"]
MEETINGS: Mapping[str, Mapping[str, Any]] = _CASES["meetings"]
_MET = """
select
    split_part(extraction.source_id, '-', 1) as name,
    claim_group.attribute,
    claim_group.value,
    count(distinct extraction.source_id) as articles
from claim_group_current as claim_group
inner join claim_current as claim on claim.claim_key = claim_group.claim_key
inner join extraction_current as extraction on extraction.document_key = claim.document_key
group by
    claim_group.group_key,
    name,
    claim_group.attribute,
    claim_group.value
"""
_OPEN = """
select distinct
    split_part(extraction.source_id, '-', 1) as name,
    conflict.attribute,
    conflict.subject,
    conflict.explanation
from conflict_current as conflict
inner join claim_group_current as claim_group
    on claim_group.group_key in (conflict.left_group, conflict.right_group)
inner join claim_current as claim on claim.claim_key = claim_group.claim_key
inner join extraction_current as extraction on extraction.document_key = claim.document_key
where conflict.open
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases, through the main job."""
    folder = tmp_path_factory.mktemp("traps")
    cases = {**TRAPS, **CONTROLS, **{name: case["texts"] for name, case in MEETINGS.items()}}
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for name, texts in cases.items():
            for number, text in enumerate(texts):
                file.write(json.dumps(_article(name, number, text)) + "\n")
    settings = Settings().model_copy(update={"database": str(folder / "traps.duckdb")})
    run_pipeline([str(folder / "articles.jsonl")], settings, executor=DirectExecutor(workers=1), command="test")
    return folder / "traps.duckdb"


@pytest.fixture(scope="module")
def open_conflicts(database: Path) -> Mapping[str, list[str]]:
    """The open conflicts of all cases, by the name of the case."""
    found: dict[str, list[str]] = {}
    for row in _rows(database, _OPEN):
        found.setdefault(row["name"], []).append(f"{row['attribute']} of {row['subject']}: {row['explanation']}")
    return found


def _rows(database: Path, sql: str) -> list[dict[str, Any]]:
    with Reader.open(database) as reader:
        rows: list[dict[str, Any]] = reader.sql(sql).to_pylist()
    return rows


def _article(name: str, number: int, text: str) -> dict[str, str]:
    day, _, rest = text.partition(" ")
    pick = random.Random(f"{name}-{number}")  # noqa: S311 - no secret
    filler = [f"Now and then {pick.choice(_WHO)} {pick.choice(_DO)} {pick.choice(_WHAT)}." for _ in range(_FILLER)]
    body = "\n\n".join((" ".join(filler[start : start + 3])) for start in range(0, _FILLER, 3))
    dated = day.startswith("2026-")
    return {
        "id": f"{name}-{number}",
        "url": f"https://paper{number}.example/{name}",
        "publisher": f"Paper {number}",
        "fetched_at": f"{day if dated else '2026-05-12'}T08:00:00Z",
        "published_at": f"{day if dated else '2026-05-12'}T07:00:00Z",
        "title": "",
        "text": f"{rest if dated else text}\n\n{body}",
    }


@pytest.mark.parametrize("name", TRAPS)
def test_no_open_conflict_comes_of(name: str, open_conflicts: Mapping[str, list[str]]) -> None:
    """Two true texts raise no conflict that stands."""
    assert open_conflicts.get(name, []) == []


@pytest.mark.parametrize("name", CONTROLS)
def test_an_open_conflict_comes_of(name: str, open_conflicts: Mapping[str, list[str]]) -> None:
    """Two texts that cannot both be true raise one."""
    assert open_conflicts.get(name)


@pytest.mark.parametrize("name", MEETINGS)
def test_texts_meet(name: str, database: Path) -> None:
    """What two texts say of one thing in other words is one group."""
    case = MEETINGS[name]
    met = [(row["attribute"], row["value"], row["articles"]) for row in _rows(database, _MET) if row["name"] == name]
    assert (case["attribute"], case["value"], len(case["texts"])) in met
