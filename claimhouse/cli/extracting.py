"""`extract`: texts to claims, line by line; `extractors`: what can do that here."""

from __future__ import annotations

import io
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from claimhouse.cli.options import Config, OutputFormat, TextFile, settings_for
from claimhouse.cli.output import print_rows, to_json, until_the_reader_leaves
from claimhouse.cli.texts import json_lines, say
from claimhouse.errors import DocumentError
from claimhouse.records import QuarantineReason

if TYPE_CHECKING:
    from claimhouse.settings import ExtractSettings

EXTRACTOR_COLUMNS = (
    *("name", "version", "enabled", "languages", "method", "made_with", "distribution", "distribution_version"),
    *("entry_point", "problem"),
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("extract", epilog="Example: claimhouse clean articles/ | claimhouse extract > claims.jsonl")(extract)
    app.command("extractors", epilog="Example: claimhouse extractors --config news.toml")(extractors)


def extract(
    file: TextFile = "-",
    by: Annotated[str, typer.Option("--by", help="claim: one line a claim; sentence: one line a sentence.")] = "claim",
    no_gate: Annotated[bool, typer.Option("--no-gate", help="Parse every sentence, not only likely ones.")] = False,
    extractor: Annotated[
        list[str] | None,
        typer.Option("--extractor", metavar="NAME", help="Run this one; repeatable. Default: `extract.extractors`."),
    ] = None,
    config: Config = None,
) -> int:
    """Read {"id", "text", "title"?, "language"?, "published_at"?, …} lines and print one line a claim.

    Each line is answered as soon as it is read; texts are taken as they are, never cleaned. Offsets are code points
    of the field (`text` or `title`) that was given in. A language that is not given is guessed; a text in one that
    no extractor states anything in is named on standard error. A line that cannot be used is named there, too, and
    the rest goes on.
    """
    from claimhouse.cli.claim_lines import claim_lines, sentence_lines, text_document
    from claimhouse.extractors import document_gap, enabled, merged, run_extractor

    if by not in {"claim", "sentence"}:
        message = f"--by takes claim or sentence, got {by!r}"
        raise typer.BadParameter(message)
    settings = _settings(settings_for(config).extract, extractor, no_gate=no_gate)
    running = enabled(settings)
    lines_of = sentence_lines if by == "sentence" else claim_lines
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)  # a consumer sees each line as it is written
    done = failed = 0
    with until_the_reader_leaves():
        for line in json_lines(file, ("id", "text")):
            name, document = str(line["id"]), text_document(line)
            if gap := document_gap(document.language, settings):
                say(f"{name}: {gap}")
            results = []
            for one in running:
                try:
                    results.append(run_extractor(one, document, settings))
                except DocumentError as error:
                    say(f"quarantined {name}: {error.reason}: {error}")
                except Exception as error:  # noqa: BLE001 - named with its line; the rest goes on
                    what = f"{QuarantineReason.UNEXPECTED}: extractor {one.name!r}: {type(error).__name__}: {error}"
                    say(f"quarantined {name}: {what}")
            done, failed = done + bool(results), failed + (len(results) < len(running))
            if results:
                sys.stdout.writelines(to_json(row) + "\n" for row in lines_of(name, document, merged(results)))
    return 1 if failed and not done else 0


def _settings(settings: ExtractSettings, extractors: list[str] | None, *, no_gate: bool) -> ExtractSettings:
    changed: dict[str, object] = {"extractors": tuple(dict.fromkeys(extractors))} if extractors else {}
    return settings.model_copy(update=changed | ({"gate": False} if no_gate else {}))


def extractors(form: OutputFormat = None, config: Config = None) -> int:
    """List the extractors that are installed: version, languages, method, distribution, and whether they run.

    Those that the configuration names in `extract.extractors` run; how to write one stands in docs/extractors.md. One
    that cannot be used says why.
    """
    import pyarrow as pa

    from claimhouse.extractors import registrations

    rows = [asdict(row) for row in registrations(settings_for(config).extract)]
    texts = pa.list_(pa.string())
    types = {"enabled": pa.bool_(), "languages": texts, "made_with": texts}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in EXTRACTOR_COLUMNS])
    print_rows(pa.Table.from_pylist(rows, schema=schema), form)
    return 0
