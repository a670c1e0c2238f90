"""What a sentence states: a table of sentences with the statements that a reader finds in them."""

from __future__ import annotations

from functools import cache

import pytest

from claimhouse.extractors import extract_document
from claimhouse.extractors.parsed import load_pipeline
from claimhouse.extractors.phrases import render
from claimhouse.extractors.statements import Path, find_statements
from claimhouse.provenance import plain_number
from claimhouse.records import FoundClaim, FoundQuantity, TextDocument
from claimhouse.settings import ExtractSettings

Stated = tuple[str | None, str | None, str | None, str | None, bool]

# sentence, subject, predicate, object, quantity as "kind value unit", negated
STATEMENTS: tuple[tuple[str, str | None, str, str | None, str | None, bool], ...] = (
    ("Norvik bought Tessel for $3.2 billion.", "Norvik", "bought", "Tessel", "money 3200000000 USD", False),
    (
        "Norvik has agreed to buy Tessel for €450 million.",
        "Norvik",
        "has agreed to buy",
        "Tessel",
        "money 450000000 EUR",
        False,
    ),
    ("Norvik did not buy Tessel.", "Norvik", "did not buy", "Tessel", None, True),
    ("Norvik never sold its shares in Tessel.", "Norvik", "never sold", "its shares", None, True),
    ("Tessel was bought by Norvik for $40 million.", "Tessel", "was bought by", "Norvik", "money 40000000 USD", False),
    ("Tessel was founded in 2012 by Ann Bell.", "Tessel", "was founded by", "Ann Bell", "date 2012 year", False),
    ("The plant employs 1,200 people.", "The plant", "employs", "1,200 people", "count 1200 people", False),
    (
        "The plant, which employs 1,200 people, will close in March.",
        "The plant",
        "employs",
        "1,200 people",
        "count 1200 people",
        False,
    ),
    ("The plant, which employs 1,200 people, will close in March.", "The plant", "will close in", "March", None, False),
    ("Ann Bell, who founded Tessel, left the company in 2019.", "Ann Bell", "founded", "Tessel", None, False),
    (
        "Ann Bell, who founded Tessel, left the company in 2019.",
        "Ann Bell",
        "left",
        "the company",
        "date 2019 year",
        False,
    ),
    ("Ann Bell, the founder of Tessel, joined Norvik.", "Ann Bell", "is", "the founder of Tessel", None, False),
    ("Ann Bell, the founder of Tessel, joined Norvik.", "Ann Bell", "joined", "Norvik", None, False),
    ("Ann Bell, 42, joined Norvik in May.", "Ann Bell", "is", "42", "age 42 year", False),
    ("Ann Bell, 42, joined Norvik in May.", "Ann Bell", "joined", "Norvik", None, False),
    ("Norvik chief executive Tom Reyes resigned on Friday.", "Tom Reyes", "is", "Norvik chief executive", None, False),
    (
        "Norvik chief executive Tom Reyes resigned on Friday.",
        "Norvik chief executive Tom Reyes",
        "resigned on",
        "Friday",
        None,
        False,
    ),
    ("Profit rose 5% to $20 million.", "Profit", "rose", "5%", "percent 5 percent", False),
    ("Profit rose 5% to $20 million.", "Profit", "rose", "5%", "money 20000000 USD", False),
    ("Revenue fell by 3 percent in the first quarter.", "Revenue", "fell by", "3 percent", "percent 3 percent", False),
    ("Unemployment stood at 4.1% in June.", "Unemployment", "stood at", "4.1%", "percent 4.1 percent", False),
    ("Tessel is valued at $4.5 billion.", "Tessel", "is valued at", "$4.5 billion", "money 4500000000 USD", False),
    (
        "The deal values Tessel at $4.5 billion.",
        "Tessel",
        "is valued at",
        "$4.5 billion",
        "money 4500000000 USD",
        False,
    ),
    ("Norvik paid $29bn (€25bn) for Tessel.", "Norvik", "paid", "$29bn", "money 29000000000 USD", False),
    ("Norvik bought Tessel and sold Harrow Foods.", "Norvik", "bought", "Tessel", None, False),
    ("Norvik bought Tessel and sold Harrow Foods.", "Norvik", "sold", "Harrow Foods", None, False),
    ("Norvik owns 60% of Harrow Foods.", "Norvik", "owns", "60% of Harrow Foods", "percent 60 percent", False),
    (
        "Norvik holds a 12% stake in Harrow Foods.",
        "Norvik",
        "holds",
        "a 12% stake in Harrow Foods",
        "percent 12 percent",
        False,
    ),
    (
        "Its $14 million investment in Harrow Foods was approved.",
        "Its",
        "$14 million investment in",
        "Harrow Foods",
        "money 14000000 USD",
        False,
    ),
    (
        "Its $14 million investment in Harrow Foods was approved.",
        "Its $14 million investment in Harrow Foods",
        "was approved",
        None,
        None,
        False,
    ),
    ("Founded in 2016, Tessel makes sensors.", "Tessel", "was founded in", "2016", "date 2016 year", False),
    ("Founded in 2016, Tessel makes sensors.", "Tessel", "makes", "sensors", None, False),
    ("The council rejected the plan.", "The council", "rejected", "the plan", None, False),
    (
        "The council approved a budget of £12 million.",
        "The council",
        "approved",
        "a budget of £12 million",
        "money 12000000 GBP",
        False,
    ),
    ("The bridge cost $85 million.", "The bridge", "cost", "$85 million", "money 85000000 USD", False),
    ("The storm killed 14 people.", "The storm", "killed", "14 people", "count 14 people", False),
    ("The storm left 3,000 homes without power.", "The storm", "left", "3,000 homes", "count 3000 home", False),
    ("Police arrested two men in Harrow.", "Police", "arrested", "two men", "count 2 man", False),
    ("The court fined Norvik $2 million.", "The court", "fined", "$2 million", "money 2000000 USD", False),
    ("The court sentenced Reyes to five years in prison.", "The court", "sentenced", "Reyes", "duration 5 year", False),
    ("Lena Ortiz won the race in 52 minutes.", "Lena Ortiz", "won", "the race", "duration 52 minute", False),
    ("The museum opened in 1984.", "The museum", "opened in", "1984", "date 1984 year", False),
    ("The museum will reopen in 2027.", "The museum", "will reopen in", "2027", "date 2027 year", False),
    ("Tessel plans to hire 200 engineers.", "Tessel", "plans to hire", "200 engineers", "count 200 engineer", False),
    (
        "Tessel expects to lose $5 million this year.",
        "Tessel",
        "expects to lose",
        "$5 million",
        "money 5000000 USD",
        False,
    ),
    ("Norvik hired Bell to lead its new unit.", "Norvik", "hired", "Bell", None, False),
    ("Bell was named chief executive in 2019.", "Bell", "was named", "chief executive", "date 2019 year", False),
    ("Bell is the mayor of Harrow.", "Bell", "is", "the mayor of Harrow", None, False),
    ("Harrow is a town of 9,000 people.", "Harrow", "is", "a town of 9,000 people", "count 9000 people", False),
    ("The river is 140 km long.", "The river", "is", "140 km long", "physical 140 kilometre", False),
    ("The tower is 90 metres high.", "The tower", "is", "90 metres high", "physical 90 metre", False),
    ("The app has 3 million users.", "The app", "has", "3 million users", "count 3000000 user", False),
    (
        "Norvik laid off 14% of its workforce.",
        "Norvik",
        "laid off",
        "14% of its workforce",
        "percent 14 percent",
        False,
    ),
    ("Norvik cut 300 jobs at its Harrow plant.", "Norvik", "cut", "300 jobs", "count 300 job", False),
    ("Exports to Lund doubled in 2023.", "Exports to Lund", "doubled in", "2023", "date 2023 year", False),
    ("Tessel shares fell 8% on Tuesday.", "Tessel shares", "fell", "8%", "percent 8 percent", False),
    (
        "The company raised $40 million from Norvik.",
        "The company",
        "raised",
        "$40 million",
        "money 40000000 USD",
        False,
    ),
    ("Norvik sued Tessel in 2021.", "Norvik", "sued", "Tessel", "date 2021 year", False),
    ("Norvik has not confirmed the purchase.", "Norvik", "has not confirmed", "the purchase", None, True),
    ("No workers were injured in the fire.", "No workers", "were injured in", "the fire", None, True),
    ("The fire destroyed 12 houses.", "The fire", "destroyed", "12 houses", "count 12 house", False),
    (
        "Farmers harvested 2.1 million tonnes of wheat.",
        "Farmers",
        "harvested",
        "2.1 million tonnes of wheat",
        "physical 2100000 tonne",
        False,
    ),
    ("The bank lent Harrow Foods $15 million.", "The bank", "lent", "$15 million", "money 15000000 USD", False),
    ("The bank raised its rate to 4.5%.", "The bank", "raised", "its rate", "percent 4.5 percent", False),
    ("The loan was repaid in 2018.", "The loan", "was repaid in", "2018", "date 2018 year", False),
    ("Ortiz scored 31 points.", "Ortiz", "scored", "31 points", "count 31 point", False),
    ("The vaccine protects 94% of adults.", "The vaccine", "protects", "94% of adults", "percent 94 percent", False),
    (
        "The study followed 5,200 patients for ten years.",
        "The study",
        "followed",
        "5,200 patients",
        "count 5200 patient",
        False,
    ),
    ("Tessel opened its first factory in Lund.", "Tessel", "opened", "its first factory in Lund", None, False),
    ("The factory was built by Norvik in 1999.", "The factory", "was built by", "Norvik", "date 1999 year", False),
    ("The minister resigned over the report.", "The minister", "resigned over", "the report", None, False),
    ("Ticket sales reached $9 million.", "Ticket sales", "reached", "$9 million", "money 9000000 USD", False),
    ("The film earned $9 million in its first week.", "The film", "earned", "$9 million", "money 9000000 USD", False),
    ("Reyes studied physics at Lund.", "Reyes", "studied", "physics at Lund", None, False),
    ("Bell was born in Harrow in 1980.", "Bell", "was born in", "Harrow", "date 1980 year", False),
    ("Reyes married Ortiz in 2004.", "Reyes", "married", "Ortiz", "date 2004 year", False),
    ("Reyes died on Sunday at 81.", "Reyes", "died at", "81", "age 81 year", False),
    ("Norvik moved its headquarters from Lund to Harrow.", "Norvik", "moved", "its headquarters", None, False),
    (
        "Harrow Foods recalled 40,000 cans of soup.",
        "Harrow Foods",
        "recalled",
        "40,000 cans of soup",
        "count 40000 can",
        False,
    ),
    ("The strike ended on Friday.", "The strike", "ended on", "Friday", None, False),
    ("About 600 workers went on strike.", "About 600 workers", "went on", "strike", "count 600 worker", False),
    ("Tessel supplies sensors to 40 hospitals.", "Tessel", "supplies", "sensors", "count 40 hospital", False),
    (
        "Norvik and Tessel signed a contract worth $12 million.",
        "Norvik and Tessel",
        "signed",
        "a contract worth $12 million",
        "money 12000000 USD",
        False,
    ),
    ("Norvik, backed by Harrow Foods, bought Tessel.", "Norvik", "was backed by", "Harrow Foods", None, False),
    ("Norvik, backed by Harrow Foods, bought Tessel.", "Norvik", "bought", "Tessel", None, False),
    (
        "OpenFarm, founded in 2016 by Lena Ortiz, serves 900 farms.",
        "OpenFarm",
        "was founded by",
        "Lena Ortiz",
        "date 2016 year",
        False,
    ),
    (
        "OpenFarm, founded in 2016 by Lena Ortiz, serves 900 farms.",
        "OpenFarm",
        "serves",
        "900 farms",
        "count 900 farm",
        False,
    ),
    ("The school has 480 pupils.", "The school", "has", "480 pupils", "count 480 pupil", False),
    ("The ship carried 74 passengers.", "The ship", "carried", "74 passengers", "count 74 passenger", False),
    ("The airline cancelled 30 flights.", "The airline", "cancelled", "30 flights", "count 30 flight", False),
    ("Rents in Harrow rose by 11% last year.", "Rents in Harrow", "rose by", "11%", "percent 11 percent", False),
    ("Prices have doubled since 2015.", "Prices", "have doubled since", "2015", "date 2015 year", False),
    ("The levy raised £3 million.", "The levy", "raised", "£3 million", "money 3000000 GBP", False),
    ("Norvik's profit was $20 million.", "Norvik's profit", "was", "$20 million", "money 20000000 USD", False),
    (
        "Norvik's revenue fell to $80 million.",
        "Norvik's revenue",
        "fell to",
        "$80 million",
        "money 80000000 USD",
        False,
    ),
    ("The population of Harrow is 9,000.", "The population of Harrow", "is", "9,000", "count 9000", False),
    ("There were 14 people on board.", "There", "were", "14 people on board", "count 14 people", False),
    ("Tessel is a subsidiary of Norvik.", "Tessel", "is", "a subsidiary of Norvik", None, False),
    ("Tessel has been acquired by Norvik.", "Tessel", "has been acquired by", "Norvik", None, False),
    ("Bell said Norvik had sold 40,000 units.", "Norvik", "had sold", "40,000 units", "count 40000 unit", False),
    ("According to a filing, Norvik paid $3 million.", "Norvik", "paid", "$3 million", "money 3000000 USD", False),
    ("Norvik said it would close two plants.", "it", "would close", "two plants", None, False),
    ("Sources say Norvik will buy Tessel.", "Norvik", "will buy", "Tessel", None, False),
    ("Norvik may buy Tessel for $3 billion.", "Norvik", "may buy", "Tessel", "money 3000000000 USD", False),
    ("If the deal fails, Norvik will pay Tessel $50 million.", "the deal", "fails", None, None, False),
    (
        "If the deal fails, Norvik will pay Tessel $50 million.",
        "Norvik",
        "will pay",
        "$50 million",
        "money 50000000 USD",
        False,
    ),
    ("Ortiz, a nurse from Lund, won $2 million.", "Ortiz", "is", "a nurse from Lund", None, False),
    ("Ortiz, a nurse from Lund, won $2 million.", "Ortiz", "won", "$2 million", "money 2000000 USD", False),
    (
        "Valuing the company at $9 billion, Norvik bought a 10% stake.",
        "the company",
        "is valued at",
        "$9 billion",
        "money 9000000000 USD",
        False,
    ),
    (
        "Valuing the company at $9 billion, Norvik bought a 10% stake.",
        "Norvik",
        "bought",
        "a 10% stake",
        "percent 10 percent",
        False,
    ),
    (
        "The $3 billion deal gives Norvik a 35% stake in Tessel.",
        "The $3 billion deal",
        "gives",
        "a 35% stake in Tessel",
        "money 3000000000 USD",
        False,
    ),
    (
        "The $3 billion deal gives Norvik a 35% stake in Tessel.",
        "The $3 billion deal",
        "gives",
        "a 35% stake in Tessel",
        "percent 35 percent",
        False,
    ),
    (
        "Harrow Foods, which is owned by Norvik, employs 900 people.",
        "Harrow Foods",
        "is owned by",
        "Norvik",
        None,
        False,
    ),
    (
        "Harrow Foods, which is owned by Norvik, employs 900 people.",
        "Harrow Foods",
        "employs",
        "900 people",
        "count 900 people",
        False,
    ),
    (
        "The satellite launched in 2020 weighs 320 kg.",
        "The satellite",
        "was launched in",
        "2020",
        "date 2020 year",
        False,
    ),
    (
        "The satellite launched in 2020 weighs 320 kg.",
        "The satellite launched in 2020",
        "weighs",
        "320 kg",
        "physical 320 kilogram",
        False,
    ),
    ("The train that derailed on Monday carried 50 people.", "The train", "derailed on", "Monday", None, False),
    (
        "The train that derailed on Monday carried 50 people.",
        "The train that derailed on Monday",
        "carried",
        "50 people",
        "count 50 people",
        False,
    ),
    ("Norvik did not disclose the price.", "Norvik", "did not disclose", "the price", None, True),
    ("Neither company commented on the price.", "Neither company", "commented on", "the price", None, True),
    (
        "The mine produces 30 tonnes of copper a day.",
        "The mine",
        "produces",
        "30 tonnes of copper a day",
        "physical 30 tonne",
        False,
    ),
    ("The hospital treated 17 patients.", "The hospital", "treated", "17 patients", "count 17 patient", False),
    ("Volunteers planted 5,000 trees near Harrow.", "Volunteers", "planted", "5,000 trees", "count 5000 tree", False),
    ("Voters rejected the proposal by 52% to 48%.", "Voters", "rejected", "the proposal", "percent 52 percent", False),
    ("Voters rejected the proposal by 52% to 48%.", "Voters", "rejected", "the proposal", "percent 48 percent", False),
    ("The orchestra cancelled its tour of Lund.", "The orchestra", "cancelled", "its tour of Lund", None, False),
    ("Norvik will not renew the contract.", "Norvik", "will not renew", "the contract", None, True),
    ("The regulator blocked the merger.", "The regulator", "blocked", "the merger", None, False),
    ("The ministry banned the pesticide in 2022.", "The ministry", "banned", "the pesticide", "date 2022 year", False),
    ("Norvik launched the phone in Lund in 2021.", "Norvik", "launched", "the phone", "date 2021 year", False),
    ("Ortiz co-founded Tessel with Bell in 2009.", "Ortiz", "co-founded", "Tessel", "date 2009 year", False),
    ("Tessel is a firm that makes pumps.", "Tessel", "makes", "pumps", None, False),
    ("Bell praised Tessel, a firm that makes pumps.", "Tessel", "makes", "pumps", None, False),
    (
        "Norvik sold the mill that it had bought in 2003.",
        "Norvik",
        "sold",
        "the mill that it had bought in 2003",
        None,
        False,
    ),
    ("The pumps, built by Tessel, failed in May.", "The pumps", "were built by", "Tessel", None, False),
    ("It's a mill with 40 looms.", "It", "is", "a mill with 40 looms", "count 40 loom", False),
    ("She'd sold the mill in 2003.", "She", "had sold", "the mill", "date 2003 year", False),
    ("The council, meanwhile, closed two schools.", "The council", "closed", "two schools", None, False),
    ("Harrow gave up the island.", "Harrow", "gave up", "the island", None, False),
)

