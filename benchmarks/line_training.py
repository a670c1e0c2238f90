"""From labelled pages to the weights of the line model: labels, folds by site, and the fitting of its two parts.

Used by `train_lines.py`, which makes the shipped weights, and by `clean_lines.py`, which trains again without the sites
of each fold. Needs lightgbm (`pip install lightgbm`); no word of a page goes into the weights.

Trees: each page is taken as its four plain texts; a line's label is the share of its word 4-grams that the gold text
has, and its weight is its words as a share of the gold's.

Change of topic: two pages of the same fold that follow each other in the order of a hash are stitched, each below its
title; the headline at the seam against all headings inside of pages, by logistic regression.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from block_training import FOLDS, as_data, fold_of, site_of
from clean_scores import Row
from renderings import Rendered

from claimhouse.clean.plain import lines
from claimhouse.clean.plain.line_features import NAMES, Floats, Line, line_features
from claimhouse.clean.plain.line_judging import visible_lines
from claimhouse.clean.plain.line_model import TOPIC_NUMBERS, LineModel, read_model
from claimhouse.clean.plain.line_segments import topic_numbers

WORD = re.compile(r"\w+")
GRAM = 4
SHORT_WORDS = 3  # a shorter line counts only if the gold has it as a line
LEAST_WEIGHT = 30  # words of a gold text, at least: a page of three lines should not outweigh all
EXTRACTED_WEIGHT = 3.0  # of extracted texts: they have few lines, and they are what most people store
ROUNDS = 160
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
    "num_threads": 1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
MIN_STORY_CHARS = 1000  # of a page that is stitched to another
MIN_HEADING_WORDS = 4  # of a heading inside a page that might be taken for a headline
PARAGRAPH_CHARS = 80
HEADING_RENDERINGS = ("engine", "lines")
STEPS = 60  # of Newton's method; it stands still long before
RIDGE = 0.01  # holds the weights of numbers that hardly vary
Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Table:
    """All lines of all renderings, and all headlines, column by column."""

    features: list[Floats] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)  # number of the text that a line belongs to
    folds: list[int] = field(default_factory=list)
    renderings: list[str] = field(default_factory=list)
    topics: list[tuple[float, ...]] = field(default_factory=list)
    seams: list[bool] = field(default_factory=list)  # whether a headline parts two pages
    topic_folds: list[int] = field(default_factory=list)

    def add_lines(self, number: int, fold: int, rendering: str, text: str, gold: Gold) -> None:
        """Add the lines of one text."""
        seen = _lines(text)
        if not seen:
            return
        self.features.append(line_features(seen))
        for line in seen:
            words = WORD.findall(line.text)
            self.labels.append(gold.share(words))
            self.words.append(len(words) + 1)
            self.texts.append(number)
            self.folds.append(fold)
            self.renderings.append(rendering)

    def add_headline(self, seen: Sequence[Line], place: int, fold: int, *, is_seam: bool) -> None:
        """Add one headline with what stands above and below it."""
        above, below = ([line.text for line in side] for side in (seen[:place], seen[place + 1 :]))
        numbers = topic_numbers(seen[place].text, above, below)
        if numbers is not None:
            self.topics.append(numbers)
            self.seams.append(is_seam)
            self.topic_folds.append(fold)


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


def _lines(text: str) -> list[Line]:
    return visible_lines(lines.candidates(text))[1]


def page_fold(row: Row) -> int:
    """Return the fold of a page, by its site."""
    return fold_of(site_of(row), FOLDS)


def table_of(texts: Sequence[Rendered]) -> Table:
    """Take all pages apart into lines, where they have a gold text, and collect headlines."""
    table = Table()
    number = 0
    for row, forms in texts:
        if isinstance(row.get("text"), str):
            gold = Gold(str(row["text"]))
            for rendering, text in forms.items():
                table.add_lines(number, page_fold(row), rendering, text, gold)
                number += 1
        for rendering in HEADING_RENDERINGS:
            _add_headings(table, _lines(titled(row, forms[rendering])), page_fold(row))
    for (first, left), (second, right) in stitched_pairs(texts):
        above, below = (_lines(titled(row, forms["engine"])) for row, forms in ((first, left), (second, right)))
        if below:
            table.add_headline([*above, *below], len(above), page_fold(first), is_seam=True)
    return table


def titled(row: Row, text: str) -> str:
    """Return a text below the title of its page."""
    return f"{row.get('title') or ''}\n{text}"


def _add_headings(table: Table, seen: Sequence[Line], fold: int) -> None:
    for place in range(1, len(seen) - 1):
        is_long = len(seen[place].text.split()) >= MIN_HEADING_WORDS
        if seen[place].level and is_long and len(seen[place + 1].text) >= PARAGRAPH_CHARS:
            table.add_headline(seen, place, fold, is_seam=False)


def stitched_pairs(texts: Sequence[Rendered]) -> list[tuple[Rendered, Rendered]]:
    """Return pages with a title and a text that follow each other in the order of a hash, both of the same fold."""
    order = sorted(
        (pair for pair in texts if pair[0].get("title") and len(pair[1]["engine"]) > MIN_STORY_CHARS),
        key=lambda pair: (page_fold(pair[0]), hashlib.sha256(str(pair[0]["id"]).encode()).digest()),
    )
    return [pair for pair in pairwise(order) if page_fold(pair[0][0]) == page_fold(pair[1][0])]


def weights_of(table: Table) -> Numbers:
    """Return each line's weight: its words as a share of the words that the text should have."""
    words, labels = np.array(table.words, float), np.array(table.labels)
    texts = np.array(table.texts)
    wanted = np.bincount(texts, words * labels) + LEAST_WEIGHT
    weights: Numbers = np.minimum(words / wanted[texts], 1.0)
    weights[np.array(table.renderings) == "engine"] *= EXTRACTED_WEIGHT
    return weights


def fit(table: Table, without: int | None = None) -> dict[str, object]:
    """Train on all lines and headlines, or on those of all folds but one; return what `read_model` reads."""
    import lightgbm  # noqa: PLC0415 - only training needs it

    chosen = np.array(table.folds) != (-1 if without is None else without)
    data = lightgbm.Dataset(
        np.concatenate(table.features)[chosen], np.array(table.labels)[chosen], weight=weights_of(table)[chosen]
    )
    trees = lightgbm.train(PARAMETERS, data, ROUNDS)
    of = np.array(table.topic_folds) != (-1 if without is None else without)
    topic = _logistic(np.array(table.topics)[of], np.array(table.seams)[of])
    return {
        "features": list(NAMES),
        "trees": as_data(trees),
        "topic": dict(zip(TOPIC_NUMBERS, topic.round(3).tolist(), strict=True)),
    }


def model_of(weights: dict[str, object]) -> LineModel:
    """Return the model that the weights make once they were written and read."""
    return read_model(json.loads(json.dumps(weights)))


def fold_models(table: Table) -> dict[int, LineModel]:
    """Return for each fold a model that has seen no page of its sites."""
    return {fold: model_of(fit(table, fold)) for fold in range(FOLDS)}


def _logistic(numbers: Numbers, is_seam: Mask) -> Numbers:
    """Fit a logistic regression by Newton's method."""
    weights = np.zeros(numbers.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-numbers @ weights))
        spread = likely * (1 - likely) + 1e-6
        slope = numbers.T @ (is_seam - likely) - RIDGE * weights
        weights += np.linalg.solve((numbers.T * spread) @ numbers + RIDGE * np.eye(len(weights)), slope)
    return weights
