"""Fetching as a part of a run: bound to its warehouse, and settled once what was fetched is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from claimhouse.pipeline.places import fetch_folder
from claimhouse.settings import Settings
from claimhouse.sources import addresses_of
from claimhouse.warehouse import Warehouse

if TYPE_CHECKING:
    from claimhouse.fetching.fetcher import Fetcher


@contextmanager
def fetcher_for(sources: Sequence[str], settings: Settings, warehouse: Warehouse, run: int) -> Iterator[Fetcher | None]:
    """Give whoever fetches for a run; null where no source is an address.

    Raises:
        WarehouseError: its state cannot be kept.
    """
    if not addresses_of(sources):
        yield None
        return
    from claimhouse.fetching.fetcher import Fetcher  # noqa: PLC0415 - every worker process imports this package, and none fetches

    identity = str(warehouse.step("fetch_identity").to_pylist()[0]["identity"])
    folder = fetch_folder(Path(settings.database))
    again = warehouse.step("fetch_requeued").column("input_digest").to_pylist()
    pages = warehouse.step("forgotten_keys").column("page_digests").to_pylist()
    left_out = {digest for digests in pages for digest in digests}
    with Fetcher(settings.fetch, settings.sources.max_bytes, folder, identity, run, left_out=left_out) as fetcher:
        fetcher.ask_again(again)
        yield fetcher


def settle(fetcher: Fetcher, warehouse: Warehouse, run: int) -> None:
    """Write down that all that was fetched is loaded, and take faults that are over out of quarantine.

    The database goes first: a run that dies in between yields the same pages once more, and they are known.
    """
    mended = pa.table({"input_digest": pa.array(fetcher.mended(), pa.string())})
    if mended.num_rows:
        with warehouse.transaction():
            warehouse.step("fetch_mended", {"mended_fault": mended}, run=run)
    fetcher.confirm()
