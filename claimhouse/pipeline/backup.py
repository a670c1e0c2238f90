"""Backup and restore: the newest snapshot and the raw bytes, in a folder that can be checked.

A backup is made of the snapshot, which nobody writes: it waits for no run and holds none up. Raw bytes are named by
their hash and never change, so a backup into the same folder copies only what is new. The database is copied under a
name of its own, and `backup.json`, which says that name, is swapped in last: one that is killed on the way leaves the
earlier backup whole. What was forgotten since goes from the folder too.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path

from claimhouse.errors import WarehouseError
from claimhouse.pipeline.places import raw_folder
from claimhouse.raw_store import RawStore
from claimhouse.warehouse import Reader, snapshot_path

MANIFEST = "backup.json"
_DATABASES = "warehouse*.duckdb"
_FIRST_DATABASE = "warehouse.duckdb"
_RAW = "raw"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds; the content of its `backup.json`.

    Attributes:
        claimhouse_version: that made it.
        run: last run in it.
        published_at: of that run, ISO 8601.
        documents: documents in it, whose payloads are among the raw files.
        database_bytes: size of the database file.
        database_sha256: of the database file.
        raw_files: files of raw bytes, as many as were kept of those that the database leads back to.
        database: name of the database file.
    """

    claimhouse_version: str
    run: int
    published_at: str
    documents: int
    database_bytes: int
    database_sha256: str
    raw_files: int
    database: str = _FIRST_DATABASE


def back_up(database: Path, folder: Path, *, lock_timeout_s: float) -> Backup:
    """Copy what the last run published, and the raw bytes, into a folder: a new one, or that of an earlier backup.

    Raises:
        WarehouseError: there is no database; the folder holds something else; or it cannot be written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        message = f"{folder} holds something that is no backup: name a new folder, or that of an earlier backup"
        raise WarehouseError(message)
    with Reader.open(database, lock_timeout_s=lock_timeout_s) as reader:
        state = reader.step("status_state").to_pylist()[0]
        if state["published_at"] is None:
            message = f"no run into {database} was published yet: there is nothing to back up"
            raise WarehouseError(message)
        needed = {row["key"] for row in reader.step("raw_keys").to_pylist()}
        source = reader.path
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _copy_raw(raw_folder(database), folder / _RAW, needed)
            kept = RawStore(folder / _RAW)  # also what retention removed since it was backed up
            raw_files = sum(kept.has(key) for key in needed)
            copied = folder / f"warehouse-{state['last_run']}-{secrets.token_hex(4)}.duckdb"
            digest = _copy(source, copied)
            backup = Backup(
                claimhouse_version=version("claimhouse"),
                run=state["last_run"],
                published_at=state["published_at"].isoformat(),
                documents=state["documents"],
                database_bytes=copied.stat().st_size,
                database_sha256=digest,
                raw_files=raw_files,
                database=copied.name,
            )
            _write(folder / MANIFEST, json.dumps(asdict(backup), indent=2) + "\n")
            _tidy(folder, copied, needed)
        except OSError as error:
            message = f"cannot write the backup {folder}: {_told(error)}"
            raise WarehouseError(message) from error
    return backup


def restore(folder: Path, database: Path) -> Backup:
    """Make a database of a backup, where none is yet: writer's file, snapshot and raw bytes.

    Raises:
        WarehouseError: the folder is no whole backup, its database is not the one written, a payload is missing, it was
            written by a newer version, or there is a database already.
    """
    backup = read_backup(folder)
    if database.exists() or snapshot_path(database).exists():
        message = f"there is a database {database} already: name another --database, or move it away first"
        raise WarehouseError(message)
    log = database.with_name(database.name + ".wal")
    if log.exists():  # DuckDB would do in the restored database what stands there
        message = f"there is {log}, left by a database that is gone: move it away first, or name another --database"
        raise WarehouseError(message)
    source = folder / backup.database
    found = _digest(source)
    if found != backup.database_sha256:
        message = f"{source} is not the file that was backed up: sha256 {found}, expected {backup.database_sha256}"
        raise WarehouseError(message)
    with Reader.open(source) as reader:  # refuses a newer schema
        needed = {row["key"] for row in reader.step("raw_keys").to_pylist()}
    store = RawStore(folder / _RAW)
    there = sum(store.has(key) for key in needed)
    if there != backup.raw_files:
        message = f"{backup.raw_files} raw files were backed up, {there} of them are in {folder / _RAW}"
        raise WarehouseError(message)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        _copy_raw(folder / _RAW, raw_folder(database), needed)
        snapshot_path(database).parent.mkdir(parents=True, exist_ok=True)
        _copy(source, snapshot_path(database))
        _copy(source, database)  # last: what has a writer's file is whole
    except OSError as error:
        snapshot_path(database).unlink(missing_ok=True)  # else the next try would find a database
        message = f"cannot restore to {database}: {_told(error)}"
        raise WarehouseError(message) from error
    return backup


def read_backup(folder: Path) -> Backup:
    """Return what a folder says it holds.

    Raises:
        WarehouseError: it is no backup, or not whole.
    """
    try:
        backup = Backup(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        if not fnmatch(backup.database, _DATABASES) or Path(backup.database).name != backup.database:
            message = f"{backup.database!r} is no name of a database of it"
            raise ValueError(message)  # noqa: TRY301 - told as the other faults of the file are
    except OSError as error:
        message = f"{folder} is no backup, or it was not finished: there is no {MANIFEST}"
        raise WarehouseError(message) from error
    except (ValueError, TypeError) as error:
        message = f"{folder / MANIFEST} does not say what a backup says: {error}"
        raise WarehouseError(message) from error
    return backup


def _tidy(folder: Path, database: Path, needed: set[str]) -> None:
    """Remove databases of earlier backups, finished or not, and raw bytes that this one does not lead back to."""
    for path in [*folder.glob(_DATABASES), *folder.glob(f"{_DATABASES}.partial")]:
        if path != database:
            path.unlink(missing_ok=True)
    raw = RawStore(folder / _RAW)
    for key in list(raw.kept_keys()):
        if key not in needed:
            raw.remove(key)


def _copy_raw(source: Path, target: Path, needed: set[str]) -> None:
    """Copy the raw files that are not there."""
    for place in _raw_files(source, needed):
        other = target / place.relative_to(source)
        if not other.exists():
            other.parent.mkdir(parents=True, exist_ok=True)
            _copy(place, other)


def _raw_files(source: Path, needed: set[str]) -> Iterator[Path]:
    store = RawStore(source)
    return (store.path(key) for key in sorted(needed) if store.has(key))


def _copy(source: Path, target: Path) -> str:
    """Copy a file, whole or not at all, and return the sha256 of what was copied."""
    partial = target.with_name(target.name + ".partial")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as reading, partial.open("wb") as writing:
            while chunk := reading.read(_CHUNK):
                digest.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        shutil.copystat(source, partial)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def _told(error: OSError) -> str:
    return f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
