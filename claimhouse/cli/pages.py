"""From an item of a source to the page that cleaning reads, without a warehouse in between."""

from __future__ import annotations

from claimhouse.errors import ItemUnreadable
from claimhouse.records import Page, QuarantineReason
from claimhouse.sources import Item
from claimhouse.urls import host_of


def page_of(item: Item) -> Page:
    """Return the page of an item.

    Raises:
        DocumentError: the item could not be read.
    """
    if item.payload is None or item.media_type is None:
        raise item.error or ItemUnreadable(f"{item.location} has no payload", QuarantineReason.MISSING_PAYLOAD)
    return Page(
        payload=item.payload,
        media_type=item.media_type,
        url=item.url,
        host=host_of(item.url),
        given_title=item.given_title,
        given_date=item.given_date,
        publisher=item.publisher,
        fetched_at=item.fetched_at,
    )
