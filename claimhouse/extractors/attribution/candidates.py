"""What the finders of attribution hand to each other: a cue with its speaker and content, not yet joined up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique

from spacy.tokens import Doc, Token

from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import Span

_EDGE_SIGNS = frozenset(",;:-–—―.")
"""Punctuation that never belongs to the edge of an indirect content."""


@unique
class Frame(StrEnum):
    """By which construction a candidate was found; the order is the order of trust."""

    CLAUSE = "clause"  # says that …; …, X said
    ACCORDING = "according"
    HEADLINE = "headline"  # Minister: …
    PASSIVE = "passive"  # is said to
    INFINITIVE = "infinitive"
    NOUN = "noun"
    ADJECTIVE = "adjective"
    OBJECT = "object"
    PREPOSITION = "preposition"
    HEARSAY = "hearsay"  # reportedly
    PENDING = "pending"  # "X added:" whose content is still to come


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A cue of one sentence.

    Attributes:
        sentence: index of the sentence among those given.
        head: token index of the cue's head in its sentence, -1 where the cue is no token.
        speaker_head: token index of the speaker's head; null where nobody is named.
        speaker, cue, content: code points of the field.
    """

    sentence: int
    head: int
    frame: Frame
    speaker_head: int | None
    speaker: Span | None
    cue: Span | None
    content: tuple[Span, ...]


def is_edge(token: Token) -> bool:
    """Say whether a token is blank or punctuation that an indirect content does not begin or end with."""
    return token.is_space or all(sign in _EDGE_SIGNS for sign in token.text)


def pieces(sentence: ParsedSentence, doc: Doc, indices: Iterable[int]) -> tuple[Span, ...]:
    """Return the runs of neighbouring tokens among `indices` as spans of the field, trimmed of punctuation."""
    runs: list[list[int]] = []
    for index in sorted(set(indices)):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    spans: list[Span] = []
    for run in runs:
        while run and is_edge(doc[run[0]]):
            run.pop(0)
        while run and is_edge(doc[run[-1]]):
            run.pop()
        if run and any(doc[index].is_alpha or doc[index].like_num for index in run):
            last = doc[run[-1]]
            spans.append(Span(sentence.char_start + doc[run[0]].idx, sentence.char_start + last.idx + len(last)))
    return tuple(spans)


def subtree(token: Token) -> set[int]:
    """Return the token indices under `token`, itself included."""
    return {node.i for node in token.subtree}
