"""Frames: who buys, founds or leads what, read from a sentence whose names are known.

The rules are data (`data/frames.toml`): regular expressions over the sentence in lower case, in which names stand
as `⟦0⟧` and quantities as `QTY0`. A frame with one name is partial; it is dropped where a full one covers it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from claimhouse.resolve.attributes import plain
from claimhouse.resolve.lexicon import read_data
from claimhouse.resolve.prefilter import PatternIndex

DEAL_KINDS = frozenset({"acquisition", "stake", "investment", "merger", "partnership", "deal"})

_NEGATION = re.compile(r"n't\b|\bnot\b|\bnever\b|\brather than\b")
# What is denied in "has not confirmed its purchase" is the confirmation.
_STATUS_VERB = re.compile(r"\b(?:confirm|announc|verif|comment|unveil|disclos|complet|clos)")
# "isn't simply a takeover" neither says that it is one nor that it is none.
_HALF_NEGATION = re.compile(r"(?:n't|\bnot) (?:just|only|simply|merely|solely)\b")
_PART = re.compile(
    r"\b(?:stake|(?:share)?holding|minority|majority|partial|part of)\b|QTY\d+ of\b|\d(?: ?%| per ?cent) of\b"
    r"|\b(?:buy|buys|bought|buying) in(?:to)?\b"
)
# "is buying | a 40 % holding in Alder"
_PART_AHEAD = re.compile(
    r" (?:(?!in\b|of\b|from\b)[\w%-]+ ){0,4}?(?:stake|(?:share)?holding|minority|majority|interest)\b"
)
_BEFORE = 12  # characters before a frame's words in which a negation of it may stand: "didn't just "
_ROLE = {"A": "first", "B": "second"}


class Place(NamedTuple):
    """A stretch of the sentence with what stands there: a name, or the key of a quantity."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A relation found in a sentence.

    Attributes:
        kind: acquisition, stake, investment, merger, partnership, deal, founder, chief_executive, successor.
        first: buyer or person, as the document names it; null if not named.
        second: target or organisation.
        start, end: place in the masked text.
        text: the masked words, from the first to the last.
        negated: whether a negation stands among the words.
    """

    kind: str
    first: str | None
    second: str | None
    start: int
    end: int
    text: str
    negated: bool

    @property
    def full(self) -> bool:
        """Whether both sides are named."""
        return self.first is not None and self.second is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedSentence:
    """A sentence with names and quantities replaced.

    Attributes:
        names: the name that `⟦i⟧` stands for.
        name_places: where `⟦i⟧` stands in the masked text.
        quantity_places: where the quantity of a key stands in it.
    """

    text: str
    names: tuple[str, ...]
    name_places: tuple[tuple[int, int], ...]
    quantity_places: Mapping[str, tuple[int, int]]


def mask_sentence(sentence: str, names: Iterable[Place], quantities: Iterable[Place]) -> MaskedSentence:
    """Replace names and quantities in a sentence; of overlapping places the longest wins, a name before a number."""
    text = ""
    kept: list[str] = []
    name_places: list[tuple[int, int]] = []
    quantity_places: dict[str, tuple[int, int]] = {}
    at = 0
    for place, is_name in _disjoint(list(names), list(quantities)):
        text = _joined(text, sentence[at : place.start])
        word = f"⟦{len(kept)}⟧" if is_name else f"QTY{len(quantity_places)}"
        text = text if not text or text.endswith(("-", "(", "/")) else text.rstrip() + " "
        span = (len(text), len(text) + len(word))
        text += word
        at = place.end
        if is_name:
            kept.append(place.what)
            name_places.append(span)
        else:
            quantity_places[place.what] = span
    text = _joined(text, sentence[at:])
    return MaskedSentence(text=text, names=tuple(kept), name_places=tuple(name_places), quantity_places=quantity_places)


def _joined(text: str, piece: str) -> str:
    words = plain(piece)
    glued = not text or not words or not piece[:1].isspace()
    return text + words if glued else f"{text} {words}"


def _disjoint(names: list[Place], quantities: list[Place]) -> list[tuple[Place, bool]]:
    ranked = sorted(
        [(place, True) for place in names] + [(place, False) for place in quantities],
        key=lambda item: (-(item[0].end - item[0].start), not item[1], item[0]),
    )
    chosen: list[tuple[Place, bool]] = []
    for place, is_name in ranked:
        if place.start < place.end and all(place.end <= other.start or other.end <= place.start for other, _ in chosen):
            chosen.append((place, is_name))
    return sorted(chosen, key=lambda item: item[0])


def find_frames(masked: MaskedSentence) -> tuple[Frame, ...]:
    """Return the frames of a sentence in reading order, partial ones only where no full one stands."""
    found: dict[tuple[int, int, str], Frame] = {}
    for kind, pattern in (_patterns()[place] for place in _pattern_index().places(masked.text)):
        for match in pattern.finditer(masked.text):
            if _HALF_NEGATION.search(masked.text[max(0, match.start() - _BEFORE) : match.end()]):
                continue
            frame = _frame(kind, match, masked.names)
            if frame.first is None or frame.first != frame.second:
                found.setdefault((frame.start, frame.end, frame.kind), frame)
    full = [frame for frame in found.values() if frame.full]
    partial = [
        frame
        for frame in found.values()
        if not frame.full and not any(_overlap(frame, other) for other in full if _family(other) == _family(frame))
    ]
    return tuple(sorted([*full, *partial], key=lambda frame: (frame.start, frame.end, frame.kind)))


def find_status(masked: MaskedSentence) -> tuple[str, int, int] | None:
    """Return whether a sentence calls a deal confirmed: the code, and where it says so; null if it does not."""
    for code, pattern in (_status_patterns()[place] for place in _status_index().places(masked.text)):
        match = pattern.search(masked.text)
        if match:
            return code, match.start(), match.end()
    return None


def says_status(text: str) -> bool:
    """Say whether a frame's words are about its confirmation or completion, so that a negation is of that."""
    return _STATUS_VERB.search(text) is not None


