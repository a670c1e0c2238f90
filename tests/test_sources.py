"""Sources: what is read, how it is called, and that nothing broken stops the rest."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tracemalloc
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pyarrow as pa
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from claimhouse.errors import SourceError, WarehouseError
from claimhouse.raw_store import RawStore
from claimhouse.records import MediaType, QuarantineReason
from claimhouse.settings import SourcesSettings
from claimhouse.sources import Item, ItemName, name_items, read_items

PAGE = b"<!DOCTYPE html><html><body><p>The Quillmark ferry sank off Portavane.</p></body></html>"
OTHER = PAGE.replace(b"sank", b"sailed")
TEXT = "The harbour of Portavane reopened on Tuesday — after nine days.\n".encode()
SETTINGS = SourcesSettings()
SMALL = SourcesSettings(max_bytes=10_000)
URL = "https://quillmark.example/ferry"


def items(*sources: Path | str, stdin: bytes = b"", settings: SourcesSettings = SETTINGS) -> list[Item]:
    """Read all items of the sources."""
    return list(read_items([str(source) for source in sources], settings, io.BytesIO(stdin)))


def reasons(found: Iterable[Item]) -> list[QuarantineReason | None]:
    """The reason of each item, null for a readable one."""
    return [item.error.reason if item.error else None for item in found]


def payloads(found: Iterable[Item]) -> list[bytes]:
    """The payloads of the readable items."""
    return [item.payload for item in found if item.payload is not None]


def lines(*rows: object) -> bytes:
    """JSON lines; bytes are taken as they are."""
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def http(body: bytes, header: bytes = b"", status: bytes = b"200 OK", kind: bytes = b"text/html") -> bytes:
    """A recorded response."""
    return b"HTTP/1.1 " + status + b"\r\nContent-Type: " + kind + b"; charset=utf-8\r\n" + header + b"\r\n" + body


def warc(
    block: bytes, kind: bytes = b"response", length: int | None = None, media_type: bytes = b"application/http"
) -> bytes:
    """A WARC record."""
    return (
        b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2025-03-04T05:06:07Z\r\n"
        b"Content-Type: %s; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (kind, URL.encode(), media_type, len(block) if length is None else length, block)


def raw_deflate(data: bytes) -> bytes:
    """What some servers send as `deflate`: without the zlib header."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 7) -> bytes:
    """A chunked transfer."""
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
@pytest.mark.parametrize(
    ("name", "content", "stems"),
    [
        ("a.html", PAGE, ["a"]),
        ("a.b.HTM", PAGE, ["a.b"]),
        ("a.xhtml", b'<?xml version="1.0"?>\n<html xmlns="x"><p>x y z</p></html>', ["a"]),
        ("a.txt", TEXT, ["a"]),
        ("a.md", b"# Ferry\n\nIt sailed.", ["a"]),
        ("a.jsonl", lines({"html": PAGE.decode()}, {"text": "It sailed."}), ["a#1", "a#2"]),
        ("a.warc", warc(http(PAGE)) + warc(http(OTHER)), ["a#1", "a#2"]),
    ],
)
def test_every_format_is_read_stored_plain_or_compressed(
    tmp_path: Path, pack: Callable[[bytes], bytes], name: str, content: bytes, stems: list[str]
) -> None:
    """A file is read whatever its compression, and its stem lacks all known suffixes."""
    suffix = {bytes: "", gzip.compress: ".gz", zstandard.compress: ".zst"}[pack]
    (tmp_path / (name + suffix)).write_bytes(pack(content))
    found = items(tmp_path)
    assert reasons(found) == [None] * len(stems)
    assert [item.stem for item in found] == stems
    assert [item.number for item in found] == list(range(len(stems)))


