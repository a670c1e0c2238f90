"""The gate: sentences that can hold a check-worthy claim pass, questions, orders and calls to action do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.extractors import gate
from claimhouse.extractors.gate import is_candidate
from claimhouse.extractors.quantity import find_quantities
from claimhouse.records import BlockKind


def _passes(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> bool:
    return is_candidate(text, kind, find_quantities(text))


@pytest.mark.parametrize(
    "text",
    [
        "Orvane Mills bought the harbour.",
        "The company declined to comment.",
        "It has sold most of its barges.",
        "But the plan failed in the council.",
        "Ost added:",
        "Velmar, a former tea house, has sold its fleet.",
        "After the flood, its staff rebuilt the yard.",
        "Experts say large parts of the coast are lost.",
        "“Why would you do that?” asked Tarek Ober.",
        "You pay $40 a month there, the ministry said.",
        "Share prices fell by 4%.",
        "Contact lenses were recalled in 14 countries.",
        "The town of Brennick wants the advertisement taken down.",
        "Use of coal fell in Norrland last year.",
        "Its wealth rests on trade, which can pay well.",
    ],
)
def test_sentences_with_something_to_check_pass(text: str) -> None:
    """A finite verb with a name, an amount, somebody's word or a known subject makes a candidate."""
    assert _passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Will the harbour ever open again?",
        "Did Orvane Mills pay too much for it?",
        "Invest in good tools.",
        "Use checklists: Write down every step of the work.",
        "Consider the costs of a longer contract.",
        "Don't forget to water the plants.",
        "Imagine a town without any bakers.",
        "Subscribe to our newsletter for news from Brennick.",
        "Sign up today and save $5.",
        "Read more about the harbour deal here.",
        "You should always compare several offers.",
        "Your choice of tools makes a great difference.",
        "Poor records can lead to costly errors.",
        "Companies should plan ahead.",
        "Here’s what to know of the harbour:",
        "This guide explains how harbours work.",
        "Empathy.",
        "So far so good",
        "",
    ],
)
def test_questions_orders_and_generalities_are_dropped(text: str) -> None:
    """Questions, advice and address to the reader, calls to action and statements about nothing certain are dropped."""
    assert not _passes(text)


@pytest.mark.parametrize(
    ("text", "kind", "passes"),
    [
        ("Orvane Buys Brennick Harbour in Surprise Move", BlockKind.TITLE, True),
        ("Velmar’s Purchase of a Tea Fleet", BlockKind.HEADING, True),
        ("Fire Costs Brennick $3 Million", BlockKind.HEADING, True),
        ("Costs and Benefits", BlockKind.HEADING, False),
        ("What the Harbour Deal Means", BlockKind.HEADING, False),
        ("Send This Page to Your Friends Today", BlockKind.HEADING, False),
        ("The Long Road of Small Harbours", BlockKind.HEADING, False),
        ("Revenue | $1B | up", BlockKind.TABLE_ROW, True),
        ("Metric | Value | Change", BlockKind.TABLE_ROW, False),
        ("return harbour.open(2024)", BlockKind.CODE, False),
    ],
)
def test_headings_and_rows_have_rules_of_their_own(text: str, kind: BlockKind, passes: bool) -> None:  # noqa: FBT001  # a table of truths
    """A heading passes if it has an amount, acts or says whose act it is about; a row if it has an amount."""
    assert _passes(text, kind) is passes


@given(text=st.text(max_size=80), kind=st.sampled_from(list(BlockKind)))
def test_any_text_is_judged(text: str, kind: BlockKind) -> None:
    """No text raises, and the answer is the same each time."""
    assert _passes(text, kind) is _passes(text, kind)


@given(st.lists(st.sampled_from([*sorted(gate._cues().first_of_saying), "to", "-", "’s", "Mill", "it"]), max_size=6))
def test_whether_somebody_is_quoted_is_told_by_the_first_word_alone_only_where_it_is_not(words: list[str]) -> None:
    """The quick look for a word that could begin "according to" passes over no text that says so."""
    for text in (" ".join(words), " ".join(words).upper(), "".join(words)):
        assert gate._says(text) == (gate._cues().saying.search(text) is not None)
