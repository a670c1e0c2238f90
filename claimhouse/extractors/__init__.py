"""Extraction: what a document claims, on whose word, how surely, how much.

An extractor is an object with a name, a version and `extract` (`Extractor`). Ours and those of other
distributions are found the same way, through the entry point group `claimhouse.extractors`, and are loaded by
name when they are asked for. The pipeline asks for ours.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, runtime_checkable

from claimhouse.errors import ExtractorError
from claimhouse.records import ExtractedDocument, TextDocument
from claimhouse.settings import ExtractSettings

__all__ = ["GROUP", "VERSION", "Extractor", "extract_document", "registered"]

GROUP = "claimhouse.extractors"
"""Entry point group in which distributions name their extractors."""

VERSION = "1"
"""Version of the extract step as a whole; a part of its ledger key."""

_BUILT_IN = EntryPoint(name="rules", value="claimhouse.extractors.rules:EXTRACTOR", group=GROUP)


@runtime_checkable
class Extractor(Protocol):
    """Anything that finds claims in a clean text.

    Attributes:
        name: stored with every claim.
        version: stored with every claim; a new one makes the step due again.
    """

    name: str
    version: str

    def extract(self, document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
        """Return everything found in the document; offsets count code points of its title or text."""
        ...


@cache
def registered() -> dict[str, EntryPoint]:
    """Return the extractors that are installed, by name, not yet loaded; the built-in one comes first."""
    found = {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}
    return {_BUILT_IN.name: found.pop(_BUILT_IN.name, _BUILT_IN), **found}


@cache
def load_extractor(name: str) -> Extractor:
    """Return an extractor by name.

    Raises:
        ExtractorError: there is none of that name, it cannot be imported, or it is no extractor.
    """
    if name not in registered():
        message = f"no extractor is called {name!r}; installed: {', '.join(registered())}"
        raise ExtractorError(message)
    try:
        extractor = registered()[name].load()
    except Exception as error:
        message = f"extractor {name!r} ({registered()[name].value}) cannot be loaded: {error}"
        raise ExtractorError(message) from error
    if not isinstance(extractor, Extractor):
        message = f"extractor {name!r} ({registered()[name].value}) has no name, version and extract"
        raise ExtractorError(message)
    return extractor


def extract_document(document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
    """Return what the built-in extractor finds in a document.

    Raises:
        ExtractorError: the extractor cannot be loaded.
    """
    return load_extractor(_BUILT_IN.name).extract(document, settings)
