"""Near-duplicates: what is hashed, what unites, what never does, and that order does not matter."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse import dedupe
from claimhouse.dedupe import RelatedPair, cluster_pairs, shingle_hashes, shingle_text, sign_text
from claimhouse.dedupe.compare import compare, weigh
from claimhouse.dedupe.rarity import common_hashes, is_in, rarity_limit, size_step, topic_limit
from claimhouse.dedupe.shingles import normalised_words
from claimhouse.pipeline.dedupe import dedupe_texts, run_dedupe
from claimhouse.provenance import Step
from claimhouse.records import Extraction, Outcome, Relation, Sighting, Signature
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse

SETTINGS = DedupeSettings()
STEP = Step(name="dedupe", version="1", settings_digest="test")
NO_HASHES = np.empty(0, np.uint64)


class Writer:
    """Invented texts: each story has words of its own, so no two share a passage by chance."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - reproducible, not secret

    def word(self) -> str:
        """Return a made-up word."""
        return "".join(self.draw.choice("bdfgklmnprstv") + self.draw.choice("aeiou") for _ in range(3))

    def story(self, words: int = 240) -> str:
        """Return a text that talks about the same two dozen things throughout."""
        topic = [self.word() for _ in range(24)]
        plain = ["the", "of", "and", "in", "a", "to", "was", "on", "for", "by"]
        return " ".join(self.draw.choice(topic if self.draw.random() < 0.6 else plain) for _ in range(words))

    def forecast(self) -> str:
        """Return a report filled in by a machine: always the same words, never the same figures."""
        n = [str(self.draw.randrange(100, 10_000)) for _ in range(8)]
        town = self.word().capitalize()
        return (
            f"Tide table for {town} harbour as drawn up by the pilot office. High water comes at mark {n[0]} and low "
            f"water at mark {n[1]} this morning, with a swell of {n[2]} outside the wall. The outer buoy reported "
            f"{n[3]} units of current at the last reading, against {n[4]} a day before. Skippers should keep to the "
            f"dredged channel, {n[5]} feet wide, and leave berth {n[6]} free for the pilot. The office thanks all "
            f"crews who send in soundings and will publish the next table at {n[7]} hours as usual."
        )


def clusters_of(texts: dict[str, str]) -> set[frozenset[str]]:
    """Return the partition of texts by id, through the whole stage."""
    members: dict[str, set[str]] = {}
    for row in dedupe_texts(texts.items(), SETTINGS):
        members.setdefault(row.cluster, set()).add(row.id)
    return {frozenset(keys) for keys in members.values()}


# --- shingles and signatures


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


PINNED = [8264642544648089723, 15634519876147093540]


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
    measured = compare(weigh(one, NO_HASHES, NO_HASHES), weigh(other, NO_HASHES, NO_HASHES), SETTINGS)
    assert len(one.shingles) == len(grams(left))
    assert measured.shared == expected
    assert measured.jaccard == pytest.approx(expected / max(1, len(grams(left) | grams(right))))


