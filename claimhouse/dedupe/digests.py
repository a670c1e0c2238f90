"""Which texts are digests: pages that hold two or more stories that have otherwise nothing to do with each other.

A digest and a round-up of leads are near or contain each of their stories, and would unite them all. What gives one
away is that the texts it overlaps with are unrelated among themselves: they share no rare shingles, and they
talk of different things. The second half is needed because the truncated copy and the excerpt of one long story may
share no text either, yet name the same people and places; it does not count where whole texts make up all of the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from claimhouse.dedupe.compare import WeighedSample
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

    key: int
    own_share: float
    covers: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one witness covers of a text that no witness before it does.

    Attributes:
        covered: rare sampled shingles of the text.
        own_share: share of the witness's rare shingles that are in the text.
    """

    covered: int
    own_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """Whether two texts are of one story: by rare shingles in common, else by topical words.

    Attributes:
        overlapping: pairs, the lower key first, that share rare shingles.
        topic: gives the topical words of a text.
        same_topic: share of the words of the text with fewer from which topics agree.
    """

    overlapping: Collection[tuple[int, int]]
    topic: Callable[[int], Hashes]
    same_topic: float

    def overlap(self, left: int, right: int) -> bool:
        """Return whether the two share a passage."""
        return ((left, right) if left < right else (right, left)) in self.overlapping

    def is_between(self, left: int, right: int) -> bool:
        """Return whether the two are of one story."""
        if self.overlap(left, right):
            return True
        some, others = self.topic(left), self.topic(right)
        return int(np.count_nonzero(is_in(some, others))) >= self.same_topic * max(1, min(len(some), len(others)))


def may_be_digest(others: Sequence[Overlap], kinship: Kinship) -> bool:
    """Return whether two of the texts that one overlaps with share nothing, without which it is no digest."""
    return any(not kinship.overlap(left.key, right.key) for left, right in itertools.combinations(others, 2))


def is_digest(
    text: WeighedSample,
    others: Sequence[Overlap],
    texts: Mapping[int, WeighedSample],
    kinship: Kinship,
    settings: DedupeSettings,
) -> bool:
    """Return whether unrelated other texts cover parts of a text, of which all but the largest make up enough of it.

    Enough is `digest_share`. Copies of the text are no witnesses. What is covered is counted in the samples.
    """
    enough = settings.digest_share * len(text.proportional_rare)
    witnesses = [other for other in others if other.covers < settings.copy_share]
    parts = _parts(text, witnesses, texts, kinship.is_between)
    # What is mostly not in the text may share a quotation with it: one such passage beside parts of the story itself is
    # no second story. A round-up has several.
    passages = [part for part in parts if part.own_share < settings.rare_containment]
    if len(passages) == 1:
        parts.remove(passages[0])
    if _beside_largest(parts) >= max(1, enough):
        return True
    # Articles about one event share its vocabulary. They still make a digest where they stand in it whole and leave
    # nothing over; a truncated copy and an excerpt seldom add up to their story.
    whole = [other for other in others if _is_part(other.covers, other.own_share, settings)]
    parts = _parts(text, whole, texts, kinship.overlap)
    is_all_covered = sum(part.covered for part in parts) >= settings.whole_share * len(text.proportional_rare)
    return is_all_covered and _beside_largest(parts) >= max(1, enough)


def is_copy(covers: float, own_share: float, settings: DedupeSettings) -> bool:
    """Return whether a text that covers so much of another, by such a share of itself, is a copy of the other."""
    return covers >= settings.copy_share and not _is_part(covers, own_share, settings)


def _is_part(covers: float, own_share: float, settings: DedupeSettings) -> bool:
    """Return whether a text stands in another whole and leaves `digest_share` of it over, as a digest's stories do."""
    return own_share >= settings.whole_share and covers < 1 - settings.digest_share


def _parts(
    text: WeighedSample,
    witnesses: Sequence[Overlap],
    texts: Mapping[int, WeighedSample],
    is_related: Callable[[int, int], bool],
) -> list[_Part]:
    """Return the parts of the text that a greedy choice of unrelated witnesses covers.

    Those that lie wholly in the text come first: a story before a second digest that shares several stories with
    the first and would seem to relate them.
    """
    rare = text.proportional_rare
    chosen: list[int] = []
    parts: list[_Part] = []
    free = np.ones(len(rare), np.bool_)
    for witness in sorted(witnesses, key=lambda other: (-round(other.own_share, 1), -other.covers, other.key)):
        if any(is_related(witness.key, other) for other in chosen):
            continue
        covered = is_in(rare, texts[witness.key].shingles) & free
        free &= ~covered
        chosen.append(witness.key)
        parts.append(_Part(covered=int(np.count_nonzero(covered)), own_share=witness.own_share))
    return parts


def _beside_largest(parts: Sequence[_Part]) -> int:
    """Return how many rare shingles all parts but the largest cover."""
    covered = [part.covered for part in parts]
    return sum(covered) - max(covered, default=0)
