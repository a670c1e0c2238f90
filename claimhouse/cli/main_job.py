"""`claimhouse run`: the main job, once; `claimhouse profile`: what it learns of hosts, when asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimhouse.cli.checkout import flows_module
from claimhouse.cli.options import Config, Database, Logs, OutputFormat, settings_for, with_logs
from claimhouse.cli.output import print_rows, print_table
from claimhouse.errors import SourceError

if TYPE_CHECKING:
    from claimhouse.pipeline import Account
    from claimhouse.settings import Settings
    from claimhouse.warehouse import Reader

# The questions that a run answers at its end: named queries, their parameters, the columns that fit a terminal.
QUESTIONS: tuple[tuple[str, dict[str, str], list[str]], ...] = (
    (
        "disagreements",
        {"limit": "6"},
        ["subject", "attribute", "one_value", "said_by", "other_value", "other_said_by", "type"],
    ),
    (
        "corroboration",
        {"limit": "6"},
        ["subject", "attribute", "text", "n_articles", "n_publishers", "n_origins", "documents"],
    ),
    (
        "who_said_it",
        {"limit": "6"},
        ["said_by", "speaker_kind", "claims", "documents", "quoted_directly", "example"],
    ),
)


class Step(StrEnum):
    """What `--reprocess` takes; the steps after it follow where its output changed."""

    CLEAN = "clean"
    SIGN = "sign"
    EXTRACT = "extract"
    DEDUPE = "dedupe"
    RESOLVE = "resolve"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        "run",
        epilog="Example: claimhouse run articles/ pages.jsonl crawl.warc.gz --database news.duckdb --direct",
    )(run)
    app.command("profile", epilog="Example: claimhouse profile --database news.duckdb")(profile)


def run(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE…", help="Files, folders, globs, - for standard input, or addresses."),
    ] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Without the orchestrator, in the same order.")] = False,
    again: Annotated[
        Step | None,
        typer.Option(
            "--reprocess", help="Take all documents of the database through this step again; needs no SOURCE."
        ),
    ] = None,
    logs: Logs = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Take scraped articles through all stages into the warehouse, once, and print the account of the run.

    Reads .html .htm .xhtml .txt .md .jsonl .parquet .warc, also .gz and .zst, judged by content. An address is
    https://… (a page, a feed or a sitemap, judged by content), feed:https://…, sitemap:https://… or urls:FILE with one
    URL a line; of it only what is new is asked for. Without a SOURCE the configuration's `default_sources` are read. A
    second run over the same input adds nothing new.
    """
    settings = with_logs(settings_for(config, database), logs)
    named = list(sources or (() if again else settings.default_sources))
    if not named and not again and not _waits(settings):
        message = "no SOURCE: name files, folders, globs or addresses, or set default_sources in the --config file"
        raise SourceError(message)
    account = _run(named, settings, again, direct=direct)
    named_files = (("--config", config), ("--database", database or (settings.database if config is None else None)))
    _report(account, settings, " ".join(f"{option} {path}" for option, path in named_files if path))
    unfit = account.quarantined == account.items and (named or account.items) and not _nothing_new(account, named)
    if unfit:
        what = "the sources yielded no item" if not account.items else "not one item could be read"
        print(f"claimhouse: {what}; see claimhouse query quarantine", file=sys.stderr)
    return 1 if unfit else 0


def _nothing_new(account: Account, sources: list[str]) -> bool:
    """Say so where addresses had nothing new, which is how most runs end."""
    from claimhouse.sources import addresses_of

    if account.items or not addresses_of(sources):
        return False
    print("claimhouse: the addresses had nothing new, or were not to be asked yet", file=sys.stderr)
    return True


def _waits(settings: Settings) -> bool:
    """Whether something in the database is marked to be done again, which needs no source."""
    from claimhouse.pipeline.status import status_of

    return Path(settings.database).exists() and bool(status_of(settings, 1).state["marked_again"])


