"""The parts that a report is built of, whatever it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be typed as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out."""

    text: str


Inline = str | Link | Code | Strong
Line = Sequence[Inline]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a page, and where it stands."""

    sentence: str
    sources: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Statement:
    """A heading of its own with what belongs to it."""

    title: str
    parts: Sequence[Paragraph | Quote | Table | Picture]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first cell names the row."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for pages that can show one, as SVG with title and description."""

    svg: str


Part = Paragraph | Statement | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report that the contents name."""

    anchor: str
    title: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: str
    lead: Line
    sections: Sequence[Section]