@given(st.integers(0, 2**32), st.integers(30, 400))
def test_samples_are_the_lowest_hashes(seed: int, words: int) -> None:
    """A sample holds every hash below the bound, or the lowest `min_sample`; what two texts share they sample alike."""
    text = Writer(seed).story(words)
    hashes, sample = shingle_hashes(text, SETTINGS), sign_text(text, SETTINGS).sample
    assert list(sample) == hashes[: len(sample)].tolist()
    below = [value for value in hashes.tolist() if value < 2**64 // SETTINGS.sample_denominator]
    assert len(sample) == max(len(below), min(SETTINGS.min_sample, len(hashes)))


# --- rarity


@pytest.mark.parametrize(
    ("size", "rare", "topical"), [(1, 6, 16), (256, 6, 16), (257, 8, 32), (4096, 10, 64), (10_000_000, 22, 4096)]
)
def test_limits_step_with_the_size(size: int, rare: int, topical: int) -> None:
    """The limits are the documented step function of the number of strict clusters."""
    assert (rarity_limit(size_step(size)), topic_limit(size_step(size))) == (rare, topical)


@given(st.lists(st.lists(st.sets(st.integers(0, 30), max_size=8), min_size=1, max_size=3), max_size=12))
def test_frequency_counts_clusters_not_documents(clusters: list[list[set[int]]]) -> None:
    """A hash in all members of one cluster counts once."""
    arrays = [[np.array(sorted(member), np.uint64) for member in members] for members in clusters]
    counts = {value: sum(any(value in member for member in members) for members in clusters) for value in range(31)}
    assert common_hashes(arrays, 2).tolist() == [value for value, count in counts.items() if count > 2]


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_membership_agrees_with_sets(left: set[int], right: set[int]) -> None:
    """`is_in` tells for each hash whether it is held."""
    one, other = (np.array(sorted(values), np.uint64) for values in (left, right))
    assert is_in(one, other).tolist() == [value in right for value in sorted(left)]


# --- what unites and what does not


def test_candidates_agree_with_brute_force() -> None:
    """The SQL join gives exactly the pairs of different texts with enough sampled shingles in common."""
    writer = Writer(5)
    base = [writer.story() for _ in range(6)]
    texts = {f"d{n}": base[n % 6][: 300 + 97 * n] for n in range(24)} | {"same": base[0][:300]}
    signed = {key: sign_text(text, SETTINGS) for key, text in texts.items()}
    lowest: dict[str, str] = {}
    for key in sorted(signed):
        lowest.setdefault(signed[key].exact_digest, key)
    expected = [
        (left, right, shared)
        for left, right in combinations(sorted(lowest.values()), 2)
        if (shared := len(set(signed[left].sample) & set(signed[right].sample))) >= 3
    ]
    with Warehouse.in_memory() as warehouse:
        load(warehouse, texts)
        found = warehouse.step("dedupe_candidates", max_document_frequency=200, min_shared=3, anchors=3)
    assert [tuple(row.values()) for row in found.to_pylist()] == expected
    assert expected


def test_a_text_on_very_many_sites_is_still_found() -> None:
    """Above the document-frequency cap the lowest keys stand in: copies meet through them."""
    writer = Writer(6)
    report = writer.story()
    texts = {f"d{n:03d}": f"{report} {writer.story(12)}" for n in range(30)}
    capped = SETTINGS.model_copy(update={"max_document_frequency": 5, "anchors": 1})
    assert {row.cluster for row in dedupe_texts(texts.items(), capped)} == {"d000"}
    blind = capped.model_copy(update={"anchors": 0})
    assert len({row.cluster for row in dedupe_texts(texts.items(), blind)}) == 30


def edited(edit: Callable[[Writer, list[str]], Iterable[str]]) -> Callable[[Writer, str], str]:
    """Make an edit of a list of words one of a text."""
    return lambda writer, text: " ".join(edit(writer, text.split(" ")))


EDITS: dict[str, tuple[Relation, Callable[[Writer, str], str]]] = {
    "copy": (Relation.EXACT, lambda _, text: text.upper() + "."),
    "dateline": (Relation.NEAR, lambda writer, text: f"{writer.word().upper()} (Wire) - {text}"),
    "furniture": (Relation.EXCERPT, lambda writer, text: f"{writer.story(160)} {text} {writer.story(320)}"),
    "truncated": (Relation.EXCERPT, edited(lambda _, words: words[:80])),
    "middle": (Relation.EXCERPT, edited(lambda writer, words: [writer.word(), *words[90:170], writer.word()])),
    "typing errors": (
        Relation.NEAR,
        edited(lambda w, words: [w.word() if i % 40 == 7 else x for i, x in enumerate(words)]),
    ),
    "moved": (Relation.NEAR, edited(lambda _, words: words[120:] + words[:120])),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_copy_is_united_with_its_text(name: str) -> None:
    """A copy, a copy in a frame, a truncated one, an excerpt from the middle: all meet their text, and say how."""
    relation, edit = EDITS[name]
    writer = Writer(7)
    story = writer.story()
    texts = {"a": story, "b": edit(writer, story)} | {f"x{n}": writer.story() for n in range(5)}
    rows = {row.id: row for row in dedupe_texts(texts.items(), SETTINGS)}
    assert rows["a"].cluster == rows["b"].cluster == "a"
    assert {rows["a"].relation, rows["b"].relation} == {relation}
    assert {rows[f"x{n}"].cluster for n in range(5)} == {f"x{n}" for n in range(5)}
    assert rows["x0"].relation is None
    assert rows["x0"].representative


@pytest.mark.parametrize("instances", [2, 3, 30])
def test_instances_of_a_template_stay_apart(instances: int) -> None:
    """Reports that share their wording but not their figures are different reports, in small collections too."""
    writer = Writer(8)
    texts = {f"t{n:02d}": writer.forecast() for n in range(instances)}
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_a_copied_instance_of_a_template_is_found() -> None:
    """Among many instances the two prints of one meet."""
    writer = Writer(9)
    texts = {f"t{n:02d}": writer.forecast() for n in range(20)}
    texts["copy"] = f"PORT ({writer.word()}) - {texts['t03']}"
    assert frozenset({"t03", "copy"}) in clusters_of(texts)
    assert len(clusters_of(texts)) == 20


@pytest.mark.parametrize("stories", [2, 3, 4])
def test_a_digest_never_unites_its_stories(stories: int) -> None:
    """A page that holds several stories is a cluster of its own, whatever copies the stories have."""
    writer = Writer(10)
    texts = {f"s{n}": writer.story(150) for n in range(stories)}
    digest = " ".join(texts.values())
    texts["copy"] = f"(Wire) {texts['s0']}"
    texts["digest"] = digest
    expected = {frozenset({"s0", "copy"}), frozenset({"digest"})} | {frozenset({f"s{n}"}) for n in range(1, stories)}
    assert clusters_of(texts) == expected


def test_a_digest_of_a_long_and_a_short_story_is_none_of_them() -> None:
    """Three quarters of the page being one story does not make the page its copy."""
    writer = Writer(21)
    texts = {"long": writer.story(300), "short": writer.story(100)}
    texts["digest"] = " ".join(texts.values())
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_a_copy_of_a_digest_is_a_copy() -> None:
    """Two prints of one digest meet, and still leave the stories alone."""
    writer = Writer(11)
    texts = {f"s{n}": writer.story(150) for n in range(3)}
    digest = " ".join(texts.values())
    texts |= {"digest": digest, "digest2": f"(Wire) {digest}"}
    assert clusters_of(texts) == {frozenset({"digest", "digest2"})} | {frozenset({f"s{n}"}) for n in range(3)}


def test_articles_about_one_event_on_one_page_make_a_digest() -> None:
    """Whole articles that make up all of a page are not united by it, even where they talk of the same things."""
    words = Writer(19).story(450).split(" ")
    texts = {f"s{n}": " ".join(words[150 * n : 150 * n + 150]) for n in range(3)}
    texts["digest"] = "\n".join(texts.values())
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_a_reworded_copy_is_found() -> None:
    """Where hardly a passage is left as it was, the vocabulary still shows the copy."""
    writer = Writer(20)
    words = writer.story(300).split(" ")
    reworded = [word for place, word in enumerate(words) if place % 9 > 1]
    texts = {"story": " ".join(words), "reworded": " ".join(reworded), "other": writer.story(300)}
    assert frozenset({"story", "reworded"}) in clusters_of(texts)


def test_two_parts_of_one_long_story_make_no_digest() -> None:
    """The truncated copy and the last part of a story share no passage but talk of the same things."""
    story = Writer(12).story(600)
    words = story.split(" ")
    texts = {"story": story, "start": " ".join(words[:200]), "end": " ".join(words[380:])}
    assert clusters_of(texts) == {frozenset(texts)}


def test_furniture_unites_nothing() -> None:
    """Short texts in the same large frame stay apart once the frame is seen on enough pages."""
    writer = Writer(13)
    above, below = writer.story(80), writer.story(120)
    texts = {f"p{n:02d}": f"{above} {writer.story(40)} {below}" for n in range(12)}
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_texts_without_words_stay_alone() -> None:
    """Two empty texts are no copies of each other, two equal short ones are."""
    assert clusters_of({"a": "", "b": "…", "c": "Gone fishing", "d": "gone fishing!"}) == {
        frozenset({"a"}),
        frozenset({"b"}),
        frozenset({"c", "d"}),
    }


def test_repeated_ids_are_rows_of_their_own() -> None:
    """A second row under the same id is a document like any other."""
    rows = dedupe_texts([("a", "one two three"), ("a", "one two three"), ("b", "four")], SETTINGS)
    assert [(row.id, row.cluster, row.relation) for row in rows] == [
        ("a", "a", Relation.EXACT),
        ("a", "a", Relation.EXACT),
        ("b", "b", None),
    ]
    assert [row.representative for row in rows] == [True, False, True]


# --- clusters


def related(left: str, right: str, relation: Relation = Relation.NEAR, jaccard: float = 0.5) -> RelatedPair:
    """Return a pair with given ends."""
    return RelatedPair(
        left_key=left,
        right_key=right,
        relation=relation,
        jaccard=jaccard,
        containment=jaccard,
        rare_jaccard=None,
        rare_containment=None,
        shared_shingles=1,
    )


NODES = "abcdefghijkl"
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20)


@given(EDGES, st.randoms())
def test_clusters_are_connected_components(edges: list[tuple[str, str]], source: random.Random) -> None:
    """In any order of pairs, two documents are together exactly when a path of uniting pairs joins them."""
    pairs = [related(left, right) for left, right in edges]
    clusters = cluster_pairs(NODES, pairs)
    assert sorted(key for members in clusters for key in members) == sorted(NODES)
    source.shuffle(pairs)
    assert cluster_pairs(source.sample(NODES, len(NODES)), pairs) == clusters
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


def test_contains_unites_nothing() -> None:
    """A `contains` pair leaves both in their clusters."""
    assert cluster_pairs("abc", [related("a", "b", Relation.CONTAINS), related("b", "c")]) == [["a"], ["b", "c"]]


def test_the_closest_pair_speaks_for_a_member() -> None:
    """Exact before near before excerpt, then the higher similarity, then the lower key."""
    pairs = [related("a", "b", Relation.EXCERPT, 0.9), related("b", "c", jaccard=0.6), related("b", "d", jaccard=0.7)]
    links = dedupe.strongest_links(pairs)
    assert {key: (link.relation, link.linked_to) for key, link in links.items()} == {
        "a": (Relation.EXCERPT, "b"),
        "b": (Relation.NEAR, "d"),
        "c": (Relation.NEAR, "b"),
        "d": (Relation.NEAR, "b"),
    }


def test_the_longest_text_represents() -> None:
    """The member with the most words stands for the cluster, the lowest key among equals."""
    assert dedupe.representative("abc", {"a": 5, "b": 9, "c": 9}) == "b"


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 1000), st.randoms())
def test_the_order_of_texts_does_not_matter(seed: int, source: random.Random) -> None:
    """Any order of the same collection gives the same rows by id."""
    writer = Writer(seed)
    story = writer.story(120)
    texts = {f"s{n}": writer.story(120) for n in range(3)} | {f"t{n}": writer.forecast() for n in range(3)}
    texts |= {"cut": story[:400], "whole": story, "again": story.title(), "digest": f"{texts['s0']} {texts['s1']}"}
    shuffled = source.sample(sorted(texts.items()), len(texts))
    rows = {row.id: row for row in dedupe_texts(shuffled, SETTINGS)}
    assert rows == {row.id: row for row in dedupe_texts(texts.items(), SETTINGS)}


