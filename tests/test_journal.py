"""What a run says of itself: a page for people, JSON lines for programs."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest

from claimhouse.cli import app
from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.alerts import Alert, AlertKind
from claimhouse.pipeline.journal import json_lines
from claimhouse.pipeline.summary import summary_of
from claimhouse.records import Conflict, ConflictType
from claimhouse.settings import RunSettings, Settings
from claimhouse.warehouse import Warehouse

STORY = "The Ostrow council bought {} trams for ${} million, the mayor, Ina Solberg, said. They arrive in March 2026."
STAGES = ["ingest", "documents", "dedupe", "resolve", "publish"]


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Return a file with articles of two hosts, and a line that is none."""
    rows = [
        {
            "id": f"row{n}",
            "text": STORY.format(40, 12 + 30 * n) * 3,
            "url": f"https://{host}/<i>|{n}",
            "publisher": host,
        }
        for n, host in enumerate(("a.example", "b.example"))
    ]
    path = tmp_path / "pile.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n", encoding="utf-8")
    return path


def test_a_run_is_told_in_json_lines(tmp_path: Path, pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its beginning, every stage with run, units and seconds, its account; nothing else stands on standard error."""
    command = ["run", str(pile), "--direct", "--log-format", "json", "--database", str(tmp_path / "news.duckdb")]
    assert app(command, standalone_mode=False) == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["level"] for line in lines} == {"info"}
    assert [line["stage"] for line in lines if line.get("event") == "stage"] == STAGES
    assert {line["run"] for line in lines if "run" in line} == {1}
    units = {line["stage"]: line["units"] for line in lines if line.get("event") == "stage"}
    assert (units["ingest"], units["documents"]) == (3, 2)
    assert all(line["seconds"] >= 0 for line in lines if line.get("event") == "stage")
    (account,) = [line for line in lines if line.get("event") == "run_published"]
    assert (account["items"], account["loaded"], account["quarantined"]) == (3, 2, 1)
    assert logging.getLogger("claimhouse").handlers == []


def test_a_run_that_fails_is_told_with_its_error(tmp_path: Path) -> None:
    """The last line names it."""
    stream = io.StringIO()
    settings = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    with json_lines(stream), pytest.raises(ValueError, match="no such stage"):
        run_pipeline([], settings, again="clean", observer=Failing())
    last = json.loads(stream.getvalue().splitlines()[-1])
    assert (last["event"], last["run"], last["error"]) == ("run_failed", 1, "ValueError")


class Failing:
    """An observer that fails."""

    def began(self, stage: str, total: int | None) -> None:
        """Raise."""
        message = f"no such stage: {stage}, {total}"
        raise ValueError(message)

    def advanced(self, stage: str, units: int) -> None:
        """Do nothing."""

    def ended(self, stage: str) -> None:
        """Do nothing."""


def conflict(subject: str, valid_from_run: int, valid_to_run: int | None = None) -> Conflict:
    """Return a conflict that there was between two runs."""
    return Conflict(
        conflict_key=subject,
        type=ConflictType.CONTRADICTION,
        open=True,
        subject=subject,
        attribute="price",
        left_group="l",
        right_group="r",
        explanation="12 is not 42",
        step_digest="",
        valid_from_run=valid_from_run,
        valid_to_run=valid_to_run,
    )


def test_a_run_on_a_page(tmp_path: Path, pile: Path) -> None:
    """Account, rates, slow hosts, quarantine by reason, new conflicts and alerts; what a page says is no markup."""
    settings = Settings(database=str(tmp_path / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    account = run_pipeline([str(pile)], settings)
    with Warehouse.open(Path(settings.database)) as warehouse:
        warehouse.insert(Conflict, [conflict("new", 1), conflict("older", 0), conflict("over", 0, valid_to_run=1)])
        warehouse.publish()
    alert = Alert(kind=AlertKind.SILENT_SOURCE, about="feed", message="<script> is | silent")
    summary = summary_of(settings, account.run, [alert])
    table = {(row["measure"], row["unit"]): row["value"] for row in summary.table()}
    assert (table["items", "items"], table["loaded", "items"], table["quarantined", "items"]) == (3, 2, 1)
    assert table["quarantine", "% of new items"] == 33.3
    assert float(table["items", "items/s"]) > 0
    page = summary.markdown()
    assert "3 items = 2 loaded + 0 known + 0 rejected + 1 quarantined" in page
    assert "\\<script\\> is \\| silent" in page
    assert "| 1 | ingest | broken\\_record |" in page
    assert {row["host"] for row in summary.hosts} == {"a.example", "b.example"}
    assert all(row["seconds"] > 0 for row in summary.hosts)
    assert [(row["change"], row["subject"]) for row in summary.conflicts] == [("new", "new"), ("over", "over")]
    assert "## Conflicts: new (1, the first 1)" in page
    assert "## Conflicts: over (1, the first 1)" in page
    again = summary_of(settings, run_pipeline([str(pile)], settings).run, [])
    assert (again.conflicts, again.hosts, again.quarantine) == ([], [], [])
