"""Two values of one attribute: same, compatible or different, by what was written and never by a tolerance.

A written number stands for an interval: "$22.3 billion" for every amount from 22.25 to 22.35 billion. Two
writings are *compatible* where some true number could have been written both ways ("$22.3 billion" and
"$22 billion"; "$22.3-$23 billion" and "$22.8 billion"), and *different* where none could ("$22.3 billion" and
"$22.8 billion"), however near they lie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, unique

from claimhouse.provenance import plain_number
from claimhouse.records import Bound, QuantityKind, ValueKind

_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f' ]*\d|\d")
_HALF = Decimal("0.5")
_ABOUT = Decimal("1.1")  # "about $3 billion" is said of 2.45 billion, not of 2 billion or 3.6
_LAST_MONTH = 12
_HUNDRED = 100  # between the month and the day of a date
_YEARLESS = 10_000  # between the year and the month: smaller dates have no year
_YEAR_DIGITS = 4

# Kinds whose written numbers are never rounded: "28-year-old", "second-largest", "two of three".
_EXACT_KINDS = frozenset({QuantityKind.AGE, QuantityKind.ORDINAL, QuantityKind.RATIO})

# A number written in full with at least this many zeros at its end may be rounded ("1,500 people"); one zero
# is no sign of rounding ("20 people").
_ROUND_ZEROS = 2

# Scales a number in words may be rounded to ("three million" stands for 2.5 to 3.5 million).
_WORD_SCALES = tuple(Decimal(10) ** power for power in (12, 9, 6, 3))


@unique
class Comparison(StrEnum):
    """How two values relate."""

    SAME = "same"
    COMPATIBLE = "compatible"  # some true value could have been written both ways
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"  # other units or kinds: nothing can be said


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNumber:
    """A quantity as far as comparison needs it.

    Attributes:
        raw: the words of the source; its digits tell the precision.
        value: the number, null where `value_min` and `value_max` give a range.
    """

    raw: str
    kind: QuantityKind
    value: Decimal | None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    bound: Bound = Bound.EXACT
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value in comparable form.

    Attributes:
        text: canonical and equal exactly where two values are the same; groups are made by it.
        number: the number written; null for ranges, classes and texts.
        low, high: the interval it stands for; null for an open end. Dates as yyyymmdd.
        unit: unit of the numbers; values of unlike units are not compared.
        kind: how it compares.
    """

    text: str
    kind: ValueKind
    number: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None


def class_value(code: str, *, negated: bool = False) -> Value:
    """Return the value for one of a few codes; a denied code is a value of its own, `not CODE`."""
    return Value(text=f"not {code}" if negated else code, kind=ValueKind.CLASS)


def clock_value(text: str, minute: int, tolerance: int) -> Value:
    """Return the value for a time of day, a class whose codes are as near as their minutes."""
    low, high = Decimal(minute - tolerance), Decimal(minute + tolerance)
    return Value(text=text, kind=ValueKind.CLASS, low=low, high=high)


def yearless_value(text: str, month: int, day: int) -> Value:
    """Return the value for a day of some year: of dates with a year it is compared with month and day."""
    number = Decimal(month * _HUNDRED + day)
    return Value(text=text, kind=ValueKind.DATE, low=number, high=number, unit="day")


def text_value(text: str) -> Value:
    """Return the value for an open phrase."""
    return Value(text=text, kind=ValueKind.TEXT)


def number_value(written: WrittenNumber) -> Value:
    """Bring a written quantity to a value with the interval it stands for.

    >>> value = number_value(WrittenNumber(raw="$22.3 billion", kind=QuantityKind.MONEY,
    ...                                    value=Decimal(22300000000), unit="USD"))
    >>> value.text, int(value.low), int(value.high)
    ('22300000000 USD', 22250000000, 22350000000)
    """
    if written.kind is QuantityKind.DATE:
        return _date_value(written)
    low, high = _interval(written)
    return Value(
        text=_number_text(written),
        kind=ValueKind.NUMBER,
        number=written.value,
        low=low,
        high=high,
        unit=written.unit,
    )


