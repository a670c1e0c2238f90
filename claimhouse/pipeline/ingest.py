"""From sources to staged items: payloads go to the raw store, everything else to Parquet."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from claimhouse.pipeline.executor import Observer
from claimhouse.raw_store import RawStore
from claimhouse.records import StagedItem
from claimhouse.settings import SourcesSettings
from claimhouse.sources import Item, ItemName, name_items, read_items
from claimhouse.sources.addresses import Fetching
from claimhouse.staging import schema_of, write_rows
from claimhouse.urls import host_of, normalized_url

log = logging.getLogger(__name__)

_ITEMS_PER_FILE = 2_000


def ingest(
    sources: Sequence[str],
    settings: SourcesSettings,
    raw: RawStore,
    staging: Path,
    observer: Observer,
    stdin: BinaryIO | None = None,
    fetching: Fetching | None = None,
) -> int:
    """Read all items of the sources into `staging/items/*`, payloads into the raw store; return how many.

    Raises:
        SourceError: a source as a whole cannot be read; nothing was staged.
    """
    folder = staging / "items"
    shutil.rmtree(staging, ignore_errors=True)
    folder.mkdir(parents=True)
    names: list[ItemName] = []
    chunk: list[StagedItem] = []
    files = 0
    skipped: list[str] = []
    for item in read_items(sources, settings, stdin, skipped.append, fetching):
        names.append(item.name)
        chunk.append(_staged(item, raw))
        observer.advanced("ingest", 1)
        if len(chunk) == _ITEMS_PER_FILE:
            _write_chunk(folder, files, chunk)
            files, chunk = files + 1, []
    _write_chunk(folder, files, chunk)
    if skipped:
        log.warning("%d files are none of the formats read and were passed over, first %s", len(skipped), skipped[0])
    pq.write_table(pa.table({"source_id": pa.array(name_items(names), pa.string())}), staging / "names.parquet")
    return len(names)


def _write_chunk(folder: Path, number: int, rows: Iterable[StagedItem]) -> None:
    place = folder / f"{number:06}"
    place.mkdir()
    write_rows(place, StagedItem, rows)


def _staged(item: Item, raw: RawStore) -> StagedItem:
    payload_key = None if item.payload is None else raw.put(item.payload)
    keeps_title = payload_key and item.given_title and not raw.refuses(payload_key)
    title_key = raw.put((item.given_title or "").encode("utf-8")) if keeps_title else None
    return StagedItem(
        item=item.number,
        source=item.source,
        source_id=item.location,
        document_key=payload_key,
        media_type=item.media_type,
        payload_bytes=None if item.payload is None else len(item.payload),
        input_digest=item.input_digest,
        url=item.url,
        normalized_url=normalized_url(item.url),
        host=host_of(item.url),
        publisher=item.publisher,
        given_title=item.given_title,
        title_key=title_key,
        given_date=item.given_date,
        fetched_at=item.fetched_at,
        reason=item.error.reason if item.error else None,
        message=str(item.error) if item.error else None,
    )


def staged_items(staging: Path) -> pa.Table:
    """Return the staged items with their final `source_id`s, in item order."""
    files = sorted((staging / "items").glob("*/*.parquet"))
    table = pa.concat_tables([schema_of(StagedItem).empty_table(), *(pq.read_table(file) for file in files)])
    names = pq.read_table(staging / "names.parquet").column("source_id")
    return table.set_column(table.schema.get_field_index("source_id"), "source_id", names)