def profile(config: Config = None, database: Database = None, form: OutputFormat = None) -> int:
    """Learn host profiles: what the pages of each host repeat is furniture, and goes from all of them.

    Never in passing: only this command (or the flow `flows/profile.py`) changes profiles. A host whose profile
    changed has its pages cleaned again when the next run meets them. Prints the texts of every host, those that
    cleaning drops first.
    """
    from claimhouse.cli.progress import Bars
    from claimhouse.pipeline.profile import learn_profiles
    from claimhouse.warehouse import Reader

    settings = settings_for(config, database)
    with Bars() as bars:
        account = learn_profiles(settings, observer=bars)
    with Reader.open(Path(settings.database), lock_timeout_s=settings.run.lock_timeout_s) as reader:
        print_rows(reader.query("host_profile"), form)
    print(
        f"run {account.run}: {account.hosts} hosts have a profile, {account.changed} changed;"
        f" {account.pages_due} pages are due when a run meets them again"
        + ("" if account.learned else "  (nothing new to learn from)"),
        file=sys.stderr,
    )
    return 0


def _run(sources: list[str], settings: Settings, again: str | None, *, direct: bool) -> Account:
    from claimhouse.cli.progress import Bars
    from claimhouse.pipeline import run_pipeline
    from claimhouse.pipeline.journal import json_lines
    from claimhouse.settings import LogFormat
    from claimhouse.sources import check_sources

    check_sources(sources)  # before an orchestrator is started for nothing
    module = None if direct else flows_module("flows.pipeline")
    if module is None and not direct:
        print("claimhouse: running --direct", file=sys.stderr)
    flow: Callable[..., Account] | None = module.run_once if module else None
    stdin = sys.stdin.buffer if "-" in sources else None
    json_logs = settings.run.log_format is LogFormat.JSON
    with json_lines(sys.stderr) if json_logs else nullcontext(), Bars(shown=not json_logs) as bars:
        if flow is None:
            return run_pipeline(sources, settings, observer=bars, stdin=stdin, command="run --direct", again=again)
        return flow(sources, settings, observer=bars, stdin=stdin, again=again)


def _extraction_lines(reader: Reader, run: int) -> Iterator[str]:
    """Yield what extraction left out in a run: languages that nobody states anything in, extractors that failed."""
    parameters = {"run": str(run)}
    for row in reader.query("languages", parameters).to_pylist():
        if row["mark"]:
            yield f"{row['mark']}: {_documents(row)} kept, cleaned and compared"
    for row in reader.query("extractor_failures", parameters).to_pylist():
        yield f"extractor {row['extractor']}: {row['reason']}: {_documents(row)} in quarantine: {row['first_message']}"


def _documents(row: Mapping[str, Any]) -> str:
    more = f" +{row['documents'] - len(row['examples'])}" if row["documents"] > len(row["examples"]) else ""
    return f"{row['documents']} document{'s' * (row['documents'] > 1)} ({', '.join(row['examples'])}{more})"


def _report(account: Account, settings: Settings, where: str) -> None:
    """Print the account of a run and the answers to a few questions; `where` are the options that lead to them."""
    from claimhouse.warehouse import Reader, named_queries

    print(
        f"run {account.run}: {account.items} items = {account.loaded} loaded + {account.known} known"
        f" + {account.rejected} rejected + {account.quarantined} quarantined"
        + ("  (degraded: too many unexpected errors)" if account.degraded else "")
    )
    titles = {query.name: query for query in named_queries()}
    with Reader.open(Path(settings.database), lock_timeout_s=settings.run.lock_timeout_s) as reader:
        if account.rejected or account.quarantined:
            print_table(reader.query("account_reasons", {"run": str(account.run)}))
        for line in _extraction_lines(reader, account.run):
            print(line)
        for name, parameters, columns in QUESTIONS:
            shown = " ".join(f"--param {key}={value}" for key, value in parameters.items())
            print(f"\n{titles[name].title}: {titles[name].question}")
            print(f"$ claimhouse query {name} {shown} {where}")
            print_table(reader.query(name, parameters).select(columns))
