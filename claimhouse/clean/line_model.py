"""How likely each line of a plain text is a part of what the author wrote: boosted trees, their weights as data.

`benchmarks/train_lines.py` makes `data/line_model.json`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from claimhouse.clean.boosted_trees import Trees, probabilities, read_trees
from claimhouse.clean.line_features import NAMES, Floats


def likely_content(features: Floats) -> Floats:
    """Return for each row of `line_features` the probability that the line belongs to the text."""
    return probabilities(_trees(), features)


@cache
def _trees() -> Trees:
    text = (resources.files("claimhouse.clean") / "data" / "line_model.json").read_text(encoding="utf-8")
    model = json.loads(text)
    if tuple(model.pop("features")) != NAMES:
        message = "data/line_model.json was trained on other features: run benchmarks/train_lines.py again"
        raise ValueError(message)
    return read_trees(model)
