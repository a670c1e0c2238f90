"""Patterns that cannot match a text are not tried, and no other ones are left out."""

from __future__ import annotations

import re

import pytest

from benchmarks.resolve_documents import Collection
from claimhouse.resolve.attributes import plain
from claimhouse.resolve.lexicon import rules
from claimhouse.resolve.prefilter import PatternIndex, needed_literals


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("(?:buys?|bought) (?:all of )?it", {"buy", "bought"}),
        ("(?:merger|merging) with QTY", {" with QTY"}),
        (r"\d+ dead", {" dead"}),
        ("dead(?! line)", {"dead"}),
        ("(?:nearly|almost)? i", None),
        ("(?:a|an)?o", None),
        ("(?i)bought", None),
    ],
)
def test_every_match_holds_a_needed_literal(pattern: str, needed: set[str] | None) -> None:
    """What is optional, looked ahead to or too short is not needed; of several parts the most telling one is."""
    found = needed_literals(re.compile(pattern))
    assert (None if found is None else set(found)) == needed


def test_no_pattern_that_matches_is_left_out() -> None:
    """Over generated sentences, every rule of the lexicon that matches is among those that are tried."""
    patterns = [pattern for rule in rules() for pattern in rule.patterns]
    index = PatternIndex(patterns)
    texts = {plain(claim.quote) for one in Collection(1, 50).documents(range(40)) for claim in one.claims}
    texts |= {pattern.pattern for pattern in patterns}
    matching = 0
    for text in texts:
        found = {place for place, pattern in enumerate(patterns) if pattern.search(text)}
        assert found <= set(index.places(text))
        matching += len(found)
    assert matching > 0
