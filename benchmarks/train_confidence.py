"""Fit what confidence rests on, anew: `train_confidence.py --gold FOLDER --split dev [--write] [--own FOLDER]`.

Weights by logistic regression with a small penalty, steps by isotonic regression over cases that were held out of the
fit (five folds, each sentence or article in one). Printed: both scales, the reliability table and expected calibration
error of held-out cases, and the same on our own annotated sentences, on which nothing is fitted. `--write` writes
the data file `confidence.toml` and the tables of `docs/confidence.md`. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from confidence_cases import Case, own_cases, speaker_cases, triple_cases
from gold_folder import add_gold_options, part_of
from numpy.typing import NDArray

from claimhouse.extractors.confidence import Scale

ROOT = Path(__file__).parents[1]
DATA = ROOT / "claimhouse" / "extractors" / "data" / "en" / "confidence.toml"
PAGE = ROOT / "docs" / "confidence.md"
MARKS = "<!-- written by benchmarks/train_confidence.py: begin -->", "<!-- end -->"
FOLDS = 5
PENALTY = 3.0
"""Of the squares of the weights; reasons that few cases have stay near nothing."""
LEAST_CASES = 25
"""A reason that fewer cases have gets no weight."""
STEP_CASES = 60
"""A step of the table stands on at least so many cases."""
BANDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
EITHER_WAY = ("path ", "speaker ", "nobody", "direct", "joined")
"""Reasons that may speak for a claim or against it; all others, such as a longer sentence, only speak against it."""
Reasons = Callable[[Case], frozenset[str]]
Numbers = NDArray[np.float64]


def _weights(cases: Sequence[Case], reasons: Reasons) -> dict[str, float]:
    """Fit reason -> weight; a reason against that would speak for the claim is left out, and the rest fitted anew."""
    counts = Counter(reason for case in cases for reason in reasons(case))
    names = sorted(name for name, count in counts.items() if LEAST_CASES <= count <= len(cases) - LEAST_CASES)
    while True:
        weights = _regression(cases, reasons, names)
        turned = {name for name, weight in weights.items() if weight > 0 and not name.startswith(EITHER_WAY)}
        if not turned:
            return weights
        names = [name for name in names if name not in turned]


def _regression(cases: Sequence[Case], reasons: Reasons, names: Sequence[str]) -> dict[str, float]:
    """Fit weights by Newton's method."""
    matrix = np.array([[1.0, *(name in reasons(case) for name in names)] for case in cases], dtype=float)
    right = np.array([case.right for case in cases], dtype=float)
    penalty = np.diag([1e-6, *([PENALTY] * len(names))])
    fitted = np.zeros(len(names) + 1)
    for _ in range(30):
        share = 1 / (1 + np.exp(-matrix @ fitted))
        gradient = matrix.T @ (right - share) - penalty @ fitted
        curvature = (matrix * (share * (1 - share))[:, None]).T @ matrix + penalty
        fitted = fitted + np.linalg.solve(curvature, gradient)
    return {name: round(float(weight), 2) for name, weight in zip(names, fitted[1:], strict=True)}


def _totals(cases: Sequence[Case], reasons: Reasons, weights: dict[str, float]) -> Numbers:
    return np.array([sum(weights.get(reason, 0.0) for reason in sorted(reasons(case))) for case in cases])


