"""Parts of one unit in words: "half a percentage point", "a quarter of an hour", "a year and a half"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claimhouse.extractors.quantity.tables import Unit, tables

_PART = re.compile(
    r"(?<![\w-])(?P<part>half|(?:a )?quarter of|three[ -]quarters of)(?: |-)(?:an? )?(?P<unit>[a-z]+(?: [a-z]+)?)\b",
    re.IGNORECASE,
)
_AND_PART = re.compile(
    r"(?<![\w-])an? (?P<unit>[a-z]+(?: [a-z]+)?) and (?:a (?P<half>half)|(?P<quarter>a quarter)|three[ -]quarters)\b"
    r"(?! (?:million|billion|thousand|dozen|of)\b)",
    re.IGNORECASE,
)
_SHARES = {"h": Decimal("0.5"), "a": Decimal("0.25"), "q": Decimal("0.25"), "t": Decimal("0.75")}
"""By the first letter of what is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPart:
    """A part of a unit, or a unit and a part of it; the article that belongs to the number is part of its place."""

    start: int
    end: int
    unit: Unit
    value: Decimal


def find_parts(text: str) -> Iterator[FoundPart]:
    """Yield the parts of units of measurement in order of place; "half a million" and "half the crew" are none."""
    lower = text.lower()
    if "half" not in lower and "quarter" not in lower:
        return
    for match in _AND_PART.finditer(text):
        unit = _unit(match["unit"])
        if unit is not None:
            part = Decimal("0.5") if match["half"] else Decimal("0.25") if match["quarter"] else Decimal("0.75")
            yield FoundPart(start=match.start(), end=match.end(), unit=unit[0], value=(1 + part) * unit[0].factor)
    for match in _PART.finditer(text):
        unit = _unit(match["unit"])
        if unit is None or not re.search(r"[ -]an? |-", match[0]):
            continue  # "half hours" counts halves of an hour, "half of years" nothing
        end = match.start("unit") + unit[1]
        yield FoundPart(
            start=match.start(), end=end, unit=unit[0], value=_SHARES[match["part"][0].lower()] * unit[0].factor
        )


def _unit(written: str) -> tuple[Unit, int] | None:
    """Return the unit that the words begin with, and its length."""
    for words in (written, written.split(maxsplit=1)[0]):
        unit = tables().units.get(words.lower())
        if unit is not None:
            return unit, len(words)
    return None
