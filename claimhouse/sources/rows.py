"""Rows of JSONL and Parquet: one item each, whatever becomes of it."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet

from claimhouse.errors import DocumentError, ItemUnreadable, TooLarge, is_disk_full
from claimhouse.records import MediaType, QuarantineReason
from claimhouse.settings import SourcesSettings
from claimhouse.sources.columns import Columns, read_columns
from claimhouse.sources.formats import HEAD_BYTES, PAGE_FORMATS, UTF8_BOM, judge, media_type_of, split_name
from claimhouse.sources.item import Found
from claimhouse.sources.streams import CHUNK_BYTES, Stored, Stream, decompressed, read_bounded

# A character of two bytes or more is at most three times as long when escaped (`\u0416`), and the payload is
# not the only column.
LINE_BYTES_PER_PAYLOAD_BYTE = 3
OTHER_COLUMNS_BYTES = 1 << 16
# Rows decoded at once: pages are large, and a batch is held in memory.
PARQUET_BATCH_ROWS = 16
# A compressed Parquet file must be written out, since its directory stands at its end.
MAX_SPOOLED_BYTES = 1 << 32


def jsonl_rows(stream: Stream, stored: Stored, folder: Path | None, settings: SourcesSettings) -> Iterator[Found]:
    """Yield an item for each line that is not blank.

    Args:
        stream: the lines, decompressed.
        stored: the bytes below, for the digest where the file breaks off.
        folder: where files named by `path` must lie; null for standard input, which has none.
        settings: of the sources.
    """
    limit = LINE_BYTES_PER_PAYLOAD_BYTE * settings.max_bytes + OTHER_COLUMNS_BYTES
    lines = io.BufferedReader(stream, CHUNK_BYTES)
    record = line_number = 0
    while True:
        try:
            line = lines.readline(limit)
            if not line:
                return
            line_number += 1
            if line_number == 1:
                line = line.removeprefix(UTF8_BOM)
            if not line.strip():
                continue
            record += 1
            if len(line) >= limit and not line.endswith(b"\n"):
                yield _endless_line(lines, line, record, line_number, settings)
                continue
        except ItemUnreadable as error:
            yield Found(record=record + 1, input_digest=stored.digest(), error=error)
            return
        yield _line_item(line, record, line_number, folder, settings)


def _endless_line(
    lines: io.BufferedIOBase, start: bytes, record: int, line_number: int, settings: SourcesSettings
) -> Found:
    sha256 = hashlib.sha256(start)
    while (part := lines.readline(CHUNK_BYTES)) and not part.endswith(b"\n"):
        sha256.update(part)
    sha256.update(part)
    message = f"line {line_number} is longer than any payload of {settings.max_bytes} bytes needs"
    return Found(record=record, input_digest=sha256.hexdigest(), error=TooLarge(message))


def _line_item(line: bytes, record: int, line_number: int, folder: Path | None, settings: SourcesSettings) -> Found:
    line = line.rstrip(b"\r\n")
    digest = hashlib.sha256(line).hexdigest()
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        message = f"line {line_number} is no JSON in UTF-8: {reason}"
        return Found(record=record, input_digest=digest, error=ItemUnreadable(message, QuarantineReason.BROKEN_RECORD))
    if not isinstance(row, dict):
        message = f"line {line_number} is a JSON {type(row).__name__}, expected an object"
        return Found(record=record, input_digest=digest, error=ItemUnreadable(message, QuarantineReason.BROKEN_RECORD))
    return _row_item(row, record, digest, folder, settings)


def parquet_rows(
    stream: Stream, stored: Stored, file: BinaryIO | None, folder: Path | None, settings: SourcesSettings
) -> Iterator[Found]:
    """Yield an item for each row; only the columns that mean something are read.

    Args:
        stream: the bytes, decompressed.
        stored: the bytes below, for the digest where the file breaks off.
        file: the file itself where it can be read in place; else the stream is written to a temporary file.
        folder: where files named by `path` must lie.
        settings: of the sources.
    """
    record = 0
    try:
        with _spooled(stream) if file is None else file as seekable:
            table = parquet.ParquetFile(seekable)
            known = {name for names in settings.columns.model_dump().values() for name in names}
            columns = [name for name in table.schema_arrow.names if name in known]
            for batch in table.iter_batches(batch_size=PARQUET_BATCH_ROWS, columns=columns, use_threads=False):
                for row in _rows_of(batch):
                    record += 1
                    if isinstance(row, ItemUnreadable):
                        place = f"{stored.digest()}#{record}"  # its bytes are spread over the columns of the file
                        yield Found(record=record, input_digest=_sha256(place.encode()), error=row)
                    else:
                        yield _row_item(row, record, _row_digest(row), folder, settings)
    except (pa.ArrowException, OSError, ValueError) as error:
        if is_disk_full(error):  # where the file was written out; it is not broken
            raise
        message = f"the Parquet file cannot be read from row {record + 1} on: {str(error).splitlines()[0]}"
        broken = ItemUnreadable(message, QuarantineReason.TRUNCATED)
        yield Found(record=record + 1, input_digest=stored.digest(), error=broken)
    except DocumentError as error:
        yield Found(record=record + 1, input_digest=stored.digest(), error=error)


def _rows_of(batch: pa.RecordBatch) -> list[dict[str, object] | ItemUnreadable]:
    """Return the rows of a batch; one with a value that Python cannot hold says so, and the others stay readable."""
    if not batch.num_columns:
        return [{} for _ in range(batch.num_rows)]
    try:
        return list(batch.to_pylist())
    except (ValueError, OverflowError, LookupError):
        return [_row_of(batch, index) for index in range(batch.num_rows)]


def _row_of(batch: pa.RecordBatch, index: int) -> dict[str, object] | ItemUnreadable:
    row: dict[str, object] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            row[name] = column[index].as_py()
        except (ValueError, OverflowError, LookupError) as error:  # broken UTF-8, a year 10000, an unheard-of time zone
            message = f"column {name!r} holds a {column.type} that cannot be read: {error}"
            return ItemUnreadable(message, QuarantineReason.BROKEN_RECORD)
    return row


def _row_digest(row: Mapping[str, object]) -> str:
    """The digest of a row as canonical JSON; binary columns and dates as Python writes them."""
    return _sha256(json.dumps(row, sort_keys=True, default=repr).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _spooled(stream: Stream) -> BinaryIO:
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - the caller's `with` closes it
    size = 0
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        if size > MAX_SPOOLED_BYTES:
            spool.close()
            message = f"the Parquet file has more than {MAX_SPOOLED_BYTES} bytes after decompression"
            raise TooLarge(message)
        spool.write(chunk)
    spool.seek(0)
    return spool


def _row_item(
    row: Mapping[str, object], record: int, digest: str, folder: Path | None, settings: SourcesSettings
) -> Found:
    try:
        columns = read_columns(row, settings.columns)
        payload, expected, modified = _payload_of(columns, folder, settings)
        if len(payload) > settings.max_bytes:
            message = f"{len(payload)} bytes, the limit is {settings.max_bytes}"
            raise TooLarge(message)
        return Found(
            record=record,
            input_digest=hashlib.sha256(payload).hexdigest(),
            given_id=columns.id,
            payload=payload,
            media_type=media_type_of(payload, expected),
            url=columns.url,
            publisher=columns.publisher,
            given_title=columns.title,
            given_date=columns.published_at,
            fetched_at=columns.fetched_at or modified,
        )
    except DocumentError as error:
        return Found(record=record, input_digest=digest, given_id=_id_if_readable(row, settings), error=error)


def _id_if_readable(row: Mapping[str, object], settings: SourcesSettings) -> str | None:
    """The id of a row that is broken elsewhere, so that its quarantine can be found by it."""
    only_id = {name: row[name] for name in settings.columns.id if name in row}
    try:
        return read_columns(only_id, settings.columns).id
    except DocumentError:
        return None


def _payload_of(
    columns: Columns, folder: Path | None, settings: SourcesSettings
) -> tuple[bytes, MediaType, datetime | None]:
    """Return the file at `path`, else the HTML, else the text.

    A path that cannot be used gives way to what else the row has; only if that is nothing is it an error.
    """
    problem = "the row has neither html nor text nor path"
    if columns.path is not None:
        try:
            return _file_at(columns.path, folder, settings)
        except OSError as error:
            problem = f"the file {columns.path!r} named by the row cannot be read: {error.strerror or error}"
        except ValueError as error:
            problem = str(error)
    if columns.html is not None:
        return columns.html, MediaType.HTML, None
    if columns.text is not None:
        return columns.text, MediaType.TEXT, None
    raise ItemUnreadable(problem, QuarantineReason.MISSING_PAYLOAD)


def _file_at(path: str, folder: Path | None, settings: SourcesSettings) -> tuple[bytes, MediaType, datetime]:
    """Read a page that a row names, if it lies in the folder of the rows, links followed.

    Raises:
        ValueError: it lies elsewhere; rows come from the web and must not name any file of the machine.
        OSError: it cannot be read.
        DocumentError: it is no page, too large or breaks off.
    """
    try:
        place = (folder / path).resolve() if folder is not None else None
    except RuntimeError as error:  # what Python up to 3.12 raises for links in a circle
        message = f"the file {path!r} named by the row is a link in a circle"
        raise ValueError(message) from error
    if folder is None or place is None or not place.is_relative_to(folder.resolve()):
        message = f"the file {path!r} named by the row is not inside the folder of the rows"
        raise ValueError(message)
    if not place.is_file():
        message = f"the file {path!r} named by the row does not exist"
        raise ValueError(message)
    with place.open("rb") as raw:
        stream = decompressed(Stored(raw))
        head = stream.head(HEAD_BYTES)
        found = judge(head, split_name(place.name)[1], lenient=True) if head.strip() else None
        payload = read_bounded(stream, settings.max_bytes)
    if head.strip() and found not in PAGE_FORMATS:
        message = f"the file {path!r} named by the row is no page"
        raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
    expected = PAGE_FORMATS.get(found, MediaType.TEXT) if found else MediaType.TEXT
    return payload, expected, datetime.fromtimestamp(place.stat().st_mtime, UTC)
