"""What an operator should know without looking: found in the ledger, told by `claimhouse status` and by the flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique
from pathlib import Path
from typing import Any

from claimhouse.settings import AlertSettings, Settings
from claimhouse.warehouse import Reader, Warehouse

_HOUR_S = 3600.0


@unique
class AlertKind(StrEnum):
    """What is wrong."""

    NO_RUN = "no_run"  # none was published for too long
    RUN_FAILED = "run_failed"  # the last one ended with an error
    RUN_ABANDONED = "run_abandoned"  # the last one died
    RUN_DEGRADED = "run_degraded"  # the last one met too many unexpected errors
    NOT_PUBLISHED = "not_published"  # the last one died before its snapshot was swapped in
    QUARANTINE_SHARE = "quarantine_share"  # too much of what was new could not be processed
    SILENT_SOURCE = "silent_source"  # a source that brought something does no longer
    TEXT_DROP = "text_drop"  # the newest pages of a host give far less text: its template was changed
    UNFINISHED_FORGET = "unfinished_forget"  # forgetting was cut short


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something that an operator should know.

    Attributes:
        kind: what is wrong.
        about: the source, the host, the run.
        message: for a person: what was found, what was expected, what to do.
    """

    kind: AlertKind
    about: str
    message: str


def standing_alerts(reader: Reader | Warehouse, settings: AlertSettings, now: datetime | None = None) -> list[Alert]:
    """Return what is wrong as of the last run that is over.

    Args:
        reader: of the warehouse.
        settings: from what on something is wrong.
        now: the time, where it counts how long ago the last run was; else that is not asked.
    """
    runs = reader.step("alert_runs").to_pylist()
    found = _alerts(reader, settings, runs[0]["run"]) if runs else []
    published = runs[0]["published_at"] if runs else None
    if now is not None and published is not None and settings.no_run_hours:
        hours = (now - published).total_seconds() / _HOUR_S
        if hours > settings.no_run_hours:
            found.insert(0, no_run(hours, settings))
    return found


def new_alerts(settings: Settings) -> list[Alert]:
    """Return what is wrong since the last run in the newest snapshot, and was not as of the run before it."""
    with Reader.open(Path(settings.database), lock_timeout_s=settings.run.lock_timeout_s) as reader:
        runs = [row["run"] for row in reader.step("alert_runs").to_pylist()]
        now, before = ([*(_alerts(reader, settings.alerts, run) for run in runs), [], []])[:2]
    known = {(alert.kind, alert.about) for alert in before}
    return [alert for alert in now if (alert.kind, alert.about) not in known]


def no_run(hours: float, settings: AlertSettings) -> Alert:
    """Return what is told when no run was published for so many hours."""
    message = (
        f"no run was published for {hours:,.1f} h, expected one within {settings.no_run_hours:g} h"
        " (alerts.no_run_hours): is `claimhouse serve` running?"
    )
    return Alert(kind=AlertKind.NO_RUN, about="run", message=message)


def died(run: int) -> Alert:
    """Return what is told of a run that says that it is on, and is not."""
    message = f"run {run} died; what was committed stays, the next run goes on from there"
    return Alert(kind=AlertKind.RUN_ABANDONED, about=str(run), message=message)


def not_published(run: int) -> Alert:
    """Return what is told of a run that is not in the snapshot that readers have."""
    message = (
        f"run {run} died before what it did was published: readers do not have it yet; the next run publishes it too"
    )
    return Alert(kind=AlertKind.NOT_PUBLISHED, about=str(run), message=message)


def unfinished_forget(document_key: str) -> Alert:
    """Return what is told of a document whose forgetting was cut short."""
    message = f"what was forgotten may still be in files: repeat claimhouse forget {document_key}"
    return Alert(kind=AlertKind.UNFINISHED_FORGET, about=document_key, message=message)


def _alerts(reader: Reader | Warehouse, settings: AlertSettings, run: int) -> list[Alert]:
    rows = reader.step(
        "alerts",
        run=run,
        quarantine_share=settings.quarantine_share,
        quarantine_items=settings.quarantine_items,
        silent_days=settings.silent_days,
        text_drop=settings.text_drop,
        text_pages=settings.text_pages,
    )
    return [
        Alert(kind=AlertKind(row["kind"]), about=row["about"], message=_MESSAGES[row["kind"]](row))
        for row in rows.to_pylist()
    ]


def _of_run(what: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: f"run {row['about']} of {row['since'].astimezone(UTC):%Y-%m-%d %H:%M} UTC {what}"


_MESSAGES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    AlertKind.RUN_FAILED: _of_run("ended with an error; what was committed stays, the next run goes on from there"),
    AlertKind.RUN_ABANDONED: _of_run("died; what was committed stays, the next run goes on from there"),
    AlertKind.RUN_DEGRADED: _of_run("met too many unexpected errors: claimhouse quarantine --reason unexpected"),
    AlertKind.QUARANTINE_SHARE: lambda row: (
        f"run {row['about']}: {row['measured']:.0%} of what was new is in quarantine, expected at most"
        f" {row['expected']:.0%} (alerts.quarantine_share): claimhouse quarantine says why"
    ),
    AlertKind.SILENT_SOURCE: lambda row: (
        f"{row['about']} has brought nothing new for {row['measured']:,.1f} days"
        f" (since {row['since'].astimezone(UTC):%Y-%m-%d}), expected something within {row['expected']:g}"
        " (alerts.silent_days): was it moved, or is it read wrongly?"
    ),
    AlertKind.TEXT_DROP: lambda row: (
        f"the newest pages of {row['about']} give {row['measured']:,.0f} characters of text each, those before"
        f" {row['expected']:,.0f} (alerts.text_drop): was the site's template changed?"
        " claimhouse explain page FILE shows what is dropped"
    ),
}
