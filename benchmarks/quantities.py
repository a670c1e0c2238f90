"""Quantities on collections of the same form as the development gold: `quantities.py --gold FOLDER --split dev`.

A gold quantity is found if a predicted one of the same sentence has its value, or an end of its range, within a
thousandth; with its unit, if the normalised unit name is also equal. Precision counts every prediction, also those on
sentences without a gold quantity. The last line is one JSON object of all figures, F1 in percent.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Required, TypedDict

from adapters_quantity import Row, has_quantulum3, ours, plain_regex, quantulum3
from gold_folder import add_gold_options, part_of

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


Extract = Callable[[str], list[Row]]


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


def _hits(gold: Sequence[tuple[list[float], str]], found: Sequence[tuple[list[float], str]], *, units: bool) -> int:
    used: set[int] = set()
    for values, unit in gold:
        for index, (candidates, candidate_unit) in enumerate(found):
            fits = any(_close(a, b) for a in values for b in candidates) and (not units or unit == candidate_unit)
            if fits and index not in used:
                used.add(index)
                break
    return len(used)


def _f1(hits: int, predicted: int, gold: int) -> dict[str, float]:
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1)}


def score(rows: Sequence[GoldRow], extract: Extract, *, misses: bool = False) -> dict[str, object]:
    """Return precision, recall and F1 of values, and of values with units."""
    value_hits = unit_hits = predicted = total = 0
    for position, row in enumerate(rows):
        text = row["text"]
        gold = [
            (numbers(item["value"]), unit_name(item.get("normalized_unit") or item.get("unit")))
            for item in row["quantities"]
        ]
        found = [
            (
                [
                    n
                    for text_of in (item["value"], item.get("value_min"), item.get("value_max"))
                    for n in numbers(text_of)
                ],
                unit_name(item["unit"]),
            )
            for item in extract(text)
        ]
        by_value, by_unit = _hits(gold, found, units=False), _hits(gold, found, units=True)
        if misses and (by_unit < len(gold) or by_unit < len(found)):
            print(f"{position} {text}\n    gold  {gold}\n    found {found}")
        value_hits, unit_hits = value_hits + by_value, unit_hits + by_unit
        predicted, total = predicted + len(found), total + len(gold)
    return {
        "value": _f1(value_hits, predicted, total),
        "value_unit": _f1(unit_hits, predicted, total),
        "gold": total,
        "found": predicted,
    }


def main() -> None:
    """Score ours, a plain regular expression and, where it is installed, quantulum3."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold_options(parser, "quantity_newsquant and quantity_currency")
    parser.add_argument(
        "--misses", action="store_true", help="print every sentence on which ours differs from the gold"
    )
    options = parser.parse_args()
    systems: dict[str, Extract] = {"ours": ours, "regex": plain_regex}
    if has_quantulum3():
        systems["quantulum3"] = quantulum3
    else:
        print("quantulum3: not run, it is not installed here")
    figures: dict[str, object] = {}
    for name in SETS:
        path = part_of(options.gold, "claims") / name / f"{options.split}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for system, extract in systems.items():
            figures[f"{name}.{system}"] = score(rows, extract, misses=options.misses and system == "ours")
            print(f"{name:22} {system:10} {figures[f'{name}.{system}']}")
        started = time.perf_counter()
        for row in rows:
            ours(row["text"])
        figures[f"{name}.sentences_per_s"] = round(len(rows) / (time.perf_counter() - started))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
