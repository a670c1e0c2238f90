"""Pairs of texts to what they share: first by their samples, then by their figures, at last by the texts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from claimhouse import dedupe
from claimhouse.dedupe.overlap import Pair
from claimhouse.dedupe.shingles import Flags
from claimhouse.pipeline.dedupe_reading import WeighedTexts
from claimhouse.records import Relation
from claimhouse.settings import DedupeSettings

_Row = TypeVar("_Row")

# Pairs compared at a time: their texts are in memory together.
PAIRS_AT_A_TIME = 10_000

PAIRS = pa.schema([("left_text", pa.int64()), ("right_text", pa.int64())])
COMPARED = pa.schema(
    [
        *PAIRS,
        ("shared", pa.int64()),
        ("rare_shared", pa.int64()),
        ("left_rare", pa.int64()),
        ("right_rare", pa.int64()),
        ("judged", pa.string()),
    ]
)


class Comparer:
    """Compares pairs in one state of the collection.

    Attributes:
        consulted: the texts of which a topic has been asked.
    """

    def __init__(self, weighed: WeighedTexts, settings: DedupeSettings) -> None:
        self._weighed = weighed
        self._settings = settings
        self.consulted: set[int] = set()

    def compare(self, pairs: Sequence[Pair], successive: Flags) -> Iterator[pa.Table]:
        """Yield what pairs share, in tables of the schema `COMPARED`; each pair once, in no order.

        Pairs whose samples have hardly anything rare in common, or whose figures disagree, are not counted: what
        they share is estimated from the samples, which serves to find digests.
        """
        samples = self._weighed.samples({number for pair in pairs for number in pair})
        estimates = dedupe.estimate_pairs(samples, pairs, self._settings)
        promising = np.flatnonzero(estimates.may_relate)
        figures = self._weighed.figures([pairs[number] for number in promising.tolist()], self._settings)
        agreement = np.full(len(pairs), np.nan)
        agreement[promising] = figures
        disagrees = (agreement < self._settings.template_figures) & ~successive & estimates.is_proportional
        is_counted = estimates.may_relate & ~disagrees
        yield _estimated(chosen(pairs, ~is_counted), estimates, ~is_counted)
        yield self._judged(chosen(pairs, is_counted), agreement[is_counted], successive[is_counted])

    def _judged(self, pairs: Sequence[Pair], agreement: npt.NDArray[np.float64], successive: Flags) -> pa.Table:
        texts = self._weighed.get({number for pair in pairs for number in pair})
        counts = dedupe.count_pairs(texts, pairs, agreement)

        def is_reworded(number: int) -> bool:
            left, right = pairs[number]
            self.consulted.update((left, right))
            return dedupe.is_reworded(self._weighed.topic(left), self._weighed.topic(right), self._settings)

        verdicts = dedupe.judge_pairs(counts, successive, is_reworded, self._settings)
        judged = [
            Relation.NEAR.value if is_near else Relation.EXCERPT.value if is_excerpt else None
            for is_near, is_excerpt in zip(verdicts.is_near.tolist(), verdicts.is_excerpt.tolist(), strict=True)
        ]
        numbers = (counts.shared, counts.rare_shared, counts.left_rare, counts.right_rare)
        return table_of(COMPARED, (*_ends(pairs), *numbers, judged))


def pair_list(table: pa.Table) -> list[Pair]:
    """Return the pairs of texts in a table."""
    return list(zip(table.column("left_text").to_pylist(), table.column("right_text").to_pylist(), strict=True))


def chosen(pairs: Sequence[Pair], flags: Flags) -> list[Pair]:
    """Return the pairs that are flagged."""
    return list(itertools.compress(pairs, flags.tolist()))


def slices(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """Yield rows, so many at a time as pairs are compared."""
    for start in range(0, len(rows), PAIRS_AT_A_TIME):
        yield rows[start : start + PAIRS_AT_A_TIME]


def table_of(schema: pa.Schema, columns: Iterable[Sequence[object] | np.ndarray]) -> pa.Table:
    """Return columns as a table; no columns at all as an empty one."""
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=False)]
    return pa.Table.from_arrays(arrays, schema=schema) if arrays else schema.empty_table()


def _ends(pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    return [left for left, _ in pairs], [right for _, right in pairs]


def _estimated(pairs: Sequence[Pair], estimates: dedupe.PairEstimates, flags: Flags) -> pa.Table:
    """Return the flagged pairs as compared, with what their samples let expect; nothing where that is no passage."""
    shared, left_rare, right_rare = (
        (counts * estimates.may_share)[flags]
        for counts in (estimates.rare_shared, estimates.left_rare, estimates.right_rare)
    )
    return table_of(COMPARED, (*_ends(pairs), shared, shared, left_rare, right_rare, [None] * len(pairs)))
