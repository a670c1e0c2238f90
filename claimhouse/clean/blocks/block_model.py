"""How likely each block of a page is a part of the story: three models, and the engine asked only where they doubt.

1. The first model judges each block by its features.
2. The second judges again, with what the first said of the block's neighbours, its element and its page (stacking:
   Wolpert, 1992; the first model's words on training pages come from folds that did not see their site).
3. Where the second leaves much of the page in doubt, the extraction engine is asked, and the third judges with its
   answer beside all the rest. On the development pages the engine, asked on every page, gains nothing over this.

`benchmarks/train_blocks.py` makes `data/block_model.json` and `data/block_words.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from claimhouse.clean.blocks.block_features import NAMES, BlockTable, Floats, Words, block_features, block_table, moved
from claimhouse.clean.boosted_trees import Trees, probabilities, read_trees
from claimhouse.clean.candidates import Candidate

SHIFTS = (-4, -3, -2, -1, 1, 2, 3, 4)
WINDOWS = (5, 12)  # blocks on each side
STACKED = (
    "p",
    *(f"p{shift:+d}" for shift in SHIFTS),
    "p_siblings",
    "p_alike",
    "p_outer",
    "content_before",
    "content_chars",
    *(f"p~{window}" for window in WINDOWS),
)
ENGINE = ("engine", "engine-1", "engine+1", "engine_share")
MIN_STORY_CHARS = 200.0  # a page with less content than this is doubted as if it had so much


@dataclass(frozen=True, slots=True)
class BlockModel:
    """The weights.

    Attributes:
        words: what names of classes and words of short blocks are worth.
        first: on features as `block_features.NAMES`.
        second: on these and `STACKED`.
        third: on these and `ENGINE`.
        max_doubt: share of a page's content in doubt above which the engine is asked.
    """

    words: Words
    first: Trees
    second: Trees
    third: Trees
    max_doubt: float


class Judgement(NamedTuple):
    """What the models say of a page."""

    likely: Floats  # probability of each block to belong to the story
    doubt: float  # share of the content in doubt before the engine was asked
    by_engine: Sequence[bool] | None  # which blocks the engine kept, if it was asked and could tell


def judge_blocks(
    model: BlockModel,
    blocks: Sequence[Candidate],
    titles: Iterable[str],
    ask_engine: Callable[[], Sequence[bool] | None],
) -> Judgement:
    """Say how likely each block belongs to the story.

    Args:
        model: the weights.
        blocks: all blocks, in reading order.
        titles: the page's headline, as given and as found.
        ask_engine: tells which blocks the engine keeps, or None where it cannot; called only where the models doubt.
    """
    table = block_table(blocks)
    features = block_features(table, titles, model.words)
    features = np.hstack([features, stacked(table, probabilities(model.first, features))])
    likely = probabilities(model.second, features)
    doubt = doubt_of(table, likely)
    if doubt <= model.max_doubt:
        return Judgement(likely, doubt, None)
    by_engine = ask_engine()
    if by_engine is None:
        return Judgement(likely, doubt, None)
    features = np.hstack([features, engine_features(by_engine)])
    return Judgement(probabilities(model.third, features), doubt, by_engine)


def stacked(table: BlockTable, likely: Floats) -> Floats:
    """Return what the first model said of neighbours, element and page as features, columns as `STACKED`."""
    size, lengths = len(likely), table.lengths
    content = lengths * likely
    total = content.sum() + 1
    columns: list[npt.NDArray[np.floating]] = [likely, *(moved(likely, shift) for shift in SHIFTS)]
    columns += [
        (np.bincount(group, content) / np.maximum(np.bincount(group, lengths), 1))[group]
        for group in (table.siblings, table.alike, table.outer)
    ]
    before = np.concatenate([[0.0], np.cumsum(content)])
    columns += [before[:-1] / total, np.full(size, total)]
    chars = np.concatenate([[0.0], np.cumsum(lengths)])
    for window in WINDOWS:
        low = np.maximum(np.arange(size) - window, 0)
        high = np.minimum(np.arange(size) + window + 1, size)
        columns.append((before[high] - before[low]) / np.maximum(chars[high] - chars[low], 1))
    return np.stack(columns, axis=1).astype(np.float32)


def engine_features(by_engine: Sequence[bool]) -> Floats:
    """Return the engine's answer as features, columns as `ENGINE`."""
    kept = np.array(by_engine, np.float32)
    before, after = np.zeros_like(kept), np.zeros_like(kept)
    before[1:], after[:-1] = kept[:-1], kept[1:]
    return np.stack([kept, before, after, np.full_like(kept, kept.mean() if len(kept) else 0)], axis=1)


def doubt_of(table: BlockTable, likely: Floats) -> float:
    """Return the characters that a coin would have to decide, as a share of the content."""
    lengths = np.where([block.hidden for block in table.blocks], 0, table.lengths)
    undecided = (lengths * np.minimum(likely, 1 - likely)).sum()
    return float(undecided / max(MIN_STORY_CHARS, lengths[likely > 0.5].sum()))  # noqa: PLR2004 - even odds


@cache
def shipped() -> BlockModel:
    """Return the weights that come with the package.

    Raises:
        ValueError: they were trained on other features.
    """
    data = resources.files("claimhouse.clean") / "data"
    return read_model(
        json.loads((data / "block_model.json").read_text(encoding="utf-8")),
        json.loads((data / "block_words.json").read_text(encoding="utf-8")),
    )


def read_model(weights: dict[str, object], words: dict[str, dict[str, float]]) -> BlockModel:
    """Return a model from what its two files hold.

    Raises:
        ValueError: they were trained on other features.
    """
    if weights["features"] != [*NAMES, *STACKED, *ENGINE]:
        message = "the block model was trained on other features: run benchmarks/train_blocks.py again"
        raise ValueError(message)
    trees = {name: read_trees(weights[name]) for name in ("first", "second", "third")}  # type: ignore[arg-type]
    return BlockModel(words=Words(**words), max_doubt=float(str(weights["max_doubt"])), **trees)
