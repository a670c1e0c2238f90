"""`clean`, `dedupe`: one stage each, from standard input or files to JSON lines, without a database."""

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

_TEXTS = ("text", "title", "url", "language", "published_at")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("clean", epilog="Example: claimhouse clean articles/ > clean.jsonl")(clean)
    app.command("dedupe", epilog="Example: claimhouse clean articles/ | claimhouse dedupe")(dedupe)


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
                say(f"quarantined {name}: {error.reason}: {error}")
                counts["quarantined"] += 1
            else:
                sys.stdout.write(to_json(line) + "\n")
                counts["rejected" if line["rejected"] else "clean"] += 1
            bars.advanced("clean", 1)
        bars.ended("clean")
    if sys.stderr.isatty() or counts["quarantined"]:
        say(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("clean", "rejected", "quarantined")))
    elif not counts:
        say(f"nothing to clean in {', '.join(named)}")
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
    rows = [(str(line["id"]), str(line.get("text") or "")) for line in json_lines(file, ("id", "text"))]
    for row in dedupe_texts(rows, settings.dedupe):
        line = {
            "id": row.id,
            "cluster": row.cluster,
            "representative": row.representative,
            "relation": row.relation,
        }
        sys.stdout.write(to_json(line) + "\n")
    return 0


def json_lines(file: str, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Read JSON lines; one that is broken, lacks a needed key or has another type there is named and passed over.

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
                say(f"{file}: line {number} is no JSON ({error.msg} at column {error.colno}); passed over")
                passed_over += 1
                continue
            missing = [key for key in needed if key not in line] if isinstance(line, dict) else list(needed)
            if missing:
                say(f"{file}: line {number} lacks {', '.join(missing)}; passed over")
                passed_over += 1
                continue
            wrong = [key for key in _TEXTS if key in line and not isinstance(line[key], str | None)]
            wrong += ["id"] if not isinstance(line["id"], str | int) else []
            if wrong:
                say(f"{file}: line {number}: {', '.join(wrong)} should be text; passed over")
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


def say(message: str) -> None:
    """Print a line for people on standard error; what it quotes cannot steer the terminal."""
    from claimhouse.cli.terminal import visible

    print(f"claimhouse: {visible(message)}", file=sys.stderr)
