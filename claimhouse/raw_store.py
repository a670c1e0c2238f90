"""Raw bytes, compressed, under their hash, outside the database: payloads and titles given beside them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

import zstandard

from claimhouse.errors import WarehouseError

# zstandard's own default: pages shrink to a fifth, at several hundred megabytes a second.
COMPRESSION_LEVEL = 3
KEY_LENGTH = 64
# Where files stand until they are whole: those of a process that was killed are found here, and nowhere else.
_UNFINISHED = "unfinished"
# A file that was changed must not fill the memory; no payload that was let in is near this.
MAX_PAYLOAD_BYTES = 1 << 30
# The reader makes room for what it is asked for before it reads: a page must not cost the room of the largest.
_CHUNK_BYTES = 1 << 18


def _read(reader: zstandard.ZstdDecompressionReader) -> bytes:
    """Return all bytes up to the most that may be, in room that grows with them."""
    chunks, left = [], MAX_PAYLOAD_BYTES
    while left and (chunk := reader.read(min(left, _CHUNK_BYTES))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


class RawStore:
    """A folder of immutable files, each named by the sha256 of what it holds.

    A file appears whole or not at all: it is written in a folder beside and moved in. Two writers of the same bytes
    do not disturb each other.

    Args:
        folder: where the files stand.
        refused: keys of bytes that are not to be kept again: `put` returns the key, and writes nothing.
    """

    def __init__(self, folder: Path, refused: Collection[str] = ()) -> None:
        self.folder = folder
        self._refused = frozenset(refused)

    def put(self, payload: bytes) -> str:
        """Keep bytes and return their key, the sha256 in hex; bytes that are there already are not written again.

        Raises:
            WarehouseError: they cannot be written.
        """
        key = hashlib.sha256(payload).hexdigest()
        place = self.path(key)
        if key in self._refused or place.exists():
            return key
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._write(place, zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress(payload))
        except OSError as error:
            message = f"cannot keep raw bytes in {self.folder}: {error.strerror}"
            raise WarehouseError(message) from error
        return key

    def remove_unfinished(self) -> None:
        """Remove what processes that were killed have left; nobody else may be writing."""
        shutil.rmtree(self.folder / _UNFINISHED, ignore_errors=True)

    def get(self, key: str) -> bytes:
        """Return the bytes of a key.

        Raises:
            WarehouseError: they are not there, cannot be read, or are not the bytes of that key.
        """
        place = self.path(key)
        try:
            with place.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
                payload = _read(reader)
        except FileNotFoundError as error:
            message = f"no raw bytes are kept under {key}"
            raise WarehouseError(message) from error
        except (OSError, zstandard.ZstdError) as error:
            message = f"the raw bytes in {place} cannot be read: {error}"
            raise WarehouseError(message) from error
        if hashlib.sha256(payload).hexdigest() != key:
            message = f"the raw bytes in {place} are not those of their key; the file was changed"
            raise WarehouseError(message)
        return payload

    def refuses(self, key: str) -> bool:
        """Whether the bytes of a key are not to be kept."""
        return key in self._refused

    def remove(self, key: str) -> bool:
        """Remove the bytes of a key for good; return whether there were any.

        Raises:
            WarehouseError: they cannot be removed.
        """
        try:
            self.path(key).unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            message = f"cannot remove raw bytes from {self.folder}: {error.strerror}"
            raise WarehouseError(message) from error
        return True

    def kept_keys(self) -> Iterator[str]:
        """Yield the keys of all bytes that are kept."""
        for path in self.folder.glob("??/*.zst"):
            yield path.stem

    def has(self, key: str) -> bool:
        """Whether the bytes of a key are kept."""
        return self.path(key).is_file()

    def path(self, key: str) -> Path:
        """Return where a key's bytes are kept.

        Raises:
            WarehouseError: it is no key; nothing else may become a path.
        """
        if len(key) != KEY_LENGTH or not set(key) <= set("0123456789abcdef"):
            message = f"{key!r} is no key of raw bytes, expected a sha256 in hex"
            raise WarehouseError(message)
        return self.folder / key[:2] / f"{key}.zst"

    def _write(self, place: Path, content: bytes) -> None:
        unfinished = self.folder / _UNFINISHED
        unfinished.mkdir(exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=unfinished, suffix=".part")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            temporary.replace(place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
