"""From labelled pages to the weights of the block model: labels, folds by site, and the fitting of its three parts.

Used by `train_blocks.py`, which makes the shipped weights, and by `clean.py`, which trains again without the sites of
each fold. Needs lightgbm (`pip install lightgbm`); nothing of a page but its words' worth goes into the weights.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from courlan import extract_domain

from claimhouse.clean import pages
from claimhouse.clean.blocks import block_features, block_model, engine, rules
from claimhouse.clean.boosted_trees import Floats
from claimhouse.clean.candidates import Candidate
from claimhouse.records import MediaType, Page
from claimhouse.records.vocabulary import KEPT_REASONS

if TYPE_CHECKING:
    import lightgbm

Row = dict[str, object]
WORD = re.compile(r"\w+")
GRAM = 4
COVERED = 0.5  # share of a block's 4-grams that stand in the gold text
NEAR = 3  # blocks around a short one that may vouch for it
MIN_SNIPPET_CHARS = 4
SNIPPET_SHARE = 0.3  # of a block that a forbidden snippet must fill to speak for the whole
MIN_PART_CHARS = 10
FOLDS, INNER_FOLDS = 5, 3
MIN_SITES = {"near": 6, "far": 6, "text": 12}  # that a word must stand on
BASE_WEIGHT = 0.02  # of a block however short: a leaked line is a leak
FULL_CHARS = 500
SILVER_WEIGHT = 0.3  # of what engine and rules agree on, where the gold says nothing
REQUIRED_WEIGHT = 2.0  # of blocks that hold a required snippet
# The share of content in doubt above which the engine is asked: about three of ten development pages lie above it.
MAX_DOUBT = 0.1
ROUNDS = 110
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.12,
    "num_leaves": 20,
    "max_depth": 7,
    "max_bin": 63,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 1,
    "force_row_wise": True,
    "deterministic": True,
    "seed": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    """A page cut into blocks, with what the gold says of them.

    Attributes:
        row: the line of the gold.
        payload: its bytes.
        site: what must not stand on both sides of a fold.
        blocks: all its blocks.
        titles: its headline as found.
        by_engine: which blocks the engine keeps.
        labels: 1 content, 0 not, -1 unknown or hidden.
        weights: what each label weighs.
    """

    row: Row
    payload: bytes
    site: str
    blocks: list[Candidate]
    titles: list[str]
    by_engine: list[bool]
    labels: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float64]


def read_page(row: Row, folder: Path) -> LabelledPage:
    """Cut one page of a gold into blocks and label them."""
    payload = gzip.decompress((folder / f"{row['id']}.html.gz").read_bytes())
    url = str(row["url"]) if row.get("url") else None
    cut = pages.cut(Page(payload=payload, media_type=MediaType.HTML, url=url))
    texts = [block.text for block in cut.blocks]
    by_engine = engine.found_in(engine.engine_text(cut.markup.root, url) or "", texts)
    by_rules = rules.judge_by_rules(cut.blocks, by_engine, cut.titles)
    labels, required = _labels(row, texts)
    weights = np.array([BASE_WEIGHT + min(1.0, len(text) / _scale(texts, labels)) for text in texts])
    weights[required] *= REQUIRED_WEIGHT
    for index, verdict in enumerate(by_rules):
        kept = verdict.reason in KEPT_REASONS
        if labels[index] < 0 and kept == by_engine[index]:
            labels[index] = kept
            weights[index] *= SILVER_WEIGHT
    labels[[block.hidden for block in cut.blocks]] = -1
    return LabelledPage(
        row=row,
        payload=payload,
        site=site_of(row),
        blocks=cut.blocks,
        titles=cut.titles,
        by_engine=by_engine,
        labels=labels,
        weights=weights,
    )


def read_pages(folder: Path, rows: Iterable[Row] | None = None) -> list[LabelledPage]:
    """Cut and label the pages of a gold, or those of some of its lines."""
    if rows is None:
        with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
    return [read_page(row, folder / "pages") for row in rows]


def site_digest(site: str) -> str:
    """Return what stands for a site in the weights' file."""
    return hashlib.sha256(site.encode()).hexdigest()[:10]


def site_of(row: Row) -> str:
    """Return the registered domain of a page; a page from an archive, or without address, is a site of its own."""
    domain = extract_domain(str(row["url"])) if row.get("url") else None
    return str(row["id"]) if domain is None or domain == "archive.org" else domain


