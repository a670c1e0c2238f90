"""What is learned for text without markup: boosted trees that judge lines, and what a change of topic weighs.

`benchmarks/train_lines.py` makes `data/line_model.json`; beside the weights it names, as digests, the sites they saw.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from claimhouse.clean.boosted_trees import Trees, probabilities, read_trees
from claimhouse.clean.plain.line_features import NAMES, Floats

TOPIC_NUMBERS = (
    "bias",
    "headline's words below",
    "headline's words above",
    "shared names",
    "names",
    "shared vocabulary",
    "headline's words",
    "characters above",
    "characters below",
)


class LineModel(NamedTuple):
    """Weights for text without markup.

    Attributes:
        trees: over the numbers of `line_features`.
        topic: what each of `TOPIC_NUMBERS` adds to the log odds that a headline parts two texts.
    """

    trees: Trees
    topic: tuple[float, ...]

    def likely_content(self, features: Floats) -> Floats:
        """Return for each row of `line_features` the probability that the line belongs to the text."""
        return probabilities(self.trees, features)


def read_model(data: Mapping[str, Any]) -> LineModel:
    """Return a model from what JSON holds.

    Raises:
        ValueError: it was trained on other numbers than those that are worked out here.
    """
    if tuple(data["features"]) != NAMES or tuple(data["topic"]) != TOPIC_NUMBERS:
        message = "the line model was trained on other numbers: run benchmarks/train_lines.py again"
        raise ValueError(message)
    return LineModel(read_trees(data["trees"]), tuple(data["topic"].values()))


@cache
def shipped() -> LineModel:
    """Return the model that comes with the package."""
    text = (resources.files("claimhouse.clean") / "data" / "line_model.json").read_text(encoding="utf-8")
    return read_model(json.loads(text))