# --- the step in the warehouse


def load(warehouse: Warehouse, texts: dict[str, str], urls: dict[str, str] | None = None, run: int = 1) -> None:
    """Insert what the earlier stages would have written about some texts."""
    urls = urls or {}
    start = datetime(2026, 3, 1, tzinfo=UTC)
    warehouse.insert(Signature, [signature(key, text, run) for key, text in texts.items()])
    warehouse.insert(Extraction, [extraction(key, text, run) for key, text in texts.items()])
    warehouse.insert(
        Sighting,
        [sighting(key, item, start + timedelta(hours=item), urls.get(key), run) for item, key in enumerate(texts)],
    )


def signature(key: str, text: str, run: int) -> Signature:
    """Return the signature of a text."""
    signed = sign_text(text, SETTINGS)
    return Signature(
        document_key=key,
        exact_digest=signed.exact_digest,
        words=signed.words,
        shingles=signed.shingles,
        sample=signed.sample,
        ledger_digest="l",
        valid_from_run=run,
        valid_to_run=None,
    )


def extraction(key: str, text: str, run: int) -> Extraction:
    """Return an extraction with a text and nothing else."""
    return Extraction(
        document_key=key,
        source_id=key,
        url=None,
        page_canonical=None,
        canonical_url=None,
        host=None,
        publisher=None,
        encoding="utf-8",
        encoding_evidence="default",
        title=None,
        title_part=None,
        title_offsets=(),
        authors=(),
        published_at=None,
        published_precision=None,
        published_evidence=None,
        modified_at=None,
        language="en",
        text=text,
        segments=1,
        credits=(),
        rejected=None,
        ledger_digest="l",
        valid_from_run=run,
        valid_to_run=None,
    )


