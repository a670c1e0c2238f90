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
from claimhouse.dedupe.shingles import Hashes
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
    overlaps: Mapping[str, list[Overlap]],
    texts: Mapping[str, WeighedText],
    common_words: Hashes,
    settings: DedupeSettings,
) -> set[str]:
    """Return the keys of the digests among the keys of `overlaps`.

    A digest is a text of which unrelated other texts cover parts, and all parts but the largest make up at least
    `digest_share` of it. Texts that hold `copy_share` of it are copies of it and no witnesses.
    """
    related = {frozenset((key, other.key)) for key, others in overlaps.items() for other in others}
    topics = _Topics(texts, common_words)
    digests = set()
    for key, others in overlaps.items():
        witnesses = [other for other in others if other.covers < settings.copy_share]
        if (
            len(witnesses) > 1
            and _split_share(key, witnesses, texts, related, topics, settings) >= settings.digest_share
        ):
            digests.add(key)
    return digests


def _split_share(
    key: str,
    witnesses: list[Overlap],
    texts: Mapping[str, WeighedText],
    related: set[frozenset[str]],
    topics: _Topics,
    settings: DedupeSettings,
) -> float:
    """Return the share of the text that unrelated witnesses cover, without the largest part.

    Witnesses are taken greedily, those that lie wholly in the text first: a story comes before a second digest
    that shares several stories with the first and would seem to relate them.
    """
    text = texts[key]
    rare = text.shingled.shingles[text.rare]
    chosen: list[str] = []
    parts: list[int] = []
    free = np.ones(len(rare), np.bool_)
    for witness in sorted(witnesses, key=lambda other: (-round(other.own_share, 1), -other.covers, other.key)):
        if any(
            frozenset((witness.key, other)) in related or topics.agreement(witness.key, other) >= settings.same_topic
            for other in chosen
        ):
            continue
        covered = is_in(rare, texts[witness.key].shingled.shingles) & free
        free &= ~covered
        chosen.append(witness.key)
        parts.append(int(np.count_nonzero(covered)))
    return (sum(parts) - max(parts)) / max(1, len(rare))


class _Topics:
    """Agreement of topical words, each text's words looked up once."""

    def __init__(self, texts: Mapping[str, WeighedText], common_words: Hashes) -> None:
        self._texts = texts
        self._common = common_words
        self._words: dict[str, Hashes] = {}

    def agreement(self, left: str, right: str) -> float:
        """Return the share of the topical words of the text with fewer that the other has."""
        some, others = self._of(left), self._of(right)
        return int(np.count_nonzero(is_in(some, others))) / max(1, min(len(some), len(others)))

    def _of(self, key: str) -> Hashes:
        if key not in self._words:
            words = self._texts[key].shingled.topic
            self._words[key] = words[~is_in(words, self._common)]
        return self._words[key]
