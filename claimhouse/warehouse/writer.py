"""The one writer of a warehouse."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from claimhouse.errors import WarehouseError, WarehouseLocked
from claimhouse.staging import columns, table_name, to_arrow
from claimhouse.warehouse.connection import connect, run_script, tables_offered, told
from claimhouse.warehouse.migrations import applied, migrate, pending
from claimhouse.warehouse.sql_files import sql_text

# Longer than a process needs from opening a file to asking for its lock.
_SWAP_S = 0.2
_NOT_COMPARED = frozenset({"step_digest", "valid_from_run", "valid_to_run"})


@dataclass(frozen=True, slots=True)
class ReplaceCount:
    """What `Warehouse.replace_current` did: rows new, rows that ended, rows that stayed."""

    added: int
    ended: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """Size of a file before and after it was written anew."""

    before_bytes: int
    after_bytes: int


class Warehouse:
    """An open writer, or a warehouse in memory. Every method that writes needs no other writer to be alive."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path | None, lock_timeout_s: float = 0.0) -> None:
        self._connection = connection
        self.path = path
        self._lock_timeout_s = lock_timeout_s

    @classmethod
    def open(cls, path: Path, *, lock_timeout_s: float = 10.0) -> Self:
        """Open or create the writer's file and bring its schema up to date.

        Args:
            path: of the file.
            lock_timeout_s: seconds to wait for another process that holds it, now and when `compact` opens it again.

        Raises:
            SchemaTooNew: a newer version wrote it; the file is not touched.
            WarehouseLocked: another process holds it and does not let go in time.
            WarehouseError: the file is none of ours, or cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot make the folder {path.parent} of the database: {error.strerror}"
            raise WarehouseError(message) from error
        if path.exists():
            with contextlib.closing(connect(path, read_only=True, lock_timeout_s=lock_timeout_s)) as look:
                pending(look)
        connection = _connected(path, lock_timeout_s)
        try:
            _copy_old_schema(connection, path)
            with told(f"bring {path} up to date"):
                migrate(connection)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, lock_timeout_s)

    @classmethod
    def in_memory(cls) -> Self:
        """Return an empty warehouse that lives in memory."""
        connection = connect(None)
        migrate(connection)
        return cls(connection, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; whatever is not committed is undone."""
        self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, or nothing of it. Reads inside see the block's own writes."""
        with told("begin to write"):
            self._connection.begin()
        try:
            yield
        except BaseException:
            with contextlib.suppress(duckdb.Error):  # a database that failed has undone it already
                self._connection.rollback()
            raise
        with told("commit"):
            self._connection.commit()

    def step(self, name: str, tables: Mapping[str, pa.Table] | None = None, **parameters: object) -> pa.Table:
        """Run `warehouse/steps/<name>.sql` with the Arrow tables visible under their names.

        Each statement takes the named parameters it uses. Returns the rows of the last statement.
        """
        with tables_offered(self._connection, tables or {}):
            return run_script(self._connection, sql_text("steps", name), parameters, what=f"step {name}")

    def query(self, name: str, **parameters: object) -> pa.Table:
        """Run a named query of `warehouse/queries`."""
        return run_script(self._connection, sql_text("queries", name), parameters, what=f"query {name}")

    def sql(self, statement: str, **parameters: object) -> pa.Table:
        """Run a person's statement; for tests and notebooks."""
        return run_script(self._connection, statement, parameters, what="the statement")

    def insert(self, record_type: type, rows: Sequence[object] | pa.Table) -> int:
        """Append records, or a table of them, to their table and return how many."""
        if len(rows):
            with (
                tables_offered(self._connection, {"incoming": _table(record_type, rows)}),
                told(f"add rows to {table_name(record_type)}"),
            ):
                self._connection.execute(f"insert into {table_name(record_type)} by name select * from incoming")  # noqa: S608 - a record's own name
        return len(rows)

    def replace_current(
        self,
        record_type: type,
        rows: Sequence[object] | pa.Table,
        run: int,
        only: tuple[str, Sequence[str]] | None = None,
    ) -> ReplaceCount:
        """Bring a set step's table to a new state: `rows`, records or a table of them, are all that is to be current.

        A row equal to a current one in every column but provenance stays as it is; a current row that is not
        among `rows` ends with `run`; the rest is appended.

        Args:
            record_type: of the rows.
            rows: the new state.
            run: in which it begins.
            only: a column and its values in question; rows with other values stay, and are not looked at.
        """
        table = table_name(record_type)
        compared = [column.name for column in columns(record_type) if column.name not in _NOT_COMPARED]
        same = " and ".join(f"old.{name} is not distinct from new.{name}" for name in compared)
        column, keys = only or (compared[0], ())
        asked = "old.valid_to_run is null"
        if only is not None:
            asked += f" and old.{column} in (select key from in_question)"  # noqa: S608 - a column of the record
        offered = {
            "incoming": _table(record_type, rows),
            "in_question": pa.table({"key": pa.array(keys, pa.string())}),
        }
        with tables_offered(self._connection, offered), told(f"replace rows of {table}"):
            (ended,) = self._one(
                f"update {table} as old set valid_to_run = ? where {asked}"  # noqa: S608 - record's names
                f" and not exists (select 1 from incoming as new where {same})",
                [run],
            )
            (added,) = self._one(
                f"insert into {table} by name select * from incoming as new where not exists"  # noqa: S608 - the same
                f" (select 1 from {table} as old where {asked} and {same})",
                [],
            )
        return ReplaceCount(added=added, ended=ended, kept=len(rows) - added)

    def _one(self, statement: str, parameters: list[object]) -> tuple[int, ...]:
        row = self._connection.execute(statement, parameters).fetchone()
        return tuple(row) if row else (0,)

    def compact(self) -> Compacted | None:
        """Write the file anew without what deleted rows and earlier states left in it, and swap it in.

        DuckDB gives blocks free and uses them again, but neither clears them nor gives them back to the disk; a copy
        has none. Nothing may be open on this connection; whoever waits for the file gets the new one.

        Raises:
            WarehouseError: there is no room for a second file, or it is not a copy; the old one stays.
            WarehouseLocked: the new file stands, and another process that waited for it was quicker and does not let
                go in time; this warehouse is closed.
        """
        if self.path is None:
            return None
        before = self.path.stat().st_size
        copy = self.path.with_name(self.path.name + ".compact")
        _remove(copy)
        try:
            with told(f"write {self.path} anew"):
                self._copy_to(copy)
                with copy.open("rb") as file:
                    os.fsync(file.fileno())
                copy.replace(self.path)
                # Whoever opened the old file in this moment still finds it locked, and comes again for the new one.
                time.sleep(_SWAP_S)
                self._connection.close()
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                self._connection.execute("detach database if exists compacted")
            _remove(copy)
            raise
        try:  # whoever waited may have been quicker
            self._connection = connect(self.path, lock_timeout_s=self._lock_timeout_s)
        except WarehouseLocked as error:
            message = (
                f"{error}. It was written anew and is whole; what was to be done after that was not done: once it is"
                " free, run the same command again. Where others write long, raise run.lock_timeout_s"
            )
            raise WarehouseLocked(message) from error
        migrate(self._connection)  # views and macros
        return Compacted(before_bytes=before, after_bytes=self.path.stat().st_size)

    def _copy_to(self, copy: Path) -> None:
        """Copy all tables and views into a new file, which stays attached, and with that locked."""
        self._connection.execute("force checkpoint")
        (name,) = self._one_text("select current_database()")
        quoted = '"' + name.replace('"', '""') + '"'
        self._connection.execute("attach '" + str(copy).replace("'", "''") + "' as compacted")
        self._connection.execute(f"copy from database {quoted} to compacted")
        for (table,) in self._connection.execute(
            "select table_name from duckdb_tables() where database_name = 'compacted'"
        ).fetchall():
            counts = [self._one(f'select count(*) from {place}.main."{table}"', []) for place in (quoted, "compacted")]  # noqa: S608 - the schema's own names
            if counts[0] != counts[1]:
                message = (
                    f"the copy of {table} has {counts[1][0]} rows, expected {counts[0][0]}; the file stays as it is"
                )
                raise WarehouseError(message)
        self._connection.execute("force checkpoint compacted")

    def _one_text(self, statement: str) -> tuple[str, ...]:
        return tuple(map(str, self._connection.execute(statement).fetchall()[0]))

    def publish(self) -> Path | None:
        """Swap in a read-only copy of all that is committed and return its path; readers of the old one keep it.

        Raises:
            WarehouseError: it cannot be written; the old one stays.
        """
        if self.path is None:
            return None
        with told("write all that is committed into the file"):
            self._connection.execute("force checkpoint")
        target = snapshot_path(self.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        try:
            _copy_file(self.path, partial)
            partial.replace(target)
        except OSError as error:
            partial.unlink(missing_ok=True)
            message = f"cannot publish {target}: {error.strerror}; the snapshot before stays, the next run publishes"
            raise WarehouseError(message) from error
        return target


def _table(record_type: type, rows: Sequence[object] | pa.Table) -> pa.Table:
    return rows if isinstance(rows, pa.Table) else to_arrow(record_type, rows)


def _connected(path: Path, lock_timeout_s: float) -> duckdb.DuckDBPyConnection:
    """Open the writer's file; once more where `Warehouse.compact` of another process swapped it in that moment."""
    while True:
        before = path.stat().st_ino if path.exists() else None
        connection = connect(path, lock_timeout_s=lock_timeout_s)
        if before is None or path.stat().st_ino == before:
            return connection
        connection.close()


def _copy_old_schema(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Keep a copy of a file whose schema is about to be changed, beside it, instead of earlier ones.

    Raises:
        WarehouseError: it cannot be written; the schema is not changed.
    """
    schema = max(applied(connection), default=None)
    if schema is None or not pending(connection):
        return
    kept = path.with_name(f"{path.name}.schema-{schema}")
    partial = kept.with_name(kept.name + ".partial")
    try:
        with told("write all that is committed into the file"):
            connection.execute("force checkpoint")
        _copy_file(path, partial)
        partial.replace(kept)
        for older in old_schema_copies(path):
            if older != kept:
                older.unlink()
    except OSError as error:
        partial.unlink(missing_ok=True)
        message = f"cannot keep {path} as it is in {kept} before its schema is changed: {error.strerror}"
        raise WarehouseError(message) from error


def old_schema_copies(database: Path) -> list[Path]:
    """Return the copies of a database from before its schema was changed."""
    return sorted(path for path in database.parent.glob(f"{glob.escape(database.name)}.schema-*") if path.is_file())


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("wb") as copy:
        shutil.copyfileobj(reading, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def _remove(copy: Path) -> None:
    for path in (copy, copy.with_name(copy.name + ".wal")):
        path.unlink(missing_ok=True)


def snapshot_path(database: Path) -> Path:
    """Return where the newest snapshot of a database stands."""
    return database.with_name(database.name + ".snapshots") / "current.duckdb"
