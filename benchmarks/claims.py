"""Claims against annotated collections, all figures in one table: plain methods, peers, ours without and with the gate.

    python benchmarks/claims.py --gold FOLDER --split dev [--peers PYTHON] [--seeds FOLDER --texts FOLDER]
                                [--predictions FOLDER] [--only NAME …]

FOLDER holds `quantity_newsquant/`, `quantity_currency/`, `attribution_polnear/`, `spo_carb/` and `modality_uds/`, each
with SPLIT.jsonl; one that is not there is left out and said. The regression list (`--seeds`, default FOLDER/../seeds)
is a few articles (`--texts`) that are cleaned first. Plain methods are in `plain_methods.py`; the peers (quantulum3,
CQE) run in the interpreter that `--peers` names, see `quantity_peers.py`. Floors and aims are in `claims_floors.toml`:
ours must reach a floor without the gate, in the rows marked * with it. "lost" is the share of our right answers that
the gate loses, with its reasons. The last line is one JSON object of all figures, shipped settings (gate on) first.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims_measures import Measure, measure_attribution, measure_hedges, measure_quantities, measure_triples
from gold_folder import add_gold_options, add_peers_option, part_of
from regression_list import article_claims, score_articles

from claimhouse.extractors.parsed import load_pipeline
from claimhouse.settings import ExtractSettings

FLOORS = Path(__file__).with_name("claims_floors.toml")
_PARTS = {
    "newsquant": ("quantity_newsquant", {"value": ("value", "f1"), "value_unit": ("value_unit", "f1")}),
    "currency": ("quantity_currency", {"value": ("value", "f1")}),
    "attribution": (
        "attribution_polnear",
        {"content_source": ("content+source", "f1"), "content": ("content", "f1")},
    ),
    "triples": ("spo_carb", {"": ("f1",)}),
    "hedged": ("modality_uds", {"": ("f1",)}),
}
"""Part -> its folder, and the figures of the table by the rest of their name and their place in the scores."""
_WIDTH = 32
_COLUMNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table; null where it does not apply."""

    plain: str = ""
    free: float | None = None
    gated: float | None = None
    lost: float | None = None


def _at(scores: dict[str, Any], path: tuple[str, ...]) -> float:
    value: Any = scores
    for name in path:
        value = value[name]
    return float(value)


def measure_part(part: str, path: Path, python: str) -> Measure:
    """Measure one collection."""
    measures: dict[str, Callable[[], Measure]] = {
        "newsquant": lambda: measure_quantities(path, python),
        "currency": lambda: measure_quantities(path, python),
        "attribution": lambda: measure_attribution(path),
        "triples": lambda: measure_triples(path),
        "hedged": lambda: measure_hedges(path),
    }
    return measures[part]()


def lines_of(part: str, measure: Measure) -> dict[str, Line]:
    """Return the lines of the table that a collection gives."""
    lines: dict[str, Line] = {}
    for rest, path in _PARTS[part][1].items():
        plain = ", ".join(
            f"{name} {_at(scores, path):.1f}" for name, scores in measure.plain.items() if not isinstance(scores, str)
        )
        lines["_".join(filter(None, (part, rest)))] = Line(
            plain=plain, free=_at(measure.free, path), gated=_at(measure.gated, path), lost=measure.loss.share
        )
    return lines


def list_lines(free: dict[str, Any], gated: dict[str, Any]) -> dict[str, Line]:
    """Return the lines of the regression list."""
    paths: dict[str, tuple[str, ...]] = {
        "list_recall": ("core+headline", "r"),
        "list_f1": ("core+headline", "f1"),
        "list_furniture": ("furniture_taken",),
        "list_quantity": ("quantity", "f1"),
    }
    return {name: Line(free=_at(free, path), gated=_at(gated, path)) for name, path in paths.items()}


def measure_speed(path: Path) -> dict[str, Any] | None:
    """Return what `claims_speed.py` measures on the articles, null where it is not there."""
    if importlib.util.find_spec("claims_speed") is None:
        return None
    figures: dict[str, Any] = importlib.import_module("claims_speed").measure_speed(path)
    return figures


def verdict(floor: dict[str, Any], line: Line) -> str:
    """Return how a line stands to its floor and aim: missed, floor, aim."""
    value = line.gated if floor.get("gated") else line.free
    if value is None:
        return "not run"
    if "highest" in floor:
        return "aim" if value <= floor["highest"] else "MISSED"
    if value < floor["floor"]:
        return "MISSED"
    return "aim" if "aim" in floor and value >= floor["aim"] else "floor"


