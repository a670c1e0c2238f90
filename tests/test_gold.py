"""The stages on our own gold: no figure falls below its floor, and the gold itself holds together."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
import zstandard

from claimhouse.evaluate import Gold, Measured, load_gold
from claimhouse.evaluate.cleaning import plain
from claimhouse.records import Relation
from samples import build as samples
from tests.gold import make_pairs
from tests.gold.pin import FLOORS, GOLD, TOLERANCE, fingerprint, load_floors, measure, pinned_figures, raised

SHOWN_FAILURES = 8
"""How many cases a failing figure lists: enough to see the pattern."""


@pytest.fixture(scope="module")
def gold() -> Gold:
    """The gold of this folder."""
    return load_gold(GOLD)


@pytest.fixture(scope="module")
def measured() -> Measured:
    """The figures of the real stages, measured once."""
    return measure()


@pytest.mark.parametrize("figure", sorted(load_floors().floors) if FLOORS.exists() else [])
def test_figure_reaches_its_floor(figure: str, measured: Measured) -> None:
    """Each pinned figure is at least its floor, less the named tolerance."""
    floor, found = load_floors().floors[figure], measured.figures.get(figure, 0.0)
    cases = [f"{case.id}: {case.detail}" for case in measured.failures if case.figure == figure][:SHOWN_FAILURES]
    assert found >= floor - TOLERANCE, f"{figure} is {found:.4f}, its floor {floor:.4f}\n" + "\n".join(cases)


def test_every_figure_has_a_floor(measured: Measured) -> None:
    """A new figure is pinned before it is merged."""
    assert set(pinned_figures(measured)) == set(load_floors().floors)


def test_gold_is_the_one_that_was_pinned() -> None:
    """Gold or sample pages that change are pinned anew (`python -m tests.gold.pin`)."""
    assert fingerprint() == load_floors().fingerprint


@pytest.mark.parametrize(
    ("figure", "allow_lower", "floor", "fallen"),
    [(0.9, False, 0.9, []), (0.7, False, 0.8, ["f1"]), (0.7, True, 0.7, []), (0.797, False, 0.8, [])],
)
def test_pinning_lowers_only_on_purpose(figure: float, allow_lower: bool, floor: float, fallen: list[str]) -> None:  # noqa: FBT001 - a column of the table
    """A floor rises with its figure and falls only when that is asked for; the tolerance lowers nothing."""
    assert raised({"f1": 0.8}, {"f1": figure}, allow_lower=allow_lower) == ({"f1": floor}, fallen)


def test_pinning_notices_a_vanished_figure() -> None:
    """A figure that is no longer measured counts as fallen."""
    assert raised({"f1": 0.8}, {}, allow_lower=False)[1] == ["f1"]


def _payload(name: str, content: bytes) -> bytes:
    if name.endswith(".zst"):
        return zstandard.decompress(content)
    return gzip.decompress(content) if name.endswith(".gz") else content


def test_samples_are_built_from_their_sources() -> None:
    """What `samples/build.py` writes is what is committed, compression aside, and nothing else lies there."""
    root = Path(samples.HERE).parent
    built = samples.outputs()
    changed = [
        name for name, content in built.items() if _payload(name, (root / name).read_bytes()) != _payload(name, content)
    ]
    lying = {str(path.relative_to(root)) for folder in ("pages", "loose") for path in (samples.HERE / folder).iterdir()}
    assert (changed, lying - set(built)) == ([], set())


@pytest.mark.parametrize("name", ["documents.jsonl", "pairs.jsonl"])
def test_pairs_are_built_from_their_sources(name: str) -> None:
    """What `make_pairs` writes is what is committed: the seed decides everything."""
    assert (GOLD / name).read_bytes() == make_pairs.outputs()[name]


def test_sizes_of_the_gold(gold: Gold) -> None:
    """There are at least 30 pages, 200 sentences and 100 pairs, with every relation among them."""
    assert len(gold.pages) >= 30
    assert len(gold.sentences) >= 200
    assert len(gold.pairs) >= 100
    assert {pair.relation for pair in gold.pairs} == {*Relation, None}
    assert all(count >= 20 for count in Counter(sentence.genre for sentence in gold.sentences).values())


def test_ids_are_unique(gold: Gold) -> None:
    """No id occurs twice in a file."""
    for rows in (gold.pages, gold.sentences, gold.documents, gold.conflicts, gold.traps):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))


def test_snippets_agree_with_the_text(gold: Gold) -> None:
    """A required snippet stands in the kept text, a forbidden one does not."""
    for page in gold.pages:
        if page.text is None:
            continue
        text = plain(page.text)
        assert [snippet for snippet in page.must if plain(snippet) not in text] == []
        assert [snippet for snippet in page.must_not if plain(snippet) in text] == []


def test_quantities_stand_in_their_sentences(gold: Gold) -> None:
    """What is annotated is written in the sentence."""
    for sentence in gold.sentences:
        written = [quantity.raw for quantity in sentence.quantities]
        if sentence.attribution:
            written += [sentence.attribution.speaker, sentence.attribution.cue]
        assert [text for text in written if text not in sentence.sentence] == []


def test_pairs_name_documents(gold: Gold) -> None:
    """A pair's ids exist, and it unites exactly the documents of one cluster."""
    clusters = {document.id: document.cluster for document in gold.documents}
    for pair in gold.pairs:
        assert (clusters[pair.a] == clusters[pair.b]) == (pair.relation not in {None, Relation.CONTAINS})


def test_conflicts_name_samples(gold: Gold) -> None:
    """Conflicts and traps name documents that the samples or the invented events have."""
    known = {page.id for page in gold.pages} | {"release-copy", *(f"archive#{number}" for number in range(1, 6))}
    known |= {json.loads(line)["id"] for line in (GOLD / "events.jsonl").read_text(encoding="utf-8").splitlines()}
    named = {name for conflict in gold.conflicts for value in conflict.values for name in value.documents}
    named |= {name for trap in gold.traps for side in (trap.left, trap.right) for name in side.documents}
    assert named <= known
