"""Two numbers that are one range: "$12.6-$13 billion", "between 5 and 7 percent", "from 10 to 20 km"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from claimhouse.extractors.quantity.amounts import Amount
from claimhouse.extractors.quantity.tables import tables
from claimhouse.records import QuantityKind

# How far back a verb of change may stand that makes "from A to B" two values.
CHANGE_REACH = 60
# From here on up a first number is not read in the magnitude of the second: "$300 to $2 million".
MAX_SCALED = Decimal(1000)
# A comparison looks back over at most this many amounts for its unit.
ECHO_REACH = 4
_FROM = re.compile(r"\bfrom\s$")
_COMPARED = re.compile(
    r"\b(?:compared (?:with|to)|(?:up|down) from|versus|against|rather than|instead of)\s"
    r"(?:(?:about|around|only|just|some|nearly|over|under|fewer than|more than|an average of|a total of)\s)?$"
)
_BETWEEN = re.compile(r"\bbetween\s(?:about\s|around\s|roughly\s|an estimated\s)?$")

_JOIN = re.compile(r"\s?(?P<dash>[-–—\u2011])\s?|(?P<to>(?:\s|-\s?)to[\s-])|(?P<and>\s(?:and|to)\s)|(?P<or>\sor\s)")


def join_ranges(text: str, amounts: list[Amount]) -> list[Amount]:
    """Return the amounts with ranges joined and with units that stand only once given to both numbers."""
    joined: list[Amount] = []
    for amount in amounts:
        if joined:
            pair = [] if _is_score(text, joined[-1], amount) else _join(text, joined[-1], amount)
            if pair is not None:
                joined[-1:] = pair
                continue
        joined.append(_echoing(text, joined, amount))
    return joined


def _echoing(text: str, before: list[Amount], amount: Amount) -> Amount:
    """Give a bare number the unit of the amount it is compared with: "510 carts, compared with 74 last year"."""
    source = next((other for other in reversed(before[-ECHO_REACH:]) if not other.bare), None)
    if not amount.bare or amount.number.words or source is None or source.number.open:
        return amount
    between = text[source.end : amount.start]
    is_change = (
        between == " to "
        and (
            source.unit == "point"  # "rose 12 points to 3,410"
            or _FROM.search(text[max(0, source.start - CHANGE_REACH) : source.start]) is not None
        )
    )
    if not (is_change or _COMPARED.search(between)) or "." in between.strip("."):
        return amount
    return replace(amount, kind=source.kind, unit=source.unit, concept=source.concept, bare=False)


def _is_score(text: str, first: Amount, second: Amount) -> bool:
    """Whether two falling numbers without a unit are a vote or a score: "52-48"."""
    falls = first.bare and second.bare and first.number.core >= second.number.core
    return falls and not first.number.words and re.fullmatch(r"[-–]", text[first.end : second.start]) is not None


def _join(text: str, first: Amount, second: Amount) -> list[Amount] | None:
    if first.value is None or second.value is None or second.start < first.end:
        return None
    connector = _JOIN.fullmatch(text, first.end, second.start)
    if connector is None or not _same_unit(first, second):
        return None
    shared = _share(first, second)
    if shared is None or not _is_range(text, connector, shared, second):
        return None if shared is None or shared == first else [shared, second]
    low, high = shared.value, second.value
    if low is None or low > high:
        return [shared, second]
    return [
        replace(
            second,
            start=first.start,
            value=None,
            low=low,
            high=high,
            concept=second.concept or first.concept,
        )
    ]


def _same_unit(first: Amount, second: Amount) -> bool:
    if first.bare and second.bare:
        return True
    if first.bare:
        return not (first.number.words and second.kind is QuantityKind.COUNT and second.number.magnitude != 1)
    if second.bare:
        return first.kind is QuantityKind.MONEY and second.number.magnitude != 1 and not second.number.words
    return (first.kind, first.unit) == (second.kind, second.unit)


def _share(first: Amount, second: Amount) -> Amount | None:
    """Give the first number the unit and, where that keeps the order, the magnitude of the second."""
    value = first.value
    magnitude = second.number.magnitude
    if value is None or second.value is None:
        return None
    unscaled = first.number.magnitude == 1 and magnitude != 1 and abs(first.number.core) < MAX_SCALED
    if (
        unscaled
        and (first.bare or first.kind is QuantityKind.MONEY)
        and first.number.core * magnitude <= second.value * 10
    ):
        scaled = first.number.core * magnitude
        value = scaled if scaled <= second.value or first.bare else value
    if first.bare:
        factor = second.value / second.number.value if second.number.value else Decimal(1)
        return replace(
            first, kind=second.kind, unit=second.unit, value=value * factor, concept=second.concept, bare=second.bare
        )
    return replace(first, value=value)


def _is_range(text: str, connector: re.Match[str], first: Amount, second: Amount) -> bool:
    if first.value is None or second.value is None or first.value >= second.value:
        return False
    if connector["dash"]:
        return True
    if connector["or"]:
        return second.value - first.value <= 1 and first.value == int(first.value) and first.number.words
    before = text[max(0, first.start - CHANGE_REACH) : first.start].lower()
    if connector[0].strip() == "and":
        return _BETWEEN.search(before) is not None
    return _is_to_range(before, first)


def _is_to_range(before: str, first: Amount) -> bool:
    """Whether "A to B" is a range and no change, by the words before A."""
    words = re.findall(r"[a-z]+", before)
    clause = words[-8:]
    changed = any(word in tables().change for word in clause)
    if words[-1:] == ["to"] or (changed and words[-1:] == ["from"]):
        return False
    if words[-1:] == ["by"]:  # "by 5 to 7 percent" is a range, "by $5 to $60" is not
        return first.end == first.number.end and first.number.currency is None
    return not changed or words[-1:] == ["between"]
