"""Repairs inside a kept block: citation markers and prompts cut out, a blank put between glued sentences."""

from __future__ import annotations

import re
from typing import NamedTuple

from claimhouse.clean.lexicon import QUOTES, sentence_patterns
from claimhouse.clean.mapped import INSERTED_BLANK, MappedText, join
from claimhouse.records.vocabulary import BlockReason

# "[1][2]", "[[3]]", "[12, 14]", "[citation needed]": up to three digits, so that a year in brackets stays.
CITATION = re.compile(
    r"(?<=\S)(?:\[\[?\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]?\])+"
    r"|(?<=[^\s\[] )(?:\[\[\d{1,3}\]\]|\[\d{1,3}\])+(?=[\s.,;:!?]|$)|\[citation needed\]"
)
# "…of the harbour.Other towns…": a full stop between a word in lower case (or a bracket) and a capitalised word.
GLUED = re.compile(
    r"[.!?](?:(?<=[^\W\d_A-Z]{3}.)(?=[^\W\d_a-z][^\W\d_A-Z]+[\s,’'-])|(?<=[)\]%”].)(?=[^\W\d_a-z][^\W\d_A-Z]+[\s,]))"
)
# Second parts of names that are written with a full stop: "Booking.Com", "Node.Js".
NAME_ENDINGS = re.compile(r"(?:com|org|net|io|ai|js|py|co|de|fr|uk|eu|tv|gov|edu)\b", re.IGNORECASE)
SENTENCE_START = re.compile(
    r"^|[.!?…][\"”’)\]\u2600-\u27bf\U0001f300-\U0001faff]?\s|[\u2600-\u27bf\U0001f300-\U0001faff]\s"
)
EMPHASIS = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*")
LINK = re.compile(r"(!?\[)[^\[\]]{1,200}(\]\((?:https?://|/|#)[^()\s]*(?:\s\"[^\"]*\")?\))")


class Cut(NamedTuple):
    """A place `[start, end)` of a block's text that is no part of it."""

    start: int
    end: int
    reason: BlockReason


def repaired(body: MappedText, *, marked_up: bool = False) -> tuple[MappedText, list[tuple[MappedText, BlockReason]]]:
    """Return a block's text without what does not belong to it, and what was cut out, with the reason.

    Args:
        body: the text of a block that is kept.
        marked_up: it comes from plain text, where signs of a markup language may stand.
    """
    cuts = _cuts(body.text, marked_up=marked_up)
    seams = [found.end() for found in GLUED.finditer(body.text) if not NAME_ENDINGS.match(body.text, found.end())]
    if not cuts and not seams:
        return body, []
    parts: list[MappedText] = []
    position = 0
    for place, cut in sorted([(cut.start, cut) for cut in cuts] + [(seam, None) for seam in seams], key=_place):
        if place < position:
            continue
        parts.append(body.slice(position, place))
        position = place
        if cut is None:
            parts.append(INSERTED_BLANK)
        else:
            position = cut.end
            if position < len(body.text) and body.text[position] == " " and (place == 0 or body.text[place - 1] == " "):
                position += 1
    parts.append(body.slice(position, len(body.text)))
    kept = join(parts).strip()
    return kept, [(body.slice(cut.start, cut.end).strip(), cut.reason) for cut in cuts]


def _place(seam: tuple[int, Cut | None]) -> tuple[int, int]:
    return seam[0], seam[1].end if seam[1] else seam[0]


def _cuts(text: str, *, marked_up: bool) -> list[Cut]:
    found = (
        [Cut(*match.span(), BlockReason.CITATION_MARKER) for match in CITATION.finditer(text)] if "[" in text else []
    )
    found += _sentence_cuts(text)
    if marked_up and "**" in text:
        marks = list(EMPHASIS.finditer(text))
        if len(marks) % 2 == 0:
            found += [Cut(*match.span(), BlockReason.MARKUP) for match in marks]
    if marked_up and "](" in text:
        for match in LINK.finditer(text):
            found += [Cut(*match.span(group), BlockReason.MARKUP) for group in (1, 2)]
    found.sort()
    apart: list[Cut] = []
    for cut in found:
        if not apart or cut.start >= apart[-1].end:
            apart.append(cut)
    return apart


def _sentence_cuts(text: str) -> list[Cut]:
    lowered = text.lower() if text.isascii() else text.translate(QUOTES).lower()
    if len(lowered) != len(text):  # a few capital letters have two in lower case
        lowered = "".join(
            low if len(low := character.lower()) == 1 else character for character in text.translate(QUOTES)
        )
    cuts = []
    for start in SENTENCE_START.finditer(lowered):
        for reason, pattern in sentence_patterns():
            found = pattern.match(lowered, start.end())
            if found:
                cuts.append(Cut(start.end(), found.end(), reason))
                break
    return cuts