def fold_of(site: str, folds: int, salt: str = "") -> int:
    """Return the fold of a site: a hash, so that it does not depend on which other sites are there."""
    return int(hashlib.sha256(f"{salt}{site}".encode()).hexdigest(), 16) % folds


def _scale(texts: Sequence[str], labels: npt.NDArray[np.int8]) -> float:
    return float(max(FULL_CHARS, sum(len(text) for text, label in zip(texts, labels, strict=True) if label == 1)))


def _labels(row: Row, texts: Sequence[str]) -> tuple[npt.NDArray[np.int8], list[int]]:
    """Label blocks: by their 4-grams in the gold text, and by the snippets; and say which hold a required snippet."""
    labels = np.full(len(texts), -1, np.int8)
    gold = row.get("text")
    if isinstance(gold, str):
        labels = _labels_by_text(gold, texts)
    flat_gold = _flat(gold if isinstance(gold, str) else "")
    required = []
    forbidden = [snippet for snippet in _snippets(row, "must_not") if len(snippet) >= MIN_SNIPPET_CHARS]
    for index, text in enumerate(texts):
        flat = _flat(text)
        if not flat:
            continue
        if any(
            snippet in flat or (len(flat) >= 3 * MIN_PART_CHARS and flat in snippet)
            for snippet in _snippets(row, "must")
        ):
            required.append(index)
            if labels[index] < 0:
                labels[index] = 1
        for snippet in forbidden:
            if flat_gold and snippet in flat_gold:
                continue
            whole = snippet in flat and len(snippet) >= SNIPPET_SHARE * len(flat)
            part = len(flat) >= MIN_PART_CHARS and flat in snippet and labels[index] != 1
            if whole or part or (snippet in flat and labels[index] < 0):
                labels[index] = 0
    return labels, required


def _labels_by_text(gold: str, texts: Sequence[str]) -> npt.NDArray[np.int8]:
    words = WORD.findall(gold)
    grams = {
        tuple(words[place : place + size]) for size in range(1, GRAM + 1) for place in range(len(words) - size + 1)
    }
    lines = {tuple(WORD.findall(line)) for line in gold.split("\n")}
    tokens = [WORD.findall(text) for text in texts]
    labels = np.full(len(texts), -1, np.int8)
    doubtful = []
    for index, found in enumerate(tokens):
        if len(found) >= GRAM:
            places = range(len(found) - GRAM + 1)
            labels[index] = sum(tuple(found[p : p + GRAM]) in grams for p in places) >= COVERED * len(places)
        elif found:
            labels[index] = tuple(found) in lines
            if not labels[index] and tuple(found) in grams:
                doubtful.append(index)
    for index in doubtful:  # a short block inside a gold line: a neighbour must stand beside it there
        labels[index] = any(
            tuple(joined[p : p + GRAM]) in grams
            for joined in _with_neighbours(tokens, labels, index)
            for p in range(len(joined) - GRAM + 1)
        )
    return labels


def _with_neighbours(tokens: Sequence[list[str]], labels: npt.NDArray[np.int8], index: int) -> Iterable[list[str]]:
    for step in (-1, 1):
        near = range(index + step, index + step * (NEAR + 1), step)
        other = next((place for place in near if 0 <= place < len(tokens) and tokens[place]), None)
        if other is not None and labels[other] == 1:
            yield tokens[other][-3:] + tokens[index] if step < 0 else tokens[index] + tokens[other][:3]


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _snippets(row: Row, key: str) -> list[str]:
    values = row.get(key)
    return [_flat(value) for value in values if value] if isinstance(values, list) else []


def learn_words(training: Sequence[LabelledPage]) -> dict[str, dict[str, float]]:
    """Return the log odds of content for each word that stands on enough sites, by where it stands."""
    return {
        "near": _log_odds(training, "near", lambda page: map(block_features.near_words, page.blocks)),
        "far": _log_odds(training, "far", lambda page: map(block_features.far_words, page.blocks)),
        "text": _log_odds(training, "text", lambda page: block_features.block_table(page.blocks).words),
    }


