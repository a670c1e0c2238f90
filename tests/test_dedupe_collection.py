"""The generator of labelled near-duplicates: reproducible, balanced, and what it says it is; and how it is scored."""

from __future__ import annotations

import importlib
import itertools
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
RARE = {"base", "exact", "normalised", "template_copy"}
EDITS = {
    "syndicated", "site_chrome", "truncated", "excerpt", "reorder", "light_paraphrase", "heavy_rewrite", "update",
    "char_noise",
}  # fmt: skip
NEGATIVES = {
    "neg_template", "neg_digest", "neg_roundup", "neg_quote_share", "neg_stub_chrome", "neg_same_intro",
}  # fmt: skip
Rows = list[tuple[str, str, str]]


@pytest.fixture(scope="module", autouse=True)
def benchmarks() -> Iterator[None]:
    """Let scripts be imported as they import each other."""
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """The generator."""
    return importlib.import_module("dedupe_collection")


@pytest.fixture(scope="module")
def scoring() -> ModuleType:
    """Scores of a clustering."""
    return importlib.import_module("dedupe_scores")


@pytest.fixture(scope="module")
def rows(generator: ModuleType) -> Rows:
    """A collection of 3,000 documents."""
    return list(generator.stream(3000, 1))


def test_every_kind_is_there_two_hundred_times(generator: ModuleType, rows: Rows) -> None:
    """At 3,000 documents no kind of edit and no negative is too rare to be measured."""
    counts = Counter(kind for row in rows for kind in generator.kinds_of(row[2]))
    assert len(rows) == 3000
    assert set(counts) == EDITS | NEGATIVES | RARE
    assert min(counts[kind] for kind in EDITS | NEGATIVES) >= 200


def test_templates_are_of_six_families_at_least(rows: Rows) -> None:
    """Each family is known by its last paragraph, which no slot changes, and none is rare."""
    families = Counter(text.split("\n\n")[-1] for text, _, kind in rows if kind == "neg_template")
    assert len(families) >= 6
    assert min(families.values()) >= 10


def test_a_collection_repeats_and_begins_with_the_smaller_one(generator: ModuleType, rows: Rows) -> None:
    """Equal arguments give equal documents, another seed gives others, and more documents only add to them."""
    assert list(generator.stream(60, 1)) == rows[:60]
    assert list(generator.stream(60, 8)) != rows[:60]
    both = list(generator.stream(3040, 1))
    assert both[:3000] == rows
    assert not {row[1] for row in both[3000:]} & {row[1] for row in rows}


def test_copies_are_of_their_cluster_and_negatives_are_not(rows: Rows) -> None:
    """Every edit has its story in its cluster; templates, stubs, digests and round-ups are clusters of their own."""
    clusters: dict[str, list[str]] = {}
    for _, cluster, kind in rows:
        clusters.setdefault(cluster, []).append(kind)
    for kinds in clusters.values():
        first, *copies = kinds
        assert first == "base" or first.startswith("neg_")
        assert not any(kind.startswith("neg_") for kind in copies)
        if first in {"neg_stub_chrome", "neg_digest", "neg_roundup"}:
            assert not copies
        if first == "neg_template":
            assert set(copies) <= {"template_copy"}


def test_most_shared_quotations_stand_in_another_story_too(rows: Rows) -> None:
    """What is labelled as sharing a quotation shares it, but for those at the end that nobody has quoted yet."""
    quotes = Counter(
        paragraph
        for text, _, kind in rows
        if kind == "neg_quote_share"
        for paragraph in text.split("\n\n")
        if paragraph.startswith('"')
    )
    assert sum(quotes.values()) >= 200
    assert sum(count for count in quotes.values() if count == 1) <= 4


