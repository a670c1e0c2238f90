"""A document that hangs, takes all memory or crashes its process costs itself alone."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimhouse.batch import BatchContext
from claimhouse.errors import SettingsError
from claimhouse.pipeline import DirectExecutor, run_pipeline, workers
from claimhouse.pipeline.executor import BatchStage
from claimhouse.pipeline.steps import step_identities
from claimhouse.provenance import digest
from claimhouse.raw_store import RawStore
from claimhouse.records import Ledger, MediaType, Outcome, Quarantine, QuarantineReason, WorkItem
from claimhouse.settings import LEAST_WORKER_MEMORY_MIB, RunSettings, Settings, load
from claimhouse.staging import read_rows, write_rows
from tests.dying import behave, behave_beside_much, die_before_the_second_try, keep_memory, note_where

SAMPLES = Path(__file__).parent.parent / "samples"
NOW = datetime(2026, 1, 2, tzinfo=UTC)
STAGE = BatchStage("clean", behave)
BAD = {
    "hang": QuarantineReason.TIMED_OUT,
    "sleep": QuarantineReason.TIMED_OUT,
    "memory": QuarantineReason.OUT_OF_MEMORY,
    "crash": QuarantineReason.KILLED,
}


def document(name: str) -> WorkItem:
    """Return a document that behaves as its name says."""
    return WorkItem(
        document_key=digest(name),
        media_type=MediaType.TEXT,
        payload_bytes=1,
        source="pile",
        source_id=name,
        url=None,
        host=None,
        publisher=None,
        given_title=None,
        title_key=None,
        given_date=None,
        fetched_at=NOW,
        profile_digest=None,
        clean_input_digest=digest("input", name),
        clean_output_digest=None,
        clean_due=True,
        sign_due=False,
        extractors_due=(),
        run=1,
    )


@pytest.fixture
def context(tmp_path: Path) -> BatchContext:
    """Return what batches share: little time, little memory."""
    settings = Settings(run=RunSettings(document_seconds=0.5, worker_memory_mib=LEAST_WORKER_MEMORY_MIB))
    return BatchContext(run=1, now=NOW, settings=settings, steps=step_identities(settings), raw_folder=tmp_path / "raw")


def batch(folder: Path, *names: str) -> Path:
    """Write a batch of documents and return its folder."""
    folder.mkdir()
    write_rows(folder, WorkItem, [document(name) for name in names])
    return folder


def outcomes(folder: Path) -> dict[str, Outcome]:
    """Return what became of each document, by name."""
    names = {digest("input", work.source_id): work.source_id for work in read_rows(folder, WorkItem)}
    return {names[row.input_digest]: row.outcome for row in read_rows(folder / "clean", Ledger)}


@pytest.mark.parametrize(("name", "reason"), BAD.items())
def test_a_bad_document_costs_itself_alone(
    tmp_path: Path, context: BatchContext, name: str, reason: QuarantineReason
) -> None:
    """It is quarantined with its reason, and those before and after it are loaded."""
    folder = batch(tmp_path / "a", "fine1", name, "fine2")
    if reason is not QuarantineReason.TIMED_OUT:  # on a busy machine time would be over first
        run = context.settings.run.model_copy(update={"document_seconds": 60})
        context = replace(context, settings=context.settings.model_copy(update={"run": run}))
    assert list(DirectExecutor(workers=1, isolated=True).batches([STAGE], [folder], context)) == [folder]
    assert outcomes(folder) == {"fine1": Outcome.LOADED, name: Outcome.QUARANTINED, "fine2": Outcome.LOADED}
    (row,) = read_rows(folder / "clean", Quarantine)
    assert (row.source_id, row.reason) == (name, reason)


def test_many_bad_documents_are_no_reason_to_give_up(tmp_path: Path, context: BatchContext) -> None:
    """Each costs a process; a batch beside them is not touched."""
    bad = batch(tmp_path / "bad", *(f"{name}{number}" for name in ("hang", "crash") for number in range(2)), "fine1")
    good = batch(tmp_path / "good", "fine2", "fine3")
    done = list(DirectExecutor(workers=2).batches([STAGE], [bad, good], context))
    assert sorted(done) == [bad, good]
    assert sorted(outcomes(bad).values()) == [Outcome.LOADED, *[Outcome.QUARANTINED] * 4]
    assert set(outcomes(good).values()) == {Outcome.LOADED}


def test_a_slow_document_within_its_time_is_loaded(tmp_path: Path, context: BatchContext) -> None:
    """The time is each document's own, not the batch's."""
    patient = replace(context, settings=Settings(run=RunSettings(document_seconds=60)))
    folder = batch(tmp_path / "a", *(f"fine{number}" for number in range(50)))
    list(DirectExecutor(workers=1, isolated=True).batches([STAGE], [folder], patient))
    assert set(outcomes(folder).values()) == {Outcome.LOADED}
    assert not (folder / "in_work").exists()


def test_without_a_process_of_its_own_nothing_is_limited(tmp_path: Path, context: BatchContext) -> None:
    """A test or a notebook that runs a stage itself is never ended by it."""
    folder = batch(tmp_path / "a", "fine1")
    assert list(DirectExecutor(workers=1).batches([STAGE], [folder], context)) == [folder]
    assert not (folder / "in_work").exists()


def test_what_stood_still_with_everything_else_is_not_blamed(
    tmp_path: Path, context: BatchContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-Z stops the program, not the clock: the document's time seems over, and it is done again."""
    patient = replace(context, settings=Settings(run=RunSettings(document_seconds=60)))
    stage = BatchStage("clean", note_where)
    folder = batch(tmp_path / "a", "fine1", "stop1")
    monkeypatch.setattr(workers, "STANDSTILL_S", -1.0)  # every look at the clock comes after a standstill
    list(DirectExecutor(workers=1, isolated=True).batches([stage], [folder], patient))
    assert set(outcomes(folder).values()) == {Outcome.LOADED}
    monkeypatch.undo()
    folder = batch(tmp_path / "b", "fine1", "stop1")
    list(DirectExecutor(workers=1, isolated=True).batches([stage], [folder], patient))
    assert outcomes(folder) == {"fine1": Outcome.LOADED, "stop1": Outcome.QUARANTINED}