def sighting(key: str, item: int, at: datetime, url: str | None, run: int) -> Sighting:
    """Return a sighting of a document at a URL."""
    return Sighting(
        run=run,
        item=item,
        source="test",
        source_id=key,
        document_key=key,
        input_digest=key,
        url=url,
        normalized_url=url,
        host=None,
        publisher=None,
        given_title=None,
        title_key=None,
        fetched_at=at,
        outcome=Outcome.LOADED,
        reason=None,
    )


def rows_of(warehouse: Warehouse, statement: str) -> list[tuple[object, ...]]:
    """Return the rows of a statement."""
    return [tuple(row.values()) for row in warehouse.sql(statement).to_pylist()]


def test_successive_documents_of_a_url_are_revisions() -> None:
    """A related text at the same URL is a revision of the one before; an unrelated one there is not."""
    writer = Writer(14)
    story = writer.story()
    texts = {"a": story, "b": f"{story} {writer.story(30)}", "c": writer.story(), "d": f"(Wire) {story}"}
    with Warehouse.in_memory() as warehouse:
        load(warehouse, texts, dict.fromkeys("abc", "https://herald.example/ferry"))
        run_dedupe(warehouse, SETTINGS, STEP, 1)
        pairs = rows_of(
            warehouse, "select left_key, right_key, relation from duplicate_pair_current order by left_key, right_key"
        )
    assert pairs == [("a", "b", "revision"), ("a", "d", "near"), ("b", "d", "near")]


