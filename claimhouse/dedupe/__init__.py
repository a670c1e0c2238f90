"""Which texts are the same, near the same, or parts of each other: text in, relations and clusters out.

`sign_text` gives what is stored to find candidates, `relate_texts` verifies them, `cluster_pairs` makes the partition.
"""

from claimhouse.dedupe.cluster import Link, RelatedPair, cluster_pairs, representative, strongest_links
from claimhouse.dedupe.compare import Comparison, compare
from claimhouse.dedupe.copies import change_causes, exact_pairs, mark_revisions
from claimhouse.dedupe.relate import Related, relate_texts
from claimhouse.dedupe.shingles import ShingledText, SignedText, shingle_hashes, shingle_text, sign_text

VERSION = "1"

__all__ = [
    "VERSION",
    "Comparison",
    "Link",
    "Related",
    "RelatedPair",
    "ShingledText",
    "SignedText",
    "change_causes",
    "cluster_pairs",
    "compare",
    "exact_pairs",
    "mark_revisions",
    "relate_texts",
    "representative",
    "shingle_hashes",
    "shingle_text",
    "sign_text",
    "strongest_links",
]
