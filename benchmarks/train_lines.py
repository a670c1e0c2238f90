"""Train the line model of text without markup and write its weights as data.

    python benchmarks/train_lines.py --gold FOLDER --split dev

FOLDER is as for `clean_lines.py`. Needs LightGBM, which the product does not need: install it elsewhere.
Each page is taken as its four plain texts; a line's label is the share of its word 4-grams that the gold text has, and
its weight is its words as a share of the gold's. Five-fold cross-validation by site gives the figures; the weights in
`claimhouse/clean/data/line_model.json` come from all pages. The seed is fixed, so the same data gives the same file.

`--floors` fails where a figure of the cross-validation is below the one that stands in `FLOORS`.
The last line is one JSON object: macro precision, recall and F1 by rendering, at the threshold that cleaning uses.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import lightgbm
import numpy as np
import numpy.typing as npt
from clean_lines import Rendered, rendered
from gold_folder import add_gold_options, part_of

from claimhouse.clean import lines
from claimhouse.clean.line_features import NAMES, line_features
from claimhouse.clean.line_judging import UNLIKELY, visible_lines

WORD = re.compile(r"\w+")
GRAM = 4
FOLDS = 5
ROUNDS = 160
SHORT_WORDS = 3  # a shorter line counts only if the gold has it as a line
LEAST_WEIGHT = 30  # words of a gold text, at least: a page of three lines should not outweigh all
EXTRACTED_WEIGHT = 3.0  # of extracted texts: they have few lines, and they are what most people store
FLOORS = {"lines": 0.915, "engine": 0.967, "markdown": 0.918}  # F1 at the threshold, cross-validated by site
OUTPUT = Path(__file__).parent.parent / "claimhouse" / "clean" / "data" / "line_model.json"
PARAMETERS = {
    "objective": "cross_entropy",
    "num_leaves": 16,
    "max_depth": 6,
    "learning_rate": 0.1,
    "min_data_in_leaf": 150,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 127,
    "num_threads": 2,
    "seed": 7,
    "deterministic": True,
    "verbose": -1,
}
Numbers = npt.NDArray[np.float64]


@dataclass(slots=True)
class Table:
    """All lines of all renderings, column by column."""

    features: list[npt.NDArray[np.float32]] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)  # number of the text that a line belongs to
    sites: list[str] = field(default_factory=list)
    renderings: list[str] = field(default_factory=list)

    def add(self, number: int, site: str, rendering: str, text: str, gold: Gold) -> None:
        """Add the lines of one text."""
        _, seen = visible_lines(lines.candidates(text))
        if not seen:
            return
        self.features.append(line_features(seen))
        for line in seen:
            words = WORD.findall(line.text)
            self.labels.append(gold.share(words))
            self.words.append(len(words) + 1)
            self.texts.append(number)
            self.sites.append(site)
            self.renderings.append(rendering)


class Gold:
    """What a gold text holds: its 4-grams, its 3-grams and its lines."""

    def __init__(self, text: str) -> None:
        words = WORD.findall(text)
        self._grams = _grams(words, GRAM)
        self._short = _grams(words, SHORT_WORDS)
        self._lines = {_key(WORD.findall(line)) for line in text.split("\n")}

    def share(self, words: Sequence[str]) -> float:
        """Return how much of a line the gold text has, 0 to 1."""
        if len(words) >= GRAM:
            grams = [tuple(words[place : place + GRAM]) for place in range(len(words) - GRAM + 1)]
            return sum(gram in self._grams for gram in grams) / len(grams)
        return float(_key(words) in self._lines or (len(words) == SHORT_WORDS and tuple(words) in self._short))


def _grams(words: Sequence[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + size]) for place in range(len(words) - size + 1)}


def _key(words: Iterable[str]) -> str:
    return " ".join(words).lower()


def table_of(texts: Sequence[Rendered]) -> Table:
    """Take all pages with a gold text apart into lines."""
    table = Table()
    number = 0
    for row, forms in texts:
        if isinstance(row.get("text"), str):
            gold = Gold(str(row["text"]))
            for rendering, text in forms.items():
                table.add(number, str(row["site"]), rendering, text, gold)
                number += 1
    return table


def weights_of(table: Table) -> Numbers:
    """Return each line's weight: its words as a share of the words that the text should have."""
    words, labels = np.array(table.words, float), np.array(table.labels)
    texts = np.array(table.texts)
    wanted = np.bincount(texts, words * labels) + LEAST_WEIGHT
    weights = np.minimum(words / wanted[texts], 1.0)
    return np.where(np.array(table.renderings) == "engine", EXTRACTED_WEIGHT * weights, weights)


