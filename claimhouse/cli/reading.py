"""`query`, `verify`, `explain`: reading what a run has left; and `evaluate`, reading gold."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from claimhouse.cli.options import Config, Database, OutputFormat, settings_for
from claimhouse.cli.output import Format, print_rows, to_json

explain = typer.Typer(
    help="How one thing came about.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: claimhouse explain claim 3f2a9c --database news.duckdb",
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("query", epilog="Example: claimhouse query conflicts --format json --database news.duckdb")(query)
    app.command("verify", epilog="Example: claimhouse verify --database news.duckdb")(verify)
    app.command("evaluate", epilog="Example: claimhouse evaluate --gold tests/gold")(evaluate)
    explain.command("claim", epilog="Example: claimhouse explain claim 3f2a9c")(explain_claim)
    explain.command("page", epilog="Example: claimhouse explain page article.html")(explain_page)
    explain.command("pair", epilog="Example: claimhouse explain pair 3f2a9c morning-copy --database news.duckdb")(
        explain_pair
    )
    explain.command("sentence", epilog='Example: claimhouse explain sentence "The mill may close, Ann Bell said."')(
        explain_sentence
    )
    explain.command("group", epilog="Example: claimhouse explain group 3f2a9c --database news.duckdb")(explain_group)
    explain.command("conflict", epilog="Example: claimhouse explain conflict 3f2a9c --database news.duckdb")(
        explain_conflict
    )
    app.add_typer(explain, name="explain")


def query(
    statement: Annotated[
        str | None, typer.Argument(metavar="[SQL or NAME]", help="A statement, or a name; nothing: list the names.")
    ] = None,
    param: Annotated[list[str] | None, typer.Option("--param", metavar="K=V", help="A parameter; repeatable.")] = None,
    form: OutputFormat = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Ask the newest snapshot: a named query of the query book, or a statement of your own. Read-only.

    In a statement, parameters stand as $name.
    """
    from claimhouse.warehouse import Reader, named_queries

    known = {book.name: book for book in named_queries()}
    if statement is None:
        _list_queries(form)
        return 0
    if statement not in known and not any(blank in statement.strip() for blank in " \n\t("):
        message = f"no query named {statement!r}; there are: {', '.join(sorted(known))}"
        raise typer.BadParameter(message)
    given = dict(_split(pair) for pair in param or [])
    settings = settings_for(config, database)
    with Reader.open(Path(settings.database), lock_timeout_s=settings.run.lock_timeout_s) as reader:
        rows = reader.query(statement, given) if statement in known else reader.sql(statement, given)
        print_rows(rows, form)
    if not rows.num_rows and statement in known:
        for other, why in known[statement].see:
            print(f"nothing found; see also `claimhouse query {other}`: {why}", file=sys.stderr)
    return 0


def _split(pair: str) -> tuple[str, str]:
    name, sign, value = pair.partition("=")
    if not sign or not name:
        message = f"--param takes name=value, got {pair!r}"
        raise typer.BadParameter(message)
    return name, value


def _list_queries(form: Format | None) -> None:
    import pyarrow as pa

    from claimhouse.warehouse import named_queries

    rows = [
        {
            "name": book.name,
            "title": book.title,
            "question": book.question,
            "parameters": ", ".join(
                parameter.name if parameter.default is None else f"{parameter.name}={parameter.default}"
                for parameter in book.parameters
            ),
        }
        for book in named_queries()
    ]
    print_rows(pa.Table.from_pylist(rows), form)


def verify(config: Config = None, database: Database = None, form: OutputFormat = None) -> int:
    """Re-check every evidence span of claims, blocks and titles from the raw bytes; exit 1 if one does not hold."""
    import pyarrow as pa

    from claimhouse.pipeline.checking import verify_database

    settings = settings_for(config, database)
    reports = verify_database(Path(settings.database), settings.run.lock_timeout_s)
    rows = [
        {"evidence": name, "finding": str(finding), "count": count}
        for name, report in reports.items()
        for finding, count in sorted(report.counts.items())
    ]
    print_rows(
        pa.Table.from_pylist(rows, pa.schema([("evidence", "string"), ("finding", "string"), ("count", "int64")])), form
    )
    faults = [(name, *fault) for name, report in reports.items() for fault in report.faults]
    for name, key, finding, quote in faults:
        print(f"claimhouse: {name} {key}: {finding}: {quote[:120]!r}", file=sys.stderr)
    return 1 if faults else 0


def explain_claim(
    key: Annotated[str, typer.Argument(help="Key of the claim, or its first characters.")],
    config: Config = None,
    database: Database = None,
) -> int:
    """Show how a claim came about: its sentence in its block, its fields, its bytes, the steps and the run."""
    from claimhouse.pipeline.checking import explain_claim as lines_of

    settings = settings_for(config, database)
    for line in lines_of(Path(settings.database), key, settings.run.lock_timeout_s):
        print(line)
    return 0


