"""Of what a figure is that has no noun of its own: texts to readings, without a warehouse."""

from __future__ import annotations

import pytest

from tests.test_resolve_subjects import readings, said

LEAD = "Thieves emptied the Orvel mill in Harrowgate on Monday. "
LOOMS = LEAD + "An inventory shows that 23 looms are intact, its keeper Ann Roe said. "

NAMED = [
    (LEAD + "Police said 14 people were hurt. The hospital has 17 on its books.", "17", "injured"),
    (LEAD + "Police said 14 people were hurt. The mayor stuck to 12.", "12", "injured"),
    (LEAD + "Quill says 4.2 million customers were affected. The regulator speaks of 1.9 million.", "1.9 million",
     "affected_people"),
]  # fmt: skip

OPEN = [
    LOOMS + "Police still count 17.",
    LOOMS + "The owner, who was abroad, has not been heard. Police report 17.",
    LOOMS + "The list of the insurer has the mill's figure of 17.",
]

OTHERS = [
    ("a figure with a noun", LOOMS + "The hall counts 17 windows.", "17 windows"),
    ("a part of the sentence goes on", LOOMS + "The mayor says 17 will come.", "17"),
    ("far from the first", LOOMS + "The union says 400.", "400"),
    ("of two counts before", LEAD + "It has 23 looms and 19 vats. Police still count 17.", "17"),
    ("of last year", LOOMS + "In the whole of last year the figure was 31.", "31"),
    ("what was expected", LOOMS + "Experts had expected the figure to be 31.", "31"),
    (
        "another noun before it",
        LOOMS + "Doors went on missing all through the night, and the keeper in the hall counted 17.",
        "17",
    ),
    ("the union's own people", LEAD + "Norvik employs 950 people. The union has 610 on its books.", "610"),
    ("too far back", LOOMS + "It rained. The road was closed. Nobody was seen. Police still count 17.", "17"),
]


@pytest.mark.parametrize(("text", "raw", "attribute"), NAMED)
def test_a_bare_figure_is_of_what_the_sentence_before_counts(text: str, raw: str, attribute: str) -> None:
    """With the subject and the attribute of the figure that it answers."""
    assert {name for _, name in said(text, raw)} == {attribute}


@pytest.mark.parametrize("text", OPEN)
def test_two_numbers_that_a_text_gives_for_one_thing_are_disputed(text: str) -> None:
    """Whatever verbs they stand with, so that they meet as values of one attribute."""
    found = {
        (reading.attribute.name, reading.text): reading.subject
        for reading in readings(text)
        if reading.attribute.name.startswith("disputed:")
    }
    assert set(found) == {("disputed:loom", "23 looms"), ("disputed:loom", "17")}
    assert len(set(found.values())) == 1


@pytest.mark.parametrize(("text", "raw"), [(text, raw) for _, text, raw in OTHERS], ids=[name for name, _, _ in OTHERS])
def test_other_figures_take_up_nothing(text: str, raw: str) -> None:
    """A text that gives other things their own numbers disputes none."""
    assert not any(reading.attribute.name.startswith("disputed:") for reading in readings(text))
    assert said(text, raw)


def test_who_has_its_own_people_on_the_books_counts_no_others() -> None:
    """A union's members are no figure for the staff of the yard."""
    assert "employees" not in {
        name for _, name in said(LEAD + "Norvik employs 950 people. The union has 610 on its books.", "610")
    }
