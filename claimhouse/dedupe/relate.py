"""Counted pairs to relations, and which texts of a neighbourhood are digests.

The whole verification, step by step (plain MinHash unites templates and furniture):

1. candidates that are one text count once where frequencies are counted (`compare.nearly_equal`, `compare.same_texts`);
2. shingles and words above the limit of their frequency are common (`rarity`);
3. the samples say which candidates may share a passage and be related; of the others nothing is read, and what they
   share is estimated (`compare.estimate_pairs`);
4. candidates that are left are counted on all shingles, and judged on what is rare and on figures
   (`compare.count_pairs`, `compare.judge_pairs`);
5. digests are found among the texts that overlap with others (`find_digests`);
6. pairs of a digest unite nothing unless the other text is a copy of the digest (`settle`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from claimhouse.dedupe.compare import WeighedSample
from claimhouse.dedupe.digests import Kinship, Overlap, is_copy, is_digest, may_be_digest
from claimhouse.dedupe.shingles import Hashes
from claimhouse.records import Relation
from claimhouse.settings import DedupeSettings

# Texts that may be digests whose samples, and those of what they overlap with, are in memory together.
_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """Two texts that share rare shingles: `left < right`, and the share of each one's rare shingles the other has."""

    left: int
    right: int
    left_share: float
    right_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDigests:
    """Which of the texts asked for are digests, and which texts' topics the answer may hang on."""

    digests: frozenset[int]
    consulted: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The relation of a pair, and whether its left text is the larger one (of excerpt and contains)."""

    relation: Relation
    is_left_larger: bool


def find_digests(
    asked: Iterable[int],
    passages: Iterable[SharedPassage],
    weighed: Callable[[set[int]], Mapping[int, WeighedSample]],
    topic: Callable[[int], Hashes],
    settings: DedupeSettings,
) -> FoundDigests:
    """Return which of some texts are digests.

    Args:
        asked: the texts.
        passages: all that these texts share with others, and those others among themselves.
        weighed: gives samples for keys; asked only for texts that may be digests and for what they overlap with.
        topic: gives the topical words of a text.
        settings: thresholds.
    """
    overlaps: dict[int, list[Overlap]] = {}
    overlapping = set()
    for passage in passages:
        left, right = passage.left, passage.right
        overlapping.add((left, right))
        overlaps.setdefault(left, []).append(
            Overlap(key=right, own_share=passage.right_share, covers=passage.left_share)
        )
        overlaps.setdefault(right, []).append(
            Overlap(key=left, own_share=passage.left_share, covers=passage.right_share)
        )
    kinship = Kinship(overlapping=overlapping, topic=topic, same_topic=settings.same_topic)
    doubtful = [key for key in sorted(asked) if may_be_digest(overlaps.get(key, []), kinship)]
    digests: set[int] = set()
    consulted: set[int] = set()
    for start in range(0, len(doubtful), _AT_A_TIME):
        some = doubtful[start : start + _AT_A_TIME]
        witnesses = {other.key for key in some for other in overlaps[key]}
        consulted |= witnesses
        samples = weighed(witnesses | set(some))
        digests.update(key for key in some if is_digest(samples[key], overlaps[key], samples, kinship, settings))
    return FoundDigests(digests=frozenset(digests), consulted=frozenset(consulted))


def settle(
    relation: Relation | None,
    shares: tuple[float, float],
    is_digest_of: tuple[bool, bool],
    settings: DedupeSettings,
) -> Settled | None:
    """Return the relation of a pair in view of the digests; null where it is not related after all.

    Args:
        relation: near, excerpt or null, as the two texts were judged by themselves.
        shares: of the left (right) text's rare shingles, those that the other has.
        is_digest_of: whether the left (right) text is a digest.
        settings: thresholds.
    """
    if relation is None:
        return None
    left_share, right_share = shares
    is_left_larger = left_share <= right_share
    uncopied_left = is_digest_of[0] and not is_copy(left_share, right_share, settings)
    uncopied_right = is_digest_of[1] and not is_copy(right_share, left_share, settings)
    if not (uncopied_left or uncopied_right):
        return Settled(relation=relation, is_left_larger=is_left_larger)
    is_left_digest = uncopied_left if is_left_larger else not uncopied_right
    held_share = right_share if is_left_digest else left_share
    if held_share < settings.rare_containment:
        return None
    return Settled(relation=Relation.CONTAINS, is_left_larger=is_left_digest)
