"""A batch of pages that mean harm, beside ordinary ones, through the whole main job in a process of its own.

Each hostile page is loaded, rejected or quarantined within its limits; the ordinary ones are loaded as if it were not
there, the account adds up, and the memory of the process that reads and writes is bounded.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import zstandard

from claimhouse.pipeline import Account, run_pipeline
from claimhouse.pipeline.checking import verify_database
from claimhouse.records import QuarantineReason
from claimhouse.settings import RunSettings, Settings
from claimhouse.sources import read_items
from claimhouse.verify import Finding
from claimhouse.warehouse import Reader

STORY = (
    "The {town} council bought 40 trams for $12 million on Monday, the mayor, Lena Brack, told reporters. "
    "The trams will arrive in March 2026 and replace cars that were built in 1971, according to the council."
)
TOWNS = ("Ostrow", "Wexmouth", "Halvern")
MIB = 1 << 20
BOMB = 120 * MIB
READING_MIB = 150
"""What reading may hold at once: a payload at the limit (20 MB), what it is packed in, and a copy of each."""
RUNNING_MIB = 1000
"""What a run may hold beside: a text of 10 M characters stands in several rows, and DuckDB sorts and packs them."""


def page(body: str, head: str = "") -> bytes:
    """A page with a story and something more."""
    return f"<html><head>{head}</head><body><p>{STORY.format(town='Drovny')}</p>{body}</body></html>".encode()


def record(body: bytes, *, length: int | None = None, fields: str = "") -> bytes:
    """A record of a WARC file, whose block may go on behind what is given."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://evil.example/bomb\r\n"
        f"Content-Type: application/http\r\nContent-Length: {length or len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + (b"\r\n\r\n" if length is None else b"")


