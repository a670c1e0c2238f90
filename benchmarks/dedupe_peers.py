"""The systems that dedupe is measured beside, each driven as its documentation shows, on the same word 5-grams.

- datasketch: MinHash of 128 permutations, MinHash-LSH, components of what the index returns.
- rensa: R-MinHash of 128 permutations, its LSH, components of what the index returns and the sketches confirm.
- datatrove: its four MinHash steps (signatures, buckets, clusters; the filter is left out, since clusters are compared
  and not dropped) by `LocalPipelineExecutor`, one worker. Words are cut at spaces after its own normalisation, and
  figures are kept: its defaults (spaCy's tokenizer, figures to zeros) are slower and unite instances of templates.

A peer runs at several parameters, and the best counts, which flatters it; sketches are made once for all of them.
"""

from __future__ import annotations

import importlib.metadata
import os
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xxhash

from claimhouse.dedupe.cluster import DisjointSets
from claimhouse.dedupe.shingles import Shingler, normalised_words
from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.settings import DedupeSettings

OURS = "claimhouse"
PEERS = ("datasketch", "rensa", "datatrove")
SLOWEST = "datatrove"
PERMUTATIONS = 128
SHINGLE_WORDS = 5
THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
# Buckets and hashes in each; the similarity at which half of the pairs meet is about (1 / buckets) ** (1 / hashes).
BUCKETS = ((42, 3), (32, 4), (25, 5), (14, 8), (9, 13))
_BATCH = 500

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Run:
    """One clustering by one system."""

    parameters: str
    clusters: Mapping[str, str]
    seconds: float
    cpu_seconds: float


def _cpu() -> float:
    return sum(os.times()[:4])


@dataclass
class Clock:
    """Time since it was made: by the clock, and of the processors, threads and children included."""

    wall: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=_cpu)

    def read(self) -> tuple[float, float]:
        """Return both in seconds."""
        return time.perf_counter() - self.wall, _cpu() - self.cpu


def claimhouse_runs(texts: Texts, _: Iterable[float] = THRESHOLDS) -> Iterator[Run]:
    """Cluster with the shipped settings; there is no parameter to choose."""
    clock = Clock()
    clusters = {row.id: row.cluster for row in dedupe_texts(texts.items(), DedupeSettings())}
    seconds, cpu_seconds = clock.read()
    yield Run(parameters="", clusters=clusters, seconds=seconds, cpu_seconds=cpu_seconds)


def datasketch_runs(texts: Texts, thresholds: Iterable[float] = THRESHOLDS) -> Iterator[Run]:
    """Cluster by what datasketch's index returns, and by that of it which the sketches confirm."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - a peer, may be missing

    clock = Clock()
    sketches = {}
    for key, text in texts.items():
        sketches[key] = MinHash(num_perm=PERMUTATIONS)
        sketches[key].update_batch([gram.encode() for gram in word_grams(text)])
    sketching = clock.read()
    for threshold in thresholds:
        for is_checked in (False, True):
            clock = Clock()
            index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
            sets = DisjointSets(texts)
            for key, sketch in sketches.items():
                for other in index.query(sketch):
                    if not is_checked or sketch.jaccard(sketches[other]) >= threshold:
                        sets.unite(key, other)
                index.insert(key, sketch)
            yield _run(f"{threshold}{' checked' if is_checked else ''}", sets, texts, sketching, clock)


def rensa_runs(texts: Texts, thresholds: Iterable[float] = THRESHOLDS) -> Iterator[Run]:
    """Cluster by what rensa's index returns and the sketches confirm."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - a peer, may be missing

    clock = Clock()
    keys = list(texts)
    sketches = []
    for text in texts.values():
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(word_grams(text))
        sketches.append(sketch)
    sketching = clock.read()
    for threshold in thresholds:
        clock = Clock()
        index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=_bands(threshold))
        sets = DisjointSets(keys)
        for number, sketch in enumerate(sketches):
            for other in index.query(sketch):
                if sketch.jaccard(sketches[other]) >= threshold:
                    sets.unite(keys[number], keys[other])
            index.insert(number, sketch)
        yield _run(str(threshold), sets, texts, sketching, clock)


def rensa_on_our_hashes(texts: Texts, threshold: float) -> None:
    """Let rensa tell duplicates from the shingle hashes that dedupe makes: the least that the method can cost."""
    import numpy as np  # noqa: PLC0415 - where it is used
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - a peer, may be missing

    shingler, values = Shingler(DedupeSettings()), list(texts.values())
    index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=_bands(threshold))
    for start in range(0, len(values), _BATCH):
        hashes = [text.shingles for text in shingler.read(values[start : start + _BATCH])]
        offsets = np.cumsum([0, *map(len, hashes)], dtype=np.uint64)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(hashes), offsets, PERMUTATIONS, 1)
        index.insert_matrix_and_query_duplicate_flags(matrix, start)


