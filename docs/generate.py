"""Write the parts of the documentation that are derived: `python docs/generate.py`; a test holds them to the code.

docs/tables.md      every table, view and column, from the schema's own comments
docs/queries.md     the query book, from the files of `warehouse/queries`
docs/commands.md    the help of every command
docs/settings.md    every setting with its default and meaning

With `--examples` the samples are run first, and the query book shows what its queries give now.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer.main
from pydantic import BaseModel

from claimhouse import cli
from claimhouse.pipeline import run_pipeline
from claimhouse.records import vocabulary
from claimhouse.settings import Settings, load
from claimhouse.warehouse import NamedQuery, Reader, Warehouse, named_queries

FOLDER = Path(__file__).resolve().parent
MADE = "<!-- made by docs/generate.py; change the source it names, not this file -->"


EXAMPLES = FOLDER / "query_examples.json"
EXAMPLE_PARAMETERS = {
    "amounts": {"kind": "money"},
    "changes_since": {"change": "statement_%"},
    "claims_about": {"entity": "Brightloom"},
    "claims_of_document": {"document": "ledger-report"},
    "disputed_matters": {"about": "Solvei"},
    "first_reports": {"about": "Corvane Group / Brightloom", "attribute": "deal_amount"},
    "named_together": {"name": "Brightloom"},
    "numbers_said": {"words": "ferry", "kind": "count"},
    "numbers_side_by_side": {"about": "Brightloom", "kind": "money"},
    "search": {"words": "ferry fire"},
    "sentences": {"words": "ferry%fire"},
    "timeline": {"name": "Brightloom"},
    "values_over_time": {"attribute": "dead"},
}
"""What is asked where the defaults show little."""
TOPICS = {
    "What is disputed, and what is agreed": (
        "disputed_matters",
        "disagreements",
        "conflicts",
        "publishers_compared",
        "corroboration",
        "single_origin",
    ),
    "Who says what": (
        "search",
        "sentences",
        "claims_about",
        "numbers_said",
        "numbers_side_by_side",
        "claims_of_document",
        "who_said_it",
        "anonymous_sources",
        "hedged_claims",
        "named_together",
    ),
    "Values of an attribute": ("attributes", "values_by_source", "amounts"),
    "Since when": ("timeline", "first_reports", "values_over_time", "changes_since", "claims_as_of", "revisions"),
    "Copies and origins": ("copies", "digests", "sources_of_documents", "owners"),
    "What was read, and what was left out": (
        "documents",
        "account",
        "account_reasons",
        "quarantine",
        "dropped_blocks",
        "dropped_by_reason",
        "host_profile",
        "languages",
        "extractor_failures",
    ),
}
"""Where to begin; every query is in one of these."""
_EXAMPLE_ROWS = 2
_CELL = 48
_LISTED = 2
# Times of this run and of the files on this disk.
_OTHER_EVERYWHERE = frozenset(
    {
        "run",
        "started_at",
        "finished_at",
        "fetched_at",
        "quarantined_at",
        "moment",
        "first_told_at",
        "last_told_at",
        "told_at",
        "since_run",
        "day",
    }
)
_KEY = re.compile(r"[0-9a-f]{64}")


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
    examples = stored_examples()
    lines = ["# Query book", MADE, "", "Run one with `claimhouse query NAME --param name=value`.", "", *_begin()]
    for query in named_queries():
        lines += [f"## {query.name}", "", f"**{query.title}.** {query.question}", ""]
        lines += [f"See also [{other}](#{other}): {why}." for other, why in query.see]
        lines += [""] if query.see else []
        for parameter in query.parameters:
            default = "must be given" if parameter.default is None else f"default `{parameter.default}`"
            codes = f"; one of {', '.join(f'`{code}`' for code in parameter.codes)}" if parameter.codes else ""
            lines.append(f"- `{parameter.name}` ({parameter.type}, {default}): {parameter.meaning}{codes}")
        statement = "\n".join(line for line in query.statement.splitlines() if not line.startswith("-- "))
        shown = examples.get(query.name, "")
        lines += ["", f"Of the samples, `{example_command(query)}` gives first:", "", shown]
        lines += ["", "<details><summary>SQL</summary>", "", "```sql", statement.strip(), "```", "", "</details>", ""]
    return "\n".join(lines).rstrip() + "\n"


def _begin() -> Iterator[str]:
    """Yield which query answers which question."""
    known = {query.name: query for query in named_queries()}
    if sorted(known) != sorted(name for names in TOPICS.values() for name in names):
        message = "each query belongs to one of TOPICS"
        raise ValueError(message)
    yield from (
        "A name is looked for as a part: `--param about=harbour`. In a parameter of which it is said, `%` stands",
        "for any letters: `--param attribute=deal_%`. Where names were not joined (“the ship”), `search` and",
        "`numbers_said` find the sentence all the same. `document` is the id that `documents` lists; a `claim_key`,",
        "`group` or `conflict` goes to `claimhouse explain claim KEY`, `explain group KEY` or `explain conflict",
        "KEY`. `told_at` is the time of publication where `time_of` says `published`; a later version of a page",
        "counts from when it was seen (`revised`), a page without a date from when it was first seen (`seen`).",
        "",
        "| You ask | Begin with | Then |",
        "|---|---|---|",
        "| how many, how much, how long | `numbers_said` | `numbers_side_by_side`: other words, same unit |",
        "| when | `numbers_said --param kind=date` | `sentences`: a month or a weekday without a year |",
        "| who, why, how, will it, is it true | `search` | `sentences`: lines without a claim, and their neighbours |",
        "| who disagrees with whom | `disputed_matters` | `conflicts`, `numbers_side_by_side` |",
        "| what was corrected | `revisions` | `changes_since`; `superseded_by` in `numbers_said` |",
        "",
    )
    for topic, names in TOPICS.items():
        yield from (f"**{topic}**", "")
        yield from (f"- [{name}](#{name}): {known[name].question}" for name in names)
        yield ""


def example_command(query: NamedQuery) -> str:
    """Return the command line of an example."""
    given = "".join(
        f" --param {name}={_quoted(value)}" for name, value in EXAMPLE_PARAMETERS.get(query.name, {}).items()
    )
    return f"claimhouse query {query.name}{given}"


def example(reader: Reader, query: NamedQuery) -> str:
    """Return the first rows that a query gives, as a Markdown table."""
    table = reader.query(query.name, EXAMPLE_PARAMETERS.get(query.name, {}))
    names = [name for name in table.column_names if name not in _OTHER_EVERYWHERE]
    rows = table.select(names).slice(0, _EXAMPLE_ROWS).to_pylist()
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(row[name]) for name in names)} |" for row in rows]
    return "\n".join(lines)


def stored_examples() -> dict[str, str]:
    """Return the examples by name of the query."""
    examples: dict[str, str] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return examples


def _cell(value: object) -> str:
    if isinstance(value, list):
        more = f" +{len(value) - _LISTED}" if len(value) > _LISTED else ""
        return ", ".join(_cell(one) for one in value[:_LISTED]) + more
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{name}: {_cell(one)}"
                for name, one in value.items()
                if one is not None and name not in _OTHER_EVERYWHERE
            )
            + "}"
        )
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return f"{float(value):.10g}"
    text = "" if value is None else str(value).replace(f"{FOLDER.parent}{os.sep}", "")
    text = _KEY.sub(lambda key: f"{key[0][:12]}…", text)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= _CELL else text[: _CELL - 1].rstrip() + "…"


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


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


def make_examples() -> None:
    """Run the samples in a folder of their own and store what the named queries give."""
    with tempfile.TemporaryDirectory() as folder:
        sample = load(FOLDER.parent / "config" / "sample.toml")
        settings = sample.model_copy(update={"database": str(Path(folder) / "sample.duckdb")})
        sources = [str(FOLDER.parent / source) for source in sample.default_sources]
        run_pipeline(sources, settings)
        with Reader.open(Path(settings.database)) as reader:
            examples = {query.name: example(reader, query) for query in named_queries()}
    EXAMPLES.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if "--examples" in sys.argv[1:]:
        make_examples()
    for name, make in DERIVED.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
