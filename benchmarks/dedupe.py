"""Near-duplicates: quality on labelled collections, speed, and cost by what is new, beside the peers, in one table.

    python benchmarks/dedupe.py --gold FOLDER --split dev      # all figures, small sizes: some minutes
    python benchmarks/dedupe.py --documents 3000 30000 300000 --no-peers
    python benchmarks/dedupe.py --speed 100000 --history 100000 1000000
    python benchmarks/dedupe.py --full --gold FOLDER           # every figure at its full size: an hour

FOLDER (default: CLAIMHOUSE_GOLD) holds `dedup/SPLIT/docs.jsonl` and `clusters.jsonl`. `--documents` are sizes of
collections of our own making (dedupe_collection.py); the peers run on the smallest. `--speed` documents of 3 kB are
taken from signature to clusters by each system. `--history` times 1,000 new documents against histories that long
(dedupe_history.py says how they are made).

Peers are datasketch, rensa and datatrove (dedupe_peers.py says how they are driven), each at the parameters that suit
the collection best. They are looked for among the installed packages and in `--peers`, made with

    pip install --target var/peers datasketch rensa datatrove tokenizers

A peer that cannot be imported is named. `rensa*` is rensa on the shingle hashes that dedupe makes, asked only which
documents are duplicates. A row has its floor, and is marked where ours misses it; rows that were not measured name
their option. The last line is one JSON object with all figures.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from dedupe_history import measure_history
from dedupe_peers import OURS, PEERS, SLOWEST, SYSTEMS, THRESHOLDS, available
from dedupe_scores import Labelled, Scores, generate, read_gold, score
from dedupe_speed import documents_of_3_kb, measure_signing, measure_speed, stories_of_3_kb
from dedupe_table import Row, history_rows, lines, quality_rows, signing_rows, speed_rows

from claimhouse.settings import DedupeSettings

_GENERATED_FOR_HISTORY = 4_000  # one batch in the history, three that come new
_DOCUMENTS, _SPEED, _HISTORY = (3_000,), 10_000, (10_000, 100_000)
_FULL_DOCUMENTS, _FULL_SPEED, _FULL_HISTORY = (3_000, 30_000, 300_000), 100_000, (100_000, 1_000_000)
_PEERS = Path(__file__).parents[1] / "var" / "peers"


def measure(gold: Labelled, system: str) -> Scores:
    """Run a system at each of its parameters and return the scores of the best by pair F1."""
    print(f"{system} on {gold.name}", file=sys.stderr)
    scored = [
        score(
            gold,
            run.clusters,
            system=system,
            parameters=run.parameters,
            seconds=run.seconds,
            cpu_seconds=run.cpu_seconds,
        )
        for run in SYSTEMS[system](gold.texts, THRESHOLDS)
    ]
    return max(scored, key=lambda scores: scores.pair_f1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=os.environ.get("CLAIMHOUSE_GOLD"), help="folder of the gold")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--documents", type=int, nargs="*", metavar="N", help="make and measure N documents")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=int, metavar="N", help="time N documents of 3 kB, 0 for none")
    parser.add_argument("--history", type=int, nargs="*", metavar="N", help="time 1,000 new documents against N")
    parser.add_argument("--full", action="store_true", help="all sizes that floors are for")
    parser.add_argument("--no-peers", action="store_true", help="claimhouse only")
    parser.add_argument("--peers", type=Path, default=_PEERS, help="folder that peers are installed in")
    arguments = parser.parse_args()
    only_some = any(value is not None for value in (arguments.documents, arguments.speed, arguments.history))
    if arguments.full:
        sizes: tuple[Sequence[int], int, Sequence[int]] = _FULL_DOCUMENTS, _FULL_SPEED, _FULL_HISTORY
    else:
        sizes = ((), 0, ()) if only_some else (_DOCUMENTS, _SPEED, _HISTORY)
    for name, size in zip(("documents", "speed", "history"), sizes, strict=True):
        if getattr(arguments, name) is None:
            setattr(arguments, name, size)
    return arguments


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    sys.path.append(str(arguments.peers))
    versions, missing = available(() if arguments.no_peers else PEERS)
    systems = [OURS, *versions]
    print(", ".join(f"{peer} {version}" for peer, version in versions.items()) or "no peers")
    for peer in missing:
        print(f"{peer} did not run: it is neither installed nor in {arguments.peers.name}")
    scores, rows = _measure_quality(arguments, systems)
    figures: dict[str, object] = {"versions": versions, "not_run": missing}
    figures["quality"] = [asdict(row) for row in scores]
    if arguments.speed:
        rows.extend(_measure_speed(arguments, systems, figures))
    if arguments.history:
        texts = dict(generate(_GENERATED_FOR_HISTORY, arguments.seed).texts)
        costs = []
        for history in arguments.history:
            print(f"1,000 documents against {history}", file=sys.stderr)
            costs.append(measure_history(history, texts, DedupeSettings()))
        rows.extend(history_rows(costs))
        figures["history"] = [asdict(cost) for cost in costs]
    for line in lines(rows, [*systems, "rensa*"] if arguments.speed and "rensa" in systems else systems):
        print(line)
    not_measured = list(_not_measured(arguments))
    missed = [f"{row.part}: {row.figure}" for row in rows if row.is_missed]
    print(f"\nMissed: {'; '.join(missed) or 'nothing that was measured'}")
    print(f"Not measured here: {', '.join(not_measured) or 'nothing'}")
    print(json.dumps({**figures, "not_measured": not_measured, "missed": missed}))


def _measure_quality(arguments: argparse.Namespace, systems: Sequence[str]) -> tuple[list[Scores], list[Row]]:
    """Measure the gold and the smallest generated collection by all systems, and the larger ones by ours."""
    scores: list[Scores] = []
    rows: list[Row] = []
    first = None
    for gold in _collections(arguments):
        measured = [measure(gold, system) for system in (systems if first is None else [OURS])]
        rows.extend(quality_rows(measured, first))
        if not gold.name.startswith("gold") and first is None:
            first = measured[0]
        scores.extend(measured)
    return scores, rows


def _measure_speed(arguments: argparse.Namespace, systems: Sequence[str], figures: dict[str, object]) -> Iterator[Row]:
    """Time all systems on stories, and all but the slowest on the generated collection."""
    documents, seed = arguments.speed, arguments.seed
    print(f"speed of {documents} documents", file=sys.stderr)
    stories = stories_of_3_kb(documents, seed)
    speeds = measure_speed(systems, stories)
    yield from speed_rows(speeds, "stories of 3 kB, one in five copied")
    signing = measure_signing(stories)
    yield from signing_rows(signing)
    del stories
    copies = documents_of_3_kb(generate(documents, seed).texts.values())
    copy_speeds = measure_speed([system for system in systems if system != SLOWEST], copies)
    yield from speed_rows(copy_speeds, "documents of 3 kB, most of them copies")
    figures["speed"] = {"stories": [asdict(speed) for speed in speeds], "copies": [asdict(s) for s in copy_speeds]}
    figures["signing"] = asdict(signing)


def _collections(arguments: argparse.Namespace) -> Iterator[Labelled]:
    if arguments.gold:
        yield read_gold(Path(arguments.gold), arguments.split)
    for documents in sorted(arguments.documents):
        yield generate(documents, arguments.seed)


def _not_measured(arguments: argparse.Namespace) -> Iterable[str]:
    if not arguments.gold:
        yield "the gold (--gold FOLDER or CLAIMHOUSE_GOLD)"
    for documents in _FULL_DOCUMENTS:
        if documents not in arguments.documents:
            yield f"{documents:,} generated documents (--documents {documents})"
    if arguments.speed < _FULL_SPEED:
        yield f"speed of {_FULL_SPEED:,} documents (--speed {_FULL_SPEED})"
    for history in _FULL_HISTORY:
        if history not in arguments.history:
            yield f"a history of {history:,} (--history {history})"


if __name__ == "__main__":
    main()
