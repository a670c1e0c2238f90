"""Two texts to their relation: measured on all shingles, judged on the rare ones and on the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from claimhouse.dedupe.rarity import is_in
from claimhouse.dedupe.shingles import Hashes, ShingledText
from claimhouse.records import Relation
from claimhouse.settings import DedupeSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedText:
    """A shingled text with its rare shingles marked.

    Attributes:
        shingled: the text.
        rare: whether each shingle is rare, in the order of `shingled.shingles`.
        rare_count: how many are.
        topic: hashes, ascending, of those of its longer words that few texts have.
    """

    shingled: ShingledText
    rare: np.ndarray[tuple[int], np.dtype[np.bool_]]
    rare_count: int
    topic: Hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The measures of two texts and what follows from them.

    Attributes:
        shared: distinct shingles in both.
        jaccard: shared over all distinct shingles of both.
        containment: shared over those of the text with fewer.
        rare_shared: distinct rare shingles in both.
        rare_jaccard, rare_containment: the same among rare shingles, null where a text has none.
        left_share, right_share: share of the left (right) text's rare shingles that the other has; 0 if none.
        relation: near, excerpt or, where the texts are not shown to be related, null.
    """

    shared: int
    jaccard: float
    containment: float
    rare_shared: int
    rare_jaccard: float | None
    rare_containment: float | None
    left_share: float
    right_share: float
    relation: Relation | None


def weigh(text: ShingledText, common: Hashes, common_words: Hashes) -> WeighedText:
    """Return the text with what is rare in it: shingles and words not among the common ones (both ascending)."""
    rare = ~is_in(text.shingles, common)
    return WeighedText(
        shingled=text,
        rare=rare,
        rare_count=int(np.count_nonzero(rare)),
        topic=text.topic[~is_in(text.topic, common_words)],
    )


def compare(
    left: WeighedText, right: WeighedText, settings: DedupeSettings, *, is_successive: bool = False
) -> Comparison:
    """Measure two texts and judge their relation.

    Related are texts whose rare shingles agree by Jaccard similarity (`near`) or of which one holds the other
    (`excerpt`), unless their figures disagree: two instances of a template share their wording and not their
    figures, however small the collection is. Where less than `rare_containment` agrees, agreeing figures make up for
    it (a copy in a large frame, `agreeing_containment`), or so much of the vocabulary that the one is the other
    reworded (`reworded_containment`). Two reports of one event share names, figures and quotes, but not that.
    Of successive documents of one URL (`is_successive`) other figures are an update and count against nothing.
    """
    in_right = is_in(left.shingled.shingles, right.shingled.shingles)
    shared, rare_shared = int(np.count_nonzero(in_right)), int(np.count_nonzero(in_right & left.rare))
    sizes = (len(left.shingled.shingles), len(right.shingled.shingles))
    fewest = min(left.rare_count, right.rare_count)
    comparison = Comparison(
        shared=shared,
        jaccard=shared / max(1, sum(sizes) - shared),
        containment=shared / max(1, min(sizes)),
        rare_shared=rare_shared,
        rare_jaccard=rare_shared / (left.rare_count + right.rare_count - rare_shared) if fewest else None,
        rare_containment=rare_shared / fewest if fewest else None,
        left_share=rare_shared / max(1, left.rare_count),
        right_share=rare_shared / max(1, right.rare_count),
        relation=None,
    )
    agreement = figure_agreement(left.shingled, right.shingled, settings)
    if is_successive and agreement is not None and agreement < settings.template_figures:
        agreement = None
    is_related = _is_related(comparison, fewest, agreement, settings)
    if not is_related and not (
        _may_be_reworded(comparison, agreement, settings) and _is_reworded(left, right, settings)
    ):
        return comparison
    is_near = (comparison.rare_jaccard or 0.0) >= settings.rare_jaccard
    return replace(comparison, relation=Relation.NEAR if is_near else Relation.EXCERPT)


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


def _is_related(comparison: Comparison, fewest_rare: int, agreement: float | None, settings: DedupeSettings) -> bool:
    if agreement is not None and agreement < settings.template_figures:
        return False
    jaccard, containment = comparison.rare_jaccard or 0.0, comparison.rare_containment or 0.0
    if fewest_rare < settings.min_rare:
        # A short text: the same text throughout, and not only in what everybody writes.
        return comparison.jaccard >= settings.strict_jaccard and jaccard >= settings.rare_jaccard
    if jaccard >= settings.rare_jaccard or containment >= settings.rare_containment:
        return True
    return (
        agreement is not None
        and agreement >= settings.agreeing_figures
        and containment >= settings.agreeing_containment
        and comparison.rare_shared >= settings.agreeing_shared
    )


def _may_be_reworded(comparison: Comparison, agreement: float | None, settings: DedupeSettings) -> bool:
    return (
        comparison.rare_shared >= settings.agreeing_shared
        and (comparison.rare_containment or 0.0) >= settings.reworded_containment
        and (agreement is None or agreement >= settings.template_figures)
    )


def _is_reworded(left: WeighedText, right: WeighedText, settings: DedupeSettings) -> bool:
    shared = int(np.count_nonzero(is_in(left.topic, right.topic)))
    return shared >= settings.reworded_topic * max(1, len(left.topic) + len(right.topic) - shared)
