"""What the lines of a plain text say about themselves and their neighbours, as numbers for the line model.

All features are general: length, punctuation, small words of the seven languages, how much of a line's vocabulary the
rest of the text uses, where it stands, what stands around it. No feature names a site, a topic or a single word.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources
from statistics import median
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from claimhouse.records.vocabulary import BlockKind, BlockReason

Floats = npt.NDArray[np.float32]
Column = npt.NDArray[np.float64] | float

PROSE_CHARS = 80
CONTENT_CHARS = 5  # shortest word that counts as vocabulary
WORD = re.compile(r"[^\W_]+")
STOP = re.compile(r"[.!?…।؟](?=\s|$)|[。！？]")  # noqa: RUF001 - the same
ENDING = frozenset(".!?…。！？।؟")  # noqa: RUF001 - the full stops of other scripts
CLOSING = "'\"”’»)] "
SIGNS = re.compile(r"[|·•/»›@#©→\u2022]")
DIGIT = re.compile(r"\d")
ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org)")
QUOTE_SIGNS = '"“”„«»「」'
# Scripts without blanks between words: a sign says about as much as two and a half letters, two signs make a word.
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
DENSE_CHARS, DENSE_WORDS = 1.5, 0.5
KINDS = {
    BlockKind.PARAGRAPH: 0,
    BlockKind.LIST_ITEM: 1,
    BlockKind.TABLE_ROW: 2,
    BlockKind.QUOTE: 3,
    BlockKind.HEADING: 0,
}
# Reasons in groups: what a phrase says is used as a number, so that near kinds have near numbers.
GROUPS = {
    BlockReason.NAV: 1,
    BlockReason.CONSENT: 1,
    BlockReason.PAYWALL: 1,
    BlockReason.NEWSLETTER: 2,
    BlockReason.SHARE: 2,
    BlockReason.FOLLOW: 2,
    BlockReason.RELATED: 3,
    BlockReason.SEE_ALSO: 3,
    BlockReason.COMMENT: 4,
    BlockReason.TAG_LIST: 4,
    BlockReason.COPYRIGHT: 5,
    BlockReason.AD: 5,
    BlockReason.AFFILIATE: 5,
    BlockReason.EDITORIAL_POLICY: 5,
    BlockReason.AUTHOR_BIO: 6,
    BlockReason.BYLINE: 6,
    BlockReason.DATELINE: 6,
    BlockReason.CAPTION: 7,
    BlockReason.SOURCE_LINE: 7,
}
ALONE = (
    "chars",
    "words",
    "sentences",
    "ends_sentence",
    "ends_colon",
    "question",
    "starts_small",
    "small_words",
    "capitals",
    "all_capitals",
    "digits",
    "commas",
    "signs",
    "address",
    "quotes",
    "link_share",
    "links",
    "kind",
    "level",
    "phrase",
    "repeats",
    "shared_words",
    "prose_words",
)
AROUND = {
    "chars": (-3, -2, -1, 1, 2, 3),
    "ends_sentence": (-2, -1, 1, 2),
    "small_words": (-2, -1, 1, 2),
    "phrase": (-1, 1),
    "link_share": (-1, 1),
    "capitals": (-1, 1),
}
WINDOWS = (3, 8, 20)
PLACED = (
    "place",
    "index",
    "from_end",
    "chars_before",
    "since_prose",
    "until_prose",
    "prose_before",
    "prose_after",
    "since_phrase",
    "until_phrase",
    "text_chars",
    "text_lines",
    "text_prose",
    "text_median",
    "text_phrases",
)
NAMES = (
    *ALONE,
    *(f"{name}{step:+d}" for name, steps in AROUND.items() for step in steps),
    *(f"{name}~{width}" for name in ("prose", "phrases", "mean_chars", "small_words") for width in WINDOWS),
    *PLACED,
)
FARTHEST = max(step for steps in AROUND.values() for step in steps)
FAR = 50.0  # lines; what is farther is not nearer to anything


class Line(NamedTuple):
    """A line as the model sees it."""

    text: str  # without signs of markup
    kind: BlockKind
    level: int  # 1 to 6 of a heading; 2 of a line that only reads like one
    linked: int  # characters that are the text of links
    links: int
    reason: BlockReason | None  # what its words alone say


@cache
def _small_words() -> frozenset[str]:
    text = (resources.files("claimhouse.clean") / "data" / "small_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def line_features(lines: Sequence[Line]) -> Floats:
    """Return one row of numbers for each line, columns as in `NAMES`; linear in the length of the text."""
    if not lines:
        return np.zeros((0, len(NAMES)), np.float32)
    told = [_Told(line) for line in lines]
    spread = Counter(word for one in told for word in one.vocabulary)
    in_prose = Counter(word for one in told if one.is_prose for word in one.vocabulary)
    printed = Counter(line.text for line in lines)
    alone = np.array(
        [
            (
                *one.numbers(line),
                printed[line.text],
                sum([spread[word] > 1 for word in one.vocabulary]) / (len(one.vocabulary) or 1),
                sum([in_prose[word] > one.is_prose for word in one.vocabulary]) / (len(one.vocabulary) or 1),
            )
            for line, one in zip(lines, told, strict=True)
        ],
        np.float32,
    )
    return np.concatenate([alone, _around(alone), _windows(alone), _placed(alone)], axis=1, dtype=np.float32)


class _Told:
    """What a line tells on its own: its words, its size, whether it ends as a sentence does."""

    __slots__ = ("chars", "count", "ends_sentence", "is_prose", "lowered", "vocabulary", "words")

    def __init__(self, line: Line) -> None:
        text = line.text
        dense = 0 if text.isascii() else len(DENSE.findall(text))
        self.words = WORD.findall(text)
        self.lowered = text.lower()
        self.chars = len(text) + DENSE_CHARS * dense
        self.count = len(self.words) + DENSE_WORDS * dense or 1
        self.vocabulary = frozenset([word.lower() for word in self.words if len(word) >= CONTENT_CHARS])
        self.ends_sentence = text.rstrip(CLOSING)[-1:] in ENDING
        self.is_prose = self.chars >= PROSE_CHARS and self.ends_sentence

    def numbers(self, line: Line) -> tuple[float, ...]:
        """Return the features that need no other line."""
        text = line.text
        return (
            self.chars,
            self.count,
            len(STOP.findall(text)),
            self.ends_sentence,
            text.endswith(":"),
            text.endswith("?"),
            text[:1].islower(),
            sum(map(_small_words().__contains__, self.lowered.split())) / self.count,
            sum([word[0].isupper() for word in self.words]) / self.count,
            sum(map(str.isupper, self.words)) / self.count,
            len(DIGIT.findall(text)) / self.chars,
            text.count(",") / self.count,
            len(SIGNS.findall(text)),
            ADDRESS.search(self.lowered) is not None,
            '"' in text or (not text.isascii() and any(sign in text for sign in QUOTE_SIGNS)),
            min(1.0, line.linked / self.chars),
            line.links,
            KINDS.get(line.kind, 0),
            line.level,
            GROUPS.get(line.reason, 8) if line.reason else 0,
        )


def _around(alone: Floats) -> Floats:
    """The same of the lines next to each; -1 beyond the ends."""
    count = len(alone)
    columns = list(AROUND)
    padded = np.full((count + 2 * FARTHEST, len(columns)), -1.0, np.float32)
    padded[FARTHEST : FARTHEST + count] = alone[:, [ALONE.index(name) for name in columns]]
    found = np.empty((count, sum(map(len, AROUND.values()))), np.float32)
    for place, (name, step) in enumerate((name, step) for name, steps in AROUND.items() for step in steps):
        found[:, place] = padded[FARTHEST + step : FARTHEST + step + count, columns.index(name)]
    return found


def _windows(alone: Floats) -> Floats:
    """Sums (of prose and of phrases) and means (of length and small words) over the lines around each, without it."""
    count = len(alone)
    chars = alone[:, ALONE.index("chars")]
    base = np.empty((count, 4))
    base[:, 0] = np.where(_is_prose(alone), chars, 0)
    base[:, 1] = alone[:, ALONE.index("phrase")] > 0
    base[:, 2] = chars
    base[:, 3] = alone[:, ALONE.index("small_words")]
    sums = np.zeros((count + 1, 4))
    base.cumsum(axis=0, out=sums[1:])
    places = np.arange(count)
    found = np.empty((count, 4, len(WINDOWS)), np.float32)
    for number, width in enumerate(WINDOWS):
        low, high = np.maximum(0, places - width), np.minimum(count, places + width + 1)
        total = sums[high] - sums[low] - base
        total[:, 2:] /= np.maximum(1, high - low - 1)[:, None]
        found[:, :, number] = total
    return found.reshape(count, -1)


def _is_prose(alone: Floats) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (alone[:, ALONE.index("chars")] >= PROSE_CHARS) & (
        alone[:, ALONE.index("ends_sentence")] > 0
    )
    return found


def _placed(alone: Floats) -> Floats:
    """Where each line stands, and what the whole text is like."""
    count = len(alone)
    chars = alone[:, ALONE.index("chars")].astype(np.float64)
    prose = _is_prose(alone)
    phrase = alone[:, ALONE.index("phrase")] > 0
    places = np.arange(count, dtype=np.float64)
    before = np.cumsum(chars) - chars
    prose_chars = np.where(prose, chars, 0)
    prose_before = np.cumsum(prose_chars) - prose_chars
    total, total_prose = float(chars.sum()), float(prose_chars.sum())
    found = np.empty((count, len(PLACED)), np.float32)
    columns: tuple[Column, ...] = (
        places / count,
        np.minimum(places, FAR),
        np.minimum(count - 1 - places, FAR),
        before / total,
        _since(prose),
        _since(prose[::-1])[::-1],
        prose_before / max(1.0, total_prose),
        (total_prose - prose_before - prose_chars) / max(1.0, total_prose),
        _since(phrase),
        _since(phrase[::-1])[::-1],
        math.log(total + 1),
        math.log(count),
        total_prose / total,
        median(chars.tolist()),
        phrase.mean(),
    )
    for number, column in enumerate(columns):
        found[:, number] = column
    return found


def _since(marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Lines since the last marked one before each."""
    places = np.arange(len(marked), dtype=np.float64)
    last = np.maximum.accumulate(np.where(marked, places, -np.inf))
    shifted = np.concatenate([[-np.inf], last[:-1]])
    since: npt.NDArray[np.float64] = np.minimum(places - shifted, FAR)
    return since
