"""Reading: the newest snapshot, locked down, for people and for programs."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from claimhouse.errors import QueryError, WarehouseError
from claimhouse.warehouse.connection import connect, run_script
from claimhouse.warehouse.migrations import pending
from claimhouse.warehouse.sql_files import sql_names, sql_text
from claimhouse.warehouse.writer import snapshot_path

_PARAMETER = re.compile(
    r"^-- param (?P<name>\w+) (?P<type>\w+)(?: default (?P<default>.*?))?"
    r"(?: one of (?P<codes>[\w, ]+))?: (?P<meaning>.+)$"
)

_WHOLE_NUMBERS = frozenset({"bigint", "integer"})
_WHOLE_NUMBER = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query.

    Attributes:
        default: null where it must be given.
        codes: the values there are, where these are a closed list; a pattern with % may stand for some of them.
    """

    name: str
    type: str
    default: str | None
    meaning: str
    codes: tuple[str, ...] = ()

    def check(self, query: str, value: str) -> None:
        """Refuse a value that cannot be one.

        Raises:
            QueryError: it is none of the codes, which the message lists, no number where one is due, or no text.
        """
        if self.type in _WHOLE_NUMBERS and value != self.default and not _WHOLE_NUMBER.fullmatch(value):
            message = f"query {query}: {self.name} is a whole number from 0, got {value!r}"
            raise QueryError(message)
        if not _is_text(value):
            message = f"query {query}: {self.name} is a text in UTF-8, got {value!r}"
            raise QueryError(message)
        if self.codes and value not in self.codes and "%" not in value:
            message = f"query {query}: {self.name} is one of {', '.join(self.codes)} (% for any), got {value!r}"
            raise QueryError(message)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the query book: its file's first comment line is the title, the next ones the question.

    Attributes:
        see: other queries, and why one would turn to them where this one shows nothing or too little.
    """

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    statement: str
    see: tuple[tuple[str, str], ...] = ()


def named_queries() -> tuple[NamedQuery, ...]:
    """Return the query book, by name."""
    return tuple(_read(name) for name in sql_names("queries"))


def _read(name: str) -> NamedQuery:
    text = sql_text("queries", name)
    comments = list(itertools.takewhile(lambda line: line.startswith("-- "), text.splitlines()))
    found = [match for line in comments if (match := _PARAMETER.match(line))]
    prose = [line.removeprefix("-- ") for line in comments if not line.startswith(("-- param ", "-- see "))]
    see = (line.removeprefix("-- see ").partition(": ") for line in comments if line.startswith("-- see "))
    parameters = tuple(
        Parameter(
            match["name"],
            match["type"],
            _unquoted(match["default"]),
            match["meaning"],
            tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip()),
        )
        for match in found
    )
    others = tuple((other, why) for other, _, why in see)
    return NamedQuery(name, prose[0], " ".join(prose[1:]), parameters, text, others)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: bytes on the command line that are no UTF-8
        return False
    return True


def _unquoted(default: str | None) -> str | None:
    return None if default is None else default.strip().strip("'\"")


def _demand_current_schema(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    if pending(connection):
        message = f"{path} has an older schema; one `claimhouse run` brings it up to date"
        raise WarehouseError(message)


class Reader:
    """A read-only connection in which a statement can reach neither files nor the network nor the settings."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, database: Path, *, lock_timeout_s: float = 10.0, writers: bool = False) -> Self:
        """Open the newest snapshot of a database, or the file itself where there is none, or where that is asked for.

        Raises:
            WarehouseError: there is neither, or the file is not ours or of a newer schema.
        """
        snapshot = snapshot_path(database)
        path = snapshot if snapshot.exists() and not writers else database
        if not path.exists():
            message = f"there is no database {database}: make one with `claimhouse run SOURCE… --database {database}`"
            raise WarehouseError(message)
        config = {"enable_external_access": "false"}
        connection = connect(path, read_only=True, lock_timeout_s=lock_timeout_s, config=config)
        try:
            _demand_current_schema(connection, path)
            connection.execute("set lock_configuration = true")
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()

    def query(self, name: str, given: Mapping[str, str] | None = None) -> pa.Table:
        """Run a named query; parameters not given take their defaults.

        Raises:
            QueryError: no such query, an unknown or missing parameter, or a value of another type.
        """
        query = _read(name)
        values: dict[str, object] = {}
        given = given or {}
        unknown = sorted(given.keys() - {parameter.name for parameter in query.parameters})
        if unknown:
            known = ", ".join(parameter.name for parameter in query.parameters) or "none"
            message = f"query {name} has no parameter {', '.join(unknown)}; it has: {known}"
            raise QueryError(message)
        for parameter in query.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None:
                message = f"query {name} needs --param {parameter.name}=…: {parameter.meaning}"
                raise QueryError(message)
            parameter.check(name, value)
            values[parameter.name] = None if value == parameter.default == "null" else value
        return run_script(self._connection, query.statement, values, what=f"query {name}")

    def sql(self, statement: str, given: Mapping[str, str] | None = None) -> pa.Table:
        """Run a person's statement.

        Raises:
            QueryError: it does not run, or tries what a reader may not.
        """
        return run_script(self._connection, statement, dict(given or {}), what="the statement")

    @contextlib.contextmanager
    def batches(self, relation: str, rows: int = 100_000) -> Iterator[pa.RecordBatchReader]:
        """Read all rows of a table or view of the schema, so many at a time.

        Raises:
            QueryError: it cannot be read.
        """
        quoted = '"' + relation.replace('"', '""') + '"'
        try:
            yield self._connection.execute(f"from {quoted}").to_arrow_reader(rows)
        except duckdb.Error as error:
            message = f"{relation} cannot be read: {error}"
            raise QueryError(message) from error

    def step(self, name: str, **parameters: object) -> pa.Table:
        """Run a reading step of `warehouse/steps`."""
        return run_script(self._connection, sql_text("steps", name), parameters, what=f"step {name}")
