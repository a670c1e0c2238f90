"""Bytes to text: which encoding, on what evidence, and where every character stands in the bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer
import numpy as np
import numpy.typing as npt

from claimhouse.errors import DecodeError

# What pages call their encoding is mapped to what browsers take it for (WHATWG Encoding Standard): the superset
# that real pages use. Names are those of Python's codecs.
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings that switch: a stretch of their bytes means nothing without what was switched on before it, so that no
# evidence could be read again. Browsers refuse most of them too (WHATWG Encoding Standard, "replacement").
SWITCHING = frozenset({"iso2022_kr", "hz", "utf-7"} | {f"iso2022_jp{form}" for form in ("", "_1", "_2", "_3", "_ext")})
SWITCHES = (b"\x1b$", b"\x0e", b"~{")
DECLARATION_BYTES = 4096  # browsers look for a declaration in the first 1,024 bytes; large heads put it later
DECLARED = re.compile(
    rb"""(?:<\?xml[^>]*?encoding|<meta[^>]*?charset)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.IGNORECASE
)
# Broken sequences per character from which a page that says UTF-8 is not believed: a page that is really UTF-8 has
# a few cut strings, a Latin-1 page of German text has one per hundred characters.
MAX_BROKEN_SHARE = 0.002
NUL_SHARE = 0.3  # of every second byte: Latin text in UTF-16 without a byte-order mark has nearly all of them
SAMPLE_BYTES = 65_536  # for the guess, which is slow
ASCII = bytes(range(128))
MIN_TELLING_BYTES = 24  # bytes beyond ASCII for a guess: a word or two of them fit any encoding
# What is guessed among: encodings that browsers know (WHATWG Encoding Standard), by the names of the guesser. A page
# in an encoding of DOS or a mainframe would be read by nobody.
GUESSED = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "cp866",
    "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "shift_jis", "cp932",
    "euc_jp", "euc_kr", "cp949", "big5", "gb18030",
)  # fmt: skip
# What a page may declare: the same, and the rarer ones that browsers know. Python decodes more, and not all of it is
# an encoding of text: "idna" and "undefined" raise, "unicode_escape" runs escapes, "cp037" reads "<" as something else.
DECLARABLE = SWITCHING | {
    codecs.lookup(name).name
    for name in (
        *GUESSED, "utf-8", "big5hkscs", "mac-roman", "mac-cyrillic",
        *(f"iso8859-{part}" for part in (3, 4, 10, 13, 14, 15, 16)),
    )
}  # fmt: skip
UTF8_LIMITS = (0x7F, 0x7FF, 0xFFFF)
UTF32_BYTES = 4
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a payload.

    Attributes:
        text: all characters, the byte-order mark left out, no newline translated; U+FFFD for what is broken.
        encoding: name of the Python codec that decodes any span of the bytes.
        evidence: "bom", "meta", "valid-utf-8", "nul-bytes", "guess" or "fallback".
        starts: byte offset of each character and, last, the end of the payload (n + 1 integers).
    """

    text: str
    encoding: str
    evidence: str
    starts: npt.NDArray[np.int64]


def decode(payload: bytes) -> Decoded:
    """Decide the encoding and decode, with the byte offset of each character.

    Raises:
        DecodeError: there is nothing to decode, or the bytes are no text.
    """
    if not payload:
        message = "the payload is empty: no bytes to decode"
        raise DecodeError(message)
    for mark, encoding in BYTE_ORDER_MARKS:
        if payload.startswith(mark):
            return _decoded(payload, encoding, "bom", len(mark))
    if (wide := _wide_encoding(payload)) is not None:
        return _decoded(payload, wide, "nul-bytes", 0)
    declared = _declared_encoding(payload)
    encoding, evidence = _choose(payload, declared)
    return _decoded(payload, encoding, evidence, 0)


def _choose(payload: bytes, declared: str | None) -> tuple[str, str]:
    valid, broken = _utf8_errors(payload)
    if declared in SWITCHING and any(switch in payload for switch in SWITCHES):
        message = f"the page is in {declared}, of which no part can be read without what stands before it"
        raise DecodeError(message)
    if valid:
        return "utf-8", "meta" if declared == "utf-8" else "valid-utf-8"
    if declared == "utf-8" and broken <= MAX_BROKEN_SHARE * len(payload):
        return "utf-8", "meta"
    if declared is not None and declared not in SWITCHING and declared != "utf-8" and _fits(payload, declared):
        return declared, "meta"
    sample = payload[:SAMPLE_BYTES]
    if len(sample.translate(None, ASCII)) >= MIN_TELLING_BYTES:
        best = charset_normalizer.from_bytes(sample, cp_isolation=[*GUESSED]).best()
        if best is not None and _fits(payload, guessed := SUPERSETS.get(best.encoding, best.encoding)):
            return guessed, "guess"
    return "cp1252", "fallback"


def _wide_encoding(payload: bytes) -> str | None:
    head = payload[:1024]
    if len(head) < 4:  # noqa: PLR2004 - two characters say nothing
        return None
    half = len(head) // 2
    if head[1::2].count(0) > NUL_SHARE * half and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > NUL_SHARE * half and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _declared_encoding(payload: bytes) -> str | None:
    found = DECLARED.search(payload[:DECLARATION_BYTES])
    return _codec_name(found.group(1).decode("ascii")) if found else None


def _codec_name(name: str) -> str | None:
    """Return the codec that stands for a declared name, or None for a name that no page can be in.

    UTF-16 is among the latter: a page whose declaration could be read as ASCII is not in it.

    >>> _codec_name("ISO-8859-1"), _codec_name("x-unheard-of"), _codec_name("UTF8"), _codec_name("idna")
    ('cp1252', None, 'utf-8', None)
    """
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    meant = SUPERSETS.get(codec, codec)
    return meant if meant in DECLARABLE else None


def _fits(payload: bytes, encoding: str) -> bool:
    broken = payload.decode(encoding, errors="replace").count(REPLACEMENT)
    return broken <= MAX_BROKEN_SHARE * len(payload)


def _utf8_errors(payload: bytes) -> tuple[bool, int]:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return False, payload.decode("utf-8", errors="replace").count(REPLACEMENT)
    return True, 0


def _decoded(payload: bytes, encoding: str, evidence: str, skip: int) -> Decoded:
    if encoding == "utf-8":
        text, starts = decode_utf8(payload, skip)
    elif encoding.startswith("utf-32"):
        text, starts = _decode_utf32(payload, encoding, skip)
    elif encoding.startswith("utf-16"):
        text, starts = _decode_utf16(payload, encoding, skip)
    else:
        text, starts = _decode_stepwise(payload, encoding)
    return Decoded(text=text, encoding=encoding, evidence=evidence, starts=starts)


def decode_utf8(payload: bytes, skip: int = 0) -> tuple[str, npt.NDArray[np.int64]]:
    """Return the text behind the first `skip` bytes, and where each character begins; a mark not skipped is one."""
    try:
        text = payload[skip:].decode("utf-8")
    except UnicodeDecodeError:
        return _decode_broken_utf8(payload, skip)
    if len(text) == len(payload) - skip:
        return text, np.arange(skip, len(payload) + 1, dtype=np.int64)
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    widths = np.ones(len(text), dtype=np.int64)
    for limit in UTF8_LIMITS:
        widths += points > limit
    return text, _starts(widths, skip)


def _decode_broken_utf8(payload: bytes, skip: int) -> tuple[str, npt.NDArray[np.int64]]:
    """Decode with one U+FFFD per broken sequence, as `errors="replace"` does, and remember its bytes.

    Works through windows so that a payload of broken bytes costs linear time.
    """
    parts: list[str] = []
    widths: list[int] = []
    position = skip
    while position < len(payload):
        window = payload[position : position + 4096]
        final = position + len(window) >= len(payload)
        try:
            good, used = codecs.utf_8_decode(window, "strict", final)
            bad = 0
        except UnicodeDecodeError as error:
            good, used, bad = window[: error.start].decode("utf-8"), error.start, error.end - error.start
        parts.append(good)
        widths.extend(len(character.encode()) for character in good)
        if bad:
            parts.append(REPLACEMENT)
            widths.append(bad)
        position += used + bad
    return "".join(parts), _starts(np.array(widths, dtype=np.int64), skip)


def _decode_utf16(payload: bytes, encoding: str, skip: int) -> tuple[str, npt.NDArray[np.int64]]:
    even = len(payload) - (len(payload) - skip) % 2
    text = payload[skip:even].decode(encoding, errors="surrogatepass")
    points = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype="<u4")
    starts = _starts(np.where(points > UTF8_LIMITS[-1], 4, 2).astype(np.int64), skip)
    starts[-1] = len(payload)
    return re.sub("[\ud800-\udfff]", REPLACEMENT, text), starts


def _decode_utf32(payload: bytes, encoding: str, skip: int) -> tuple[str, npt.NDArray[np.int64]]:
    whole = len(payload) - (len(payload) - skip) % UTF32_BYTES
    text = payload[skip:whole].decode(encoding, errors="replace")
    starts = np.arange(skip, whole + 1, UTF32_BYTES, dtype=np.int64)
    starts[-1] = len(payload)
    return text, starts


def _decode_stepwise(payload: bytes, encoding: str) -> tuple[str, npt.NDArray[np.int64]]:
    """Decode any other codec; where a character is not one byte, byte by byte through the incremental decoder."""
    text = payload.decode(encoding, errors="replace")
    if len(text) == len(payload) and _is_single_byte(encoding):
        return text, np.arange(len(payload) + 1, dtype=np.int64)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    parts: list[str] = []
    starts: list[int] = []
    pending = 0
    for index in range(len(payload)):
        out = decoder.decode(payload[index : index + 1], final=index + 1 == len(payload))
        if out:
            starts.extend([pending] * (len(out) - 1) or [])
            starts.append(index if len(out) > 1 else pending)
            parts.append(out)
            pending = index + 1
    starts.append(len(payload))
    return "".join(parts), np.array(starts, dtype=np.int64)


def _is_single_byte(encoding: str) -> bool:
    sample = bytes(range(256)).decode(encoding, errors="replace")
    return len(sample) == 256  # noqa: PLR2004 - the number of bytes


def _starts(widths: npt.NDArray[np.int64], skip: int) -> npt.NDArray[np.int64]:
    starts = np.empty(len(widths) + 1, dtype=np.int64)
    starts[0] = skip
    np.cumsum(widths, out=starts[1:])
    starts[1:] += skip
    return starts
