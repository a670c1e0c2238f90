"""All statements of one parsed sentence."""

from __future__ import annotations

from spacy.tokens import Doc

from claimhouse.extractors.clauses import Path, Statement, clause_statements
from claimhouse.extractors.nominals import nominal_statements

__all__ = ["Path", "Statement", "find_statements"]


def find_statements(doc: Doc) -> tuple[Statement, ...]:
    """Return the statements of a sentence, in the order of their predicates."""
    found = [*clause_statements(doc), *nominal_statements(doc)]
    return tuple(sorted(found, key=lambda statement: statement.head))
