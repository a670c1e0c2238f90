"""Sentences as reports of events have them: tolls, dates, clock times, offices, parts of a group, headlines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimhouse.extractors import extract_document
from claimhouse.extractors.quantity import find_quantities
from claimhouse.records import FoundClaim, TextDocument
from claimhouse.settings import ExtractSettings

PUBLISHED = datetime(2026, 3, 11, 9, tzinfo=UTC)
"""A Wednesday."""


def claims(text: str = "", title: str | None = None) -> list[FoundClaim]:
    """Return the claims of a text, or of a title above a word of text, with the gate shut."""
    document = TextDocument(text=text or "Rain fell.", title=title, published_at=PUBLISHED)
    return [claim for found in extract_document(document, ExtractSettings()).sentences for claim in found.claims]


def written(text: str) -> list[str]:
    """Return the quantities of a text in short: "count 7 people", a date as its number."""
    found = find_quantities(text, published_at=PUBLISHED)
    return [f"{item.kind} {item.value} {item.unit}" for item in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The toll stands at five dead and two missing.", ["count 5 people", "count 2 people"]),
        ("The clinic took in 24 of the injured.", ["count 24 people"]),
        ("Nine are feared dead; four are missing.", []),
        ("Two dead whales washed up.", ["count 2 whale"]),
        ("Twelve of Norvik Transit's lines are running.", ["count 12 line"]),
        ("Across the town 46 of the chain's branches were shut.", ["count 46 branch"]),
        ("The ship struck the pier at 21.40 local time.", []),
        ("The ship struck the pier at 9.40 in the evening.", []),
        ("The share closed at 9.40 on Monday.", ["count 9.40 None", "date 20260309 day"]),
        ("She walked away with a nine-figure sum.", []),
        ("Local 88 wants 14 percent.", ["percent 14 percent"]),
        ("She was just 27 at the time.", ["age 27 year"]),
        ("Visitors will be charged 14 pounds.", ["money 14 GBP"]),
        ("The parcel weighs 14 pounds.", ["physical 14 pound"]),
    ],
)
def test_a_number_keeps_its_noun(text: str, found: list[str]) -> None:
    """Persons without a noun, parts of a group and ages are told from clock times, names and ways of speaking."""
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "subject", "predicate", "rest", "modality"),
    [
        (
            "The walkout is set to end on Friday, March 13.",
            "The walkout",
            "is set to end on",
            "Friday, March 13",
            "predicted",
        ),
        ("The strike began this Monday, March 9.", "The strike", "began", "this Monday, March 9", "asserted"),
        ("Three men were killed and 61 hurt when a bus hit a wall.", "Three men", "were killed", None, "asserted"),
        (
            "Ann Bell will remain chief executive of Norvik.",
            "Ann Bell",
            "will remain",
            "chief executive of Norvik",
            "predicted",
        ),
        ("Ann Bell is staying as chairman.", "Ann Bell", "is staying as", "chairman", "asserted"),
        (
            "Ms. Bell's last day as chief executive will be June 30, 2026.",
            "Ms. Bell's last day as chief executive",
            "will be",
            "June 30, 2026",
            "predicted",
        ),
        ("The budget had been £42m, of which the city paid half.", "The budget", "had been", "£42m", "asserted"),
        ("The lottery gave £18.5m to the town.", "The lottery", "gave", "£18.5m", "asserted"),
        (
            "A trust gave 20 million kroner (2.3 million pounds) for a park.",
            "A trust",
            "gave",
            "20 million kroner",
            "asserted",
        ),
        (
            "Samples of her blood showed no trace of alcohol.",
            "Samples of her blood",
            "showed",
            "no trace of alcohol",
            "asserted",
        ),
        (
            "As many as 300 customers had their data stolen.",
            "As many as 300 customers",
            "had",
            "their data stolen",
            "asserted",
        ),
        (
            "The mayor had left before the vote, a clerk told the court.",
            "The mayor",
            "had left before",
            "the vote",
            "reported",
        ),
        ("Rain fell. The grocer said it would cut 40 jobs.", "it", "would cut", "40 jobs", "predicted"),
        ("Nine people are feared dead in Lund.", "Nine people", "are feared", "dead", "hypothetical"),
        (
            "Two looms are shown on 900 square metres, among them a rare one.",
            "Two looms",
            "are shown on",
            "900 square metres",
            "asserted",
        ),
    ],
)
def test_what_a_report_says_is_stated(text: str, subject: str, predicate: str, rest: str | None, modality: str) -> None:
    """Dates stay whole, and signs of a wrong parse do not take a statement that is right; "feared" is no fact."""
    found = [
        (claim.subject, claim.predicate, claim.object or next(iter(claim.arguments), None), claim.modality.value)
        for claim in claims(text)
    ]
    assert (subject, predicate, rest, modality) in found, found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Harbour disaster: seven dead, four still missing", [("seven", "dead"), ("four", "still missing")]),
        ("Two killed, 14 injured in Harrow blaze", [("Two", "killed"), ("14", "injured")]),
        ("Second day of strike: 12 lines running", [("12 lines", "are running")]),
        ("Norvik to cut 300 jobs", [("Norvik", "to cut")]),
        ("20 tips for planning", []),
    ],
)
def test_a_headline_without_a_verb_states_its_numbers(title: str, found: list[tuple[str, str]]) -> None:
    """Tolls and states are stated, each once; a list of advice states nothing."""
    assert [(claim.subject, claim.predicate) for claim in claims(title=title)] == found


@pytest.mark.parametrize(
    ("text", "subject", "name"),
    [
        ("Norvik Labs said 40 of its members had left.", "40 of its members", "40 of Norvik Labs's members"),
        ("The talks took a year. It said 40 of its members had left.", "40 of its members", None),
    ],
)
def test_a_part_of_a_group_is_named_with_its_owner(text: str, subject: str, name: str | None) -> None:
    """The phrase "40 of its members" reads alone where it is sure whose members they are, and is left out where not."""
    found = [claim.subject_name for claim in claims(text) if claim.subject == subject]
    assert found == ([] if name is None else [name])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Ann Bell is buying 62 percent of the shares, the two companies announced on Monday, 9 March.",
            "the two companies",
        ),
        ("Ann Bell likes the plans announced on Monday.", None),
    ],
)
def test_an_announcement_with_its_date_is_somebodys_word(text: str, speaker: str | None) -> None:
    """A verb of saying behind its plural speaker, with only a date after it, ends the sentence."""
    found = claims(text)
    assert all((claim.attribution.speaker if claim.attribution else None) == speaker for claim in found)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The walkout is set to end on Friday, March 13.", datetime(2026, 3, 13, tzinfo=UTC)),
        ("The mill will open on 3 May next year.", datetime(2027, 5, 3, tzinfo=UTC)),
    ],
)
def test_a_weekday_and_its_date_are_one_time(text: str, time: datetime) -> None:
    """The day of an event is known though it is told twice, or with its year behind it."""
    (claim,) = claims(text)
    assert (claim.event_time, claim.event_precision) == (time, "day")


def test_a_title_may_leave_a_quotation_open() -> None:
    """What it opens ends with it, and the text is read as if there were none."""
    found = claims("Ann Bell sold 300 mills.", title="Norvik boss says \N{LEFT DOUBLE QUOTATION MARK}we sold 40 mills")
    assert ("Ann Bell", None) in [(claim.subject, claim.attribution) for claim in found]


def test_two_people_are_not_the_first_of_them() -> None:
    """A plural before two names is neither of them alone."""
    (claim,) = claims("Two chemists, Mara Dellin and Tom Vance, founded the firm in 2012.")
    assert claim.subject_name is None
