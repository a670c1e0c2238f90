"""Two drawings, as SVG: who published when, and competing values over time. What they show stands in tables too."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

_WIDTH = 760
_LEFT = 190
_RIGHT = 30
_TOP = 14
_LANE = 28
_TICKS = 4
_COLOURS = 6
_LABEL = 27  # characters of a label that fit
_NEAR = 15  # a label's height
_DAYS_TOLD_BY_HOUR = timedelta(days=3)
_AT_ONCE = timedelta(minutes=5)  # what was seen within that long was collected together
_BESIDE = 14  # between dots of one lane that are of one time
_STRETCH = 2  # times as long as the sure times reach: dots without one may stretch the picture so far


@dataclass(frozen=True, slots=True)
class Dot:
    """Something at a time.

    Attributes:
        told: what it is, shown where one points at it and read aloud.
        full: whether it counts; drawn hollow otherwise.
        size: how many claims it stands for.
        is_sure: whether the time is known, not that of first seeing it.
    """

    at: datetime
    told: str
    full: bool = True
    size: int = 1
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """Dots of one label, at a height by number where it has one."""

    label: str
    dots: Sequence[Dot]
    number: float | None = None


def picture_of(identity: str, title: str, description: str, lanes: Sequence[Lane]) -> str | None:
    """Return lanes over time as SVG; null where nothing has a time. By number where every lane has one.

    A dot without a sure time that is far from all the others is left out, and the description says so: a page that was
    collected months later would push all others into one corner.
    """
    span = _span(lanes)
    if span is None:
        return None
    first, last = span
    left_out = sum(not first <= dot.at <= max(last, first + _AT_ONCE) for lane in lanes for dot in lane.dots)
    if left_out:
        undated = "article without a date is" if left_out == 1 else "articles without a date are"
        description += f" {left_out} {undated} left out."
    heights = _heights(lanes)
    bottom = max(heights) + _LANE
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {bottom + 24}" role="img"'
            f' aria-labelledby="{identity}-t {identity}-d">'
        ),
        f'<title id="{identity}-t">{escape(title)}</title><desc id="{identity}-d">{escape(description)}</desc>',
        *_axis(first, last, bottom),
    ]
    labels = _apart(heights)
    for number, (lane, height) in enumerate(zip(lanes, heights, strict=True)):
        short = lane.label if len(lane.label) <= _LABEL else lane.label[: _LABEL - 1] + "…"
        parts.append(f'<text x="{_LEFT - 14}" y="{labels[number] + 4}" text-anchor="end">{escape(short)}</text>')
        parts.append(f'<line class="rule" x1="{_LEFT - 8}" y1="{height}" x2="{_WIDTH - _RIGHT}" y2="{height}"/>')
        shown = [dot for dot in lane.dots if left_out == 0 or first <= dot.at <= last]
        for place, dot in enumerate(shown):
            colour = f"s{number % _COLOURS}" if dot.full else "hollow"
            radius = min(4 + dot.size // 4, 9)
            told = escape(dot.told)
            x = _x(dot.at, first, last)
            if first == last:
                x += round((place - (len(shown) - 1) / 2) * _BESIDE)
            parts.append(f'<circle class="{colour}" cx="{x}" cy="{height}" r="{radius}"><title>{told}</title></circle>')
    return "\n".join([*parts, "</svg>"])


def _span(lanes: Sequence[Lane]) -> tuple[datetime, datetime] | None:
    """Return the first and the last time to show; the same where all were seen at once and nothing says when told."""
    times = [dot.at for lane in lanes for dot in lane.dots]
    sure = [dot.at for lane in lanes for dot in lane.dots if dot.is_sure]
    if not times:
        return None
    if sure and max(times) - min(times) > _STRETCH * max(max(sure) - min(sure), _DAYS_TOLD_BY_HOUR):
        return min(sure), max(sure)
    if not sure and max(times) - min(times) < _AT_ONCE:
        return min(times), min(times)
    return min(times), max(times)


def _heights(lanes: Sequence[Lane]) -> list[int]:
    numbers = [lane.number for lane in lanes if lane.number is not None]
    room = _LANE * len(lanes)
    if len(numbers) < len(lanes) or max(numbers) <= min(numbers):
        return [_TOP + _LANE * number for number in range(len(lanes))]
    low, high = min(numbers), max(numbers)
    return [_TOP + round((high - number) / (high - low) * room) for number in numbers]


def _apart(heights: Sequence[int]) -> list[int]:
    """Return heights for labels so that none covers another."""
    order = sorted(range(len(heights)), key=lambda number: heights[number])
    found = list(heights)
    for above, below in itertools.pairwise(order):
        found[below] = max(found[below], found[above] + _NEAR)
    return found


def _axis(first: datetime, last: datetime, bottom: int) -> Iterator[str]:
    form = "%m-%d %H:%M" if last - first < _DAYS_TOLD_BY_HOUR else "%Y-%m-%d"
    ticks = range(_TICKS + 1) if last > first else range(1)
    for tick in ticks:
        at = first + (last - first) * tick / _TICKS
        x = _x(at, first, last)
        yield f'<line class="rule" x1="{x}" y1="0" x2="{x}" y2="{bottom}"/>'
        yield f'<text class="soft" x="{x}" y="{bottom + 16}" text-anchor="middle">{at.strftime(form)}</text>'


def _x(at: datetime, first: datetime, last: datetime) -> int:
    room = _WIDTH - _LEFT - _RIGHT - 40
    return _LEFT + 16 + (round((at - first) / (last - first) * room) if last > first else room // 2)
