"""Pairs to clusters: whatever a path of uniting pairs joins hangs together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimhouse.records import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPair:
    """Two documents and the measures of their texts, as table `duplicate_pair` holds them.

    `left_key < right_key`, except that `excerpt` and `contains` are directed: `left_key` is the larger text.
    """

    left_key: str
    right_key: str
    relation: Relation
    jaccard: float
    containment: float
    rare_jaccard: float | None
    rare_containment: float | None
    shared_shingles: int


class DisjointSets:
    """Union-find with path halving (Tarjan, van Leeuwen 1984); the root of a set is its lowest key.

    The root does not depend on the order of unions, at the price of union by rank: trees stay low by halving.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}

    def root(self, key: str) -> str:
        """Return the lowest key of the set of `key`."""
        parent = self._parent
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def unite(self, left: str, right: str) -> None:
        """Make one set of the sets of both keys."""
        low, high = sorted((self.root(left), self.root(right)))
        self._parent[high] = low

    def sets(self) -> list[list[str]]:
        """Return the sets, members ascending, sets by their lowest key."""
        members: dict[str, list[str]] = {}
        for key in sorted(self._parent):
            members.setdefault(self.root(key), []).append(key)
        return list(members.values())


def connected_components(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the partition of `keys` that the pairs make.

    Members ascend, parts are ordered by their lowest key; the order of the input does not matter.
    """
    sets = DisjointSets(keys)
    for left, right in pairs:
        sets.unite(left, right)
    return sets.sets()
