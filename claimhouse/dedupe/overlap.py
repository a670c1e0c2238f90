"""What sorted arrays of hashes have in common, for many pairs at a time."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from claimhouse.dedupe.shingles import Flags, Hashes, Places

Counts = npt.NDArray[np.int64]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lookup:
    """Several arrays, one behind the other, looked up in one; all ascending and distinct.

    Attributes:
        is_shared: of each element, whether the one array holds it.
        places: where, if so.
        ends: where each of the several arrays ends.
    """

    is_shared: Flags
    places: Places
    ends: Places

    @classmethod
    def of(cls, one: Hashes, others: Sequence[Hashes]) -> Lookup:
        """Look up `others` in `one`."""
        joined = np.concatenate(others)
        ends = np.cumsum(np.fromiter(map(len, others), np.intp, len(others)))
        if not len(one):
            return cls(is_shared=np.zeros(len(joined), np.bool_), places=np.zeros(len(joined), np.intp), ends=ends)
        places = one.searchsorted(joined)
        return cls(is_shared=one.take(places, mode="clip") == joined, places=places, ends=ends)

    def count(self, flags: Flags) -> Counts:
        """Return how many of the flags are set in each of the several arrays."""
        sums = np.concatenate(([0], np.cumsum(flags)))[np.concatenate(([0], self.ends))]
        counts: Counts = sums[1:] - sums[:-1]
        return counts


def shared_hashes(arrays: Mapping[int, Hashes], pairs: Sequence[Pair]) -> Counts:
    """Return how many hashes the two arrays of each pair share.

    Fastest where pairs with the same left array follow each other.
    """
    shared = [np.empty(0, np.int64)]
    for left, group in itertools.groupby(pairs, key=operator.itemgetter(0)):
        overlap = Lookup.of(arrays[left], [arrays[right] for _, right in group])
        shared.append(overlap.count(overlap.is_shared))
    return np.concatenate(shared)
