"""Hostile and odd input: nothing crashes, hangs or is lost, each fault is one item with its reason."""

from __future__ import annotations

import codecs
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimhouse.batch import BatchContext
from claimhouse.clean import clean_page
from claimhouse.clean.blocks.engine import engine_text
from claimhouse.clean.blocks.judging import judge
from claimhouse.clean.candidates import Candidate
from claimhouse.clean.encoding import decode
from claimhouse.clean.lexicon import fold
from claimhouse.clean.mapped import MappedText
from claimhouse.clean.walk.markup import parse
from claimhouse.clean.walk.tokens import MAX_ATTRIBUTES
from claimhouse.errors import DecodeError, WarehouseError, WorkerLost
from claimhouse.pipeline.executor import BatchStage, DirectExecutor
from claimhouse.pipeline.places import raw_folder
from claimhouse.pipeline.steps import step_identities
from claimhouse.records import BlockKind, BlockReason, MediaType, Page, QuarantineReason, Span, raw_spans
from claimhouse.settings import Settings
from claimhouse.sources import Item, read_items
from claimhouse.verify import Finding, check_evidence
from claimhouse.warehouse import Warehouse
from tests.dying import kill_always, kill_once

STORY = (
    "The Ostrow council bought 40 trams for $12 million on Monday, the mayor, Lena Brack, told reporters. "
    "The trams will arrive in March 2026 and replace cars that were built in 1971, according to the council."
)
SETTINGS = Settings()


def items(*sources: Path) -> list[Item]:
    """Return the items of files and folders."""
    return list(read_items([str(source) for source in sources], SETTINGS.sources))


def reasons(found: list[Item]) -> list[QuarantineReason | None]:
    """Return why each item has no payload; null where it has one."""
    return [item.error.reason if item.error else None for item in found]