def test_a_digest_consists_of_stories_that_are_documents(rows: Rows) -> None:
    """Each paragraph of a digest stands in a story of the collection; a round-up has leads of its own as well."""
    stories = {part for text, _, kind in rows if kind in {"base", "neg_quote_share", "neg_same_intro"}
               for part in text.split("\n\n")}  # fmt: skip
    digests = [text.split("\n\n") for text, _, kind in rows if kind == "neg_digest"]
    roundups = [text.split("\n\n")[1:] for text, _, kind in rows if kind == "neg_roundup"]
    assert all(part in stories for parts in digests for part in parts)
    assert all(2 <= sum(part in stories for part in parts) < len(parts) for parts in roundups)


def test_figures_by_kind_count_what_went_wrong(generator: ModuleType) -> None:
    """An edit away from its story lowers recall, a stranger in a cluster is a false merge of both."""
    clusters = {"a": "one", "b": "one", "c": "one", "d": "two"}
    kinds = {"a": "base", "b": "truncated", "c": "update+syndicated", "d": "neg_template"}
    figures = generator.figures_by_kind(clusters, kinds, {"a": "x", "b": "y", "c": "x", "d": "x"})
    assert figures["truncated"].recall_to_base == 0.0
    assert figures["update"].recall_to_base == figures["syndicated"].recall_to_base == 1.0
    assert figures["neg_template"] == generator.KindFigures(documents=1, recall_to_base=None, false_merges=1.0)
    assert figures["truncated"].false_merges == 0.0


@pytest.mark.parametrize("seed", range(5))
def test_scores_equal_those_of_listed_pairs(scoring: ModuleType, seed: int) -> None:
    """Pair and B-cubed figures that are counted from sizes are those that listing every pair gives."""
    draw = random.Random(seed)  # noqa: S311 - reproducible, not secret
    keys = [f"d{number}" for number in range(40)]
    gold = {key: f"g{draw.randrange(12)}" for key in keys}
    found = {key: f"f{draw.randrange(12)}" for key in keys if draw.random() < 0.9}
    labelled = scoring.Labelled(name="t", texts={}, clusters=gold, kinds=dict.fromkeys(keys, "base"))
    scores = scoring.score(labelled, found, system="s", parameters="", seconds=1, cpu_seconds=1)
    made = {key: found.get(key, key) for key in keys}
    pairs = list(itertools.combinations(keys, 2))
    wanted = {pair for pair in pairs if gold[pair[0]] == gold[pair[1]]}
    given = {pair for pair in pairs if made[pair[0]] == made[pair[1]]}
    assert scores.pair_precision == round(len(wanted & given) / len(given), 4)
    assert scores.pair_recall == round(len(wanted & given) / len(wanted), 4)
    with_key = [({o for o in keys if made[o] == made[k]}, {o for o in keys if gold[o] == gold[k]}) for k in keys]
    assert scores.b3_precision == round(sum(len(f & g) / len(f) for f, g in with_key) / len(keys), 4)
    assert scores.b3_recall == round(sum(len(f & g) / len(g) for f, g in with_key) / len(keys), 4)


def test_a_row_is_missed_only_by_what_was_measured() -> None:
    """A figure below its floor or above its ceiling is marked; one that was not measured is not."""
    table = importlib.import_module("dedupe_table")
    cases = [
        ({"claimhouse": 0.9}, {"least": 0.95}, True),
        ({"claimhouse": 0.95}, {"least": 0.95}, False),
        ({"claimhouse": 0.06}, {"most": 0.05}, True),
        ({"claimhouse": 0.05, "rensa": 0.5}, {"most": 0.05}, False),
        ({"rensa": 0.1}, {"least": 0.95}, False),
        ({"claimhouse": 0.0}, {}, False),
    ]
    made = [table.Row(part="p", figure="f", values=values, **bounds) for values, bounds, _ in cases]
    assert [row.is_missed for row in made] == [is_missed for _, _, is_missed in cases]
    shown = list(table.lines(made, ["claimhouse", "rensa"]))
    assert [line.endswith("MISSED") for line in shown[2:]] == [is_missed for _, _, is_missed in cases]
