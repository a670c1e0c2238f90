"""Rows on standard output, as a table for people or as data for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST_CELL = 90  # characters of a value that a table shows


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


def print_rows(table: pa.Table, chosen: Format | None) -> None:
    """Print rows: by default as a table on a terminal and as JSON in a pipe."""
    form = chosen or (Format.TABLE if sys.stdout.isatty() else Format.JSON)
    if form is Format.PARQUET:
        _print_parquet(table)
    elif form is Format.JSON:
        sys.stdout.write(to_json(table.to_pylist()) + "\n")
    elif form is Format.CSV:
        sys.stdout.write(_csv(table))
    else:
        print_table(table)


def to_json(value: object) -> str:
    """Return rows as JSON; numbers stay numbers, times are ISO 8601 in UTC."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _csv(table: pa.Table) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_cell(value) for value in row.values()])
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | dict):
        return to_json(value)
    return str(_plain(value)) if isinstance(value, Decimal | datetime | date | bytes) else str(value)


def print_table(table: pa.Table, *, title: str | None = None) -> None:
    """Print rows as a table as wide as the terminal; long values are cut, and lists shown by their elements."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for field in table.schema:
        numeric = str(field.type).startswith(("int", "uint", "double", "decimal"))
        grid.add_column(field.name, justify="right" if numeric else "left", overflow="fold")
    for row in table.to_pylist():
        grid.add_row(*(Text(_shown(value)) for value in row.values()))
    console = Console(highlight=False)
    console.print(grid)
    if not table.num_rows:
        console.print("no rows")


def _shown(value: object) -> str:
    if isinstance(value, list):
        text = ", ".join(_shown(item) for item in value)
    elif isinstance(value, float):
        text = f"{value:.3g}"
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    elif isinstance(value, Decimal):
        text = f"{value.normalize():,f}"
    elif isinstance(value, datetime):
        text = value.strftime("%Y-%m-%d %H:%M")
    else:
        text = _cell(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _print_parquet(table: pa.Table) -> None:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    sys.stdout.buffer.write(buffer.getvalue())