def test_what_one_process_died_of_is_not_what_the_next_dies_of(tmp_path: Path, context: BatchContext) -> None:
    """Killed from outside over a document, and again before it has begun: the document is loaded in the end."""
    patient = replace(context, settings=Settings(run=RunSettings(document_seconds=60)))
    folder = batch(tmp_path / "a", "fine1", "killed1")
    stage = BatchStage("clean", die_before_the_second_try)
    list(DirectExecutor(workers=1, isolated=True).batches([stage], [folder], patient))
    assert set(outcomes(folder).values()) == {Outcome.LOADED}


def patient(context: BatchContext) -> BatchContext:
    """Return the same with time enough on a busy machine."""
    run = context.settings.run.model_copy(update={"document_seconds": 60})
    return replace(context, settings=context.settings.model_copy(update={"run": run}))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the kernel does not say what is mapped")
def test_what_a_process_has_mapped_already_is_no_fault_of_a_document(tmp_path: Path, context: BatchContext) -> None:
    """Models, threads and reserves may be larger than the limit: it counts what a document adds to them."""
    folder = batch(tmp_path / "a", "some1", "memory1", "some2")
    stage = BatchStage("clean", behave_beside_much)
    list(DirectExecutor(workers=1, isolated=True).batches([stage], [folder], patient(context)))
    assert outcomes(folder) == {"some1": Outcome.LOADED, "memory1": Outcome.QUARANTINED, "some2": Outcome.LOADED}
    (row,) = read_rows(folder / "clean", Quarantine)
    assert row.message == (
        "needs more memory than one document may take over what its process holds (run.worker_memory_mib)"
    )


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the kernel does not say what is mapped")
def test_a_process_that_keeps_too_much_memory_is_replaced_after_its_batch(
    tmp_path: Path, context: BatchContext
) -> None:
    """What pages leave behind does not add up: the batch is done, and the next one has a fresh process."""
    folders = [batch(tmp_path / name, "fine1") for name in ("a", "greedy", "c")]
    stage = BatchStage("clean", keep_memory)
    assert list(DirectExecutor(workers=1, isolated=True).batches([stage], folders, patient(context))) == folders
    first, greedy, last = ((folder / "worker").read_text() for folder in folders)
    assert first == greedy != last


def test_an_ordinary_page_passes_every_stage_at_the_least_memory(tmp_path: Path) -> None:
    """The smallest value that the settings take quarantines no page of the samples."""
    settings = Settings(
        database=str(tmp_path / "news.duckdb"),
        run=RunSettings(workers=1, isolated=True, worker_memory_mib=LEAST_WORKER_MEMORY_MIB),
    )
    account = run_pipeline([str(SAMPLES / "pages")], settings)
    assert account.loaded > 20
    assert account.quarantined == 0


def test_a_payload_costs_its_own_size(tmp_path: Path) -> None:
    """Reading raw bytes makes room for the page, not for the largest that may be."""
    store = RawStore(tmp_path)
    payload = b"0123456789abcdef" * (1 << 16)
    key = store.put(payload)
    tracemalloc.start()
    try:
        assert store.get(key) == payload
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3 * len(payload)


def test_too_little_memory_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """The message says what came, what was expected and what helps."""
    (tmp_path / "small.toml").write_text("[run]\nworker_memory_mib = 128\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"run\.worker_memory_mib: .*at least 512 MiB .*run\.workers = 1, got 128"):
        load(tmp_path / "small.toml")
