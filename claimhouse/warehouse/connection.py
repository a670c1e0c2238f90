"""Opening a DuckDB file: waiting for its lock, and saying plainly what is wrong with it."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from claimhouse.errors import QueryError, WarehouseError, WarehouseLocked

_FIRST_WAIT_S = 0.05
_LONGEST_WAIT_S = 1.0
_CONFIG = {
    "autoinstall_known_extensions": "false",  # nothing is ever downloaded behind the user's back
    "python_enable_replacements": "false",  # a name in SQL is a table, never a variable of ours
}


def connect(
    path: Path | None, *, read_only: bool = False, lock_timeout_s: float = 0.0, config: Mapping[str, str] | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file (or a database in memory), waiting for a lock held by another process.

    Raises:
        WarehouseLocked: the lock was not released in time; the message names the holder.
        WarehouseError: the file is no DuckDB database or cannot be opened.
    """
    target = ":memory:" if path is None else str(path)
    give_up_at = time.monotonic() + lock_timeout_s
    wait_s = _FIRST_WAIT_S
    while True:
        try:
            return _prepared(duckdb.connect(target, read_only=read_only, config={**_CONFIG, **(config or {})}))
        except duckdb.IOException as error:
            if "lock" not in str(error):
                message = f"cannot open the database {target}: {_first_line(error)}"
                raise WarehouseError(message) from error
            if time.monotonic() >= give_up_at:
                message = (
                    f"the database {target} is held by {_holder(error)}; "
                    f"gave up after {lock_timeout_s:g} s. Wait for it to end, or name another --database"
                )
                raise WarehouseLocked(message) from error
        except duckdb.Error as error:
            message = f"cannot open the database {target}: {_first_line(error)}"
            raise WarehouseError(message) from error
        time.sleep(wait_s)
        wait_s = min(_LONGEST_WAIT_S, wait_s * 2)


def holder_of(path: Path) -> str | None:
    """Return who writes in a database now, as the system tells; null where nobody does.

    Raises:
        WarehouseError: the file is no DuckDB database or cannot be opened.
    """
    try:
        connect(path, read_only=True).close()
    except WarehouseLocked as error:
        cause = error.__cause__
        return _holder(cause) if isinstance(cause, duckdb.Error) else str(error)
    return None


def _prepared(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute("set TimeZone = 'UTC'")  # not possible in the configuration: it would look for an extension
    return connection


def _holder(error: duckdb.Error) -> str:
    found = re.search(r"held in (.+?\(PID \d+\))", str(error))
    return found.group(1) if found else "another process"


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0]


def run_script(
    connection: duckdb.DuckDBPyConnection, script: str, parameters: Mapping[str, object], *, what: str
) -> pa.Table:
    """Run the statements of a script, each with the named parameters it uses; return the rows of the last.

    Raises:
        QueryError: a statement does not parse or run, or lacks a parameter; `what` names it in the message.
    """
    rows = pa.table({})
    try:
        for statement in connection.extract_statements(script):
            missing = sorted(statement.named_parameters - parameters.keys())
            if missing:
                message = f"{what} needs the parameters {', '.join(missing)}: give them as name=value"
                raise QueryError(message)
            used = {name: parameters[name] for name in statement.named_parameters}
            relation = connection.sql(statement, params=used or None)  # null where nothing is returned
            rows = pa.table({}) if relation is None else relation.to_arrow_table()
    except duckdb.Error as error:
        message = f"{what} cannot be run: {error}"
        raise QueryError(message) from error
    return rows


@contextlib.contextmanager
def told(what: str) -> Iterator[None]:
    """Raise what DuckDB raises while the block writes as an error of ours.

    Raises:
        WarehouseError: the disk is full, the file is damaged, a value does not fit; `what` could not be done.
    """
    try:
        yield
    except duckdb.Error as error:
        message = f"cannot {what}: {_first_line(error)}"
        raise WarehouseError(message) from error


@contextlib.contextmanager
def tables_offered(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """Make Arrow tables visible to SQL under their names while the block runs."""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)