def test_parquet_rows_give_their_columns(tmp_path: Path) -> None:
    """A Parquet file's rows carry id, URL, bytes, date, publisher and title; other columns are not read."""
    moment = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
    table = pa.table(
        {
            "doc_id": ["p1", None],
            "link": [URL, None],
            "raw_html": [PAGE, OTHER],
            "crawled_at": [moment, None],
            "outlet": ["Quillmark Post", None],
            "headline": ["Ferry sinks", None],
            "noise": [b"\0", b"\0"],
        }
    )
    for name in ("rows.parquet", "packed.parquet.gz"):
        buffer = io.BytesIO()
        parquet.write_table(table, buffer)
        (tmp_path / name).write_bytes(gzip.compress(buffer.getvalue()) if name.endswith("gz") else buffer.getvalue())
        first, second = items(tmp_path / name)
        assert (first.given_id, first.url, first.payload) == ("p1", URL, PAGE)
        assert (first.fetched_at, first.publisher, first.given_title) == (moment, "Quillmark Post", "Ferry sinks")
        assert (second.given_id, second.payload, second.location) == (None, OTHER, f"{name}#2")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("page.txt", PAGE, MediaType.HTML),
        ("notes.html", TEXT, MediaType.TEXT),
        ("fragment.txt", b"<div><p>One.</p></div>", MediaType.HTML),
        ("less.txt", b"<3 this ferry, said nobody.", MediaType.TEXT),
        ("inline.md", b"# A\n\nText <b>bold</b>.", MediaType.TEXT),
        ("article", PAGE, MediaType.HTML),
        ("view.php", PAGE, MediaType.HTML),
        ("wide.html", PAGE.decode().encode("utf-16"), MediaType.HTML),
        ("marked.html", b"\xef\xbb\xbf" + PAGE, MediaType.HTML),
        ("comment.html", b"<!-- saved --> " + PAGE, MediaType.HTML),
        ("rows.txt", lines({"text": "It sailed."}), MediaType.TEXT),
        ("gzip-by-content.html", gzip.compress(PAGE, mtime=0), MediaType.HTML),
    ],
)
def test_content_decides_what_a_file_is(tmp_path: Path, name: str, content: bytes, media_type: MediaType) -> None:
    """What a payload is follows from its bytes; the name only breaks ties."""
    (tmp_path / name).write_bytes(content)
    (found,) = items(tmp_path)
    assert found.media_type is media_type


@pytest.mark.parametrize(
    ("content", "stems", "media_types"),
    [
        (PAGE, ["stdin"], [MediaType.HTML]),
        (TEXT, ["stdin"], [MediaType.TEXT]),
        (gzip.compress(TEXT, mtime=0), ["stdin"], [MediaType.TEXT]),
        (lines({"html": PAGE.decode()}, {"text": "Yes."}), ["stdin#1", "stdin#2"], [MediaType.HTML, MediaType.TEXT]),
        (warc(http(PAGE)), ["stdin#1"], [MediaType.HTML]),
    ],
)
def test_standard_input_is_judged_by_content(content: bytes, stems: list[str], media_types: list[MediaType]) -> None:
    """`-` takes a page, a text, rows or an archive without being told which."""
    found = items("-", stdin=content)
    assert [item.stem for item in found] == stems
    assert [item.media_type for item in found] == media_types


