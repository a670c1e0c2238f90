"""Clean text that knows where each of its characters stands in the decoded source.

A `MappedText` is cut and joined like a string; its runs follow. Source places are characters of the decoded payload
until `to_offsets` turns them into bytes, once per page.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from claimhouse.records.spans import OffsetRun

# Characters that carry no text: controls (not white space), soft hyphen, zero-width space, word joiner, byte-order
# mark, and those that XML forbids. Left out of clean text; the zero-width joiners of emoji and Persian stay.
INVISIBLE = "\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff"
BREAKS = re.compile(rf"&(?:\#[0-9]+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?|\s\s+|[^\S ]|[{INVISIBLE}]+")
ODD = re.compile(rf"[^\S ]|\s\s|[&{INVISIBLE}]")  # whether a text needs more than copying
BLANK = " "


class SourceRun(NamedTuple):
    """Characters `[start, end)` of a clean text from `[source_start, source_end)` of the source.

    One to one unless `atomic`, where all of them stand for all of the source characters. `source_start` is -1 for
    white space that was inserted.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    atomic: bool = False


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text and the runs that say where it comes from; the runs cover it from 0 to its end, in order."""

    text: str = ""
    runs: tuple[SourceRun, ...] = ()

    def slice(self, start: int, end: int) -> MappedText:
        """Return `text[start:end]` with its runs."""
        runs = []
        for run in self.runs:
            low, high = max(run.start, start), min(run.end, end)
            if low < high:
                runs.append(_part(run, low, high, -start))
        return MappedText(self.text[start:end], tuple(runs))

    def strip(self) -> MappedText:
        """Return the text without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        if start == 0 and end == len(self.text):
            return self
        return self.slice(start, max(start, end))


def _part(run: SourceRun, low: int, high: int, by: int) -> SourceRun:
    if run.atomic or run.source_start < 0:
        return SourceRun(low + by, high + by, run.source_start, run.source_end, run.atomic)
    first = run.source_start + low - run.start
    return SourceRun(low + by, high + by, first, first + high - low)


BETWEEN = (-1, -1)
INSERTED_BLANK = MappedText(BLANK, (SourceRun(0, 1, -1, -1),))


def join(parts: Iterable[MappedText]) -> MappedText:
    """Return the parts one after the other; neighbouring runs that continue each other become one."""
    texts: list[str] = []
    runs: list[SourceRun] = []
    length = 0
    for part in parts:
        texts.append(part.text)
        for run in part.runs:
            moved = run._replace(start=run.start + length, end=run.end + length)
            last = runs[-1] if runs else None
            if (
                last
                and not last.atomic
                and not moved.atomic
                and last.source_start >= 0
                and last.source_end == moved.source_start
            ):
                runs[-1] = last._replace(end=moved.end, source_end=moved.source_end)
            else:
                runs.append(moved)
        length += len(part.text)
    return MappedText("".join(texts), tuple(runs))


class Builder:
    """Collects stretches of source into one clean text with white space collapsed.

    Args:
        source: the decoded payload.
        entities: unescape character references; off for plain text.
        preserve: keep line breaks and runs of blanks (code).
    """

    __slots__ = ("_entities", "_length", "_parts", "_preserve", "_runs", "_source", "blank")

    def __init__(self, source: str, *, entities: bool = True, preserve: bool = False) -> None:
        self._source = source
        self._entities = entities
        self._preserve = preserve
        self._parts: list[str] = []
        self._runs: list[SourceRun] = []
        self._length = 0
        self.blank = True  # the text ends in white space (or is empty): no further blank

    @property
    def is_empty(self) -> bool:
        """Whether nothing but white space was added."""
        return not self._parts

    def add(self, start: int, end: int) -> None:
        """Add the source characters `[start, end)`."""
        text = self._source[start:end]
        if not ODD.search(text):
            if self.blank and text.startswith(BLANK):
                text, start = text[1:], start + 1
            if text:
                self._append(text, start, end)
            return
        position = start
        for found in BREAKS.finditer(self._source, start, end):
            low, high = found.span()
            if low > position:
                self._add_plain(position, low)
            position = high
            self._add_break(found.group(), low, high)
        if position < end:
            self._add_plain(position, end)

    def _add_plain(self, start: int, end: int) -> None:
        """Add characters of which only a blank at the start may be one too many."""
        if self.blank and not self._preserve and self._source[start] == BLANK:
            start += 1
        if start < end:
            self._append(self._source[start:end], start, end)

    def add_blank(self) -> None:
        """Add a blank that has no place in the source, unless the text ends in white space."""
        if not self.blank:
            self._append(BLANK, -1, -1)

    def _add_break(self, found: str, start: int, end: int) -> None:
        if found[0] == "&":
            plain = html.unescape(found) if self._entities else found
            if plain == found:
                self._append(found, start, end)
            elif plain.isspace():
                self._blank(start, end, atomic=True)
            elif plain and not ODD.search(plain[0]):
                # "&notit;" is "¬it;": what the reference does not use stays as it is written
                self._append(plain, start, end, atomic=True)
            elif plain == "&":
                self._append(plain, start, end, atomic=True)
        elif found.isspace():
            if self._preserve and len(found) > 1:  # indentation is text, but no evidence: spans hold text, not blanks
                self._append(found, -1, -1)
            elif self._preserve:
                self._append(found, start, end)
            else:
                self._blank(start, start + 1, atomic=False)

    def _blank(self, start: int, end: int, *, atomic: bool) -> None:
        if not self.blank:
            self._append(BLANK, start, end, atomic=atomic and end - start != 1)

    def _append(self, text: str, start: int, end: int, *, atomic: bool = False) -> None:
        self._parts.append(text)
        runs = self._runs
        first, self._length = self._length, self._length + len(text)
        if runs and not atomic and start >= 0 and runs[-1].source_end == start and not runs[-1].atomic:
            last = runs[-1]
            runs[-1] = SourceRun(last.start, self._length, last.source_start, end)
        else:
            runs.append(SourceRun(first, self._length, start, end, atomic))
        self.blank = text[-1].isspace()

    def build(self) -> MappedText:
        """Return what was added, without white space at the ends."""
        return MappedText("".join(self._parts), tuple(self._runs)).strip()


