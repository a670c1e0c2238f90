"""A page as its blocks, readable in a terminal."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from claimhouse.clean import clean_page
from claimhouse.clean.profiles import Profile
from claimhouse.cli.pages import page_of
from claimhouse.errors import SourceError
from claimhouse.records import CleanBlock, CleanedPage, HostProfileText, raw_spans
from claimhouse.settings import Settings
from claimhouse.sources import read_items
from claimhouse.staging import from_arrow

_WIDTH = 100
_SIGN = {True: "+", False: "-"}


def print_page(file: str, settings: Settings, database: Path | None = None) -> int:
    """Print every page of a source as kept and dropped blocks with their reasons; 1 if there is none.

    With a database, pages are cleaned under the profile that it holds of their host, and what recurs there is said.

    Raises:
        DocumentError: the page cannot be read or cleaned.
        SourceError: the source yields no page.
    """
    console = Console(highlight=False, soft_wrap=True)
    shown = 0
    for item in read_items([file], settings.sources, sys.stdin.buffer if file == "-" else None):
        page = page_of(item)
        known = _known(item.input_digest, page.host, database, settings) if database else {}
        profile = Profile.of(page.host or "", known.values())
        _print(console, item.given_id or item.stem, clean_page(page, settings.clean, profile), known)
        shown += 1
    if not shown:
        message = f"{file} holds no page"
        raise SourceError(message)
    return 0


def _known(document_key: str, host: str | None, database: Path, settings: Settings) -> dict[int, HostProfileText]:
    from claimhouse.warehouse import Reader

    with Reader.open(database, lock_timeout_s=settings.run.lock_timeout_s) as reader:
        rows = reader.step("explain_profile", document_key=document_key, host=host)
    return {row.recurrence_key: row for row in from_arrow(HostProfileText, rows)}


def _print(console: Console, name: str, cleaned: CleanedPage, known: Mapping[int, HostProfileText]) -> None:
    kept = sum(block.kept for block in cleaned.blocks)
    console.print(Text(f"{name}: {cleaned.title or 'no title'}", style="bold"))
    facts = {
        "authors": ", ".join(cleaned.authors),
        "published": cleaned.published_at and f"{cleaned.published_at} ({cleaned.published_evidence})",
        "language": cleaned.language,
        "publisher": cleaned.publisher,
        "credits": ", ".join(cleaned.credits),
        "encoding": f"{cleaned.encoding} ({cleaned.encoding_evidence})",
        "segments": cleaned.segments,
        "rejected": cleaned.rejected,
    }
    for label, value in facts.items():
        if value:
            console.print(f"  {label:<10}{value}", markup=False)
    console.print(f"  blocks    {kept} kept, {len(cleaned.blocks) - kept} dropped", markup=False)
    for block in cleaned.blocks:
        _print_block(console, block, known.get(block.recurrence_key or 0))


def _print_block(console: Console, block: CleanBlock, known: HostProfileText | None) -> None:
    start, end = (block.char_start, block.char_end) if block.kept else (0, len(block.text))
    spans = raw_spans(block.offsets, start or 0, end or 0)
    place = f"{spans[0].start}-{spans[-1].end}" if spans else "no bytes"
    score = "" if block.score is None else f" {block.score:.2f}"
    label = f"{_SIGN[block.kept]} {block.reason}{score}  {block.kind}  bytes {place}"
    console.print(Text(label, style="green" if block.kept else "red"))
    console.print(Text(textwrap.indent(textwrap.fill(block.text, _WIDTH), "    ")))
    if known is not None:
        alone = f", kept by the page alone as {block.page_reason}" if block.page_reason else ""
        recurs = f"recurs on {known.pages} pages of {known.host} ({known.share:.0%}; {known.basis}){alone}"
        console.print(Text(f"    {recurs}", style="dim"))
