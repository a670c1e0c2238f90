"""`claimhouse forget`: a document is removed for good, and what was removed is said."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claimhouse.cli.options import Config, Database, settings_for

if TYPE_CHECKING:
    from claimhouse.pipeline.forgetting import Forgot, Target

_MILLION = 1e6


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("forget", epilog="Example: claimhouse forget 3f9a1c04b2d7 --database news.duckdb")(forget)


def forget(
    documents: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT…", help="An id, or the first characters of a document_key.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; in a pipe nothing is asked.")] = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Remove documents for good: raw bytes, text, claims and their history, what fetching knows, the old snapshot.

    Everything else is made anew as if they had never been there. What stays is a tombstone (table `forgotten`): the
    document's key, when it was, and digests of its addresses, so that no source brings it back. Not reached: backups,
    exports and reports made before, Prefect's records of earlier runs, and the source itself. There is no way back.
    """
    from claimhouse.pipeline.forgetting import find_targets
    from claimhouse.pipeline.forgetting import forget as remove

    settings = settings_for(config, database)
    targets = find_targets(settings, documents)
    for target in targets:
        print(_named(target), file=sys.stderr)
    if not yes and sys.stdin.isatty():
        typer.confirm(f"Remove from {settings.database} for good?", abort=True, err=True)
    for line in _told(targets, remove(settings, targets, own_settings=config is None)):
        print(line, file=sys.stderr)
    return 0


def _named(target: Target) -> str:
    seen = ", ".join(part for part in (target.source_id, target.url) if part)
    return f"document {target.document_key}" + (f" ({seen})" if seen else "")


def _told(targets: Sequence[Target], forgot: Forgot) -> Iterator[str]:
    rows = ", ".join(f"{count} {relation}" for relation, count in forgot.rows.items())
    yield f"forgotten in run {forgot.run}: {len(targets)} document{'s' * (len(targets) > 1)}"
    yield f"  rows removed: {rows or 'none were left'}"
    yield f"  raw files removed: {forgot.files}; the snapshot was replaced"
    if forgot.size is not None:
        before, after = forgot.size.before_bytes / _MILLION, forgot.size.after_bytes / _MILLION
        yield f"  the database file was written anew: {before:,.1f} MB before, {after:,.1f} MB now"
    yield f"  kept: the key, and digests of the addresses, which are not asked for again: {forgot.addresses}"
    yield "  not reached: backups, exports and reports made before, Prefect's records of runs, the source itself"
    if forgot.kept_revisions:
        yield f"  other revisions of its page are still there: {', '.join(forgot.kept_revisions)}"