def trained(features: npt.NDArray[np.float32], labels: Numbers, weights: Numbers) -> lightgbm.Booster:
    """Train on some lines."""
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(features, labels, weight=weights), ROUNDS)


def cross_validated(table: Table, features: npt.NDArray[np.float32], weights: Numbers) -> Numbers:
    """Return for each line what a model says that has seen no page of its site."""
    labels = np.array(table.labels)
    folds = np.array([hashlib.sha256(site.encode()).digest()[1] % FOLDS for site in table.sites])
    likely = np.zeros(len(labels))
    for fold in range(FOLDS):
        model = trained(features[folds != fold], labels[folds != fold], weights[folds != fold])
        likely[folds == fold] = model.predict(features[folds == fold])
    return likely


def figures(table: Table, likely: Numbers) -> dict[str, dict[str, float]]:
    """Return macro precision, recall and F1 in words, lines kept at the threshold of cleaning, by rendering."""
    labels, words = np.array(table.labels), np.array(table.words, float)
    texts, renderings = np.array(table.texts), np.array(table.renderings)
    out = {}
    for name in sorted(set(table.renderings)):
        of = renderings == name
        kept = (likely >= UNLIKELY)[of]
        shared, found, wanted = (
            np.bincount(texts[of], (words[of] * amount))
            for amount in (labels[of] * kept, kept.astype(float), labels[of])
        )
        there = wanted > 0
        recall = float((shared[there] / wanted[there]).mean())
        precision = float((shared[there & (found > 0)] / found[there & (found > 0)]).mean())
        f1 = 2 * precision * recall / (precision + recall)
        out[name] = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
    return out


class Node(TypedDict, total=False):
    """A node of a tree as LightGBM dumps it."""

    leaf_value: float
    split_feature: int
    threshold: float
    left_child: Node
    right_child: Node


class _Flat:
    """Trees as one list of nodes; a leaf is its own child."""

    def __init__(self) -> None:
        self.feature: list[int] = []
        self.threshold: list[float] = []
        self.children: list[list[int]] = []
        self.value: list[float] = []
        self.depth = 0

    def add(self, node: Node, depth: int = 0) -> int:
        """Add a node with all below it and return its number."""
        self.depth = max(self.depth, depth)
        number = len(self.feature)
        is_leaf = "leaf_value" in node
        self.feature.append(0 if is_leaf else node["split_feature"])
        self.threshold.append(0.0 if is_leaf else _at_most(node["threshold"]))
        self.children.append([number, number])
        self.value.append(round(node["leaf_value"], 5) if is_leaf else 0.0)
        if not is_leaf:
            below = self.add(node["left_child"], depth + 1)
            self.children[number] = [self.add(node["right_child"], depth + 1), below]
        return number


def _at_most(threshold: float) -> float:
    """Return the greatest number of single precision that is not above a threshold: features are single."""
    tiny = 1e-30  # LightGBM's zero
    if abs(threshold) < tiny:
        return 0.0
    single = np.float32(threshold)
    if float(single) > threshold:
        single = np.nextafter(single, np.float32(-np.inf))
    return float(f"{float(single):.9g}")


def written(model: lightgbm.Booster, path: Path) -> None:
    """Write a model as the JSON that `claimhouse.clean.line_model` reads."""
    flat = _Flat()
    roots = [flat.add(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    content = {
        "features": NAMES,
        "depth": flat.depth,
        "roots": roots,
        "feature": flat.feature,
        "threshold": flat.threshold,
        "children": flat.children,
        "value": flat.value,
    }
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> int:
    """Cross-validate, train on all, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "extraction/")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--floors", action="store_true", help="only cross-validate; fail below the floors")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = part_of(options.gold, "extraction") / options.split
    with (folder / "gold.jsonl").open(encoding="utf-8") as rows:
        texts = rendered([json.loads(row) for row in rows if row.strip()], folder / "pages")
    table = table_of(texts)
    features, weights = np.concatenate(table.features), weights_of(table)
    found = figures(table, cross_validated(table, features, weights))
    if not options.floors:
        written(trained(features, np.array(table.labels), weights), options.output)
    print(json.dumps(found))
    below = [name for name, floor in FLOORS.items() if found[name]["f1"] < floor]
    return 1 if options.floors and below else 0


if __name__ == "__main__":
    sys.exit(main())