# what the parser takes for an apposition and is none
NO_APPOSITIONS = (
    "The firm sells 2 kg, 3 kg and 5 kg bags.",
    "Tessel supplies Norvik, Harrow Foods, and the Lund hospitals.",
    "“We closed our oldest mills,” chairman Tom Reyes said in the report.",
    "Reyes uses a Tessel (model 4410) at home.",
)

# sentence, what limits its statement
LIMITS = (
    ("Norvik will sell the mill if the council agrees.", "if the council agrees"),
    ("Ann Bell led the union when she was 28.", "when she was 28"),
    ("The plant will stay shut until the inspectors return.", "until the inspectors return"),
)


@cache
def claims_of(sentence: str) -> tuple[FoundClaim, ...]:
    """Return all claims of a sentence, the gate open."""
    extracted = extract_document(TextDocument(text=sentence), ExtractSettings(gate=False))
    return tuple(claim for found in extracted.sentences for claim in found.claims)


def written(quantity: FoundQuantity | None) -> str | None:
    """Return a quantity as the table writes it."""
    if quantity is None:
        return None
    value = plain_number(quantity.value) or f"{plain_number(quantity.value_min)}-{plain_number(quantity.value_max)}"
    return " ".join(part for part in (quantity.kind.value, value, quantity.unit) if part)


