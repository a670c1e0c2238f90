"""The generator of labelled near-duplicates: reproducible, balanced, and what it says it is."""

from __future__ import annotations

import importlib
from collections import Counter
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


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, imported as its script imports it."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("dedupe_collection")


def test_every_kind_is_there_two_hundred_times(generator: ModuleType) -> None:
    """At 3,000 documents no kind of edit and no negative is too rare to be measured."""
    rows = generator.collect(3000, 1).rows
    counts = Counter(kind for row in rows for kind in generator.kinds_of(row[2]))
    assert len(rows) == 3000
    assert set(counts) == EDITS | NEGATIVES | RARE
    assert min(counts[kind] for kind in EDITS | NEGATIVES) >= 200


def test_a_collection_repeats_and_begins_with_the_smaller_one(generator: ModuleType) -> None:
    """Equal arguments give equal documents, another seed gives others, and more documents only add to them."""
    few = generator.collect(60, 7).rows
    assert generator.collect(60, 7).rows == few
    assert generator.collect(90, 7).rows[:60] == few
    assert generator.collect(60, 8).rows != few


def test_copies_are_of_their_cluster_and_negatives_are_not(generator: ModuleType) -> None:
    """Every edit has its story in its cluster; templates, stubs, digests and round-ups are clusters of their own."""
    rows = generator.collect(1500, 3).rows
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


def test_figures_by_kind_count_what_went_wrong(generator: ModuleType) -> None:
    """An edit away from its story lowers recall, a stranger in a cluster is a false merge of both."""
    clusters = {"a": "one", "b": "one", "c": "one", "d": "two"}
    kinds = {"a": "base", "b": "truncated", "c": "update+syndicated", "d": "neg_template"}
    figures = generator.figures_by_kind(clusters, kinds, {"a": "x", "b": "y", "c": "x", "d": "x"})
    assert figures["truncated"].recall_to_base == 0.0
    assert figures["update"].recall_to_base == figures["syndicated"].recall_to_base == 1.0
    assert figures["neg_template"] == generator.KindFigures(documents=1, recall_to_base=None, false_merges=1.0)
    assert figures["truncated"].false_merges == 0.0
