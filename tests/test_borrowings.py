"""What one text takes from elsewhere: credits, citations of outlets, long quotations, each with its place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.borrowings import find_borrowings, outlet_name
from claimhouse.borrowings.quotations import MIN_WORDS
from claimhouse.records import BorrowingKind, EdgeScope, EvidencePlace, FoundBorrowing

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("borrowing_cases.toml").read_text(encoding="utf-8")
)

STATEMENT = (
    "We will open the new pier in the spring, and nobody in this town will be asked to pay for it, "
    "neither this year nor in the years that follow"
)


def sure(found: tuple[FoundBorrowing, ...], kind: BorrowingKind) -> list[FoundBorrowing]:
    """Return what is found of a kind and needs no publisher of that name."""
    return [one for one in found if one.kind is kind and one.is_sure]


@pytest.mark.parametrize("case", CASES["credit"], ids=lambda case: case["text"][:50])
def test_credits_are_found_and_nothing_else_is_one(case: dict[str, Any]) -> None:
    """Datelines, source lines, endings and sentences credit agencies; pictures, persons and offices do not."""
    found = sure(find_borrowings(case["text"]), BorrowingKind.CREDIT)
    assert [one.name for one in found] == case["names"]


@pytest.mark.parametrize("case", CASES["citation"], ids=lambda case: case["text"][:50])
def test_cited_outlets_are_found_and_nothing_else_is_one(case: dict[str, Any]) -> None:
    """Outlets that are named as sources are cited, with what they are cited for; persons and bodies are not."""
    found = sure(find_borrowings(case["text"]), BorrowingKind.CITATION)
    assert [one.name for one in found] == case["names"]
    assert {one.scope for one in found} <= {EdgeScope(case.get("scope", "passage"))}


def test_the_tables_are_long_enough() -> None:
    """Each kind has at least twenty texts in which something is found and twenty in which nothing is."""
    for kind in ("credit", "citation"):
        found = [bool(case["names"]) for case in CASES[kind]]
        assert min(found.count(True), found.count(False)) >= 20


@pytest.mark.parametrize("case", [*CASES["credit"], *CASES["citation"]], ids=lambda case: case["text"][:50])
def test_evidence_is_the_text_at_its_place(case: dict[str, Any]) -> None:
    """The words of a borrowing stand in the text where it says, and inside of its passage."""
    for one in find_borrowings(case["text"]):
        assert case["text"][one.char_start : one.char_end] == one.evidence
        if one.scope is EdgeScope.PASSAGE:
            assert one.passage_start is not None
            assert one.passage_end is not None
            assert one.passage_start <= (one.char_start or 0)
            assert one.passage_end >= (one.char_end or 0)


def test_a_name_that_may_be_an_outlet_is_kept_as_unsure() -> None:
    """What only a publisher of that name would make an outlet is found, and not sure."""
    found = find_borrowings("The captain told Harbourside that nobody was hurt.")
    assert [(one.name, one.is_sure) for one in found] == [("harbourside", False)]


def test_the_passage_of_a_citation_is_its_sentence() -> None:
    """Only the sentence that cites an outlet is on the outlet's word."""
    text = "Two ferries collided. Dr. Abt told the Elsden Courier that nobody was hurt. The harbour was closed."
    (found,) = find_borrowings(text)
    passage = text[found.passage_start : found.passage_end]
    assert passage == "Dr. Abt told the Elsden Courier that nobody was hurt."


def test_dropped_source_lines_and_page_data_credit() -> None:
    """A credit in a dropped block has the block's position; one in the page's data has no place."""
    found = find_borrowings("Two ferries collided.", dropped=[(7, "Source: Reuters")], stated=["dpa", "Mira Abt"])
    assert [(one.name, one.place, one.block_position) for one in found] == [
        ("reuters", EvidencePlace.BLOCK, 7),
        ("dpa", EvidencePlace.METADATA, None),
    ]


