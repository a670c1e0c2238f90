"""What sentences say of events and people: causes, standpoints, attributes of strikes, openings and breaches."""

from __future__ import annotations

import pytest

from claimhouse.records import EntityKind, QuantityKind
from claimhouse.resolve import StatementView, attribute_of
from claimhouse.resolve.causes import cause_in
from claimhouse.resolve.events import is_large, main_event, tells_of_another
from claimhouse.resolve.frames import Place, find_frames, find_status, mask_sentence
from claimhouse.resolve.standpoints import standpoints_in

COUNT, MONEY, PERCENT, DATE = QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.DATE


@pytest.mark.parametrize(
    ("sentence", "raw", "kind", "expected"),
    [
        ("Norvik will own 39.1 per cent of Alder.", "39.1 per cent", PERCENT, "stake_percent"),
        ("The wage is $17 an hour.", "$17 an hour", MONEY, "pay"),
        ("Norvik agreed to pay 840 million pounds ($1.1 billion) for the whole firm.", "840 million pounds", MONEY,
         "deal_amount"),
        ("Completion is scheduled for 31 March 2027.", "31 March 2027", DATE, "closing_date"),
        ("The union demands a pay rise of 9 percent.", "9 percent", PERCENT, "pay_demand"),
        ("Norvik has offered 3 percent.", "3 percent", PERCENT, "pay_offer"),
        ("2,300 workers took part in the strike.", "2,300 workers", COUNT, "participants"),
        ("About 900 people gathered in the square.", "900 people", COUNT, "crowd"),
        ("The walkout is set to end on March 13.", "March 13", DATE, "event_end"),
        ("The breach exposed 40,000 customers.", "40,000 customers", COUNT, "affected_people"),
        ("17 people were rescued.", "17 people", COUNT, "rescued"),
        ("A magnitude 5.2 earthquake hit the coast.", "5.2", COUNT, "magnitude"),
    ],
)  # fmt: skip
def test_attribute_of_a_quantity(sentence: str, raw: str, kind: QuantityKind, expected: str) -> None:
    """Events, offices and openings have attributes of their own."""
    unit = raw.rsplit(maxsplit=1)[-1] if kind is COUNT and " " in raw else None
    assert attribute_of(StatementView(sentence=sentence, raw=raw, kind=kind, unit=unit)).name == expected


@pytest.mark.parametrize(
    ("subject", "predicate", "thing", "code"),
    [
        ("A gas leak", "caused", "the explosion", "gas leak"),
        ("The fire", "was caused by", "a short circuit", "electrical fault"),
        ("The cause of the crash", "was", "a signal failure", "technical fault"),
        ("The flood", "was", "the result of heavy rain", "natural"),
        ("Investigators", "blamed", "arson for the fire", "arson"),
        ("The collapse", "was caused by", "moles", None),
    ],
)
def test_causes_of_events_are_codes(subject: str, predicate: str, thing: str, code: str | None) -> None:
    """What several reports call one cause is one code; another cause keeps its words."""
    cause = cause_in(StatementView(sentence="", subject=subject, predicate=predicate, object=thing))
    assert cause is not None
    assert cause.code == code


@pytest.mark.parametrize(
    ("subject", "predicate", "thing"),
    [("The union", "caused", "surprise"), ("Alder", "was founded by", "Jane Roe"), ("The price", "led to", "protest")],
)
def test_what_is_no_cause(subject: str, predicate: str, thing: str) -> None:
    """A cause is one of an event, and is named."""
    cause = cause_in(StatementView(sentence="", subject=subject, predicate=predicate, object=thing))
    assert cause is None or cause.code is None


