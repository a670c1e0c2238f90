"""Related pairs to clusters: digests are set aside, what is left unites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimhouse.records import UNITING_RELATIONS, Relation


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The pair that ties a member to its cluster: its relation and the other document."""

    relation: Relation
    linked_to: str


# The order in which a pair speaks for a member: the closer the texts, the earlier.
_STRENGTH = {Relation.EXACT: 0, Relation.REVISION: 1, Relation.NEAR: 2, Relation.EXCERPT: 3}


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


def cluster_pairs(keys: Iterable[str], pairs: Iterable[RelatedPair]) -> list[list[str]]:
    """Return the partition of `keys` that the uniting pairs make; `contains` unites nothing.

    Members ascend, clusters are ordered by their lowest key; the order of the input does not matter.
    """
    sets = DisjointSets(keys)
    for pair in pairs:
        if pair.relation in UNITING_RELATIONS:
            sets.unite(pair.left_key, pair.right_key)
    return sets.sets()


def representative(members: Sequence[str], words: Mapping[str, int]) -> str:
    """Return the member that stands for a cluster: the one with the most words, then the lowest key.

    The longest text holds what the excerpts and truncated copies leave out.
    """
    return min(members, key=lambda member: (-words[member], member))


def strongest_links(pairs: Iterable[RelatedPair]) -> dict[str, Link]:
    """Return, by document, the uniting pair that ties it closest to another.

    Exact comes before revision, near and excerpt; then the higher Jaccard similarity, then the lower other key.
    """
    best: dict[str, tuple[int, float, str]] = {}
    kinds: dict[str, Relation] = {}
    for pair in pairs:
        if pair.relation not in UNITING_RELATIONS:
            continue
        for key, other in ((pair.left_key, pair.right_key), (pair.right_key, pair.left_key)):
            rank = (_STRENGTH[pair.relation], -pair.jaccard, other)
            if key not in best or rank < best[key]:
                best[key], kinds[key] = rank, pair.relation
    return {key: Link(relation=kinds[key], linked_to=rank[2]) for key, rank in best.items()}
