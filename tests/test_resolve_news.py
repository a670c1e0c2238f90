"""What the rest of the news says: one figure in several wordings is one attribute, a look-alike is another."""

from __future__ import annotations

import pytest

from claimhouse.records import QuantityKind
from claimhouse.resolve import StatementView, attribute_of
from claimhouse.resolve.standpoints import standpoints_in

MONEY, PERCENT, COUNT = QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.COUNT
DATE, DURATION, PHYSICAL = QuantityKind.DATE, QuantityKind.DURATION, QuantityKind.PHYSICAL

# attribute, kind, unit, two wordings that must meet, one that must not
FIGURES: list[tuple[str, QuantityKind, str | None, tuple[str, str], str]] = [
    ("loan_amount", MONEY, "EUR", ("The state lends Alder [€90 million]", "Alder gets a [€90 million] state loan"),
     "Alder made a loss of [€90 million]"),
    ("units_affected", COUNT, "lamp", ("[64,000 lamps] are affected", "Norvik is pulling [64,000 lamps]"),
     "Norvik sold [64,000 lamps]"),
    ("incidents", COUNT, "incident", ("The office was notified of [19 incidents]", "Norvik knows of [19 incidents]"),
     "Norvik promised to prevent [19 incidents]"),
    ("counts_guilty", COUNT, "count", ("The firm was found guilty on [nine counts]", "guilty of [nine counts]"),
     "He faces [nine counts] of theft"),
    ("counts_charged", COUNT, "count", ("He faces [nine counts] of theft", "Roe was charged with [nine counts]"),
     "The firm was found guilty on [nine counts]"),
    ("animals_dead", COUNT, "cow", ("[90 cows] died in the flood", "The flood killed [90 cows]"),
     "The farm has [90 cows]"),
    ("water_outage", COUNT, "household", ("[900 households] were without water", "Taps ran dry in [900 households]"),
     "[900 households] were without power"),
    ("fire_engines_sent", COUNT, "engine", ("[Nine engines] attended", "The brigade sent [nine engines]"),
     "The brigade owns [nine engines]"),
    ("flights_cancelled", COUNT, "flight", ("The airline scrapped [90 flights]", "[90 flights] were called off"),
     "The airline runs [90 flights]"),
    ("hostages", COUNT, "person", ("[Nine people] were taken hostage", "Gunmen abducted [nine people]"),
     "Police rescued [nine people]"),
    ("signatures", COUNT, "signature", ("The petition drew [9,000 signatures]", "[9,000 signatures] were gathered"),
     "The fair drew [9,000 visitors]"),
    ("homes_planned", COUNT, "home", ("The council will build [900 homes]", "[900 homes] are to be built"),
     "The fire destroyed [900 homes]"),
    ("interest_rate", PERCENT, None, ("The loan is at [5.1 percent]", "Alder pays [5.1 percent] interest"),
     "Alder's sales grew by [5.1 percent]"),
    ("tariff_rate", PERCENT, None, ("a tariff of [25 percent]", "a [25 percent] import duty"),
     "Exports fell by [25 percent]"),
    ("sales_start", DATE, "month", ("It has been on sale since [May 2024]", "It came on the market in [May 2024]"),
     "It was founded in [May 2024]"),
    ("knowledge_date", DATE, "month", ("It has known of the fault since [May 2024]", "It first heard in [May 2024]"),
     "It was founded in [May 2024]"),
    ("prison_term", DURATION, "month", ("a custodial term of [18 months]", "She will spend [18 months] behind bars"),
     "The building took [18 months]"),
    ("loan_term", DURATION, "year", ("The loan is repayable over [six years]", "a [six-year] loan"),
     "He was jailed for [six years]"),
    ("ban_length", DURATION, "year", ("Roe was banned for [six years]", "a [six-year] ban"),
     "He was jailed for [six years]"),
    ("insured_sum", MONEY, "EUR", ("The vases were insured for [€3.2 million]", "The sum insured is [€3.2 million]"),
     "The vases were sold for [€3.2 million]"),
    ("stolen_items", COUNT, "vase", ("Thieves stole [19 vases]", "an inventory shows that [19 vases] are gone"),
     "The hall shows [19 vases]"),
    ("break_up_fee", MONEY, "EUR", ("a break-up fee of [€90 million]", "Norvik owes a [€90 million] termination fee"),
     "Norvik pays [€90 million] in fees"),
    ("accounting_charge", MONEY, "GBP", ("Norvik will book a one-off charge of [£38m]", "It has set aside [£38m]"),
     "Norvik paid [£38m] for the mill"),
    ("perpetrators", COUNT, "man", ("[Five robbers] took part", "[Five men] wearing hoods came in"),
     "[Five customers] were in the bank"),
    ("intensive_care", COUNT, "patient",
     ("[Nine patients] are in intensive care", "[Nine patients] are fighting for life"),
     "[Nine patients] went home"),
    ("crowd", COUNT, "person", ("[900 people] joined the march", "The police put the crowd at [900]"),
     "[900 people] joined the club"),
    ("people_present", COUNT, "person", ("[84 people] were on the site", "There were [84 people] on site"),
     "[84 people] live in the village"),
    ("hostages", COUNT, "staff", ("[Nine staff] were tied up", "[Nine staff] were held at gunpoint"),
     "[Nine staff] were held in custody"),
    ("stolen_value", MONEY, "GBP", ("They vanished with [£4 million]", "They escaped with cash worth [£4 million]"),
     "They invested [£4 million]"),
    ("layoffs", COUNT, "position", ("[180 positions] in central functions are to be removed", "[180 jobs] will go"),
     "[180 positions] are open"),
    ("members", COUNT, "member", ("The club has [900 members]", "Its membership stands at [900 members]"),
     "[900 members] voted on Monday"),
    ("homes_powered", COUNT, "home", ("The park will power [900 homes]", "enough power for [900 homes]"),
     "[900 homes] were without power"),
    ("patients_treated", COUNT, "patient", ("The ward treats [900 patients]", "It has [900 patients] a year"),
     "[900 patients] died"),
    ("drones_downed", COUNT, "drone", ("The army shot down [19 drones]", "[19 drones] were intercepted"),
     "The army bought [19 drones]"),
    ("payment_deadline", DATE, "day", ("The fine is due by [30 June 2026]", "Quill must pay by [30 June 2026]"),
     "Quill was founded on [30 June 2026]"),
]  # fmt: skip


