"""Which texts are digests: pages that hold two or more stories that have otherwise nothing to do with each other.

A digest and a round-up of leads are near or contain each of their stories, and would unite them all. What gives one
away is that the texts it overlaps with are unrelated among themselves: they share no rare shingles, and they
talk of different things. The second half is needed because the truncated copy and the excerpt of one long story may
share no text either, yet name the same people and places; it does not count where whole texts make up all of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    `digest_share` of it. Copies of it are no witnesses.
    """
    kinship = _Kinship(overlaps, texts, settings)
    digests = set()
    for key, others in overlaps.items():
        if len(others) > 1 and _is_digest(texts[key], others, texts, kinship, settings):
            digests.add(key)
    return digests


def is_copy(covers: float, own_share: float, settings: DedupeSettings) -> bool:
    """Return whether a text that covers so much of another, by such a share of itself, is a copy of the other."""
    return covers >= settings.copy_share and not _is_part(covers, own_share, settings)


def _is_part(covers: float, own_share: float, settings: DedupeSettings) -> bool:
    """Return whether a text stands in another whole and leaves `digest_share` of it over, as a digest's stories do."""
    return own_share >= settings.whole_share and covers < 1 - settings.digest_share


def _is_digest(
    text: WeighedText,
    others: list[Overlap],
    texts: Mapping[str, WeighedText],
    kinship: _Kinship,
    settings: DedupeSettings,
) -> bool:
    witnesses = [other for other in others if other.covers < settings.copy_share]
    parts = _parts(text, witnesses, texts, kinship.is_between)
    if sum(parts) - max(parts) >= settings.digest_share * text.rare_count:
        return True
    # Articles about one event share its vocabulary. They still make a digest where they stand in it whole and leave
    # nothing over; a truncated copy and an excerpt seldom add up to their story.
    whole = [other for other in others if _is_part(other.covers, other.own_share, settings)]
    parts = _parts(text, whole, texts, kinship.overlap)
    covered = sum(parts)
    is_all_covered = covered >= settings.whole_share * text.rare_count
    return is_all_covered and covered - max(parts) >= settings.digest_share * text.rare_count


def _parts(
    text: WeighedText,
    witnesses: list[Overlap],
    texts: Mapping[str, WeighedText],
    is_related: Callable[[str, str], bool],
) -> list[int]:
    """Return how many rare shingles of the text each of a greedy choice of unrelated witnesses covers.

    Those that lie wholly in the text come first: a story before a second digest that shares several stories with
    the first and would seem to relate them.
    """
    rare = text.shingled.shingles[text.rare]
    chosen: list[str] = []
    parts: list[int] = []
    free = np.ones(len(rare), np.bool_)
    for witness in sorted(witnesses, key=lambda other: (-round(other.own_share, 1), -other.covers, other.key)):
        if any(is_related(witness.key, other) for other in chosen):
            continue
        covered = is_in(rare, texts[witness.key].shingled.shingles) & free
        free &= ~covered
        chosen.append(witness.key)
        parts.append(int(np.count_nonzero(covered)))
    return parts or [0]


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

    def overlap(self, left: str, right: str) -> bool:
        """Return whether the two share a passage."""
        return frozenset((left, right)) in self._overlapping

    def is_between(self, left: str, right: str) -> bool:
        """Return whether the two are of one story; topics agree by the share of the text with fewer such words."""
        if self.overlap(left, right):
            return True
        some, others = self._texts[left].topic, self._texts[right].topic
        return int(np.count_nonzero(is_in(some, others))) >= self._same_topic * max(1, min(len(some), len(others)))
