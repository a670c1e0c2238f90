"""From texts back to documents: copies of one text, revisions of one URL, and why a cluster changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from claimhouse.dedupe.cluster import RelatedPair
from claimhouse.naming import ChangeKind, Move
from claimhouse.records import UNITING_RELATIONS, Relation

Pair = tuple[str, str]


def exact_pairs(groups: Iterable[Sequence[str]], shingles: Mapping[str, int]) -> list[RelatedPair]:
    """Return the pairs that tie the documents of each group of equal texts to its lowest key (the first)."""
    return [
        RelatedPair(
            left_key=group[0],
            right_key=copy,
            relation=Relation.EXACT,
            jaccard=1.0,
            containment=1.0,
            rare_jaccard=None,
            rare_containment=None,
            shared_shingles=shingles[copy],
        )
        for group in groups
        for copy in group[1:]
    ]


def mark_revisions(
    pairs: Iterable[RelatedPair], revisions: Collection[Pair], text_of: Mapping[str, str]
) -> list[RelatedPair]:
    """Return the pairs, with those that are successive documents of one URL as `revision`.

    A revision needs texts that unite. Where a revision's text was compared by a copy of it (`text_of` gives the
    document that stands for an equal text), the pair compared stays and the revision is added with its measures.
    """
    wanted: dict[Pair, list[Pair]] = {}
    for left, right in sorted({_ordered(pair) for pair in revisions}):
        wanted.setdefault(_ordered((text_of[left], text_of[right])), []).append((left, right))
    marked = []
    for pair in pairs:
        compared = _ordered((pair.left_key, pair.right_key))
        successive = wanted.get(compared, []) if pair.relation in UNITING_RELATIONS else []
        if compared not in successive:
            marked.append(pair)
        marked.extend(
            replace(pair, left_key=left, right_key=right, relation=Relation.REVISION) for left, right in successive
        )
    return marked


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


def _ordered(pair: Pair) -> Pair:
    return min(pair), max(pair)
