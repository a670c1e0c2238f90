"""The identity of every step under given settings: what the ledger compares."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from claimhouse import borrowings, clean, dedupe, extractors, resolve, sources
from claimhouse.batch import extractor_step
from claimhouse.clean import learning
from claimhouse.errors import SettingsError
from claimhouse.provenance import Step, data_digest, digest
from claimhouse.settings import Settings


def step_identities(settings: Settings) -> Mapping[str, Step]:
    """Return name, version and digest of settings and data files of every step that the ledger knows.

    Raises:
        ExtractorError: see `extractor_steps`.
        SettingsError: see `text_of_file`.
    """
    files = (alias_text(settings), publisher_text(settings))
    resolve_digest = digest(settings.resolve.digest(), data_digest("claimhouse.resolve"), *files)
    steps = (
        Step(name="ingest", version=sources.VERSION, settings_digest=settings.sources.digest()),
        Step(
            name="clean",
            version=clean.VERSION,
            settings_digest=digest(settings.clean.digest(), data_digest("claimhouse.clean")),
        ),
        Step(name="profile", version=learning.VERSION, settings_digest=settings.profile.digest()),
        Step(
            name="sign",
            version=f"{dedupe.VERSION}.{borrowings.VERSION}",
            settings_digest=digest(settings.dedupe.digest(), data_digest("claimhouse.borrowings")),
        ),
        Step(name="dedupe", version=dedupe.VERSION, settings_digest=settings.dedupe.digest()),
        Step(name="resolve", version=resolve.VERSION, settings_digest=resolve_digest),
    )
    return {step.name: step for step in steps} | extractor_steps(settings)


def extractor_steps(settings: Settings) -> dict[str, Step]:
    """Return the steps of the stage extract, one for each extractor that runs, under `extract:NAME`.

    Raises:
        ExtractorError: an extractor is not installed, or cannot be used.
    """
    return {
        extractor_step(extractor.name): Step(
            name="extract",
            version=f"{extractors.VERSION}.{extractor.version}",
            settings_digest=extractors.settings_digest(extractor, settings.extract),
            extractor=extractor.name,
        )
        for extractor in extractors.enabled(settings.extract)
    }


def alias_text(settings: Settings) -> str:
    """Return the text of the alias file, empty where none is set.

    Raises:
        SettingsError: the file cannot be read.
    """
    return text_of_file("alias_file", settings.resolve.alias_file)


def publisher_text(settings: Settings) -> str:
    """Return the text of the publisher file, empty where none is set.

    Raises:
        SettingsError: the file cannot be read.
    """
    return text_of_file("publisher_file", settings.resolve.publisher_file)


def text_of_file(setting: str, path: str) -> str:
    """Return the text of a file that a setting of resolve names, empty where it names none.

    Raises:
        SettingsError: the file cannot be read.
    """
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read resolve.{setting} {path!r}: {error}"
        raise SettingsError(message) from error