def _log_odds(
    training: Sequence[LabelledPage], where: str, found: Callable[[LabelledPage], Iterable[Iterable[str]]]
) -> dict[str, float]:
    counts = (Counter[str](), Counter[str]())
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for page in training:
        for block, label, words in zip(page.blocks, page.labels.tolist(), found(page), strict=True):
            if label < 0:
                continue
            weight = 1.0 if where == "text" else 0.1 + min(len(block.text), 300) / 300
            for word in set(words):
                counts[label][word] += weight  # type: ignore[assignment]
                sites[word].add(page.site)
    no, yes = counts
    scale_yes, scale_no = yes.total() / 1000 + 1, no.total() / 1000 + 1
    return {
        word: round(log((yes[word] + 1) / scale_yes) - log((no[word] + 1) / scale_no), 3)
        for word in sorted(sites)
        if len(sites[word]) >= MIN_SITES[where]
    }


def fit(training: Sequence[LabelledPage]) -> tuple[dict[str, object], dict[str, dict[str, float]]]:
    """Train the three models.

    Returns:
        What `block_model.read_model` reads: the weights, and what words are worth.
    """
    learned = learn_words(training)
    words = block_features.Words(**learned)
    tables = [block_features.block_table(page.blocks) for page in training]
    alone = [
        block_features.block_features(table, page.titles, words) for table, page in zip(tables, training, strict=True)
    ]
    first = _boost(training, alone)
    likely = _unseen(training, alone)
    second_features = [
        np.hstack([features, block_model.stacked(table, p)])
        for table, features, p in zip(tables, alone, likely, strict=True)
    ]
    second = _boost(training, second_features)
    third_features = [
        np.hstack([features, block_model.engine_features(page.by_engine)])
        for page, features in zip(training, second_features, strict=True)
    ]
    third = _boost(training, third_features)
    weights: dict[str, object] = {
        "features": [*block_features.NAMES, *block_model.STACKED, *block_model.ENGINE],
        "max_doubt": MAX_DOUBT,
        "first": as_data(first),
        "second": as_data(second),
        "third": as_data(third),
    }
    return weights, learned


def _unseen(training: Sequence[LabelledPage], features: Sequence[Floats]) -> list[Floats]:
    """Return the first model's word on each page, from a fold that did not see the page's site."""
    folds = [fold_of(page.site, INNER_FOLDS, "inner ") for page in training]
    likely: list[Floats] = [np.zeros(0, np.float32)] * len(training)
    for fold in range(INNER_FOLDS):
        inside = [index for index, found in enumerate(folds) if found != fold]
        model = _boost([training[index] for index in inside], [features[index] for index in inside])
        for index, found in enumerate(folds):
            if found == fold and len(features[index]):
                likely[index] = np.asarray(model.predict(features[index]), np.float32)
    return likely


def _boost(training: Sequence[LabelledPage], features: Sequence[Floats]) -> lightgbm.Booster:
    import lightgbm  # noqa: PLC0415 - only training needs it

    known = [page.labels >= 0 for page in training]
    rows = np.vstack([found[mask] for found, mask in zip(features, known, strict=True)])
    labels = np.concatenate([page.labels[mask] for page, mask in zip(training, known, strict=True)])
    weights = np.concatenate([page.weights[mask] for page, mask in zip(training, known, strict=True)])
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(rows, labels, weight=weights), ROUNDS)


def as_data(model: lightgbm.Booster) -> dict[str, object]:
    """Return a LightGBM model in the form that `boosted_trees.read_trees` reads."""
    nodes = _Nodes()
    roots = [nodes.add(tree["tree_structure"], 0) for tree in model.dump_model()["tree_info"]]
    return {
        "depth": nodes.depth,
        "roots": roots,
        "feature": nodes.feature,
        "threshold": nodes.threshold,
        "children": nodes.children,
        "value": nodes.value,
    }


@dataclass(slots=True)
class _Nodes:
    """The nodes of all trees, numbered as they come."""

    feature: list[int] = field(default_factory=list)
    threshold: list[float] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    depth: int = 0

    def add(self, node: Mapping[str, Any], level: int) -> int:
        """Add a node of LightGBM's dump and all below it; return its number."""
        number = len(self.feature)
        is_leaf = "leaf_value" in node
        self.feature.append(0 if is_leaf else int(node["split_feature"]))
        self.threshold.append(0.0 if is_leaf else float(f"{float(node['threshold']):.6g}"))
        self.value.append(round(float(node["leaf_value"]), 5) if is_leaf else 0.0)
        self.children.append([number, number])
        if is_leaf:
            self.depth = max(self.depth, level)
        else:
            below = self.add(node["left_child"], level + 1)
            self.children[number] = [self.add(node["right_child"], level + 1), below]
        return number