def print_table(floors: dict[str, dict[str, Any]], lines: dict[str, Line]) -> dict[str, str]:
    """Print the table; return the verdict of each line."""

    def cell(value: float | None) -> str:
        return f"{'–' if value is None else f'{value:g}':>{_COLUMNS}}"

    heads = "".join(f"{head:>{_COLUMNS}}" for head in ("no gate", "gate", "lost %", "floor", "aim"))
    print(f"\n{'figure':{_WIDTH}}{heads}  {'':8}plain methods and peers")
    verdicts: dict[str, str] = {}
    for key, floor in floors.items():
        line = lines.get(key, Line())
        verdicts[key] = verdict(floor, line)
        name = floor["name"] + (" *" if floor.get("gated") else "")
        wanted = (floor.get("floor", floor.get("highest")), floor.get("aim"))
        cells = "".join(map(cell, (line.free, line.gated, line.lost, *wanted)))
        print(f"{name:{_WIDTH}}{cells}  {verdicts[key]:8}{line.plain}")
    print("* must be reached with the gate, the others without it")
    return verdicts


def _write(folder: Path, name: str, rows: list[Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "spo_carb/ and the others")
    add_peers_option(parser)
    parser.add_argument("--seeds", type=Path, help="annotations of the regression list")
    parser.add_argument("--texts", type=Path, help="its articles as .txt")
    parser.add_argument("--predictions", type=Path, help="write the rows for the scorers into this folder")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", default=[*_PARTS, "list", "speed"], help="parts to measure"
    )
    return parser.parse_args()


def _collections(options: argparse.Namespace, folder: Path) -> tuple[dict[str, Line], dict[str, Any]]:
    """Measure the collections that are there and asked for; say what did not run and what the gate loses."""
    lines: dict[str, Line] = {}
    result: dict[str, Any] = {}
    for part, (name, _) in _PARTS.items():
        path = folder / name / f"{options.split}.jsonl"
        if part not in options.only or not path.is_file():
            why = f"there is no {path.name} in {name}" if part in options.only else "not asked for"
            print(f"{part}: not run, {why}")
            continue
        measure = measure_part(part, path, options.peers)
        lines |= lines_of(part, measure)
        result[part] = {"gate": measure.gated, "no_gate": measure.free, "lost": measure.loss.row(), **measure.plain}
        for peer, why in measure.plain.items():
            if isinstance(why, str):
                print(f"{part}: {peer} did not run: {why}")
        print(f"{part}: the gate loses {measure.loss.share} % of {measure.loss.right}: {dict(measure.loss.reasons)}")
        for kind, rows in measure.rows.items() if options.predictions else ():
            _write(options.predictions, f"{part}_{kind}", rows)
    return lines, result


def _articles(options: argparse.Namespace, folder: Path) -> tuple[dict[str, Line], dict[str, Any]]:
    """Measure the regression list and name its misses."""
    seeds = options.seeds or folder.parent / "seeds"
    texts = options.texts or folder.parent.parent / "seeds"
    if "list" not in options.only or not (seeds / "seed_gold.jsonl").is_file() or not texts.is_dir():
        print("list: not run, it is not there or not asked for")
        return {}, {}
    free, gated = (article_claims(texts, ExtractSettings(gate=gate)) for gate in (False, True))
    scores = {"gate": score_articles(seeds, gated), "no_gate": score_articles(seeds, free)}
    for what in ("missed", "wrong", "quantities_missed", "quantities_wrong"):
        print(f"articles, {what}: {', '.join(scores['gate'][what]) or 'none'}")
    if options.predictions:
        _write(options.predictions, "list_gated", gated)
    return list_lines(scores["no_gate"], scores["gate"]), {"list": scores}


def _speed(options: argparse.Namespace, folder: Path) -> tuple[dict[str, Line], dict[str, Any]]:
    path = folder / _PARTS["attribution"][0] / f"{options.split}.jsonl"
    figures = measure_speed(path) if "speed" in options.only and path.is_file() else None
    if figures is None:
        print("speed: not run")
        return {}, {}
    ratio, two = Line(gated=figures.get("ratio")), Line(gated=figures.get("two_processes"))
    return {"speed_ratio": ratio, "two_processes": two}, {"speed": figures}


def main() -> None:
    """Measure and print."""
    options = _parse_options()
    folder = part_of(options.gold, "claims")
    load_pipeline()
    lines: dict[str, Line] = {}
    result: dict[str, Any] = {"split": options.split}
    for measure in (_collections, _articles, _speed):
        more, figures = measure(options, folder)
        lines |= more
        result |= figures
    result["verdicts"] = print_table(tomllib.loads(FLOORS.read_text(encoding="utf-8")), lines)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
