"""Two texts to their relation: estimated from samples, counted on all shingles, judged on the rare ones and on figures.

All pairs of one left text are counted at once on sorted arrays, then all pairs judged.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from claimhouse.dedupe.overlap import Counts, Lookup, Pair, shared_hashes
from claimhouse.dedupe.rarity import is_in, rare_shingles
from claimhouse.dedupe.shingles import Flags, Hashes, ShingledText, highest_sampled
from claimhouse.settings import DedupeSettings

Shares = npt.NDArray[np.float64]

# Of the rare sampled shingles of a text that has hardly a passage of them; far below what relates texts.
_SHORT_SHARE = 0.3
# Of the least containment that relates texts: with 75 rare sampled shingles two standard errors below it.
_HOPELESS = 0.6


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

    @property
    def is_all_rare(self) -> bool:
        """Whether nothing in it is common."""
        return self.rare_count == len(self.rare)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedSample:
    """The sampled shingles of a text, ascending.

    Attributes:
        shingles: all of them.
        rare: the rare ones.
        proportional: how many of all are so low that every text samples them that has them.
    """

    shingles: Hashes
    rare: Hashes
    proportional: int

    @property
    def is_proportional(self) -> bool:
        """Whether the sample is no larger than its share, as it is of a short text."""
        return self.proportional == len(self.shingles)

    @property
    def proportional_rare(self) -> Hashes:
        """The rare ones that every text samples, ascending."""
        if self.is_proportional:
            return self.rare
        return self.rare[: self.rare.searchsorted(self.shingles[self.proportional])]


class Weighing:
    """What is rare in texts, given what is common in their collection.

    Args:
        common: the common sampled shingles, ascending.
        common_words: the words that are too frequent to tell of a topic, ascending.
        settings: the denominator of the sample.
    """

    def __init__(self, common: Hashes, common_words: Hashes, settings: DedupeSettings) -> None:
        self._common = common
        self._common_words = common_words
        self._highest = highest_sampled(settings)

    def weigh(self, text: ShingledText) -> WeighedText:
        """Return the text with its rare shingles marked."""
        rare = rare_shingles(text, self._common)
        return WeighedText(shingled=text, rare=rare, rare_count=int(np.count_nonzero(rare)))

    def weigh_sample(self, sample: Hashes) -> WeighedSample:
        """Return the sampled shingles of a text with the rare ones apart."""
        return WeighedSample(
            shingles=sample,
            rare=sample[~is_in(sample, self._common)],
            proportional=int(sample.searchsorted(self._highest, side="right")),
        )

    def topic(self, text: ShingledText) -> Hashes:
        """Return those of its longer words that few texts have, ascending."""
        return text.topic[~is_in(text.topic, self._common_words)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairEstimates:
    """What the samples of pairs of texts let expect; one element per pair in each array.

    Attributes:
        rare_shared, left_rare, right_rare: as in `PairCounts`, the sampled ones times the denominator of the sample.
        may_share: the texts may share a passage of `min_rare` shingles, or a good part of what is rare in a short
            one. Most candidates share furniture or a template and nothing else, and their texts need not be read.
        may_relate: they may share enough to be related.
        is_proportional: whether both samples are the same share of their texts; those of short texts are larger.
    """

    rare_shared: Counts
    left_rare: Counts
    right_rare: Counts
    may_share: Flags
    may_relate: Flags
    is_proportional: Flags


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


def count_pairs(texts: Mapping[int, WeighedText], pairs: Sequence[Pair], agreement: Shares) -> PairCounts:
    """Return what the two texts of each pair share; `agreement` is that of their figures.

    Fastest where pairs with the same left text follow each other.
    """
    shared, rare_shared = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for left_key, group in itertools.groupby(pairs, key=operator.itemgetter(0)):
        left, rights = texts[left_key], [texts[right] for _, right in group]
        found = Lookup.of(left.shingled.shingles, [right.shingled.shingles for right in rights])
        in_both = found.count(found.is_shared)
        shared.append(in_both)
        if left.is_all_rare and all(right.is_all_rare for right in rights):
            rare_shared.append(in_both)
        else:
            is_rare = left.rare.take(found.places, mode="clip") & np.concatenate([right.rare for right in rights])
            rare_shared.append(found.count(found.is_shared & is_rare))
    lefts = [texts[left] for left, _ in pairs]
    rights = [texts[right] for _, right in pairs]
    return PairCounts(
        shared=np.concatenate(shared),
        left_size=np.array([len(text.shingled.shingles) for text in lefts], np.int64),
        right_size=np.array([len(text.shingled.shingles) for text in rights], np.int64),
        rare_shared=np.concatenate(rare_shared),
        left_rare=np.array([text.rare_count for text in lefts], np.int64),
        right_rare=np.array([text.rare_count for text in rights], np.int64),
        agreement=agreement,
    )


def judge_pairs(
    counts: PairCounts, is_successive: Flags, is_reworded: Callable[[int], bool], settings: DedupeSettings
) -> Verdicts:
    """Return the relations of pairs.

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
    # A passage in common is little by itself: much of it, or agreeing figures, must speak for the same story.
    enough = np.where(agreement >= settings.agreeing_figures, settings.min_rare, settings.agreeing_shared)
    may_be_reworded = (counts.rare_shared >= enough) & (containment >= settings.reworded_containment)
    for number in np.flatnonzero(may_be_reworded & ~related & ~disagrees):
        related[number] = is_reworded(int(number))
    related &= ~disagrees
    return Verdicts(is_near=related & is_near, is_excerpt=related & ~is_near)


