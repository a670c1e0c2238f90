"""How likely each line of a plain text is a part of what the author wrote: boosted trees, their weights as data.

`benchmarks/train_lines.py` makes `data/line_model.json`; nothing but numpy is needed to use it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from claimhouse.clean.line_features import NAMES, Floats

CHUNK = 4096  # lines judged at once: bounds the memory of a long text


class Trees(NamedTuple):
    """All trees as one list of nodes; a leaf is its own child, so that every path has the same length."""

    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]
    threshold: Floats
    children: npt.NDArray[np.int32]  # two for each node: greater first, then not greater
    value: Floats  # of a leaf, 0 elsewhere
    depth: int


def likely_content(features: Floats) -> Floats:
    """Return for each row of `line_features` the probability that the line belongs to the text."""
    trees = _trees()
    chunks = [_scores(trees, features[start : start + CHUNK]) for start in range(0, len(features), CHUNK)]
    scores = np.concatenate([np.zeros(0, np.float32), *chunks])
    found: Floats = 1 / (1 + np.exp(-scores))
    return found


def _scores(trees: Trees, features: Floats) -> Floats:
    count, width = features.shape
    flat = features.ravel()
    rows = (np.arange(count, dtype=np.int32) * width)[:, None]
    node = np.broadcast_to(trees.roots, (count, len(trees.roots)))
    for _ in range(trees.depth):
        below = flat.take(rows + trees.feature.take(node)) <= trees.threshold.take(node)
        node = trees.children.take(2 * node + below)
    scores: Floats = trees.value.take(node).sum(axis=1)
    return scores


@cache
def _trees() -> Trees:
    text = (resources.files("claimhouse.clean") / "data" / "line_model.json").read_text(encoding="utf-8")
    model = json.loads(text)
    if tuple(model["features"]) != NAMES:
        message = "data/line_model.json was trained on other features: run benchmarks/train_lines.py again"
        raise ValueError(message)
    return Trees(
        roots=np.array(model["roots"], np.int32),
        feature=np.array(model["feature"], np.int32),
        threshold=np.array(model["threshold"], np.float32),
        children=np.array(model["children"], np.int32).ravel(),
        value=np.array(model["value"], np.float32),
        depth=int(model["depth"]),
    )
