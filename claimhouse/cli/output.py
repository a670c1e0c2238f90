"""Rows on standard output, as a table for people or as data for programs."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console

_LONGEST_CELL = 100  # characters of a value that a table shows
_LISTED = 3  # elements of a list that a table shows
_LONGEST_LINE = 400  # characters of a value that stands on lines of its own
_LISTED_IN_LINE = 12
_KEY = re.compile(r"[0-9a-f]{64}")
_KEY_SHOWN = 12  # characters of a key that a table shows: enough for `explain`
_FOLDED = 1.5  # a table this many times as wide as the terminal is no table any more
_PIPE_WIDTH = 140  # characters of a table that goes to no terminal


@contextmanager
def until_the_reader_leaves() -> Iterator[None]:
    """End quietly where whoever reads standard output has seen enough (`| head`): nothing failed."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere


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
        sys.stdout.writelines(_json_lines(table.to_pylist()))
    elif form is Format.CSV:
        sys.stdout.write(_csv(table))
    else:
        print_table(table)


def _json_lines(rows: list[dict[str, object]]) -> Iterator[str]:
    """Yield one JSON array, each row on a line of its own: for programs as for `less`, `grep` and `diff`."""
    if not rows:
        yield "[]\n"
        return
    for number, row in enumerate(rows, start=1):
        lead = "[" if number == 1 else " "
        yield f"{lead}{to_json(row)}{']' if number == len(rows) else ','}\n"


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
    """Print rows as a table, or one below the other where they are too wide for one; long values are cut."""
    from rich.console import Console

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    if title:
        console.print(title, markup=False)
    names = table.column_names
    if not table.num_rows:
        console.print(f"no rows ({', '.join(names)})", markup=False)
        return
    rows = table.to_pylist()
    cells = [[_shown(value) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) + 2 for column in zip(names, *cells, strict=True)]
    if sum(widths) > _FOLDED * console.width or any(_holds_rows(value) for row in rows for value in row.values()):
        _print_records(console, rows)
    else:
        _print_grid(console, table, cells)


def _holds_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _print_grid(console: Console, table: pa.Table, cells: list[list[str]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for field in table.schema:
        numeric = str(field.type).startswith(("int", "uint", "double", "decimal"))
        grid.add_column(field.name, justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        grid.add_row(*map(Text, row))
    console.print(grid)


def _print_records(console: Console, rows: list[dict[str, object]]) -> None:
    longest = max(map(len, rows[0]))
    for number, row in enumerate(rows, start=1):
        console.print(f"-- {number}", style="dim", markup=False)
        for name, value in row.items():
            lead = f"{name:<{longest}}  "
            for line in _lines_of(value):
                console.print(lead + line, markup=False, soft_wrap=True)
                lead = " " * len(lead)


def _lines_of(value: object) -> Iterator[str]:
    """Yield a value that stands by itself; rows within it one a line, what is null left out."""
    if isinstance(value, list) and _holds_rows(value):
        for item in value[:_LISTED_IN_LINE]:
            told = item.items() if isinstance(item, dict) else [("", item)]
            yield "; ".join(f"{name} {_shown(part)}".strip() for name, part in told if part is not None)
        if len(value) > _LISTED_IN_LINE:
            yield f"+{len(value) - _LISTED_IN_LINE}"
    elif shown := _shown(value, listed=_LISTED_IN_LINE, longest=_LONGEST_LINE):
        yield shown


def _shown(value: object, *, listed: int = _LISTED, longest: int = _LONGEST_CELL) -> str:
    from claimhouse.cli.terminal import visible

    if isinstance(value, list):
        more = f" +{len(value) - listed}" if len(value) > listed else ""
        text = ", ".join(_shown(item) for item in value[:listed]) + more
    elif isinstance(value, float):
        text = f"{value:,.15g}"
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    elif isinstance(value, Decimal):
        text = f"{value.normalize():,f}"
    elif isinstance(value, datetime):
        text = value.strftime("%Y-%m-%d %H:%M")
    else:
        text = _cell(value)
    text = _KEY.sub(lambda key: key[0][:_KEY_SHOWN], visible(" ".join(text.split())))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _print_parquet(table: pa.Table) -> None:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(_without_unions(table), buffer)
    sys.stdout.buffer.write(buffer.getvalue())


def _without_unions(table: pa.Table) -> pa.Table:
    """Return the table with columns of unions, which Parquet cannot hold, as JSON text."""
    import pyarrow as pa

    for number, field in enumerate(table.schema):
        if "union<" in str(field.type):
            texts = [None if value is None else to_json(value) for value in table.column(number).to_pylist()]
            table = table.set_column(number, field.name, pa.array(texts, pa.string()))
    return table
