"""Where a second text begins below the first, judged by what both speak of.

A wrong split changes who says what, so a headline begins a new text only where it and the text below share words that
the text above does not, and both sides name other names. The measure is a logistic one of eight numbers and a bias,
fitted by `benchmarks/train_lines.py` on the headlines of stitched pages against all headings inside of pages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from claimhouse.clean.lexicon import stopwords
from claimhouse.clean.plain.line_model import shipped

WINDOW_CHARS = 6000  # of prose on each side
NEAR_CHARS = 1500  # below a headline, where its words come again
PARAGRAPH_CHARS = 80
MAX_PARAGRAPHS = 40
MIN_PARAGRAPHS = 2
MIN_SIDE_CHARS = 500
CERTAIN_CHANGE = 3.0
# Names and long numbers inside sentences: a capital letter behind a word in the same sentence.
NAME = re.compile(r"(?:(?<=[^\W_.!?:\"“”„«»‘’'] )|(?<=, ))[^\W\d_a-z][\w'’-]{2,}|\b\d{3,}\b")
WORD = re.compile(r"[^\W\d_]{4,}")
MAX_SHARED_NAMES = 0.4
MAX_TITLE_WORDS = 8


def change_of_topic(
    headline: str, above: Sequence[str], below: Sequence[str], weights: Sequence[float] | None = None
) -> float:
    """Return how surely a headline parts two texts, in log odds; minus infinity where a side is too short to say.

    Args:
        headline: the line that may be the headline of a further text.
        above: the paragraphs before it, in order.
        below: the paragraphs behind it.
        weights: of the `TOPIC_NUMBERS`; those that come with the package if None.
    """
    numbers = topic_numbers(headline, above, below)
    if numbers is None:
        return -math.inf
    return sum(weight * number for weight, number in zip(weights or shipped().topic, numbers, strict=True))


def topic_numbers(headline: str, above: Sequence[str], below: Sequence[str]) -> tuple[float, ...] | None:
    """Return what headline and both sides share, as `line_model.TOPIC_NUMBERS`; None where a side is too short to say.

    Args:
        headline: the line that may be the headline of a further text.
        above: the paragraphs before it, in order.
        below: the paragraphs behind it.
    """
    left = [text for text in above if len(text) >= PARAGRAPH_CHARS][-MAX_PARAGRAPHS:]
    right = [text for text in below if len(text) >= PARAGRAPH_CHARS][:MAX_PARAGRAPHS]
    before, after = " ".join(left)[-WINDOW_CHARS:], " ".join(right)[:WINDOW_CHARS]
    title = _words(headline)
    if min(len(left), len(right)) < MIN_PARAGRAPHS or min(len(before), len(after)) < MIN_SIDE_CHARS or not title:
        return None
    words, other = _words(after, all_of_them=True), _words(before, all_of_them=True)
    names, other_names = frozenset(NAME.findall(after)), frozenset(NAME.findall(before))
    fewest = min(len(names), len(other_names))
    return (
        1.0,
        len(title & _words(after[:NEAR_CHARS])) / len(title),
        len(title & other) / len(title),
        min(MAX_SHARED_NAMES, len(names & other_names) / max(1, fewest)),
        math.log(fewest + 1),
        len(words & other) / max(1, min(len(words), len(other))),
        min(len(title), MAX_TITLE_WORDS),
        math.log(len(before)),
        math.log(len(after)),
    )


def _words(text: str, *, all_of_them: bool = False) -> frozenset[str]:
    found = frozenset(WORD.findall(text.lower()))
    return found if all_of_them else found - _small_words()


@cache
def _small_words() -> frozenset[str]:
    return frozenset().union(*stopwords().values())
