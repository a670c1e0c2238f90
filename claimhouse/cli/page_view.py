"""A page as its kept and dropped blocks with their reasons: in a terminal, or complete as data."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from claimhouse.clean import clean_page
from claimhouse.clean.profiles import Profile
from claimhouse.cli.output import Format, print_rows, to_json, until_the_reader_leaves
from claimhouse.cli.pages import page_of
from claimhouse.cli.terminal import PagedConsole, visible
from claimhouse.errors import DocumentError, SourceError
from claimhouse.records import (
    BlockReason,
    CleanBlock,
    CleanedPage,
    HostProfileText,
    Page,
    RejectReason,
    Span,
    raw_spans,
)
from claimhouse.settings import Settings
from claimhouse.sources import Item, read_items
from claimhouse.staging import from_arrow

PIPE_WIDTH = 100  # columns where no terminal says how many there are
REASON_COLUMNS, SCORE_COLUMNS = 19, len("0.99")
INSIDE_TEXT = frozenset({BlockReason.MARKUP, BlockReason.CITATION_MARKER, BlockReason.SYMBOLS})  # signs, no text
MEANINGS = {
    RejectReason.NOT_ARTICLE: "it says itself that it is something else, and holds next to no text",
    RejectReason.TOO_SHORT: "fewer words are left than clean.min_words asks for",
    RejectReason.CONSENT_WALL: "it asks for consent, and holds nothing else",
    RejectReason.PAYWALL: "the text goes on for subscribers; what is left is shown as kept",
    RejectReason.ERROR_PAGE: "it tells of an error, or checks its reader",
    RejectReason.INDEX_PAGE: "it lists other pages",
    RejectReason.LOGIN_PAGE: "it asks who the reader is",
    RejectReason.SCRIPT_SHELL: "a script is to fill it",
}
Known = Mapping[int, HostProfileText]  # what the database knows to recur, by recurrence key
Row = dict[str, object]


def print_page(
    file: str,
    settings: Settings,
    database: Path | None = None,
    *,
    full: bool = False,
    form: Format | None = None,
) -> int:
    """Print every page of a source as kept and dropped blocks with their reasons.

    With a database, pages are cleaned under the profile that it holds of their host, and what recurs there is said.

    Args:
        file: the source; `-` for standard input.
        settings: of all stages.
        database: the database, or its snapshot.
        full: show dropped text whole, one block at a time, with its kind, bytes and place in the page.
        form: JSON for one complete object a page; CSV and Parquet for one row a block.

    Returns:
        The exit code: 1 where not one page could be cleaned; those that cannot are named on standard error.

    Raises:
        SourceError: the source yields no page.
    """
    shown = failed = 0
    rows: list[Row] = []
    with until_the_reader_leaves():
        for item in read_items([file], settings.sources, sys.stdin.buffer if file == "-" else None):
            name = item.given_id or item.stem
            try:
                page, cleaned, known = _cleaned(item, settings, database)
            except DocumentError as error:
                print(f"claimhouse: {visible(name)}: {error.reason}: {visible(str(error))}", file=sys.stderr)
                failed += 1
                continue
            shown += 1
            if form is Format.JSON:
                sys.stdout.write(to_json(_complete(name, page, cleaned, known)) + "\n")
            elif form in {Format.CSV, Format.PARQUET}:
                rows += [{"id": name, **row} for row in _blocks(cleaned, known)]
            else:
                _print(name, page, cleaned, known, full=full)
        if rows:
            print_rows(pa.Table.from_pylist(rows), form)
    if not shown and not failed:
        message = f"{file} holds no page"
        raise SourceError(message)
    return 0 if shown else 1


def _cleaned(item: Item, settings: Settings, database: Path | None) -> tuple[Page, CleanedPage, Known]:
    page = page_of(item)
    known = _known(item.input_digest, page.host, database, settings) if database else {}
    profile = Profile.of(page.host or "", known.values())
    return page, clean_page(page, settings.clean, profile), known


def _known(document_key: str, host: str | None, database: Path, settings: Settings) -> Known:
    from claimhouse.warehouse import Reader

    with Reader.open(database, lock_timeout_s=settings.run.lock_timeout_s) as reader:
        rows = reader.step("explain_profile", document_key=document_key, host=host)
    return {row.recurrence_key: row for row in from_arrow(HostProfileText, rows)}


# As data.


def _complete(name: str, page: Page, cleaned: CleanedPage, known: Known) -> Row:
    """Return all that cleaning says of a page."""
    fields = {
        field: getattr(cleaned, field)
        for field in CleanedPage.__dataclass_fields__
        if field not in {"blocks", "title_offsets"}
    }
    return {"id": name, "url": page.url, **fields, "blocks": list(_blocks(cleaned, known))}


def _blocks(cleaned: CleanedPage, known: Known) -> Iterator[Row]:
    for block in cleaned.blocks:
        recurs = known.get(block.recurrence_key or 0)
        yield {
            "position": block.position,
            "segment": block.segment,
            "kept": block.kept,
            "reason": str(block.reason),
            "score": block.score,
            "kind": str(block.kind),
            "text": block.text,
            "char_start": block.char_start,
            "char_end": block.char_end,
            "bytes": [[span.start, span.end] for span in _spans(block)],
            "path": block.path,
            "page_reason": block.page_reason and str(block.page_reason),
            "recurs_on": recurs and recurs.pages,
            "recurs_share": recurs and float(recurs.share),
            "recurs_basis": recurs and str(recurs.basis),
        }


def _spans(block: CleanBlock) -> Sequence[Span]:
    start, end = (block.char_start, block.char_end) if block.kept else (0, len(block.text))
    return raw_spans(block.offsets, start or 0, end or 0)


# In a terminal.


def _print(name: str, page: Page, cleaned: CleanedPage, known: Known, *, full: bool) -> None:
    """Print what was decided of the page first, what is known of it, a sum by reason, and then its blocks."""
    console = PagedConsole(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PIPE_WIDTH
    parts: list[RenderableType] = []
    if cleaned.rejected is not None:
        parts.append(Text.assemble((f"REJECTED: {cleaned.rejected}", "bold red"), f" - {MEANINGS[cleaned.rejected]}"))
    parts.append(Text(visible(cleaned.title or "no title"), style="bold"))
    parts.append(_grid([(label, Text(visible(value))) for label, value in _facts(name, page, cleaned) if value]))
    parts += [_sums(cleaned.blocks, full=full), Text(), _listing(cleaned.blocks, known, full=full, width=console.width)]
    with console.capture() as capture:
        console.print(*parts, Text(), sep="\n")
    lines = capture.get().splitlines()
    sys.stdout.write("".join(f"{line if console.is_terminal else line.rstrip()}\n" for line in lines))


def _listing(blocks: Sequence[CleanBlock], known: Known, *, full: bool, width: int) -> Table:
    """Return the blocks; dropped ones in a row for the same reason as one line, but for `full`."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=REASON_COLUMNS, no_wrap=True)
    table.add_column(width=SCORE_COLUMNS, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    shown = [block for block in blocks if full or block.kept or block.reason not in INSIDE_TEXT]
    segment = 0
    for is_kept, run in groupby(shown, key=lambda block: block.kept or full or block.reason):
        together = list(run)
        for part in [[block] for block in together] if is_kept is True else [together]:
            if part[0].kept and part[0].segment != segment:
                segment = part[0].segment
                table.add_row("", "", Text(f"--- segment {segment + 1}", style="cyan"))
            _add(table, part, known, full=full, width=width - REASON_COLUMNS - SCORE_COLUMNS - 2)
    return table


def _facts(name: str, page: Page, cleaned: CleanedPage) -> Iterator[tuple[str, str]]:
    """Yield what is known of the page, each with what says so."""
    yield "id", name
    yield "url", page.url or ""
    yield "title", _by("", cleaned.title_evidence if cleaned.title else None).strip()
    yield "authors", _by(", ".join((*cleaned.authors, *cleaned.author_organizations)), cleaned.authors_evidence)
    for label, at, precision, evidence in (
        ("published", cleaned.published_at, cleaned.published_precision, cleaned.published_evidence),
        ("modified", cleaned.modified_at, cleaned.modified_precision, cleaned.modified_evidence),
    ):
        yield label, _by(at.isoformat()[: {"month": 7, "day": 10}.get(precision or "", 99)] if at else "", evidence)
    yield "language", cleaned.language or ""
    yield "publisher", cleaned.publisher or ""
    yield "canonical", (cleaned.canonical_url or "") if cleaned.canonical_url != page.url else ""
    yield "credits", ", ".join(cleaned.credits)
    yield "encoding", _by(cleaned.encoding, cleaned.encoding_evidence)
    yield "segments", str(cleaned.segments) if cleaned.segments > 1 else ""


def _by(value: str, evidence: str | None) -> str:
    return f"{value} ({evidence})" if evidence and value else value or (f"from {evidence}" if evidence else "")


def _sums(blocks: Sequence[CleanBlock], *, full: bool) -> Table:
    """Return how much was kept and dropped, by reason, the most frequent first."""
    lines = []
    for label, kept in (("kept", True), ("dropped", False)):
        some = [block for block in blocks if block.kept is kept]
        reasons = Counter(str(block.reason) for block in some)
        total = sum(len(block.text) for block in some)
        listed = ", ".join(f"{reason} {number}" for reason, number in reasons.most_common())
        left_out = sum(block.reason in INSIDE_TEXT for block in some)
        if left_out and not full:
            listed += f" ({left_out} signs are listed with --full only)"
        lines.append((label, Text(f"{len(some)} blocks, {total:,} characters" + (f": {listed}" if listed else ""))))
    return _grid(lines)


def _grid(lines: Sequence[tuple[str, Text]]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=len("published") + 2, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for label, value in lines:
        grid.add_row(f"  {label}", value)
    return grid


def _add(table: Table, blocks: Sequence[CleanBlock], known: Known, *, full: bool, width: int) -> None:
    """Add a block, or several dropped ones in a row for the same reason, shortened to a line."""
    first = blocks[0]
    scores = [block.score for block in blocks if block.score is not None]
    score = f"{min(scores):.2f}" if scores else ""
    many = f" x{len(blocks)}" if len(blocks) > 1 else ""
    if first.kept:
        label, text = Text(f"+ {first.reason}", style="bold green"), Text(visible(first.text))
        text.stylize("bold" if first.kind == "heading" else "default")
    else:
        label = Text(f"- {first.reason}{many}", style="red")
        text = Text(visible(" | ".join(block.text for block in blocks)), style="dim")
        if not full:
            text.truncate(width, overflow="ellipsis")
    table.add_row(label, Text(score, style="dim"), text)
    for note in _notes(first, known, full=full) if len(blocks) == 1 else ():
        table.add_row("", "", Text(visible(note), style="dim italic"))


def _notes(block: CleanBlock, known: Known, *, full: bool) -> Iterator[str]:
    recurs = known.get(block.recurrence_key or 0)
    if recurs is not None:
        alone = f", kept by the page alone as {block.page_reason}" if block.page_reason else ""
        yield f"recurs on {recurs.pages} pages of {recurs.host} ({recurs.share:.0%}; {recurs.basis}){alone}"
    if full:
        spans = _spans(block)
        place = f"bytes {spans[0].start}-{spans[-1].end}" if spans else "no bytes"
        yield f"{block.kind}, {place}" + (f", {block.path}" if block.path else "")
