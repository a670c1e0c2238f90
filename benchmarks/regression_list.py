"""The regression list: a few annotated articles, cleaned and extracted as a whole, judged sentence by sentence.

Articles are `.txt`; the annotations are `seed_gold.jsonl` (claims with tiers and quantities), `seed_sentences.jsonl`
and `seed_noise.jsonl`. Misses are named by document and place.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from adapters import RawPlaces, Row, claim_row, claims_of
from gold_folder import rows_of

from claimhouse.clean import clean_page
from claimhouse.extractors import extract_document
from claimhouse.records import MediaType, Page, TextBlock, TextDocument
from claimhouse.settings import CleanSettings, ExtractSettings

_PROSE = frozenset({"hypothetical_filler", "generic_advice_filler", "reader_address", "rhetorical_question"})
"""Kinds of noise that are the author's own sentences: kept as text, stated as fact by nobody."""
_STATED = frozenset({"asserted", "reported"})
_NEEDED = frozenset({"core", "headline"})
_OVERLAP = 0.5
Place = tuple[str, int]


def article_claims(texts: Path, settings: ExtractSettings) -> list[Row]:
    """Clean and extract the articles; return their claims by place in the raw text."""
    rows: list[Row] = []
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
        places = RawPlaces(payload, page)
        rows += [
            claim_row(path.stem, claim, *place)
            for claim in claims_of(extract_document(document, settings))
            if (place := places.of(claim)) is not None
        ]
    return rows


def _figures(right: int, given: int, wanted: int) -> dict[str, float]:
    precision, recall = right / given if given else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1)}


def _quantity_key(quantity: dict[str, Any] | None) -> tuple[Any, ...] | None:
    if not quantity or quantity.get("vague"):
        return None
    value = quantity.get("value")
    values = value if value is not None else (quantity.get("value_min"), quantity.get("value_max"))
    return quantity["kind"], values, quantity["unit"]


def _sentence_of(row: Row, sentences: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the annotated sentence that the row overlaps by at least half of the shorter one."""
    start, end = int(str(row["char_start"])), int(str(row["char_end"]))

    def common(sentence: dict[str, Any]) -> int:
        return min(end, sentence["char_end"]) - max(start, sentence["char_start"])

    best = max((s for s in sentences if s["doc"] == row["doc"]), key=common)
    least = _OVERLAP * min(end - start, best["char_end"] - best["char_start"])
    return best if common(best) >= least else None


def _named(places: Iterable[Place]) -> list[str]:
    return sorted(f"{document}:{start}" for document, start in places)


def score_articles(folder: Path, rows: list[Row]) -> dict[str, Any]:
    """Return detection by tier, furniture and filler taken for claims, quantities; and the misses by place."""
    sentences, gold, noise = (rows_of(folder / f"seed_{name}.jsonl") for name in ("sentences", "gold", "noise"))
    prose = [item for item in noise if item["kind"] in _PROSE]
    filler = {
        (s["doc"], s["char_start"])
        for s in sentences
        if s["label"] == "noise"
        and any(
            n["doc"] == s["doc"] and s["char_start"] < n["char_end"] and n["char_start"] < s["char_end"] for n in prose
        )
    }
    hit: set[Place] = set()
    stated: set[Place] = set()
    for row in rows:
        sentence = _sentence_of(row, sentences)
        if sentence is not None:
            key = (sentence["doc"], sentence["char_start"])
            hit.add(key)
            if row["modality"] in _STATED:
                stated.add(key)
    claims = {(s["doc"], s["char_start"]): s["tier"] for s in sentences if s["label"] == "claim"}
    needed = {key for key, tier in claims.items() if tier in _NEEDED}
    counted = hit - (claims.keys() - needed)
    furniture = {(s["doc"], s["char_start"]) for s in sentences if s["label"] == "noise"} - filler
    wanted = {(g["doc"], key) for g in gold if (key := _quantity_key(g["quantity"]))}
    given = {(row["doc"], key) for row in rows if (key := _quantity_key(row["quantity"]))}  # type: ignore[arg-type]
    return {
        "core+headline": _figures(len(counted & needed), len(counted), len(needed)),
        "furniture_taken": len(furniture & hit),
        "filler_stated": len(filler & stated),
        "quantity": _figures(len(wanted & given), len(given), len(wanted)),
        "missed": _named(needed - hit),
        "wrong": _named(counted - needed),
        "quantities_missed": sorted(f"{document}: {key}" for document, key in wanted - given),
        "quantities_wrong": sorted(f"{document}: {key}" for document, key in given - wanted),
    }
