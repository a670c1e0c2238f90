"""Attributes beyond the lexicon, times that are no quantities, and whose a value is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from claimhouse.records import Bound, QuantityKind
from claimhouse.resolve import StatementView, attribute_of
from claimhouse.resolve.causes import cause_in
from claimhouse.resolve.clocks import event_clock, yearless_days
from claimhouse.resolve.concepts import attribute_rule, dated_class, is_vague, noun_class, verb_class
from claimhouse.resolve.standpoints import standpoints_in
from claimhouse.resolve.values import (
    Comparison,
    Value,
    WrittenNumber,
    clock_value,
    compare_values,
    number_value,
    yearless_value,
)

COUNT, DATE, MONEY = QuantityKind.COUNT, QuantityKind.DATE, QuantityKind.MONEY

# Two ways to say one thing, each with its quantity.
ALIKE = [
    ("Orvel runs 27 factories", "27 factories", "All of its 27 plants will stay open", "27 plants"),
    ("Orvel has 380 branches", "380 branches", "With 380 shops it is the largest chain", "380 shops"),
    ("The hall can seat 900 people", "900 people", "The hall is licensed for 900 people", "900 people"),
    ("The boat has a crew of 12", "12", "There were 12 crew on board", "12"),
    ("Orvel is recalling 4,000 cars", "4,000 cars", "The fault affects 4,000 vehicles", "4,000 vehicles"),
    ("At least 30 people lost their lives", "30 people", "The toll stands at 30", "30"),
    ("Some 700 workers walked out", "700 workers", "700 of them were on the picket lines", "700"),
]


@pytest.mark.parametrize(("one", "raw", "other", "other_raw"), ALIKE)
def test_two_wordings_of_one_count_meet(one: str, raw: str, other: str, other_raw: str) -> None:
    """What is counted and how it is had decide, not the verb."""

    def name(sentence: str, words: str) -> str:
        noun = words.partition(" ")[2]
        unit = {"people": "person", "factories": "factory", "branches": "branch"}.get(noun, noun.removesuffix("s"))
        view = StatementView(sentence=sentence, raw=words, kind=COUNT, unit=unit or None, predicate="is")
        return attribute_of(view).name

    assert name(one, raw) == name(other, other_raw)


@pytest.mark.parametrize(
    ("sentence", "raw", "kind", "expected"),
    [
        ("The bridge cost $30 million to build", "$30 million", MONEY, "cost"),
        ("The committee put the cost of the hall at $30 million", "$30 million", MONEY, "cost"),
        ("Roe gets $3 million to go", "$3 million", MONEY, "severance"),
        ("The gang, which calls itself Ravel, had asked for $3 million", "$3 million", MONEY, "ransom"),
        ("Roe hands over on 30 June", "30 June", DATE, "leaves_office"),
        ("The public will be let in on 3 May", "3 May", DATE, "opening_date"),
        ("The ship was launched in 1994", "1994", DATE, "built_date"),
        ("The company became aware of the attack on 3 May", "3 May", DATE, "discovery_date"),
        ("Trains resume on 3 May", "3 May", DATE, "date:resume"),
    ],
)  # fmt: skip
def test_what_a_quantity_says(sentence: str, raw: str, kind: QuantityKind, expected: str) -> None:
    """News words for one attribute are many."""
    unit = "day" if kind is DATE else None
    assert attribute_of(StatementView(sentence=sentence, raw=raw, kind=kind, unit=unit)).name == expected


def test_a_man_of_34_is_not_34_men() -> None:
    """An age that is read as a count says nothing of how many there were."""
    view = StatementView(sentence="A man of 34 was arrested.", raw="34", kind=COUNT, predicate="was arrested")
    assert attribute_of(view).name != "arrested"


def test_classes_of_words() -> None:
    """Nouns and verbs for one thing are one class, forms of verbs included; vague nouns count nothing certain."""
    assert {noun_class(noun) for noun in ("factory", "works", "mill")} == {"plant"}
    assert {verb_class(verb) for verb in ("runs", "is operating", "owned")} == {"have"}
    assert (verb_class("were shutting"), verb_class("flew"), verb_class("sang")) == ("close", "fly", None)
    assert is_vague("way")
    assert not is_vague("reactor")
    assert dated_class("the ban takes effect on QTY") == "effect"


def test_only_what_one_has_and_what_happens_once_has_one_value() -> None:
    """The open class has a rule for numbers of something one has and for dates, and no other."""
    stock, dated = attribute_rule("number:plant"), attribute_rule("date:resume")
    assert stock is not None
    assert (stock.single, stock.unit, stock.varies) == (True, "plant", True)
    assert dated is not None
    assert (dated.single, dated.plans) == (True, True)
    assert attribute_rule("sell:ship") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The train hit the buffers at 9.40 on Saturday evening.", "21:40"),
        ("The train hit the buffers at about 9.40 p.m.", "21:40"),
        ("The train hit the buffers at 21.40.", "21:40"),
        ("The quake struck shortly after midnight.", "00:00"),
        ("The fire broke out at 6 o'clock in the morning.", "06:00"),
        ("The train hit the buffers at 9.40.", None),  # in the morning or in the evening?
        ("Shops open at 9.40 a.m.", None),  # nothing happened
        ("The wave hit at 9.40 metres.", None),
    ],
)
def test_the_time_of_day_of_an_event(sentence: str, expected: str | None) -> None:
    """A time counts where something happens at it, and where it is certain which half of the day is meant."""
    found = event_clock(sentence)
    assert (found.text if found else None) == expected


def test_times_of_day_are_as_near_as_their_minutes() -> None:
    """A time "about 9.40 p.m." is no other time than 21.30, and 22.15 is."""
    exact, rough, other = clock_value("21:30", 1290, 5), clock_value("21:40", 1300, 15), clock_value("22:15", 1335, 5)
    assert compare_values(exact, rough) is Comparison.COMPATIBLE
    assert compare_values(exact, other) is Comparison.DIFFERENT


def date(value: int, unit: str = "day") -> Value:
    """A date as it is written."""
    return number_value(WrittenNumber(raw=str(value), kind=DATE, value=Decimal(value), unit=unit))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (date(20260211), Comparison.COMPATIBLE),
        (date(20260129), Comparison.DIFFERENT),
        (date(202602, "month"), Comparison.COMPATIBLE),
        (date(202603, "month"), Comparison.DIFFERENT),
        (date(2026, "year"), Comparison.COMPATIBLE),
        (yearless_value("--02-11", 2, 11), Comparison.SAME),
        (yearless_value("--01-29", 1, 29), Comparison.DIFFERENT),
    ],
)
def test_days_without_a_year_compare_by_month_and_day(other: Value, expected: Comparison) -> None:
    """A text without a date leaves its days without a year; they agree and differ all the same."""
    day = yearless_value("--02-11", 2, 11)
    assert compare_values(day, other) is expected
    assert compare_values(other, day) is expected


def test_days_with_a_year_are_left_to_the_quantities() -> None:
    """Only a day that stands alone is without a year."""
    text = "It began on March 9, not on 8 March 2024, and ends on the 2nd of April."
    assert [day.text for day in yearless_days(text)] == ["--03-09", "--04-02"]


def test_about_a_round_number_is_a_quarter_of_its_place() -> None:
    """A hall for "about 300" may be one for 312, and not for 340."""
    about = number_value(WrittenNumber(raw="300", kind=COUNT, value=Decimal(300), bound=Bound.ABOUT))
    near, far = (number_value(WrittenNumber(raw=str(n), kind=COUNT, value=Decimal(n))) for n in (312, 340))
    assert compare_values(about, near) is Comparison.COMPATIBLE
    assert compare_values(about, far) is Comparison.DIFFERENT


@pytest.mark.parametrize(
    ("subject", "predicate", "thing", "negated", "expected"),
    [
        ("Orvel", "has paid", "the ransom", False, ("ransom_payment", "paid")),
        ("Orvel", "has not paid", "the ransom", True, ("ransom_payment", "not paid")),
        ("The attackers", "used", "a stolen password", False, ("way_in", "stolen login")),
        ("The captain", "had been drinking", None, False, ("sobriety", "drunk")),
        ("Tests", "found", "no alcohol in his blood", True, ("sobriety", "sober")),
        ("Roe", "was fired", None, False, ("departure_kind", "dismissed")),
        ("Roe", "was not fired", None, True, ("departure_kind", "not dismissed")),
        ("Roe", "is retiring", None, False, ("departure_kind", "retired")),
        ("Roe", "was appointed", "interim chief executive", False, ("term_of_office", "interim")),
        ("The match", "has been called off", None, False, ("schedule", "cancelled")),
    ],
)  # fmt: skip
def test_stands(subject: str, predicate: str, thing: str | None, negated: bool, expected: tuple[str, str]) -> None:  # noqa: FBT001 - a column of the table
    """A stand is one of a few codes; a denial is the other code, or the code that does not hold."""
    view = StatementView(sentence="", subject=subject, predicate=predicate, object=thing)
    assert expected in {(standpoint.attribute, code) for standpoint, code in standpoints_in(view, negated=negated)}


@pytest.mark.parametrize(
    ("subject", "predicate", "thing", "code"),
    [
        ("A failure of the steering gear", "caused", "the accident", "technical fault"),
        ("A broken pump", "was to blame for", "the disaster", "technical fault"),
        ("Arson", "was", "the cause of the blaze", "arson"),
        ("A navigational error", "led to", "the collision", "human error"),
    ],
)
def test_causes_of_any_accident(subject: str, predicate: str, thing: str, code: str) -> None:
    """An accident has causes as a fire has, and the cause may stand first."""
    found = cause_in(StatementView(sentence="", subject=subject, predicate=predicate, object=thing))
    assert found is not None
    assert found.code == code
