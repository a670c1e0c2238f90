"""Measures of conflicts: which contradictions of the documents were found, and what was raised in vain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from claimhouse.evaluate.figures import Failure, Measured, harmonic, share
from claimhouse.evaluate.gold import GoldConflict, GoldTrap, GoldValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictSide:
    """One side of a found conflict.

    Attributes:
        value: the value as a text or class.
        number: the number, if it is one; `value_min` and `value_max` what a range or the written precision allows.
        documents: ids of the documents that give it.
    """

    value: str
    number: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    documents: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAnswer:
    """A conflict as found: open ones are those that an analyst is to look at."""

    subject: str
    attribute: str
    type: str
    open: bool
    left: ConflictSide
    right: ConflictSide


def evaluate_conflicts(
    conflicts: Sequence[GoldConflict], traps: Iterable[GoldTrap], answers: Iterable[ConflictAnswer]
) -> Measured:
    """Compare the open conflicts with the gold.

    A found conflict is right if its two sides give two different values of one gold conflict, each from one of
    the documents named there; how subject and attribute are called is not compared. Found is a gold conflict
    of which one pair of required values was found.
    """
    found = [answer for answer in answers if answer.open]
    failures = []
    right = 0
    for answer in found:
        if any(_matches(conflict, answer, required=False) for conflict in conflicts):
            right += 1
        else:
            failures.append(Failure(figure="conflicts.precision", id=answer.subject, detail=_told(answer)))
    met = 0
    for conflict in conflicts:
        if any(_matches(conflict, answer, required=True) for answer in found):
            met += 1
        else:
            failures.append(Failure(figure="conflicts.recall", id=conflict.id, detail="no open conflict of its values"))
    all_traps = list(traps)
    avoided = 0
    for trap in all_traps:
        caught = [answer for answer in found if _is_caught(trap, answer, conflicts)]
        avoided += not caught
        failures += [
            Failure(figure="conflicts.traps_avoided", id=trap.id, detail=f"{trap.why}: {_told(answer)}")
            for answer in caught
        ]
    precision, recall = share(right, len(found)), share(met, len(conflicts))
    figures = {
        "conflicts.precision": precision,
        "conflicts.recall": recall,
        "conflicts.f1": harmonic(precision, recall),
        "conflicts.traps_avoided": share(avoided, len(all_traps)),
    }
    return Measured(figures=figures, failures=tuple(failures))


def _is_caught(trap: GoldTrap, answer: ConflictAnswer, conflicts: Iterable[GoldConflict]) -> bool:
    """Return whether a found conflict rests on the trap: without the trap's documents nothing is left of it."""
    if not _joins(trap.left, trap.right, answer):
        return False
    own = trap.left.documents | trap.right.documents
    rest = replace(answer, left=_without(answer.left, own), right=_without(answer.right, own))
    return not any(_matches(conflict, rest, required=False) for conflict in conflicts)


def _without(side: ConflictSide, documents: frozenset[str]) -> ConflictSide:
    return replace(side, documents=side.documents - documents)


def _matches(conflict: GoldConflict, answer: ConflictAnswer, *, required: bool) -> bool:
    values = [value for value in conflict.values if value.required or not required]
    return any(_joins(left, right, answer) for left, right in combinations(values, 2))


def _joins(left: GoldValue, right: GoldValue, answer: ConflictAnswer) -> bool:
    return (_gives(left, answer.left) and _gives(right, answer.right)) or (
        _gives(left, answer.right) and _gives(right, answer.left)
    )


def _gives(gold: GoldValue, side: ConflictSide) -> bool:
    if not gold.documents & side.documents:
        return False
    if isinstance(gold.value, str):
        return gold.value.casefold() == side.value.casefold()
    if isinstance(gold.value, tuple):
        return _covers(side, *gold.value)
    if side.number is not None:
        return side.number == gold.value
    return False


def _covers(side: ConflictSide, low: Decimal, high: Decimal) -> bool:
    """Return whether the side is a range and holds the given one, which its written precision may widen."""
    if side.number is not None or side.value_min is None or side.value_max is None:
        return False
    return side.value_min <= low and high <= side.value_max


def _told(answer: ConflictAnswer) -> str:
    def side(value: ConflictSide) -> str:
        return f"{value.value} ({', '.join(sorted(value.documents))})"

    return f"{answer.subject} · {answer.attribute}: {side(answer.left)} against {side(answer.right)}"