@pytest.mark.parametrize(("sentence", "subject", "predicate", "object_", "quantity", "negated"), STATEMENTS)
def test_a_sentence_states_what_a_reader_finds_in_it(
    sentence: str, subject: str | None, predicate: str, object_: str | None, quantity: str | None, *, negated: bool
) -> None:
    """Subject, predicate, object, quantity and polarity of each statement are those of the table."""
    found: list[Stated] = [
        (claim.subject, claim.predicate, claim.object, written(claim.quantity), claim.negated)
        for claim in claims_of(sentence)
    ]
    assert (subject, predicate, object_, quantity, negated) in found, found


def test_the_table_has_a_hundred_sentences() -> None:
    """The table stays large enough to notice a change of the parser."""
    assert len({row[0] for row in STATEMENTS}) >= 100


@pytest.mark.parametrize(
    ("sentence", "path"),
    [
        ("Ann Bell, the founder of Tessel, joined Norvik.", Path.APPOSITION),
        ("Norvik chief executive Tom Reyes resigned.", Path.TITLE),
        ("The plant, which employs 1,200 people, will close.", Path.RELATIVE),
        ("Norvik bought Tessel and sold Harrow Foods.", Path.CONJUNCT),
        ("Founded in 2016, Tessel makes sensors.", Path.PARTICIPLE),
        ("Its $14 million investment in Harrow Foods was approved.", Path.NOMINAL),
        ("Norvik bought Tessel.", Path.CLAUSE),
    ],
)
def test_the_path_of_a_statement_is_named(sentence: str, path: Path) -> None:
    """Each pattern of the parse is found and recorded as the ground of confidence."""
    assert path in {statement.path for statement in find_statements(load_pipeline()(sentence))}


