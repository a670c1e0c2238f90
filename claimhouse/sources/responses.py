"""A recorded HTTP response: its header, and its body as the server meant it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from claimhouse.errors import ItemUnreadable, TooLarge
from claimhouse.records import QuarantineReason
from claimhouse.sources.streams import GZIP_MAGIC, ZSTD_MAGIC, Inflated, Stored, Stream, Unbrotli, Unzstd, read_bounded

# RFC 1950 §2.2: the low half of a zlib stream's first byte is 8, and both bytes together divide by 31.
ZLIB_METHOD = 8
ZLIB_CHECK = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The head of a recorded response, and where its body begins.

    Attributes:
        status: the status code; 0 where the status line is broken.
        fields: header fields by lower-case name; the first of its name counts.
        body_start: offset of the body in the record's block.
    """

    status: int
    fields: Mapping[str, str]
    body_start: int


def parse_response(block: bytes) -> Response:
    """Read a response's head.

    Raises:
        ItemUnreadable: the block has no end of a header.
    """
    ends = [(place + len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (place := block.find(mark)) >= 0]
    if not ends:
        message = "the response has no end of its header"
        raise ItemUnreadable(message, QuarantineReason.BROKEN_RECORD)
    end = min(ends)
    lines = block[:end].splitlines()
    status = lines[0].split(b" ", 2)[1:2] if lines else []
    return Response(
        status=int(status[0]) if status and status[0].isdigit() else 0,
        fields=parse_fields(lines[1:]),
        body_start=end,
    )


def parse_fields(lines: list[bytes]) -> dict[str, str]:
    """Read `Name: value` lines; a line that begins with a blank continues the one before."""
    fields: dict[str, str] = {}
    last = ""
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in {" ", "\t"} and last in fields:
            fields[last] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        last = name.strip().lower()
        if colon:
            fields.setdefault(last, value.strip())
    return fields


def decode_body(body: bytes, fields: Mapping[str, str], max_bytes: int) -> bytes:
    """Undo the transfer and content encodings that the header names.

    Some crawlers store the decoded body and leave the header as it was: a body without the signs of an encoding
    is taken as it is.

    Raises:
        ItemUnreadable: an encoded body breaks off or is corrupt.
        TooLarge: it has more than `max_bytes` after decoding.
    """
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    encodings = [name.strip().lower() for name in fields.get("content-encoding", "").split(",")]
    for encoding in reversed(encodings):
        stream = _opened(body, encoding)
        if stream is not None:
            body = read_bounded(stream, max_bytes)
    if len(body) > max_bytes:
        message = f"{len(body)} bytes, the limit is {max_bytes}"
        raise TooLarge(message)
    return body


def _opened(body: bytes, encoding: str) -> Stream | None:
    """Return the decoding stream, or null where the body is not encoded that way."""
    if encoding in {"gzip", "x-gzip"} and body.startswith(GZIP_MAGIC):
        return Inflated(Stored(io.BytesIO(body)))
    if encoding == "zstd" and body.startswith(ZSTD_MAGIC):
        return Unzstd(Stored(io.BytesIO(body)))
    if encoding == "deflate" and body and not _looks_like_markup(body):
        has_header = body[0] & 0x0F == ZLIB_METHOD and int.from_bytes(body[:2], "big") % ZLIB_CHECK == 0
        return Inflated(Stored(io.BytesIO(body)), zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
    if encoding == "br" and body and not _looks_like_markup(body):
        return Unbrotli(body)
    return None


def _looks_like_markup(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<"


def _unchunked(body: bytes) -> bytes:
    """Join the chunks of a transfer (RFC 9112 §7.1); a body that does not begin with a chunk is left as it is."""
    parts = bytearray()
    place = 0
    while True:
        end = body.find(b"\n", place)
        size = _chunk_size(body[place:end]) if end >= 0 else None
        if size is None:
            if not place:
                return body
            message = "the chunked body is broken"
            raise ItemUnreadable(message, QuarantineReason.TRUNCATED)
        if size == 0:
            return bytes(parts)
        place = end + 1
        parts += body[place : place + size]
        place += size
        if place > len(body):
            message = "the chunked body ends before its last chunk"
            raise ItemUnreadable(message, QuarantineReason.TRUNCATED)
        place += 2 if body[place : place + 2] == b"\r\n" else 1


def _chunk_size(line: bytes) -> int | None:
    digits = line.split(b";")[0].strip()
    try:
        return int(digits, 16) if digits.isalnum() else None
    except ValueError:
        return None