# Ways of printing one statement. The words are the same, so its name must be.
SAME_STATEMENT = [
    f'"{STATEMENT}," said Mira Abt.',
    f"“{STATEMENT},” said Mira Abt.",
    f"«{STATEMENT}», said Mira Abt.",
    f"„{STATEMENT}“, said Mira Abt.",
    f"»{STATEMENT}«, said Mira Abt.",
    f'Mira Abt said: "{STATEMENT}."',
    f'Mira Abt (44) said: "{STATEMENT}!" Then she left.',
    f'"{STATEMENT.upper()}"',
    f'"{STATEMENT.replace(",", " –")}"',
    f'"{STATEMENT.replace(" ", "  ")}"',
    f'A line before.\n"{STATEMENT}."\nA line behind.',
    f'"{STATEMENT}',
    f'"{STATEMENT}. It is done."',
    f'"It is done. {STATEMENT}."',
    f'"Yes." "{STATEMENT}." "No."',
    f'The pier is 5" wider. "{STATEMENT}."',
    f'"{STATEMENT.replace("pier", "PIER")}"',
    f'— "{STATEMENT}" —',
    f'* "{STATEMENT}"',
    f"(“{STATEMENT}”)",
    f'"{STATEMENT}?!" asked nobody.',
]
# What is no quotation of it: other words, too few words, no marks.
OTHER_STATEMENTS = [
    STATEMENT,
    f"Mira Abt said that {STATEMENT}.",
    f'"{STATEMENT.replace("spring", "autumn")}"',
    f'"{STATEMENT.replace("nobody", "everybody")}"',
    f'"{STATEMENT.replace(", and", "; but")}"',
    f'"{STATEMENT} or never"',
    f'"So {STATEMENT}"',
    '"We will open the new pier in the spring," said Mira Abt.',
    '"We will open the new pier," she said, "in the spring."',
    f'"{STATEMENT.split(",", 1)[0]}"',
    f'"{STATEMENT.replace("pier", "quay")}"',
    f'"{STATEMENT.replace("We", "They")}"',
    f"'{STATEMENT}'",
    "",
    '""',
    f'said "yes and {STATEMENT}',
    f'"{STATEMENT.replace("year", "month")}"',
    f'"{" ".join(reversed(STATEMENT.split()))}"',
    f'"{STATEMENT.replace("neither ", "")}"',
    f'"{STATEMENT.replace("follow", "came")}"',
    f'"{STATEMENT} 2027"',
]


def names(text: str) -> set[str]:
    """Return the names of the quotations of a text."""
    return {one.name for one in find_borrowings(text) if one.kind is BorrowingKind.QUOTATION}


@pytest.mark.parametrize("text", SAME_STATEMENT)
def test_one_statement_has_one_name_however_it_is_printed(text: str) -> None:
    """Marks, case, white space and what stands around do not matter; a statement in a longer one is found."""
    (name,) = names(SAME_STATEMENT[0])
    assert name in names(text)


@pytest.mark.parametrize("text", OTHER_STATEMENTS)
def test_other_words_have_another_name(text: str) -> None:
    """Another word, a word more or less, or no quotation marks: not the same quotation."""
    (name,) = names(SAME_STATEMENT[0])
    assert name not in names(text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("The Associated Press", "associated press"),
        ("AP", "associated press"),
        ("Deutsche Presse-Agentur", "dpa"),
        ("The Elsden Courier", "elsden courier"),
        ("ELSDEN COURIER", "elsden courier"),
        ("www.elsden-courier.com", "elsden courier"),
        ("Der Nordbote", "nordbote"),
        ("L'Écho du Val", "écho du val"),
    ],
)
def test_publishers_and_cited_outlets_have_comparable_names(written: str, name: str) -> None:
    """Article, case, signs and the ending of a host do not matter; an agency has one name for all its ways."""
    assert outlet_name(written) == name


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """No text is an error, and all evidence stands where it says."""
    for one in find_borrowings(text):
        assert text[one.char_start : one.char_end] == one.evidence
        if one.kind is BorrowingKind.QUOTATION:
            assert len(one.evidence) >= 2 * MIN_WORDS - 1
