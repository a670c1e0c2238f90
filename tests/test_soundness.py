"""Which statements the parse does not carry, and which it does."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.tokens import Doc

from claimhouse.extractors.parsed import load_pipeline
from claimhouse.extractors.soundness import Doubt, doubt_of, soundness_words
from claimhouse.extractors.statements import Statement, find_statements


@cache
def _parsed(sentence: str) -> Doc:
    return load_pipeline()(sentence)


def _doubts(sentence: str) -> dict[str, Doubt | None]:
    """The doubt of each statement, by its subject and predicate."""
    doc = _parsed(sentence)
    statements: tuple[Statement, ...] = tuple(find_statements(doc))
    return {
        f"{statement.subject} | {statement.predicate}": doubt_of(doc, statement, has_amount=False, is_said=False)
        for statement in statements
    }


@pytest.mark.parametrize(
    ("sentence", "statement", "doubt"),
    [
        ("Norvik let someone walk into the mill.", "someone | walk into", Doubt.VERBLESS),
        ("Norvik cut prices, making the pumps cheaper.", "Norvik | was making", Doubt.RESULT),
        ("Norvik lists the pumps sold in Harrow.", "the pumps | are sold in", Doubt.RESTRICTION),
        ("Norvik waits until the council pays the bill.", "the council | pays", Doubt.OPEN),
        ("Norvik sold or closed the mill.", "Norvik | closed", Doubt.EITHER),
        ("Reyes sold the first pump she built.", "she | built", Doubt.ANTECEDENT),
        ("The danger is that Norvik sells the mill.", "Norvik | sells", Doubt.OPEN),
        ("It was begun by Ann Bell and Tom Reyes, two chemists.", "Ann Bell | is", Doubt.LISTED),
        ("Nobody believes the claim that Norvik sold the mill.", "Norvik | sold", Doubt.BARE),
    ],
)
def test_a_statement_that_its_sentence_does_not_make_is_doubted(sentence: str, statement: str, doubt: Doubt) -> None:
    """The sign that gives it away is named."""
    assert _doubts(sentence).get(statement) is doubt, _doubts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Norvik bought Tessel for $3 billion.",
        "Tessel was founded in 2012 by Ann Bell.",
        "The plant, which employs 1,200 people, will close in March.",
        "Ann Bell, the founder of Tessel, joined Norvik.",
        "Founded in 2016, Tessel makes sensors.",
        "Norvik bought Tessel and sold Harrow Foods.",
        "The council rejected the plan when it met in May.",
        "Harrow Foods is a maker of pumps.",
        "A number of mills were sold.",
        "The mill may be sold or leased.",
    ],
)
def test_a_plain_statement_is_not_doubted(sentence: str) -> None:
    """None of its statements has a sign of an error."""
    assert set(_doubts(sentence).values()) == {None}, _doubts(sentence)


def test_the_words_are_sorted_into_lists_of_lower_case() -> None:
    """A word in upper case would never be met."""
    assert all(word == word.lower() for words in soundness_words().values() for word in words)
