"""Which shingles and words are rare, by a limit that moves only when the collection has grown by a factor of four.

A shingle is common when it is in more texts than the variants of one story explain; it is furniture or an idiom, and
proves nothing. A text that is nearly equal to another one with a lower digest is not counted, so a report that two
hundred sites carry does not look like furniture.

Frequencies are known of the sampled shingles alone: they are the index, one of all in `sample_denominator`. What stands
between two sampled shingles of a text is as rare as the nearer of them: a passage is common or rare as a whole.

The limit is a step function of the number of texts counted, so that it moves rarely: with n between 4^(k-1)
and 4^k, k at least 4 (`first_step`), a shingle in more than `2k - 2` counted texts is common. Templates grow with the
collection, the variants of one story hardly do; the limit has to lie between the two.

| texts counted up to | 256 | 1,024 | 4,096 | 16,384 | 65,536 | 262,144 | 1,048,576 | 4^12 = 16.8 M |
|---|---|---|---|---|---|---|---|---|
| shingle is rare in at most | 6 | 8 | 10 | 12 | 14 | 16 | 18 | 22 |
| word is topical in at most | 16 | 32 | 64 | 128 | 256 | 512 | 1,024 | 4,096 |
"""

from __future__ import annotations

import numpy as np

from claimhouse.dedupe.shingles import Flags, Hashes, ShingledText


def size_step(texts: int, first_step: int) -> int:
    """Return the step k that a collection is in: the least k, at least `first_step`, with `texts <= 4**k`."""
    step = first_step
    while 4**step < texts:
        step += 1
    return step


def rarity_limit(step: int) -> int:
    """Return in how many counted texts a shingle may be and still be rare."""
    return 2 * step - 2


def topic_limit(step: int) -> int:
    """Return in how many counted texts a word may be and still tell of a topic: the root of the collection's size."""
    return int(2**step)


def is_in(hashes: Hashes, held: Hashes) -> Flags:
    """Return, for each of `hashes`, whether it is in `held`, which is ascending and distinct."""
    if not len(held) or not len(hashes):
        return np.zeros(len(hashes), np.bool_)
    places = held.searchsorted(hashes)
    places[places == len(held)] = 0
    found: Flags = held[places] == hashes
    return found


def rare_shingles(text: ShingledText, common: Hashes) -> Flags:
    """Return whether each shingle of a text is rare; `common` are the common sampled shingles, ascending."""
    is_common = is_in(text.sample, common)
    if not is_common.any():
        return np.ones(len(text.shingles), np.bool_)
    rare: Flags = ~is_common[text.nearest()]
    return rare