@pytest.mark.parametrize("sentence", NO_APPOSITIONS)
def test_a_list_a_quotation_and_a_bracket_are_no_appositions(sentence: str) -> None:
    """Nothing is said to be what only stands beside it."""
    assert Path.APPOSITION not in {statement.path for statement in find_statements(load_pipeline()(sentence))}


@pytest.mark.parametrize(("sentence", "limit"), LIMITS)
def test_what_limits_a_statement_stands_with_it(sentence: str, limit: str) -> None:
    """A condition or a time without which the statement would say more is an argument."""
    assert limit in claims_of(sentence)[0].arguments


def test_what_ties_sentences_together_is_no_argument() -> None:
    """Words such as "however" say nothing of the matter."""
    (claim,) = claims_of("Of course, the council rejected the plan, however.")
    assert claim.arguments == ()


def test_time_place_and_means_are_arguments() -> None:
    """What is neither subject nor object is kept apart, with its preposition."""
    (claim,) = claims_of("Norvik bought Tessel for $3.2 billion in May by issuing new shares.")
    assert claim.arguments == ("for $3.2 billion", "in May", "by issuing new shares")


def test_a_phrase_is_written_as_in_its_sentence() -> None:
    """Runs of tokens keep their spacing, gaps become one space, loose punctuation goes."""
    doc = load_pipeline()("Norvik (in Lund), which makes maps, won.")
    assert render(doc, {0, 1, 4, 5}) == "Norvik"
    assert render(doc, range(len(doc))) == "Norvik (in Lund), which makes maps, won"


def test_two_amounts_of_one_statement_are_two_claims() -> None:
    """Every amount worth checking heads a claim of its own."""
    found = {
        (written(claim.quantity), claim.predicate) for claim in claims_of("Norvik cut 300 jobs and saved $40 million.")
    }
    assert {("count 300 job", "cut"), ("money 40000000 USD", "saved")} <= found


def test_an_amount_in_two_currencies_is_one_claim() -> None:
    """A rendering in brackets stands beside the amount it renders."""
    (claim,) = (claim for claim in claims_of("Norvik paid $29bn (€25bn) for Tessel.") if claim.quantity)
    assert [written(quantity) for quantity in claim.quantities] == ["money 29000000000 USD", "money 25000000000 EUR"]
