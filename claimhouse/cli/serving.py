"""`claimhouse serve`: the recurring job, until it is stopped."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from claimhouse.cli.checkout import flows_module
from claimhouse.cli.options import Config, Database, Logs, settings_for, with_logs
from claimhouse.errors import SettingsError, SourceError

if TYPE_CHECKING:
    from claimhouse.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve", epilog="Example: claimhouse serve inbox/ --every 3600 --database news.duckdb")(serve)


def serve(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE…", help="Files, folders, globs, addresses, read anew at each run."),
    ] = None,
    every: Annotated[
        float | None, typer.Option("--every", metavar="SECONDS", min=1, help="Time from one run to the next.")
    ] = None,
    cron: Annotated[str | None, typer.Option("--cron", help='Times instead, as cron writes them: "5 * * * *".')] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Of the Prefect server, found or started.")
    ] = None,
    logs: Logs = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Run the main job again and again, and learn host profiles, until interrupted; one run at a time.

    Finds the Prefect server on this machine (or at PREFECT_API_URL) or starts one, and prints the address of its page.
    """
    settings = with_logs(_with_options(settings_for(config, database), every, cron, port), logs)
    named = list(sources or settings.default_sources)
    if not named:
        message = "no SOURCE: name files, folders, globs or addresses, or set default_sources in the --config file"
        raise SourceError(message)
    offline = flows_module("flows.offline")
    if offline is None:
        message = "serving needs the project's folder with its flows, and the extra `flows` installed"
        raise SettingsError(message)
    from claimhouse.sources import check_sources

    check_sources(named)
    offline.prepare()
    server_module = flows_module("flows.server")
    assert server_module is not None, "one flow module is there and another is not"  # noqa: S101 - one folder
    with server_module.running_server(
        settings.serve.port, lambda: _deployments().check_times(settings.serve)
    ) as server:
        deployments = _deployments()
        print(f"Prefect {'started' if server.ours else 'found'}: {server.page}", file=sys.stderr)
        print(f"claimhouse: {_told(named, settings)}; Ctrl-C ends it", file=sys.stderr)
        deployments.serve(named, str(config) if config else None, str(database) if database else None, settings)
    return 0


def _deployments() -> ModuleType:
    deployments = flows_module("flows.deployments")
    if deployments is None:
        message = "serving needs the extra `flows` installed"
        raise SettingsError(message)
    return deployments


def _with_options(settings: Settings, every: float | None, cron: str | None, port: int | None) -> Settings:
    if every is not None and cron is not None:
        message = "--every and --cron exclude each other"
        raise typer.BadParameter(message)
    given = {"every_s": every, "cron": "" if every is not None else cron, "port": port}
    changed = {name: value for name, value in given.items() if value is not None}
    return settings.model_copy(update={"serve": settings.serve.model_copy(update=changed)})


def _told(sources: list[str], settings: Settings) -> str:
    when = f'at "{settings.serve.cron}"' if settings.serve.cron else f"now and every {settings.serve.every_s:g} s"
    return f"{' '.join(sources)} into {settings.database} {when}"
