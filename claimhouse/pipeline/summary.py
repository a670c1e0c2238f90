"""A run in a page: its account, its rates, what was slow, what went into quarantine, what is new in conflicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimhouse.pipeline.alerts import Alert
from claimhouse.settings import Settings
from claimhouse.warehouse import Reader

Row = Mapping[str, Any]

_HOSTS = 10
_CONFLICTS = 20
_LONGEST_CELL = 120
# What Markdown, or the HTML in it, would take for more than a character; foreign pages give the words here.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&])")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What an operator reads of a run.

    Attributes:
        run: one row of `warehouse/steps/summary_run.sql`.
        hosts: those that took the most processor time, of `summary_hosts.sql`.
        quarantine: by stage and reason, of `summary_quarantine.sql`.
        conflicts: new ones and those that are over, of `summary_conflicts.sql`.
        alerts: what is wrong since this run.
    """

    run: Row
    hosts: Sequence[Row]
    quarantine: Sequence[Row]
    conflicts: Sequence[Row]
    alerts: Sequence[Alert]

    def table(self) -> list[dict[str, str | int | float]]:
        """Return account and rates, a row each."""
        run, seconds = self.run, max(self.run["seconds"], 1e-3)
        new = run["items"] - run["known"]
        return [
            {"measure": "run", "value": run["run"], "unit": str(run["status"])},
            *({"measure": name, "value": run[name], "unit": "items"} for name in ("items", "loaded", "known")),
            *({"measure": name, "value": run[name], "unit": "items"} for name in ("rejected", "quarantined")),
            {"measure": "new claims", "value": run["new_claims"], "unit": "claims"},
            {"measure": "sources read", "value": run["sources"], "unit": "sources"},
            {"measure": "time", "value": round(seconds, 1), "unit": "s"},
            {"measure": "items", "value": round(run["items"] / seconds, 2), "unit": "items/s"},
            {"measure": "items processed", "value": round(new / seconds, 2), "unit": "items/s"},
            {
                "measure": "quarantine",
                "value": round(100 * run["quarantined"] / max(1, new), 1),
                "unit": "% of new items",
            },
        ]

    def markdown(self) -> str:
        """Return the page."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        run = self.run
        yield f"# Run {run['run']}: {run['status']}" + (", degraded" if run["degraded"] else "")
        yield ""
        yield (
            f"{run['started_at'].astimezone(UTC):%Y-%m-%d %H:%M} UTC, {run['seconds']:,.1f} s: {run['items']} items ="
            f" {run['loaded']} loaded + {run['known']} known + {run['rejected']} rejected"
            f" + {run['quarantined']} quarantined; {run['new_claims']} new claims"
        )
        if self.alerts:
            yield from ("", "## What is wrong", "")
            yield from (f"- **{alert.kind}**: {escaped(alert.message)}" for alert in self.alerts)
        yield from _section("Slowest hosts", self.hosts, ("host", "pages", "seconds", "seconds_per_page"))
        yield from _section("Quarantine", self.quarantine, ("items", "stage", "reason", "example"))
        for change in ("new", "over"):
            rows = [row for row in self.conflicts if row["change"] == change]
            more = f" ({rows[0]['of_this_change']}, the first {len(rows)})" if rows else ""
            yield from _section(f"Conflicts: {change}{more}", rows, ("subject", "attribute", "type", "explanation"))


def summary_of(settings: Settings, run: int, alerts: Sequence[Alert]) -> RunSummary:
    """Read a run from the newest snapshot."""
    with Reader.open(Path(settings.database), lock_timeout_s=settings.run.lock_timeout_s) as reader:
        (row,) = reader.step("summary_run", run=run, now=datetime.now(UTC)).to_pylist()
        return RunSummary(
            run=row,
            hosts=reader.step("summary_hosts", run=run, hosts=_HOSTS).to_pylist(),
            quarantine=reader.step("summary_quarantine", run=run).to_pylist(),
            conflicts=reader.step("summary_conflicts", run=run, conflicts=_CONFLICTS).to_pylist(),
            alerts=alerts,
        )


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line.

    >>> print(escaped("a|b"))
    a\|b
    """
    line = " ".join(text.split())
    return _MARKUP.sub(r"\\\1", line if len(line) <= _LONGEST_CELL else line[: _LONGEST_CELL - 1] + "…")


def _section(title: str, rows: Sequence[Row], columns: Sequence[str]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"## {title}", "")
    yield "| " + " | ".join(column.replace("_", " ") for column in columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(_cell(row[column]) for column in columns) + " |"


def _cell(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else escaped(str(value))