def is_reworded(left: Hashes, right: Hashes, settings: DedupeSettings) -> bool:
    """Return whether the topical words of two texts are those of one text in two wordings."""
    shared = int(np.count_nonzero(is_in(left, right)))
    return shared >= settings.reworded_topic * max(1, len(left) + len(right) - shared)


def same_texts(texts: Mapping[int, ShingledText], pairs: Sequence[Pair], settings: DedupeSettings) -> Flags:
    """Return whether each pair of texts that are nearly equal by their samples (`nearly_equal`) is one text.

    This decides only what counts once when frequencies are counted. Without the figures, instances of a template
    that differ in little else would count as one, and their template would look rare.
    """
    same: Flags = ~(figure_agreement(texts, pairs, settings) < settings.template_figures)  # NaN is no disagreement
    return same


def nearly_equal(samples: Mapping[int, Hashes], pairs: Sequence[Pair], settings: DedupeSettings) -> Flags:
    """Return whether the samples of each pair of texts agree by `strict_jaccard`, what is common included."""
    shared = shared_hashes(samples, pairs)
    sizes = np.array([len(samples[left]) + len(samples[right]) for left, right in pairs], np.int64)
    agree: Flags = shared >= settings.strict_jaccard * (sizes - shared)
    return agree


def estimate_pairs(
    samples: Mapping[int, WeighedSample], pairs: Sequence[Pair], settings: DedupeSettings
) -> PairEstimates:
    """Return what the samples let expect to be rare in both texts of each pair."""
    shared = shared_hashes({key: samples[key].rare for pair in pairs for key in pair}, pairs)
    rare = {key: len(samples[key].rare) for pair in pairs for key in pair}
    left_rare = np.array([rare[left] for left, _ in pairs], np.int64)
    right_rare = np.array([rare[right] for _, right in pairs], np.int64)
    is_proportional = np.array(
        [samples[left].is_proportional and samples[right].is_proportional for left, right in pairs], np.bool_
    )
    fewest = np.minimum(left_rare, right_rare)
    passage = settings.min_rare // settings.sample_denominator
    may_share = (shared > 0) & ((shared >= passage) | (shared >= _SHORT_SHARE * fewest))
    is_hopeless = is_proportional & (shared < _HOPELESS * settings.reworded_containment * fewest)
    return PairEstimates(
        rare_shared=shared * settings.sample_denominator,
        left_rare=left_rare * settings.sample_denominator,
        right_rare=right_rare * settings.sample_denominator,
        may_share=may_share,
        may_relate=may_share & ~is_hopeless,
        is_proportional=is_proportional,
    )


def figure_agreement(texts: Mapping[int, ShingledText], pairs: Sequence[Pair], settings: DedupeSettings) -> Shares:
    """Return which share of the figures of the text with fewer the other has; NaN where too few to tell.

    The share is `(agreeing + 1/2) / (figures + 1)` (Krichevsky, Trofimov 1981): of few figures, one that agrees says
    little for a copy, and none that agrees says little less than of many.
    """
    fewest = np.array([min(len(texts[left].figures), len(texts[right].figures)) for left, right in pairs], np.int64)
    telling = np.flatnonzero(fewest >= settings.min_figures)
    agreement = np.full(len(pairs), np.nan)
    if len(telling):
        told = [pairs[number] for number in telling.tolist()]
        figures = {key: texts[key].figures for pair in told for key in pair}
        agreement[telling] = (shared_hashes(figures, told) + 0.5) / (fewest[telling] + 1)
    return agreement
