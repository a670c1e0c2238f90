"""Lines with a label, a colon and an amount: "Principal: $380 million", "Number of units sold: 82,000".

Releases, term sheets, boxes of facts and live reports state their figures so, without a verb.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.phrases import render

_MOST_WORDS = 9
"""A label is a phrase; what is longer announces a sentence or a list."""
_BEFORE_AMOUNT = 3
"""Words that may stand between the colon and the amount: "about", "up to", "a total of"."""
_COUNTING = frozenset({"number", "total", "count", "amount", "volume", "capacity", "staff", "workforce", "headcount"})
"""A bare number is only a figure of something where the label says that it counts: not "Comments: 12"."""
_PHRASE_ENDS = re.compile(r"[,;.(]$")
_VERBAL = frozenset({"VBD", "VBZ", "VBP", "MD"})


def label_statements(doc: Doc, amounts: frozenset[int], counts: frozenset[int]) -> tuple[Statement, ...]:
    """Return "label is amount" for a line that is a label, a colon and an amount; otherwise nothing.

    Args:
        doc: the line.
        amounts: tokens of quantities worth checking.
        counts: those of them that count something.
    """
    colon = next((token.i for token in doc if token.text == ":"), None)
    if colon is None or not 0 < colon <= _MOST_WORDS:
        return ()
    label = _label(doc, colon)
    first = next((number for number in range(colon + 1, len(doc)) if number in amounts), None)
    if not label or first is None or first - colon - 1 > _BEFORE_AMOUNT:
        return ()
    end = first
    while end + 1 < len(doc) and not _PHRASE_ENDS.search(doc[end + 1].text):
        end += 1
    value = list(range(colon + 1, end + 1))
    is_said = any(doc[number].tag_ in _VERBAL for number in value)  # "Bell: $40 million is too little"
    is_counter = first in counts and _COUNTING.isdisjoint(doc[number].lower_ for number in label)
    text = render(doc, value)
    if is_said or is_counter or not text:
        return ()
    return (
        Statement(
            subject=render(doc, label) or None,
            predicate="is",
            object=text,
            arguments=(),
            head=first,
            subject_head=_noun_of(doc, label),
            object_head=end,
            subject_tokens=frozenset(label),
            tokens=frozenset((*label, *value)),
            path=Path.LABEL,
        ),
    )


def _label(doc: Doc, colon: int) -> list[int]:
    """Return the tokens of what stands before a colon, without a bullet; none where it is no phrase of words."""
    label = [token for token in doc[:colon] if not token.is_space]
    while label and (label[0].is_punct or not label[0].is_alpha):
        label.pop(0)
    if any(token.like_num or token.is_quote or token.tag_ in _VERBAL for token in label):
        return []
    return [token.i for token in label]


def _noun_of(doc: Doc, label: list[int]) -> int:
    """Return the noun that a label names: the one before its first preposition, else its last word."""
    end = next((place for place, number in enumerate(label) if place and doc[number].tag_ == "IN"), len(label))
    return label[end - 1]
