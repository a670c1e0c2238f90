"""What every batch of a run shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from claimhouse.provenance import Step
from claimhouse.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchContext:
    """Settings, step identities and places; can be sent to another process.

    Attributes:
        run: number of the run.
        now: the run's time, for every row that says when it was computed.
        steps: identities by stage name, for ledger rows; those of extractors by `extractor_step` of their name.
        raw_folder: the raw store.
    """

    run: int
    now: datetime
    settings: Settings
    steps: Mapping[str, Step]
    raw_folder: Path


def extractor_step(extractor: str) -> str:
    """Return the name under which `BatchContext.steps` holds the step of an extractor."""
    return f"extract:{extractor}"
