"""What "the museum", "the company", "the 38-year-old" and "she" mean pages after the name, where that is certain."""

from __future__ import annotations

from functools import cache

import pytest

from claimhouse.extractors import extract_document
from claimhouse.records import EntityKind, ExtractedDocument, FoundClaim, TextDocument
from claimhouse.settings import ExtractSettings

HALL = """\
The Linden Museum opened in 1984. Ann Bell, 38, runs it.

Rain fell for three days. The roof was repaired in 2019.

"""
SHIP = """\
The Merit, built by a yard in Lund, was carrying 90 people when she hit a rock on Sunday.

Rescuers came from three towns.

"""
DOCKS = """\
Local 12 called a strike in May.

"""
WRECK = """\
Divers searched the wreck of the Merit in May.

"""
TRADE = """\
Norvik Labs, a maker of pumps, sold 300 pumps in May.

Rain fell for three days.

"""


@cache
def extracted(text: str, title: str | None = None) -> ExtractedDocument:
    """Return what is found in a text with the gate open."""
    return extract_document(TextDocument(text=text, title=title), ExtractSettings(gate=False))


def claims(text: str, subject: str) -> list[FoundClaim]:
    """Return the claims about a subject as it is written."""
    return [claim for found in extracted(text).sentences for claim in found.claims if claim.subject == subject]


@pytest.mark.parametrize(
    ("text", "subject", "name"),
    [
        (HALL + "The museum employs 40 people.", "The museum", "Linden Museum"),
        (HALL + "The hospital employs 40 people.", "The hospital", None),
        (HALL + "A museum in Lund closed. The museum employs 40 people.", "The museum", None),
        (HALL + "The Harrow Museum opened in 1990. Rain fell. The museum employs 40 people.", "The museum", None),
        (HALL + "The city museum employs 40 people.", "The city museum", None),
        (HALL + "The 38-year-old won a prize in May.", "The 38-year-old", "Ann Bell"),
        (HALL + "The 44-year-old won a prize in May.", "The 44-year-old", None),
        (SHIP + "The vessel is 40 metres long.", "The vessel", "Merit"),
        (SHIP + "She can carry 120 people.", "She", "Merit"),
        (SHIP + "Ann Bell met the mayor. She has 40 boats.", "She", "Ann Bell"),
        (SHIP + "The train is 40 metres long.", "The train", None),
        (TRADE + "The company employs 40 people.", "The company", "Norvik Labs"),
        (TRADE + "The Lund-based maker employs 40 people.", "The Lund-based maker", "Norvik Labs"),
        (TRADE + "The troubled company employs 40 people.", "The troubled company", "Norvik Labs"),
        (TRADE + "Its offer is fair. It has 40 rooms.", "It", None),
        (TRADE + "The agency employs 40 people.", "The agency", "Norvik Labs"),
        (TRADE + "Tessel Robotics sold a mill. The agency employs 40 people.", "The agency", None),
        ("A group calling itself Grey Heron left in May. It has 40 boats.", "It", "Grey Heron"),
        ("The gang, known as Grey Heron, is small.\n\nRain fell. The gang has 40 boats.", "The gang", "Grey Heron"),
        (DOCKS + "The union has 900 members.", "The union", "Local 12"),
        (DOCKS + "The agency has 900 members.", "The agency", None),
        (WRECK + "The ferry is 40 metres long.", "The ferry", "Merit"),
        (TRADE + "The paper company employs 40 people.", "The paper company", None),
        (TRADE + "Tessel Robotics sold a mill. The company employs 40 people.", "The company", "Tessel Robotics"),
        (TRADE + "Norvik Labs sued Tessel Robotics. The company employs 40 people.", "The company", None),
        (TRADE + "Its pumps cost $300. The company employs 40 people.", "The company", "Norvik Labs"),
    ],
)
def test_a_noun_means_the_only_name_of_the_document_that_it_fits(text: str, subject: str, name: str | None) -> None:
    """By a word of the name, by what it was called, by a wider word or an age; of two names it means none."""
    found = claims(text, subject)
    assert found
    assert {claim.subject_name for claim in found} == {name}


@pytest.mark.parametrize(
    ("text", "subject", "name"),
    [
        ("Ann Bell left in May. The talks took a year. She had won 40 votes.", "She", "Ann Bell"),
        ("Ann Bell left in May. Maud Trask stayed. The talks took a year. He had won 40 votes.", "He", "Maud Trask"),
        ("Ann Bell left in May.\n\nThe talks took a year. She had won 40 votes.", "She", None),
        ("Norvik Labs left in May. The talks took a year. It had won 40 votes.", "It", None),
    ],
)
def test_a_paragraph_goes_on_about_a_person(text: str, subject: str, name: str | None) -> None:
    """Over one sentence that names no person; "it" may mean something in that sentence and is left open."""
    assert {claim.subject_name for claim in claims(text, subject)} == {name}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Ida Corvin, 38, won a prize. Corvin left.", "Ida Corvin", EntityKind.PERSON),
        ("The rival chain Quarle sold 40 shops.", "Quarle", EntityKind.ORGANISATION),
        ("A letter came from the group Grey Heron.", "Grey Heron", EntityKind.ORGANISATION),
        ("Ann Solberg-Reed founded it. Solberg-Reed left in May.", "Ann Solberg-Reed", EntityKind.PERSON),
        (
            "The Linden Museum of Art opened. The Linden Museum has 40 looms.",
            "Linden Museum of Art",
            EntityKind.ORGANISATION,
        ),
        ("Norvik Mills sold 40 shops. Norvik employs 300 people.", "Norvik Mills", EntityKind.ORGANISATION),
    ],
)
def test_the_words_around_a_name_tell_what_it_is(text: str, name: str, kind: EntityKind) -> None:
    """An age makes a person, "the chain" a firm; a firm may leave out its last word, a surname keeps its hyphen."""
    found = extracted(text).mentions
    assert {(item.name, item.kind) for item in found if name.endswith(item.text.split()[-1])} == {(name, kind)}
    assert {item.name for item in found if item.text.split()[0] in name} == {name}