def explain_group(
    key: Annotated[str, typer.Argument(help="Key of the group, or its first characters.")],
    form: OutputFormat = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show claims that say the same: why each is a member, how it was read, and which copies are no origins."""
    from claimhouse.pipeline import explaining

    settings = settings_for(config, database)
    found = explaining.explain_group(Path(settings.database), key, settings.run.lock_timeout_s)
    return _print_explained(found.as_data(), explaining.group_lines(found), form)


def explain_conflict(
    key: Annotated[str, typer.Argument(help="Key of the conflict, or its first characters.")],
    form: OutputFormat = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show a conflict: its type and why it is that, and both sides with their sentences and counts."""
    from claimhouse.pipeline import explaining

    settings = settings_for(config, database)
    found = explaining.explain_conflict(Path(settings.database), key, settings.run.lock_timeout_s)
    return _print_explained(found.as_data(), explaining.conflict_lines(found), form)


def _print_explained(data: object, lines: Iterator[str], form: Format | None) -> int:
    if form not in {None, Format.TABLE, Format.JSON}:
        message = "an explanation is printed as table or json"
        raise typer.BadParameter(message)
    if form is Format.JSON:
        print(to_json(data))
        return 0
    for line in lines:
        print(line)
    return 0


def explain_page(
    file: Annotated[str, typer.Argument(help="A page, or a source with some; - for standard input.")],
    full: Annotated[
        bool, typer.Option("--full", help="Dropped text whole, each block with its bytes and its place in the page.")
    ] = False,
    config: Config = None,
    database: Annotated[
        Path | None, typer.Option("--database", help="DuckDB file whose profile of the page's host is taken.")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="json: one complete object a page; csv, parquet: one row a block.")
    ] = None,
) -> int:
    """Show a page as its kept and dropped blocks, each with its reason and score.

    First whether the page is rejected, then what is known of it and by what, then how much was dropped for what.
    With a database, blocks that recur on other pages of the host say on how many.
    """
    from claimhouse.cli.page_view import print_page

    return print_page(file, settings_for(config), database, full=full, form=form)


def explain_pair(
    left: Annotated[str, typer.Argument(metavar="A", help="A document's key or its beginning, its id, or a file.")],
    right: Annotated[str, typer.Argument(metavar="B", help="The other document, named in the same way.")],
    full: Annotated[bool, typer.Option("--full", help="Print long common passages in full.")] = False,
    form: OutputFormat = None,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show two documents side by side: what both say, where they differ, how they relate and why.

    Two files are cleaned and compared on their own, without a database: nothing is known then of what is rare.
    """
    from claimhouse.cli.pair_view import print_pair

    return print_pair((left, right), settings_for(config, database), form, full=full)


def explain_sentence(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence, or a few; - for standard input.")],
    title: Annotated[str | None, typer.Option("--title", help="Headline of the article it stands in.")] = None,
    heading: Annotated[str | None, typer.Option("--heading", help="The heading that it stands under.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="ISO 639-1 code; default: guessed where the text is long enough.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="When it was published: dates count from there.")
    ] = None,
    no_gate: Annotated[bool, typer.Option("--no-gate", help="Parse it whatever the gate says.")] = False,
    config: Config = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="json: one complete object; csv, parquet: one row a field.")
    ] = None,
) -> int:
    """Show what is read in a sentence and how each field of each claim came about.

    Its words with lemma, tag, role and the word they hang on; its quantities; what the gate says and sees; who says
    what by which cue; and for every claim, where subject, predicate, object, quantity, speaker, modality, negation,
    confidence and attribute come from. Claims that the gate's settings leave out are shown as left out.
    """
    from claimhouse.cli.claim_lines import language_of, time_of
    from claimhouse.cli.sentence_view import in_context, print_sentence

    settings = settings_for(config).extract
    if no_gate:
        settings = settings.model_copy(update={"gate": False})
    published_at = time_of(published)
    if published is not None and published_at is None:
        message = f"--published takes a date like 2026-03-01, got {published!r}"
        raise typer.BadParameter(message)
    given = sys.stdin.read() if text == "-" else text
    if not given.strip():
        message = "there is no text to explain"
        raise typer.BadParameter(message)
    context = in_context(given.strip(), title, heading, language_of(given, language), published_at)
    return print_sentence(context, settings, form)


def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Folder of annotated data, in the form of tests/gold.")],
    form: OutputFormat = None,
    config: Config = None,
) -> int:
    """Run the stages over annotated data and print the measures."""
    from claimhouse.cli.evaluation import print_figures

    return print_figures(gold, settings_for(config), form)
