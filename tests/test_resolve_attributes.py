"""The attribute lexicon: the nearest words decide what a quantity says of its subject."""

from __future__ import annotations

import pytest

from claimhouse.records import QuantityKind, ValueKind
from claimhouse.resolve import StatementView, attribute_of
from claimhouse.resolve.attributes import predicate_lemma
from claimhouse.resolve.lexicon import rule_named, rules

MONEY, PERCENT, COUNT = QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.COUNT
DATE, AGE, DURATION = QuantityKind.DATE, QuantityKind.AGE, QuantityKind.DURATION

TABLE: list[tuple[str, str, QuantityKind, str]] = [
    ("Norvik's staggering $3 billion investment in Alder", "$3 billion", MONEY, "deal_amount"),
    ("Norvik buys Alder for $3 billion in cash", "$3 billion", MONEY, "deal_amount"),
    ("Norvik will acquire the chip designer Alder for about $3 billion", "$3 billion", MONEY, "deal_amount"),
    ("The $3 billion takeover has been approved", "$3 billion", MONEY, "deal_amount"),
    ("a deal valued at $3 billion", "$3 billion", MONEY, "deal_amount"),
    ("Norvik agreed to pay $3 billion for Alder", "$3 billion", MONEY, "deal_amount"),
    ("after the 2011 takeover of the parcel service Dunmore for a steep $5 billion", "$5 billion", MONEY,
     "deal_amount"),
    ("Norvik is pouring $3 billion into Alder", "$3 billion", MONEY, "deal_amount"),
    ("The $3 billion deal buys a stake and values the firm at $9 billion", "$9 billion", MONEY, "valuation"),
    ("The $3 billion deal buys a stake and values the firm at $9 billion", "$3 billion", MONEY, "deal_amount"),
    ("Alder, a startup valued at $9 billion, is hiring", "$9 billion", MONEY, "valuation"),
    ("Alder's valuation of more than $9 billion", "$9 billion", MONEY, "valuation"),
    ("Alder is valued at $9 billion by the deal", "$9 billion", MONEY, "valuation"),
    ("a small stake valued at $9 billion", "$9 billion", MONEY, "stake_value"),
    ("Norvik offered shareholders $41 a share", "$41 a share", MONEY, "price_per_share"),
    ("Norvik was fined $5 million for late filing", "$5 million", MONEY, "fine"),
    ("a penalty of $5 million", "$5 million", MONEY, "fine"),
    ("The bank reached a $20 million settlement", "$20 million", MONEY, "settlement"),
    ("The storm caused an estimated $2 billion in damage", "$2 billion", MONEY, "damage_cost"),
    ("Alder raised $40 million in a Series B round", "$40 million", MONEY, "funding_raised"),
    ("a $40 million funding round", "$40 million", MONEY, "funding_raised"),
    ("Revenue rose to $40 million", "$40 million", MONEY, "revenue"),
    ("Norvik reported sales of $40 million", "$40 million", MONEY, "revenue"),
    ("Net income was $4 million", "$4 million", MONEY, "profit"),
    ("Larkspur reported a loss of 310 million euros", "310 million euros", MONEY, "loss"),
    ("The council has debts of $12 million", "$12 million", MONEY, "debt"),
    ("The market for cells is expected to reach $80 billion", "$80 billion", MONEY, "market_size"),
    ("Her salary of $90,000 was cut", "$90,000", MONEY, "pay"),
    ("The city's budget of $300 million", "$300 million", MONEY, "budget"),
    ("He donated $2 million to the museum", "$2 million", MONEY, "donation"),
    ("A reward of $10,000 was offered", "$10,000", MONEY, "reward"),
    ("A ticket price of $12", "$12", MONEY, "price"),
    ("The bridge will cost $300 million", "$300 million", MONEY, "cost"),
    ("a $4 billion contract to supply trains", "$4 billion", MONEY, "contract_amount"),
    ("Norvik takes a 30% stake in Alder", "30%", PERCENT, "stake_percent"),
    ("Norvik buys 38 percent of battery maker Alder", "38 percent", PERCENT, "stake_percent"),
    ("Nordhav bought 22 percent of Alder's output", "22 percent", PERCENT, "percent"),
    ("Turnout was 61 percent", "61 percent", PERCENT, "turnout"),
    ("She won 52.4 percent of the vote", "52.4 percent", PERCENT, "vote_share"),
    ("Unemployment fell to 4.1 percent", "4.1 percent", PERCENT, "unemployment_rate"),
    ("Inflation rose to 2.9 percent", "2.9 percent", PERCENT, "inflation_rate"),
    ("The bank left its main interest rate at 3.25 percent", "3.25 percent", PERCENT, "interest_rate"),
    ("Alder's market share of 18 percent", "18 percent", PERCENT, "market_share"),
    ("The blaze is 40 percent contained", "40 percent", PERCENT, "containment"),
    ("Revenue grew by 12 percent", "12 percent", PERCENT, "growth_rate"),
    ("Shares in Norvik fell 6 percent", "6 percent", PERCENT, "price_change"),
    ("The government cut the levy by 8 percent", "8 percent", PERCENT, "change_percent"),
    ("At least 12 people were killed and 30 injured", "12 people", COUNT, "dead"),
    ("At least 12 people were killed and 30 injured", "30", COUNT, "injured"),
    ("At least twelve people were killed and three injured", "twelve people", COUNT, "dead"),
    ("The death toll rose to 15", "15", COUNT, "dead"),
    ("The fire claimed 14 lives", "14 lives", COUNT, "dead"),
    ("Three miners are missing", "Three miners", COUNT, "missing"),
    ("2,000 residents were evacuated", "2,000 residents", COUNT, "evacuated"),
    ("Police arrested 17 protesters", "17 protesters", COUNT, "arrested"),
    ("The flood damaged 340 homes", "340 homes", COUNT, "affected_buildings"),
    ("9,000 households were left without power", "9,000 households", COUNT, "power_outage"),
    ("More than 230 people were on board", "230 people", COUNT, "aboard"),
    ("Larkspur will cut 2,000 jobs", "2,000 jobs", COUNT, "layoffs"),
    ("The plant will create 500 jobs", "500 jobs", COUNT, "jobs_created"),
    ("Alder employs 1,400 people", "1,400 people", COUNT, "employees"),
    ("The app has 3 million users", "3 million users", COUNT, "users"),
    ("Harrowgate has a population of 40,000", "40,000", COUNT, "population"),
    ("The bill passed with 52 votes", "52 votes", COUNT, "votes"),
    ("Her party won 31 seats", "31 seats", COUNT, "seats"),
    ("Roe is to get a severance package of $2 million", "$2 million", MONEY, "severance"),
    ("The ferry is certified for 312 passengers", "312 passengers", COUNT, "capacity"),
    ("The bridge, built in 1931, was closed", "1931", DATE, "built_date"),
    ("The town noticed the leak on 4 May", "4 May", DATE, "discovery_date"),
    ("The walkout is due to end on 9 May", "9 May", DATE, "event_end"),
    ("The opening had first been planned for 2023", "2023", DATE, "planned_date"),
    ("The site was out of service for 31 hours", "31 hours", DURATION, "outage_length"),
    ("The region reported 80 new cases", "80", COUNT, "cases"),
    ("Alder was founded in 2013 by Jane Roe", "2013", DATE, "founded_date"),
    ("She was born in Harrowgate in 1971", "1971", DATE, "birth_date"),
    ("The deal is expected to close by March 2027", "March 2027", DATE, "closing_date"),
    ("The fire broke out on Tuesday", "Tuesday", DATE, "event_date"),
    ("He was sentenced to six years in prison", "six years", DURATION, "prison_term"),
    ("a three-year contract", "three-year", DURATION, "contract_length"),
    ("Jane Roe, a 31-year-old engineer", "31-year-old", AGE, "age"),
    ("Roe left school at 17", "17", AGE, "age_at"),
    ("He is 58 and has worked since he was 16", "16", AGE, "age_at"),
    ("the second-largest purchase of the year", "second", QuantityKind.ORDINAL, "rank"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "raw", "kind", "expected"), TABLE)
