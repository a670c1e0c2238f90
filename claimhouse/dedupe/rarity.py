"""What is rare: the limit that follows from the collection's size, and the shingles and words above it.

A shingle that many unrelated texts share is a template, a site's furniture or an idiom, and proves nothing.
Texts are counted by strict cluster (the same text, printed many times, counts once), so a report that two hundred
sites carry does not look like furniture.

The limit is a step function of the number of strict clusters, so that it moves rarely: with n between 4^(k-1)
and 4^k, k at least 4, a shingle in more than `2k - 2` strict clusters is common. Templates grow with the
collection, the variants of one story hardly do; the limit has to lie between the two.

| strict clusters up to | 256 | 1,024 | 4,096 | 16,384 | 65,536 | 262,144 | 1,048,576 | 4^12 = 16.8 M |
|---|---|---|---|---|---|---|---|---|
| shingle is rare in at most | 6 | 8 | 10 | 12 | 14 | 16 | 18 | 22 |
| word is topical in at most | 16 | 32 | 64 | 128 | 256 | 512 | 1,024 | 4,096 |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from claimhouse.dedupe.shingles import Hashes

# Below 4^4 = 256 texts frequency says little: one step for all of them.
_FIRST_STEP = 4
# Hashes sorted at a time while counting: 8 bytes each, so about 160 MB.
_MAX_SORTED = 20_000_000


def size_step(strict_clusters: int) -> int:
    """Return the step k that a collection is in: the least k, at least 4, with `strict_clusters <= 4**k`."""
    step = _FIRST_STEP
    while 4**step < strict_clusters:
        step += 1
    return step


def rarity_limit(step: int) -> int:
    """Return in how many strict clusters a shingle may be and still be rare."""
    return 2 * step - 2


def topic_limit(step: int) -> int:
    """Return in how many strict clusters a word may be and still tell of a topic: the root of the collection's size."""
    return int(2**step)


def common_hashes(clusters: Iterable[Sequence[Hashes]], limit: int) -> Hashes:
    """Return the hashes, ascending, that are in more than `limit` clusters; each cluster is the hashes of its members.

    Counted in slices of the hash space, so memory beyond the hashes themselves stays bounded.
    """
    distinct = [members[0] if len(members) == 1 else np.unique(np.concatenate(members)) for members in clusters]
    total = sum(map(len, distinct))
    slices = total // _MAX_SORTED + 1
    bounds = [np.uint64(2**64 * number // slices) for number in range(1, slices)]
    common = []
    for low, high in zip([None, *bounds], [*bounds, None], strict=True):
        held = np.concatenate([_between(hashes, low, high) for hashes in distinct] or [np.empty(0, np.uint64)])
        values, counts = np.unique(held, return_counts=True)
        common.append(values[counts > limit])
    return np.concatenate(common)


def _between(hashes: Hashes, low: np.uint64 | None, high: np.uint64 | None) -> Hashes:
    start = 0 if low is None else int(np.searchsorted(hashes, low))
    end = len(hashes) if high is None else int(np.searchsorted(hashes, high))
    return hashes[start:end]


def is_in(hashes: Hashes, held: Hashes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return, for each of `hashes`, whether it is in `held`; both ascending and distinct."""
    if not len(held) or not len(hashes):
        return np.zeros(len(hashes), np.bool_)
    places = held.searchsorted(hashes)
    places[places == len(held)] = 0
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = held[places] == hashes
    return found
