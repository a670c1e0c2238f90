"""Quantities on collections of the same form as the development gold: `quantities.py --gold FOLDER --split dev`.

Beside ours: one regular expression, and quantulum3 and CQE, where `--peers PYTHON` names an interpreter that has them.

A gold quantity is found if a predicted one of the same sentence has its value, or an end of its range, within a
thousandth; with its unit, if the normalised unit name is also equal. Precision counts every prediction, also those on
sentences without a gold quantity. The last line is one JSON object of all figures, F1 in percent.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Sequence
from typing import Required, TypedDict

from adapters_quantity import Row, ours
from gold_folder import add_gold_options, add_peers_option, part_of, rows_of
from plain_methods import regex_quantities
from quantity_peers import PEERS, run_peer

SETS = ("quantity_newsquant", "quantity_currency")
TOLERANCE = 1e-3
UNIT_NAMES = {
    "$": "dollar",
    "usd": "dollar",
    "us$": "dollar",
    "us dollar": "dollar",
    "united states dollar": "dollar",
    "€": "euro",
    "eur": "euro",
    "£": "pound sterling",
    "gbp": "pound sterling",
    "pound": "pound sterling",
    "¥": "japanese yen",
    "jpy": "japanese yen",
    "yen": "japanese yen",
    "%": "percentage",
    "percent": "percentage",
    "per cent": "percentage",
    "pct": "percentage",
    "percentage point": "percentage",
}


class GoldQuantity(TypedDict, total=False):
    """A quantity of a collection; the value may be a range "a-b"."""

    value: Required[str]
    unit: str | None
    normalized_unit: str | None


class GoldRow(TypedDict):
    """A sentence with all its quantities."""

    text: str
    quantities: list[GoldQuantity]


def unit_name(unit: str | None) -> str:
    """Return the singular, lower-case name that the metric compares."""
    name = (unit or "-").strip().lower()
    name = UNIT_NAMES.get(name, name)
    if name in {"", "-", "dimensionless", "none", "null", "count"}:
        return "-"
    if name.endswith("ies"):
        name = name[:-3] + "y"
    elif name.endswith("s") and not name.endswith("ss"):
        name = name[:-1]
    return UNIT_NAMES.get(name, name)


def numbers(value: str | None) -> list[float]:
    """Return the value, or both ends of a range "a-b"."""
    text = (value or "").replace(",", "").strip()
    ends = re.fullmatch(r"(-?[\d.]+)\s*-\s*(-?[\d.]+)", text)
    parts = ends.groups() if ends else (text,)
    try:
        return [float(part) for part in parts]
    except ValueError:
        return []


def _close(left: float, right: float) -> bool:
    return abs(left - right) <= TOLERANCE * max(1e-9, abs(left), abs(right))


def _hits(
    gold: Sequence[tuple[list[float], str]], found: Sequence[tuple[list[float], str]], *, units: bool
) -> dict[int, int]:
    """Return gold position -> found position, each used once."""
    pairs: dict[int, int] = {}
    for place, (values, unit) in enumerate(gold):
        for index, (candidates, candidate_unit) in enumerate(found):
            fits = any(_close(a, b) for a in values for b in candidates) and (not units or unit == candidate_unit)
            if fits and index not in pairs.values():
                pairs[place] = index
                break
    return pairs


def _f1(hits: int, predicted: int, gold: int) -> dict[str, float]:
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1)}


def _keys(rows: Sequence[Row]) -> list[tuple[list[float], str]]:
    """Return the numbers and the unit of each row, as they are compared."""
    return [
        (
            [n for written in (row["value"], row.get("value_min"), row.get("value_max")) for n in numbers(written)],
            unit_name(row["unit"]),
        )
        for row in rows
    ]


def gold_keys(row: GoldRow) -> list[tuple[list[float], str]]:
    """Return the numbers and the unit of each quantity of a gold sentence."""
    return [
        (numbers(item["value"]), unit_name(item.get("normalized_unit") or item.get("unit")))
        for item in row["quantities"]
    ]


def value_hits(row: GoldRow, found: Sequence[Row]) -> set[int]:
    """Return the positions of the gold quantities of a sentence whose value was found."""
    return set(_hits(gold_keys(row), _keys(found), units=False))


def score(
    rows: Sequence[GoldRow], answers: Sequence[Sequence[Row]], *, misses: bool = False
) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of values, and of values with units."""
    hits = {"value": 0, "value_unit": 0}
    predicted = total = 0
    for position, (row, answer) in enumerate(zip(rows, answers, strict=True)):
        gold, found = gold_keys(row), _keys(answer)
        by_value, by_unit = len(_hits(gold, found, units=False)), len(_hits(gold, found, units=True))
        if misses and (by_unit < len(gold) or by_unit < len(found)):
            print(f"{position} {row['text']}\n    gold  {gold}\n    found {found}")
        hits["value"] += by_value
        hits["value_unit"] += by_unit
        predicted, total = predicted + len(found), total + len(gold)
    figures = {name: _f1(right, predicted, total) for name, right in hits.items()}
    return {**figures, "number": {"gold": total, "found": predicted}}


def plain_answers(texts: Sequence[str]) -> list[list[Row]]:
    """Return what one regular expression finds in each text."""
    return [[Row(value=value, unit=unit) for value, unit in regex_quantities(text)] for text in texts]


def peer_answers(python: str, texts: Sequence[str]) -> dict[str, list[list[Row]] | str]:
    """Return what each peer finds in each text, or why it did not run."""
    return {name: run_peer(name, python, list(texts)) for name in PEERS}  # type: ignore[misc]


def main() -> None:
    """Score ours, a plain regular expression and the peers that run."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold_options(parser, "quantity_newsquant and quantity_currency")
    add_peers_option(parser)
    parser.add_argument(
        "--misses", action="store_true", help="print every sentence on which ours differs from the gold"
    )
    options = parser.parse_args()
    figures: dict[str, object] = {}
    for name in SETS:
        rows: list[GoldRow] = rows_of(part_of(options.gold, "claims") / name / f"{options.split}.jsonl")
        texts = [row["text"] for row in rows]
        begin = time.perf_counter()
        found = [ours(text) for text in texts]
        figures[f"{name}.sentences_per_s"] = round(len(rows) / (time.perf_counter() - begin))
        answers = {"ours": found, "regex": plain_answers(texts), **peer_answers(options.peers, texts)}
        for system, answer in answers.items():
            if isinstance(answer, str):
                print(f"{name:22} {system:10} not run: {answer}")
                continue
            figures[f"{name}.{system}"] = score(rows, answer, misses=options.misses and system == "ours")
            print(f"{name:22} {system:10} {figures[f'{name}.{system}']}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