def _name(marked: str, kind: QuantityKind, unit: str | None) -> str:
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    raw = sentence[start:end]
    return attribute_of(
        StatementView(sentence=sentence, raw=raw, kind=kind, unit=unit, quantity_start=start, quantity_end=end)
    ).name


@pytest.mark.parametrize(("attribute", "kind", "unit", "wordings", "other"), FIGURES)
def test_wordings_of_one_figure_meet_and_a_look_alike_stays_apart(
    attribute: str, kind: QuantityKind, unit: str | None, wordings: tuple[str, str], other: str
) -> None:
    """Newsrooms word one figure in many ways; what differs is not one of them."""
    assert [_name(wording, kind, unit) for wording in wordings] == [attribute, attribute]
    assert _name(other, kind, unit) != attribute


def test_lamps_are_no_people() -> None:
    """Who is affected are people; what is affected is counted apart."""
    assert _name("[64,000 lamps] are affected", COUNT, "lamp") == "units_affected"
    assert _name("[64,000 people] are affected", COUNT, "person") == "affected_people"
    assert _name("Data of [64,000 customers] are affected", COUNT, "customer") == "affected_people"


STANDS = [
    ("Norvik", "will not appeal", "the ruling", False, "appeal", "accepts"),
    ("Norvik", "will appeal", "the ruling", False, "appeal", "appeals"),
    ("Norvik", "will lodge", "an appeal", True, "appeal", "accepts"),
    ("Jane Roe", "was led", "to the cells", False, "sentence_kind", "served"),
    ("Her prison sentence", "was", "suspended", False, "sentence_kind", "suspended"),
    ("Norvik", "will refund", "owners", False, "remedy", "refund"),
    ("Owners", "will get", "a new lamp", False, "remedy", "replacement"),
    ("The loan", "can be converted", "into shares", False, "convertibility", "convertible"),
    ("The loan", "is", "not convertible", False, "convertibility", "not convertible"),
    ("The loan", "can be converted", "into shares", True, "convertibility", "not convertible"),
    ("Alder", "must repay", "the money", False, "aid_kind", "loan"),
    ("The money", "is", "a non-repayable grant", False, "aid_kind", "grant"),
    ("The sprinklers", "had worked", "", False, "safety_system", "worked"),
    ("The sprinklers", "failed", "", False, "safety_system", "failed"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "predicate", "thing", "negated", "attribute", "code"), STANDS)
def test_stands_taken(
    subject: str,
    predicate: str,
    thing: str,
    negated: bool,  # noqa: FBT001 - a column of the table
    attribute: str,
    code: str,
) -> None:
    """Remedies, appeals, kinds of sentence and of aid are read as codes, denied or not."""
    view = StatementView(sentence="", subject=subject, predicate=predicate, object=thing)
    found = {standpoint.attribute: said for standpoint, said in standpoints_in(view, negated=negated)}
    assert found.get(attribute) == code
