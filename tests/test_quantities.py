"""Quantities: what is found, what it is worth, in which unit, and what is no quantity."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.extractors.quantity import find_quantities
from claimhouse.records import Bound, Field, FoundQuantity, QuantityKind, QuantityRole

# A Wednesday.
PUBLISHED = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)

Expected = tuple[str, str, str | None, str | None]


def _short(found: FoundQuantity) -> Expected:
    """Kind, raw text, value (a range as "low..high"), unit."""
    if found.value is not None:
        value: str | None = f"{found.value.normalize():f}"
    elif found.value_min is not None:
        high = "" if found.value_max is None else f"{found.value_max.normalize():f}"
        value = f"{found.value_min.normalize():f}..{high}"
    else:
        value = None
    return found.kind.value, found.raw, value, found.unit


MONEY = [
    ("Orvane paid $12.6B for the harbour.", [("money", "$12.6B", "12600000000", "USD")]),
    ("Orvane paid 12.6bn euros.", [("money", "12.6bn euros", "12600000000", "EUR")]),
    ("A fund of €25 million opened.", [("money", "€25 million", "25000000", "EUR")]),
    ("It took two billion dollars.", [("money", "two billion dollars", "2000000000", "USD")]),
    ("It raised half a million dollars.", [("money", "half a million dollars", "500000", "USD")]),
    ("A $5 levy was dropped.", [("money", "$5", "5", "USD")]),
    (
        "US$3.6 million is C$5 million or HK$28m.",
        [
            ("money", "US$3.6 million", "3600000", "USD"),
            ("money", "C$5 million", "5000000", "CAD"),
            ("money", "HK$28m", "28000000", "HKD"),
        ],
    ),
    (
        "Quill offers $18bn (€16bn) in cash.",
        [("money", "$18bn", "18000000000", "USD"), ("money", "€16bn", "16000000000", "EUR")],
    ),
    ("Rs 500 crore was spent.", [("money", "Rs 500 crore", "5000000000", "INR")]),
    ("The dam cost USD10m.", [("money", "USD10m", "10000000", "USD")]),
    ("The dam cost 10 million Swiss francs.", [("money", "10 million Swiss francs", "10000000", "CHF")]),
    ("A litre costs 85 cents.", [("money", "85 cents", "0.85", "USD")]),
    ("It cost 3 dollars and 50 cents.", [("money", "3 dollars and 50 cents", "3.5", "USD")]),
    ("Profit was 40 million pounds.", [("money", "40 million pounds", "40000000", "GBP")]),
    ("Output shrank to -$31.6bn.", [("money", "-$31.6bn", "-31600000000", "USD")]),
    ("They lost millions of dollars.", [("money", "millions of dollars", "1000000..", "USD")]),
    ("Nine Hurt in $3 Million Fire", [("money", "$3 Million", "3000000", "USD")]),
]
PERCENT = [
    ("A 37% stake changed hands.", [("percent", "37%", "37", "percent")]),
    ("It owns 49 per cent.", [("percent", "49 per cent", "49", "percent")]),
    ("Rates rose 4 percentage points.", [("percent", "4 percentage points", "4", "percentage_point")]),
    ("Yields fell 25 basis points.", [("percent", "25 basis points", "0.25", "percentage_point")]),
]
COUNTS = [
    ("Some 1,200 factory workers left.", [("count", "1,200 factory workers", "1200", "worker")]),
    ("Twenty-three people were hurt.", [("count", "Twenty-three people", "23", "people")]),
    ("About two dozen ships sank.", [("count", "two dozen ships", "24", "ship")]),
    ("A hundred houses burned.", [("count", "A hundred houses", "100", "house")]),
    ("It runs 18 rural surgeries.", [("count", "18 rural surgeries", "18", "surgery")]),
    ("The town grew to 95,000.", [("count", "95,000", "95000", None)]),
    ("Thousands of people fled.", [("count", "Thousands of people", "1000..", "people")]),
    ("A 14-member board met.", [("count", "14-member", "14", "member")]),
    ("Two hundred and five thousand birds came.", [("count", "Two hundred and five thousand birds", "205000", "bird")]),
    ("It called 7 times.", [("count", "7 times", "7", "time")]),
    ("The firm has 300 to 400 staff.", [("count", "300 to 400 staff", "300..400", "staff")]),
    ("The mill sold 6.1M new and printed maps.", [("count", "6.1M new and printed maps", "6100000", "map")]),
]
TIMES = [
    ("It opened on July 4, 2025.", [("date", "July 4, 2025", "20250704", "day")]),
    ("It opened on 3 May 1998.", [("date", "3 May 1998", "19980503", "day")]),
    ("It opened in March 2020.", [("date", "March 2020", "202003", "month")]),
    ("It opened in 2009.", [("date", "2009", "2009", "year")]),
    ("It opened on 2024-02-29.", [("date", "2024-02-29", "20240229", "day")]),
    ("They spoke for three years.", [("duration", "three years", "3", "year")]),
    ("A two-month pact was signed.", [("duration", "two-month", "2", "month")]),
    ("It lasted two and a half hours.", [("duration", "two and a half hours", "2.5", "hour")]),
    ("The 53-year-old won.", [("age", "53-year-old", "53", "year")]),
    ("The suspect, aged 17, ran.", [("age", "17", "17", "year")]),
    ("Tarek Ober, 44, joined the board.", [("age", "44", "44", "year")]),
    ("She was a millionaire at 31.", [("age", "31", "31", "year")]),
    ("He left Norrvik College at 21 to found a bakery.", [("age", "21", "21", "year")]),
    ("Men between the ages of 17 and 20 bet.", [("age", "17 and 20", "17..20", "year")]),
    ("Men aged 18 to 34 bet most.", [("age", "18 to 34", "18..34", "year")]),
]
SHARES = [
    ("The third-oldest dam burst.", [("ordinal", "third-oldest", "3", "rank")]),
    ("It is the third to fail.", [("ordinal", "third", "3", "rank")]),
    ("About a third of homes are rented.", [("ratio", "a third", "0.3333", "home")]),
    ("One in five homes is empty.", [("ratio", "One in five", "0.2", "home")]),
    ("Nearly two-thirds of voters stayed away.", [("ratio", "two-thirds", "0.6667", "voter")]),
    ("The odds are 3 to 1.", [("ratio", "3 to 1", "3", None)]),
    ("Half of the crew left.", [("ratio", "Half", "0.5", "crew")]),
]
PHYSICAL = [
    ("The mast is 120 metres tall.", [("physical", "120 metres", "120", "metre")]),
    ("It yields 3.6 MW.", [("physical", "3.6 MW", "3.6", "megawatt")]),
    ("It reached 41.5°C at noon.", [("physical", "41.5°C", "41.5", "celsius")]),
    ("It has 310 pound-feet of torque.", [("physical", "310 pound-feet", "310", "pound-foot")]),
    ("It weighs 90 kg.", [("physical", "90 kg", "90", "kilogram")]),
    ("The parcel weighs 20 pounds.", [("physical", "20 pounds", "20", "pound")]),
    (
        "Winds of 55 mph (90 km/h) blew.",
        [
            ("physical", "55 mph", "55", "mile per hour"),
            ("physical", "90 km/h", "90", "kilometre per hour"),
        ],
    ),
    ("It fell to minus-80 degrees Fahrenheit.", [("physical", "minus-80 degrees Fahrenheit", "-80", "fahrenheit")]),
]
ECHOES = [
    (
        "It sold 510 carts, compared with 74 last spring.",
        [("count", "510 carts", "510", "cart"), ("count", "74", "74", "cart")],
    ),
    (
        "He slimmed from 180 pounds to 165.",
        [("physical", "180 pounds", "180", "pound"), ("physical", "165", "165", "pound")],
    ),
    ("It has 40 carts and 74 is its number.", [("count", "40 carts", "40", "cart"), ("count", "74", "74", None)]),
]
RANGES = [
    ("It is worth $12.6-$13 billion.", [("money", "$12.6-$13 billion", "12600000000..13000000000", "USD")]),
    ("It costs from $20 to $25 billion.", [("money", "$20 to $25 billion", "20000000000..25000000000", "USD")]),
    ("Claims go from $300 to $2 million.", [("money", "$300 to $2 million", "300..2000000", "USD")]),
    ("It takes between 5 and 7 percent.", [("percent", "5 and 7 percent", "5..7", "percent")]),
    ("It is from 10 to 20 km wide.", [("physical", "10 to 20 km", "10..20", "kilometre")]),
    ("It lasts one to two years.", [("duration", "one to two years", "1..2", "year")]),
    (
        "It fell from 12% to 9%.",
        [("percent", "12%", "12", "percent"), ("percent", "9%", "9", "percent")],
    ),
    (
        "Sales rose from 10 to 20 km of pipe.",
        [("physical", "10", "10", "kilometre"), ("physical", "20 km", "20", "kilometre")],
    ),
    (
        "The gap grew by $3 billion to $17 billion.",
        [("money", "$3 billion", "3000000000", "USD"), ("money", "$17 billion", "17000000000", "USD")],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [*MONEY, *PERCENT, *COUNTS, *TIMES, *SHARES, *PHYSICAL, *RANGES, *ECHOES]
)
def test_quantities_of_each_kind_are_found_with_value_and_unit(text: str, expected: list[Expected]) -> None:
    """Every quantity of the sentence is found with its kind, place, value and unit, and nothing else."""
    found = [_short(quantity) for quantity in find_quantities(text)]
    rounded = [(kind, raw, value[:6] if kind == "ratio" and value else value, unit) for kind, raw, value, unit in found]
    assert rounded == [(k, r, "0.6666" if v == "0.6667" else v, u) for k, r, v, u in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Norlam 3.2 beats its rivals.",
        "GVT-19 spread and Section 230 applies.",
        "The claim is disputed [3].",
        "It is cited twice [[1]].",
        "See https://x.example/2024/05/12 for more.",
        "Call 555-0199 or +44 20 7946 0018.",
        "The bell rings at 9:30 am.",
        "1. Open the box",
        "He won 3-1 on penalties.",
        "The vote was 52-48 in the council.",
        "A multi-billion plan failed.",
        "She was born in the 1990s.",
        "The Kestrel 7 is slow.",
        "Room 12 is locked, see page 4.",
        "It is one of the largest mills.",
        "No one knows which one it was.",
        "They raised billions for it.",
        "The one reason he’s late is unclear.",
        "Wait a second.",
        "It took part in the second half.",
        "The company was not named.",
        "",
    ],
)
def test_numbers_that_are_no_quantities_are_left_out(text: str) -> None:
    """Numbers in names, addresses, citations, clock times, scores, markers and idioms give nothing."""
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("It has 40 rooms.", Bound.EXACT),
        ("It has at least 40 rooms.", Bound.AT_LEAST),
        ("It has more than 40 rooms.", Bound.AT_LEAST),
        ("It has over 40 rooms.", Bound.AT_LEAST),
        ("It has 40 rooms or more.", Bound.AT_LEAST),
        ("It has 40+ rooms.", Bound.AT_LEAST),
        ("The value exceeding $40 is taxed.", Bound.AT_LEAST),
        ("It has up to 40 rooms.", Bound.AT_MOST),
        ("It has fewer than 40 rooms.", Bound.AT_MOST),
        ("It has nearly 40 rooms.", Bound.ABOUT),
        ("It has almost 40 rooms.", Bound.ABOUT),
        ("It has about 40 rooms.", Bound.ABOUT),
        ("It has approximately 40 rooms.", Bound.ABOUT),
        ("It has roughly 40 rooms.", Bound.ABOUT),
        ("It has around 40 rooms.", Bound.ABOUT),
        ("It has some 40 rooms.", Bound.ABOUT),
        ("It has 40-odd rooms.", Bound.ABOUT),
        ("The error is plus or minus 4 points.", Bound.ABOUT),
        ("It ran over 40 days.", Bound.EXACT),
        ("It ran for over 40 days.", Bound.AT_LEAST),
    ],
)
def test_the_words_beside_a_number_bound_it(text: str, bound: Bound) -> None:
    """Bounds come from the words before or behind the number and are not part of the raw text."""
    (found,) = find_quantities(text)
    assert found.bound is bound
    assert found.raw[0] in "4$"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The mill closed on Monday.", 20260309),
        ("The mill closed on Wednesday.", 20260311),
        ("The mill closed last Wednesday.", 20260304),
        ("The mill closed yesterday.", 20260310),
        ("The mill closed on February 20.", 20260220),
        ("The mill closed on December 20.", None),
        ("The mill closed on 30 January.", 20260130),
        ("The mill closed last year.", 2025),
        ("The mill will close on Monday.", 20260316),
        ("The strike is to end on Friday, the union says.", 20260313),
        ("The mill will close on Wednesday.", None),
        ("The vote was due on Friday.", None),
        ("The mill will close on 31 July next year.", 20270731),
        ("The mill closed on 31 July of last year.", 20250731),
        ("The mill closed on 1 July.", None),
        ("The 1 March marches were large.", None),
    ],
)
def test_relative_dates_are_resolved_only_where_certain(text: str, value: int | None) -> None:
    """A weekday, or a day near the publication, gets its date; what may mean another week or year is left out."""
    found = find_quantities(text, published_at=PUBLISHED)
    assert [quantity.value for quantity in found] == ([] if value is None else [Decimal(value)])
    assert find_quantities(text) == ()


BY, TO, FROM = QuantityRole.BY, QuantityRole.TO, QuantityRole.FROM


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Sales rose 5 % to $12 million from $11.4 million.", [BY, TO, FROM]),
        ("Profit fell from $11.4 million to $9 million.", [FROM, TO]),
        ("The levy was cut by 0.25 percentage points to 4.5 percent.", [BY, TO]),
        ("Profit jumped by nearly 40 per cent to about £2m.", [BY, TO]),
        ("The crew grew from 300 to 412 people.", [FROM, TO]),
        ("It earned $5 million, up 12% from $4.4 million a year earlier.", [None, BY, FROM]),
        ("Sales rose 5 %, or $0.6 million, to $12 million in spring, from $11.4 million.", [BY, None, TO, FROM]),
        ("It employs 340 people, up from 300.", [None, FROM]),
        ("Costs grew 2.5% compared with 3.1% in May.", [BY, FROM]),
        ("The index gained 12 points to 3,410.", [BY, TO]),
        ("Waiting time dropped from 12 weeks to 9 weeks.", [FROM, TO]),
        ("A 3% rise in rents was announced.", [BY]),
        ("An increase of 3 percent was agreed.", [BY]),
        ("It raised the price to $3 billion.", [TO]),
        ("It raised $3 billion from 12 investors.", [None, None]),
        ("The fund pays up to $5 million to 12 suppliers.", [None, None]),
        ("It cut 300 jobs at 12 plants.", [None, None]),
        ("Sales, which fell, came to $5 million.", [None]),
        ("Prices range from $5 to $10.", [None]),
        ("The dam cost $10 million.", [None]),
        ("It dropped 3 crates on 12 farms.", [None, None]),
    ],
)
def test_an_amount_says_whether_it_is_the_change_or_the_value_before_or_after(
    text: str, roles: list[QuantityRole | None]
) -> None:
    """By, to and from are told by the preposition and a word of change in the same clause; elsewhere there is none."""
    assert [quantity.role for quantity in find_quantities(text)] == roles


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("It has revenue of $3 million.", "revenue"),
        ("It bought a 37% stake.", "stake"),
        ("It got a $5,000 fine.", "fine"),
        ("It pays $98 a share.", "per share"),
        ("It had 18 rural surgeries.", "rural surgery"),
        ("It paid $40 on Friday.", None),
        ("Profit of $4 billion a year earlier is gone.", "profit"),
    ],
)
def test_the_concept_is_named_where_a_noun_touches_the_amount(text: str, concept: str | None) -> None:
    """The concept is the measured noun, the rate or the counted phrase; without one of these it is null."""
    assert find_quantities(text)[0].concept == concept


def test_offsets_count_in_the_field() -> None:
    """Spans are moved by the offset and carry the field they count in."""
    text = "It pays $5 to 30 clerks."
    for found in find_quantities(text, field=Field.TITLE, offset=100):
        assert found.field is Field.TITLE
        assert text[found.char_start - 100 : found.char_end - 100] == found.raw


_AMOUNTS = st.sampled_from(
    [
        ("${}", QuantityKind.MONEY, "USD", 0),
        ("€{} million", QuantityKind.MONEY, "EUR", 6),
        ("{}bn yen", QuantityKind.MONEY, "JPY", 9),
        ("{}%", QuantityKind.PERCENT, "percent", 0),
        ("{} km", QuantityKind.PHYSICAL, "kilometre", 0),
        ("{} tonnes", QuantityKind.PHYSICAL, "tonne", 0),
        ("{} months", QuantityKind.DURATION, "month", 0),
        ("{} clerks", QuantityKind.COUNT, "clerk", 0),
    ]
)
_FRAMES = st.sampled_from(
    [
        "The board says {} was lost.",
        "Velmar Foods, which makes tea, reported {} in the end.",
        "It was {}.",
        "“It was {},” she said.",
        "- Losses: {}",
        "Über Ålesund zählte man {} 🙂 damals.",
    ]
)


@given(amount=_AMOUNTS, number=st.decimals("2", "999", places=1), frame=_FRAMES)
@settings(deadline=None)
def test_a_planted_amount_comes_back_exactly(
    amount: tuple[str, QuantityKind, str, int], number: Decimal, frame: str
) -> None:
    """An amount put into any sentence is found there, and only it, with its exact place, value and unit."""
    pattern, kind, unit, scale = amount
    written = pattern.format(number)
    (found,) = find_quantities(frame.format(written))
    assert (found.raw, found.kind, found.unit, found.value) == (written, kind, unit, number.scaleb(scale))


# Pieces that quantities are made of, and pieces that spoil them.
_SCRAPS = [
    "$",
    "€",
    "5",
    "12.6",
    "1,000",
    "-",
    "–",
    "to",
    "and",
    "of",
    "the",
    "%",
    "billion",
    "m",
    "km",
    "year-old",
    "July",
]
_SCRAPS += [
    "2024",
    "second",
    "third",
    "half",
    "one",
    "two",
    "dozen",
    "about",
    "Acme",
    "'s",
    "(",
    ")",
    ".",
    ",",
    "[3]",
    "at",
]
_SCRAPS += [
    "aged",
    "A",
    "per",
    "kg",
    "🙂",
    "hundred",
    "\u00a0",
    "US$",
    "cents",
    "between",
    "from",
    "-5",
    "3/4",
    "x",
    "a",
]


@given(
    text=st.lists(
        st.sampled_from(_SCRAPS),
        max_size=14,
    ).map(" ".join)
)
@settings(deadline=None)
def test_spans_are_exact_and_do_not_overlap(text: str) -> None:
    """Whatever the text, each raw text is the slice it names, spans are in order, and a range has both or one end."""
    last = 0
    for found in find_quantities(text, published_at=PUBLISHED):
        assert found.raw == text[found.char_start : found.char_end]
        assert found.char_start >= last
        last = found.char_end
        assert (found.value is None) == (found.value_min is not None)
        if found.value_max is not None and found.value_min is not None:
            assert found.value_min <= found.value_max


@pytest.mark.parametrize("piece", ["1 ", "AB-1 ", "5 to ", "one ", "$5 ", "in 2009 ", "Acme 7 "])
def test_a_very_long_line_takes_no_more_than_its_share_of_time(piece: str) -> None:
    """Ten times the text takes at most about thirty times the time: a page of figures cannot stop a worker."""

    def seconds(count: int) -> float:
        started = time.process_time()
        find_quantities(piece * count)
        return time.process_time() - started

    assert seconds(3000) < max(30 * seconds(300), 2.0)
