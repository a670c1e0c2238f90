"""The generator of collections with planted truth is reproducible, and its measure knows right from wrong."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
TYPES = {
    "contradiction", "different_date", "different_scope", "reported_vs_confirmed", "rounding_compatible",
    "superseded_by_revision",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def benchmarks() -> Iterator[None]:
    """Let scripts be imported as they import each other."""
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """The generator."""
    return importlib.import_module("resolve_collection")


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The measures."""
    return importlib.import_module("resolve")


def test_the_same_arguments_give_the_same_collection(generator: ModuleType) -> None:
    """A collection follows from size, seed and half."""
    first, second = generator.make(60, 3, "dev"), generator.make(60, 3, "dev")
    assert (first.pages, first.statements, first.relations) == (second.pages, second.statements, second.relations)
    assert first.pages != generator.make(60, 4, "dev").pages


def test_every_type_is_planted_and_every_value_said(generator: ModuleType) -> None:
    """All types of conflict occur, and both values of a relation are stated in the collection."""
    made = generator.make(300, 1, "dev")
    assert {relation.type for relation in made.relations} == TYPES
    said = {(statement.cell, statement.value) for statement in made.statements}
    for relation in made.relations:
        assert {(relation.cell, relation.left), (relation.cell, relation.right)} <= said


def test_every_statement_stands_in_its_page(generator: ModuleType) -> None:
    """A statement's sentence is in the text of its document."""
    made = generator.make(60, 2, "dev")
    text = {page["id"]: page["html"].replace("&#x27;", "'").replace("&amp;", "&") for page in made.pages}
    assert [row for row in made.statements if row.sentence not in text[row.document]] == []


def test_each_fact_has_six_phrasings_in_two_halves(generator: ModuleType) -> None:
    """The halves share no phrasing, and each fact has six at least."""
    for kind, facts in generator.TEXTS.items():
        for name, halves in facts.items() if kind != "fillers" else ():
            if "rumour_dev" in halves:
                assert not set(halves["rumour_dev"]) & set(halves["rumour_held"])
            assert not set(halves["dev"]) & set(halves["held"]), name
            assert name == "quarter" or len(halves["dev"]) + len(halves["held"]) >= 6


def test_perfect_answers_score_one_and_none_score_nothing(generator: ModuleType, benchmark: ModuleType) -> None:
    """Groups and conflicts as planted give full marks; without any, recall is 0."""
    made = generator.make(60, 5, "dev")
    rows = [_reading(number, row) for number, row in enumerate(made.statements)]
    conflicts = [
        {
            "type": row.type, "subject": "", "attribute": "",
            "left_group": f"{row.cell} {row.left}", "right_group": f"{row.cell} {row.right}",
        }
        for row in made.relations
    ]  # fmt: skip
    figures = benchmark.measure(made, benchmark.Found(rows, conflicts, {})).figures
    assert figures["groups_f1"] == figures["conflicts_precision"] == figures["conflicts_recall"] == 1.0
    empty = benchmark.measure(made, benchmark.Found([], [], {})).figures
    assert empty["groups_recall"] == empty["conflicts_recall"] == 0.0


def _reading(number: int, row: object) -> dict[str, object]:
    """What a perfect pipeline would say of a statement."""
    value, form = row.value, row.form  # type: ignore[attr-defined] # a record of the script
    low, high = map(Decimal, value.split("..")) if form == "range" else (None, None)
    return {
        "source_id": row.document, "quote": row.sentence, "group_key": f"{row.cell} {value}",  # type: ignore[attr-defined]
        "attribute": "chief_executive" if form == "name" else "cause", "subject": str(number), "value": value,
        "number": value if form == "number" else None, "value_min": low, "value_max": high,
    }  # fmt: skip