def _family(frame: Frame) -> str:
    return "deal" if frame.kind in DEAL_KINDS else "successor" if frame.kind == "successor" else "office"


def _overlap(left: Frame, right: Frame) -> bool:
    return left.start < right.end and right.start < left.end


def _frame(kind: str, match: re.Match[str], names: Sequence[str]) -> Frame:
    groups = match.groupdict()
    first, second = groups.get("first"), groups.get("second")
    text = match.group()
    ahead = second is None and _PART_AHEAD.match(match.string, match.end())
    if kind == "acquisition" and (ahead or _PART.search(text)):
        kind = "stake"
    return Frame(
        kind=kind,
        first=names[int(first)] if first is not None else None,
        second=names[int(second)] if second is not None else None,
        start=match.start(),
        end=match.end(),
        text=text,
        negated=_NEGATION.search(text) is not None and not says_status(text),
    )


@cache
def _pattern_index() -> PatternIndex:
    return PatternIndex([pattern for _, pattern in _patterns()])


@cache
def _status_index() -> PatternIndex:
    return PatternIndex([pattern for _, pattern in _status_patterns()])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    tables = tomllib.loads(read_data("frames.toml"))
    stops = "|".join(tables["stops"])
    macros: Mapping[str, str] = tables["macros"]
    return tuple(
        (frame["kind"], _compiled(pattern, macros, stops)) for frame in tables["frame"] for pattern in frame["patterns"]
    )


def _compiled(pattern: str, macros: Mapping[str, str], stops: str) -> re.Pattern[str]:
    gap = rf"(?:(?!(?:{stops})\b)[^\s,;:()⟦⟧]+ )"
    wide = rf"(?:(?!(?:{stops})\b)[^\s,;:()]+ )"
    expanded = re.sub(r"<g(\d+)>", lambda match: f"{gap}{{0,{match.group(1)}}}?", pattern)
    expanded = re.sub(r"<n(\d+)>", lambda match: f"{wide}{{0,{match.group(1)}}}?", expanded)
    expanded = re.sub(r"<([a-z_]+)>", lambda match: macros[match.group(1)], expanded)
    expanded = re.sub(r"\{([AB])\}", lambda match: rf"⟦(?P<{_ROLE[match.group(1)]}>\d+)⟧(?:'s?)?", expanded)
    return re.compile(rf"(?<![\w]){expanded}(?!\w)")


@cache
def _status_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    tables = tomllib.loads(read_data("frames.toml"))
    stops = "|".join(tables["stops"])
    return tuple(
        (status["code"], _compiled(pattern, tables["macros"], stops))
        for status in tables["status"]
        for pattern in status["patterns"]
    )
