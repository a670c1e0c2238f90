"""One figure of one subject has one name: "64,000 lamps are recalled" and "it sticks to its figure of 64,000" agree.

Reports word a fact by many verbs, and an attribute of the open class is named after its verb. But two texts that give
one subject the same odd figure hardly mean two things by it. So readings of a subject with one figure are tied: those
of the open class join the group of the attribute that the lexicon names, or where it names none, of the open attribute
that most documents use. Round and small figures tie nothing, nor do dates, ages and stretches of time: many things
take six years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from claimhouse.provenance import plain_number
from claimhouse.records import Quantity, QuantityKind
from claimhouse.resolve.attributes import OPEN_RULE
from claimhouse.resolve.concepts import is_vague, noun_class
from claimhouse.resolve.values import Value

_TELLING_DIGITS = 2  # "3 million" is told of many things, "3.2 million" of few
_ODD_COUNT = 100  # from which a count with two digits ties whatever it counts
_SMALL_COUNT = 10  # below which a count ties nothing
_MEASURES = frozenset({QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.PHYSICAL})


class Cell(NamedTuple):
    """An attribute and a value of a subject: under which a reading is grouped."""

    attribute: str
    value: str


class Said(NamedTuple):
    """A reading as far as its tie needs it: its own attribute and value, the rule of it, and its document."""

    attribute: str
    value: str
    rule: str
    document_key: str


def figure_of(quantity: Quantity | None, value: Value) -> str | None:
    """Return the figure by which a reading is tied to others of its subject; null where it is not telling enough.

    >>> from claimhouse.records import ValueKind
    >>> figure_of(None, Value(text="x", kind=ValueKind.TEXT)) is None
    True
    """
    number = value.number
    if quantity is None or number is None or value.low is None or value.high is None or number <= 0:
        return None
    if quantity.kind in _MEASURES:
        return f"{value.unit} {plain_number(number)}" if _digits(number) >= _TELLING_DIGITS else None
    if quantity.kind is not QuantityKind.COUNT or number < _SMALL_COUNT or _digits(number) < _TELLING_DIGITS:
        return None
    if number >= _ODD_COUNT:
        return f"count {plain_number(number)}"
    noun = quantity.unit
    return f"{noun_class(noun)} {plain_number(number)}" if noun and not is_vague(noun) else None


def _digits(number: Decimal) -> int:
    """Return how many digits a number has without the zeros at its end."""
    return len(number.normalize().as_tuple().digits)


def tied(said: Iterable[Said]) -> Mapping[str, Cell]:
    """Return under which cell the readings of one subject with one figure go whose attribute is open, by attribute.

    Two attributes of the lexicon may have one figure (14 dead and 14 injured): then nothing tells of which the open
    ones are, and they are tied among themselves.
    """
    documents: defaultdict[Said, set[str]] = defaultdict(set)
    for one in said:
        documents[one._replace(document_key="")].add(one.document_key)
    named = {one.attribute for one in documents if one.rule != OPEN_RULE}
    leading = [one for one in documents if (one.rule != OPEN_RULE) == (len(named) == 1)]
    if not leading:
        return {}
    first = min(leading, key=lambda one: (-len(documents[one]), one.attribute, one.value))
    cell = Cell(first.attribute, first.value)
    return {one.attribute: cell for one in documents if one.rule == OPEN_RULE}


def cells(readings: Collection[tuple[str, str | None, Said]]) -> list[Cell]:
    """Return the cell of each reading, given with its scope and its figure, in their order."""
    by_figure: defaultdict[tuple[str, str], list[Said]] = defaultdict(list)
    for scope, figure, said in readings:
        if figure is not None:
            by_figure[scope, figure].append(said)
    ties = {place: tied(found) for place, found in by_figure.items()}
    return [
        ties.get((scope, figure or ""), {}).get(said.attribute, Cell(said.attribute, said.value))
        for scope, figure, said in readings
    ]
