"""Near-duplicates: what is hashed, what is rare, what hangs together."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse import dedupe
from claimhouse.dedupe import (
    Shingler,
    Weighing,
    connected_components,
    count_pairs,
    shingle_hashes,
    shingle_text,
    sign_text,
)
from claimhouse.dedupe.rarity import is_in, rare_shingles, rarity_limit, size_step, topic_limit
from claimhouse.dedupe.shingles import normalised_words
from claimhouse.settings import DedupeSettings
from tests.dedupe_rows import SETTINGS, Writer

NO_HASHES = np.empty(0, np.uint64)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The ferry sank.", "THE   FERRY\n\nSANK!"),
        ("“The ferry” — sank", '"The ferry" - sank'),
        ("The ferry sank", "The fer\u00adry\u200b sank"),
        ("ﬁve ﬂoats", "five floats"),
        ("Straße 12", "STRASSE 12"),
    ],
)
def test_dress_makes_no_difference(left: str, right: str) -> None:
    """Case, spacing, punctuation, invisible characters and ligatures do not change the exact digest."""
    assert sign_text(left, SETTINGS) == sign_text(right, SETTINGS)


def test_word_boundaries_make_a_difference() -> None:
    """Other words give another digest, even with the same letters."""
    assert sign_text("a bc", SETTINGS).exact_digest != sign_text("ab c", SETTINGS).exact_digest


def test_hashes_are_pinned() -> None:
    """The hash function is fixed: stored samples of an earlier version stay comparable."""
    assert shingle_hashes("one two three four five six", SETTINGS).tolist() == PINNED


PINNED = [9162867000723351086, 15779406688494384486]


@pytest.mark.parametrize(
    ("text", "words", "shingles"),
    [("", 0, 0), ("!?", 0, 0), ("one", 1, 1), ("one two three", 3, 1), ("a b c d e", 5, 1), ("a b c d e f", 6, 2)],
)
def test_short_texts_have_a_signature(text: str, words: int, shingles: int) -> None:
    """A text shorter than a shingle has one of all its words, a text without words has none."""
    signed = sign_text(text, SETTINGS)
    assert (signed.words, signed.shingles, len(signed.sample)) == (words, shingles, shingles)


WORDS = st.lists(st.sampled_from("ant bee cow dog elk fox gnu hen".split()), max_size=60)  # noqa: SIM905 - readable


@given(WORDS, WORDS)
def test_hashed_shingles_agree_with_sets_of_words(left: list[str], right: list[str]) -> None:
    """Shared shingles and Jaccard similarity equal those of plain sets of word 5-grams."""

    def grams(words: Sequence[str]) -> set[tuple[str, ...]]:
        width = min(5, len(words))
        return {tuple(words[i : i + width]) for i in range(len(words) - width + 1)} if words else set()

    one, other = (shingle_text(" ".join(words), SETTINGS) for words in (left, right))
    expected = len(grams(left) & grams(right))
    weighing = Weighing(NO_HASHES, NO_HASHES, SETTINGS)
    measured = count_pairs({1: weighing.weigh(one), 2: weighing.weigh(other)}, [(1, 2)], np.array([np.nan]))
    assert len(one.shingles) == len(grams(left))
    assert measured.shared.tolist() == [expected]
    assert measured.jaccard.tolist() == pytest.approx([expected / max(1, len(grams(left) | grams(right)))])


@given(st.integers(0, 2**32), st.integers(30, 400))
def test_samples_are_the_lowest_hashes(seed: int, words: int) -> None:
    """A sample holds every hash below the bound, or the lowest `min_sample`; what two texts share they sample alike."""
    text = Writer(seed).story(words)
    hashes, sample = shingle_hashes(text, SETTINGS), sign_text(text, SETTINGS).sample
    assert list(sample) == hashes[: len(sample)].tolist()
    below = [value for value in hashes.tolist() if value < 2**64 // SETTINGS.sample_denominator]
    assert len(sample) == max(len(below), min(SETTINGS.min_sample, len(hashes)))


@pytest.mark.parametrize(
    ("size", "rare", "topical"), [(1, 6, 16), (256, 6, 16), (257, 8, 32), (4096, 10, 64), (10_000_000, 22, 4096)]
)
def test_limits_step_with_the_size(size: int, rare: int, topical: int) -> None:
    """The limits are the documented step function of the number of counted texts."""
    step = size_step(size, SETTINGS.first_step)
    assert (rarity_limit(step), topic_limit(step)) == (rare, topical)


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_membership_agrees_with_sets(left: set[int], right: set[int]) -> None:
    """`is_in` tells for each hash whether it is held."""
    one, other = (np.array(sorted(values), np.uint64) for values in (left, right))
    assert is_in(one, other).tolist() == [value in right for value in sorted(left)]


@given(st.integers(0, 2**32), st.integers(30, 300), st.data())
def test_a_shingle_is_as_rare_as_the_nearest_sampled_one(seed: int, words: int, data: st.DataObject) -> None:
    """Between two shingles that every text samples the status is the nearer one's; of two as near, the later one's."""
    text = Writer(seed).story(words)
    read = shingle_text(text, SETTINGS)
    in_order = [shingle_hashes(" ".join(part), SETTINGS)[0] for part in windows(text.split(" "))]
    regular = {hashed for hashed in read.shingles.tolist() if hashed < 2**64 // SETTINGS.sample_denominator}
    sample = regular or set(read.sample.tolist())
    common = data.draw(st.sets(st.sampled_from(sorted(sample))))
    rare = dict(
        zip(
            read.shingles.tolist(),
            rare_shingles(read, np.array(sorted(common), np.uint64)).tolist(),
            strict=True,
        )
    )
    places = [place for place, shingle in enumerate(in_order) if int(shingle) in sample]
    for place, shingle in enumerate(in_order):
        if in_order.count(shingle) == 1:
            nearest = min(places, key=lambda other: (abs(other - place), -other))
            assert rare[int(shingle)] == (int(in_order[nearest]) not in common)


def windows(words: Sequence[str]) -> list[Sequence[str]]:
    """Return the neighbourhoods of five words that shingles are made of."""
    return [words[start : start + 5] for start in range(len(words) - 4)]


NODES = "abcdefghijkl"
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20)


@given(EDGES, st.randoms())
def test_clusters_are_connected_components(edges: list[tuple[str, str]], source: random.Random) -> None:
    """In any order of pairs, two documents are together exactly when a path of pairs joins them."""
    clusters = connected_components(NODES, edges)
    assert sorted(key for members in clusters for key in members) == sorted(NODES)
    shuffled = source.sample(edges, len(edges))
    assert connected_components(source.sample(NODES, len(NODES)), shuffled) == clusters
    neighbours = {key: {key} for key in NODES}
    for left, right in edges:
        neighbours[left].add(right)
        neighbours[right].add(left)
    for members in clusters:
        reached, waiting = set(), [members[0]]
        while waiting:
            key = waiting.pop()
            if key not in reached:
                reached.add(key)
                waiting.extend(neighbours[key])
        assert sorted(reached) == members


@given(st.lists(st.text(max_size=40), max_size=12))
def test_a_text_is_read_alike_alone_and_among_others(texts: list[str]) -> None:
    """What a batch gives for a text is what the text gives by itself."""
    for text, (signed, shingled) in zip(texts, Shingler(SETTINGS).sign_and_read(texts), strict=True):
        alone = shingle_text(text, SETTINGS)
        assert signed == sign_text(text, SETTINGS)
        assert signed.words == len(normalised_words(text))
        for name in ("shingles", "sequence", "figures", "topic"):
            assert getattr(shingled, name).tolist() == getattr(alone, name).tolist()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("", 0),
        ("5 boats, 7 buoys", 0),
        ("12 boats and 12 buoys", 1),
        ("1,200 tons are 1200 tons", 1),
        ("at 10:30, or 10.30.", 2),
        ("x12y 3.4.", 2),
        ("between 14,, 15", 2),
    ],
)
def test_figures_are_numbers_of_two_digits_or_more(text: str, figures: int) -> None:
    """Thousands separators make no difference, points and colons inside do, what ends a sentence does not."""
    assert len(shingle_text(text, SETTINGS).figures) == figures


def test_settings_document_every_field() -> None:
    """Each setting of the stage is explained in the docstring of its model."""
    assert DedupeSettings.__doc__
    missing = [name for name in DedupeSettings.model_fields if f"{name}:" not in DedupeSettings.__doc__]
    assert not [name for name in missing if f"{name}," not in DedupeSettings.__doc__]


def test_public_names_exist() -> None:
    """The front page of the package names what is there."""
    assert sorted(dedupe.__all__) == sorted(set(dedupe.__all__))
    assert all(hasattr(dedupe, name) for name in dedupe.__all__)
    assert dataclasses.is_dataclass(dedupe.SignedText)
    assert normalised_words("It's") == [b"it", b"s"]
