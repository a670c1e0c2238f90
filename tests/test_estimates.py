"""Who says how much something is: "officials put the loan at $420 million"."""

from __future__ import annotations

import pytest

from claimhouse.extractors import extract_document
from claimhouse.records import FoundClaim, QuantityKind, TextDocument
from claimhouse.settings import ExtractSettings

# sentence; subject, predicate and object of its claim; who says so
ESTIMATES = (
    ("Officials put the loan at $420 million.", ("the loan", "is put at", "$420 million"), "Officials"),
    ("Police have put the number of injured at 14.", ("the number of injured", "is put at", "14"), "Police"),
    ("Analysts valued the dairy at $4 billion.", ("the dairy", "is valued at", "$4 billion"), "Analysts"),
    (
        "The union estimates the damage at 3 million euros.",
        ("the damage", "is estimated at", "3 million euros"),
        "The union",
    ),
    ("The deal values Sunfield at $3 billion.", ("Sunfield", "is valued at", "$3 billion"), None),
)

# sentence, subject and predicate: nobody estimates
OTHERS = (
    ("Norvik put $40 million into the quay.", "Norvik", "put"),
    ("Norvik set the price at $40 a cask.", "Norvik", "set"),
    ("Norvik values its 300 weavers.", "Norvik", "values"),
)


def _claims(sentence: str) -> tuple[FoundClaim, ...]:
    found = extract_document(TextDocument(text=sentence, language="en"), ExtractSettings()).sentences
    return tuple(claim for one in found for claim in one.claims)


@pytest.mark.parametrize(("sentence", "said", "speaker"), ESTIMATES)
def test_what_is_estimated_is_the_subject_and_who_estimates_the_speaker(
    sentence: str, said: tuple[str, str, str], speaker: str | None
) -> None:
    """The estimate is on somebody's word, unless a thing gives it."""
    (claim,) = (one for one in _claims(sentence) if (one.subject, one.predicate, one.object) == said)
    assert (claim.attribution.speaker if claim.attribution else None) == speaker
    assert claim.quantity is not None
    assert claim.quantity.kind in {QuantityKind.MONEY, QuantityKind.COUNT}


@pytest.mark.parametrize(("sentence", "subject", "predicate"), OTHERS)
def test_who_puts_money_somewhere_or_sets_a_price_estimates_nothing(
    sentence: str, subject: str, predicate: str
) -> None:
    """Without "at" and an amount, or with a verb that decides, the verb's own subject stays."""
    assert any(one.subject == subject and (one.predicate or "").startswith(predicate) for one in _claims(sentence))
