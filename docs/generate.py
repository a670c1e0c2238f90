"""Write the parts of the documentation that are derived: `python docs/generate.py`; a test holds them to the code.

docs/tables.md      every table, view and column, from the schema's own comments
docs/queries.md     the query book, from the files of `warehouse/queries`
docs/commands.md    the help of every command
docs/settings.md    every setting with its default and meaning
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
from pydantic import BaseModel

from claimhouse import cli
from claimhouse.records import vocabulary
from claimhouse.settings import Settings
from claimhouse.warehouse import Warehouse, named_queries

FOLDER = Path(__file__).resolve().parent
MADE = "<!-- made by docs/generate.py; change the source it names, not this file -->"


def tables() -> str:
    """Return the table reference."""
    lines = [
        "# Tables, views and macros",
        MADE,
        "",
        "Source: the comments in `warehouse/migrations`, `warehouse/views` and `warehouse/macros`.",
        "",
    ]
    with Warehouse.in_memory() as warehouse:
        found = warehouse.sql(
            "select table_name as name, comment, 'table' as what from duckdb_tables() where not internal"
            " union all select view_name, comment, 'view' from duckdb_views() where not internal"
            " union all select function_name || '(' || array_to_string(parameters, ', ') || ')', comment, 'macro'"
            " from duckdb_functions() where not internal order by what, name"
        ).to_pylist()
        for entry in found:
            lines += [f"## {entry['name']} ({entry['what']})", "", entry["comment"] or "", ""]
            if entry["what"] == "macro":
                continue
            if entry["what"] == "view":
                lines += _view_columns(warehouse, entry["name"])
            else:
                rows = warehouse.sql(
                    "select column_name, data_type, is_nullable, comment from duckdb_columns()"
                    " where table_name = $name order by column_index",
                    name=entry["name"],
                ).to_pylist()
                lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
                lines += [
                    f"| {row['column_name']} | {row['data_type'].replace('|', ' ')} | "
                    f"{'yes' if row['is_nullable'] else ''} | {row['comment'] or ''} |"
                    for row in rows
                ]
                lines.append("")
    lines += ["# Codes", "", "Source: `claimhouse/records/vocabulary.py`.", "", *_codes()]
    return "\n".join(lines).rstrip() + "\n"


def _view_columns(warehouse: Warehouse, view: str) -> list[str]:
    """Return a view's columns; the columns of `<table>_current` are those of its table, less `valid_to_run`."""
    if view.endswith("_current"):
        return []
    rows = warehouse.sql(
        "select column_name, data_type from duckdb_columns() where table_name = $name order by column_index", name=view
    ).to_pylist()
    return ["Columns: " + ", ".join(f"`{row['column_name']}` {row['data_type']}" for row in rows) + ".", ""]


def _codes() -> Iterator[str]:
    for name, kind in inspect.getmembers(vocabulary, inspect.isclass):
        if kind.__module__ != vocabulary.__name__:
            continue
        yield f"## {name}"
        yield ""
        yield inspect.cleandoc(kind.__doc__ or "")
        yield ""
        for line in inspect.getsource(kind).splitlines():
            if found := re.match(r'\s+[A-Z_]+ = "(?P<code>.*?)"(?:\s+# (?P<meaning>.*))?$', line):
                meaning = f": {found['meaning']}" if found["meaning"] else ""
                yield f"- `{found['code']}`{meaning}"
        yield ""


def queries() -> str:
    """Return the query book."""
    lines = ["# Query book", MADE, "", "Run one with `claimhouse query NAME --param name=value`.", ""]
    for query in named_queries():
        lines += [f"## {query.name}", "", f"**{query.title}.** {query.question}", ""]
        for parameter in query.parameters:
            default = "must be given" if parameter.default is None else f"default `{parameter.default}`"
            codes = f"; one of {', '.join(f'`{code}`' for code in parameter.codes)}" if parameter.codes else ""
            lines.append(f"- `{parameter.name}` ({parameter.type}, {default}): {parameter.meaning}{codes}")
        statement = "\n".join(line for line in query.statement.splitlines() if not line.startswith("-- "))
        lines += ["", "```sql", statement.strip(), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def commands() -> str:
    """Return the help of every command."""
    os.environ["COLUMNS"] = "100"  # as wide on every terminal
    lines = ["# Commands", MADE, ""]
    root = typer.main.get_command(cli.app)
    for path, command in _commands(root, ("claimhouse",)):
        context = command.make_context(" ".join(path), [], resilient_parsing=True)
        lines += [f"## {' '.join(path)}", "", "```", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - typer's own classes are private
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from _commands(child, (*path, name))


def settings() -> str:
    """Return every setting with its default."""
    lines = ["# Settings", MADE, "", "A TOML file given with `--config` overrides these defaults.", ""]
    return "\n".join([*lines, *_settings("", Settings)]).rstrip() + "\n"


def _settings(prefix: str, model: type[BaseModel]) -> Iterator[str]:
    documented = dict(re.findall(r"^    (\w+): (.*?)(?=^    \w+: |\Z)", _attributes(model), re.DOTALL | re.MULTILINE))
    inner: list[tuple[str, type[BaseModel]]] = []
    rows = []
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            inner.append((f"{prefix}{name}", field.annotation))
            continue
        meaning = " ".join(documented.get(name, "").split())
        rows.append(f"| `{name}` | `{field.default!r}` | {meaning} |")
    if rows:
        summary = inspect.cleandoc(model.__doc__ or "").split("\n")[0]
        yield from (f"## {f'[{prefix[:-1]}]' if prefix else 'top level'}", "", summary, "")
        yield from ("| setting | default | meaning |", "|---|---|---|", *rows, "")
    for name, child in inner:
        yield from _settings(f"{name}.", child)


def _attributes(model: type[BaseModel]) -> str:
    return inspect.cleandoc(model.__doc__ or "").partition("Attributes:\n")[2]


DERIVED = {"tables.md": tables, "queries.md": queries, "commands.md": commands, "settings.md": settings}

if __name__ == "__main__":
    for name, make in DERIVED.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
