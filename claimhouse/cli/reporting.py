"""`report`: a brief for an editor."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimhouse.cli.options import Config, Database, settings_for
from claimhouse.cli.output import until_the_reader_leaves


class Writing(StrEnum):
    """What a report is written in."""

    MARKDOWN = "markdown"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("report", epilog="Example: claimhouse report --about Solvei --output solvei.html")(report)


def report(
    about: Annotated[
        str, typer.Option("--about", metavar="NAME", help="Part of a subject or sentence; default: everything.")
    ] = "",
    output: Annotated[
        str, typer.Option("--output", metavar="FILE", help="FILE.md, FILE.html, or - for standard output.")
    ] = "-",
    form: Annotated[
        Writing | None, typer.Option("--format", help="Default: html where FILE ends so, else markdown.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="Show what came and went since, as 2026-03-01T06:00Z.")
    ] = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Write a brief: what is agreed, disputed, only rumoured and changed, each statement with its evidence.

    It counts independent origins, not articles, and says which copies were left out and why. It never says who is
    right. The HTML is one file with its pictures in it.
    """
    from claimhouse.cli.claim_lines import time_of
    from claimhouse.report import as_html, as_markdown, read_brief, report_of

    settings = settings_for(config, database)
    moment = time_of(since)
    if since is not None and moment is None:
        message = f"--since takes a time like 2026-03-01T06:00Z, got {since!r}"
        raise typer.BadParameter(message)
    told = moment.isoformat() if moment else ""
    made = report_of(read_brief(Path(settings.database), settings.run.lock_timeout_s, about.strip(), told))
    html = form is Writing.HTML or (form is None and output.lower().endswith((".html", ".htm")))
    text = as_html(made) if html else as_markdown(made)
    if output == "-":
        with until_the_reader_leaves():
            sys.stdout.write(text)
    else:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    return 0
