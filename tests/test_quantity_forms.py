"""Forms in which amounts are written: bounds, points, durations, ranks, ratios, changes, words, ranges, units, days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimhouse.extractors.quantity import find_quantities
from claimhouse.records import FoundQuantity

PUBLISHED = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
"""A Wednesday."""

Record = tuple[str, str, str, str | None, str]
"""Kind, as written, value or range "low..high", unit, bound."""


def record(found: FoundQuantity) -> Record:
    """Return what the tables list of a quantity; values to four digits behind the point."""
    low, high = ("" if end is None else f"{end.normalize():f}" for end in (found.value_min, found.value_max))
    value = f"{low}..{high}" if found.value is None else f"{found.value:.4f}".rstrip("0").rstrip(".")
    return found.kind.value, found.raw, value, found.unit, found.bound.value


# bound words
BOUNDS: list[tuple[str, list[Record]]] = [
    ("At least 40 barges sank.", [("count", "40 barges", "40", "barge", ">=")]),
    ("No fewer than 12 mills closed.", [("count", "12 mills", "12", "mill", ">=")]),
    ("More than 300 clerks struck.", [("count", "300 clerks", "300", "clerk", ">=")]),
    ("Over 2,000 homes lost power.", [("count", "2,000 homes", "2000", "home", ">=")]),
    ("In excess of $5 million was lost.", [("money", "$5 million", "5000000", "USD", ">=")]),
    ("Upwards of 60 boats came.", [("count", "60 boats", "60", "boat", ">=")]),
    ("The fund holds $7 billion or more.", [("money", "$7 billion", "7000000000", "USD", ">=")]),
    ("Up to 90 seats are free.", [("count", "90 seats", "90", "seat", "<=")]),
    ("At most 15 people may enter.", [("count", "15 people", "15", "people", "<=")]),
    ("No more than 20 trucks may cross.", [("count", "20 trucks", "20", "truck", "<=")]),
    ("Fewer than 50 voters came.", [("count", "50 voters", "50", "voter", "<=")]),
    ("Less than 3% of the crop survived.", [("percent", "3%", "3", "percent", "<=")]),
    ("Under 100 copies were sold.", [("count", "100 copies", "100", "copy", "<=")]),
    ("It costs €80 at most.", [("money", "€80", "80", "EUR", "<=")]),
    ("Nearly 700 sheep drowned.", [("count", "700 sheep", "700", "sheep", "~")]),
    ("Almost half of the pupils were ill.", [("ratio", "half", "0.5", "pupil", "~")]),
    ("About 25 lamps broke.", [("count", "25 lamps", "25", "lamp", "~")]),
    ("Around 1.5 million tonnes were shipped.", [("physical", "1.5 million tonnes", "1500000", "tonne", "~")]),
    ("Roughly a third of the fleet is idle.", [("ratio", "a third", "0.3333", "fleet", "~")]),
    ("Some 400 nurses left.", [("count", "400 nurses", "400", "nurse", "~")]),
    ("Approximately 8 km of pipe burst.", [("physical", "8 km", "8", "kilometre", "~")]),
    ("An estimated 9,000 people marched.", [("count", "9,000 people", "9000", "people", "~")]),
    ("It cost close to $30 million.", [("money", "$30 million", "30000000", "USD", "~")]),
    ("It sold 200-odd carts.", [("count", "200-odd carts", "200", "cart", "~")]),
    ("The hall seats 500 or so.", [("count", "500", "500", None, "~")]),
    ("Exactly 11 judges sat.", [("count", "11 judges", "11", "judge", "=")]),
]
# percentage points
POINTS: list[tuple[str, list[Record]]] = [
    (
        "Prices rose 4 percentage points to 9%.",
        [("percent", "4 percentage points", "4", "percentage_point", "="), ("percent", "9%", "9", "percent", "=")],
    ),
    (
        "The share fell by 2.5 points to 31%.",
        [("percent", "2.5 points", "2.5", "percentage_point", "="), ("percent", "31%", "31", "percent", "=")],
    ),
    ("The rate was cut by 50 basis points.", [("percent", "50 basis points", "0.5", "percentage_point", "=")]),
    (
        "The gap narrowed by half a percentage point.",
        [("percent", "half a percentage point", "0.5", "percentage_point", "=")],
    ),
    ("Support fell three percentage points.", [("percent", "three percentage points", "3", "percentage_point", "=")]),
]
DURATIONS: list[tuple[str, list[Record]]] = [
    ("The talks lasted two and a half hours.", [("duration", "two and a half hours", "2.5", "hour", "=")]),
    ("A ten-day strike ended.", [("duration", "ten-day", "10", "day", "=")]),
    ("They waited for a decade and a half.", [("duration", "a decade and a half", "1.5", "decade", "=")]),
    ("The lease runs for 99 years.", [("duration", "99 years", "99", "year", "=")]),
    ("The 90-minute flight was late.", [("duration", "90-minute", "90", "minute", "=")]),
    ("He served 18 months in jail.", [("duration", "18 months", "18", "month", "=")]),
    (
        "The ship was lost for 3 days and 4 hours.",
        [("duration", "3 days", "3", "day", "="), ("duration", "4 hours", "4", "hour", "=")],
    ),
    ("It took a year and a half.", [("duration", "a year and a half", "1.5", "year", "=")]),
]
ORDINALS: list[tuple[str, list[Record]]] = [
    ("It is the third-largest port.", [("ordinal", "third-largest", "3", "rank", "=")]),
    ("The firm ranks 14th in the league.", [("ordinal", "14th", "14", "rank", "=")]),
    ("She finished fourth.", [("ordinal", "fourth", "4", "rank", "=")]),
    ("It is the 21st mill to close.", [("ordinal", "21st", "21", "rank", "=")]),
]
RATIOS: list[tuple[str, list[Record]]] = [
    ("The odds are 5 to 1.", [("ratio", "5 to 1", "5", None, "=")]),
    ("One in eight homes is empty.", [("ratio", "One in eight", "0.125", "home", "=")]),
    ("Two out of three voters agreed.", [("ratio", "Two out of three", "0.6667", "voter", "=")]),
    ("Three quarters of the crop failed.", [("ratio", "Three quarters", "0.75", "crop", "=")]),
    ("A fifth of the staff left.", [("ratio", "A fifth", "0.2", "staff", "=")]),
    ("Two-fifths of the land is dry.", [("ratio", "Two-fifths", "0.4", "land", "=")]),
    ("Half the boats sank.", [("ratio", "Half", "0.5", "boat", "=")]),
    ("It is five times larger than the old one.", [("ratio", "five times", "5", None, "=")]),
    ("Sales grew threefold.", [("ratio", "threefold", "3", None, "=")]),
    ("The ratio is 3:2.", [("ratio", "3:2", "1.5", None, "=")]),
]
# a change gives what it was, what it is, and by how much, each as a quantity of its own
CHANGES: list[tuple[str, list[Record]]] = [
    (
        "Sales rose from $20 million to $35 million.",
        [("money", "$20 million", "20000000", "USD", "="), ("money", "$35 million", "35000000", "USD", "=")],
    ),
    (
        "The price fell by 10 percent to $45.",
        [("percent", "10 percent", "10", "percent", "="), ("money", "$45", "45", "USD", "=")],
    ),
    (
        "Output fell from 60 to 41 barges a day.",
        [("count", "60", "60", "barge", "="), ("count", "41 barges a day", "41", "barge", "=")],
    ),
    (
        "Profit climbed 12% to €3.4bn from €3bn.",
        [
            ("percent", "12%", "12", "percent", "="),
            ("money", "€3.4bn", "3400000000", "EUR", "="),
            ("money", "€3bn", "3000000000", "EUR", "="),
        ],
    ),
    ("Staff was cut from 900 to 640.", [("count", "900", "900", None, "="), ("count", "640", "640", None, "=")]),
    (
        "Unemployment rose 0.3 percentage points to 5.1%.",
        [
            ("percent", "0.3 percentage points", "0.3", "percentage_point", "="),
            ("percent", "5.1%", "5.1", "percent", "="),
        ],
    ),
]
WORDS: list[tuple[str, list[Record]]] = [
    ("Two dozen boats were lost.", [("count", "Two dozen boats", "24", "boat", "=")]),
    ("Half a dozen mills shut.", [("count", "Half a dozen mills", "6", "mill", "=")]),
    ("Dozens of homes burned.", [("count", "Dozens of homes", "12..", "home", ">=")]),
    ("Scores of people were hurt.", [("count", "Scores of people", "20..", "people", ">=")]),
    ("Several hundred people came.", [("count", "Several hundred people", "100..", "people", ">=")]),
    (
        "Hundreds of thousands of people fled.",
        [("count", "Hundreds of thousands of people", "100000..", "people", ">=")],
    ),
    ("Half a million people live there.", [("count", "Half a million people", "500000", "people", "=")]),
    ("A quarter of a million trees were planted.", [("count", "A quarter of a million trees", "250000", "tree", "=")]),
    (
        "A million and a half tonnes were shipped.",
        [("physical", "A million and a half tonnes", "1500000", "tonne", "=")],
    ),
    ("One and a half million people voted.", [("count", "One and a half million people", "1500000", "people", "=")]),
    (
        "Three and a half billion euros was spent.",
        [("money", "Three and a half billion euros", "3500000000", "EUR", "=")],
    ),
    ("A third of homes are rented.", [("ratio", "A third", "0.3333", "home", "=")]),
]
RANGES: list[tuple[str, list[Record]]] = [
    ("It is worth $14.3-$15 billion.", [("money", "$14.3-$15 billion", "14300000000..15000000000", "USD", "=")]),
    ("The bill is £12m to £15m.", [("money", "£12m to £15m", "12000000..15000000", "GBP", "=")]),
    ("Between 30 and 40 ships wait.", [("count", "30 and 40 ships", "30..40", "ship", "=")]),
    ("It needs 5-7 years.", [("duration", "5-7 years", "5..7", "year", "=")]),
    ("From 200 to 250 people work there.", [("count", "200 to 250 people", "200..250", "people", "=")]),
    ("The fee is 2 to 3 per cent.", [("percent", "2 to 3 per cent", "2..3", "percent", "=")]),
    ("It needs two or three weeks.", [("duration", "two or three weeks", "2..3", "week", "=")]),
    ("Rain of 20–30 mm fell.", [("physical", "20–30 mm", "20..30", "millimetre", "=")]),
    ("The board has 10 to a dozen members.", [("count", "10 to a dozen members", "10..12", "member", "=")]),
    ("The 24-year-old rower won.", [("age", "24-year-old", "24", "year", "=")]),
    ("Pupils aged 6 to 11 sang.", [("age", "6 to 11", "6..11", "year", "=")]),
]
UNITS: list[tuple[str, list[Record]]] = [
    ("The lamp costs $1,299.99.", [("money", "$1,299.99", "1299.99", "USD", "=")]),
    (
        "The firm was valued at $2.3bn (€2.1bn).",
        [("money", "$2.3bn", "2300000000", "USD", "="), ("money", "€2.1bn", "2100000000", "EUR", "=")],
    ),
    ("It paid 3.5 million Norwegian kroner.", [("money", "3.5 million Norwegian kroner", "3500000", "NOK", "=")]),
    ("It paid 40 cents a mile.", [("money", "40 cents a mile", "0.4", "USD", "=")]),
    ("It earned $1.2 million a year.", [("money", "$1.2 million a year", "1200000", "USD", "=")]),
    (
        "The car does 0-60 mph in 4 seconds.",
        [("physical", "0-60 mph", "0..60", "mile per hour", "="), ("duration", "4 seconds", "4", "second", "=")],
    ),
    (
        "The dam holds 3.2 million cubic metres.",
        [("physical", "3.2 million cubic metres", "3200000", "cubic metre", "=")],
    ),
    ("The town lies 40 miles from the sea.", [("physical", "40 miles", "40", "mile", "=")]),
    ("The oven reaches 1,200 degrees.", [("physical", "1,200 degrees", "1200", "degree", "=")]),
    ("It weighs 2 lb 3 oz.", [("physical", "2 lb", "2", "pound", "="), ("physical", "3 oz", "3", "ounce", "=")]),
    ("The site covers 12 hectares.", [("physical", "12 hectares", "12", "hectare", "=")]),
    (
        "He ran 10 kilometres in 31 minutes.",
        [("physical", "10 kilometres", "10", "kilometre", "="), ("duration", "31 minutes", "31", "minute", "=")],
    ),
    ("Turnover was flat at $6 million.", [("money", "$6 million", "6000000", "USD", "=")]),
]
DAYS: list[tuple[str, list[Record]]] = [
    ("It opened yesterday.", [("date", "yesterday", "20260310", "day", "=")]),
    ("It opened last Monday.", [("date", "last Monday", "20260309", "day", "=")]),
    ("It opens on 5 April.", [("date", "5 April", "20260405", "day", "=")]),
    ("It closed in late 2019.", [("date", "2019", "2019", "year", "=")]),
    ("The loan is due by the end of 2027.", [("date", "2027", "2027", "year", "=")]),
]
# numbers that measure nothing
NO_QUANTITY: list[tuple[str, list[Record]]] = [
    ("Section 12 was struck out.", []),
    ("He lives at 14 Mill Lane.", []),
    ("The match ended 3-1.", []),
    ("The bill passed 52-48.", []),
    ("Route 66 is closed.", []),
    ("The A380 landed at 4:15 p.m.", []),
]
MORE: list[tuple[str, list[Record]]] = [
    (
        "The index rose 12 points to 3,410.",
        [("count", "12 points", "12", "point", "="), ("count", "3,410", "3410", "point", "=")],
    ),
    ("It took half an hour.", [("duration", "half an hour", "0.5", "hour", "=")]),
    ("A quarter of an hour passed.", [("duration", "A quarter of an hour", "0.25", "hour", "=")]),
    ("The plot is half an acre.", [("physical", "half an acre", "0.5", "acre", "=")]),
    ("Five more losses were reported.", [("count", "Five more losses", "5", "loss", "=")]),
    ("One fourth of the city population is ill.", [("ratio", "One fourth", "0.25", "population", "=")]),
    ("Life expectancy for men is around 73.", [("age", "73", "73", "year", "~")]),
    ("Lead melts at 327 C.", [("physical", "327 C", "327", "celsius", "=")]),
    (
        "The rate fell from 6% to 5.25%.",
        [("percent", "6%", "6", "percent", "="), ("percent", "5.25%", "5.25", "percent", "=")],
    ),
    (
        "Fares rose by 40 cents to $3.10.",
        [("money", "40 cents", "0.4", "USD", "="), ("money", "$3.10", "3.1", "USD", "=")],
    ),
    ("Fees fell by between 5% and 8%.", [("percent", "5% and 8%", "5..8", "percent", "=")]),
    ("It lost several million dollars.", [("money", "several million dollars", "1000000..", "USD", ">=")]),
    ("A few dozen boats came.", [("count", "A few dozen boats", "12..", "boat", ">=")]),
    ("It came in second.", [("ordinal", "second", "2", "rank", "=")]),
    ("Vitamin 12 C was found.", []),
    ("Six and a half percent left.", [("percent", "Six and a half percent", "6.5", "percent", "=")]),
    ("He sold one or two boats.", [("count", "one or two boats", "1..2", "boat", "=")]),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *BOUNDS,
        *POINTS,
        *DURATIONS,
        *ORDINALS,
        *RATIOS,
        *CHANGES,
        *WORDS,
        *RANGES,
        *UNITS,
        *DAYS,
        *NO_QUANTITY,
        *MORE,
    ],
)
def test_each_form_of_an_amount_gives_its_record(text: str, expected: list[Record]) -> None:
    """What is found in a sentence is what the table lists, in order of place, and nothing else."""
    assert [record(found) for found in find_quantities(text, published_at=PUBLISHED)] == expected