def compare_values(left: Value, right: Value, exclusive: frozenset[frozenset[str]] = frozenset()) -> Comparison:
    """Compare two values of one attribute; the order of the two does not matter.

    Args:
        left: a value.
        right: another.
        exclusive: pairs of class codes that cannot both be true; codes in no such pair are compatible.
    """
    if left.kind is not right.kind:
        return Comparison.INCOMPARABLE
    if left.kind is ValueKind.NUMBER and left.unit != right.unit:
        return Comparison.INCOMPARABLE
    if left.text == right.text:
        return Comparison.SAME
    clocks = left.low is not None and right.low is not None
    if left.kind is ValueKind.CLASS and not clocks:
        return _compare_codes(left.text, right.text, exclusive)
    if left.kind is ValueKind.TEXT:
        return _compare_texts(left.text, right.text)
    return _compare_intervals(left, right)


def _compare_intervals(left: Value, right: Value) -> Comparison:
    if left.kind is ValueKind.DATE and _is_yearless(left) is not _is_yearless(right):
        return _compare_days(left, right)
    return Comparison.COMPATIBLE if _overlap(left, right) else Comparison.DIFFERENT


def _is_yearless(value: Value) -> bool:
    return value.high is not None and value.high < _YEARLESS


def _compare_days(left: Value, right: Value) -> Comparison:
    """Compare a day without a year with a date: by month and day, as far as the date tells them."""
    yearless, dated = (left, right) if _is_yearless(left) else (right, left)
    if dated.low is None or dated.high is None or dated.high - dated.low >= _YEARLESS:
        return Comparison.INCOMPARABLE
    low, high = dated.low % _YEARLESS, dated.high % _YEARLESS
    day = yearless.low or Decimal(0)
    return Comparison.COMPATIBLE if low <= day <= high else Comparison.DIFFERENT


def _compare_codes(left: str, right: str, exclusive: frozenset[frozenset[str]]) -> Comparison:
    if left == f"not {right}" or right == f"not {left}" or frozenset((left, right)) in exclusive:
        return Comparison.DIFFERENT
    return Comparison.COMPATIBLE


def _compare_texts(left: str, right: str) -> Comparison:
    """Texts of which one has all the words of the other may mean the same ("Roe", "Jane Roe")."""
    words = set(left.casefold().split()), set(right.casefold().split())
    return Comparison.COMPATIBLE if words[0] <= words[1] or words[1] <= words[0] else Comparison.DIFFERENT


def _overlap(left: Value, right: Value) -> bool:
    """Say whether the intervals share a number.

    Rounding intervals are half-open (22.35 is written 22.4), so touching is not enough, unless an end was
    itself written: a range, a bound, an exact number.
    """
    touching = _is_closed(left) or _is_closed(right)
    return _below(left.low, right.high, touching=touching) and _below(right.low, left.high, touching=touching)


def _below(low: Decimal | None, high: Decimal | None, *, touching: bool) -> bool:
    if low is None or high is None:
        return True
    return low < high or (touching and low == high)


def _is_closed(value: Value) -> bool:
    return value.number is None or value.low is None or value.high is None or value.low == value.high


def _number_text(written: WrittenNumber) -> str:
    unit = f" {written.unit}" if written.unit else ""
    if written.value is None:
        low, high = plain_number(written.value_min), plain_number(written.value_max)
        return f"{low or ''}..{high or ''}{unit}"
    sign = f"{written.bound} " if written.bound in {Bound.AT_LEAST, Bound.AT_MOST} else ""
    return f"{sign}{plain_number(written.value)}{unit}"


