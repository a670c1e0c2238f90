"""Repairs inside a kept block: citation markers and prompts cut out, a blank put between glued sentences."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claimhouse.clean.lexicon import QUOTES, sentence_patterns
from claimhouse.clean.mapped import INSERTED_BLANK, MappedText, join
from claimhouse.clean.plain.line_markup import (
    EMPHASIS,
    LIGHT_EMPHASIS,
    LINK,
    LINKED_CITATION,
    LONE_TAIL,
    PICTURE,
    UNDERLINED,
)
from claimhouse.records.vocabulary import BlockReason

# "[1][2]", "[[3]]", "[12, 14]", "[note 4]", "[^2]", "【5†source】": at most three digits: a year stays.
NUMBERS = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*"
CITATION = re.compile(
    rf"(?<=\S)(?:\[\[?{NUMBERS}\]?\])+"
    r"|(?<=[^\s\[] )(?:\[\[\d{1,3}\]\]|\[\d{1,3}\])+(?=[\s.,;:!?]|$)"
    r"|\[\^[\w-]{1,20}\](?!:)|【\d{1,3}(?::\d{1,3})?†[^】]{0,40}】"
    r"|(?<=\S)\[(?:notes?|nb|n|anm\.?|ref\.?) ?\d{1,3}\]"
    r"|\[(?:citations? needed|better source needed|clarification needed|dubious|who\?|when\?|by whom\?"
    r"|according to whom\?"
    r"|verification needed|original research\??|page needed|failed verification|update"
    r"|beleg fehlt|quelle fehlt|wer\?|wann\?|réf\. (?:nécessaire|souhaitée)|source insuffisante|cita requerida"
    r"|senza fonte|carece de fontes\??|bron\?)\]",
    re.IGNORECASE,
)
# Raised digits behind a word of four letters or the end of a sentence; "m²", "km³" and "10⁶" are measures.
RAISED = re.compile(r"(?:(?<=[^\W\d_]{4})|(?<=[^\W\d_][.,;:!?”\"’»)]))[¹²³⁰⁴-⁹]{1,3}(?:[,⁻–]?[¹²³⁰⁴-⁹]{1,3})*(?!\w)")
# "…of the harbour.Other towns…": a full stop between a word in lower case (or a bracket, a closing quote, a year)
# and a capitalised word.
CAPITALISED = r"(?=[^\W\d_a-z¹²³⁰-⁹][^\W\d_A-Z]+[\s,’'-])"
GLUED = re.compile(
    rf"[.!?](?:(?<=[^\W\d_A-Z]{{3}}.){CAPITALISED}|(?<=[)\]%”].)(?=[^\W\d_a-z][^\W\d_A-Z]+[\s,])"
    rf"|(?<=\b(?:19|20)\d\d.){CAPITALISED}|(?<=[^\W\d_A-Z]{{3}}.)[”»]{CAPITALISED})"
)
# Second parts of names that are written with a full stop ("Booking.Com", "Node.Js"), and what stands before a name.
NAME_ENDINGS = re.compile(
    r"(?:com|org|net|io|ai|js|py|co|de|fr|uk|eu|tv|gov|edu|info|app|dev|me|ly|md|pdf)\b", re.IGNORECASE
)
TITLES = re.compile(r"(?<!\w)(?:prof|capt|asst|dept|dipl|priv|ph|messrs)[.]$", re.IGNORECASE)
# "…not just technology,but also…", in a paragraph whose other commas are followed by a blank.
GLUED_COMMA = re.compile(r"(?<=[^\W\d_]{3}),(?=[^\W\d_A-Z]{2})")
MIN_PARAGRAPH_CHARS = 80
SENTENCE_START = re.compile(
    r"^|[.!?…][\"”’)\]\u2600-\u27bf\U0001f300-\U0001faff]?\s|[\u2600-\u27bf\U0001f300-\U0001faff]\s"
)
CODE_MARK = re.compile(r"`{1,3}(?=\S)|(?<=\S)`{1,3}")


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
    seams = _seams(body.text)
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
    found: list[Cut] = []
    if "[" in text or "【" in text:
        found += [Cut(*match.span(), BlockReason.CITATION_MARKER) for match in CITATION.finditer(text)]
    if not text.isascii():
        found += [Cut(*match.span(), BlockReason.CITATION_MARKER) for match in RAISED.finditer(text)]
    found += _sentence_cuts(text)
    if marked_up:
        found += _markup_cuts(text)
    found.sort(key=lambda cut: (cut.start, -cut.end))
    apart: list[Cut] = []
    for cut in found:
        if not apart or cut.start >= apart[-1].end:
            apart.append(cut)
    return apart


def _markup_cuts(text: str) -> list[Cut]:
    """Find the signs of markdown around what a reader would see; a picture is nothing but signs."""
    found: list[Cut] = []
    if "](" in text:
        found += [Cut(*match.span(), BlockReason.CITATION_MARKER) for match in LINKED_CITATION.finditer(text)]
        found += [Cut(*match.span(), BlockReason.MARKUP) for match in PICTURE.finditer(text)]
        without = PICTURE.sub(lambda match: " " * len(match.group()), text)
        for match in LINK.finditer(without):
            if LINKED_CITATION.match(without, match.start()):
                continue
            found += [Cut(*match.span(group), BlockReason.MARKUP) for group in (1, 3)]
        taken = LINK.sub(lambda match: " " * len(match.group()), without)
        found += [Cut(*match.span(), BlockReason.MARKUP) for match in LONE_TAIL.finditer(taken)]
    for sign, pattern in (("**", EMPHASIS), ("`", CODE_MARK)):
        if sign in text:
            marks = list(pattern.finditer(text))
            if len(marks) % 2 == 0:
                found += [Cut(*match.span(), BlockReason.MARKUP) for match in marks]
    for sign, pattern in (("*", LIGHT_EMPHASIS), ("_", UNDERLINED)):
        if sign in text:
            for match in pattern.finditer(text):
                found += [Cut(*match.span(group), BlockReason.MARKUP) for group in (1, 2)]
    return found


def _seams(text: str) -> list[int]:
    """Return the places where a blank is missing between two sentences, or behind a comma."""
    seams = [
        found.end()
        for found in GLUED.finditer(text)
        if not NAME_ENDINGS.match(text, found.end()) and not TITLES.search(text[max(0, found.end() - 8) : found.end()])
    ]
    if len(text) >= MIN_PARAGRAPH_CHARS and "," in text:
        commas = [found.end() for found in GLUED_COMMA.finditer(text)]
        if commas and len(commas) <= text.count(", ") + 1:
            seams += commas
    return seams


@cache
def _sentences() -> re.Pattern[str]:
    """All patterns of sentences that are furniture as one; the group that matched is named for the reason."""
    return re.compile("|".join(f"(?P<{reason}>{pattern.pattern})" for reason, pattern in sentence_patterns()))


def _sentence_cuts(text: str) -> list[Cut]:
    lowered = text.lower() if text.isascii() else text.translate(QUOTES).lower()
    if len(lowered) != len(text):  # a few capital letters have two in lower case
        lowered = "".join(
            low if len(low := character.lower()) == 1 else character for character in text.translate(QUOTES)
        )
    cuts = []
    pattern = _sentences()
    for start in SENTENCE_START.finditer(lowered):
        found = pattern.match(lowered, start.end())
        if found and found.lastgroup:
            cuts.append(Cut(start.end(), found.end(), BlockReason(found.lastgroup)))
    return cuts
