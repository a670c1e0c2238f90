"""One figure of one story has one name: "64,000 lamps are recalled" and "it sticks to its figure of 64,000" agree.

Reports word a fact by many verbs, and an attribute of the open class is named after its verb; one report says it of the
maker, another of the event. But two texts on one matter that give the same odd figure hardly mean two things by it. So
within a story (the event that a text is about, else what it is about):

- two subjects to which one attribute of the lexicon gives the same figure are, for that attribute, one subject;
- readings of the open class go with the attribute that the lexicon gives the figure, or where it gives it none, with
  the open one that most documents use. Two of the lexicon may have one figure (140 dead and 140 injured): then nothing
  tells of which the open ones are, and they are tied among themselves.

Round and small figures tie nothing, nor do dates, ages and stretches of time: many things take six years. What is tied
widens a group, and raises no conflict by itself. Among very many figures two agree by chance (of 300 out of 10,000 some
four pairs do): a story that gives more of them ties nothing, and no attribute makes more than a few subjects one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from claimhouse.provenance import plain_number
from claimhouse.records import QuantityKind
from claimhouse.resolve.attributes import OPEN_RULE
from claimhouse.resolve.concepts import is_vague, noun_class
from claimhouse.resolve.lexicon import SubjectKind, rule_named
from claimhouse.resolve.values import Value

_TELLING_DIGITS = 2  # "3 million" is told of many things, "3.2 million" of few
_ODD_COUNT = 100  # from which a count with two digits ties whatever it counts
_SMALL_COUNT = 10  # below which a count ties nothing
_MANY_FIGURES = 300  # of one story, among which two agree by chance
_FEW_NAMES = 4  # by which one subject goes in the reports of one story
_MEASURES = frozenset({QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.PHYSICAL})
_OWN_SUBJECTS = frozenset({SubjectKind.PERSON, SubjectKind.CANDIDATE, SubjectKind.DEAL, SubjectKind.TARGET})


class Cell(NamedTuple):
    """Of what a reading is grouped as a value: the scope of a subject, an attribute, and the value."""

    scope: str
    attribute: str
    value: str


class Said(NamedTuple):
    """Readings of one story that are alike: their own cell, its rule, their figure, and how many documents say so."""

    story: str
    figure: str | None
    cell: Cell
    rule: str
    documents: int


def figure_of(kind: QuantityKind | None, counted: str | None, value: Value) -> str | None:
    """Return the figure by which a reading is tied to others of its story; null where it is not telling enough.

    Args:
        kind: of the quantity that the value is of, if it is of one.
        counted: its unit as written: what a count counts.
        value: in comparable form.
    """
    number = value.number
    if number is None or value.low is None or value.high is None or number <= 0:
        return None
    if kind in _MEASURES:
        return f"{value.unit} {plain_number(number)}" if _digits(number) >= _TELLING_DIGITS else None
    if kind is not QuantityKind.COUNT or number < _SMALL_COUNT or _digits(number) < _TELLING_DIGITS:
        return None
    if number >= _ODD_COUNT:
        return f"count {plain_number(number)}"
    return f"{noun_class(counted)} {plain_number(number)}" if counted and not is_vague(counted) else None


def _digits(number: Decimal) -> int:
    """Return how many digits a number has without the zeros at its end."""
    return len(number.normalize().as_tuple().digits)


def tie(said: Iterable[Said]) -> Mapping[Said, Cell]:
    """Return the cells of those readings that are not grouped under their own; the order does not matter."""
    stories: defaultdict[str, list[Said]] = defaultdict(list)
    for one in said:
        stories[one.story].append(one)
    return {one: cell for found in stories.values() for one, cell in _tied(found) if cell != one.cell}


def _tied(said: Sequence[Said]) -> Iterator[tuple[Said, Cell]]:
    """Yield the cells of the readings of one story."""
    if len({one.figure for one in said if one.figure is not None}) > _MANY_FIGURES:
        return
    scopes = _joined_scopes(said)
    by_figure: defaultdict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.figure is not None:
            by_figure[one.figure].append(one)
    leading = {figure: _leading(found, scopes) for figure, found in by_figure.items()}
    for one in said:
        cell = one.cell._replace(scope=scopes.get((one.cell.attribute, one.cell.scope), one.cell.scope))
        lead = leading.get(one.figure or "")
        is_led = lead is not None and (one.rule == OPEN_RULE or cell[:2] == lead[:2])
        yield one, lead if lead is not None and is_led else cell


def _leading(said: Iterable[Said], scopes: Mapping[tuple[str, str], str]) -> Cell | None:
    """Return the cell under which one figure of a story is told."""
    weights: dict[bool, Counter[Cell]] = {True: Counter(), False: Counter()}
    for one in said:
        scope = scopes.get((one.cell.attribute, one.cell.scope), one.cell.scope)
        weights[one.rule == OPEN_RULE][one.cell._replace(scope=scope)] += one.documents
    named = {(cell.scope, cell.attribute) for cell in weights[False]}
    found = weights[len(named) != 1]
    return min(found, key=lambda cell: (-found[cell], cell)) if found else None


def _joined_scopes(said: Iterable[Said]) -> dict[tuple[str, str], str]:
    """Return the scope under which each (attribute, scope) of the lexicon goes, as far as it is another."""
    documents: Counter[tuple[str, str]] = Counter()
    sharing: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in said:
        rule = rule_named(one.rule)
        if rule is None or rule.subject in _OWN_SUBJECTS:
            continue
        documents[one.cell.attribute, one.cell.scope] += one.documents
        if one.figure is not None:
            sharing[one.cell.attribute, one.figure].add(one.cell.scope)
    part: dict[tuple[str, str], set[str]] = {}
    for (attribute, _), scopes in sorted(sharing.items()):
        joined = set().union(*(part.get((attribute, scope), {scope}) for scope in scopes))
        part.update({(attribute, scope): joined for scope in joined})
    return {
        (attribute, scope): min(joined, key=lambda other, name=attribute: (-documents[name, other], other))  # type: ignore[misc]
        for (attribute, scope), joined in part.items()
        if len(joined) <= _FEW_NAMES
    }