@pytest.mark.parametrize(
    ("words", "negated", "expected"),
    [
        (("Roe", "will step down as", "chief executive"), False, {"leaves", "resigned"}),
        (("Roe", "was dismissed by", "the board"), False, {"leaves", "dismissed"}),
        (("Roe", "remains", "popular"), False, set()),
        (("Roe", "will remain as", "chief executive"), False, {"stays"}),
        (("Roe", "is leaving the company", ""), True, {"stays"}),
        (("Roe", "ruled out", "stepping down"), False, {"stays", "not resigned"}),
        (("Roe", "did rule out", "stepping down"), True, set()),
        (("Roe", "rejected", "calls to resign"), False, {"stays", "not resigned"}),
        (("Roe", "dismissed", "rumours that she would resign"), False, {"stays", "not resigned"}),
        (("Roe", "denied", "that she was sacked"), False, {"not dismissed"}),
        (("Roe", "will serve", "her full term"), False, {"stays"}),
        (("The two sides", "reached", "an agreement"), False, {"reached"}),
        (("The two sides", "reached", "an agreement"), True, {"not reached"}),
        (("There", "is", "no deal"), True, {"not reached"}),
        (("Entry to the gallery", "is", "free"), False, {"free"}),
    ],
)
def test_standpoints(words: tuple[str, str, str], negated: bool, expected: set[str]) -> None:  # noqa: FBT001 # a row
    """Who goes or stays, whether terms were agreed, whether entry is free: a denial takes the other stand."""
    subject, predicate, thing = words
    view = StatementView(sentence="", subject=subject, predicate=predicate, object=thing or None)
    found = {code for _, code in standpoints_in(view, negated=negated)}
    assert found == expected


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("a separate crash killed two people", True),
        ("it was the second fire of the week", True),
        ("an earlier strike in lunden ended after a day", True),
        ("the fire killed two people", False),
        ("another 12 people were hurt in the fire", False),
    ],
)
def test_other_events_are_told_apart(text: str, another: bool) -> None:  # noqa: FBT001 # a row of the table
    """A separate crash is not the event at hand; another 12 people are part of it."""
    assert tells_of_another(text) == another


def test_an_event_is_tied_to_what_stands_with_its_noun() -> None:
    """A strike at a firm is tied to the firm; countries tie nothing; other events' places are left out."""
    first = mask_sentence("The strike at Norvik goes on.", [Place(14, 20, "Norvik")], [])
    second = mask_sentence("A separate strike in Lunden has ended.", [Place(21, 27, "Lunden")], [])
    kinds = {"Norvik": EntityKind.ORGANISATION, "Lunden": EntityKind.PLACE}
    event = main_event([], [first, second], kinds, ("Norvik",))
    assert event is not None
    assert (event.event_class, event.anchors) == ("strike", ("Norvik",))
    assert is_large("The United States")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Norvik is buying into Alder.", "stake"),
        ("Norvik bought 62 per cent of Alder.", "stake"),
        ("Alder now belongs to Norvik.", "acquisition"),
        ("Norvik will pay $3 billion for Alder.", "deal"),
    ],
)
def test_kinds_of_deals(sentence: str, kind: str) -> None:
    """A part is a stake; a price alone says nothing of the kind."""
    names = [Place(sentence.index(name), sentence.index(name) + len(name), name) for name in ("Norvik", "Alder")]
    frames = [frame for frame in find_frames(mask_sentence(sentence, names, [])) if frame.full]
    assert {frame.kind for frame in frames} == {kind}


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Neither Norvik nor Alder has confirmed the deal.", "unconfirmed"),
        ("Norvik refused to confirm the deal.", "unconfirmed"),
        ("Norvik announced Norvik's takeover of Alder.", "confirmed"),
        ("The deal has been confirmed by Norvik.", "confirmed"),
    ],
)
def test_status_of_a_deal(sentence: str, code: str) -> None:
    """Names between the words of a confirmation or its denial do not hide it."""
    names = [
        Place(start, start + len(name), name)
        for name in ("Norvik", "Alder")
        for start in range(len(sentence))
        if sentence.startswith(name, start)
    ]
    status = find_status(mask_sentence(sentence, names, []))
    assert status is not None
    assert status[0] == code
