"""Which texts are digests: pages that hold two or more stories that have otherwise nothing to do with each other.

A digest and a round-up of leads are near or contain each of their stories, and would unite them all. What gives one
away is that the texts it overlaps with are unrelated among themselves: they share no rare shingles, and they
talk of different things. The second half is needed because the truncated copy and the excerpt of one long story may
share no text either, yet name the same people and places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from claimhouse.dedupe.compare import WeighedText
from claimhouse.dedupe.rarity import is_in
from claimhouse.settings import DedupeSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A text that shares rare shingles with the one looked at.

    Attributes:
        key: the other text.
        own_share: share of the other text's rare shingles that the one looked at has.
        covers: share of the rare shingles of the one looked at that the other has.
    """

    key: str
    own_share: float
    covers: float


def find_digests(
    overlaps: Mapping[str, list[Overlap]], texts: Mapping[str, WeighedText], settings: DedupeSettings
) -> set[str]:
    """Return the keys of the digests among the keys of `overlaps`.

    A digest is a text of which unrelated other texts cover parts, and all parts but the largest make up at least
    `digest_share` of it. Texts that hold `copy_share` of it are copies of it and no witnesses.
    """
    kinship = _Kinship(overlaps, texts, settings)
    digests = set()
    for key, others in overlaps.items():
        witnesses = [other for other in others if other.covers < settings.copy_share]
        if len(witnesses) < 2:  # noqa: PLR2004 - two stories at the least
            continue
        if _split_share(texts[key], witnesses, texts, kinship) >= settings.digest_share:
            digests.add(key)
    return digests


def _split_share(
    text: WeighedText, witnesses: list[Overlap], texts: Mapping[str, WeighedText], kinship: _Kinship
) -> float:
    """Return the share of the text that unrelated witnesses cover, without the largest part.

    Witnesses are taken greedily, those that lie wholly in the text first: a story comes before a second digest
    that shares several stories with the first and would seem to relate them.
    """
    rare = text.shingled.shingles[text.rare]
    chosen: list[str] = []
    parts: list[int] = []
    free = np.ones(len(rare), np.bool_)
    for witness in sorted(witnesses, key=lambda other: (-round(other.own_share, 1), -other.covers, other.key)):
        if any(kinship.is_between(witness.key, other) for other in chosen):
            continue
        covered = is_in(rare, texts[witness.key].shingled.shingles) & free
        free &= ~covered
        chosen.append(witness.key)
        parts.append(int(np.count_nonzero(covered)))
    return (sum(parts) - max(parts)) / max(1, len(rare))


class _Kinship:
    """Whether two texts are of one story: by rare shingles in common, else by topical words."""

    def __init__(
        self,
        overlaps: Mapping[str, list[Overlap]],
        texts: Mapping[str, WeighedText],
        settings: DedupeSettings,
    ) -> None:
        self._overlapping = {frozenset((key, other.key)) for key, others in overlaps.items() for other in others}
        self._texts = texts
        self._same_topic = settings.same_topic

    def is_between(self, left: str, right: str) -> bool:
        """Return whether the two are of one story; topics agree by the share of the text with fewer such words."""
        if frozenset((left, right)) in self._overlapping:
            return True
        some, others = self._texts[left].topic, self._texts[right].topic
        return int(np.count_nonzero(is_in(some, others))) >= self._same_topic * max(1, min(len(some), len(others)))
