"""Triples compared by words, slot by slot: subject, predicate, object with further arguments.

Recall gives each gold triple its best prediction, precision matches one to one, and without a common word in the
predicate nothing counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from adapters import Row

Slots = tuple[Counter[str], Counter[str], Counter[str]]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _slots(row: Mapping[str, Any]) -> Slots:
    rest = " ".join([str(row.get("object") or ""), *(str(part) for part in row.get("extra") or [])])
    return _words(str(row["subject"])), _words(str(row["predicate"])), _words(rest)


def _agreement(gold: Slots, given: Slots) -> tuple[float, float]:
    """Return (share of the prediction's words that are right, share of the gold's words that are found)."""
    common = [(one & other).total() for one, other in zip(gold, given, strict=True)]
    if not common[1]:
        return 0.0, 0.0
    return (
        sum(common) / max(1, sum(slot.total() for slot in given)),
        sum(common) / max(1, sum(slot.total() for slot in gold)),
    )


def _table(gold: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]) -> list[list[tuple[float, float]]]:
    wanted, found = [_slots(item) for item in gold], [_slots(item) for item in given]
    return [[_agreement(one, other) for other in found] for one in wanted]


def recalls(gold: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return for each gold triple of a sentence the share of its words that its best prediction has."""
    return [max((cell[1] for cell in line), default=0.0) for line in _table(gold, given)]


def precisions(gold: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return for each prediction the share of its words that are right, matched one to one with gold triples."""
    found = [0.0] * len(given)
    pairs = sorted(
        ((cell[0], i, j) for i, line in enumerate(_table(gold, given)) for j, cell in enumerate(line)), reverse=True
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for value, i, j in pairs:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found[j] = value
    return found


def score_triples(gold: Sequence[Mapping[str, Any]], predicted: Mapping[Any, list[Row]]) -> dict[str, float]:
    """Return precision, recall and F1 in percent of all sentences together."""
    precise = recalled = 0.0
    given = wanted = 0
    for row in gold:
        ours = predicted[row["id"]]
        given, wanted = given + len(ours), wanted + len(row["tuples"])
        precise += sum(precisions(row["tuples"], ours))
        recalled += sum(recalls(row["tuples"], ours))
    precision, recall = precise / max(1, given), recalled / max(1, wanted)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    percents = {"p": precision, "r": recall, "f1": f1}
    return {**{name: round(100 * share, 1) for name, share in percents.items()}, "gold": wanted, "given": given}


def agreements(gold: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return for each prediction the share of its words in the same slots of the gold triple that fits it best."""
    table = _table(gold, given)
    return [max((line[j][0] for line in table), default=0.0) for j in range(len(given))]
