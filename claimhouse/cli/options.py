"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimhouse.cli.output import Format

if TYPE_CHECKING:
    from claimhouse.settings import Settings

Config = Annotated[Path | None, typer.Option("--config", help="TOML file with settings, over the defaults.")]
Database = Annotated[
    Path | None, typer.Option("--database", help="DuckDB file; default: `database` of the configuration.")
]
OutputFormat = Annotated[
    Format | None, typer.Option("--format", help="How rows are printed; default: table on a terminal, else json.")
]
TextFile = Annotated[str, typer.Argument(metavar="[FILE.jsonl]", help="JSON lines; - or nothing: standard input.")]


def settings_for(config: Path | None, database: Path | None = None) -> Settings:
    """Return the settings of a command: the file's, and the database named on the command line."""
    from claimhouse.settings import load

    settings = load(config)
    return settings.model_copy(update={"database": str(database)}) if database else settings
