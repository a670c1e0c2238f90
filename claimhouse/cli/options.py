"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimhouse.cli.output import Format

if TYPE_CHECKING:
    from claimhouse.settings import Settings


class LogLines(StrEnum):
    """What a run says of itself; as `claimhouse.settings.LogFormat`, which help must not wait for."""

    TEXT = "text"
    JSON = "json"


Config = Annotated[Path | None, typer.Option("--config", help="TOML file with settings, over the defaults.")]
Database = Annotated[
    Path | None, typer.Option("--database", help="DuckDB file; default: `database` of the configuration.")
]
OutputFormat = Annotated[
    Format | None, typer.Option("--format", help="How rows are printed; default: table on a terminal, else json.")
]
Logs = Annotated[
    LogLines | None,
    typer.Option("--log-format", help="On standard error: text, or json with one line for each stage."),
]
TextFile = Annotated[str, typer.Argument(metavar="[FILE.jsonl]", help="JSON lines; - or nothing: standard input.")]


def settings_for(config: Path | None, database: Path | None = None) -> Settings:
    """Return the settings of a command: the file's, and the database named on the command line."""
    from claimhouse.settings import load

    settings = load(config)
    return settings.model_copy(update={"database": str(database)}) if database else settings


def with_logs(settings: Settings, form: LogLines | None) -> Settings:
    """Return the settings with the form of logs that the command line asks for, if it does."""
    from claimhouse.settings import LogFormat

    if form is None:
        return settings
    return settings.model_copy(update={"run": settings.run.model_copy(update={"log_format": LogFormat(form.value)})})
