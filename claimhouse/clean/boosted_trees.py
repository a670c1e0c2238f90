"""Boosted trees as data: read from JSON, applied to all rows at once; nothing but numpy is needed.

Weights are learned by LightGBM (Ke et al., NeurIPS 2017) in `benchmarks/`, and stored as flat lists that any program
can read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
CHUNK = 4096  # rows at once: bounds the memory of a page of 100,000 blocks


class Trees(NamedTuple):
    """All trees as one list of nodes; a leaf is its own child, so that every path has the same length.

    Attributes:
        roots: the first node of each tree.
        feature: column that a node looks at.
        threshold: a row goes to the second child where its value is not greater.
        children: two for each node: greater first, then not greater.
        value: of a leaf, 0 elsewhere.
        depth: steps from any root to any leaf.
    """

    roots: npt.NDArray[np.intp]
    feature: npt.NDArray[np.intp]
    threshold: Floats
    children: npt.NDArray[np.intp]
    value: Floats
    depth: int


def read_trees(data: Mapping[str, Sequence[int] | Sequence[float] | int]) -> Trees:
    """Return trees from what JSON holds."""
    return Trees(
        roots=np.array(data["roots"], np.intp),
        feature=np.array(data["feature"], np.intp),
        threshold=np.array(data["threshold"], np.float32),
        children=np.array(data["children"], np.intp).ravel(),
        value=np.array(data["value"], np.float32),
        depth=int(np.array(data["depth"]).item()),
    )


def probabilities(trees: Trees, features: Floats) -> Floats:
    """Return for each row the probability of the positive class."""
    chunks = [_scores(trees, features[start : start + CHUNK]) for start in range(0, len(features), CHUNK)]
    scores = np.concatenate([np.zeros(0, np.float32), *chunks])
    found: Floats = 1 / (1 + np.exp(-scores))
    return found


def _scores(trees: Trees, features: Floats) -> Floats:
    count, width = features.shape
    flat = features.ravel()
    rows = (np.arange(count) * width)[:, None]
    node = np.broadcast_to(trees.roots, (count, len(trees.roots)))
    for _ in range(trees.depth):
        below = flat.take(rows + trees.feature.take(node)) <= trees.threshold.take(node)
        node = trees.children.take(2 * node + below)
    scores: Floats = trees.value.take(node).sum(axis=1)
    return scores
