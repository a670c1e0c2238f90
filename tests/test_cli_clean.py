"""`claimhouse clean` as a filter: one line out for each item in, at once, in order, whatever the others are like."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from claimhouse.cli import texts
from claimhouse.errors import SettingsError
from claimhouse.records import BlockReason, RejectReason
from claimhouse.settings import SourcesSettings
from claimhouse.sources import StreamNames, read_items

KEYS = ["id", "url", "title", "authors", "published_at", "language", "text", "dropped", "rejected"]
COMMAND = (sys.executable, "-m", "claimhouse", "clean")
PROSE = (
    "The lake board of Ostrel voted on Monday to lower the water level by half a metre before the thaw.\n"
    "Fishermen had asked for a slower change, because the spawning grounds dry out when the level falls fast.\n"
)


def row(number: int, **fields: object) -> str:
    """A row of an article."""
    return json.dumps({"id": f"a{number}", "url": f"https://ostrel.example/{number}", "text": PROSE, **fields})


def clean(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *arguments], input=given, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def in_process(sources: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, object]], str]:
    """Run the command here; its code, its lines and what it said."""
    code = texts.clean(sources, None)
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_a_row_without_a_date_in_its_text_has_the_one_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a run; one that cannot be read is none."""
    rows = (row(1, date="2026-05-04"), row(2, date="yesterday"))
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    code, lines, _ = in_process([str(tmp_path)], capsys)
    assert (code, [line["published_at"] for line in lines]) == (0, ["2026-05-04T00:00:00+00:00", None])


def test_every_line_has_exactly_the_promised_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An article, a rejected page and a page with furniture have the same keys, in the documented order."""
    page = f"<html lang=en><body><article><h1>Lake falls</h1><p>{PROSE}</p></article><p>Share this</p></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.html").write_text("<title>404 Not Found</title><h1>404</h1><p>Page not found</p>", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(row(1), encoding="utf-8")
    code, lines, _ = in_process([str(tmp_path)], capsys)
    assert code == 0
    assert [list(line) for line in lines] == [KEYS] * 3
    assert [line["id"] for line in lines] == ["a", "b", "a1"]
    assert [line["rejected"] for line in lines] == [None, RejectReason.ERROR_PAGE, None]
    dropped = lines[0]["dropped"]
    assert isinstance(dropped, list)
    assert {"text": "Share this", "reason": str(BlockReason.SHARE)} in dropped


def test_broken_rows_are_named_and_the_rest_goes_on_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that cannot be read is named on standard error with its reason; the rows around it keep their order."""
    rows = [row(1), '{"id": broken', row(3), "[1]", row(5, text=""), row(6)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    code, lines, said = in_process([str(tmp_path / "in.jsonl")], capsys)
    assert code == 0
    assert [line["id"] for line in lines] == ["a1", "a3", "a6"]
    assert [line.split(": ")[1:3] for line in said.splitlines()[:-1]] == [
        ["quarantined in#2", "broken_record"],
        ["quarantined in#4", "broken_record"],
        ["quarantined a5", "missing_payload"],
    ]
    assert said.splitlines()[-1] == "claimhouse: 3 clean, 0 rejected, 3 quarantined"


def test_nothing_cleaned_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where not one item can be processed, the exit code says so."""
    (tmp_path / "in.jsonl").write_text("{broken\n", encoding="utf-8")
    assert in_process([str(tmp_path / "in.jsonl")], capsys)[0] == 1


def test_a_folder_without_pages_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is nothing to clean, the command says so and prints no line."""
    code, lines, said = in_process([str(tmp_path)], capsys)
    assert (code, lines) == (0, [])
    assert said == f"claimhouse: nothing to clean in {tmp_path}\n"


def test_rejected_pages_are_lines_with_their_reason_and_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that is no article is an outcome: its line says why, and the exit code is 0."""
    (tmp_path / "short.txt").write_text("Too short.", encoding="utf-8")
    code, (line,), said = in_process([str(tmp_path / "short.txt")], capsys)
    assert (code, line["rejected"], line["text"], said) == (0, "too_short", "Too short.", "")


def test_a_line_goes_out_before_the_next_row_comes_in() -> None:
    """Each line can be read by the consumer while the producer still waits."""
    with subprocess.Popen(  # noqa: S603 - our own command
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(60, process.kill)
        timer.start()
        padding = " " * (1 << 16)  # one read of the pipe: reading ahead is bounded, but it is not nothing
        for number in (1, 2, 3):
            process.stdin.write(row(number) + padding + "\n")
            process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "a1"
        process.stdin.close()
        assert [json.loads(line)["id"] for line in process.stdout] == ["a2", "a3"]
        timer.cancel()
    assert process.returncode == 0


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    """A named pipe gives its items, though it can be opened only once."""
    pipe = tmp_path / "rows.jsonl"
    os.mkfifo(pipe)
    with subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, str(pipe)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        timer = threading.Timer(60, process.kill)
        timer.start()
        pipe.write_text(f"{row(1)}\n{row(2)}\n", encoding="utf-8")
        assert process.stdout is not None
        assert [json.loads(line)["id"] for line in process.stdout] == ["a1", "a2"]
        timer.cancel()
    assert process.returncode == 0


def test_a_consumer_that_leaves_is_no_failure(tmp_path: Path) -> None:
    """`| head -1` ends the command quietly."""
    (tmp_path / "in.jsonl").write_text("\n".join(row(number) for number in range(500)), encoding="utf-8")
    with subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, str(tmp_path / "in.jsonl")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, "")


def test_standard_input_is_what_no_source_and_a_dash_mean() -> None:
    """Without a source and with `-`, standard input is read; a page without an id is named for it."""
    page = f"<html><body><article><p>{PROSE}</p></article></body></html>"
    for arguments in ((), ("-",)):
        done = clean(*arguments, given=page)
        assert done.returncode == 0, done.stderr
        assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["stdin"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.html": 0, "b.txt": 0}, ["a", "b"]),
        ({"x/a.html": 0, "y/a.html": 0}, ["x/a.html", "y/a.html"]),
        ({"a.html": 0, "a.jsonl": 2}, ["a", "a#1", "a#2"]),
        ({"x/a.jsonl": 2, "y/a.jsonl": 1}, ["x/a.jsonl#1", "x/a.jsonl#2", "y/a.jsonl#1"]),
        ({"a#1.html": 0, "a.jsonl": 1}, ["a#1", "a#1"]),
    ],
)
def test_names_are_settled_before_anything_is_read(tmp_path: Path, files: dict[str, int], expected: list[str]) -> None:
    """Files whose stems meet are called by their paths, and all rows of such a file are."""
    for name, rows in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        body = "\n".join(json.dumps({"text": PROSE}) for _ in range(rows)) if rows else f"<html><p>{PROSE}</p></html>"
        path.write_text(body, encoding="utf-8")
    names = StreamNames([str(tmp_path)])
    assert [names.of(item) for item in read_items([str(tmp_path)], SourcesSettings())] == expected


@pytest.mark.parametrize(
    "line", ['database = "news\\u0000.duckdb"', 'default_sources = ["a\\u0000"]', '[resolve]\nalias_file = "a\\u0000"']
)
def test_a_path_with_nul_in_the_configuration_is_named(tmp_path: Path, line: str) -> None:
    """A NUL in a configured path is an error of the settings that names the setting, whatever the command."""
    config = tmp_path / "nul.toml"
    config.write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"nul\.toml: .*a path cannot hold a NUL character"):
        texts.clean(["-"], config)
