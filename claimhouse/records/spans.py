"""Places in bytes and in text, and the map between the two.

Raw offsets count bytes from the payload's first byte, a byte-order mark counted.
Clean offsets count code points of a named text and are half-open: `[start, end)`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open place `[start, end)`; the unit (bytes or code points) is named by the field that holds it."""

    start: int
    end: int


class OffsetRun(NamedTuple):
    """A stretch of clean text whose characters stand in the raw bytes in a regular way.

    Attributes:
        char_start, char_end: code points of the clean text that the run covers.
        raw_start, raw_end: the bytes it comes from. A run is *regular* when every character takes
            `(raw_end - raw_start) / (char_end - char_start)` bytes, and that is what `width` says.
        width: bytes a character; 0 where the run is *atomic* (an entity such as `&rsquo;`: any of
            its characters stands for all of its bytes); -1 where the characters were inserted and have no
            bytes (a space put between glued sentences; only white space is ever inserted).
    """

    char_start: int
    char_end: int
    raw_start: int
    raw_end: int
    width: int


def raw_spans(runs: Sequence[OffsetRun], char_start: int, char_end: int) -> tuple[Span, ...]:
    """Return the raw byte spans of `text[char_start:char_end]`, in order, adjacent ones joined.

    `runs` are sorted by `char_start` and do not overlap. Whatever lies between two spans (markup,
    indentation, a dropped citation marker) is not covered: a span holds text and nothing else.

    >>> runs = [OffsetRun(0, 5, 10, 15, 1), OffsetRun(5, 6, 15, 22, 0), OffsetRun(6, 8, 30, 32, 1)]
    >>> raw_spans(runs, 3, 7)
    (Span(start=13, end=22), Span(start=30, end=31))
    """
    spans: list[Span] = []
    first = max(0, bisect_right(runs, char_start, key=lambda run: run.char_start) - 1)
    for run in runs[first:]:
        if run.char_start >= char_end:
            break
        start, end = max(char_start, run.char_start), min(char_end, run.char_end)
        if start >= end or run.width < 0:
            continue
        if run.width:
            span = Span(
                run.raw_start + (start - run.char_start) * run.width,
                run.raw_start + (end - run.char_start) * run.width,
            )
        else:
            span = Span(run.raw_start, run.raw_end)
        if spans and spans[-1].end == span.start:
            spans[-1] = Span(spans[-1].start, span.end)
        elif not spans or spans[-1] != span:
            spans.append(span)
    return tuple(spans)


def shifted(runs: Iterable[OffsetRun], by: int) -> tuple[OffsetRun, ...]:
    """Return the runs with their clean offsets moved by `by` code points; raw offsets stay."""
    return tuple(run._replace(char_start=run.char_start + by, char_end=run.char_end + by) for run in runs)
