"""How a cleaned text is scored against a labelled page: F1 over 4-grams, leaks, required snippets, and their spread.

F1     4-grams of words as multisets; harmonic mean of mean precision (pages with output) and mean recall
leak   share of forbidden snippets found, white space and case ignored; one that is in the gold text is skipped
must   share of required snippets found
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

WORD = re.compile(r"\w+")
GRAM = 4
MIN_SNIPPET_CHARS = 4
RESAMPLES = 2000
SEED = 20_261_122
Row = dict[str, object]


class PageScore(NamedTuple):
    """One page of one engine; None where the gold says nothing, or the text is empty."""

    precision: float | None
    recall: float | None
    leaked: int
    forbidden: int
    hit: int
    required: int


def score_page(row: Row, text: str) -> PageScore:
    """Score one text against its line of the gold."""
    gold = row.get("text")
    precision = recall = None
    if isinstance(gold, str):
        wanted, found = _grams(gold), _grams(text)
        shared = (wanted & found).total()
        precision = shared / found.total() if found else None
        recall = shared / wanted.total() if wanted else None
    flat, flat_gold = _flat(text), _flat(gold if isinstance(gold, str) else "")
    forbidden = [
        snippet
        for snippet in _snippets(row, "must_not")
        if len(snippet) >= MIN_SNIPPET_CHARS and not (flat_gold and snippet in flat_gold)
    ]
    required = _snippets(row, "must")
    return PageScore(
        precision,
        recall,
        sum(snippet in flat for snippet in forbidden),
        len(forbidden),
        sum(snippet in flat for snippet in required),
        len(required),
    )


@dataclass(slots=True)
class Score:
    """The pages of one engine and one set."""

    pages: list[PageScore] = field(default_factory=list)
    cpu_s: float = 0.0

    def add(self, row: Row, text: str, cpu_s: float) -> None:
        """Count one page."""
        self.pages.append(score_page(row, text))
        self.cpu_s += cpu_s

    def figures(self) -> dict[str, float]:
        """Return the measures, rounded; what could not be measured is left out."""
        out: dict[str, float] = {
            "pages": len(self.pages),
            "cpu_ms": round(1000 * self.cpu_s / max(1, len(self.pages)), 2),
        }
        return out | {name: round(value, 4) for name, value in measures(self.pages).items()}


def measures(pages: Sequence[PageScore]) -> dict[str, float]:
    """Return precision, recall, F1, leak rate and hit rate over pages, those that can be measured."""
    out = {}
    precision = [page.precision for page in pages if page.precision is not None]
    recall = [page.recall for page in pages if page.recall is not None]
    if precision and recall:
        mean_precision, mean_recall = sum(precision) / len(precision), sum(recall) / len(recall)
        both = mean_precision + mean_recall
        out |= {"precision": mean_precision, "recall": mean_recall}
        out["f1"] = 2 * mean_precision * mean_recall / both if both else 0.0
    if forbidden := sum(page.forbidden for page in pages):
        out["leak"] = sum(page.leaked for page in pages) / forbidden
    if required := sum(page.required for page in pages):
        out["must"] = sum(page.hit for page in pages) / required
    return out


def difference(
    ours: Sequence[PageScore], theirs: Sequence[PageScore], sites: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return ours minus theirs with its 95 % interval, from a paired bootstrap that draws whole sites.

    Pages of one site share a template and so their errors: drawn alone, they would make the interval too narrow.
    """
    by_site: defaultdict[str, list[int]] = defaultdict(list)
    for index, site in enumerate(sites):
        by_site[site].append(index)
    groups = [by_site[site] for site in sorted(by_site)]
    random = np.random.default_rng(SEED)
    drawn: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(RESAMPLES):
        chosen = [index for group in random.integers(len(groups), size=len(groups)) for index in groups[group]]
        for name, value in _minus([ours[i] for i in chosen], [theirs[i] for i in chosen]).items():
            drawn[name].append(value)
    out = {}
    for name, value in _minus(ours, theirs).items():
        low, high = np.percentile(drawn[name], [2.5, 97.5]).tolist()
        out[name] = {"difference": round(value, 4), "low": round(low, 4), "high": round(high, 4)}
    return out


def _minus(ours: Sequence[PageScore], theirs: Sequence[PageScore]) -> Mapping[str, float]:
    first, second = measures(ours), measures(theirs)
    return {name: first[name] - second[name] for name in ("f1", "leak", "must") if name in first and name in second}


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[place : place + GRAM]) for place in range(max(1, len(words) - GRAM + 1)))


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _snippets(row: Row, key: str) -> list[str]:
    values = row.get(key)
    return [_flat(value) for value in values if value] if isinstance(values, list) else []
