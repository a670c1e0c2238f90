"""One odd figure of one story is one fact, whatever words and subjects reports give it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.records import QuantityKind, ValueKind
from claimhouse.resolve.figures import Cell, Said, figure_of, tie
from claimhouse.resolve.values import Value

STORY = "fire"

# written number, kind, unit; the figure it is tied by
FIGURES = (
    ("64000", QuantityKind.COUNT, "lamp", "count 64000"),
    ("186", QuantityKind.COUNT, None, "count 186"),
    ("22", QuantityKind.COUNT, "reactor", "reactor 22"),
    ("3200000", QuantityKind.MONEY, "EUR", "EUR 3200000"),
    ("6.3", QuantityKind.PERCENT, "percent", "percent 6.3"),
    ("17", QuantityKind.PHYSICAL, "kilometre", "kilometre 17"),
    ("3000000", QuantityKind.MONEY, "EUR", None),  # round
    ("5", QuantityKind.PERCENT, "percent", None),
    ("2000", QuantityKind.COUNT, "lamp", None),
    ("9", QuantityKind.COUNT, "reactor", None),  # small
    ("22", QuantityKind.COUNT, "people", None),  # of whom there may be as many dead as hurt
    ("22", QuantityKind.COUNT, None, None),
    ("18", QuantityKind.DURATION, "month", None),  # many things take so long
    ("1987", QuantityKind.DATE, "year", None),
    ("61", QuantityKind.AGE, "year", None),
)


@pytest.mark.parametrize(("number", "kind", "unit", "figure"), FIGURES)
def test_odd_amounts_and_counts_tell_a_fact_and_round_ones_dates_and_ages_do_not(
    number: str, kind: QuantityKind, unit: str | None, figure: str | None
) -> None:
    """A figure ties readings where two things of one story hardly have it both."""
    exact = Decimal(number)
    value = Value(text=number, kind=ValueKind.NUMBER, number=exact, low=exact, high=exact, unit=unit)
    assert figure_of(kind, unit, value) == figure


def test_a_figure_with_an_open_end_ties_nothing() -> None:
    """Of "more than 186" nobody knows how many."""
    value = Value(text="more than 186", kind=ValueKind.NUMBER, number=Decimal(186), low=Decimal(186), unit=None)
    assert figure_of(QuantityKind.COUNT, None, value) is None


def said(
    scope: str, attribute: str, number: str, *, rule: str = "open", documents: int = 1, story: str = STORY
) -> Said:
    """Return a reading of a count; a bare name is its figure too."""
    return Said(story, f"count {number}", Cell(scope, attribute, number), rule, documents)


RECALLED = said("maker", "units_affected", "64000", rule="units_affected", documents=3)
STICKS = said("event", "stick", "64000")
HAULED = said("maker", "haul_in", "82000")

# readings; those that are grouped under another cell than their own
TIES: tuple[tuple[str, tuple[Said, ...], dict[Said, Cell]], ...] = (
    ("open words join what the lexicon names", (RECALLED, STICKS), {STICKS: RECALLED.cell}),
    ("other figures stay apart", (RECALLED, HAULED), {}),
    ("other stories stay apart", (RECALLED, STICKS._replace(story="flood")), {}),
    (
        "without a name the words of most documents lead",
        (said("event", "send", "22", documents=3), said("event", "attend", "22")),
        {said("event", "attend", "22"): Cell("event", "send", "22")},
    ),
    (
        "two names leave open what the open words mean",
        (
            said("event", "dead", "140", rule="dead"),
            said("event", "injured", "140", rule="injured"),
            said("a", "be", "140"),
        ),
        {},
    ),
    (
        "one figure makes two subjects one for its attribute, with their other figures",
        (
            RECALLED,
            said("event", "units_affected", "64000", rule="units_affected"),
            said("event", "units_affected", "82000", rule="units_affected"),
        ),
        {
            said("event", "units_affected", "64000", rule="units_affected"): RECALLED.cell,
            said("event", "units_affected", "82000", rule="units_affected"): Cell("maker", "units_affected", "82000"),
        },
    ),
    (
        "two deals of one price stay two",
        (
            said("norvik / alder", "deal_amount", "140", rule="deal_amount"),
            said("norvik / tessel", "deal_amount", "140", rule="deal_amount"),
        ),
        {},
    ),
)


@pytest.mark.parametrize(("readings", "expected"), [case[1:] for case in TIES], ids=[case[0] for case in TIES])
def test_readings_of_one_figure_are_tied(readings: tuple[Said, ...], expected: dict[Said, Cell]) -> None:
    """The name is that of the lexicon, else that of most documents."""
    assert tie(readings) == expected
    assert tie(reversed(readings)) == expected


NAMES = st.sampled_from(["dead", "injured", "cost", "be", "stick", "send"])


@given(
    st.lists(
        st.builds(
            lambda scope, name, number, documents, story: said(
                scope, name, number, rule=name if name in {"dead", "injured", "cost"} else "open",
                documents=documents, story=story,
            ),
            st.sampled_from("abc"), NAMES, st.sampled_from(["140", "186", "9000"]), st.integers(1, 3),
            st.sampled_from("xy"),
        ),
        max_size=12,
    ).map(lambda rows: list({(row.story, row.cell): row for row in rows}.values())),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_ties_do_not_depend_on_order_and_never_rename_what_the_lexicon_names(rows: list[Said], random: object) -> None:
    """Whatever arrives first, the end is the same; and an attribute of the lexicon keeps its name and its value."""
    shuffled = sorted(rows, key=lambda _: random.random())  # type: ignore[attr-defined]
    found = tie(rows)
    assert found == tie(shuffled)
    for one, cell in found.items():
        assert one.rule == "open" or cell.attribute == one.cell.attribute
        assert cell.value == one.cell.value


def test_a_story_of_very_many_figures_ties_nothing() -> None:
    """Among so many two agree by chance."""
    few = (said("event", "send", "1354"), said("event", "attend", "1354"))
    many = tuple(said("event", "count", str(10_001 + number)) for number in range(300))
    assert tie(few)
    assert not tie((*few, *many))


def test_many_subjects_with_one_figure_are_not_one() -> None:
    """A house goes by few names: five that share figures of an attribute share them by chance."""
    names = [said(f"name {number}", "dead", "1354", rule="dead") for number in range(5)]
    assert len({cell.scope for cell in tie(names[:4]).values()}) == 1
    assert not tie(names)
