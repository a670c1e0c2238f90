"""Long quotations of a text, each as the hash of its words: equal ones in different texts are one source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import xxhash

from claimhouse.borrowings.lines import lines_of
from claimhouse.records import BorrowingKind, EdgeScope, EvidencePlace, FoundBorrowing

_CLOSING = {
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    '"': '"',
    "\u300c": "\u300d",
}
_OPENING = re.compile(r"[\u201c\u201e\u00ab\u300c]|(?<!\w)[\"\u00bb]")  # 5" is five inches
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_END = re.compile(r"(?<=[.!?\u2026])\s+(?=[^\W\d_a-z])")
MIN_WORDS = 16
"""Words from which two people do not say the same by chance. A slogan or a proverb is shorter."""

MAX_WORDS = 600  # longer: a mark that was never closed
_MAX_CHARACTERS = 20 * MAX_WORDS


def find_quotations(text: str, min_words: int = MIN_WORDS) -> Iterator[FoundBorrowing]:
    """Yield every quotation of at least so many words, and every sentence of at least as many in a longer one.

    A paragraph that opens a quotation and does not close it goes on in the next one; each paragraph stands for
    itself. The name is a 64-bit hash of the words, case and marks aside.
    """
    for line in lines_of(text):
        for start, end in _quoted(line.text):
            for first, last in _units(line.text, start, end, min_words):
                words = _words(line.text[first:last])
                if not min_words <= len(words) <= MAX_WORDS:
                    continue
                place = (line.start + first, line.start + last)
                yield FoundBorrowing(
                    kind=BorrowingKind.QUOTATION,
                    name=xxhash.xxh3_64_hexdigest(" ".join(words).encode()),
                    is_sure=True,
                    scope=EdgeScope.PASSAGE,
                    place=EvidencePlace.TEXT,
                    block_position=None,
                    char_start=place[0],
                    char_end=place[1],
                    passage_start=place[0],
                    passage_end=place[1],
                    evidence=text[place[0] : place[1]],
                )


def _quoted(line: str) -> Iterator[tuple[int, int]]:
    """Yield the insides of quotation marks. An unclosed mark quotes to the line's end if it opens the line."""
    place = 0
    while opening := _OPENING.search(line, place):
        start = opening.end()
        found = (line.find(mark, start, start + _MAX_CHARACTERS) for mark in _CLOSING[opening[0]])
        end = min((place for place in found if place >= 0), default=-1)
        if end < 0 and start > 1:
            return
        yield start, end if end >= 0 else len(line)
        place = end + 1 if end >= 0 else len(line)


def _units(line: str, start: int, end: int, min_words: int) -> Iterator[tuple[int, int]]:
    yield start, end
    if line.count(" ", start, end) < min_words:
        return
    cuts = [start, *(found.end() for found in _END.finditer(line, start, end)), end]
    if len(cuts) > len((start, end)):
        yield from ((first, first + len(line[first:last].rstrip())) for first, last in pairwise(cuts))


def _words(text: str) -> list[str]:
    return [word.replace("\u2019", "'") for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold())]