def page(payload: bytes, media_type: MediaType = MediaType.HTML, title: str | None = None) -> Page:
    """Return a page without a sighting."""
    return Page(
        payload=payload,
        media_type=media_type,
        url=None,
        host=None,
        given_title=title,
        publisher=None,
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def findings(payload: bytes) -> set[Finding]:
    """Clean a page and check the evidence of each of its blocks."""
    cleaned = clean_page(page(payload), SETTINGS.clean)
    found = set()
    for block in cleaned.blocks:
        start, end = (block.char_start or 0, block.char_end or 0) if block.kept else (0, len(block.text))
        spans = raw_spans(block.offsets, start, end)
        found.add(check_evidence(payload, cleaned.encoding, MediaType.HTML, spans, block.text))
    return found


@pytest.mark.parametrize("length", ["9" * 30, "9" * 5000, "-5", "", "1e3", "٣"])
def test_a_record_length_that_is_no_number_of_bytes_breaks_the_archive(tmp_path: Path, length: str) -> None:
    """However long or odd the length of a WARC record is, the archive ends in one broken record."""
    header = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n"
    (tmp_path / "a.warc").write_text(header + "HTTP/1.1 200 OK\r\n\r\n", encoding="utf-8")
    assert reasons(items(tmp_path)) == [QuarantineReason.BROKEN_RECORD]


def test_a_row_that_cannot_be_read_leaves_its_neighbours_readable(tmp_path: Path) -> None:
    """Broken UTF-8, a date beyond the calendar, an unheard-of time zone: each fails its own row of a Parquet file."""
    text = pa.array([STORY.encode(), b"\xff\xfe", STORY.encode() + b" Again."], pa.binary())
    broken = pa.StringArray.from_buffers(3, text.buffers()[1], text.buffers()[2])
    parquet.write_table(pa.table({"id": ["a", "b", "c"], "text": broken}), tmp_path / "utf8.parquet")
    when = pa.array([0, 2**62], pa.timestamp("us"))
    parquet.write_table(pa.table({"text": [STORY, STORY], "fetched_at": when}), tmp_path / "when.parquet")
    zone = pa.array([0], pa.timestamp("us", tz="Nowhere/Town"))
    parquet.write_table(pa.table({"text": [STORY], "fetched_at": zone}), tmp_path / "zone.parquet")
    broken_record = QuarantineReason.BROKEN_RECORD
    assert reasons(items(tmp_path / "utf8.parquet")) == [None, broken_record, None]
    assert reasons(items(tmp_path / "when.parquet")) == [None, broken_record]
    assert reasons(items(tmp_path / "zone.parquet")) == [broken_record]


def test_texts_that_parquet_holds_as_bytes_are_texts(tmp_path: Path) -> None:
    """Writers that do not mark a column as text are common; bytes that are no UTF-8 are no id."""
    table = pa.table({"id": pa.array([b"a-1", b"\xff"], pa.binary()), "text": [STORY, STORY]})
    parquet.write_table(table, tmp_path / "a.parquet")
    found = items(tmp_path)
    assert [item.given_id for item in found] == ["a-1", None]
    assert reasons(found) == [None, QuarantineReason.UNDECODABLE]


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", float("inf"), float("nan"), 10**400, 1e300, "31 June"],
)
def test_dates_at_the_edge_of_time_fail_their_row(tmp_path: Path, moment: object) -> None:
    """A date that no calendar in UTC holds ends neither the run nor in an endless loop."""
    rows = [{"id": "a", "text": STORY, "fetched_at": moment}, {"id": "b", "text": STORY}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = items(tmp_path)
    assert [item.given_id for item in found] == ["a", "b"]
    assert reasons(found)[1] is None
    assert reasons(found)[0] in {QuarantineReason.BROKEN_RECORD, None}


def test_links_in_a_circle_and_links_to_nothing_are_items(tmp_path: Path) -> None:
    """A link that leads nowhere is told as unreadable, in a folder and in a row; it does not end the run."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "circle.html").symlink_to("circle.html")
    (folder / "nothing.html").symlink_to("gone.html")
    (folder / "rows.jsonl").write_text('{"id": "a", "path": "circle.html"}', encoding="utf-8")
    os.mkfifo(folder / "pipe.html")
    found = items(folder)
    assert [item.location for item in found] == ["circle.html", "nothing.html", "rows.jsonl#1"]
    unreadable = QuarantineReason.UNREADABLE
    assert reasons(found) == [unreadable, unreadable, QuarantineReason.MISSING_PAYLOAD]


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_not_taken_for_utf_16(encoding: str) -> None:
    """The mark of UTF-32 begins with that of UTF-16; every character is four bytes."""
    mark = codecs.BOM_UTF32_LE if encoding.endswith("le") else codecs.BOM_UTF32_BE
    payload = mark + "trämš 😀".encode(encoding)
    decoded = decode(payload)
    assert (decoded.text, decoded.encoding) == ("trämš 😀", encoding)
    assert decoded.starts.tolist() == list(range(4, len(payload) + 1, 4))
    assert findings(mark + f"<p>{STORY}</p>".encode(encoding)) == {Finding.HOLDS}


@pytest.mark.parametrize("encoding", ["iso-2022-kr", "iso-2022-jp", "hz-gb-2312"])
def test_encodings_that_switch_are_refused(encoding: str) -> None:
    """A stretch of such bytes cannot be read without what stands before it: no evidence could ever hold."""
    text = {"iso-2022-kr": "시장은 말했다", "iso-2022-jp": "市長は語った", "hz-gb-2312": "市长说"}[encoding]
    payload = f'<meta charset="{encoding}"><p>{text}</p>'.encode(encoding)
    with pytest.raises(DecodeError, match="without what stands before it"):
        decode(payload)
    assert decode(f'<meta charset="{encoding}"><p>{STORY}</p>'.encode()).encoding == "utf-8"


@pytest.mark.parametrize(
    "written",
    [
        "rose by 5 < 6 and 7 > 3 percent",
        "said <3 and <> to all",
        "wrote <ünn> on it",
        "paid a &lt;b&gt; fee",
        "a<!-- > -->b",
    ],
)
def test_signs_that_begin_no_tag_are_text(written: str) -> None:
    """What a browser shows as text is text to the cleaner and to the check of evidence alike."""
    assert findings(f"<html><body><p>{STORY}</p><p>The town {written}, it said.</p></body></html>".encode()) == {
        Finding.HOLDS
    }


@pytest.mark.parametrize(
    "title", ["\ufeffTrams for Ostrow", "Trams\ufeff for\u00adOstrow", "<meta charset=utf-16> Trams"]
)
def test_a_given_title_is_utf_8_whatever_it_holds(title: str) -> None:
    """A byte-order mark in a title shifts no offset, and a title never states an encoding."""
    cleaned = clean_page(page(STORY.encode(), MediaType.TEXT, title), SETTINGS.clean)
    spans = raw_spans(cleaned.title_offsets, 0, len(cleaned.title or ""))
    assert check_evidence(title.encode(), "utf-8", MediaType.TEXT, spans, cleaned.title or "") is Finding.HOLDS


def test_runs_of_signs_cost_linear_time() -> None:
    """A line of 200,000 signs is folded at once, not tried anew from each sign."""
    begun = time.perf_counter()
    assert fold("a" + ", " * 100_000 + "b").endswith("b")
    assert time.perf_counter() - begun < 2


def test_a_page_of_comments_is_told_at_once(tmp_path: Path) -> None:
    """A beginning of many comments, with or without a tag behind it, is looked at once from the left."""
    (tmp_path / "a.html").write_text("<!-- x -->\n" * 1200, encoding="utf-8")
    (tmp_path / "b.html").write_text("<!-- x -->\n" * 200 + f"<html><p>{STORY}</p></html>", encoding="utf-8")
    begun = time.perf_counter()
    found = items(tmp_path)
    assert time.perf_counter() - begun < 2
    assert [item.media_type for item in found] == [MediaType.HTML, MediaType.HTML]


MANY = 20_000
WIDE = {
    "drawings in drawings": "<svg><title>x" * MANY,
    "drawings side by side": "<svg><title>x</title></svg>" * MANY,
    "titles in one drawing": "<svg>" + "<title>x</title>" * MANY + "</svg>",
    "attributes of a tag": "<p " + " ".join(f'a{n}="v{n}"' for n in range(2 * MANY)) + "></p>",
    "attributes that hold signs": "<p " + " ".join(f'a{n}="<{n}>"' for n in range(2 * MANY)) + "></p>",
    "attributes of a tag that does not end": "<div><p " + " ".join(f"a{n}" for n in range(2 * MANY)),
    "a name of an attribute": "<meta " + "x" * 40 * MANY + ">",
}


@pytest.mark.parametrize("kind", WIDE)
def test_what_stands_many_times_on_a_page_costs_linear_time(kind: str) -> None:
    """Neither the drawings of a page nor the attributes of a tag are compared each with all before it."""
    before, after = f"<article><h1>Trams</h1>{f'<p>{STORY}</p>' * 3}</article>", "</body></html>"
    begun = time.process_time()
    cleaned = clean_page(page(f"<html><body>{before}{WIDE[kind]}{after}".encode()), SETTINGS.clean)
    assert time.process_time() - begun < 12
    assert "The Ostrow council bought 40 trams" in cleaned.text


def test_the_engine_is_given_the_first_attributes_of_a_tag() -> None:
    """What stands behind the first 256 is cut out for its parser alone: no text and no other tag is lost."""
    many = " ".join(f'a{n}="v{n}"' for n in range(1000))
    markup = parse(f"<p id=b class=c {many}>first</p><p {many}/>second <br>third <b {many} end")
    first, second = markup.root.findall(".//p")
    assert len(first.attrib) == len(second.attrib) == MAX_ATTRIBUTES
    assert first.get("id") == "b"
    assert [first.text, second.text] == ["first", "second "]
    assert markup.tokens.texts[1] == "first"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<svg><title>a</title></svg><title>b</title>", "b"),
        ("<title>a</title><svg><title>b</title></svg>", "a"),
        ("<svg></svg><svg><title>a</title><title>b</title></svg><p></p><title>c</title>", "c"),
        ("<svg><title>a</title>", None),
    ],
)
def test_the_name_of_a_drawing_is_no_title(written: str, title: str | None) -> None:
    """The page's title is the first that stands in no drawing, wherever drawings begin and end."""
    place = parse(f"<html>{written}<p>{STORY}</p>").title
    assert (place and f"<html>{written}"[slice(*place)]) == title


def test_headings_without_text_cost_linear_time() -> None:
    """Ten thousand headings at the end of a page are dropped in one walk."""
    blocks = [Candidate(kind=BlockKind.HEADING, body=MappedText("Trams"), level=2)] * 10_000
    begun = time.perf_counter()
    verdicts = judge(blocks, [0.9] * len(blocks), None, [])
    assert time.perf_counter() - begun < 3
    assert {verdict.reason for verdict in verdicts} == {BlockReason.RELATED}


@pytest.mark.parametrize("markup", ["<ul><li>x", "<ol><li>", "<dl><dt>x<dd>y", "<del>x"])
def test_what_is_nested_deeper_than_the_engine_follows_is_cleaned_without_it(markup: str) -> None:
    """The engine gives up on five thousand nested lists; the page is judged by what our own pass says of it."""
    payload = f"<article><h1>Trams</h1>{f'<p>{STORY}</p>' * 5}{markup * 5000}<p>{STORY}</p></article>".encode()
    assert engine_text(parse(payload.decode()).root, None) is None
    cleaned = clean_page(page(payload), SETTINGS.clean)
    assert "The Ostrow council bought 40 trams" in cleaned.text


def test_links_at_every_level_of_a_deep_page_cost_linear_time() -> None:
    """The engine's time grows with the cube of such a depth: it is not asked."""
    payload = f"<article><h1>Trams</h1>{f'<p>{STORY}</p>' * 5}{'<a><div></a>x' * 2000}</article>".encode()
    begun = time.process_time()
    cleaned = clean_page(page(payload), SETTINGS.clean)
    assert time.process_time() - begun < 20
    assert "The Ostrow council bought 40 trams" in cleaned.text


@pytest.mark.parametrize(
    "name", ["idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "cp037", "charmap", "rot13"]
)
def test_a_declared_codec_that_is_no_encoding_of_pages_is_passed_over(name: str) -> None:
    """A page says that it is in something only Python knows: it is read as if it had said nothing."""
    cleaned = clean_page(
        page(f'<meta charset="{name}"><p>Br\\u00fccke \xe4 &amp; Ufer</p>'.encode("cp1252")), SETTINGS.clean
    )
    assert cleaned.encoding == "cp1252"
    assert [block.text for block in cleaned.blocks] == ["Br\\u00fccke \xe4 & Ufer"]


@pytest.fixture
def context(tmp_path: Path) -> BatchContext:
    """Return what batches share."""
    return BatchContext(
        run=1,
        now=datetime(2026, 1, 2, tzinfo=UTC),
        settings=SETTINGS,
        steps=step_identities(SETTINGS),
        raw_folder=raw_folder(tmp_path / "a.duckdb"),
    )


def folders(tmp_path: Path) -> Iterator[Path]:
    """Make the folders of two batches."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        yield tmp_path / name


def test_a_worker_that_dies_is_replaced(tmp_path: Path, context: BatchContext) -> None:
    """Batches whose process was killed are done by another, each once."""
    made = list(folders(tmp_path))
    (made[1] / "worked").touch()
    done = list(DirectExecutor(workers=2).batches([BatchStage("kill", kill_once)], made, context))
    assert sorted(done) == made


def test_workers_that_always_die_are_given_up(tmp_path: Path, context: BatchContext) -> None:
    """The error says which batch, how often, and what to do."""
    made = list(folders(tmp_path))
    with pytest.raises(WorkerLost, match=r"batch [ab] died 3 times.*run\.workers"):
        list(DirectExecutor(workers=2).batches([BatchStage("kill", kill_always)], made, context))


def claimhouse(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "claimhouse", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603 - our own


@pytest.mark.parametrize("blocked", ["folder/news.duckdb", "news.duckdb.staging", "news.duckdb.raw", "news.duckdb"])
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, blocked: str) -> None:
    """A file where a folder is needed, or a folder where the database is: one line, exit 1, no traceback."""
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    first, *rest = Path(blocked).parts
    if blocked == "news.duckdb":
        (tmp_path / first).mkdir()
    else:
        (tmp_path / first).write_text("in the way", encoding="utf-8")
    database = tmp_path.joinpath(first, *rest) if rest else tmp_path / "news.duckdb"
    done = claimhouse("run", "--direct", str(tmp_path / "a.txt"), "--database", str(database))
    assert done.returncode == 1
    assert done.stderr.startswith("claimhouse: ")
    assert len(done.stderr.splitlines()) == 1


def test_what_duckdb_cannot_write_is_an_error_of_ours(tmp_path: Path) -> None:
    """A write that DuckDB refuses names what could not be done; the warehouse undoes the transaction."""
    with Warehouse.open(tmp_path / "a.duckdb") as warehouse:
        warehouse.close()
        with pytest.raises(WarehouseError, match="cannot begin to write"), warehouse.transaction():
            pass


def test_evidence_out_of_bounds_is_a_finding() -> None:
    """A span beyond the payload is told apart from a quote that differs."""
    assert check_evidence(b"abc", "utf-8", MediaType.TEXT, [Span(1, 9)], "bc") is Finding.OUT_OF_BOUNDS