def test_a_folder_is_read_sorted_without_what_is_hidden_or_foreign(tmp_path: Path) -> None:
    """Folders are walked in order; hidden entries are left out, and foreign files are reported as skipped."""
    for name in ("b/2.html", "b/1.html", "a.html", ".hidden.html", ".git/x.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "style.css").write_bytes(b"p { margin: 0 }")
    skipped: list[str] = []
    found = list(read_items([str(tmp_path)], SETTINGS, on_skipped=skipped.append))
    assert [item.location for item in found] == ["a.html", "b/1.html", "b/2.html"]
    assert skipped == ["logo.png", "style.css"]


def test_a_file_that_two_sources_reach_is_read_once(tmp_path: Path) -> None:
    """A folder, a pattern and a path that name one file make one item."""
    (tmp_path / "a.html").write_bytes(PAGE)
    found = items(tmp_path, tmp_path / "a.html", f"{tmp_path}/*.html")
    assert [item.source for item in found] == [str(tmp_path)]


def test_a_pattern_reads_what_it_matches(tmp_path: Path) -> None:
    """A pattern's matches are sorted, and located below its fixed part."""
    for name in ("x/2.html", "x/1.html", "x/3.txt", "y/4.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    assert [item.location for item in items(f"{tmp_path}/*/*.html")] == ["x/1.html", "x/2.html", "y/4.html"]


@pytest.mark.parametrize(("source", "said"), [("nowhere", "no such file"), ("no/*.html", "matches no file")])
def test_a_missing_source_is_refused_before_anything_is_read(tmp_path: Path, source: str, said: str) -> None:
    """A path that is missing, or a pattern without a match, is one clear error."""
    (tmp_path / "a.html").write_bytes(PAGE)
    with pytest.raises(SourceError, match=said):
        read_items([str(tmp_path), str(tmp_path / source)], SETTINGS)


def test_the_time_of_fetching_defaults_to_the_files(tmp_path: Path) -> None:
    """Without a date of its own, an item has its file's time of modification, in UTC."""
    (tmp_path / "a.html").write_bytes(PAGE)
    os.utime(tmp_path / "a.html", (1_700_000_000, 1_700_000_000))
    assert items(tmp_path)[0].fetched_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-03-04T05:06:07Z", datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2025-03-04T05:06:07+02:00", datetime(2025, 3, 4, 3, 6, 7, tzinfo=UTC)),
        ("2025-03-04", datetime(2025, 3, 4, tzinfo=UTC)),
        ("Tue, 04 Mar 2025 05:06:07 GMT", datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)),
        (1741064767, datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)),
        (1741064767000, datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)),
    ],
)
def test_dates_of_rows_are_read_in_the_usual_forms(written: object, expected: datetime) -> None:
    """A row's date may be ISO 8601, of an e-mail, or a number since 1970; without a zone it is UTC."""
    (found,) = items("-", stdin=lines({"text": "It sailed.", "fetched_at": written}))
    assert found.fetched_at == expected


def test_a_row_may_name_a_file_beside_it(tmp_path: Path) -> None:
    """The bytes of the file at `path` are the payload, before html and text, with the row's metadata."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "1.html.gz").write_bytes(gzip.compress(PAGE, mtime=0))
    row = {"id": 7, "path": "raw/1.html.gz", "html": "<p>other</p>", "url": URL, "title": "Ferry"}
    (tmp_path / "rows.jsonl").write_bytes(lines(row))
    (found,) = items(tmp_path / "rows.jsonl")
    assert (found.given_id, found.payload, found.url, found.given_title) == ("7", PAGE, URL, "Ferry")
    assert found.input_digest == hashlib.sha256(PAGE).hexdigest()


@pytest.mark.parametrize("path", ["../secret.html", "/etc/hostname", "link.html", "gone.html"])
def test_a_row_cannot_name_a_file_outside_its_folder(tmp_path: Path, path: str) -> None:
    """A path that leads out, by dots, from the root or over a link, gives no payload; html or text still do."""
    (tmp_path / "secret.html").write_bytes(PAGE)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "rows.jsonl").write_bytes(lines({"path": path}, {"path": path, "text": "It sailed."}))
    alone, with_text = items(folder / "rows.jsonl")
    assert reasons([alone]) == [QuarantineReason.MISSING_PAYLOAD]
    assert with_text.payload == b"It sailed."


@pytest.mark.parametrize(
    ("line", "reason", "said"),
    [
        (b'{"text": "cut', QuarantineReason.BROKEN_RECORD, "line 2 is no JSON"),
        (b'{"text": "\xff"}', QuarantineReason.BROKEN_RECORD, "line 2 is no JSON in UTF-8"),
        (b"[1, 2]", QuarantineReason.BROKEN_RECORD, "expected an object"),
        (b"[" * 50_000, QuarantineReason.BROKEN_RECORD, "nested too deeply"),
        (b'{"id": "x"}', QuarantineReason.MISSING_PAYLOAD, "neither html nor text nor path"),
        (b'{"text": ""}', QuarantineReason.MISSING_PAYLOAD, "neither html nor text nor path"),
        (b'{"text": "  "}', QuarantineReason.EMPTY, "empty"),
        (b'{"text": 3}', QuarantineReason.BROKEN_RECORD, "column 'text' holds 3, expected a string"),
        (b'{"text": "a", "url": {"a": 1}}', QuarantineReason.BROKEN_RECORD, "column 'url' holds"),
        (b'{"text": "a", "fetched_at": "soon"}', QuarantineReason.BROKEN_RECORD, "expected a date"),
        (b'{"text": "a\\ud800b"}', QuarantineReason.UNDECODABLE, "surrogate pair at character 1"),
        (b'{"text": "a", "title": "\\udc00"}', QuarantineReason.UNDECODABLE, "'title' holds half"),
        (b'{"text": "a\\u0000b"}', QuarantineReason.UNDECODABLE, "NUL byte at 1"),
        (b'{"text": "%s"}' % (b"x" * 10_001), QuarantineReason.TOO_LARGE, "the limit is 10000"),
        (b'{"text": "%s"}' % (b"x" * 200_000), QuarantineReason.TOO_LARGE, "line 2 is longer"),
    ],
)
def test_a_broken_row_is_one_item_and_the_rest_goes_on(
    line: bytes, reason: QuarantineReason, said: str, recwarn: pytest.WarningsRecorder
) -> None:
    """A row that cannot be used has a reason and a message, and the digest of its line; its neighbours are read."""
    found = items("-", stdin=lines({"text": "First."}, line, {"text": "Third."}), settings=SMALL)
    assert reasons(found) == [None, reason, None]
    assert said in str(found[1].error)
    assert found[1].input_digest == hashlib.sha256(line).hexdigest() or "longer" in said
    assert [item.stem for item in found] == ["stdin#1", "stdin#2", "stdin#3"]
    assert not recwarn.list


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_rows_before_a_break_are_kept(pack: Callable[[bytes], bytes]) -> None:
    """A compressed file that ends too soon gives all rows before the break, then one error."""
    rows = lines(*({"text": hashlib.sha256(bytes([number])).hexdigest() * 40} for number in range(200)))
    found = items("-", stdin=pack(rows)[:-10])
    assert reasons(found)[-1] is QuarantineReason.TRUNCATED
    assert set(reasons(found)[:-1]) == {None}
    assert found[-1].input_digest == hashlib.sha256(pack(rows)[:-10]).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html.gz", gzip.compress(PAGE, mtime=0)[:-3], QuarantineReason.TRUNCATED),
        ("a.html.gz", gzip.compress(PAGE, mtime=0)[:12], QuarantineReason.TRUNCATED),
        ("a.html.zst", zstandard.compress(PAGE)[:-3], QuarantineReason.TRUNCATED),
        ("a.html.gz", gzip.compress(PAGE, mtime=0)[:-8] + b"\1" * 8, QuarantineReason.UNREADABLE),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(50), QuarantineReason.UNKNOWN_FORMAT),
        ("a.warc", TEXT, QuarantineReason.UNKNOWN_FORMAT),
        ("a.parquet", b"PAR1" + bytes(40), QuarantineReason.TRUNCATED),
        ("a.html", b"<html><p>a\0b</p></html>", QuarantineReason.UNDECODABLE),
        ("a.html", b"", QuarantineReason.EMPTY),
        ("a.html", b" \n", QuarantineReason.EMPTY),
        ("a.html", PAGE * 1000, QuarantineReason.TOO_LARGE),
        ("a.html.gz", gzip.compress(PAGE * 1000, mtime=0), QuarantineReason.TOO_LARGE),
        ("a.warc", warc(http(PAGE * 2000)), QuarantineReason.TOO_LARGE),
        (
            "a.warc",
            warc(http(gzip.compress(PAGE * 2000, mtime=0), b"Content-Encoding: gzip\r\n")),
            QuarantineReason.TOO_LARGE,
        ),
        ("a.warc", warc(http(b"")), QuarantineReason.EMPTY),
        ("a.warc", warc(http(b"%PDF-1.7 \1\2")), QuarantineReason.UNKNOWN_FORMAT),
        (
            "a.warc",
            warc(http(gzip.compress(PAGE, mtime=0)[:-9], b"Content-Encoding: gzip\r\n")),
            QuarantineReason.TRUNCATED,
        ),
        ("a.warc", warc(http(chunked(PAGE)[:-20], b"Transfer-Encoding: chunked\r\n")), QuarantineReason.TRUNCATED),
        ("a.warc", warc(b"HTTP/1.1 200 OK"), QuarantineReason.BROKEN_RECORD),
    ],
)
def test_an_unreadable_file_is_one_item(tmp_path: Path, name: str, content: bytes, reason: QuarantineReason) -> None:
    """Whatever is broken, empty, foreign or too large is one item with its reason, between readable neighbours."""
    (tmp_path / "0.html").write_bytes(PAGE)
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.html").write_bytes(OTHER)
    assert reasons(items(tmp_path, settings=SMALL)) == [None, reason, None]


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"", PAGE),
        (b"Content-Encoding: gzip\r\n", gzip.compress(PAGE, mtime=0)),
        (b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        (b"Content-Encoding: deflate\r\n", raw_deflate(PAGE)),
        (b"Content-Encoding: br\r\n", brotli.compress(PAGE)),
        (b"Content-Encoding: zstd\r\n", zstandard.compress(PAGE)),
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE)),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(PAGE, mtime=0))),
        (b"Content-Encoding: gzip\r\n", PAGE),
        (b"Content-Encoding: br\r\n", PAGE),
        (b"Content-Encoding: deflate\r\n", PAGE),
        (b"Transfer-Encoding: chunked\r\n", PAGE),
    ],
)
def test_recorded_responses_are_decoded(header: bytes, body: bytes) -> None:
    """The payload is the page itself, also where the crawler had decoded it and left the header as it was."""
    (found,) = items("-", stdin=warc(http(body, header)))
    assert (found.payload, found.url) == (PAGE, URL)
    assert found.fetched_at == datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_only_pages_of_an_archive_are_items() -> None:
    """Requests, images, redirects and headers of the archive are no items; error pages and converted texts are."""
    archive = (
        warc(b"software: x\r\n", b"warcinfo", media_type=b"application/warc-fields")
        + warc(b"GET / HTTP/1.1\r\n\r\n", b"request")
        + warc(http(PAGE))
        + warc(http(b"\x89PNG", kind=b"image/png"))
        + warc(http(PAGE, status=b"301 Moved"))
        + warc(http(OTHER, status=b"404 Not Found"))
        + warc(TEXT, b"conversion", media_type=b"text/plain")
    )
    found = items("-", stdin=archive)
    assert payloads(found) == [PAGE, OTHER, TEXT]
    assert [item.stem for item in found] == ["stdin#1", "stdin#4", "stdin#5"]


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        (warc(http(OTHER))[:-30], QuarantineReason.TRUNCATED),
        (warc(http(OTHER))[:50], QuarantineReason.TRUNCATED),
        (b"no record\r\n\r\n" + warc(http(OTHER)), QuarantineReason.BROKEN_RECORD),
        (warc(http(OTHER), length=5) + warc(http(OTHER)), QuarantineReason.BROKEN_RECORD),
        (b"WARC/1.0\r\nContent-Length: -4\r\n\r\n", QuarantineReason.BROKEN_RECORD),
        (b"WARC/1.0\r\nX: " + b"y" * 70_000, QuarantineReason.BROKEN_RECORD),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_is_read_up_to_its_break(
    tail: bytes, reason: QuarantineReason, pack: Callable[[bytes], bytes]
) -> None:
    """Records before the break are kept; the break is one item, and nothing behind it is guessed at."""
    archive = pack(warc(http(PAGE))) + pack(tail)
    found = items("-", stdin=archive)
    assert payloads(found)[0] == PAGE
    assert reasons(found)[-1] is reason
    assert found[-1].input_digest == hashlib.sha256(archive).hexdigest()


def test_a_bomb_is_not_inflated() -> None:
    """A thousandfold compressed page costs the limit, not its size: 400 MB here, of which 10 kB are allowed."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20).replace(b"\0", b"a")) for _ in range(400)) + packer.flush()
    tracemalloc.start()
    try:
        assert reasons(items("-", stdin=bomb, settings=SMALL)) == [QuarantineReason.TOO_LARGE]
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_a_file_of_rows(tmp_path: Path) -> None:
    """A file of 40 MB of rows is read in a few megabytes."""
    with gzip.open(tmp_path / "rows.jsonl.gz", "wb", compresslevel=1) as file:
        for number in range(400):
            file.write(lines({"text": f"{number} " + "sail " * 20_000}))
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_items([str(tmp_path)], SETTINGS)) == 400
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_without_permission_is_one_item(tmp_path: Path) -> None:
    """What cannot be opened is quarantined as unreadable."""
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.html").chmod(0)
    assert reasons(items(tmp_path)) == [QuarantineReason.UNREADABLE]


def test_a_file_that_vanishes_is_one_item(tmp_path: Path) -> None:
    """A link to nothing, named by the user, cannot be opened: one unreadable item."""
    (tmp_path / "a.html").symlink_to(tmp_path / "gone.html")
    (found,) = items(tmp_path / "a.html")
    assert reasons([found]) == [QuarantineReason.UNREADABLE]
    assert len(found.input_digest) == 64


def test_a_name_that_is_no_unicode_can_be_stored(tmp_path: Path) -> None:
    """A file name of any bytes gives a location and a stem that encode as UTF-8."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.html")).write_bytes(PAGE)
    (found,) = items(tmp_path)
    assert found.location.encode() == rb"\xff.html"
    assert found.stem.encode() == rb"\xff"


def called(source: str, location: str, proposed: str, record: int | None = None) -> ItemName:
    """An item to be named."""
    return ItemName(source=source, location=location, proposed=proposed, record=record)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([called("in", "a.html", "a"), called("in", "b.html", "b")], ["a", "b"]),
        ([called("in", "x/a.html", "a"), called("in", "y/a.txt", "a")], ["x/a.html", "y/a.txt"]),
        ([called("r.jsonl", "r.jsonl#1", "7", 1), called("r.jsonl", "r.jsonl#2", "7", 2)], ["r.jsonl#1", "r.jsonl#2"]),
        ([called("x", "a.html", "a"), called("y", "a.html", "a")], ["x/a.html", "y/a.html"]),
        ([called("x/a.html", "a.html", "a"), called("y/a.html", "a.html", "a")], ["x/a.html", "y/a.html"]),
        (
            [called("x/r.jsonl", "r.jsonl#1", "7", 1), called("y/r.jsonl", "r.jsonl#1", "7", 1)],
            ["x/r.jsonl#1", "y/r.jsonl#1"],
        ),
        (
            [called("in", "x/a", "a"), called("in", "y/a", "a"), called("in", "z.jsonl#1", "x/a", 1)],
            ["in/x/a", "y/a", "z.jsonl#1"],
        ),
        ([called("x/a#1.html", "a#1.html", "a"), called("y/a#1.html", "a#1.html", "a")], ["x/a#1.html", "y/a#1.html"]),
        ([called("in", "x/a#2.html", "a"), called("in", "y/a#2.html", "a")], ["x/a#2.html", "y/a#2.html"]),
        ([called("in", "r#1", "r#1"), called("in", "r#1", "r#1", 1)], ["in/r#1#", "in/r#1"]),
    ],
)
def test_names_that_meet_become_paths(names: list[ItemName], expected: list[str]) -> None:
    """All bearers of a name that meets become their path; paths of two sources that meet name their source."""
    assert name_items(names) == expected


@given(
    st.lists(
        st.tuples(st.sampled_from(["s", "t"]), st.sampled_from(["a", "b/a", "b"]), st.sampled_from(["a", "b", "s/a"])),
        unique_by=lambda item: item[:2],
    )
)
def test_names_are_unique_and_do_not_depend_on_order(found: list[tuple[str, str, str]]) -> None:
    """No two items of a run share a name, whatever their order."""
    names = name_items([called(*item) for item in found])
    assert len(set(names)) == len(names)
    backwards = name_items([called(*item) for item in reversed(found)])
    assert backwards == names[::-1]


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"WARC/1.0\r\n", b"PAR1", b'{"', b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd"]),
)
def test_any_bytes_are_items_and_never_an_exception(tail: bytes, start: bytes) -> None:
    """Whatever stands on standard input, each item has either a payload or a reason."""
    for item in items("-", stdin=start + tail, settings=SMALL):
        assert (item.payload is None) is (item.error is not None)
        assert (item.media_type is None) is (item.payload is None)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "br", "deflate", "zstd", "gzip, br"]), st.booleans())
def test_any_response_is_an_item_and_never_an_exception(body: bytes, encoding: str, is_chunked: bool) -> None:  # noqa: FBT001
    """Whatever a server answered, the archive's other records are read."""
    transfer = b"Transfer-Encoding: chunked\r\n" if is_chunked else b""
    response = http(body, b"Content-Encoding: " + encoding.encode() + b"\r\n" + transfer)
    assert payloads(items("-", stdin=warc(response) + warc(http(OTHER))))[-1] == OTHER


def test_raw_bytes_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    """Bytes come back as they went in; a second time nothing is written; no half file is left."""
    store = RawStore(tmp_path / "raw")
    key = store.put(PAGE)
    assert key == hashlib.sha256(PAGE).hexdigest()
    before = store.path(key).stat().st_mtime_ns
    assert store.put(PAGE) == key
    assert store.get(key) == PAGE
    assert store.get(store.put(b"")) == b""
    assert store.path(key).stat().st_mtime_ns == before
    assert store.has(key)
    assert not store.has("0" * 64)
    assert [path.name for path in (tmp_path / "raw" / key[:2]).iterdir()] == [f"{key}.zst"]


def test_raw_bytes_that_were_changed_are_refused(tmp_path: Path) -> None:
    """A file that is missing, damaged or exchanged is an error, and only a hash names a file."""
    store = RawStore(tmp_path)
    key = store.put(PAGE)
    store.path(key).write_bytes(zstandard.compress(OTHER))
    with pytest.raises(WarehouseError, match="not those of their key"):
        store.get(key)
    store.path(key).write_bytes(b"damaged")
    with pytest.raises(WarehouseError, match="cannot be read"):
        store.get(key)
    with pytest.raises(WarehouseError, match="no raw bytes"):
        store.get("0" * 64)
    with pytest.raises(WarehouseError, match="no key"):
        store.get("../../etc/passwd")
