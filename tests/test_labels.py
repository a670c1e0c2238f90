"""Figures that stand behind a label and a colon, without a verb."""

from __future__ import annotations

import pytest

from claimhouse.extractors import extract_document
from claimhouse.records import TextDocument
from claimhouse.settings import ExtractSettings

BEFORE = "The brewery Halmark published a sheet of facts on Monday. "

# line, subject, object and amount of the one claim
LABELLED = (
    ("Principal: $380 million, to be drawn in three parts.", "Principal", "$380 million", 380_000_000),
    ("Number of casks on sale: 82,000.", "Number of casks on sale", "82,000", 82_000),
    ("Pricing: 6.3 per cent for the first twelve months.", "Pricing", "6.3 per cent for the first twelve months", 6.3),
    ("- Total damage: about \u20ac14 million", "Total damage", "about \u20ac14 million", 14_000_000),
    ("Staff: 310 people (2024: 280)", "Staff", "310 people", 310),
)

# line; nothing is stated in it by its label
UNLABELLED = (
    "Comments: 12",
    "Share this page: 1,204",
    "In the end, she had one wish: 40 casks were to be given away.",
    "Published: 12 March 2026",
    "Scene 3: $40 million in the bank",
    "\u201cWell\u201d: $40 million in the bank",
    "Halmark says: $40 million in casks.",
    "Ann Bell: $40 million is too little for the brewery.",
)


def _claims(line: str) -> list[tuple[str | None, str | None, str | None, float | None]]:
    found = extract_document(TextDocument(text=BEFORE + line, language="en"), ExtractSettings()).sentences
    return [
        (
            claim.subject,
            claim.predicate,
            claim.object,
            float(claim.quantity.value) if claim.quantity is not None and claim.quantity.value is not None else None,
        )
        for one in found
        for claim in one.claims
        if claim.char_start >= len(BEFORE)
    ]


@pytest.mark.parametrize(("line", "subject", "value", "amount"), LABELLED)
def test_a_label_says_what_its_amount_is_of(line: str, subject: str, value: str, amount: float) -> None:
    """The label is the subject, the amount the object; what follows behind a comma or bracket is left out."""
    assert (subject, "is", value, amount) in _claims(line)


@pytest.mark.parametrize("line", UNLABELLED)
def test_a_counter_of_the_page_or_a_sentence_with_a_colon_is_no_label(line: str) -> None:
    """A bare count needs a label that counts; a date, a number or a verb before the colon makes none."""
    assert all(predicate != "is" for _, predicate, _, _ in _claims(line))
