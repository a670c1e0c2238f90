"""Two texts to their relation: measured on all shingles, judged on the rare ones and on the figures.

Pairs are counted one after the other on sorted arrays, then judged all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from claimhouse.dedupe.rarity import is_in, rare_shingles
from claimhouse.dedupe.shingles import Flags, Hashes, ShingledText
from claimhouse.settings import DedupeSettings

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedText:
    """A shingled text with its rare shingles marked.

    Attributes:
        shingled: the text.
        rare: whether each shingle is rare, in the order of `shingled.shingles`.
        rare_count: how many are.
    """

    shingled: ShingledText
    rare: Flags
    rare_count: int


class Weighing:
    """What is rare in texts, given what is common in their collection.

    Args:
        common: the common sampled shingles, ascending.
        common_words: the words that are too frequent to tell of a topic, ascending.
    """

    def __init__(self, common: Hashes, common_words: Hashes) -> None:
        self._common = common
        self._common_words = common_words

    def weigh(self, text: ShingledText) -> WeighedText:
        """Return the text with its rare shingles marked."""
        rare = rare_shingles(text, self._common)
        return WeighedText(shingled=text, rare=rare, rare_count=int(np.count_nonzero(rare)))

    def topic(self, text: ShingledText) -> Hashes:
        """Return those of its longer words that few texts have, ascending."""
        return text.topic[~is_in(text.topic, self._common_words)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairCounts:
    """Pairs of texts as they were counted; one element per pair in each array.

    Attributes:
        shared: distinct shingles in both.
        left_size, right_size: distinct shingles of each.
        rare_shared: shingles in both that are rare in both.
        left_rare, right_rare: rare shingles of each.
        agreement: share of agreeing figures, NaN where there are too few to tell.
    """

    shared: Counts
    left_size: Counts
    right_size: Counts
    rare_shared: Counts
    left_rare: Counts
    right_rare: Counts
    agreement: Shares

    @property
    def jaccard(self) -> Shares:
        """Shared shingles over all of both."""
        share: Shares = self.shared / np.maximum(1, self.left_size + self.right_size - self.shared)
        return share

    @property
    def rare_jaccard(self) -> Shares:
        """The same among rare shingles, 0 where a text has none."""
        share: Shares = self.rare_shared / np.maximum(1, self.left_rare + self.right_rare - self.rare_shared)
        return share

    @property
    def fewest_rare(self) -> Counts:
        """Rare shingles of the text with fewer."""
        return np.minimum(self.left_rare, self.right_rare)

    @property
    def rare_containment(self) -> Shares:
        """Shared rare shingles over those of the text with fewer, 0 where it has none."""
        share: Shares = self.rare_shared / np.maximum(1, self.fewest_rare)
        return share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdicts:
    """What follows from the counts of pairs.

    Attributes:
        is_near: the texts are related, and near.
        is_excerpt: they are related in that one holds the other.
    """

    is_near: Flags
    is_excerpt: Flags


def count_pairs(texts: Mapping[int, WeighedText], pairs: Sequence[Pair], settings: DedupeSettings) -> PairCounts:
    """Count what the two texts of each pair share."""
    shared, rare_shared, agreement = [], [], []
    for left_key, right_key in pairs:
        left, right = texts[left_key], texts[right_key]
        some, others = left.shingled.shingles, right.shingled.shingles
        if len(some) > len(others):
            left, right, some, others = right, left, others, some
        if len(others):
            places = others.searchsorted(some)
            places[places == len(others)] = 0
            found = (others[places] == some).nonzero()[0]
        else:
            places = found = np.empty(0, np.intp)
        shared.append(len(found))
        if left.rare_count == len(some) and right.rare_count == len(others):
            rare_shared.append(len(found))
        else:
            rare_shared.append(int(np.count_nonzero(left.rare[found] & right.rare[places[found]])))
        agreement.append(figure_agreement(left.shingled, right.shingled, settings))
    lefts = [texts[left] for left, _ in pairs]
    rights = [texts[right] for _, right in pairs]
    return PairCounts(
        shared=np.array(shared, np.int64),
        left_size=np.array([len(text.shingled.shingles) for text in lefts], np.int64),
        right_size=np.array([len(text.shingled.shingles) for text in rights], np.int64),
        rare_shared=np.array(rare_shared, np.int64),
        left_rare=np.array([text.rare_count for text in lefts], np.int64),
        right_rare=np.array([text.rare_count for text in rights], np.int64),
        agreement=np.array([np.nan if value is None else value for value in agreement], np.float64),
    )


def judge_pairs(
    counts: PairCounts, is_successive: Flags, is_reworded: Callable[[int], bool], settings: DedupeSettings
) -> Verdicts:
    """Judge the relation of pairs.

    Related are texts whose rare shingles agree by Jaccard similarity (near) or of which one holds the other
    (excerpt), unless their figures disagree: two instances of a template share their wording and not their
    figures, however small the collection is. Where less than `rare_containment` agrees, agreeing figures make up for
    it (a copy in a large frame, `agreeing_containment`), or so much of the vocabulary that the one is the other
    reworded (`reworded_containment`). Two reports of one event share names, figures and quotes, but not that.
    Of successive documents of one URL (`is_successive`) other figures are an update and count against nothing.

    Args:
        counts: of the pairs.
        is_successive: whether the texts of each pair are of successive documents of one URL.
        is_reworded: asked, by the number of the pair, where the vocabulary decides.
        settings: thresholds.
    """
    agreement = counts.agreement
    disagrees = (agreement < settings.template_figures) & ~is_successive  # NaN is no disagreement
    jaccard, containment = counts.rare_jaccard, counts.rare_containment
    is_near = jaccard >= settings.rare_jaccard
    is_short = counts.fewest_rare < settings.min_rare
    # A short text: the same text throughout, and not only in what everybody writes.
    related = np.where(
        is_short,
        (counts.jaccard >= settings.strict_jaccard) & is_near,
        is_near
        | (containment >= settings.rare_containment)
        | (
            (agreement >= settings.agreeing_figures)
            & (containment >= settings.agreeing_containment)
            & (counts.rare_shared >= settings.agreeing_shared)
        ),
    )
    may_be_reworded = (counts.rare_shared >= settings.agreeing_shared) & (containment >= settings.reworded_containment)
    for number in np.flatnonzero(may_be_reworded & ~related & ~disagrees):
        related[number] = is_reworded(int(number))
    related &= ~disagrees
    return Verdicts(is_near=related & is_near, is_excerpt=related & ~is_near)


def is_reworded(left: Hashes, right: Hashes, settings: DedupeSettings) -> bool:
    """Return whether the topical words of two texts are those of one text in two wordings."""
    shared = int(np.count_nonzero(is_in(left, right)))
    return shared >= settings.reworded_topic * max(1, len(left) + len(right) - shared)


def is_same_text(left: ShingledText, right: ShingledText, settings: DedupeSettings) -> bool:
    """Return whether two texts are the same text by all their shingles, rare or not, and by their figures.

    This decides only what counts once when frequencies are counted. Without the figures, instances of a template
    that differ in little else would count as one, and their template would look rare.
    """
    sizes = (len(left.shingles), len(right.shingles))
    if min(sizes) < settings.strict_jaccard * max(sizes):
        return False
    shared = int(np.count_nonzero(is_in(left.shingles, right.shingles)))
    if shared < settings.strict_jaccard * (sum(sizes) - shared):
        return False
    agreement = figure_agreement(left, right, settings)
    return agreement is None or agreement >= settings.template_figures


def figure_agreement(left: ShingledText, right: ShingledText, settings: DedupeSettings) -> float | None:
    """Return which share of the figures of the text with fewer the other has; null where too few to tell.

    The share is `(agreeing + 1/2) / (figures + 1)` (Krichevsky, Trofimov 1981): of few figures, one that agrees says
    little for a copy, and none that agrees says little less than of many.
    """
    fewest = min(len(left.figures), len(right.figures))
    if fewest < settings.min_figures:
        return None
    return (int(np.count_nonzero(is_in(left.figures, right.figures))) + 0.5) / (fewest + 1)
