"""Extraction: what a document claims, on whose word, how surely, how much.

An extractor is an object with a name, a version and `extract` (`Extractor`). Ours and those of other
distributions are found the same way, through the entry point group `claimhouse.extractors`; the configuration names
those that run (`claimhouse.extractors.registry`).
"""

from __future__ import annotations

from dataclasses import replace

from claimhouse.extractors.registry import (
    GROUP,
    Extractor,
    Registration,
    document_gap,
    enabled,
    load_extractor,
    registered,
    registrations,
    run_extractor,
    settings_digest,
    statement_gap,
    states_in,
)
from claimhouse.records import ExtractedDocument, Field, FoundMention, FoundSentence, TextDocument
from claimhouse.settings import ExtractSettings

__all__ = [
    "GROUP",
    "VERSION",
    "Extractor",
    "Registration",
    "document_gap",
    "enabled",
    "extract_document",
    "load_extractor",
    "merged",
    "registered",
    "registrations",
    "run_extractor",
    "settings_digest",
    "statement_gap",
    "states_in",
]

VERSION = "2"
"""Version of the extract step around the extractors: a part of the ledger key of each of them."""


def extract_document(document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
    """Return what the extractors that the settings name find in a document, by default the built-in one.

    Raises:
        ExtractorError: an extractor cannot be loaded.
        InvalidResult: what an extractor returned does not hold.
    """
    return merged([run_extractor(extractor, document, settings) for extractor in enabled(settings)])


def merged(results: list[ExtractedDocument]) -> ExtractedDocument:
    """Return what several extractors found in one document as one result.

    Sentences in the same place become one, with the findings of all, each once; a claim stays with every extractor
    that makes it.
    """
    if len(results) == 1:
        return results[0]
    sentences: dict[tuple[bool, int, int], FoundSentence] = {}
    for result in results:
        for sentence in result.sentences:
            place = (sentence.field is not Field.TITLE, sentence.char_start, sentence.char_end)
            met = sentences.get(place)
            sentences[place] = sentence if met is None else _joined(met, sentence)
    mentions: dict[FoundMention, None] = dict.fromkeys(mention for result in results for mention in result.mentions)
    return ExtractedDocument(sentences=tuple(sentences[place] for place in sorted(sentences)), mentions=tuple(mentions))


def _joined(first: FoundSentence, second: FoundSentence) -> FoundSentence:
    return replace(
        first,
        candidate=first.candidate or second.candidate,
        claims=tuple(dict.fromkeys((*first.claims, *second.claims))),
        quantities=tuple(dict.fromkeys((*first.quantities, *second.quantities))),
        attributions=tuple(dict.fromkeys((*first.attributions, *second.attributions))),
    )