def compose(source: str, pieces: Sequence[tuple[int, int]], *, preserve: bool = False) -> MappedText:
    """Return the text of places in marked-up source, one after the other, with white space collapsed.

    Args:
        source: the decoded payload.
        pieces: places `[start, end)`; `BETWEEN` stands for white space whose place is of no interest.
        preserve: keep line breaks and runs of blanks (code).
    """
    if len(pieces) == 1 or (len(pieces) == 2 and pieces[1] == BETWEEN):  # noqa: PLR2004 - a text and a blank behind it
        start, end = pieces[0]
        text = source[start:end]
        bare = text.strip()
        if not preserve and not ODD.search(bare):
            start += text.find(bare)
            return MappedText(bare, (SourceRun(0, len(bare), start, start + len(bare)),) if bare else ())
    builder = Builder(source, preserve=preserve)
    for piece in pieces:
        if piece == BETWEEN:
            builder.add_blank()
        else:
            builder.add(*piece)
    return builder.build()


class ByteMap:
    """Turns runs over source characters into runs over bytes.

    Args:
        starts: byte offset of each source character and the end (`Decoded.starts`).
    """

    def __init__(self, starts: npt.NDArray[np.int64]) -> None:
        self._starts = starts
        self._first = starts.item(0)
        self._is_plain = starts.item(-1) - self._first == len(starts) - 1  # one byte a character
        self._changes: list[int] | None = None

    def offsets(self, runs: Sequence[SourceRun], by: int = 0) -> tuple[OffsetRun, ...]:
        """Return the runs over bytes, their clean places moved by `by` code points."""
        found: list[OffsetRun] = []
        place = self._starts.item
        for low, high, start, end, atomic in runs:
            if start < 0:
                found.append(OffsetRun(low + by, high + by, 0, 0, -1))
                continue
            first, last = (self._first + start, self._first + end) if self._is_plain else (place(start), place(end))
            if atomic:
                found.append(OffsetRun(low + by, high + by, first, last, 0))
            elif last - first == high - low:
                found.append(OffsetRun(low + by, high + by, first, last, 1))
            else:
                self._add_by_widths(found, low + by - start, start, end)
        return tuple(found)

    def _add_by_widths(self, found: list[OffsetRun], by: int, start: int, end: int) -> None:
        """Add one run for each stretch of characters of one width."""
        if self._changes is None:  # places where the width of characters changes
            self._changes = (np.flatnonzero(np.diff(np.diff(self._starts))) + 1).tolist()
        changes = self._changes
        low, high = bisect_right(changes, start), bisect_left(changes, end)
        place = self._starts.item
        first, raw = start, place(start)
        for last in (*changes[low:high], end):
            raw_end = place(last)
            found.append(OffsetRun(first + by, last + by, raw, raw_end, (raw_end - raw) // (last - first)))
            first, raw = last, raw_end


def to_offsets(runs: Sequence[SourceRun], starts: npt.NDArray[np.int64], by: int = 0) -> tuple[OffsetRun, ...]:
    """Turn the runs of one text into runs over bytes: see `ByteMap`."""
    return ByteMap(starts).offsets(runs, by)