def test_other_figures_at_the_same_url_are_a_revision() -> None:
    """A filled-in report whose figures change is another report elsewhere, and a revision at its own URL."""
    writer = Writer(18)
    first = writer.forecast()
    kept = {word for word in first.split(" ") if word.isdigit() and int(word) % 4 == 0}
    second = " ".join(str(int(word) + 11) if word.isdigit() and word not in kept else word for word in first.split(" "))
    for urls, relations in (({}, []), (dict.fromkeys("ab", "https://pilots.example/tides"), [("revision",)])):
        with Warehouse.in_memory() as warehouse:
            load(warehouse, {"a": first, "b": second}, urls)
            run_dedupe(warehouse, SETTINGS, STEP, 1)
            assert rows_of(warehouse, "select relation from duplicate_pair_current") == relations


def test_a_revision_of_a_copied_text_is_marked_on_its_own_documents() -> None:
    """Where an equal text with a lower key was compared, the revision is still a pair of the URL's documents."""
    writer = Writer(15)
    story = writer.story()
    texts = {"a": story, "b": story.upper(), "c": f"{story} {writer.story(30)}"}
    with Warehouse.in_memory() as warehouse:
        load(warehouse, texts, dict.fromkeys("bc", "https://herald.example/ferry"))
        run_dedupe(warehouse, SETTINGS, STEP, 1)
        pairs = rows_of(
            warehouse, "select left_key, right_key, relation from duplicate_pair_current order by left_key, right_key"
        )
    assert pairs == [("a", "b", "exact"), ("a", "c", "near"), ("b", "c", "revision")]