def _steps(totals: Numbers, right: Numbers) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return where steps begin and their shares: equal sums together, steps that fall joined, small ones joined."""
    blocks: list[list[float]] = []  # start, cases, right
    for total in np.unique(totals):
        here = right[totals == total]
        blocks.append([float(total), float(len(here)), float(here.sum())])
        while len(blocks) > 1 and _must_join(blocks[-2], blocks[-1]):
            _, cases, hits = blocks.pop()
            blocks[-1][1] += cases
            blocks[-1][2] += hits
    if len(blocks) > 1 and blocks[-1][1] < STEP_CASES:
        _, cases, hits = blocks.pop()
        blocks[-1][1] += cases
        blocks[-1][2] += hits
    starts: dict[float, float] = {}
    for block in blocks:
        starts.setdefault(round(block[2] / block[1], 2), round(block[0], 4) + 0.0)  # + 0.0: no negative nought
    return tuple(starts.values()), tuple(starts)


def _must_join(before: list[float], after: list[float]) -> bool:
    return before[1] < STEP_CASES or after[2] / after[1] <= before[2] / before[1]


def _folds(cases: Sequence[Case]) -> Numbers:
    """Return the fold of each case: groups in order of their names, dealt in turn."""
    place = {group: number % FOLDS for number, group in enumerate(sorted({case.group for case in cases}))}
    return np.array([place[case.group] for case in cases])


def held_out(cases: Sequence[Case], reasons: Reasons) -> Numbers:
    """Return for each case the share that a scale fitted without its fold gives it."""
    folds, shares = _folds(cases), np.zeros(len(cases))
    for fold in range(FOLDS):
        rest = [case for case, place in zip(cases, folds, strict=True) if place != fold]
        scale = fit(rest, reasons)
        for number in np.flatnonzero(folds == fold):
            shares[number] = scale.share(reasons(cases[number]))
    return shares


def fit(cases: Sequence[Case], reasons: Reasons) -> Scale:
    """Return the scale of the cases: weights from all, steps from the sums of cases whose fold was left out."""
    folds = _folds(cases)
    totals = np.zeros(len(cases))
    for fold in range(FOLDS):
        rest = [case for case, place in zip(cases, folds, strict=True) if place != fold]
        weights = _weights(rest, reasons)
        inside = [case for case, place in zip(cases, folds, strict=True) if place == fold]
        totals[folds == fold] = np.round(_totals(inside, reasons, weights), 1)
    right = np.array([case.right for case in cases], dtype=float)
    weights = _weights(cases, reasons)
    starts, shares = _steps(totals, right)
    return Scale(weights, starts, shares)


def reliability(shares: Numbers, cases: Sequence[Case]) -> dict[str, Any]:
    """Return claims, mean confidence and share right by band, and the expected calibration error in points."""
    right = np.array([case.right for case in cases], dtype=float)
    rows, error = [], 0.0
    for low, high in pairwise(BANDS):
        inside = (shares >= low) & (shares < high)
        if inside.any():
            said, was = float(shares[inside].mean()), float(right[inside].mean())
            rows.append(
                {"from": low, "claims": int(inside.sum()), "confidence": round(said, 3), "right": round(was, 3)}
            )
            error += abs(said - was) * inside.mean()
    brier = float(((shares - right) ** 2).mean())
    base = float(right.mean() * (1 - right.mean()))
    return {
        "claims": len(cases),
        "right": round(float(right.mean()), 3),
        "rows": rows,
        "ece": round(100 * float(error), 1),
        "brier": round(brier, 4),
        "brier_of_the_mean": round(base, 4),
    }


def _toml(scales: dict[str, Scale]) -> str:
    lines = [
        "# Written by benchmarks/train_confidence.py: reasons with their weights, and the steps that their sums reach."
    ]
    for name, scale in scales.items():
        starts = ", ".join(f"{start:g}" for start in scale.starts)
        shares = ", ".join(f"{share:g}" for share in scale.shares)
        lines += ["", f"[{name}]", f"starts = [{starts}]", f"shares = [{shares}]", f"[{name}.weights]"]
        lines += [f'"{reason}" = {weight:g}' for reason, weight in scale.weights.items()]
    return "\n".join(lines) + "\n"


def _markdown(title: str, table: dict[str, Any]) -> str:
    about = (
        f"**{title}** ({table['claims']:,} claims, {100 * table['right']:.0f} % right; expected calibration error "
        f"{table['ece']} points; Brier score {table['brier']}, of the mean alone {table['brier_of_the_mean']})"
    )
    lines = [about, "", "| confidence from | claims | mean confidence | right |", "|---|---|---|---|"]
    lines += [
        f"| {row['from']} | {row['claims']:,} | {row['confidence']:.2f} | {row['right']:.2f} |" for row in table["rows"]
    ]
    return "\n".join(lines) + "\n"


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "spo_carb/ and attribution_polnear/")
    parser.add_argument("--own", type=Path, default=ROOT / "tests" / "gold", help="our own annotated sentences")
    parser.add_argument("--write", action="store_true", help="write the data file and the tables of the page")
    return parser.parse_args()


def main() -> None:
    """Fit, print, and write if asked to."""
    options = _parse_options()
    folder = part_of(options.gold, "claims")
    statements = list(triple_cases(folder / "spo_carb" / f"{options.split}.jsonl"))
    speakers = list(speaker_cases(folder / "attribution_polnear" / f"{options.split}.jsonl"))
    own = list(own_cases(options.own))

    def stated(case: Case) -> frozenset[str]:
        return case.statement

    def said(case: Case) -> frozenset[str]:
        return case.speaker

    scales = {"statement": fit(statements, stated), "speaker": fit(speakers, said)}
    product = np.array(
        [round(scales["statement"].share(c.statement) * scales["speaker"].share(c.speaker), 2) for c in own]
    )
    by_statement = held_out(statements, stated)
    shipped = [number for number, case in enumerate(statements) if case.shipped]
    tables = {
        "Statements, held out": reliability(by_statement, statements),
        "Statements that the gate lets through, held out": reliability(
            by_statement[shipped], [statements[number] for number in shipped]
        ),
        "Speakers, held out": reliability(held_out(speakers, said), speakers),
        "Whole claims on our own sentences, nothing fitted on them": reliability(product, own),
    }
    text = "\n".join(_markdown(title, table) for title, table in tables.items())
    print(_toml(scales))
    print(text)
    if options.write:
        DATA.write_text(_toml(scales), encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(MARKS[0])
        _, _, tail = rest.partition(MARKS[1])
        PAGE.write_text(f"{head}{MARKS[0]}\n\n{text}\n{MARKS[1]}{tail}", encoding="utf-8")
    print(json.dumps({"split": options.split, **tables}))


if __name__ == "__main__":
    main()