def test_attribute_of_a_quantity(sentence: str, raw: str, kind: QuantityKind, expected: str) -> None:
    """A quantity's attribute follows from the words around it."""
    unit = raw.rsplit(maxsplit=1)[-1] if kind is COUNT and " " in raw else None
    found = attribute_of(StatementView(sentence=sentence, raw=raw, kind=kind, unit=unit))
    assert found.name.removeprefix("state:") == expected


@pytest.mark.parametrize(
    ("subject", "predicate", "thing", "expected"),
    [
        ("Norvik", "has announced", "its acquisition of Alder", "confirmation"),
        ("Norvik", "has acquired", "Alder", "deal_type"),
        ("Jane Roe", "is", "the founder of Alder", "founder"),
        ("Jane Roe", "is", "the chief executive of Alder", "chief_executive"),
        ("Jane Roe", "was elected", "mayor of Harrowgate", "role"),
        ("The fire", "was caused by", "a leaking pipe", "cause"),
        ("Alder", "is based in", "Harrowgate", "headquarters"),
        ("Alder", "has been working with", "Norvik", "work_with"),
        ("Alder", "serves", "Norvik", "serve"),
    ],
)
def test_attribute_without_a_quantity(subject: str, predicate: str, thing: str, expected: str) -> None:
    """A claim without a quantity is judged by its own words; beyond the lexicon its predicate is the attribute."""
    sentence = f"{subject} {predicate} {thing}."
    view = StatementView(sentence=sentence, subject=subject, predicate=predicate, object=thing)
    assert attribute_of(view).name == expected


