"""A page as its blocks, readable in a terminal."""

from __future__ import annotations

import sys
import textwrap

from rich.console import Console
from rich.text import Text

from claimhouse.clean import clean_page
from claimhouse.cli.pages import page_of
from claimhouse.errors import SourceError
from claimhouse.records import CleanBlock, CleanedPage, raw_spans
from claimhouse.settings import Settings
from claimhouse.sources import read_items

_WIDTH = 100
_SIGN = {True: "+", False: "-"}


def print_page(file: str, settings: Settings) -> int:
    """Print every page of a source as kept and dropped blocks with their reasons; 1 if there is none.

    Raises:
        DocumentError: the page cannot be read or cleaned.
        SourceError: the source yields no page.
    """
    console = Console(highlight=False, soft_wrap=True)
    shown = 0
    for item in read_items([file], settings.sources, sys.stdin.buffer if file == "-" else None):
        _print(console, item.given_id or item.stem, clean_page(page_of(item), settings.clean))
        shown += 1
    if not shown:
        message = f"{file} holds no page"
        raise SourceError(message)
    return 0


def _print(console: Console, name: str, cleaned: CleanedPage) -> None:
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
        _print_block(console, block)


def _print_block(console: Console, block: CleanBlock) -> None:
    start, end = (block.char_start, block.char_end) if block.kept else (0, len(block.text))
    spans = raw_spans(block.offsets, start or 0, end or 0)
    place = f"{spans[0].start}-{spans[-1].end}" if spans else "no bytes"
    score = "" if block.score is None else f" {block.score:.2f}"
    label = f"{_SIGN[block.kept]} {block.reason}{score}  {block.kind}  bytes {place}"
    console.print(Text(label, style="green" if block.kept else "red"))
    console.print(Text(textwrap.indent(textwrap.fill(block.text, _WIDTH), "    ")))
