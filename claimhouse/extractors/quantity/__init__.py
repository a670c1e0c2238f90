"""Quantities of a text: what they are worth, in which unit, how they are bounded, and exactly where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import zip_longest

from claimhouse.extractors.quantity.ages import find_ages
from claimhouse.extractors.quantity.amounts import Amount, measure
from claimhouse.extractors.quantity.context import bound_of, concept_of
from claimhouse.extractors.quantity.dates import find_dates
from claimhouse.extractors.quantity.masks import masked_spans
from claimhouse.extractors.quantity.numbers import find_numbers, number_words, words_in
from claimhouse.extractors.quantity.parts import find_parts
from claimhouse.extractors.quantity.ranges import join_ranges
from claimhouse.extractors.quantity.roles import roles_of
from claimhouse.extractors.quantity.shares import find_shares
from claimhouse.extractors.quantity.tables import tables
from claimhouse.extractors.quantity.taken import Taken
from claimhouse.records import Bound, Field, FoundQuantity, QuantityKind, QuantityRole

__all__ = ["find_quantities"]


def find_quantities(
    text: str, *, field: Field = Field.TEXT, offset: int = 0, published_at: datetime | None = None
) -> tuple[FoundQuantity, ...]:
    """Return the quantities of a sentence in order of place; they do not overlap.

    Args:
        text: one sentence, or a heading.
        field: the clean text it is a part of.
        offset: where `text` begins in that field, in code points; spans count in the field.
        published_at: resolves "yesterday", "on Monday" and days without a year; without it they are left out.

    Numbers in addresses, names, model numbers, citations, clock times and list markers are no quantities.
    """
    if not _may_hold_quantity(text, relative=published_at is not None):
        return ()
    pieces = sorted(_pieces(text, published_at), key=lambda piece: piece.start)
    roles = roles_of(
        text, [(piece.start, piece.end) for piece in pieces], [(piece.kind, piece.unit) for piece in pieces]
    )
    return tuple(_found(text, piece, field, offset, role) for piece, role in zip(pieces, roles, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What the finders of each kind have in common; `number_end` is where the number ends and its unit begins."""

    start: int
    end: int
    number_end: int
    kind: QuantityKind
    unit: str | None
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    concept: str | None = None


def _found(text: str, piece: _Piece, field: Field, offset: int, role: QuantityRole | None) -> FoundQuantity:
    bound = bound_of(text, piece.start, (piece.number_end, piece.end), piece.kind)
    if piece.low is not None and piece.high is None and bound is Bound.EXACT:
        bound = Bound.AT_LEAST
    return FoundQuantity(
        field=field,
        char_start=piece.start + offset,
        char_end=piece.end + offset,
        raw=text[piece.start : piece.end],
        kind=piece.kind,
        value=piece.value,
        value_min=piece.low,
        value_max=piece.high,
        bound=bound,
        unit=piece.unit,
        concept=piece.concept or concept_of(text, piece.start, piece.end, piece.kind),
        role=role,
    )


def _pieces(text: str, published_at: datetime | None) -> Iterator[_Piece]:
    """Find the kinds in order of how sure their form is; what one takes, no later one sees."""
    taken = Taken(len(text))
    for start, end in masked_spans(text):
        taken.add(start, end)
    for day in find_dates(text, published_at):
        if taken.claim(day.start, day.end) and day.value is not None:
            value = Decimal(day.value)
            yield _Piece(
                start=day.start, end=day.end, number_end=day.end, kind=QuantityKind.DATE, unit=day.unit, value=value
            )
    for age in find_ages(text):
        if taken.claim(age.start, age.end):
            yield _Piece(
                start=age.start,
                end=age.end,
                number_end=age.end,
                kind=QuantityKind.AGE,
                unit=age.unit,
                value=age.value,
                low=age.low,
                high=age.high,
            )
    yield from _shared(text, taken)
    for amount in join_ranges(text, _amounts(text, taken)):
        yield _Piece(
            start=amount.start,
            end=amount.end,
            number_end=amount.number.end,
            kind=amount.kind,
            unit=amount.unit,
            value=amount.value,
            low=amount.low,
            high=amount.high,
            concept=amount.concept,
        )


def _shared(text: str, taken: Taken) -> Iterator[_Piece]:
    """Find parts of a unit, ratios and ranks."""
    for part in find_parts(text):
        if taken.claim(part.start, part.end):
            yield _Piece(
                start=part.start,
                end=part.end,
                number_end=part.end,
                kind=part.unit.kind,
                unit=part.unit.name,
                value=part.value,
            )
    for share in find_shares(text):
        if taken.claim(share.start, share.end):
            yield _Piece(
                start=share.start,
                end=share.end,
                number_end=share.end,
                kind=share.kind,
                unit=share.unit,
                value=share.value,
                concept=share.concept,
            )


_DIGIT = re.compile(r"\d")
_RELATIVE = frozenset(["yesterday", "today", "tomorrow", "last", "this", "next", "on", "late", "early"])


@cache
def _hints() -> frozenset[str]:
    table = tables()
    return number_words() | {*table.fractions, *table.ordinals, "half"}


def _may_hold_quantity(text: str, *, relative: bool) -> bool:
    """Whether the text has a digit or one of the words without which there is no quantity; half of prose has none."""
    if _DIGIT.search(text):
        return True
    words = words_in(text)
    return not _hints().isdisjoint(words) or "fold" in text or (relative and not _RELATIVE.isdisjoint(words))


def _amounts(text: str, taken: Taken) -> list[Amount]:
    amounts: list[Amount] = []
    for number in find_numbers(text):
        if not taken.is_free(number.start, number.end):
            continue
        amount = measure(text, number)
        if amount is not None and taken.claim(amount.start, amount.end):
            amounts.append(amount)
    return list(_without_lone_words(amounts))


def _without_lone_words(amounts: Iterable[Amount]) -> Iterable[Amount]:
    """Leave out small number words without a unit, unless the next amount may lend them its own."""
    items = list(amounts)
    for amount, following in zip_longest(items, items[1:]):
        small = amount.bare and amount.number.words and amount.number.magnitude == 1 and not amount.open
        near = following is not None and following.start - amount.end <= len(" and ") and not following.bare
        if not small or near:
            yield amount
