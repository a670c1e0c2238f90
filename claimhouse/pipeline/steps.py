"""The identity of every step under given settings: what the ledger compares."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from claimhouse import borrowings, clean, dedupe, extractors, resolve, sources
from claimhouse.clean import learning
from claimhouse.errors import SettingsError
from claimhouse.provenance import Step, data_digest, digest
from claimhouse.settings import Settings


def step_identities(settings: Settings) -> Mapping[str, Step]:
    """Return name, version and digest of settings and data files of every step that the ledger knows."""
    resolve_digest = digest(settings.resolve.digest(), data_digest("claimhouse.resolve"), alias_text(settings))
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
        Step(
            name="extract",
            version=extractors.VERSION,
            settings_digest=digest(settings.extract.digest(), data_digest("claimhouse.extractors")),
        ),
        Step(name="dedupe", version=dedupe.VERSION, settings_digest=settings.dedupe.digest()),
        Step(name="resolve", version=resolve.VERSION, settings_digest=resolve_digest),
    )
    return {step.name: step for step in steps}


def alias_text(settings: Settings) -> str:
    """Return the text of the alias file, empty where none is set.

    Raises:
        SettingsError: the file cannot be read.
    """
    if not settings.resolve.alias_file:
        return ""
    try:
        return Path(settings.resolve.alias_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read resolve.alias_file {settings.resolve.alias_file!r}: {error}"
        raise SettingsError(message) from error
