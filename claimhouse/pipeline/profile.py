"""Learning host profiles: a step of its own, run when it is asked for, never in passing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimhouse.batch import BatchContext
from claimhouse.clean.learning import RecurringText, weigh
from claimhouse.clean.profiles import Profile
from claimhouse.dedupe.cluster import DisjointSets
from claimhouse.errors import WarehouseError
from claimhouse.pipeline import begin_run, finish_run
from claimhouse.pipeline.executor import DirectExecutor, Executor, Observer, SilentObserver
from claimhouse.pipeline.places import raw_folder
from claimhouse.pipeline.set_steps import run_set_step
from claimhouse.pipeline.steps import step_identities
from claimhouse.provenance import Step
from claimhouse.records import CERTAIN_BASES, BlockKind, BlockReason, HostProfile, HostProfileText, RunStatus
from claimhouse.settings import ProfileSettings, Settings
from claimhouse.warehouse import Warehouse

log = logging.getLogger(__name__)

# Blocks of the hosts that are counted together: about 0.5 kB each while they are.
_BLOCKS_AT_A_TIME = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileAccount:
    """What learning left.

    Attributes:
        run: number of the run.
        learned: whether there was anything new to learn from.
        hosts: hosts that have a profile.
        changed: hosts whose profile is not the one before this run: new, other or gone.
        pages_due: documents cleaned under another profile than their host's: due when a run meets them again.
    """

    run: int
    learned: bool
    hosts: int
    changed: int
    pages_due: int


def learn_profiles(
    settings: Settings,
    *,
    executor: Executor | None = None,
    observer: Observer | None = None,
    command: str = "profile",
) -> ProfileAccount:
    """Learn the profiles of all hosts from what the warehouse holds, and publish a snapshot; a run without items.

    All or nothing is committed: what dies on the way leaves the profiles as they were.

    Raises:
        WarehouseError: there is no database, or it cannot be used.
    """
    executor, observer = executor or DirectExecutor(), observer or SilentObserver()
    database = Path(settings.database)
    if not database.exists():
        message = f"there is no database {database}: make one with `claimhouse run SOURCE… --database {database}`"
        raise WarehouseError(message)
    with Warehouse.open(database, lock_timeout_s=settings.run.lock_timeout_s) as warehouse:
        run = begin_run(warehouse, settings, command)
        context = BatchContext(
            run=run,
            now=datetime.now(UTC),
            settings=settings,
            steps=step_identities(settings),
            raw_folder=raw_folder(database),
        )
        try:
            observer.began("profile", 1)
            learned = executor.call("profile", run_set_step, warehouse, "profile", run_profile, context)
            observer.ended("profile")
            counts = warehouse.step("profile_account", run=run).to_pylist()[0]
            finish_run(warehouse, context, RunStatus.PUBLISHED)
            observer.began("publish", 1)
            executor.call("publish", warehouse.publish)
            observer.ended("publish")
        except BaseException:
            with suppress(WarehouseError):  # what failed may be the database: the next run marks this one abandoned
                finish_run(warehouse, context, RunStatus.FAILED)
            raise
    return ProfileAccount(run=run, learned=learned, **counts)


def run_profile(warehouse: Warehouse, settings: ProfileSettings, step: Step, run: int) -> None:
    """Bring the profiles of all hosts to what the current blocks give; inside the caller's transaction.

    All is computed anew from what each page says alone; rows that stay the same are left as they are. Hosts are
    taken some at a time, so that memory does not grow with their number.
    """
    texts: list[HostProfileText] = []
    for hosts in _some_at_a_time(warehouse.step("profile_hosts")):
        pairs = warehouse.step(
            "profile_same_story",
            hosts=hosts,
            own_pages=settings.own_pages,
            same_story_share=settings.same_story_share,
        )
        found = warehouse.step("profile_texts", {"story_of_page": _stories(pairs)}, min_pages=settings.min_pages)
        texts.extend(_text_row(row, settings, step, run) for row in found.to_pylist())
    warehouse.replace_current(HostProfileText, texts, run)
    profiles = _profile_rows(texts, step, run)
    warehouse.replace_current(HostProfile, profiles, run)
    log.info("profile: texts %d, certain %d, hosts %d", len(texts), sum(text.certain for text in texts), len(profiles))


def _some_at_a_time(hosts: pa.Table) -> Iterator[list[str]]:
    """Yield hosts, in order, in groups of up to `_BLOCKS_AT_A_TIME` blocks; a larger host stands alone."""
    group: list[str] = []
    blocks = 0
    for row in hosts.to_pylist():
        if group and blocks + row["blocks"] > _BLOCKS_AT_A_TIME:
            yield group
            group, blocks = [], 0
        group.append(row["host"])
        blocks += row["blocks"]
    if group:
        yield group


def _stories(pairs: pa.Table) -> pa.Table:
    """Return the story of each page that is in a pair: the lowest page among all that hang together."""
    places = [(row["host"], row["left_page"], row["right_page"]) for row in pairs.to_pylist()]
    sets = DisjointSets({f"{host}\n{page}" for host, *pages in places for page in pages})
    for host, left, right in places:
        sets.unite(f"{host}\n{left}", f"{host}\n{right}")
    rows = [
        {"host": host, "page": page, "story": members[0].partition("\n")[2]}
        for members in sets.sets()
        for host, _, page in (member.partition("\n") for member in members)
    ]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in ("host", "page", "story")]))


def _text_row(row: Mapping[str, Any], settings: ProfileSettings, step: Step, run: int) -> HostProfileText:
    found = RecurringText(
        host=row["host"],
        recurrence_key=row["recurrence_key"],
        text=row["text"],
        kind=BlockKind(row["kind"]),
        pages=row["pages"],
        kept_pages=row["kept_pages"],
        reasons=[BlockReason(reason) for reason in row["reasons"] or ()],
        before_pages=row["before_pages"],
        behind_pages=row["behind_pages"],
        titles=row["titles"] or (),
        authors=row["authors"] or (),
        publishers=row["publishers"] or (),
        host_pages=row["host_pages"],
    )
    weighed = weigh(found, settings)
    return HostProfileText(
        host=found.host,
        recurrence_key=found.recurrence_key,
        certain=weighed.basis in CERTAIN_BASES,
        basis=weighed.basis,
        reason=weighed.reason,
        kind=found.kind,
        text=found.text,
        pages=found.pages,
        kept_pages=found.kept_pages,
        share=round(found.pages / max(1, found.host_pages, found.pages), 4),
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )


def _profile_rows(texts: Sequence[HostProfileText], step: Step, run: int) -> list[HostProfile]:
    """Return a row for each host with a certain text; `texts` are in order of their hosts."""
    rows = []
    for host, of_host in groupby(texts, key=lambda text: text.host):
        profile = Profile.of(host, of_host)
        if profile.texts:
            rows.append(
                HostProfile(
                    host=host,
                    profile_digest=profile.digest,
                    texts=len(profile.texts),
                    step_digest=step.digest,
                    valid_from_run=run,
                    valid_to_run=None,
                )
            )
    return rows
