"""Removing documents for good: rows and their history, raw bytes, what fetching knows of them, the old snapshot.

In one transaction the documents stop being valid, the set steps run without them, and then every row of theirs goes, a
tombstone being all that is left (table `forgotten`). So everything else is as in a collection that never had them. The
files follow; a process that is killed before these are gone leaves a tombstone without `finished_at`, and the same call
goes on from there.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from claimhouse.batch import BatchContext
from claimhouse.errors import QueryError, WarehouseError
from claimhouse.fetching.state import State
from claimhouse.pipeline import begin_run, finish_run
from claimhouse.pipeline.dedupe import run_dedupe
from claimhouse.pipeline.places import fetch_folder, raw_folder, staging_folder
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.pipeline.set_steps import bring_up_to_date
from claimhouse.pipeline.steps import step_identities
from claimhouse.raw_store import RawStore
from claimhouse.records import RunStatus
from claimhouse.settings import Settings
from claimhouse.urls import page_digest
from claimhouse.warehouse import Compacted, Warehouse, old_schema_copies

log = logging.getLogger(__name__)

_UNWANTED = pa.schema([("document_key", pa.string()), ("page_digests", pa.list_(pa.string()))])
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A document that is to be forgotten.

    Attributes:
        document_key: its key.
        source_id: its id, null where none is known any more.
        url: where it was seen first.
        pages: addresses at which it was seen, normalized.
        other_revisions: keys of other documents seen at these.
    """

    document_key: str
    source_id: str | None = None
    url: str | None = None
    pages: tuple[str, ...] = ()
    other_revisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgot:
    """What was removed.

    Attributes:
        run: that removed it.
        rows: rows removed, by table.
        files: files of raw bytes removed.
        addresses: addresses that are not asked for again.
        size: of the database file, before and after.
        kept_revisions: keys of other documents of the same pages, which stay.
    """

    run: int
    rows: Mapping[str, int]
    files: int
    addresses: int
    size: Compacted | None
    kept_revisions: tuple[str, ...]


def find_targets(settings: Settings, named: Sequence[str]) -> list[Target]:
    """Return the documents that are named, by id or by the first characters of the key.

    One whose forgetting was cut short counts too.

    Raises:
        QueryError: a name means no document, or more than one.
        WarehouseError: there is no database, or it cannot be used.
    """
    with _opened(settings) as warehouse:
        found = {target.document_key: target for name in named for target in [_target(warehouse, name)]}
    return list(found.values())


def _opened(settings: Settings) -> Warehouse:
    database = Path(settings.database)
    if not database.exists():
        message = f"there is no database {database}: nothing is kept there"
        raise WarehouseError(message)
    return Warehouse.open(database, lock_timeout_s=settings.run.lock_timeout_s)


def _target(warehouse: Warehouse, name: str) -> Target:
    rows = warehouse.step("forget_find", document=name).to_pylist()
    if len(rows) > 1:
        keys = ", ".join(row["document_key"] for row in rows[:_SHOWN]) + (", …" if len(rows) > _SHOWN else "")
        message = f"{len(rows)} documents are called {name!r}: name the one that is meant by its key: {keys}"
        raise QueryError(message)
    if rows:
        (row,) = rows
        return Target(
            document_key=row["document_key"],
            source_id=row["source_id"],
            url=row["url"],
            pages=tuple(row["pages"]),
            other_revisions=tuple(row["other_revisions"]),
        )
    known = warehouse.step("forget_known", document=name).to_pylist()
    unfinished = [row for row in known if row["finished_at"] is None]
    if len(unfinished) == 1:
        return Target(document_key=unfinished[0]["document_key"])
    if known:
        message = f"{name!r} was forgotten already, in run {known[0]['run']} on {known[0]['forgotten_at']:%Y-%m-%d}"
        raise QueryError(message)
    message = f"no document is called {name!r}: name one by its id, or by at least six characters of its key"
    raise QueryError(message)


