"""From what a document takes from elsewhere to rows of table borrowing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from claimhouse.borrowings import find_borrowings
from claimhouse.records import Block, BlockReason, Borrowing, Extraction

# Dropped blocks in which pages credit whom they took a text from. Captions are not among them: they credit pictures.
CREDITING = frozenset({BlockReason.SOURCE_LINE, BlockReason.BYLINE, BlockReason.DATELINE, BlockReason.COPYRIGHT})


def borrowing_rows(extraction: Extraction, blocks: Sequence[Block], ledger_digest: str, run: int) -> list[Borrowing]:
    """Return the borrowings of a cleaned document: of its text, of its dropped source lines, of its data."""
    dropped = [(block.position, block.text) for block in blocks if not block.kept and block.reason in CREDITING]
    stated = (*extraction.credits, *extraction.authors, *(extraction.author_organizations or ()))
    return [
        Borrowing(
            document_key=extraction.document_key,
            **{field.name: getattr(found, field.name) for field in dataclasses.fields(found)},
            ledger_digest=ledger_digest,
            valid_from_run=run,
            valid_to_run=None,
        )
        for found in find_borrowings(extraction.text, dropped, stated)
    ]
