"""Which extractors there are, and how one of them is run: ours and those of other distributions alike.

A distribution names its extractors in the entry point group `claimhouse.extractors`; `extract.extractors` of the
configuration says which of them run. `docs/extractors.md` shows how to write one.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, runtime_checkable

from claimhouse.errors import ExtractorError
from claimhouse.extractors import builtin
from claimhouse.extractors.checking import check_extracted
from claimhouse.provenance import data_digest, digest
from claimhouse.records import ExtractedDocument, TextDocument
from claimhouse.settings import ExtractSettings

GROUP = "claimhouse.extractors"
"""Entry point group in which distributions name their extractors."""

BUILT_IN = EntryPoint(name=builtin.NAME, value="claimhouse.extractors.builtin:EXTRACTOR", group=GROUP)
"""The first of ours, as `pyproject.toml` registers it: it is there in a checkout that nobody installed, too."""

OURS = {
    BUILT_IN.name: BUILT_IN,
    **{
        name: EntryPoint(name=name, value=f"claimhouse.extractors.languages:{name.upper()}", group=GROUP)
        for name in ("universal", "cues")
    },
}
"""All of ours, in the order in which they are listed."""


@runtime_checkable
class Extractor(Protocol):
    """Anything that finds claims in a clean text.

    Attributes:
        name: its name as entry point; stored with every claim.
        version: stored with every claim. Raise it whenever the same text would give another result: the ledger makes
            the extractor's rows due again, and no others.
        method: how it works, in a few words, for a reader of `claimhouse extractors`.
        languages: languages (ISO 639-1) in which it finds statements; empty if it takes any.
        made_with: distributions (models, parsers) whose installed version decides what is found, too.
    """

    name: str
    version: str
    method: str
    languages: tuple[str, ...]
    made_with: tuple[str, ...]

    def extract(self, document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
        """Return everything found in the document; offsets count code points of its title or text."""
        ...


@cache
def registered() -> dict[str, EntryPoint]:
    """Return the extractors that are installed, by name, not yet loaded; the built-in ones come first.

    Nobody else can take the name of a built-in one; where two distributions share another name, see `conflicts`.
    """
    found = {point.name: point for point in _points()}
    return {**OURS, **{name: found[name] for name in sorted(found) if name not in OURS}}


@cache
def conflicts() -> dict[str, tuple[str, ...]]:
    """Return the names that more than one distribution registers, with what they stand for."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for point in _points():
        values[point.name].add(f"{point.value} of {_distribution(point)[0]}")
    return {name: tuple(sorted(given)) for name, given in values.items() if len(given) > 1 and name not in OURS}


def _points() -> Iterator[EntryPoint]:
    return iter(sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)))


def load_extractor(name: str) -> Extractor:
    """Return an extractor by name.

    Raises:
        ExtractorError: there is none of that name, two distributions claim it, it cannot be imported, or it is no
            extractor.
    """
    if name not in registered():
        message = f"no extractor is called {name!r}; installed: {', '.join(registered())}"
        raise ExtractorError(message)
    if name in conflicts():
        message = f"extractor {name!r} is registered more than once: {', '.join(conflicts()[name])}; uninstall one"
        raise ExtractorError(message)
    return _loaded(registered()[name])


@cache
def _loaded(point: EntryPoint) -> Extractor:
    try:
        extractor = point.load()
    except Exception as error:
        message = f"extractor {point.name!r} ({point.value}) cannot be loaded: {type(error).__name__}: {error}"
        raise ExtractorError(message) from error
    missing = [part for part in ("name", "version", "method", "languages", "made_with") if not hasattr(extractor, part)]
    missing += [] if callable(getattr(extractor, "extract", None)) else ["extract"]
    if missing or not isinstance(extractor, Extractor):
        message = f"extractor {point.name!r} ({point.value}) has no {', '.join(missing)}"
        raise ExtractorError(message)
    if extractor.name != point.name:
        message = f"extractor {point.name!r} ({point.value}) calls itself {extractor.name!r}"
        raise ExtractorError(message)
    return extractor


def enabled(settings: ExtractSettings) -> tuple[Extractor, ...]:
    """Return the extractors that the settings name, in their order.

    Raises:
        ExtractorError: see `load_extractor`.
    """
    return tuple(load_extractor(name) for name in settings.extractors)


