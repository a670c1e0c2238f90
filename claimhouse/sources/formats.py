"""What bytes are, judged by their content; the name only breaks ties."""

from __future__ import annotations

import json
import re
from enum import StrEnum, unique

from claimhouse.errors import DecodeError, EmptyExtraction
from claimhouse.records import MediaType

HEAD_BYTES = 1 << 14

COMPRESSION_SUFFIXES = (".gz", ".zst")
UTF8_BOM = b"\xef\xbb\xbf"
# UTF-32 first: its little-endian mark begins with that of UTF-16.
WIDE_BOMS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

# First bytes of what scraped folders hold beside pages: images, documents, archives, fonts, media, programs.
BINARY_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"%PDF", b"PK\x03\x04", b"PK\x05\x06", b"RIFF", b"\x7fELF", b"MZ"),
    *(b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"wOFF", b"wOF2", b"\0\x01\0\0", b"OTTO", b"ID3", b"OggS"),
    *(
        b"\x1aE\xdf\xa3",
        b"\0\0\x01\0",
        b"SQLite format 3\0",
        b"\xd0\xcf\x11\xe0",
        b"II*\0",
        b"MM\0*",
        b"ARROW1",
        b"Obj\x01",
    ),
)
# Two letters can begin a text, so these also need a control character.
SHORT_MAGIC = (b"BM", b"MZ")
CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
# A page in a broken encoding has a few; machine code and media have every eighth byte.
BINARY_CONTROL_SHARE = 0.02

# Atomic: a comment ends at its first end, or a page that begins with thirty comments would be tried in 2^30 ways.
PREAMBLE = r"\s*+(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*+)*+"
DOCUMENT_TAG = re.compile(PREAMBLE + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
PAGE_TAG = re.compile(
    PREAMBLE + r"<(?:title|meta|link|script|style|div|p|article|section|main|header|nav|h[1-6]|table|ul|ol|span|center"
    r"|font|blockquote|img|a)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
ANY_TAG = re.compile(r"<(?:[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|!doctype\b|!--|/[a-z])", re.IGNORECASE)
OBJECT_START = re.compile(r'\s*\{\s*"')


@unique
class Format(StrEnum):
    """The formats that are read."""

    HTML = "html"
    TEXT = "text"
    JSONL = "jsonl"
    PARQUET = "parquet"
    WARC = "warc"


PAGE_FORMATS = {Format.HTML: MediaType.HTML, Format.TEXT: MediaType.TEXT}
SUFFIXES = {
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".txt": Format.TEXT,
    ".md": Format.TEXT,
    ".jsonl": Format.JSONL,
    ".parquet": Format.PARQUET,
    ".warc": Format.WARC,
}


def split_name(name: str) -> tuple[str, Format | None]:
    """Return a file's name without known suffixes, and the format that they promise.

    >>> split_name("a.html.gz"), split_name("2025.09.report"), split_name("b.PARQUET")
    (('a', <Format.HTML: 'html'>), ('2025.09.report', None), ('b', <Format.PARQUET: 'parquet'>))
    """
    stem = name
    for suffix in COMPRESSION_SUFFIXES:
        if stem.lower().endswith(suffix) and len(stem) > len(suffix):
            stem = stem[: -len(suffix)]
            break
    for suffix, promised in SUFFIXES.items():
        if stem.lower().endswith(suffix) and len(stem) > len(suffix):
            return stem[: -len(suffix)], promised
    return stem, None


def judge(head: bytes, promised: Format | None, *, lenient: bool) -> Format | None:  # noqa: PLR0911 - a list of signs
    """Say what bytes are by their beginning, or null for none of the formats.

    Args:
        head: the first `HEAD_BYTES`, decompressed.
        promised: what the name says.
        lenient: text without any sign of a format counts as text even if the name does not say so; true for
            what a user named, false for what lies about in a folder (styles, scripts, read-me files).
    """
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"WARC/"):
        return Format.WARC
    if is_binary(head, promised):
        return None
    text = _decoded(head)
    if DOCUMENT_TAG.match(text):
        return Format.HTML
    if promised is Format.JSONL or _starts_with_object(text, whole=len(head) < HEAD_BYTES):
        return Format.JSONL
    if promised is Format.HTML:
        return Format.HTML if ANY_TAG.search(text) or len(head) >= HEAD_BYTES else Format.TEXT
    if promised in {Format.PARQUET, Format.WARC}:
        return None
    if PAGE_TAG.match(text) and not (promised is Format.TEXT and text.count("</") == 0):
        return Format.HTML
    return Format.TEXT if promised is Format.TEXT or lenient else None


def media_type_of(payload: bytes, expected: MediaType) -> MediaType:
    """Say what a page's payload is; `expected` (by column or header) decides where the content does not.

    Raises:
        EmptyExtraction: there is nothing but white space.
        DecodeError: there are NUL bytes in what is neither UTF-16 nor UTF-32.
    """
    if not payload.strip():
        message = "the payload is empty"
        raise EmptyExtraction(message)
    if (place := payload.find(b"\0")) >= 0 and _wide_encoding(payload) is None:
        message = (
            f"the payload has a NUL byte at {place}: it is binary, damaged, or wide text without a byte-order mark"
        )
        raise DecodeError(message)
    text = _decoded(payload[:HEAD_BYTES])
    if DOCUMENT_TAG.match(text):
        return MediaType.HTML
    if expected is MediaType.HTML:
        return MediaType.HTML if len(payload) > HEAD_BYTES or ANY_TAG.search(text) else MediaType.TEXT
    return expected


def is_binary(head: bytes, promised: Format | None) -> bool:
    """Whether the bytes are no text at all; a name that promises a page is believed until the bytes forbid it."""
    if _wide_encoding(head):
        return False
    control = len(CONTROL.findall(head))
    if head.startswith(BINARY_MAGIC) and (control or not head.startswith(SHORT_MAGIC)):
        return True
    return promised is None and (b"\0" in head or control > BINARY_CONTROL_SHARE * len(head))


def _wide_encoding(head: bytes) -> str | None:
    return next((encoding for mark, encoding in WIDE_BOMS if head.startswith(mark)), None)


def _decoded(head: bytes) -> str:
    """Decode for looking at ASCII signs only; anything else may come out wrong."""
    if encoding := _wide_encoding(head):
        return head.decode(encoding, "ignore")
    return head.removeprefix(UTF8_BOM).decode("latin-1")


def _starts_with_object(text: str, *, whole: bool) -> bool:
    """Whether the first line is a JSON object, as far as it is seen."""
    if not OBJECT_START.match(text):
        return False
    line, newline, _ = text.lstrip().partition("\n")
    if not newline and not whole:
        return True  # a line longer than the head
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
