"""Bytes of a file as they are stored and as they are after decompression, without ever inflating a bomb.

A stream hands out everything that can be read before a break, and raises at the break. Compression is told
by the first bytes, never by the name, and one layer of it is taken off.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

import zstandard
from fastwarc.stream_io import BrotliReader

from claimhouse.errors import ItemUnreadable, TooLarge
from claimhouse.records import QuarantineReason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# Skippable frames (RFC 8878 §3.1.2) may stand before the first data frame.
ZSTD_SKIPPABLE = tuple(bytes((low, 0x2A, 0x4D, 0x18)) for low in range(0x50, 0x60))
MAGIC_BYTES = 4

CHUNK_BYTES = 1 << 16
# One call to zlib returns at most this much.
INFLATED_CHUNK_BYTES = 1 << 18
# zstandard has no such limit: four bytes can stand for a block of 128 KiB, so 1 KiB gives at most 32 MiB.
ZSTD_CHUNK_BYTES = 1 << 10
# Memory a frame may ask for; `zstd --long=27` is the most that the tool itself decompresses unasked.
ZSTD_MAX_WINDOW_BYTES = 1 << 27


class Stream(io.RawIOBase):
    """A readable stream over chunks, whose first bytes can be looked at without consuming them."""

    def __init__(self) -> None:
        super().__init__()
        self._buffer = bytearray()
        self._break: Exception | None = None

    @abstractmethod
    def _next(self) -> bytes:
        """Return the next chunk, empty at the end; raise where the data break off."""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def head(self, size: int) -> bytes:
        """Return the first `size` bytes, fewer if there are no more; they stay to be read."""
        try:
            while len(self._buffer) < size and self._break is None and (chunk := self._next()):
                self._buffer += chunk
        except (ItemUnreadable, OSError) as error:
            self._break = error  # raised once what precedes it has been read
        return bytes(self._buffer[:size])

    def has_break(self) -> bool:
        """Whether a break was met while looking at the head."""
        return self._break is not None

    def readinto(self, target: WriteableBuffer) -> int:
        """Fill the target with at least one byte, or return 0 at the end.

        Raises:
            ItemUnreadable: the data break off here.
            OSError: the file below cannot be read.
        """
        if not self._buffer:
            if self._break is not None:
                raise self._break
            self._buffer += self._next()
        view = memoryview(target).cast("B")
        size = min(len(view), len(self._buffer))
        view[:size] = self._buffer[:size]
        del self._buffer[:size]
        return size


class Stored(Stream):
    """The bytes as they are stored, with their digest."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__()
        self._raw = raw
        self._sha256 = hashlib.sha256()

    def _next(self) -> bytes:
        chunk = self._raw.read(CHUNK_BYTES)
        self._sha256.update(chunk)
        return chunk

    def digest(self) -> str:
        """Read to the end and return the sha256 of all bytes, in hex."""
        while self._next():
            pass
        return self._sha256.hexdigest()


class Inflated(Stream):
    """Gzip members or one zlib stream, decompressed."""

    def __init__(self, below: io.RawIOBase, wbits: int = zlib.MAX_WBITS | 16) -> None:
        super().__init__()
        self._below = below
        self._wbits = wbits
        self._input = b""
        self._decoder: zlib._Decompress | None = None
        self._members = 0

    def _next(self) -> bytes:
        while True:
            if not self._input:
                self._input = self._below.read(CHUNK_BYTES) or b""
                if not self._input:
                    if self._decoder is None:
                        return b""
                    message = "the compressed data end before their last block"
                    raise ItemUnreadable(message, QuarantineReason.TRUNCATED)
            if self._decoder is None and not self._open_member():
                continue
            if chunk := self._decode():
                return chunk

    def _open_member(self) -> bool:
        """Start the next member; zeros between and after members are padding."""
        if self._members:
            self._input = self._input.lstrip(b"\0")
            if not self._input:
                return False
        self._decoder = zlib.decompressobj(self._wbits)
        self._members += 1
        return True

    def _decode(self) -> bytes:
        decoder = self._decoder
        assert decoder is not None  # noqa: S101 - opened by the only caller
        try:
            chunk = decoder.decompress(self._input, INFLATED_CHUNK_BYTES)
        except zlib.error as error:
            message = f"the compressed data are corrupt: {error}"
            raise ItemUnreadable(message, QuarantineReason.UNREADABLE) from error
        self._input = decoder.unconsumed_tail
        if decoder.eof:
            self._input = decoder.unused_data
            self._decoder = None
        return chunk


class Unzstd(Stream):
    """Zstandard frames, decompressed."""

    def __init__(self, below: io.RawIOBase) -> None:
        super().__init__()
        self._below = below
        self._input = b""
        self._decoder: zstandard.ZstdDecompressionObj | None = None

    def _next(self) -> bytes:
        while True:
            if not self._input:
                self._input = self._below.read(ZSTD_CHUNK_BYTES) or b""
                if not self._input:
                    if self._decoder is None:
                        return b""
                    message = "the compressed data end before their last frame"
                    raise ItemUnreadable(message, QuarantineReason.TRUNCATED)
            if self._decoder is None:
                self._decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_MAX_WINDOW_BYTES).decompressobj()
            try:
                chunk = self._decoder.decompress(self._input)
            except zstandard.ZstdError as error:
                message = f"the compressed data are corrupt: {error}"
                raise ItemUnreadable(message, QuarantineReason.UNREADABLE) from error
            self._input = b""
            if self._decoder.eof:
                self._input = self._decoder.unused_data
                self._decoder = None
            if chunk:
                return chunk


class Unbrotli(Stream):
    """A Brotli stream (it has no magic bytes: only a header can tell), decompressed."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._reader = BrotliReader(io.BytesIO(data))

    def _next(self) -> bytes:
        try:
            return bytes(self._reader.read(CHUNK_BYTES))
        except OSError as error:
            message = "the Brotli data are corrupt or end too soon"
            raise ItemUnreadable(message, QuarantineReason.UNREADABLE) from error


def decompressed(stored: Stream) -> Stream:
    """Return the stream without its layer of gzip or zstandard, or as it is where there is none."""
    magic = stored.head(MAGIC_BYTES)
    if magic.startswith(GZIP_MAGIC):
        return Inflated(stored)
    if magic == ZSTD_MAGIC or magic in ZSTD_SKIPPABLE:
        return Unzstd(stored)
    return stored


def read_bounded(stream: io.RawIOBase, max_bytes: int) -> bytes:
    """Read a whole payload.

    Raises:
        TooLarge: it has more than `max_bytes`; no more than that and one chunk were held.
        ItemUnreadable: the data break off.
    """
    parts = bytearray()
    while chunk := stream.read(CHUNK_BYTES):
        parts += chunk
        if len(parts) > max_bytes:
            message = f"more than {max_bytes} bytes after decompression"
            raise TooLarge(message)
    return bytes(parts)


def skip(stream: io.BufferedIOBase, size: int, seen: Callable[[bytes], None] | None = None) -> int:
    """Read `size` bytes away, handing each chunk to `seen`; return how many there were."""
    left = size
    while left and (chunk := stream.read(min(left, CHUNK_BYTES))):
        left -= len(chunk)
        if seen is not None:
            seen(chunk)
    return size - left
