"""How good a clustering is against labels: pair figures, B-cubed, and kind by kind; linear in the documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dedupe_collection import KindFigures, figures_by_kind, stream

Clusters = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A labelled collection."""

    name: str
    texts: Mapping[str, str]
    clusters: Clusters
    kinds: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Quality of a clustering, each from 0 to 1, and what it took.

    Attributes:
        parameters: those of the system's run, the best of those tried; empty if there are none to choose.
        kinds: figures of each kind of document.
        cpu_seconds: processors' time of this process and its children; signature to clusters.
    """

    system: str
    parameters: str
    collection: str
    documents: int
    pair_precision: float
    pair_recall: float
    pair_f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    kinds: Mapping[str, KindFigures]
    seconds: float
    cpu_seconds: float


def read_gold(folder: Path, split: str) -> Labelled:
    """Read a collection in the form of the development gold, from the folder of all golds or that of this one."""
    places = (folder / "dedup" / split, folder / split, folder)
    place = next((place for place in places if (place / "docs.jsonl").is_file()), places[0])
    docs, labels = (
        [json.loads(line) for line in (place / name).read_text(encoding="utf-8").splitlines() if line.strip()]
        for name in ("docs.jsonl", "clusters.jsonl")
    )
    return Labelled(
        name=f"gold {split}",
        texts={row["id"]: row["text"] for row in docs},
        clusters={row["id"]: row["cluster"] for row in labels},
        kinds={row["id"]: row.get("kind") or "?" for row in labels},
    )


def generate(documents: int, seed: int) -> Labelled:
    """Make a collection of our own."""
    texts, clusters, kinds = {}, {}, {}
    for number, (text, cluster, kind) in enumerate(stream(documents, seed)):
        key = f"d{number:07d}"
        texts[key], clusters[key], kinds[key] = text, cluster, kind
    return Labelled(name=f"generated {documents}, seed {seed}", texts=texts, clusters=clusters, kinds=kinds)


def score(
    gold: Labelled, found: Clusters, *, system: str, parameters: str, seconds: float, cpu_seconds: float
) -> Scores:
    """Compare a clustering with the labels: pairwise, B-cubed (Bagga, Baldwin 1998), and by kind.

    Pairs are counted from the sizes of clusters, never listed. A document that was not clustered is alone.
    """
    found = {key: found.get(key, f"alone {key}") for key in gold.clusters}
    both = Counter((gold.clusters[key], found[key]) for key in gold.clusters)
    wanted, made = Counter(gold.clusters.values()), Counter(found.values())
    agreed, in_gold, in_found = (_pairs(counter.values()) for counter in (both, wanted, made))
    sizes = [(both[gold.clusters[key], found[key]], wanted[gold.clusters[key]], made[found[key]]) for key in found]
    b3_precision = sum(common / size for common, _, size in sizes) / len(sizes)
    b3_recall = sum(common / size for common, size, _ in sizes) / len(sizes)
    pair_precision, pair_recall = agreed / in_found if in_found else 1.0, agreed / in_gold if in_gold else 1.0
    return Scores(
        system=system,
        parameters=parameters,
        collection=gold.name,
        documents=len(found),
        pair_precision=round(pair_precision, 4),
        pair_recall=round(pair_recall, 4),
        pair_f1=round(_f1(pair_precision, pair_recall), 4),
        b3_precision=round(b3_precision, 4),
        b3_recall=round(b3_recall, 4),
        b3_f1=round(_f1(b3_precision, b3_recall), 4),
        kinds=figures_by_kind(gold.clusters, gold.kinds, found),
        seconds=round(seconds, 2),
        cpu_seconds=round(cpu_seconds, 2),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
