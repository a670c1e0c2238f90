"""Rows of tables: the first cell names what the amount in another cell is of."""

from __future__ import annotations

from spacy.tokens import Doc

from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.phrases import render

_BARS = frozenset({"|", "\t", "\u00a6"})


def row_statements(doc: Doc, amounts: frozenset[int]) -> tuple[Statement, ...]:
    """Return "first cell is cell" for every further cell of a row that holds an amount worth checking.

    Args:
        doc: the row, its cells divided by bars or tabs.
        amounts: tokens of quantities worth checking.
    """
    cells: list[list[int]] = [[]]
    for token in doc:
        if token.text in _BARS or "\t" in token.text:
            cells.append([])
        elif not token.is_space:
            cells[-1].append(token.i)
    cells = [cell for cell in cells if cell]
    if not cells or amounts & set(cells[0]) or not any(doc[number].is_alpha for number in cells[0]):
        return ()
    subject = cells[0]
    return tuple(
        Statement(
            subject=render(doc, subject) or None,
            predicate="is",
            object=render(doc, cell) or None,
            arguments=(),
            head=min(amounts & set(cell)),
            subject_head=subject[-1],
            object_head=cell[-1],
            subject_tokens=frozenset(subject),
            tokens=frozenset((*subject, *cell)),
            path=Path.TABLE,
        )
        for cell in cells[1:]
        if amounts & set(cell)
    )
