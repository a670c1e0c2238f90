"""Attribution against annotated news: content and content+source, precision, recall and F1.

    python benchmarks/attribution.py --gold FOLDER --split dev [--predictions FILE] [--limit N]

FOLDER holds `attribution_polnear/SPLIT.jsonl` with rows `{id, text, attributions: [{source, cue, content}]}`, each
a list of `[start, end)` in code points. A predicted attribution matches a gold one, one to one, by the greatest
overlap F of their contents, at least one half; its source counts where the sources overlap by at least one half.
The gold never annotates an attribution inside another's content, so chains are counted as wrong there: both
figures, with chains and without, are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from gold_folder import add_gold_options, part_of, rows_of

from claimhouse.extractors.attribution import find_attributions
from claimhouse.extractors.parsed import ParsedSentence, load_pipeline
from claimhouse.extractors.sentences import split_sentences
from claimhouse.records import Field, FoundAttribution

_SET = "attribution_polnear"
_LEAST_OVERLAP = 0.5


def parse_text(text: str) -> list[ParsedSentence]:
    """Return the sentences of a text, each with its parse."""
    places = split_sentences(text)
    docs = load_pipeline().pipe(text[place.char_start : place.char_end] for place in places)
    return [
        ParsedSentence(
            field=Field.TEXT,
            segment=place.segment,
            char_start=place.char_start,
            char_end=place.char_end,
            text=text[place.char_start : place.char_end],
            block=place.kind,
            paragraph=place.paragraph,
            headings=place.headings,
            doc=doc,
        )
        for place, doc in zip(places, docs, strict=True)
    ]


def row_of(found: FoundAttribution) -> dict[str, list[list[int]]]:
    """Return an attribution as the scorer reads it."""
    return {
        "source": [] if found.speaker_start is None else [[found.speaker_start, found.speaker_end or 0]],
        "cue": [] if found.cue_start is None else [[found.cue_start, found.cue_end or 0]],
        "content": [list(span) for span in found.content],
    }


def _characters(spans: Iterable[Sequence[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _overlap(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _figures(right: int, predicted: int, gold: int) -> dict[str, float]:
    precision = 100 * right / predicted if predicted else 0.0
    recall = 100 * right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 1), "recall": round(recall, 1), "f1": round(f1, 1)}


def _pairs(gold: list[dict], given: list[dict]) -> dict[int, int]:
    """Return gold position -> predicted position, one to one, by the greatest overlap of contents."""
    wanted = [_characters(row["content"]) for row in gold]
    found = [_characters(row["content"]) for row in given]
    ranked = sorted(
        ((_overlap(w, g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(found) if w & g), reverse=True
    )
    pairs: dict[int, int] = {}
    for overlap, i, j in ranked:
        if overlap >= _LEAST_OVERLAP and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _is_same_source(wanted: dict, given: dict) -> bool:
    return _overlap(_characters(wanted["source"]), _characters(given["source"])) >= _LEAST_OVERLAP


def matched(gold: list[dict], given: list[dict]) -> set[int]:
    """Return the positions of the gold attributions of a text that are found with their source."""
    return {i for i, j in _pairs(gold, given).items() if _is_same_source(gold[i], given[j])}


def score_attributions(gold: list[dict], predicted: dict[str, list[dict]]) -> dict[str, dict[str, float]]:
    """Return the figures of all rows together."""
    counts: Counter[str] = Counter()
    for row in gold:
        wanted, given = row["attributions"], predicted[row["id"]]
        counts["gold"] += len(wanted)
        counts["given"] += len(given)
        counts["gold_source"] += sum(bool(_characters(item["source"])) for item in wanted)
        counts["given_source"] += sum(bool(_characters(item["source"])) for item in given)
        counts["content"] += len(_pairs(wanted, given))
        counts["source"] += len(matched(wanted, given))
    return {
        "content": _figures(counts["content"], counts["given"], counts["gold"]),
        "content+source": _figures(counts["source"], counts["given_source"], counts["gold_source"]),
    }


def _unnested(rows: list[dict]) -> list[dict]:
    """Return the attributions whose cue lies in no other's content."""

    def inside(row: dict) -> bool:
        return bool(row["cue"]) and any(
            other is not row and any(a <= row["cue"][0][0] and row["cue"][0][1] <= b for a, b in other["content"])
            for other in rows
        )

    return [row for row in rows if not inside(row)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, f"{_SET}/")
    parser.add_argument("--predictions", type=Path, help="write the rows for the scorer here")
    parser.add_argument("--limit", type=int, help="only the first N texts")
    options = parser.parse_args()
    path = part_of(options.gold, "claims") / _SET / f"{options.split}.jsonl"
    if not path.is_file():
        sys.exit(f"{path}: no such file")
    gold = rows_of(path)[: options.limit]
    load_pipeline()
    parse_s = find_s = 0.0
    sentences_n = 0
    predicted: dict[str, list[dict]] = {}
    for row in gold:
        begin = time.perf_counter()
        sentences = parse_text(row["text"])
        parsed = time.perf_counter()
        predicted[row["id"]] = [row_of(found) for found in find_attributions(sentences)]
        find_s += time.perf_counter() - parsed
        parse_s += parsed - begin
        sentences_n += len(sentences)
    if options.predictions:
        lines = (json.dumps({"id": key, "attributions": rows}) for key, rows in predicted.items())
        options.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shipped = score_attributions(gold, predicted)
    flat = score_attributions(gold, {key: _unnested(rows) for key, rows in predicted.items()})
    for name, figures in (("shipped", shipped), ("without chains", flat)):
        for what, values in figures.items():
            print(f"{name:15} {what:15} {values}")
    print(f"{sentences_n} sentences: parse {parse_s:.1f} s, attribution {find_s:.1f} s")
    print(
        json.dumps(
            {
                "attribution": {
                    "split": options.split,
                    "texts": len(gold),
                    "content_f1": shipped["content"]["f1"],
                    "content_source_f1": shipped["content+source"]["f1"],
                    "shipped": shipped,
                    "without_chains": flat,
                    "sentences": sentences_n,
                    "parse_s": round(parse_s, 2),
                    "find_s": round(find_s, 2),
                }
            }
        )
    )


if __name__ == "__main__":
    main()
