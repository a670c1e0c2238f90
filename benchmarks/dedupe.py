"""Near-duplicates against labelled collections: quality, false merges by kind, documents a second, and the peers.

    python benchmarks/dedupe.py --gold FOLDER --split dev
    python benchmarks/dedupe.py --generate 3000 --seed 1
    python benchmarks/dedupe.py --speed 100000
    python benchmarks/dedupe.py --history 100000 1000000

FOLDER (default: CLAIMHOUSE_GOLD) holds `dedup/SPLIT/docs.jsonl` and `clusters.jsonl`. `--generate` measures on a
collection of our own making as well, `--speed` makes documents of 3 kB and times each system once at a threshold of .5,
`--history` times 1,000 new documents against a long history (dedupe_history.py says how it is made). Peers (datasketch,
rensa) run after claimhouse, on the same word 5-grams, each at the threshold that suits the collection best, which
flatters them; a peer that cannot be imported is named.
The last line is one JSON object with all figures.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dedupe_collection import collect
from dedupe_history import lines as history_lines
from dedupe_history import measure_history
from dedupe_speed import documents_of_3_kb, measure_signing, measure_speed
from dedupe_speed import lines as speed_lines

from claimhouse.dedupe.cluster import DisjointSets
from claimhouse.dedupe.shingles import normalised_words
from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.settings import DedupeSettings

_PEER_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_SPEED_THRESHOLD = 0.5
_GENERATED_FOR_HISTORY = 4_000  # one batch in the history, three that come new
_PERMUTATIONS = 128
_SHINGLE_WORDS = 5
_NEGATIVE = "neg_"

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
    """Quality of a clustering, each from 0 to 1, and speed.

    Attributes:
        recall_to_base: by kind of edit, share of the copies that are with the text they were made from.
        false_merges: by kind, share of the documents that are with a document of another cluster.
    """

    system: str
    collection: str
    documents: int
    pair_precision: float
    pair_recall: float
    pair_f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    recall_to_base: Mapping[str, float]
    false_merges: Mapping[str, float]
    seconds: float
    documents_per_second: float


def read_gold(folder: Path, split: str) -> Labelled:
    """Read a collection in the form of the development gold."""
    place = folder / "dedup" / split if (folder / "dedup").is_dir() else folder / split
    docs, labels = (
        [json.loads(line) for line in (place / name).read_text(encoding="utf-8").splitlines() if line.strip()]
        for name in ("docs.jsonl", "clusters.jsonl")
    )
    return Labelled(
        name=f"gold {split}",
        texts={row["id"]: row["text"] for row in docs},
        clusters={row["id"]: row["cluster"] for row in labels},
        kinds={row["id"]: row["kind"] for row in labels},
    )


def generate(documents: int, seed: int) -> Labelled:
    """Make a collection of our own."""
    rows = collect(documents, seed).rows
    keys = [f"d{number:07d}" for number in range(len(rows))]
    return Labelled(
        name=f"generated {documents}, seed {seed}",
        texts={key: row[0] for key, row in zip(keys, rows, strict=True)},
        clusters={key: row[1] for key, row in zip(keys, rows, strict=True)},
        kinds={key: row[2] for key, row in zip(keys, rows, strict=True)},
    )


def score(gold: Labelled, found: Clusters, system: str, seconds: float) -> Scores:
    """Compare a clustering with the labels: pairwise, B-cubed (Bagga, Baldwin 1998), and by kind."""
    found = {key: found.get(key, f"alone {key}") for key in gold.clusters}
    both = Counter((gold.clusters[key], found[key]) for key in gold.clusters)
    wanted, made = Counter(gold.clusters.values()), Counter(found.values())
    agreed, in_gold, in_found = (_pairs(counter.values()) for counter in (both, wanted, made))
    sizes = [(both[gold.clusters[key], found[key]], wanted[gold.clusters[key]], made[found[key]]) for key in found]
    b3_precision = sum(common / size for common, _, size in sizes) / len(sizes)
    b3_recall = sum(common / size for common, size, _ in sizes) / len(sizes)
    pair_precision, pair_recall = agreed / in_found if in_found else 1.0, agreed / in_gold if in_gold else 1.0
    recall, merged = _by_kind(gold, found)
    return Scores(
        system=system,
        collection=gold.name,
        documents=len(found),
        pair_precision=round(pair_precision, 4),
        pair_recall=round(pair_recall, 4),
        pair_f1=round(_f1(pair_precision, pair_recall), 4),
        b3_precision=round(b3_precision, 4),
        b3_recall=round(b3_recall, 4),
        b3_f1=round(_f1(b3_precision, b3_recall), 4),
        recall_to_base=recall,
        false_merges=merged,
        seconds=round(seconds, 2),
        documents_per_second=round(len(found) / seconds, 1),
    )


def _by_kind(gold: Labelled, found: Clusters) -> tuple[dict[str, float], dict[str, float]]:
    base = {gold.clusters[key]: key for key, kind in gold.kinds.items() if kind == "base"}
    labels: dict[str, set[str]] = defaultdict(set)
    for key, cluster in found.items():
        labels[cluster].add(gold.clusters[key])
    hits: dict[str, list[bool]] = defaultdict(list)
    bad: dict[str, list[bool]] = defaultdict(list)
    for key, kind in gold.kinds.items():
        bad[kind].append(len(labels[found[key]]) > 1)
        origin = base.get(gold.clusters[key])
        if origin and origin != key and not kind.startswith(_NEGATIVE):
            hits[kind].append(found[origin] == found[key])
    return _shares(hits), _shares(bad)


def _shares(marks: Mapping[str, Sequence[bool]]) -> dict[str, float]:
    return {kind: round(sum(values) / len(values), 4) for kind, values in sorted(marks.items())}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def claimhouse_clusters(texts: Mapping[str, str], _: float) -> Clusters:
    """Cluster with the shipped settings; there is no threshold to choose."""
    return {row.id: row.cluster for row in dedupe_texts(texts.items(), DedupeSettings())}


def datasketch_clusters(texts: Mapping[str, str], threshold: float) -> Clusters:
    """Cluster by the components of datasketch's MinHash-LSH."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - a peer, may be missing

    index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
    sets = DisjointSets(texts)
    for key, text in texts.items():
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([gram.encode() for gram in _grams(text)])
        for other in index.query(sketch):
            sets.unite(key, other)
        index.insert(key, sketch)
    return {key: sets.root(key) for key in texts}


