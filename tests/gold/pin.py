"""Floors of the measures, and the fingerprint of the gold they were measured on.

    python -m tests.gold.pin                          # measure, and raise the floors
    python -m tests.gold.pin --allow-lower "REASON"   # the same, and lower what fell; the reason is kept

`tests/test_gold.py` compares with what is pinned here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from claimhouse.cli.evaluation import conflict_sources, real_stages
from claimhouse.evaluate import Measured, evaluate_gold, load_gold
from claimhouse.settings import Settings

GOLD = Path(__file__).parent
FLOORS = GOLD / "floors.json"

GOLD_FILES = ("conflicts.json", "documents.jsonl", "events.jsonl", "pages.jsonl", "pairs.jsonl", "sentences.jsonl")

TOLERANCE = 0.005
"""A figure may lie this far below its floor: about one page of 32, one sentence of 219 or one pair of 215, so that a
parser's other rounding on another processor does not fail the build. Twice is no excuse: floors are only raised."""

UNPINNED = ("_precision", "_recall", ".precision", ".recall", "modality_accuracy")
"""Ends of figures without a floor: a gain in one may cost another, and what counts is the F1 that both go into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What is pinned: the floor of each figure, the gold's fingerprint, and why floors were lowered."""

    fingerprint: str
    floors: Mapping[str, float]
    lowered: tuple[str, ...]


def fingerprint(folder: Path = GOLD) -> str:
    """Return the digest of the annotated files and of the pages that they name."""
    whole = hashlib.sha256()
    for name in GOLD_FILES:
        whole.update(f"{name} {hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n".encode())
    for page in load_gold(folder).pages:
        whole.update(f"{page.id} {hashlib.sha256(page.path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def measure(folder: Path = GOLD) -> Measured:
    """Run the real stages over the gold."""
    return evaluate_gold(load_gold(folder), real_stages(Settings(), conflict_sources(folder)))


def pinned_figures(measured: Measured) -> dict[str, float]:
    """Return the figures that have a floor."""
    return {name: figure for name, figure in measured.figures.items() if not name.endswith(UNPINNED)}


def load_floors() -> Floors:
    """Read what is pinned."""
    data = json.loads(FLOORS.read_text(encoding="utf-8"))
    return Floors(fingerprint=data["fingerprint"], floors=data["floors"], lowered=tuple(data["lowered"]))


def raised(
    pinned: Mapping[str, float], figures: Mapping[str, float], *, allow_lower: bool
) -> tuple[dict[str, float], list[str]]:
    """Return the new floors, and the names of those that fell or vanished and were not lowered."""
    new = {name: round(figure, 4) for name, figure in sorted(figures.items())}
    if allow_lower:
        return new, []
    fallen = [name for name, floor in pinned.items() if new.get(name, 0.0) < floor - TOLERANCE]
    return {name: max(figure, pinned.get(name, 0.0)) for name, figure in new.items()}, fallen


def main(arguments: list[str]) -> int:
    """Measure and pin; 1 if a figure fell and may not."""
    parser = argparse.ArgumentParser(description="Measure the stages on the gold and pin the floors.")
    parser.add_argument("--allow-lower", metavar="REASON", help="lower floors too; the reason is kept with them")
    reason = parser.parse_args(arguments).allow_lower
    pinned = load_floors() if FLOORS.exists() else Floors(fingerprint="", floors={}, lowered=())
    figures = pinned_figures(measure())
    floors, fallen = raised(pinned.floors, figures, allow_lower=reason is not None)
    for name in fallen:
        sys.stderr.write(f"{name}: {figures.get(name, 0.0):.4f} is below its floor {pinned.floors[name]:.4f}\n")
    if fallen:
        sys.stderr.write("nothing was pinned; lower on purpose with --allow-lower REASON\n")
        return 1
    lowered = [*pinned.lowered, *([reason] if reason else [])]
    data = {"fingerprint": fingerprint(), "lowered": lowered, "floors": floors}
    FLOORS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    for name, floor in floors.items():
        sys.stdout.write(f"{name:32} {floor:.4f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
