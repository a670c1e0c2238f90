"""Why a cluster changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from claimhouse.dedupe.cluster import RelatedPair
from claimhouse.naming import ChangeKind, Move
from claimhouse.records import UNITING_RELATIONS


def change_causes(
    moves: Iterable[Move],
    before: Collection[RelatedPair],
    after: Collection[RelatedPair],
    old_names: Mapping[str, str],
    new_names: Mapping[str, str],
) -> list[str]:
    """Return, for each move, the pair that appeared (merge) or vanished (split), as `relation left right`.

    `documents` stands where no pair did it: a document that held others together left the collection.
    """
    appeared, vanished = _uniting(after) - _uniting(before), _uniting(before) - _uniting(after)
    merging: dict[tuple[str, str | None], str] = {}
    for pair in sorted(appeared):
        for key, other in (pair[1:], pair[:0:-1]):
            if old_names.get(key) != old_names.get(other):
                merging.setdefault((new_names[key], old_names.get(key)), " ".join(pair))
    splitting: dict[tuple[str, str], str] = {}
    for pair in sorted(vanished):
        for key, other in (pair[1:], pair[:0:-1]):
            if key in new_names and new_names.get(other) != new_names[key]:
                splitting.setdefault((new_names[key], old_names[key]), " ".join(pair))
    return [
        (splitting if move.kind is ChangeKind.SPLIT else merging).get((move.after, move.before), "documents")
        for move in moves
    ]


def _uniting(pairs: Iterable[RelatedPair]) -> set[tuple[str, str, str]]:
    return {
        (pair.relation.value, pair.left_key, pair.right_key) for pair in pairs if pair.relation in UNITING_RELATIONS
    }
