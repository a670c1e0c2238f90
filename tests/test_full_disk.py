"""A full disk ends a run with one clear line; nothing published is lost, and no document is blamed for it.

The long test is `benchmarks/full_disk.py`.
"""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from benchmarks.full_disk import Case, make_case, run_into_full_disk
from claimhouse.batch import BatchContext
from claimhouse.batch.outcomes import Outcomes
from claimhouse.pipeline.steps import step_identities
from claimhouse.settings import Settings
from tests.test_limits import document

SEED = 20261123


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A small warehouse and what a further run needs; volumes are made in memory."""
    try:
        return make_case(tmp_path_factory.mktemp("disk"), 4, SEED, workers=1, isolated=False, batch_documents=2)
    except PermissionError as error:
        pytest.skip(f"no small volume can be made: {error}")


def test_a_run_that_finds_the_disk_full_loses_nothing(case: Case, tmp_path: Path) -> None:
    """Exit 1 and one line; the snapshot and the file are read meanwhile; with space the same tables come out."""
    kib = case.least_kib + (case.most_kib - case.least_kib) // 3
    told, faults = run_into_full_disk(case, tmp_path / "small", kib)
    assert not faults, told
    assert told["exit"] == 1


def test_a_full_disk_is_no_fault_of_the_document(tmp_path: Path) -> None:
    """What a document could not write for want of space ends the run, and quarantines nothing."""
    settings = Settings()
    context = BatchContext(
        run=1,
        now=datetime(2026, 1, 2, tzinfo=UTC),
        settings=settings,
        steps=step_identities(settings),
        raw_folder=tmp_path,
    )
    work = document("fine")

    def full() -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "claim.parquet")

    outcomes = Outcomes("clean", tmp_path, context)
    with pytest.raises(OSError, match="No space left"):
        outcomes.attempt(context.steps["clean"], work, work.clean_input_digest, full)