def _bands(threshold: float) -> int:
    """Return the number of bands at which (1 / bands) ** (bands / permutations) comes nearest to the threshold."""
    return min((4, 8, 16, 32, 64), key=lambda bands: abs((1 / bands) ** (bands / PERMUTATIONS) - threshold))


def _run(parameters: str, sets: DisjointSets, texts: Texts, sketching: tuple[float, float], clock: Clock) -> Run:
    clusters = {key: sets.root(key) for key in texts}
    seconds, cpu_seconds = clock.read()
    return Run(
        parameters=parameters,
        clusters=clusters,
        seconds=sketching[0] + seconds,
        cpu_seconds=sketching[1] + cpu_seconds,
    )


def datatrove_runs(texts: Texts, thresholds: Iterable[float] = THRESHOLDS) -> Iterator[Run]:
    """Cluster by datatrove's pipeline, at buckets that suit each threshold; every run makes its own signatures."""
    wanted = {min(BUCKETS, key=lambda shape: abs((1 / shape[0]) ** (1 / shape[1]) - value)) for value in thresholds}
    for buckets, hashes in sorted(wanted):
        clock = Clock()
        with tempfile.TemporaryDirectory() as folder:
            clusters = _datatrove(texts, buckets, hashes, Path(folder))
        seconds, cpu_seconds = clock.read()
        parameters = f"{buckets} buckets of {hashes}"
        yield Run(parameters=parameters, clusters=clusters, seconds=seconds, cpu_seconds=cpu_seconds)


def _datatrove(texts: Texts, buckets: int, hashes: int, folder: Path) -> dict[str, str]:
    from datatrove.data import Document  # noqa: PLC0415 - a peer, may be missing
    from datatrove.executor.local import LocalPipelineExecutor  # noqa: PLC0415 - a peer, may be missing
    from datatrove.pipeline.dedup import minhash  # noqa: PLC0415 - a peer, may be missing
    from datatrove.utils.logging import logger  # noqa: PLC0415 - a peer, may be missing
    from datatrove.utils.text import TextNormConfig  # noqa: PLC0415 - a peer, may be missing
    from datatrove.utils.word_tokenizers import WordTokenizer  # noqa: PLC0415 - a peer, may be missing

    class SpacedWords(WordTokenizer):  # type: ignore[misc]
        def word_tokenize(self, text: str) -> list[str]:
            return text.split()

        def sent_tokenize(self, text: str) -> list[str]:
            return [text]

        def span_tokenize(self, text: str) -> list[tuple[int, int]]:
            return [(0, len(text))]

    def documents(*_: object) -> Iterator[Any]:
        return (Document(text=text, id=key) for key, text in texts.items())

    logger.disable("datatrove")
    config = minhash.MinhashConfig(
        n_grams=SHINGLE_WORDS,
        num_buckets=buckets,
        hashes_per_bucket=hashes,
        norm_config=TextNormConfig(norm_numbers=False),
    )
    places = {name: str(folder / name) for name in ("signatures", "buckets", "clusters", "logs")}
    sign = minhash.MinhashDedupSignature(places["signatures"], config, SpacedWords())
    # It hands text to xxhash, which takes bytes alone since 4.0.
    sign._hash_func = lambda gram: xxhash.xxh64_intdigest(gram.encode())  # noqa: SLF001
    meet = minhash.MinhashDedupBuckets(places["signatures"], places["buckets"], config=config)
    unite = minhash.MinhashDedupCluster(places["buckets"], places["clusters"], config, save_cluster_id=True)
    with open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123 - a device
        sys.stderr, errors = nothing, sys.stderr  # progress bars
        try:
            for pipeline, tasks in (([documents, sign], 1), ([meet], buckets), ([unite], 1)):
                logs = f"{places['logs']}/{type(pipeline[-1]).__name__}"
                LocalPipelineExecutor(pipeline, tasks=tasks, workers=1, logging_dir=logs).run()
        finally:
            sys.stderr = errors
    keys = list(texts)
    file = Path(places["clusters"]) / "000000.clusters"
    rows = struct.iter_unpack("<2I", file.read_bytes()) if file.exists() else ()
    return {keys[place]: f"c{cluster}" for place, cluster in rows}


def word_grams(text: str) -> list[str]:
    """Return the word 5-grams of a text, normalised as dedupe normalises."""
    words = b" ".join(normalised_words(text)).decode().split(" ")
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return [" ".join(words[start : start + SHINGLE_WORDS]) for start in range(last)]


SYSTEMS: dict[str, Callable[[Texts, Iterable[float]], Iterator[Run]]] = {
    OURS: claimhouse_runs,
    "datasketch": datasketch_runs,
    "rensa": rensa_runs,
    "datatrove": datatrove_runs,
}


def available(peers: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the versions of the peers that are installed, and those that are not."""
    versions, missing = {}, []
    for peer in peers:
        try:
            __import__(peer)
            versions[peer] = importlib.metadata.version(peer)
        except ImportError:
            missing.append(peer)
    return versions, missing