def _interval(written: WrittenNumber) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends of the interval a written number stands for.

    "about" widens it by a tenth of itself on both sides ("about $23 billion": 22.45 to 23.55), and an exact number to
    half a unit of its last non-zero place ("about 20": 15 to 25); "more than" and "up to" open one end at the
    written number.
    """
    if written.value is None:
        return written.value_min, written.value_max
    if written.bound is Bound.AT_LEAST:
        return written.value, None
    if written.bound is Bound.AT_MOST:
        return None, written.value
    half = half_unit(written)
    if written.bound is Bound.ABOUT:
        half = max(half * _ABOUT, _about_half(written.value) if not half else _quarter_of_digit(written))
    return written.value - half, written.value + half


def _about_half(value: Decimal) -> Decimal:
    """Half a unit of the last non-zero place of an integer, at least 1: "about 20" is 15 to 25, "about 12" 11 to 13."""
    return max(Decimal(1), _HALF * Decimal(10) ** _trailing_zeros(abs(value)))


def _quarter_of_digit(written: WrittenNumber) -> Decimal:
    """A number of one digit and zeros written in full, a quarter of its place: "about 300" is 275 to 325."""
    mantissa, scale = _mantissa(written)
    zeros = _trailing_zeros(abs(mantissa)) if mantissa is not None and scale == 1 else 0
    single = mantissa is not None and zeros >= _ROUND_ZEROS and abs(mantissa) < Decimal(10) ** (zeros + 1)
    return Decimal(10) ** zeros / 4 if single else Decimal(0)


def half_unit(written: WrittenNumber) -> Decimal:
    """Return half a unit of the last written place: how far the true number may lie from the written one.

    >>> half_unit(WrittenNumber(raw="1,500 people", kind=QuantityKind.COUNT, value=Decimal(1500)))
    Decimal('50.0')
    """
    if written.kind in _EXACT_KINDS or not written.value:
        return Decimal(0)
    mantissa, scale = _mantissa(written)
    if mantissa is None:
        return _half_of_words(abs(written.value))
    exponent = mantissa.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if decimals or scale > 1 or written.kind is QuantityKind.PERCENT:
        return scale * _HALF * Decimal(10) ** -decimals
    return _half_of_integer(abs(mantissa))


def _mantissa(written: WrittenNumber) -> tuple[Decimal | None, Decimal]:
    """Find the digits in the raw text whose value is a power of ten below the quantity's: 22.3 and 10^9."""
    for match in _NUMBER.finditer(written.raw):
        digits = re.sub(r"[\s\u00a0\u202f']", "", match.group())
        for text in (digits.replace(",", ""), digits.replace(".", "").replace(",", ".")):
            if text.count(".") > 1 or not Decimal(text):
                continue
            mantissa = Decimal(text)
            scale = abs(written.value or Decimal(0)) / mantissa
            if scale >= 1 and scale == scale.to_integral_value() and str(int(scale)).rstrip("0") == "1":
                return mantissa, scale
    return None, Decimal(1)


def _trailing_zeros(value: Decimal) -> int:
    text = plain_number(value) or "0"
    return len(text) - len(text.rstrip("0")) if "." not in text and value else 0


def _half_of_integer(value: Decimal) -> Decimal:
    """A round integer written in full ("1,500": ±50); of one digit and zeros, a place finer ("3,000": ±50)."""
    zeros = _trailing_zeros(value)
    if zeros < _ROUND_ZEROS:
        return Decimal(0)
    place = zeros if value >= Decimal(10) ** (zeros + 1) else zeros - 1
    return _HALF * Decimal(10) ** place


def _half_of_words(value: Decimal) -> Decimal:
    for scale in _WORD_SCALES:
        if value >= scale and value % scale == 0:
            return scale * _HALF
    return Decimal(0)


def _date_value(written: WrittenNumber) -> Value:
    """Bring a date of the form yyyy, yyyymm or yyyymmdd to the days it may mean."""
    low = _first_day(written.value if written.value is not None else written.value_min)
    high = _last_day(written.value if written.value is not None else written.value_max)
    if written.bound is Bound.AT_LEAST:
        high = None
    elif written.bound is Bound.AT_MOST:
        low = None
    text = _number_text(
        WrittenNumber(
            raw=written.raw,
            kind=written.kind,
            value=written.value,
            value_min=written.value_min,
            value_max=written.value_max,
            bound=written.bound,
        )
    )
    return Value(text=text, kind=ValueKind.DATE, number=written.value, low=low, high=high, unit=written.unit)


def _first_day(date: Decimal | None) -> Decimal | None:
    return _day(date, month=1, day=1)


def _last_day(date: Decimal | None) -> Decimal | None:
    return _day(date, month=_LAST_MONTH, day=31)


def _day(date: Decimal | None, *, month: int, day: int) -> Decimal | None:
    """Complete a date by the month and day given; a 31st that the month lacks orders right all the same."""
    digits = plain_number(date)
    if digits is None:
        return None
    completed = digits + f"{month:02d}{day:02d}"[max(0, len(digits) - _YEAR_DIGITS) :]
    return Decimal(completed)
