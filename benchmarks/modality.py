"""Modality against annotated predicates: which predicates are no plain facts.

    python benchmarks/modality.py --gold FOLDER --split dev [--predictions FILE]

FOLDER holds `modality_uds/SPLIT.jsonl` with rows `{id, text, tokens, predicates: [{token, factuality}]}`. A gold
predicate is hedged where its mean factuality (-3 to 3) is below 1. The tokens are taken as given.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from gold_folder import add_gold_options, part_of, rows_of
from spacy.tokens import Doc

from claimhouse.extractors.modality import hedged_predicates
from claimhouse.extractors.parsed import ParsedSentence, load_pipeline
from claimhouse.records import BlockKind, Field

_SET = "modality_uds"
_FACT = 1.0


def parse_tokens(rows: list[dict]) -> list[ParsedSentence]:
    """Return one parsed sentence a row, its tokens as the row has them."""
    pipeline = load_pipeline()
    docs = pipeline.pipe(Doc(pipeline.vocab, words=row["tokens"]) for row in rows)
    return [
        ParsedSentence(
            field=Field.TEXT,
            segment=0,
            char_start=0,
            char_end=len(doc.text),
            text=doc.text,
            block=BlockKind.PARAGRAPH,
            paragraph=0,
            headings=(),
            doc=doc,
        )
        for doc in docs
    ]


def score_hedges(rows: list[dict], predicted: list[dict[int, bool]]) -> dict[str, float]:
    """Return precision, recall and F1 of "hedged", and accuracy."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for row, hedged in zip(rows, predicted, strict=True):
        for predicate in row["predicates"]:
            counts[predicate["factuality"] < _FACT, hedged.get(predicate["token"], False)] += 1
    right = counts[True, True]
    precision = 100 * right / max(1, right + counts[False, True])
    recall = 100 * right / max(1, right + counts[True, False])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    accuracy = 100 * (right + counts[False, False]) / max(1, counts.total())
    return {
        "precision": round(precision, 1),
        "recall": round(recall, 1),
        "f1": round(f1, 1),
        "accuracy": round(accuracy, 1),
        "predicates": counts.total(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, f"{_SET}/")
    parser.add_argument("--predictions", type=Path, help="write the rows for the scorer here")
    options = parser.parse_args()
    path = part_of(options.gold, "claims") / _SET / f"{options.split}.jsonl"
    if not path.is_file():
        sys.exit(f"{path}: no such file")
    rows = rows_of(path)
    load_pipeline()
    begin = time.perf_counter()
    sentences = parse_tokens(rows)
    parsed = time.perf_counter()
    predicted = [hedged_predicates(sentence) for sentence in sentences]
    done = time.perf_counter()
    if options.predictions:
        lines = (
            json.dumps({"id": row["id"], "predicates": [{"token": t, "hedged": h} for t, h in hedged.items()]})
            for row, hedged in zip(rows, predicted, strict=True)
        )
        options.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    figures = score_hedges(rows, predicted)
    print(figures)
    print(f"{len(rows)} sentences: parse {parsed - begin:.1f} s, modality {done - parsed:.1f} s")
    print(
        json.dumps(
            {
                "modality": {
                    "split": options.split,
                    "hedged_f1": figures["f1"],
                    **figures,
                    "sentences": len(rows),
                    "parse_s": round(parsed - begin, 2),
                    "judge_s": round(done - parsed, 2),
                }
            }
        )
    )


if __name__ == "__main__":
    main()
