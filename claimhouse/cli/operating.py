"""`status`, `quarantine`, `requeue`, `export`, `backup`, `restore`: what an operator looks at and does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimhouse.cli.options import Config, Database, OutputFormat, settings_for
from claimhouse.cli.output import Format, print_rows, print_table, to_json

if TYPE_CHECKING:
    from claimhouse.pipeline.backup import Backup
    from claimhouse.pipeline.status import Status

_ALL = "%"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("status", epilog="Example: claimhouse status --database news.duckdb")(status)
    app.command("quarantine", epilog="Example: claimhouse quarantine --reason timed_out --database news.duckdb")(
        quarantine
    )
    app.command("requeue", epilog="Example: claimhouse requeue --reason timed_out --database news.duckdb")(requeue)
    app.command("backup", epilog="Example: claimhouse backup saved/ --database news.duckdb")(backup)
    app.command("maintain", epilog="Example: claimhouse maintain --config news.toml")(maintain)
    app.command("export", epilog="Example: claimhouse export tables/ --database news.duckdb")(export)
    app.command("restore", epilog="Example: claimhouse restore saved/ --database again.duckdb")(restore)


def status(
    runs: Annotated[int, typer.Option("--runs", min=1, help="How many of the last runs.")] = 5,
    form: OutputFormat = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show how the warehouse stands: what is wrong, the last runs, what is held, sources that have gone silent.

    Exit 1 where something is wrong: the last run failed, died or met too many errors, or there is no run, too much
    quarantine, a silent source or a drop in text beyond what [alerts] allows. --format json gives one object.
    """
    from claimhouse.pipeline.status import status_of

    settings = settings_for(config, database)
    found = status_of(settings, runs)
    good = not found.alerts and (found.writer is not None or found.state["last_published"] is not None)
    if form is Format.JSON or (form is None and not sys.stdout.isatty()):
        tables = {"runs": found.runs.to_pylist(), "sources": found.sources.to_pylist()}
        tables["alerts"] = [asdict(alert) for alert in found.alerts]
        print(to_json({**found.state, "bytes": dict(found.bytes_of), "writer": found.writer, "good": good, **tables}))
        return 0 if good else 1
    if form not in (None, Format.TABLE):
        message = f"status is printed as table or json, not {form}"
        raise typer.BadParameter(message)
    for line in _told(settings.database, found):
        print(line)
    print_table(found.runs)
    print_table(found.sources)
    return 0 if good else 1


def _told(database: str, found: Status) -> Iterator[str]:
    state = found.state
    sizes = ", ".join(f"{name} {size / 1e6:,.1f} MB" for name, size in found.bytes_of.items())
    at = state["published_at"]
    published = f"published {at:%Y-%m-%d %H:%M:%S} UTC" if at else "no run was published yet"
    yield f"{database}: schema {state['schema']}, {published}; {sizes}"
    yield f"a run is on: {found.writer}" if found.writer else "no run is on"
    yield (
        f"{state['documents']} documents: {state['articles']} articles, {state['rejected']} rejected,"
        f" {state['quarantined']} in quarantine{_listed(state['quarantined_for'])},"
        f" {state['marked_again']} to be tried again"
    )
    yield f"{state['claims']} claims, {state['open_conflicts']} open conflicts"
    for alert in found.alerts:
        yield f"! {alert.kind}: {alert.message}"


def _listed(reasons: list[str]) -> str:
    return f" ({', '.join(reasons)})" if reasons else ""


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


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder, or that of an earlier backup.")],
    config: Config = None,
    database: Database = None,
) -> int:
    """Copy what the last run published, and the raw bytes, into a folder; waits for no run and holds none up.

    Into the folder of an earlier backup only new raw bytes are copied.
    """
    from claimhouse.pipeline.backup import back_up

    settings = settings_for(config, database)
    made = back_up(Path(settings.database), folder, lock_timeout_s=settings.run.lock_timeout_s)
    print(f"{folder} holds {_contents(made)}", file=sys.stderr)
    return 0


def maintain(
    compact: Annotated[
        bool, typer.Option("--compact", help="Write the file anew, however little of it is free.")
    ] = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Remove what [maintenance] says is too old and what is left over, and write the file anew where it is worth it.

    `claimhouse serve` does it at serve.maintain_cron. What is current stays as it is. The file is written anew beside
    itself, so that needs room for a second one.
    """
    from claimhouse.cli.progress import Bars
    from claimhouse.pipeline.maintenance import maintain as keep_in_order

    settings = settings_for(config, database)
    with Bars() as bars:
        done = keep_in_order(settings, observer=bars, compact=compact)
    size = done.size
    print(
        f"run {done.run}: removed {done.history_rows} rows of history, {done.sightings} repeated sightings,"
        f" {done.raw_files} raw files; "
        + (
            f"file {size.before_bytes / 1e6:,.1f} MB, now {size.after_bytes / 1e6:,.1f} MB"
            if size
            else "file as it was"
        ),
        file=sys.stderr,
    )
    return 0


def export(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    state: Annotated[
        bool, typer.Option("--state", help="Also the tables dedupe_* and resolve_*, which only the next run needs.")
    ] = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Write all tables and views of the newest snapshot as Parquet files, with a data dictionary.

    Tables hold their history: valid_to_run is null in what is current. dictionary.md is for people, dictionary.csv for
    programs.
    """
    from claimhouse.cli.progress import Bars
    from claimhouse.pipeline.export import export as write

    settings = settings_for(config, database)
    timeout = settings.run.lock_timeout_s
    with Bars() as bars:
        written = write(Path(settings.database), folder, bars, with_state=state, lock_timeout_s=timeout)
    print(
        f"{folder} holds {len(written)} files, {sum(one.rows for one in written)} rows, and {folder}/dictionary.md",
        file=sys.stderr,
    )
    return 0


def restore(
    folder: Annotated[Path, typer.Argument(help="Made by `claimhouse backup`.")],
    config: Config = None,
    database: Database = None,
) -> int:
    """Make a database of a backup, after checking that it is whole; never over one that is there."""
    from claimhouse.pipeline.backup import restore as restore_backup

    settings = settings_for(config, database)
    made = restore_backup(folder, Path(settings.database))
    print(f"{settings.database} holds {_contents(made)}", file=sys.stderr)
    return 0


def _contents(backup: Backup) -> str:
    return f"{backup.documents} documents as of run {backup.run} ({backup.published_at}), {backup.raw_files} raw files"
