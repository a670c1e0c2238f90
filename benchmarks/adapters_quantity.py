"""Our quantities in the words of other collections.

The collections name units in English ("dollar", "pound sterling") where ours are ISO codes and singular nouns, and
leave out dates and ranks. Only names are translated here; values are passed on as they are, except that a cent, a
basis point and a month of age, which we turn into their whole unit, are turned back.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NotRequired, TypedDict

from claimhouse.extractors.quantity import find_quantities
from claimhouse.records import FoundQuantity, QuantityKind

CURRENCY_NAMES = {
    "USD": "dollar",
    "EUR": "euro",
    "GBP": "pound sterling",
    "JPY": "japanese yen",
    "CNY": "chinese yuan",
    "CAD": "canadian dollar",
    "AUD": "australian dollar",
    "HKD": "hong kong dollar",
    "CHF": "swiss franc",
    "ESP": "peseta",
    "GEL": "georgian lari",
    "LAK": "lao kip",
    "LKR": "sri lankan rupee",
    "TRY": "turkish lira",
    "INR": "indian rupee",
    "MXN": "mexican peso",
    "BTC": "bitcoin",
    "ILS": "shekel",
    "MYR": "malaysian ringgit",
    "HRK": "croatian kuna",
    "SEK": "swedish krona",
    "NOK": "norwegian krone",
    "DKK": "danish krone",
    "KRW": "south korean won",
    "BRL": "brazilian real",
    "RUB": "russian ruble",
    "ZAR": "south african rand",
    "SGD": "singapore dollar",
    "NZD": "new zealand dollar",
}
HUNDREDTH_NAMES = {"cent": "cent", "cents": "cent", "pence": "penny", "p": "penny", "penny": "penny", "sen": "sen"}
COLLECTION_UNITS = {
    "revolution per minute": "revolutions per minute",
    "pound": "pound-mass",
    "part per billion": "parts-per-billion",
    "million british thermal units": "mega british thermal unit",
}


class Row(TypedDict):
    """A quantity in the form that the collections and the metric use; `place` is where it begins."""

    value: str
    value_min: NotRequired[str]
    value_max: NotRequired[str]
    unit: str
    place: NotRequired[int]


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def ours(text: str) -> list[Row]:
    """Return our quantities of a sentence; dates and ranks, which the collections do not annotate, are left out."""
    skipped = {QuantityKind.DATE, QuantityKind.ORDINAL}
    return [_row(found) for found in find_quantities(text) if found.kind not in skipped]


def _row(found: FoundQuantity) -> Row:
    factor, unit = _unit(found)
    values = (found.value, found.value_min, found.value_max)
    value, low, high = (None if number is None else number * factor for number in values)
    return Row(value=_text(value), value_min=_text(low), value_max=_text(high), unit=unit, place=found.char_start)


def _unit(found: FoundQuantity) -> tuple[Decimal, str]:
    concept = found.concept or ""
    rated = concept.removeprefix("per ") if concept.startswith("per ") else ""
    per = f" per {COLLECTION_UNITS.get(rated, rated)}" if rated else ""
    written = re.search(r"([A-Za-z]+)(?:[ -](?:per|a|an)[ -][a-z]+)?$", found.raw)
    last = written[1].lower() if written else ""
    if found.kind is QuantityKind.MONEY and last in HUNDREDTH_NAMES and not re.search(r"dollar|euro|[$€]", found.raw):
        return Decimal(100), HUNDREDTH_NAMES[last] + per
    if found.kind is QuantityKind.PERCENT and re.search(r"basis|bps?$", found.raw):
        return Decimal(100), "basis point"
    unit = found.unit or "-"
    names = {
        QuantityKind.MONEY: CURRENCY_NAMES.get(unit, unit) + per,
        QuantityKind.PERCENT: "percentage" + per,
        QuantityKind.AGE: f"{unit} of age",
        QuantityKind.RATIO: f"% {concept or unit}" if found.unit else "-",
        QuantityKind.COUNT: "-" if unit == "time" else (unit + per if per else concept or unit),
    }
    return Decimal(1), names.get(found.kind, COLLECTION_UNITS.get(unit, unit) + per)