def test_the_step_is_idempotent() -> None:
    """A second run over the same signatures leaves every row as it is."""
    writer = Writer(16)
    story = writer.story()
    texts = {"a": story, "b": story[:700], "c": writer.story()}
    with Warehouse.in_memory() as warehouse:
        load(warehouse, texts)
        run_dedupe(warehouse, SETTINGS, STEP, 1)
        before = [rows_of(warehouse, f"from {table} order by all") for table in ("cluster", "duplicate_pair")]
        run_dedupe(warehouse, SETTINGS, STEP, 2)
        after = [rows_of(warehouse, f"from {table} order by all") for table in ("cluster", "duplicate_pair")]
        assert before == after
        assert not rows_of(warehouse, "from cluster_change")


def test_merges_and_splits_are_rows_with_their_cause() -> None:
    """A text that joins two clusters merges them under the lower name; when it is gone they part again."""
    words = Writer(17).story(500).split(" ")
    texts = {"b": " ".join(words[:220]), "c": " ".join(words[270:])}
    with Warehouse.in_memory() as warehouse:
        load(warehouse, texts)
        run_dedupe(warehouse, SETTINGS, STEP, 1)
        load(warehouse, {"a": " ".join(words)}, run=2)
        run_dedupe(warehouse, SETTINGS, STEP, 2)
        assert rows_of(warehouse, "select distinct cluster_key from cluster_current") == [("b",)]
        warehouse.sql("update signature set valid_to_run = 3 where document_key = 'a'")
        run_dedupe(warehouse, SETTINGS, STEP, 3)
        changes = rows_of(
            warehouse, "select run, kind, document_key, from_cluster, to_cluster, cause from cluster_change"
        )
        current = rows_of(warehouse, "select document_key, cluster_key from cluster_current order by all")
    assert changes == [(2, "merge", "c", "c", "b", "near a c"), (3, "split", "c", "b", "c", "near a c")]
    assert current == [("b", "b"), ("c", "c")]


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 1000), st.data())
def test_batches_give_the_partition_of_a_rebuild(seed: int, data: st.DataObject) -> None:
    """Documents that come in any cut and order end in the same pairs and the same partition as all at once."""
    writer = Writer(seed)
    story = writer.story(150)
    texts = {f"s{n}": writer.story(100) for n in range(3)} | {f"t{n}": writer.forecast() for n in range(2)}
    texts |= {"cut": story[:500], "whole": story, "framed": f"{writer.story(80)} {story}"}
    texts["digest"] = f"{texts['s0']} {texts['s1']}"
    order = data.draw(st.permutations(sorted(texts)))
    cut = data.draw(st.integers(1, len(order) - 1))
    pairs = "select left_key, right_key, relation, jaccard, rare_jaccard from duplicate_pair_current order by all"
    parts = "select list(document_key order by document_key) from cluster_current group by cluster_key order by all"
    results = []
    for batches in ([order], [order[:cut], order[cut:]]):
        with Warehouse.in_memory() as warehouse:
            for run, batch in enumerate(batches, 1):
                load(warehouse, {key: texts[key] for key in batch}, run=run)
                run_dedupe(warehouse, SETTINGS, STEP, run)
            results.append((rows_of(warehouse, pairs), rows_of(warehouse, parts)))
    assert results[0] == results[1]


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
