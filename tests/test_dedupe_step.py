"""The dedupe step in the warehouse: revisions, merges and splits, rows that stay."""

from __future__ import annotations

from claimhouse.pipeline.dedupe import run_dedupe
from claimhouse.provenance import Step
from claimhouse.warehouse import Warehouse
from tests.dedupe_rows import SETTINGS, STEP, Writer, load, rows_of, withdraw


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
        withdraw(warehouse, "a", 3)
        run_dedupe(warehouse, SETTINGS, STEP, 3)
        changes = rows_of(
            warehouse, "select run, kind, document_key, from_cluster, to_cluster, cause from cluster_change"
        )
        current = rows_of(warehouse, "select document_key, cluster_key from cluster_current order by all")
    assert changes == [(2, "merge", "c", "c", "b", "near a c"), (3, "split", "c", "b", "c", "near a c")]
    assert current == [("b", "b"), ("c", "c")]


def test_a_document_that_comes_back_is_in_no_cluster_that_kept_its_name() -> None:
    """A cluster keeps the name of a document that is gone, until that document comes back with another text."""
    writer = Writer(19)
    story = writer.story()
    texts = {"a": story, "b": f"{story} {writer.story(20)}", "c": f"{story} {writer.story(20)}"}
    with Warehouse.in_memory() as warehouse:
        load(warehouse, texts)
        run_dedupe(warehouse, SETTINGS, STEP, 1)
        withdraw(warehouse, "a", 2)
        run_dedupe(warehouse, SETTINGS, STEP, 2)
        members = "select document_key, cluster_key from cluster_current order by all"
        assert rows_of(warehouse, members) == [("b", "a"), ("c", "a")]
        load(warehouse, {"a": writer.story()}, run=3)
        run_dedupe(warehouse, SETTINGS, STEP, 3)
        assert rows_of(warehouse, members) == [("a", "a"), ("b", "b"), ("c", "b")]


def test_what_is_gone_when_the_state_is_made_anew_leaves_clusters_and_pairs() -> None:
    """Documents that leave in the run that brings another version of the step are in no cluster and no pair."""
    writer = Writer(20)
    story = writer.story()
    texts = {"a": story, "b": f"{story} {writer.story(20)}", "c": writer.story(), "d": writer.story()}
    other = Step(name=STEP.name, version=f"{STEP.version}.1", settings_digest=STEP.settings_digest)
    with Warehouse.in_memory() as warehouse:
        load(warehouse, texts)
        run_dedupe(warehouse, SETTINGS, STEP, 1)
        withdraw(warehouse, "abc", 2)
        run_dedupe(warehouse, SETTINGS, other, 2)
        assert rows_of(warehouse, "select document_key, cluster_key from cluster_current") == [("d", "d")]
        assert not rows_of(warehouse, "from duplicate_pair_current")
