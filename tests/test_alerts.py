"""What an operator is told, found in the ledger: each alert with the history that raises it, and one that does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claimhouse.pipeline.alerts import Alert, AlertKind, new_alerts, standing_alerts
from claimhouse.records import Document, MediaType, Reading, Run, RunStatus
from claimhouse.settings import AlertSettings, Settings
from claimhouse.warehouse import Warehouse
from tests.dedupe_rows import extraction

START = datetime(2026, 3, 1, tzinfo=UTC)
SETTINGS = AlertSettings(text_pages=3)


def run(number: int, *, day: float = 0.0, **fields: object) -> Run:
    """Return a published run of a day, without items unless they are given."""
    at = START + timedelta(days=day or number)
    values: dict[str, object] = {
        "run": number,
        "command": "flow",
        "status": RunStatus.PUBLISHED,
        "started_at": at,
        "finished_at": at,
        "published_at": at,
        "claimhouse_version": "0",
        "settings": "{}",
        "settings_digest": "",
        **dict.fromkeys(("items", "loaded", "known", "rejected", "quarantined"), 0),
        "degraded": False,
    }
    return Run(**(values | fields))  # type: ignore[arg-type]


def alerts(
    warehouse: Warehouse, now: datetime | None = None, settings: AlertSettings = SETTINGS
) -> list[tuple[str, str]]:
    """Return kind and subject of what is wrong."""
    return [(alert.kind.value, alert.about) for alert in standing_alerts(warehouse, settings, now)]


def told(warehouse: Warehouse) -> str:
    """Return the words of the only alert."""
    (alert,) = standing_alerts(warehouse, SETTINGS)
    return alert.message


def test_nothing_is_wrong_with_an_empty_warehouse_or_a_good_run() -> None:
    """Nothing ran, then one run did."""
    with Warehouse.in_memory() as warehouse:
        assert alerts(warehouse, START) == []
        warehouse.insert(Run, [run(1, items=12, loaded=12)])
        assert alerts(warehouse, START + timedelta(days=1.5)) == []


@pytest.mark.parametrize(
    ("status", "degraded", "kind"),
    [
        (RunStatus.FAILED, True, "run_failed"),
        (RunStatus.ABANDONED, False, "run_abandoned"),
        (RunStatus.PUBLISHED, True, "run_degraded"),
    ],
)
def test_the_last_run_was_no_good_one(status: RunStatus, degraded: bool, kind: str) -> None:  # noqa: FBT001 - a column
    """Until another one was; a run that removes or learns something is not asked."""
    with Warehouse.in_memory() as warehouse:
        warehouse.insert(Run, [run(1), run(2, status=status, degraded=degraded), run(3, command="forget")])
        assert alerts(warehouse) == [(kind, "2")]
        warehouse.insert(Run, [run(4)])
        assert alerts(warehouse) == []


def test_no_run_within_the_hours_set() -> None:
    """Failed ones do not count."""
    with Warehouse.in_memory() as warehouse:
        warehouse.insert(Run, [run(1), run(2, status=RunStatus.FAILED, published_at=None)])
        assert alerts(warehouse, START + timedelta(days=1, hours=25)) == [("run_failed", "2")]
        assert alerts(warehouse, START + timedelta(days=1, hours=27))[0] == ("no_run", "run")
        never = SETTINGS.model_copy(update={"no_run_hours": 0.0})
        assert ("no_run", "run") not in alerts(warehouse, START + timedelta(days=99), never)


@pytest.mark.parametrize(
    ("items", "known", "quarantined", "wrong"),
    [(100, 80, 5, True), (100, 80, 4, False), (100, 0, 5, False), (9, 0, 9, False), (10, 0, 3, True)],
)
def test_too_much_of_what_is_new_is_in_quarantine(items: int, known: int, quarantined: int, wrong: bool) -> None:  # noqa: FBT001
    """Known items do not thin it, and a few items say nothing."""
    with Warehouse.in_memory() as warehouse:
        loaded = items - known - quarantined
        warehouse.insert(Run, [run(1, items=items, known=known, quarantined=quarantined, loaded=loaded)])
        assert (alerts(warehouse) == [("quarantine_share", "1")]) is wrong


def read(source: str, new_items: Sequence[int]) -> list[Reading]:
    """Return what a source brought in successive runs."""
    return [Reading(run=n, source=source, items=new, new_items=new) for n, new in enumerate(new_items, start=1)]


def test_a_source_has_gone_silent() -> None:
    """One that brought something again and again, or never; not a file that was there once, nor one left out since."""
    with Warehouse.in_memory() as warehouse:
        warehouse.insert(Run, [run(number) for number in range(1, 12)])
        assert alerts(warehouse) == []
        warehouse.insert(Reading, read("feed", [3, 1, *[0] * 9]))
        warehouse.insert(Reading, read("dead feed", [0] * 11))
        warehouse.insert(Reading, read("archive", [9, *[0] * 10]))
        warehouse.insert(Reading, read("slow feed", [1, 0, 0, 0, 0, 1, *[0] * 5]))
        warehouse.insert(Reading, read("no longer read", [1, 1]))
        assert alerts(warehouse) == [("silent_source", "dead feed"), ("silent_source", "feed")]
        assert "nothing new for 9.0 days (since 2026-03-03)" in standing_alerts(warehouse, SETTINGS)[1].message


def pages(warehouse: Warehouse, host: str, first: int, in_run: int, lengths: Sequence[int]) -> None:
    """Add pages of a host with texts of given lengths."""
    keys = [f"{host}{first + number}" for number in range(len(lengths))]
    warehouse.insert(
        Document,
        [Document(document_key=key, media_type=MediaType.HTML, payload_bytes=1, first_run=in_run) for key in keys],
    )
    rows = [extraction(key, "x" * length, in_run) for key, length in zip(keys, lengths, strict=True)]
    warehouse.insert(type(rows[0]), rows)
    warehouse.sql("update extraction set host = $host where host is null", host=host)


def test_the_text_of_a_host_has_shrunk() -> None:
    """Its newest pages against those before; one short page, or a host with few pages, is nothing."""
    with Warehouse.in_memory() as warehouse:
        warehouse.insert(Run, [run(1), run(2)])
        pages(warehouse, "changed.example", 0, 1, [900, 1000, 1100])
        pages(warehouse, "same.example", 0, 1, [900, 1000, 1100])
        pages(warehouse, "small.example", 0, 1, [900, 1000])
        pages(warehouse, "changed.example", 5, 2, [100, 0, 2000])
        pages(warehouse, "same.example", 5, 2, [0, 800, 900])
        pages(warehouse, "small.example", 5, 2, [10, 10, 10])
        assert alerts(warehouse) == [("text_drop", "changed.example")]
        assert "give 100 characters of text each, those before 1,000" in told(warehouse)


def test_the_flow_tells_what_is_new_only(tmp_path: Path) -> None:
    """What was wrong as of the run before has been told."""
    settings = Settings(database=str(tmp_path / "news.duckdb"))

    def told_after(*rows: Run) -> list[Alert]:
        with Warehouse.open(tmp_path / "news.duckdb") as warehouse:
            warehouse.insert(Run, rows)
            warehouse.publish()
        return new_alerts(settings)

    with Warehouse.open(tmp_path / "news.duckdb") as warehouse:
        warehouse.insert(Reading, read("feed", [1, 1, *[0] * 9]))
    assert told_after(*map(run, range(1, 9))) == []
    assert [alert.about for alert in told_after(*map(run, range(9, 11)))] == ["feed"]
    assert told_after(run(11, items=10, quarantined=9, loaded=1))[0].kind is AlertKind.QUARANTINE_SHARE
