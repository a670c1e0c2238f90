"""Which texts are the same, near the same, or parts of each other: text in, relations and clusters out.

`Shingler` reads and signs texts; `estimate_pairs`, `count_pairs` and `judge_pairs` verify candidates; `find_digests`
and `settle` keep digests from uniting their stories; `connected_components` makes the partition.
"""

from claimhouse.dedupe.cluster import RelatedPair, connected_components
from claimhouse.dedupe.compare import (
    PairCounts,
    PairEstimates,
    Verdicts,
    WeighedSample,
    WeighedText,
    Weighing,
    count_pairs,
    estimate_pairs,
    figure_agreement,
    is_reworded,
    judge_pairs,
    nearly_equal,
    same_texts,
)
from claimhouse.dedupe.copies import change_causes
from claimhouse.dedupe.relate import FoundDigests, Settled, SharedPassage, find_digests, settle
from claimhouse.dedupe.shingles import ShingledText, Shingler, SignedText, shingle_hashes, shingle_text, sign_text

VERSION = "4"

__all__ = [
    "VERSION",
    "FoundDigests",
    "PairCounts",
    "PairEstimates",
    "RelatedPair",
    "Settled",
    "SharedPassage",
    "ShingledText",
    "Shingler",
    "SignedText",
    "Verdicts",
    "WeighedSample",
    "WeighedText",
    "Weighing",
    "change_causes",
    "connected_components",
    "count_pairs",
    "estimate_pairs",
    "figure_agreement",
    "find_digests",
    "is_reworded",
    "judge_pairs",
    "nearly_equal",
    "same_texts",
    "settle",
    "shingle_hashes",
    "shingle_text",
    "sign_text",
]
