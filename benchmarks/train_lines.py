"""Train the line model of text without markup and write `claimhouse/clean/data/line_model.json`.

    pip install lightgbm
    python benchmarks/train_lines.py --gold FOLDER [--split dev] [--floors]

FOLDER is as for `clean_lines.py`. Five-fold cross-validation by site gives the figures; the shipped weights come from
all pages, and digests of their sites are stored beside them, so that `clean_lines.py` knows which pages they have seen.
The seed is fixed, so the same data gives the same file.

`--floors` only cross-validates, and fails where a figure is below the one that stands in `FLOORS`.
The last line is one JSON object: macro precision, recall and F1 in words by rendering, at the threshold that cleaning
uses, and how many headings inside of pages, and how many seams, reach the limit of a change of topic.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from block_training import site_digest, site_of
from gold_folder import add_gold_options, part_of
from line_training import Numbers, Table, fit, fold_models, table_of
from renderings import rendered
from train_blocks import DATA, write

from claimhouse.clean.plain.line_judging import UNLIKELY
from claimhouse.clean.plain.line_model import LineModel
from claimhouse.clean.plain.line_segments import CERTAIN_CHANGE

FLOORS = {"lines": 0.915, "engine": 0.967, "markdown": 0.918}  # F1 at the threshold, cross-validated by site


def figures(table: Table, models: Mapping[int, LineModel]) -> dict[str, dict[str, float]]:
    """Return what models find that have seen no page of the site: lines by rendering, and changes of topic."""
    features, folds = np.concatenate(table.features), np.array(table.folds)
    likely = np.zeros(len(features))
    topics, topic_folds = np.array(table.topics), np.array(table.topic_folds)
    surely = np.zeros(len(topics))
    for fold, model in models.items():
        likely[folds == fold] = model.likely_content(features[folds == fold])
        surely[topic_folds == fold] = topics[topic_folds == fold] @ np.array(model.topic)
    seams, told = np.array(table.seams), surely >= CERTAIN_CHANGE
    return _line_figures(table, likely) | {
        "topic": {
            "headings": int((~seams).sum()),
            "headings told apart": int(told[~seams].sum()),
            "seams": int(seams.sum()),
            "seams told apart": round(float(told[seams].mean()), 4),
        }
    }


def _line_figures(table: Table, likely: Numbers) -> dict[str, dict[str, float]]:
    """Return macro precision, recall and F1 in words, lines kept at the threshold of cleaning, by rendering."""
    labels, words = np.array(table.labels), np.array(table.words, float)
    texts, renderings = np.array(table.texts), np.array(table.renderings)
    out = {}
    for name in sorted(set(table.renderings)):
        of = renderings == name
        kept = (likely >= UNLIKELY)[of]
        shared, found, wanted = (
            np.bincount(texts[of], words[of] * amount) for amount in (labels[of] * kept, kept.astype(float), labels[of])
        )
        there = wanted > 0
        recall = float((shared[there] / wanted[there]).mean())
        precision = float((shared[there & (found > 0)] / found[there & (found > 0)]).mean())
        f1 = 2 * precision * recall / (precision + recall)
        out[name] = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
    return out


def main() -> int:
    """Cross-validate, train on all, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "extraction/")
    parser.add_argument("--out", type=Path, default=DATA, help="folder for the file")
    parser.add_argument("--floors", action="store_true", help="only cross-validate; fail below the floors")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = part_of(options.gold, "extraction") / options.split
    with (folder / "gold.jsonl").open(encoding="utf-8") as rows:
        texts = rendered([json.loads(row) for row in rows if row.strip()], folder / "pages")
    table = table_of(texts)
    found = figures(table, fold_models(table))
    if not options.floors:
        weights = fit(table)
        weights["sites"] = sorted({site_digest(site_of(row)) for row, _ in texts})
        write(options.out / "line_model.json", weights)
    print(json.dumps(found))
    below = [name for name, floor in FLOORS.items() if found[name]["f1"] < floor]
    return 1 if options.floors and below else 0


if __name__ == "__main__":
    sys.exit(main())