def run_extractor(extractor: Extractor, document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
    """Return what one extractor finds in a document, checked; it sees its own options and nobody else's.

    Raises:
        InvalidResult: what it returned does not hold; the message says where.
        Exception: whatever the extractor raises.
    """
    try:
        found = extractor.extract(document, settings.of(extractor.name))
    except SystemExit as error:
        message = f"extractor {extractor.name!r} {extractor.version} tried to end the process"
        raise ExtractorError(message) from error
    check_extracted(document, found, name=extractor.name, version=extractor.version)
    return found


def settings_digest(extractor: Extractor, settings: ExtractSettings) -> str:
    """Return the digest of all that decides what an extractor finds beside its version.

    These are the settings it sees, the files in the folder `data` beside its module, and the installed versions of
    what it is made with.
    """
    versions = [f"{name} {installed_version(name)}" for name in extractor.made_with]
    module = importlib.import_module(registered()[extractor.name].module)
    data = [data_digest(module.__package__)] if module.__package__ else []
    return digest(settings.of(extractor.name).digest(), *data, *versions)


def installed_version(distribution: str) -> str | None:
    """Return the installed version of a distribution, null where it is not installed."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def statement_gap(language: str | None, extractor: Extractor, settings: ExtractSettings) -> str | None:
    """Return what marks a document in whose language an extractor finds no statements; null where it does.

    A document whose language is not known is taken as one that it reads. An extractor with a method `gap`, of the
    language and the settings, answers for itself: one of ours reads languages in which it finds no statements.
    """
    own = getattr(extractor, "gap", None)
    if language is not None and own is not None:
        note: str | None = own(language, settings)
        return note
    if language is None or language in states_in(extractor, settings) or not extractor.languages:
        return None
    return f"no statement extractor for {language}"


def document_gap(language: str | None, settings: ExtractSettings) -> str | None:
    """Return what marks a document in whose language none of the enabled extractors finds statements, else null."""
    gaps = {statement_gap(language, extractor, settings) for extractor in enabled(settings)}
    return None if None in gaps else gaps.pop()


def states_in(extractor: Extractor, settings: ExtractSettings) -> tuple[str, ...]:
    """Return the languages in which an extractor finds statements under these settings; empty if it takes any."""
    if extractor.name != BUILT_IN.name:
        return tuple(extractor.languages)
    return tuple(language for language in extractor.languages if language in settings.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One installed extractor, as `claimhouse extractors` lists it.

    Attributes:
        enabled: named in `extract.extractors`.
        made_with: what it is made with, each with its installed version.
        problem: why it cannot be used; null where it can.
    """

    name: str
    version: str | None
    enabled: bool
    languages: tuple[str, ...]
    method: str | None
    made_with: tuple[str, ...]
    distribution: str
    distribution_version: str | None
    entry_point: str
    problem: str | None


def registrations(settings: ExtractSettings) -> list[Registration]:
    """Return all installed extractors, and the enabled ones that are not installed; broken ones say why."""
    names = [*registered(), *(name for name in settings.extractors if name not in registered())]
    return [_registration(name, settings) for name in dict.fromkeys(names)]


def _registration(name: str, settings: ExtractSettings) -> Registration:
    extractor: Extractor | None = None
    problem: str | None = None
    try:
        extractor = load_extractor(name)
    except ExtractorError as error:
        problem = str(error)
    point = registered().get(name)
    distribution, version = _distribution(point) if point else ("", None)
    return Registration(
        name=name,
        version=extractor.version if extractor else None,
        enabled=name in settings.extractors,
        languages=tuple(extractor.languages) if extractor else (),
        method=extractor.method if extractor else None,
        made_with=tuple(f"{part} {installed_version(part) or '(missing)'}" for part in extractor.made_with)
        if extractor
        else (),
        distribution=distribution,
        distribution_version=version,
        entry_point=point.value if point else "",
        problem=problem,
    )


def _distribution(point: EntryPoint) -> tuple[str, str | None]:
    """Return name and version of the distribution that an entry point stands in."""
    if point.dist is not None:
        return point.dist.name, point.dist.version
    home = "claimhouse"
    return home, installed_version(home)
