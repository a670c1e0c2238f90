"""What sites do to a text that they take over: each edit makes another printing of a story that is still the story."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence

from dedupe_texts import DATA, Invention, Piece, Site, Story, ready

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_LETTERS = "aeinrst"
# Shares: sentences that a heavy (light) rewriting puts in another way, drops, and whose words it swaps; figures that
# an update changes; letters that are damaged. The overlap of word 5-grams they leave is that of the development gold.
HEAVY_OTHERWISE, HEAVY_DROPPED, HEAVY_SWAPPED = 0.4, 0.12, 0.9
LIGHT_OTHERWISE, LIGHT_SWAPPED = 0.06, 0.5
CHANGED, DAMAGED = 1 / 3, 0.004

Edit = Callable[[random.Random, Piece, list[str], Sequence[Site]], list[str]]
Frame = Callable[[random.Random, Piece, list[str], Sequence[Site]], list[str]]


def syndicated(source: random.Random, piece: Piece, text: list[str], _: Sequence[Site]) -> list[str]:
    """Put a dateline before the text and a line of the house behind it."""
    place = Invention(source).place().upper()
    dated = f"{place} ({source.choice(DATA['wires'])}) - {text[0]}"
    return [dated, *text[1:], ready(source, piece.language, "wire_line")]


def site_chrome(source: random.Random, _: Piece, text: list[str], sites: Sequence[Site]) -> list[str]:
    """Leave a site's furniture around the text."""
    site = source.choice(sites)
    return [*site.above(), *text, *site.below(source)]


def truncated(source: random.Random, piece: Piece, text: list[str], _: Sequence[Site]) -> list[str]:
    """Break off after a third to two thirds."""
    words = "\n\n".join(text).split(" ")
    kept = " ".join(words[: max(40, int(len(words) * source.uniform(0.35, 0.7)))])
    return [f"{kept}…", ready(source, piece.language, "cut_off")]


def excerpt(source: random.Random, piece: Piece, text: list[str], _: Sequence[Site]) -> list[str]:
    """Quote some paragraphs in a row, with a little of one's own around them."""
    count = max(min(3, len(text)), int(len(text) * source.uniform(0.3, 0.6)))
    start = source.randrange(len(text) - count + 1)
    return [ready(source, piece.language, "above_excerpt"), *text[start : start + count]]


def reorder(source: random.Random, _: Piece, text: list[str], __: Sequence[Site]) -> list[str]:
    """Shuffle the paragraphs after the first."""
    rest = text[1:]
    source.shuffle(rest)
    return [text[0], *rest]


def light_paraphrase(source: random.Random, piece: Piece, text: list[str], _: Sequence[Site]) -> list[str]:
    """Swap half of the synonyms, and put a sentence or two in another way."""
    return _extra(piece, text, _reworded(source, piece, LIGHT_OTHERWISE, 0, LIGHT_SWAPPED))


def heavy_rewrite(source: random.Random, piece: Piece, _: list[str], __: Sequence[Site]) -> list[str]:
    """Put many sentences in another way, drop some, swap nearly all synonyms, and cut the paragraphs anew."""
    text = [part for part in _reworded(source, piece, HEAVY_OTHERWISE, HEAVY_DROPPED, HEAVY_SWAPPED) if part]
    joined = [" ".join(text[start : start + 2]) for start in range(0, len(text), 2)]
    return joined or piece.text()


def update(source: random.Random, piece: Piece, text: list[str], _: Sequence[Site]) -> list[str]:
    """Change a third of the numbers, say so above, and add what is new below."""
    make = Invention(source)
    changed = [_NUMBER.sub(lambda m: make.number() if source.random() < CHANGED else m[0], part) for part in text]
    news = Story(source, piece.language)
    return [ready(source, piece.language, "introduced"), *changed, f"{news.fact().sentence()} {news.fact().sentence()}"]


def char_noise(source: random.Random, __: Piece, text: list[str], ___: Sequence[Site]) -> list[str]:
    """Damage one letter in about 250."""
    damaged = []
    for part in text:
        letters = list(part)
        place = _gap(source)
        while place < len(letters):
            letters[place] = source.choice(_LETTERS)
            place += 1 + _gap(source)
        damaged.append("".join(letters))
    return damaged


def _gap(source: random.Random) -> int:
    """Return how many letters stay whole before the next one that is damaged."""
    return int(math.log(1 - source.random()) / math.log(1 - DAMAGED))


def normalised(_: random.Random, __: Piece, text: list[str], ___: Sequence[Site]) -> list[str]:
    """Print all in capitals, on one line."""
    return [" ".join(text).upper()]


def exact(_: random.Random, __: Piece, text: list[str], ___: Sequence[Site]) -> list[str]:
    """Print it again."""
    return text


def _reworded(source: random.Random, piece: Piece, otherwise: float, dropped: float, swapped: float) -> list[str]:
    language = piece.language
    parts = []
    for facts in piece.paragraphs:
        kept = [fact for fact in facts if source.random() >= dropped]
        said = [fact.otherwise(source) if source.random() < otherwise else fact for fact in kept]
        text = " ".join(fact.sentence() for fact in said)
        parts.append(
            language.synonym.sub(lambda m: language.synonyms[m[0]] if source.random() < swapped else m[0], text)
        )
    return parts


def _extra(piece: Piece, text: Sequence[str], reworded: list[str]) -> list[str]:
    """Keep the paragraphs that are no facts (a quotation, a welcome) where they stand."""
    own = piece.text()
    return [*reworded, *(part for part in text if part not in own)]


# Frames go around any text; the others change the text itself. An excerpt and a truncated copy are made of the story's
# own paragraphs, without a quotation that other stories have too, and they are never framed: what is left of the story
# could be less than the frame.
FRAMES: tuple[Frame, ...] = (syndicated, site_chrome)
FRAMED = frozenset({reorder, light_paraphrase, update, char_noise})
# How often each is made among 65 edits.
EDITS: tuple[tuple[Edit, int], ...] = (
    (truncated, 8),
    (excerpt, 8),
    (reorder, 8),
    (light_paraphrase, 8),
    (heavy_rewrite, 8),
    (update, 8),
    (char_noise, 8),
    (syndicated, 3),
    (site_chrome, 4),
    (normalised, 1),
    (exact, 1),
)
