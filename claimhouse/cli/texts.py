"""`clean`, `dedupe`, `extract`: one stage each, from standard input or files to JSON lines, without a database."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from claimhouse.cli.options import Config, TextFile, settings_for
from claimhouse.cli.output import to_json, until_the_reader_leaves
from claimhouse.errors import ClaimhouseError, DocumentError, SourceError
from claimhouse.records import QuarantineReason

if TYPE_CHECKING:
    from claimhouse.records import CleanedPage
    from claimhouse.settings import CleanSettings
    from claimhouse.sources import Item

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("clean", epilog="Example: claimhouse clean articles/ > clean.jsonl")(clean)
    app.command("dedupe", epilog="Example: claimhouse clean articles/ | claimhouse dedupe")(dedupe)
    app.command("extract", epilog="Example: claimhouse clean articles/ | claimhouse extract > claims.jsonl")(extract)


def clean(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE…", help="Files, folders, globs; - or nothing: standard input.")
    ] = None,
    config: Config = None,
) -> int:
    """Print each item's clean text and metadata, and every dropped block with its reason, as JSON lines.

    Each line goes out as soon as its item is read; nothing is kept, and every source is read once. An item that
    cannot be read or cleaned is quarantined: named on standard error with its reason, and the rest goes on.
    Ids given in rows stay as they are; files whose names meet are called by their paths.
    """
    from claimhouse.cli.progress import Bars
    from claimhouse.sources import StreamNames, read_items

    settings = settings_for(config)
    named = sources or ["-"]
    items = read_items(named, settings.sources, sys.stdin.buffer)
    names = StreamNames(named)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)  # a consumer sees each line as it is written
    counts: Counter[str] = Counter()
    with until_the_reader_leaves(), Bars(shown=not sys.stdout.isatty()) as bars:
        bars.began("clean", None)
        for item in items:
            name = names.of(item)
            try:
                line = _cleaned(item, name, settings.clean)
            except DocumentError as error:
                _say(f"quarantined {name}: {error.reason}: {error}")
                counts["quarantined"] += 1
            else:
                sys.stdout.write(to_json(line) + "\n")
                counts["rejected" if line["rejected"] else "clean"] += 1
            bars.advanced("clean", 1)
        bars.ended("clean")
    if sys.stderr.isatty() or counts["quarantined"]:
        _say(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("clean", "rejected", "quarantined")))
    elif not counts:
        _say(f"nothing to clean in {', '.join(named)}")
    return 1 if counts["quarantined"] == counts.total() > 0 else 0


def _cleaned(item: Item, name: str, settings: CleanSettings) -> Mapping[str, object]:
    from claimhouse.clean import clean_page
    from claimhouse.cli.pages import page_of

    try:
        return clean_line(name, item.url, clean_page(page_of(item), settings))
    except DocumentError:
        raise
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
        raise DocumentError(message, QuarantineReason.UNEXPECTED) from error


def clean_line(name: str, url: str | None, cleaned: CleanedPage) -> Mapping[str, object]:
    """Return the line that `claimhouse clean` prints for a page."""
    return {
        "id": name,
        "url": url,
        "title": cleaned.title,
        "authors": list(cleaned.authors),
        "published_at": cleaned.published_at,
        "language": cleaned.language,
        "text": cleaned.text,
        "dropped": [{"text": block.text, "reason": block.reason} for block in cleaned.blocks if not block.kept],
        "rejected": cleaned.rejected,
    }


def dedupe(file: TextFile = "-", config: Config = None) -> int:
    """Read {"id", "text"} lines and print each one's cluster: {"id", "cluster", "representative", "relation"}.

    `cluster` is the id of the text that the cluster is named after; `relation` says how the text is tied to it.
    """
    from claimhouse.pipeline.dedupe import dedupe_texts

    settings = settings_for(config)
    rows = [(str(line["id"]), str(line.get("text") or "")) for line in _lines(file, ("id", "text"))]
    for row in dedupe_texts(rows, settings.dedupe):
        line = {
            "id": row.id,
            "cluster": row.cluster,
            "representative": row.representative,
            "relation": row.relation,
        }
        sys.stdout.write(to_json(line) + "\n")
    return 0


def extract(
    file: TextFile = "-",
    by: Annotated[str, typer.Option("--by", help="claim: one line a claim; sentence: one line a sentence.")] = "claim",
    no_gate: Annotated[bool, typer.Option("--no-gate", help="Parse every sentence, not only likely ones.")] = False,
    config: Config = None,
) -> int:
    """Read {"id", "text", "title"?, …} lines and print one line a claim; texts are taken as they are, never cleaned.

    Offsets are code points of the field (`text` or `title`) that was given in.
    """
    from claimhouse.cli.claim_lines import claim_lines, sentence_lines, text_document
    from claimhouse.extractors import extract_document

    if by not in {"claim", "sentence"}:
        message = f"--by takes claim or sentence, got {by!r}"
        raise typer.BadParameter(message)
    settings = settings_for(config).extract
    if no_gate:
        settings = settings.model_copy(update={"gate": False})
    lines_of = sentence_lines if by == "sentence" else claim_lines
    done = failed = 0
    for line in _lines(file, ("id", "text")):
        name, document = str(line["id"]), text_document(line)
        if document.language is not None and document.language not in settings.languages:
            _say(f"{name}: texts in {document.language!r} are not parsed (extract.languages); no claims")
            continue
        try:
            rows = [to_json(row) for row in lines_of(name, document, extract_document(document, settings))]
        except Exception as error:  # noqa: BLE001 - named with its line; the rest goes on
            _say(f"{name}: {QuarantineReason.UNEXPECTED}: {type(error).__name__}: {error}")
            failed += 1
            continue
        sys.stdout.writelines(row + "\n" for row in rows)
        done += 1
    return 1 if failed and not done else 0


def _lines(file: str, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Read JSON lines; one that is broken or lacks a needed key is named on standard error and passed over.

    Half of a surrogate pair, which JSON can write and no text can hold, is read as U+FFFD: offsets stay.

    Raises:
        ClaimhouseError: there are lines, and none of them can be used.
    """
    passed_over = used = 0
    with _opened(file) as stream:
        for number, text in enumerate(stream, start=1):
            if not text.strip():
                continue
            try:
                line = json.loads(text)
            except json.JSONDecodeError as error:
                _say(f"{file}: line {number} is no JSON ({error.msg} at column {error.colno}); passed over")
                passed_over += 1
                continue
            missing = [key for key in needed if key not in line] if isinstance(line, dict) else list(needed)
            if missing:
                _say(f"{file}: line {number} lacks {', '.join(missing)}; passed over")
                passed_over += 1
                continue
            used += 1
            yield {
                key: _LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
                for key, value in line.items()
            }
    if passed_over and not used:
        message = f"{file}: not one of {passed_over} lines could be used"
        raise ClaimhouseError(message)


def _opened(file: str) -> nullcontext[TextIO] | TextIO:
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return nullcontext(sys.stdin)
    try:
        return Path(file).open(encoding="utf-8", errors="replace")
    except OSError as error:
        message = f"cannot read {file}: {error.strerror}"
        raise SourceError(message) from error


def _say(message: str) -> None:
    from claimhouse.cli.terminal import visible

    print(f"claimhouse: {visible(message)}", file=sys.stderr)
