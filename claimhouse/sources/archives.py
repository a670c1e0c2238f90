"""Records of WARC files: one item for each recorded page.

The framing of records is read here and not by FastWARC, whose reader needs a stream that can seek and takes a
record that is cut short for a whole one. Pages are `response`, `resource` and `conversion` records of HTML or
plain text, numbered among all records of these three kinds. A redirect and a "not modified" have no page and are
no items; any other status has one, and cleaning judges it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from claimhouse.errors import DocumentError, ItemUnreadable, TooLarge
from claimhouse.records import MediaType, QuarantineReason
from claimhouse.settings import SourcesSettings
from claimhouse.sources.formats import HEAD_BYTES, PAGE_FORMATS, judge, media_type_of
from claimhouse.sources.item import Found
from claimhouse.sources.responses import decode_body, parse_fields, parse_response
from claimhouse.sources.streams import CHUNK_BYTES, Stored, Stream, skip

PAGE_RECORDS = frozenset({"response", "resource", "conversion"})
PAGE_TYPES = {
    "text/html": MediaType.HTML,
    "application/xhtml+xml": MediaType.HTML,
    "text/plain": MediaType.TEXT,
}
MAX_HEADER_BYTES = 1 << 16
# Digits of a record's length: more is no number of bytes that any disk holds, and slow to read as a number.
MAX_LENGTH_DIGITS = 18
FIRST_REDIRECT, FIRST_CLIENT_ERROR = 300, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """One WARC record; `whole` is false where the block was over the limit and only its beginning is held."""

    fields: Mapping[str, str]
    block: bytes
    whole: bool
    block_digest: str


def warc_records(stream: Stream, stored: Stored, settings: SourcesSettings) -> Iterator[Found]:
    """Yield an item for each recorded page, and one where the archive breaks off.

    After a break nothing is searched for the next record: what looks like one could stand inside a page that
    poses as another site's.

    Args:
        stream: the records, decompressed.
        stored: the bytes below, for the digest where the archive breaks off.
        settings: of the sources.
    """
    lines = io.BufferedReader(stream, CHUNK_BYTES)
    number = 0
    while True:
        try:
            fields = _next_header(lines)
            if fields is None:
                return
            is_page_record = fields.get("warc-type", "").lower() in PAGE_RECORDS
            number += is_page_record
            record = _next_block(lines, fields, settings.max_bytes + MAX_HEADER_BYTES if is_page_record else 0)
        except (ItemUnreadable, OSError) as error:
            yield Found(record=number + 1, input_digest=stored.digest(), error=_as_break(error))
            return
        if is_page_record and (found := _page_item(record, number, settings)) is not None:
            yield found


def _as_break(error: ItemUnreadable | OSError) -> ItemUnreadable:
    if isinstance(error, ItemUnreadable):
        return error
    return ItemUnreadable(f"the archive cannot be read on: {error.strerror}", QuarantineReason.UNREADABLE)


def _next_header(lines: io.BufferedIOBase) -> dict[str, str] | None:
    """Read up to the next record's block; null at a proper end."""
    line = lines.readline(MAX_HEADER_BYTES)
    while line in {b"\r\n", b"\n"}:
        line = lines.readline(MAX_HEADER_BYTES)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        message = "no record begins where the one before ends: its length is wrong, or the archive is damaged"
        raise ItemUnreadable(message, QuarantineReason.BROKEN_RECORD)
    header: list[bytes] = []
    size = 0
    while (line := lines.readline(MAX_HEADER_BYTES)) not in {b"\r\n", b"\n"}:
        if not line.endswith(b"\n") and size + len(line) < MAX_HEADER_BYTES:
            message = "the archive ends in the header of a record"
            raise ItemUnreadable(message, QuarantineReason.TRUNCATED)
        size += len(line)
        if size > MAX_HEADER_BYTES:
            message = f"the header of a record has more than {MAX_HEADER_BYTES} bytes"
            raise ItemUnreadable(message, QuarantineReason.BROKEN_RECORD)
        header.append(line)
    return parse_fields(header)


def _next_block(lines: io.BufferedIOBase, fields: Mapping[str, str], limit: int) -> _Record:
    """Read a record's block, holding `limit` bytes of it at most.

    Raises:
        ItemUnreadable: the record has no length, or the archive ends in it.
    """
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) <= MAX_LENGTH_DIGITS):
        message = f"a record has the length {length[: MAX_LENGTH_DIGITS + 1]!r}, expected a number of bytes"
        raise ItemUnreadable(message, QuarantineReason.BROKEN_RECORD)
    size = int(length)
    block = bytearray()
    sha256 = hashlib.sha256()

    def keep(chunk: bytes) -> None:
        sha256.update(chunk)
        block.extend(chunk[: max(0, limit - len(block))])

    read = skip(lines, size, keep if limit else None)
    if read < size:
        message = f"the archive ends {size - read} bytes before the end of a record"
        raise ItemUnreadable(message, QuarantineReason.TRUNCATED)
    return _Record(fields=fields, block=bytes(block), whole=size <= limit, block_digest=sha256.hexdigest())


def _page_item(record: _Record, number: int, settings: SourcesSettings) -> Found | None:
    """Make an item of a record, or nothing if it is no page."""
    url = record.fields.get("warc-target-uri", "").strip("<>") or None
    fetched_at = _warc_date(record.fields.get("warc-date", ""))
    try:
        page = _page_of(record, settings.max_bytes)
        if page is None:
            return None
        payload, expected = page
        return Found(
            record=number,
            input_digest=hashlib.sha256(payload).hexdigest(),
            payload=payload,
            media_type=media_type_of(payload, expected),
            url=url,
            fetched_at=fetched_at,
        )
    except DocumentError as error:
        return Found(record=number, input_digest=record.block_digest, url=url, fetched_at=fetched_at, error=error)


def _page_of(record: _Record, max_bytes: int) -> tuple[bytes, MediaType] | None:
    """Return the page and what its header says it is; null where there is no page."""
    fields, body = record.fields, record.block
    if fields.get("warc-type", "").lower() == "response":
        if _type_named(fields) != "application/http":
            return None
        response = parse_response(record.block)
        if FIRST_REDIRECT <= response.status < FIRST_CLIENT_ERROR:
            return None
        fields, body = response.fields, record.block[response.body_start :]
    named = _type_named(fields)
    if named and named not in PAGE_TYPES:
        return None
    if not record.whole:
        message = f"the record has more than {max_bytes} bytes"
        raise TooLarge(message)
    payload = decode_body(body, fields, max_bytes) if record.fields is not fields else body
    if len(payload) > max_bytes:
        message = f"{len(payload)} bytes, the limit is {max_bytes}"
        raise TooLarge(message)
    if not payload:
        return payload, MediaType.TEXT
    found = judge(payload[:HEAD_BYTES], None, lenient=True)
    if found not in PAGE_FORMATS and not (found is not None and named in PAGE_TYPES):
        if not named:
            return None
        message = f"the record is named {named}, but its bytes are no page"
        raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
    return payload, PAGE_TYPES.get(named) or PAGE_FORMATS[found]


def _type_named(fields: Mapping[str, str]) -> str:
    return fields.get("content-type", "").partition(";")[0].strip().lower()


def _warc_date(text: str) -> datetime | None:
    """Read a `WARC-Date` (ISO 8601, UTC); null where it is missing or broken, which the file's time then replaces."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
