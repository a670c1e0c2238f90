"""Scraped articles to claims in DuckDB, every claim traceable to the bytes of its page.

The names below are the pipeline in the order in which a user needs them; each is loaded when it is first asked for, so
that importing the package costs nothing. Everything else may change.

    load            settings from a TOML file over the defaults
    read_items      sources to items: payloads with what is known of them
    clean_page      a page to text, metadata and blocks with reasons
    dedupe_texts    texts to clusters of near-duplicates
    extract_document  a text to sentences with claims, quantities, attributions; names
    attribute_of    a claim to the attribute it speaks of
    run_pipeline    all of it, into a warehouse
    Reader          a warehouse's newest snapshot, read-only
    check_evidence  whether raw bytes give a quote
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimhouse.clean import clean_page
    from claimhouse.extractors import extract_document
    from claimhouse.pipeline import run_pipeline
    from claimhouse.pipeline.dedupe import dedupe_texts
    from claimhouse.resolve import attribute_of
    from claimhouse.settings import load
    from claimhouse.sources import read_items
    from claimhouse.verify import check_evidence
    from claimhouse.warehouse import Reader

__all__ = [
    "Reader",
    "attribute_of",
    "check_evidence",
    "clean_page",
    "dedupe_texts",
    "extract_document",
    "load",
    "read_items",
    "run_pipeline",
]

_HOME = {
    "Reader": "claimhouse.warehouse",
    "attribute_of": "claimhouse.resolve",
    "check_evidence": "claimhouse.verify",
    "clean_page": "claimhouse.clean",
    "dedupe_texts": "claimhouse.pipeline.dedupe",
    "extract_document": "claimhouse.extractors",
    "load": "claimhouse.settings",
    "read_items": "claimhouse.sources",
    "run_pipeline": "claimhouse.pipeline",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module 'claimhouse' has no attribute {name!r}; it has: {', '.join(__all__)}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
