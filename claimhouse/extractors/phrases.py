"""From tokens of a parse to the clean surface text of a phrase."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from spacy.tokens import Doc, Token

_EDGE = " \t\n\r,;:.!?-*|/\u2026\u2013\u2014\u2022"
"""Characters that never begin or end a phrase; the last four are ellipsis, dashes and bullet."""
_APOSTROPHE = "\u2019"
_PAIRS = {"(": ")", "[": "]", "\u201c": "\u201d", "\u2018": _APOSTROPHE, "\u00ab": "\u00bb"}
_HOLLOW = re.compile(r"[(\[]\s*[)\]]")
"""Brackets whose content became a statement of its own."""
_CLAUSES = frozenset({"relcl", "parataxis"})
"""Dependents that are statements of their own and not a part of the phrase they stand in."""


def phrase(head: Token, *, without: Collection[str] = (), keep_clauses: bool = False) -> set[int]:
    """Return the token numbers of `head` and all that belongs to it.

    Relative clauses, appositions set off by punctuation and whatever hangs on a dependency named in `without`
    stay outside: they become statements of their own.
    """
    inside = {head.i}
    for child in head.children:
        if child.dep_ in without or (not keep_clauses and (child.dep_ in _CLAUSES or _is_set_off(child))):
            continue
        inside |= phrase(child, keep_clauses=keep_clauses)
    return inside


def _is_set_off(token: Token) -> bool:
    """Tell whether an apposition or participle is divided from its noun by a comma, dash or bracket."""
    if token.dep_ not in {"appos", "acl"} or token.i <= token.head.i:
        return False
    return any(between.is_punct for between in token.doc[token.head.i + 1 : token.left_edge.i + 1])


def is_close_apposition(token: Token) -> bool:
    """Tell whether a token says something of the noun it follows: no verb and no colon in between, no short form."""
    if token.dep_ != "appos" or token.i < token.head.i or _abbreviates(token):
        return False
    between = token.doc[token.head.i + 1 : token.left_edge.i]
    return not any(
        other.pos_ in {"VERB", "AUX"} and other.dep_ not in {"amod", "acl"} for other in between
    ) and not any(other.text == ":" for other in between)


def _abbreviates(token: Token) -> bool:
    """Tell whether one of the two is the other's short form: "gross domestic product (GDP)"."""
    return any(word.text.isupper() and word.text.isalpha() and len(word) > 1 for word in (token, token.head)) and any(
        other.text in {"(", "["} for other in token.doc[token.head.i : token.i]
    )


def render(doc: Doc, tokens: Iterable[int]) -> str:
    """Return the text of some tokens in reading order: runs as they are written, gaps as one space.

    Punctuation at either end and brackets or quotation marks whose partner is missing are left out.
    """
    numbers = sorted(set(tokens))
    parts: list[str] = []
    for position, number in enumerate(numbers):
        token = doc[number]
        parts.append(token.text)
        if position + 1 < len(numbers):
            gap = "" if numbers[position + 1] == number + 1 and not token.whitespace_ else " "
            parts.append(gap)
    return _trim(" ".join(_HOLLOW.sub(" ", "".join(parts)).replace(", ,", ",").split()))


def _trim(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = text.strip(_EDGE) if not text.startswith((".", "-")) or not text[1:2].isdigit() else text.rstrip(_EDGE)
        for opening, closing in _PAIRS.items():
            if text.endswith(opening) or (text.startswith(opening) and closing not in text):
                text = text.strip(opening)
            if text.startswith(closing) or (text.endswith(closing) and opening not in text and closing != _APOSTROPHE):
                text = text.strip(closing)
        if text.count('"') == 1:
            text = text.strip('"')
    return text
