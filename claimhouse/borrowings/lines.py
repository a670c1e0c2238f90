"""Places in a text: lines with their offsets, sentences around a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SENTENCE_END = re.compile(
    r"[.!?\u2026][\"\u201d\u201c\u00bb\u2019')]*\s+(?=[\"\u201c\u201e\u00ab(\u2018]*[^\W\d_a-z])|\n+"
)
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|vs|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)|\b[^\W\d_a-z])\.\s+$"
)
_LONGEST_ABBREVIATION = 6  # characters, with the one before


class Line(NamedTuple):
    """A line that is not blank, without white space at its ends."""

    start: int
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a text that are not blank, each with its place."""
    start = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            yield Line(start + line.index(stripped), stripped)
        start += len(line) + 1


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of the sentence that holds a place; a line's end is a sentence's end.

    >>> text = "One came. Dr. Abt told the Elsden Courier so. Two left."
    >>> text[slice(*sentence_around(text, 18, 26))]
    'Dr. Abt told the Elsden Courier so.'
    """
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    first, last = line_start, line_end
    for found in _SENTENCE_END.finditer(text, line_start, line_end):
        if _NO_END.search(text, max(line_start, found.start() - _LONGEST_ABBREVIATION), found.end()):
            continue
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end - 1:
            last = found.end()
            break
    trimmed = text[first:last].rstrip()
    return first, first + len(trimmed)
