"""Records to Arrow and back, and the Parquet files in which a batch's rows wait for the writer.

The mapping of types is the one place where a record's field becomes a column: `COLUMN_TYPES` names the DuckDB
type for each, and a test holds it against the tables.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from claimhouse.records import OffsetRun, Span, UInt64

Record = TypeVar("Record")

DECIMAL = pa.decimal128(38, 9)  # 29 digits before the point hold any sum of money, 9 behind it any rate
TIMESTAMP = pa.timestamp("us", tz="UTC")
_SPAN = pa.struct([pa.field(name, pa.int64()) for name in Span._fields])
_RUN = pa.struct([pa.field(name, pa.int64()) for name in OffsetRun._fields])

_ARROW: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    UInt64: pa.uint64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: TIMESTAMP,
    Decimal: DECIMAL,
    Span: _SPAN,
    OffsetRun: _RUN,
}

_DUCKDB: dict[object, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    UInt64: "UBIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    datetime: "TIMESTAMP WITH TIME ZONE",
    Decimal: "DECIMAL(38,9)",
    Span: "STRUCT({})".format(", ".join(f'"{name}" BIGINT' for name in Span._fields)),
    OffsetRun: "STRUCT({})".format(", ".join(f"{name} BIGINT" for name in OffsetRun._fields)),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a record as a column.

    Attributes:
        element: the Python type of the value, or of a list's elements.
        is_list, nullable: how it stands in the table.
    """

    name: str
    element: object
    is_list: bool
    nullable: bool

    @property
    def arrow(self) -> pa.Field:
        """The Arrow field."""
        element = _ARROW[self.element]
        return pa.field(self.name, pa.list_(element) if self.is_list else element, nullable=self.nullable)

    @property
    def duckdb(self) -> str:
        """The DuckDB type, as DESCRIBE prints it."""
        return _DUCKDB[self.element] + ("[]" if self.is_list else "")


def columns(record_type: type) -> tuple[Column, ...]:
    """Return the columns of a record type, in field order."""
    return _columns(record_type)


@functools.cache
def _columns(record_type: type) -> tuple[Column, ...]:
    hints = typing.get_type_hints(record_type, include_extras=True)
    return tuple(_column(field.name, hints[field.name]) for field in dataclasses.fields(record_type))


def _column(name: str, hint: Any) -> Column:  # noqa: ANN401 - a type form has no narrower type in 3.11
    nullable = False
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:  # the latter of an annotated type
        (hint,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
        nullable = True
    is_list = typing.get_origin(hint) is tuple
    if is_list:
        hint = typing.get_args(hint)[0]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        hint = str
    return Column(name=name, element=hint, is_list=is_list, nullable=nullable)


@functools.cache
def schema_of(record_type: type) -> pa.Schema:
    """Return the Arrow schema of a record type."""
    return pa.schema([column.arrow for column in columns(record_type)])


def to_arrow(record_type: type, rows: Sequence[object]) -> pa.Table:
    """Return the records as an Arrow table with the schema of their type."""
    arrays = []
    for column in columns(record_type):
        values = [getattr(row, column.name) for row in rows]
        if column.element in {Span, OffsetRun}:
            values = [value if value is None else [item._asdict() for item in value] for value in values]
        arrays.append(pa.array(values, type=column.arrow.type))
    return pa.Table.from_arrays(arrays, schema=schema_of(record_type))


def from_arrow(record_type: type[Record], table: pa.Table) -> list[Record]:
    """Return the rows of an Arrow table as records; columns that the record lacks are left aside."""
    hints = typing.get_type_hints(record_type, include_extras=True)
    restored = {column.name: _restorer(column, hints[column.name]) for column in columns(record_type)}
    lists = {name: [restore(value) for value in table.column(name).to_pylist()] for name, restore in restored.items()}
    return [record_type(**dict(zip(lists, row, strict=True))) for row in zip(*lists.values(), strict=True)]


def _restorer(column: Column, hint: Any) -> Any:  # noqa: ANN401 - a function of a column's value, whatever it is
    if column.element is Span:
        return lambda value: tuple(Span(**item) for item in value or ())
    if column.element is OffsetRun:
        return lambda value: tuple(OffsetRun(**item) for item in value or ())
    if column.is_list:
        return lambda value: tuple(value or ())
    if column.element is datetime:
        return lambda value: value if value is None else value.astimezone(UTC)
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for option in options:
        if isinstance(option, type) and issubclass(option, StrEnum):
            return lambda value: value if value is None else option(value)
    return lambda value: value


def table_name(record_type: type) -> str:
    """Return the table of a record type: its name in snake case.

    >>> from claimhouse.records import DuplicatePair
    >>> table_name(DuplicatePair)
    'duplicate_pair'
    """
    return "".join("_" + c.lower() if c.isupper() else c for c in record_type.__name__).lstrip("_")


def write_rows(folder: Path, record_type: type, rows: Iterable[object]) -> Path:
    """Write records to `folder/<table>.parquet`, whole or not at all, and return the path."""
    return write_tables(folder, record_type, [to_arrow(record_type, list(rows))])


def write_tables(folder: Path, record_type: type, tables: Sequence[pa.Table]) -> Path:
    """Write Arrow tables of one record type to `folder/<table>.parquet`, whole or not at all, and return the path."""
    path = folder / f"{table_name(record_type)}.parquet"
    partial = path.with_suffix(".partial")
    whole = pa.concat_tables([schema_of(record_type).empty_table(), *tables])
    pq.write_table(whole, partial, compression="zstd")
    partial.replace(path)
    return path


def read_rows(folder: Path, record_type: type[Record]) -> list[Record]:
    """Read the records of `folder/<table>.parquet`; none where there is no such file."""
    path = folder / f"{table_name(record_type)}.parquet"
    return from_arrow(record_type, pq.read_table(path)) if path.exists() else []