def forget(settings: Settings, targets: Sequence[Target], *, own_settings: bool = False) -> Forgot:
    """Remove documents for good, and publish the warehouse without them.

    Args:
        settings: where the database is, and of the set steps.
        targets: of `find_targets`.
        own_settings: take the settings of the set steps from the last run, not from `settings`: nothing else changes.

    Raises:
        WarehouseError: the database cannot be used.
    """
    database = Path(settings.database)
    keys = [target.document_key for target in targets]
    with _opened(settings) as warehouse:
        if own_settings:
            settings = _settings_of_last_run(warehouse, settings)
        run = begin_run(warehouse, settings, "forget")
        context = BatchContext(
            run=run,
            now=datetime.now(UTC),
            settings=settings,
            steps=step_identities(settings),
            raw_folder=raw_folder(database),
        )
        try:
            listed = _forget_fetched(warehouse, targets, database, run)
            unwanted = _unwanted(targets, listed)
            rows = _forget_rows(warehouse, unwanted, context)
            removed = _remove_files(warehouse, database)
            size = warehouse.compact()
            finish_run(warehouse, context, RunStatus.PUBLISHED)
            _remove_others(warehouse.publish())
            with warehouse.transaction():
                warehouse.step("forget_finish", {"unwanted": unwanted}, now=datetime.now(UTC))
        except BaseException:
            with suppress(WarehouseError):  # what failed may be the database: the next run marks this one abandoned
                finish_run(warehouse, context, RunStatus.FAILED)
            raise
    return Forgot(
        run=run,
        rows=rows,
        files=removed,
        addresses=len({digest for digests in unwanted.column("page_digests").to_pylist() for digest in digests}),
        size=size,
        kept_revisions=tuple(sorted({key for target in targets for key in target.other_revisions} - set(keys))),
    )


def _settings_of_last_run(warehouse: Warehouse, settings: Settings) -> Settings:
    rows = warehouse.step("forget_settings").to_pylist()
    if not rows:
        return settings
    try:
        stored = Settings.model_validate_json(rows[0]["settings"])
    except ValidationError:
        log.warning("the settings of run %d are of another version: those given are taken", rows[0]["run"])
        return settings
    return stored.model_copy(update={"database": settings.database})


def _forget_fetched(
    warehouse: Warehouse, targets: Sequence[Target], database: Path, run: int
) -> Mapping[str, Sequence[str]]:
    """Remove what fetching knows of each document; return the addresses that listings have for it."""
    folder = fetch_folder(database)
    if not folder.exists():
        return {}
    identity = str(warehouse.step("fetch_identity").to_pylist()[0]["identity"])
    state = State.open(folder, identity, run)
    try:
        return {target.document_key: state.forget([target.document_key], target.pages) for target in targets}
    finally:
        state.close()


def _unwanted(targets: Sequence[Target], listed: Mapping[str, Sequence[str]]) -> pa.Table:
    rows: list[dict[str, Any]] = []
    for target in targets:
        pages = {*target.pages, *listed.get(target.document_key, ())}
        rows.append({"document_key": target.document_key, "page_digests": sorted(map(page_digest, pages))})
    return pa.Table.from_pylist(rows, _UNWANTED)


def _forget_rows(warehouse: Warehouse, unwanted: pa.Table, context: BatchContext) -> dict[str, int]:
    """Remove all rows, in one transaction; return how many, by table."""
    offered = {"unwanted": unwanted}
    with warehouse.transaction():
        warehouse.step("forget_begin", offered, run=context.run)
        for name, function in (("dedupe", run_dedupe), ("resolve", run_resolve)):
            bring_up_to_date(warehouse, name, function, context)
        rows = warehouse.step("forget_rows", offered, run=context.run, now=context.now).to_pylist()
    return {row["relation"]: int(row["removed"]) for row in rows}


def _remove_files(warehouse: Warehouse, database: Path) -> int:
    """Remove raw files that nothing leads back to, what a run left staged, copies of older schemas; return how many."""
    shutil.rmtree(staging_folder(database), ignore_errors=True)
    for path in old_schema_copies(database):
        path.unlink()
    needed = set(warehouse.step("raw_keys").column("key").to_pylist())
    raw = RawStore(raw_folder(database))
    return sum(raw.remove(key) for key in raw.kept_keys() if key not in needed)


def _remove_others(snapshot: Path | None) -> None:
    """Remove whatever stands beside the newest snapshot."""
    if snapshot is not None:
        for path in snapshot.parent.iterdir():
            if path != snapshot:
                path.unlink(missing_ok=True)
