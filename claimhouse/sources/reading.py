"""From sources to items, one at a time."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from claimhouse.errors import DocumentError, ItemUnreadable, SourceError
from claimhouse.records import QuarantineReason
from claimhouse.settings import SourcesSettings
from claimhouse.sources.addresses import Address, Fetching, addresses_of
from claimhouse.sources.archives import warc_records
from claimhouse.sources.formats import HEAD_BYTES, PAGE_FORMATS, Format, judge, media_type_of, split_name
from claimhouse.sources.item import Found, Item
from claimhouse.sources.places import Place, check_sources, list_places
from claimhouse.sources.rows import jsonl_rows, parquet_rows
from claimhouse.sources.streams import Stored, Stream, decompressed, read_bounded

STANDARD_INPUT_STEM = "stdin"


def read_items(
    sources: Sequence[str],
    settings: SourcesSettings,
    stdin: BinaryIO | None = None,
    on_skipped: Callable[[str], None] | None = None,
    fetching: Fetching | None = None,
) -> Iterator[Item]:
    """Yield the items of all sources, in order; memory is bounded by one item.

    A source is a file, a folder (with all below it, sorted, hidden files left out), a pattern, `-` for standard
    input, or an address, whose pages come after all files. A file is read once, even if two sources reach it. Whatever
    cannot be read is an item with an error, and the rest goes on. Only a file in a folder that neither by name nor by
    content is any of the formats is no item: its path goes to `on_skipped`.

    Args:
        sources: as given by the user.
        settings: limits and names of columns.
        stdin: what `-` reads; the process's standard input by default.
        on_skipped: told the path of each file that is left out.
        fetching: asks for what is new at addresses; without it, an address is an error.

    Raises:
        SourceError: a path is missing, a pattern matches nothing, or there is nobody to fetch from an address; before
            anything is read.
    """
    check_sources(sources)
    addresses = addresses_of(sources)
    if addresses and fetching is None:
        message = f"{addresses[0].source!r} is an address, and only `claimhouse run` and `serve` fetch"
        raise SourceError(message)
    items = _items(sources, settings, stdin or sys.stdin.buffer, on_skipped or _unheard)
    return items if fetching is None or not addresses else _with_fetched(items, fetching, addresses)


def _with_fetched(items: Iterator[Item], fetching: Fetching, addresses: Sequence[Address]) -> Iterator[Item]:
    number = 0
    for item in items:
        number = item.number + 1
        yield item
    now = datetime.now(UTC)
    for page in fetching.fetched(addresses):
        place = Place(source=page.source, path=None, location=page.name, named=True)
        yield _placed(page.found, number, place, page.name, now)
        number += 1


def _unheard(path: str) -> None:
    """Leave skipped files unmentioned: the caller did not ask."""


def _items(
    sources: Sequence[str], settings: SourcesSettings, stdin: BinaryIO, on_skipped: Callable[[str], None]
) -> Iterator[Item]:
    number = 0
    for place in list_places(sources):
        modified = _modified(place.path)
        stem = split_name(place.location.rpartition("/")[2])[0] if place.path else STANDARD_INPUT_STEM
        for found in _read_place(place, settings, stdin, on_skipped):
            yield _placed(found, number, place, stem, modified)
            number += 1


def _modified(path: Path | None) -> datetime:
    """The time of a file's modification; of standard input, and of a file that is gone, now."""
    try:
        return datetime.now(UTC) if path is None else datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.now(UTC)


def _placed(found: Found, number: int, place: Place, stem: str, modified: datetime) -> Item:
    record = "" if found.record is None else f"#{found.record}"
    return Item(
        number=number,
        source=place.source,
        location=place.location + record,
        stem=stem + record,
        record=found.record,
        given_id=found.given_id,
        payload=found.payload,
        media_type=found.media_type,
        url=found.url,
        publisher=found.publisher,
        given_title=found.given_title,
        given_date=found.given_date,
        fetched_at=found.fetched_at or modified,
        input_digest=found.input_digest,
        error=found.error,
    )


def _read_place(
    place: Place, settings: SourcesSettings, stdin: BinaryIO, on_skipped: Callable[[str], None]
) -> Iterator[Found]:
    if place.problem is not None:
        yield _unopened(place, place.problem)
        return
    try:
        if place.path is None:
            yield from _read_stored(place, Stored(stdin), settings, on_skipped)
            return
        with place.path.open("rb", buffering=0) as raw:
            yield from _read_stored(place, Stored(raw), settings, on_skipped)
    except OSError as error:
        yield _unopened(place, f"the file cannot be read: {error.strerror or error}")


def _unopened(place: Place, message: str) -> Found:
    """An item without bytes: its digest is that of its path, so that it is not taken for another's."""
    digest = hashlib.sha256(f"{place.source}\n{place.location}".encode()).hexdigest()
    return Found(record=None, input_digest=digest, error=ItemUnreadable(message, QuarantineReason.UNREADABLE))


def _read_stored(
    place: Place, stored: Stored, settings: SourcesSettings, on_skipped: Callable[[str], None]
) -> Iterator[Found]:
    promised = split_name(place.path.name)[1] if place.path else None
    stream = decompressed(stored)
    head = stream.head(HEAD_BYTES)
    found = judge(head, promised, lenient=place.named)
    folder = place.path.parent if place.path else None
    match found:
        case Format.JSONL:
            yield from jsonl_rows(stream, stored, folder, settings)
        case Format.PARQUET:
            seekable = place.path if stream is stored and place.path is not None and place.path.is_file() else None
            in_place = seekable.open("rb") if seekable else None
            yield from parquet_rows(stream, stored, in_place, folder, settings)
        case Format.WARC:
            yield from warc_records(stream, stored, settings)
        case None if not (place.named or promised or stream.has_break()):
            on_skipped(place.location)
        case _:
            yield _page(stream, stored, found, settings)


def _page(stream: Stream, stored: Stored, found: Format | None, settings: SourcesSettings) -> Found:
    """Read a file that is one page."""
    try:
        if found is None and not stream.has_break():
            message = "the bytes are none of the formats that are read (HTML, text, JSONL, Parquet, WARC)"
            raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
        payload = read_bounded(stream, settings.max_bytes)
        media_type = media_type_of(payload, PAGE_FORMATS[found or Format.TEXT])
    except DocumentError as error:
        return Found(record=None, input_digest=stored.digest(), error=error)
    digest = hashlib.sha256(payload).hexdigest()
    return Found(record=None, input_digest=digest, payload=payload, media_type=media_type)