def gzipped(size: int, head: bytes = b"") -> bytes:
    """Some bytes and so many zeros, packed without ever being held."""
    packing = zlib.compressobj(1, wbits=31)
    parts = [packing.compress(head), *(packing.compress(bytes(MIB)) for _ in range(size // MIB))]
    return b"".join(parts) + packing.flush()


def zstandard_packed(size: int) -> bytes:
    """So many zeros, packed the other way."""
    packing = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join([packing.compress(bytes(MIB)) for _ in range(size // MIB)]) + packing.flush()


ENTITIES = (
    "<!DOCTYPE html [" + '<!ENTITY a0 "boom">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)

FILES: Mapping[str, bytes] = {
    "deep10000.html": page("<div>" * 10_000 + "in" + "</div>" * 10_000),
    "deep100000.html": page("<b><i>" * 50_000 + "in" + "</i></b>" * 50_000),
    "entities.html": (ENTITIES + "]>").encode() + page("<p>&a11;</p>"),
    "zeros.html.gz": gzipped(BOMB),
    "zeros.html.zst": zstandard_packed(BOMB),
    "twice.html.gz": gzip.compress(gzipped(BOMB), 1),
    "bomb.warc": record(gzipped(BOMB), fields="Content-Encoding: gzip\r\n") + record(page("<p>fine</p>")),
    "giant.warc.gz": gzipped(BOMB, record(b"<html>", length=BOMB)),
    "line.txt": b"x" * 10_000_000,
    "line.html": page("<p>" + "word " * 2_000_000 + "</p>"),
    "drawings.html": page("<svg><title>x" * 20_000),
    "attributes.html": page("<p " + " ".join(f"a{n}=v" for n in range(20_000)) + ">wide</p>"),
    "nul.html": page("<p>a\0b\0c</p>") + bytes(1000),
    "utf8_named_wrongly.html": page("<p>Brücke über Öland</p>", "<meta charset=utf-16>"),
    "cp1252_named_wrongly.html": page("", "<meta charset=utf-8>") + "<p>Brücke über Öland</p>".encode("cp1252"),
    "mixed.html": page("<p>Brücke</p>") + "<p>Brücke</p>".encode("cp1252") + "<p>Brücke</p>".encode("utf-16-le"),
}
TITLES = ("'); drop table claim; --", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a\u202eb\u2066c")
URLS = ("../../../../etc/passwd", "file:///etc/passwd", "http://evil.example/" + "a" * 5000, "http://[::1", "\\\\x\\y")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the run over ordinary pages, and then the one over all of them, ended in."""

    settings: Settings
    plain: Account
    hostile: Account
    reading_mib: float
    running_mib: float


def rows() -> Iterator[str]:
    """Rows whose columns mean harm, one that is half a surrogate pair among them."""
    for number, title in enumerate(TITLES):
        text = STORY.format(town=f"Town{number}")
        yield json.dumps({"id": f"../../title{number}", "title": title, "text": text})
    for number, url in enumerate(URLS):
        yield json.dumps({"id": f"url{number}", "url": url, "text": STORY.format(town=f"Port{number}")})
    yield '{"id": "surrogate", "text": "half \\ud800 of a pair"}'
    yield '{"id": "path", "path": "../../../../etc/passwd"}'


def write_hostile(folder: Path) -> None:
    """Write every file; the 200 MB of one are a hole on most disks."""
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    with (folder / "huge.html").open("wb") as file:
        file.write(page(""))
        file.truncate(200 * MIB)
    (folder / "rows.jsonl").write_text("\n".join(rows()) + "\n", encoding="utf-8")


def peak_mib() -> float:
    """Return the most memory that this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MIB if sys.platform == "darwin" else most / 1024


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Run the ordinary pages, then all of them."""
    folder = tmp_path_factory.mktemp("hostile")
    good = folder / "good"
    good.mkdir()
    for town in TOWNS:
        (good / f"{town}.txt").write_text(STORY.format(town=town), encoding="utf-8")
    write_hostile(folder / "bad")
    run = RunSettings(workers=1, isolated=True, document_seconds=15)
    settings = Settings(database=str(folder / "news.duckdb"), run=run)
    plain = run_pipeline([str(good)], settings)
    before = peak_mib()
    for item in read_items([str(folder / "bad")], settings.sources):
        assert item.payload is None or len(item.payload) <= settings.sources.max_bytes
    read = peak_mib()
    hostile = run_pipeline([str(good), str(folder / "bad")], settings)
    return Seen(settings, plain, hostile, read - before, peak_mib() - before)


def outcomes(seen: Seen) -> dict[str, tuple[str, str | None]]:
    """Return outcome and reason of each item of the second run."""
    statement = """
        select s.source_id, s.outcome, coalesce(s.reason, q.reason) as reason
        from sighting as s
        left join quarantine as q on q.run = s.run and q.input_digest = s.document_key
        where s.run = 2
    """
    with Reader.open(Path(seen.settings.database)) as reader:
        return {row["source_id"]: (row["outcome"], row["reason"]) for row in reader.sql(statement).to_pylist()}


def test_every_item_has_an_outcome(seen: Seen) -> None:
    """In = loaded + known + rejected + quarantined, and what is ordinary is known from the run before."""
    account = seen.hostile
    assert seen.plain.loaded == len(TOWNS)
    assert account.items == account.loaded + account.known + account.rejected + account.quarantined
    assert account.known == len(TOWNS)
    assert account.items >= len(TOWNS) + len(FILES) + len(TITLES) + len(URLS) + 3
    assert not account.degraded


def test_bombs_and_giants_are_too_large(seen: Seen) -> None:
    """Unpacked up to the limit and no further; the page behind a bomb in an archive is loaded."""
    found = outcomes(seen)
    large = ("quarantined", QuarantineReason.TOO_LARGE)
    for name in ("zeros", "huge"):
        told = [outcome for item, outcome in found.items() if item.startswith(name)]
        assert set(told) == {large}, (name, told)
    assert found["bomb#1"] == large
    assert found["bomb#2"] == ("loaded", None)
    assert found["giant#1"] == large


def test_columns_that_mean_harm_are_data(seen: Seen) -> None:
    """Titles, ids and addresses are stored as they are; nothing is asked, opened, run or written elsewhere."""
    found = outcomes(seen)
    assert found["surrogate"] == ("quarantined", QuarantineReason.UNDECODABLE)
    assert found["path"] == ("quarantined", QuarantineReason.MISSING_PAYLOAD)
    with Reader.open(Path(seen.settings.database)) as reader:
        titles = {row["title"] for row in reader.sql("select title from extraction_current").to_pylist()}
        assert reader.sql("select count(*) as n from claim").to_pylist()[0]["n"] > 0
    assert set(TITLES[:3]) <= titles
    assert all(found[f"../../title{number}"][0] == "loaded" for number in range(len(TITLES)))
    assert all(found[f"url{number}"][0] == "loaded" for number in range(len(URLS)))
    beside = {path.name for path in Path(seen.settings.database).parent.iterdir()}
    assert beside <= {"good", "bad", *(f"news.duckdb{end}" for end in ("", ".raw", ".snapshots"))}


def test_what_is_deep_or_wrongly_named_is_loaded_or_told(seen: Seen) -> None:
    """No text of such a page is lost without a word, and its evidence leads to its bytes."""
    found = outcomes(seen)
    for name in ("deep10000", "deep100000", "entities", "nul", "utf8_named_wrongly", "cp1252_named_wrongly", "mixed"):
        outcome, reason = found[name]
        assert outcome == "loaded" or (outcome == "quarantined" and reason), (name, found[name])
    for name, report in verify_database(Path(seen.settings.database), 0).items():
        assert set(report.counts) == {Finding.HOLDS}, (name, report.faults)


def test_memory_follows_the_limit_of_a_payload_and_not_what_is_offered(seen: Seen) -> None:
    """Four bombs of 120 MB and a file of 200 MB are never held; what a run needs is bounded by what it lets in."""
    assert seen.reading_mib < READING_MIB
    assert seen.running_mib < RUNNING_MIB
