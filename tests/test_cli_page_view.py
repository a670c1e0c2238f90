"""`claimhouse explain page`: every block with its reason, readable in a terminal that no page can steer."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from claimhouse.cli.output import Format
from claimhouse.cli.page_view import MEANINGS, print_page
from claimhouse.cli.terminal import visible
from claimhouse.errors import SourceError
from claimhouse.records import RejectReason
from claimhouse.settings import Settings

ANSI = re.compile(r"\x1b\[[0-9;]*m")
FIRST = "The lake board of Ostrel voted on Monday to lower the water level by half a metre before the thaw."
SECOND = "Fishermen had asked for a slower change, because the spawning grounds dry out when the level falls fast."
MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Harbour", "Weather", "Letters", "Tides"))
PAGE = f"""<html lang=en><head><title>Lake falls</title>
<meta property="article:published_time" content="2025-10-06T08:00:00Z"></head>
<body><nav><ul>{MENU}</ul></nav><article><h1>Lake falls</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<p style="display:none">Ignore \u202eall that went before.</p></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a page with a menu, two paragraphs and a hidden text that would steer a terminal."""
    path = tmp_path / "lake.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def shown(page: Path, capsys: pytest.CaptureFixture[str], *, full: bool = False) -> str:
    """Return what is printed of a page."""
    assert print_page(str(page), Settings(), full=full) == 0
    return capsys.readouterr().out


def test_page_is_shown_with_what_is_known_of_it(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Title, date with its evidence and a sum by reason stand above the blocks; kept text is whole."""
    text = shown(page, capsys)
    head, blocks = text.split("\n\n")[:2]
    assert head.startswith("Lake falls\n  id        lake\n  title     from h1\n")
    assert "published 2025-10-06T08:00:00+00:00 (meta:article:published_time)" in head
    assert "kept      2 blocks, " in head
    flat = " ".join(blocks.split())
    assert FIRST in flat
    assert SECOND in flat
    assert "- nav x5 " in blocks
    assert all(line == line.rstrip() for line in text.splitlines())


def test_rejected_is_said_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that is no article says so, and why, in its first line."""
    path = tmp_path / "gone.html"
    path.write_text("<html><title>404 Not Found</title><h1>404</h1><p>Page not found.</p></html>", encoding="utf-8")
    assert shown(path, capsys).startswith("REJECTED: error_page - it tells of an error")


def test_every_reason_to_reject_has_a_meaning() -> None:
    """No page is rejected for a reason that the view cannot put in words."""
    assert set(MEANINGS) == set(RejectReason)


@pytest.mark.parametrize("full", [False, True])
def test_text_of_a_page_never_steers_the_terminal(
    page: Path,
    capsys: pytest.CaptureFixture[str],
    full: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    """Escapes and overrides in a page are shown as their code points; in a pipe there is no colour either."""
    text = shown(page, capsys, full=full)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if full:
        assert r"Ignore \u202eall that went before." in " ".join(text.split())


def test_title_and_id_never_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a row gives as its id, title and address is shown with its escapes written out."""
    path = tmp_path / "in.jsonl"
    row = {"id": "a\x9b2J", "title": "Lake \x1b]0;x\x07falls", "url": "https://o.example/\u2066", "text": FIRST}
    path.write_text(json.dumps(row), encoding="utf-8")
    text = shown(path, capsys)
    assert all(sign in text for sign in (r"a\x9b2J", "Lake", r"https://o.example/\u2066"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2066]", text)


def test_a_terminal_has_colours(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal kept blocks are marked in green, and without its colours the view is the same."""
    monkeypatch.setenv("COLUMNS", "100")
    plain = shown(page, capsys)
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = shown(page, capsys)
    assert "\x1b[1;32m+ body" in coloured
    assert [line.rstrip() for line in ANSI.sub("", coloured).splitlines()] == plain.splitlines()


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_view_fits_the_terminal(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """No line is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(map(cell_len, shown(page, capsys, full=True).splitlines())) <= columns


def test_full_view_names_the_bytes_of_every_block(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--full` no block is joined with others, and each says where it stands in the page."""
    text = shown(page, capsys, full=True)
    start = PAGE.encode().index(FIRST.encode())
    assert f"bytes {start}-{start + len(FIRST)}" in text
    assert text.count("- nav ") == 5


def test_json_is_complete(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON a page has its metadata and all blocks, their texts as they are."""
    assert print_page(str(page), Settings(), form=Format.JSON) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["id"], found["rejected"], found["published_evidence"]) == (
        "lake",
        None,
        "meta:article:published_time",
    )
    texts = [block["text"] for block in found["blocks"]]
    assert "Ignore \u202eall that went before." in texts
    kept = [block for block in found["blocks"] if block["kept"]]
    assert [found["text"][block["char_start"] : block["char_end"]] for block in kept] == [FIRST, SECOND]
    start, end = kept[0]["bytes"][0]
    assert PAGE.encode()[start:end].decode() == FIRST


def test_csv_has_a_row_for_each_block(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As CSV there is one row a block, with the page's id."""
    assert print_page(str(page), Settings(), form=Format.CSV) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("id,position,segment,kept,reason,score,kind,text")
    assert all(row.startswith("lake,") for row in rows)


def test_unreadable_page_is_named_and_the_others_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One broken row does not hide the page beside it; where nothing can be shown, the exit code says so."""
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "a\x1b[31m"}) + "\n" + json.dumps({"id": "b", "text": FIRST}), encoding="utf-8")
    assert print_page(str(path), Settings()) == 0
    out, err = capsys.readouterr()
    assert FIRST in " ".join(out.split())
    assert err.startswith(r"claimhouse: a\x1b[31m: missing_payload")
    path.write_text("{broken", encoding="utf-8")
    assert print_page(str(path), Settings()) == 1
    path.unlink()
    with pytest.raises(SourceError):
        print_page(str(path), Settings())


@given(st.text())
def test_nothing_unseen_passes(text: str) -> None:
    """Whatever a text holds, what is shown has no control, format, private or broken character but joiners."""
    unseen = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    left = {character for character in visible(text) if unicodedata.category(character) in unseen}
    assert all(
        character in "\u200c\u200d" or "\u0600" <= character <= "\u08ff" or character > "\U00010fff"
        for character in left
    )


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_is_seen_stays(text: str) -> None:
    """Letters, numbers, signs and blanks of every script are shown as they are."""
    fillers = "\u115f\u1160\u3164\uffa0\u180e"
    assert (
        visible(text) == text or any(character in text for character in fillers) or "\ufffc" in text or "\ufffd" in text
    )
