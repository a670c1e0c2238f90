"""Two texts side by side: which passages are in both, moved or not, and what stands in their places where they differ.

Unlike a diff by lines, passages are found wherever they stand: a copy whose paragraphs were shuffled shares all of
them. Runs of words are seeded by their first `MIN_RUN` words and grown greedily in the order of the left text (as in
Greedy String Tiling, Wise 1993, but in one pass: the longest match at each place instead of the longest of all).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from itertools import pairwise

MIN_RUN = 5
"""Words from which a run counts as shared: the length of a shingle. Shorter ones are idioms."""

MIN_MOVED = 8
"""Words from which a run out of order counts: shorter ones are turns of phrase that a text uses twice."""

_MAX_PLACES = 64  # of one seed that are tried; more often repeated words are furniture within the text itself
_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"\s+")


@unique
class PassageKind(StrEnum):
    """How a passage stands in two texts."""

    SAME = "same"
    MOVED = "moved"  # the same, but elsewhere
    CHANGED = "changed"  # other words in the same place
    LEFT = "left"  # only in the left text
    RIGHT = "right"  # only in the right one


@dataclass(frozen=True, slots=True)
class Passage:
    """A row of two texts side by side: places in each, in code points; null on a side where nothing stands."""

    kind: PassageKind
    left: tuple[int, int] | None
    right: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `left` to `left + length` of one text are words `right` to `right + length` of the other."""

    left: int
    right: int
    length: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text in comparable form, and where what belongs to each begins; one more for the text's end."""

    forms: Sequence[str]
    starts: Sequence[int]

    @classmethod
    def of(cls, text: str) -> _Words:
        found = list(_WORD.finditer(text))
        forms = [unicodedata.normalize("NFKC", word[0]).casefold() for word in found]
        # Marks belong to the word that they touch: a closing one to the word before, "$" to the figure behind.
        starts = [0]
        for word, after in pairwise(found):
            blank = _BLANK.search(text, word.end(), after.start())
            starts.append(blank.end() if blank else word.end())
        return cls(forms, [*starts[: len(found)], len(text)])

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the place of words first to last (exclusive) with their marks; null for none."""
        return (self.starts[first], self.starts[last]) if first < last else None


def align(left: str, right: str) -> list[Passage]:
    """Return two texts as passages in the order of the left one, what is only in the right one after what precedes it.

    The left sides cover the left text and the right sides the right one, each once.

    >>> [passage.kind.value for passage in align("a b c d e f", "a b c d e x y")]
    ['same', 'changed']
    """
    ours, theirs = _Words.of(left), _Words.of(right)
    runs = list(_runs(ours.forms, theirs.forms))
    in_place = _in_order(runs)
    runs = [run for run in runs if run in in_place or run.length >= MIN_MOVED]
    gaps = _Gaps(runs, len(theirs.forms))
    passages: list[Passage] = []
    done = 0
    gap = gaps.before_all()
    for run in [*runs, None]:
        first = run.left if run else len(ours.forms)
        meets = run is None or gap is None or gap[1] == run.right or run not in in_place
        passages += _between(ours, theirs, (done, first), gap if meets else None)
        if not meets:
            passages += _between(ours, theirs, (first, first), gap)
        if run is None:
            break
        kind = PassageKind.SAME if run in in_place else PassageKind.MOVED
        passages.append(
            Passage(
                kind,
                ours.span(run.left, run.left + run.length),
                theirs.span(run.right, run.right + run.length),
            )
        )
        done, gap = run.left + run.length, gaps.behind(run)
    return passages


class _Gaps:
    """What of the right text no run covers: each gap belongs to the run before it."""

    def __init__(self, runs: Sequence[_Run], words: int) -> None:
        ordered = sorted(runs, key=lambda run: run.right)
        starts = [0, *(run.right + run.length for run in ordered)]
        ends = [*(run.right for run in ordered), words]
        self._behind = dict(zip([None, *ordered], zip(starts, ends, strict=True), strict=True))

    def before_all(self) -> tuple[int, int] | None:
        return self._of(None)

    def behind(self, run: _Run) -> tuple[int, int] | None:
        return self._of(run)

    def _of(self, run: _Run | None) -> tuple[int, int] | None:
        start, end = self._behind[run]
        return (start, end) if start < end else None


def _between(ours: _Words, theirs: _Words, left: tuple[int, int], right: tuple[int, int] | None) -> Iterator[Passage]:
    here, there = ours.span(*left), theirs.span(*right) if right else None
    if here and there:
        yield Passage(PassageKind.CHANGED, here, there)
    elif here:
        yield Passage(PassageKind.LEFT, here, None)
    elif there:
        yield Passage(PassageKind.RIGHT, None, there)


def _runs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Run]:
    """Yield runs of equal words in the order of the left text; no word is in two of them."""
    seeds: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in range(len(theirs) - MIN_RUN + 1):
        places = seeds[tuple(theirs[start : start + MIN_RUN])]
        if len(places) < _MAX_PLACES:
            places.append(start)
    taken = bytearray(len(theirs))
    place, expected = 0, 0
    while place <= len(ours) - MIN_RUN:
        best = _longest(ours, theirs, place, seeds.get(tuple(ours[place : place + MIN_RUN]), ()), taken, expected)
        if best is None:
            place += 1
            continue
        taken[best.right : best.right + best.length] = b"\1" * best.length
        yield best
        place, expected = place + best.length, best.right + best.length


def _longest(
    ours: Sequence[str],
    theirs: Sequence[str],
    place: int,
    starts: Sequence[int],
    taken: bytearray,
    expected: int,
) -> _Run | None:
    """Return the longest run from a place on; of equally long ones the one nearest behind the run before it."""
    best: _Run | None = None
    for start in sorted(starts, key=lambda start: (start < expected, start)):
        length = 0
        while (
            place + length < len(ours)
            and start + length < len(theirs)
            and not taken[start + length]
            and ours[place + length] == theirs[start + length]
        ):
            length += 1
        if length >= MIN_RUN and (best is None or length > best.length):
            best = _Run(place, start, length)
    return best


def _in_order(runs: Sequence[_Run]) -> frozenset[_Run]:
    """Return the heaviest chain of runs whose order is the same in both texts: those that were not moved.

    Weighted longest increasing subsequence by dynamic programming; the number of runs of two articles is small.
    """
    weights: list[int] = []
    before: list[int] = []
    for number, run in enumerate(runs):
        chains = [(weights[other], other) for other in range(number) if runs[other].right < run.right]
        weight, previous = max(chains, default=(0, -1))
        weights.append(weight + run.length)
        before.append(previous)
    chain = set()
    at = max(range(len(runs)), key=lambda number: weights[number], default=-1)
    while at >= 0:
        chain.add(runs[at])
        at = before[at]
    return frozenset(chain)