def rensa_clusters(texts: Mapping[str, str], threshold: float) -> Clusters:
    """Cluster by the components of rensa's R-MinHash with LSH."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - a peer, may be missing

    # Bands so that (1 / bands) ** (bands / permutations) comes nearest to the threshold.
    options = [bands for bands in (4, 8, 16, 32, 64) if _PERMUTATIONS % bands == 0]
    bands = min(options, key=lambda bands: abs((1 / bands) ** (bands / _PERMUTATIONS) - threshold))
    index = RMinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS, num_bands=bands)
    sets = DisjointSets(texts)
    keys, sketches = list(texts), []
    for number, key in enumerate(keys):
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update(_grams(texts[key]))
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= threshold:
                sets.unite(key, keys[other])
        index.insert(number, sketch)
        sketches.append(sketch)
    return {key: sets.root(key) for key in texts}


def _grams(text: str) -> list[str]:
    words = [word.decode() for word in normalised_words(text)]
    last = max(1, len(words) - _SHINGLE_WORDS + 1)
    return [" ".join(words[start : start + _SHINGLE_WORDS]) for start in range(last)]


Clusterer = Callable[[Mapping[str, str], float], Clusters]
SYSTEMS: dict[str, tuple[Clusterer, tuple[float, ...]]] = {
    "claimhouse": (claimhouse_clusters, (0.0,)),
    "datasketch": (datasketch_clusters, _PEER_THRESHOLDS),
    "rensa": (rensa_clusters, _PEER_THRESHOLDS),
}


def measure(gold: Labelled, system: str) -> Scores:
    """Run a system at each of its thresholds and return the scores of the best by pair F1."""
    cluster, thresholds = SYSTEMS[system]
    best: Scores | None = None
    for threshold in thresholds:
        start = time.perf_counter()
        found = cluster(gold.texts, threshold)
        seconds = time.perf_counter() - start
        name = f"{system} at {threshold}" if threshold else system
        scores = score(gold, found, name, seconds)
        if best is None or scores.pair_f1 > best.pair_f1:
            best = scores
    if best is None:
        message = f"{system} has no threshold to run at"
        raise ValueError(message)
    return best


def show(scores: Scores) -> None:
    """Print one system's figures on one collection."""
    print(f"\n{scores.system} on {scores.collection}: {scores.documents} documents")
    print(f"  pair  P {scores.pair_precision:.4f}  R {scores.pair_recall:.4f}  F1 {scores.pair_f1:.4f}")
    print(f"  B3    P {scores.b3_precision:.4f}  R {scores.b3_recall:.4f}  F1 {scores.b3_f1:.4f}")
    print(f"  {scores.documents_per_second:.0f} documents/s ({scores.seconds:.2f} s, signature to clusters)")
    for kind, share in scores.false_merges.items():
        recall = scores.recall_to_base.get(kind)
        print(f"    {kind:18} false merges {share:.3f}" + ("" if recall is None else f"  recall to base {recall:.3f}"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=os.environ.get("CLAIMHOUSE_GOLD"), help="folder of the gold")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--generate", type=int, default=0, metavar="N", help="also make and measure N documents")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peers", action="store_true", help="claimhouse only")
    parser.add_argument("--speed", type=int, default=0, metavar="N", help="time N documents of 3 kB")
    parser.add_argument("--history", type=int, nargs="*", default=[], metavar="N", help="time 1,000 new against N")
    arguments = parser.parse_args()
    collections = [read_gold(Path(arguments.gold), arguments.split)] if arguments.gold else []
    if arguments.generate:
        collections.append(generate(arguments.generate, arguments.seed))
    if not (collections or arguments.speed or arguments.history):
        parser.error(
            "nothing to measure: give --gold FOLDER (or set CLAIMHOUSE_GOLD), --generate, --speed or --history"
        )
    systems, missing = available(() if arguments.no_peers else ("datasketch", "rensa"))
    results = [measure(gold, system) for gold in collections for system in systems]
    for scores in results:
        show(scores)
    figures: dict[str, object] = {"not_run": missing, "results": [asdict(scores) for scores in results]}
    if arguments.speed:
        figures |= time_systems(systems, arguments.speed, arguments.seed)
    if arguments.history:
        texts = generate(_GENERATED_FOR_HISTORY, arguments.seed).texts
        costs = [measure_history(history, texts, DedupeSettings()) for history in arguments.history]
        print("\n" + "\n".join(history_lines(costs)))
        figures["history"] = [asdict(cost) for cost in costs]
    print(json.dumps(figures))


def available(peers: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the systems that can run, ours first, and the peers that cannot; datatrove is not driven here."""
    systems, missing = ["claimhouse"], ["datatrove"]
    for peer in peers:
        try:
            print(f"{peer} {importlib.metadata.version(peer)}")
            systems.append(peer)
        except importlib.metadata.PackageNotFoundError:
            missing.append(peer)
    for peer in missing:
        print(f"{peer} did not run")
    return systems, missing


def time_systems(systems: Iterable[str], documents: int, seed: int) -> dict[str, object]:
    """Time each system once on the same documents, print and return the figures."""
    texts = documents_of_3_kb(generate(documents, seed).texts.values())
    speeds = [measure_speed(system, SYSTEMS[system][0], texts, _SPEED_THRESHOLD) for system in systems]
    signing = measure_signing(texts)
    print("\n" + "\n".join(speed_lines(speeds, signing)))
    return {
        "speed": [asdict(speed) for speed in speeds],
        "signing": {**asdict(signing), "gain": round(signing.gain, 2)},
    }


if __name__ == "__main__":
    sys.exit(main())