@pytest.mark.parametrize(
    ("sentence", "predicate", "raw", "unit", "expected", "single"),
    [
        ("Alder sells 40 boats.", "sells", "40 boats", "boat", "sell:ship", False),
        ("Alder sold 40 kites.", "sold", "40 kites", "kite", "sell:kite", False),
        ("Alder has three ways to go.", "has", "three ways", "way", "have:way", False),
        ("Alder runs 27 factories.", "runs", "27 factories", "factory", "number:plant", True),
        ("Of its 27 plants, three stand idle.", "stand", "27 plants", "plant", "number:plant", True),
        ("With 380 branches it is the largest chain.", "is", "380 branches", "branch", "number:shop", True),
    ],
)
def test_the_open_class_is_single_valued_for_what_one_has(
    sentence: str, predicate: str, raw: str, unit: str, expected: str, *, single: bool
) -> None:
    """What no rule names may have many values; only how many of something one has, is one number."""
    found = attribute_of(StatementView(sentence=sentence, predicate=predicate, raw=raw, kind=COUNT, unit=unit))
    assert (found.name, found.rule, found.single_valued, found.value_kind) == (
        expected, "open", single, ValueKind.NUMBER,
    )  # fmt: skip


def test_the_place_of_the_quantity_counts() -> None:
    """Where one amount stands twice in a sentence, the place tells which is meant."""
    sentence = "Norvik paid $3 billion for Alder, whose revenue is $3 billion."
    last = sentence.rindex("$3 billion")
    names = [
        attribute_of(
            StatementView(sentence=sentence, raw="$3 billion", kind=MONEY, quantity_start=at, quantity_end=at + 10)
        ).name
        for at in (sentence.index("$3 billion"), last)
    ]
    assert names == ["deal_amount", "revenue"]


def test_every_rule_can_be_read() -> None:
    """Each attribute has a value kind and subject, and its name finds it."""
    names = [rule.name for rule in rules()]
    assert len(names) > 60
    assert all(rule_named(name) is not None for name in names)
    assert rule_named("no_such_attribute") is None


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [("was", "be"), ("has been working with", "work_with"), ("plans to open", "plan_open"), ("planned", "plan"),
     ("carries", "carry"), ("", "")],
)  # fmt: skip
def test_predicate_lemma(predicate: str, expected: str) -> None:
    """Forms of one verb come to one lemma, roughly."""
    assert predicate_lemma(predicate) == expected


RATES = [
    ("The two firms agreed a deal worth $17 a month.", "$17 a month", "per month", "deal_amount", False),
    ("The two firms agreed a deal worth $17 million.", "$17 million", None, "deal_amount", True),
]


@pytest.mark.parametrize(("sentence", "raw", "concept", "attribute", "fits"), RATES)
def test_a_sum_for_each_is_no_sum_of_a_deal(
    sentence: str,
    raw: str,
    concept: str | None,
    attribute: str,
    fits: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A sum by the month, share or head is a price or a pay, never the amount of a deal."""
    start = sentence.index(raw)
    statement = StatementView(
        sentence=sentence,
        subject="the two firms",
        predicate="agreed",
        object="a deal",
        kind=QuantityKind.MONEY,
        unit="USD",
        concept=concept,
        raw=raw,
        quantity_start=start,
        quantity_end=start + len(raw),
    )
    assert (attribute_of(statement).name == attribute) is fits
