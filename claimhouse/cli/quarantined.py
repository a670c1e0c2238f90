"""`quarantine` and `requeue`: what could not be processed, and asking for another try."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from claimhouse.cli.options import Config, Database, OutputFormat, settings_for
from claimhouse.cli.output import print_rows

_ALL = "%"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("quarantine", epilog="Example: claimhouse quarantine --reason timed_out --database news.duckdb")(
        quarantine
    )
    app.command("requeue", epilog="Example: claimhouse requeue --reason timed_out --database news.duckdb")(requeue)


def quarantine(
    reason: Annotated[str, typer.Option("--reason", help="Only this reason; % stands for anything.")] = _ALL,
    form: OutputFormat = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """List what is in quarantine: what came, at which stage it failed, why, and how often.

    The same as `claimhouse query quarantine`; tracebacks stand in the table `quarantine`.
    """
    from claimhouse.warehouse import Reader

    settings = settings_for(config, database)
    with Reader.open(Path(settings.database), lock_timeout_s=settings.run.lock_timeout_s) as reader:
        print_rows(reader.query("quarantine", {"reason": reason}), form)
    return 0


def requeue(
    reason: Annotated[str | None, typer.Option("--reason", help="What failed for this reason; % for any.")] = None,
    stage: Annotated[str, typer.Option("--stage", help="Only at this stage; % for any.")] = _ALL,
    config: Config = None,
    database: Database = None,
) -> int:
    """Let the next run try again what is in quarantine, whatever its sources are.

    It stays in quarantine until then. Of items that could not be read at all no bytes are kept: these are tried again
    when a source brings them.
    """
    from claimhouse.pipeline.requeue import requeue as mark
    from claimhouse.records import QuarantineReason

    if reason is None or (_ALL not in reason and reason not in set(QuarantineReason)):
        known = ", ".join(QuarantineReason)
        message = f"say which: --reason with one of {known}, or --reason % for all; got {reason!r}"
        raise typer.BadParameter(message)
    marked = mark(settings_for(config, database), reason=reason, stage=stage)
    print(
        f"{marked.items} marked for another try"
        + (f", {marked.unreadable} of them when a source brings them again" if marked.unreadable else "")
        + ("; `claimhouse run` does it" if marked.items else ""),
        file=sys.stderr,
    )
    return 0 if marked.items else 1
