"""Candidate pairs to related pairs: the whole verification, over texts that are already in memory.

The steps follow what was measured on news (plain MinHash unites templates and furniture):

1. candidates that are the same text make strict clusters;
2. shingles and words are counted over strict clusters, those above the limit are common;
3. each candidate is compared on what is rare, and on its figures;
4. digests are found, and their pairs unite nothing unless the other text is a copy of the digest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from claimhouse.dedupe.cluster import DisjointSets, RelatedPair
from claimhouse.dedupe.compare import Comparison, compare, is_same_text, weigh
from claimhouse.dedupe.digests import Overlap, find_digests, is_copy
from claimhouse.dedupe.rarity import common_hashes, rarity_limit, size_step, topic_limit
from claimhouse.dedupe.shingles import ShingledText
from claimhouse.records import Relation
from claimhouse.settings import DedupeSettings

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """What verification found.

    Attributes:
        pairs: related pairs, by left and right key.
        digests: keys of the texts that hold unrelated stories.
        compared: candidate pairs looked at.
        strict_clusters: number of different texts in the collection, copies counted once.
        limit: strict clusters in which a shingle may be and still be rare.
        common_shingles: shingles above the limit.
    """

    pairs: tuple[RelatedPair, ...]
    digests: frozenset[str]
    compared: int
    strict_clusters: int
    limit: int
    common_shingles: int


def relate_texts(
    texts: Mapping[str, ShingledText],
    candidates: Collection[Pair],
    collection: int,
    settings: DedupeSettings,
    revisions: Collection[Pair] = (),
) -> Related:
    """Compare candidate pairs and return those that are related.

    Args:
        texts: the texts of all candidates by key.
        candidates: pairs to compare, each `left < right`.
        collection: number of different texts (exact digests) in the whole collection, candidates or not.
        settings: thresholds.
        revisions: pairs, each `left < right`, that are the texts of successive documents of one URL.
    """
    ordered = sorted(candidates)
    strict = DisjointSets(texts)
    for left, right in ordered:
        if is_same_text(texts[left], texts[right], settings):
            strict.unite(left, right)
    groups = strict.sets()
    strict_clusters = collection - (len(texts) - len(groups))
    step = size_step(strict_clusters)
    common = common_hashes(([texts[key].shingles for key in group] for group in groups), rarity_limit(step))
    common_words = common_hashes(([texts[key].topic for key in group] for group in groups), topic_limit(step))

    weighed = {key: weigh(text, common, common_words) for key, text in texts.items()}
    successive = set(revisions)
    compared = {
        pair: compare(weighed[pair[0]], weighed[pair[1]], settings, is_successive=pair in successive)
        for pair in ordered
    }
    digests = find_digests(_overlaps(compared, settings), weighed, settings)
    found = (_related(pair, comparison, digests, settings) for pair, comparison in compared.items())
    return Related(
        pairs=tuple(sorted((pair for pair in found if pair), key=lambda pair: (pair.left_key, pair.right_key))),
        digests=frozenset(digests),
        compared=len(ordered),
        strict_clusters=strict_clusters,
        limit=rarity_limit(step),
        common_shingles=len(common),
    )


def _overlaps(compared: Mapping[Pair, Comparison], settings: DedupeSettings) -> dict[str, list[Overlap]]:
    overlaps: dict[str, list[Overlap]] = {}
    for (left, right), comparison in compared.items():
        if comparison.rare_shared < settings.min_rare:
            continue
        left_share, right_share = comparison.left_share, comparison.right_share
        overlaps.setdefault(left, []).append(Overlap(key=right, own_share=right_share, covers=left_share))
        overlaps.setdefault(right, []).append(Overlap(key=left, own_share=left_share, covers=right_share))
    return overlaps


def _related(
    pair: Pair, comparison: Comparison, digests: Collection[str], settings: DedupeSettings
) -> RelatedPair | None:
    relation = comparison.relation
    if relation is None:
        return None
    left, right = pair
    shares = {left: comparison.left_share, right: comparison.right_share}
    larger, smaller = (left, right) if shares[left] <= shares[right] else (right, left)
    uncopied = [
        key
        for key, other in ((left, right), (right, left))
        if key in digests and not is_copy(shares[key], shares[other], settings)
    ]
    if uncopied:
        digest = larger if larger in uncopied else smaller
        held = smaller if digest == larger else larger
        if shares[held] < settings.rare_containment:
            return None
        relation, left, right = Relation.CONTAINS, digest, held
    elif relation is Relation.EXCERPT:
        left, right = larger, smaller
    return RelatedPair(
        left_key=left,
        right_key=right,
        relation=relation,
        jaccard=comparison.jaccard,
        containment=comparison.containment,
        rare_jaccard=comparison.rare_jaccard,
        rare_containment=comparison.rare_containment,
        shared_shingles=comparison.shared,
    )
