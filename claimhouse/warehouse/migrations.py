"""Numbered changes of the schema, each applied once, in order, in a transaction with its ledger row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from claimhouse.errors import SchemaTooNew, WarehouseError
from claimhouse.warehouse.connection import run_script
from claimhouse.warehouse.sql_files import in_order, sql_names, sql_text

_LEDGER = "0000_migration"


@dataclass(frozen=True, slots=True)
class _File:
    number: int
    name: str
    digest: str


def _files() -> list[_File]:
    return [
        _File(int(name[:4]), name, hashlib.sha256(sql_text("migrations", name).encode()).hexdigest())
        for name in sql_names("migrations")
        if name != _LEDGER
    ]


def applied(connection: duckdb.DuckDBPyConnection) -> Mapping[int, str]:
    """Return the digests of the applied migrations by number; only reads.

    Raises:
        WarehouseError: the file holds tables, but not ours.
    """
    tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if "migration" not in tables:
        if tables:
            message = f"this database is not claimhouse's: it holds {', '.join(sorted(tables)[:5])}"
            raise WarehouseError(message)
        return {}
    return dict(connection.execute("select number, digest from migration order by number").fetchall())


def pending(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of the migrations still to be applied; only reads.

    Raises:
        SchemaTooNew: a migration is applied that this program does not know.
        WarehouseError: an applied migration has another text than ours.
    """
    done = applied(connection)
    files = {file.number: file for file in _files()}
    unknown = sorted(done.keys() - files.keys())
    if unknown:
        message = (
            f"the database has schema {unknown[-1]}, this claimhouse knows {max(files)}: "
            "it was written by a newer version and is left untouched. Install that version, or name another --database"
        )
        raise SchemaTooNew(message)
    for number, digest in done.items():
        if files[number].digest != digest:
            message = f"migration {files[number].name} was applied with another text; migrations are never edited"
            raise WarehouseError(message)
    return [file.name for number, file in sorted(files.items()) if number not in done]


def migrate(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply what is pending, then make all views and macros again; return what was applied."""
    names = pending(connection)
    if names:
        run_script(connection, sql_text("migrations", _LEDGER), {}, what=_LEDGER)
    by_name = {file.name: file for file in _files()}
    for name in names:
        connection.begin()
        try:
            run_script(connection, sql_text("migrations", name), {}, what=f"migration {name}")
            file = by_name[name]
            connection.execute(
                "insert into migration values (?, ?, ?, ?)", [file.number, name, file.digest, datetime.now(UTC)]
            )
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
    for folder in ("views", "macros"):
        for name in in_order(folder):
            run_script(connection, sql_text(folder, name), {}, what=f"{folder.removesuffix('s')} {name}")
    return names
