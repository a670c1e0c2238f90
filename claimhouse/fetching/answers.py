"""What a response holds: a page, a listing, or neither."""

from __future__ import annotations

from claimhouse.errors import ItemUnreadable, TooLarge
from claimhouse.fetching.network import Answer
from claimhouse.records import MediaType, QuarantineReason
from claimhouse.sources.archives import PAGE_TYPES
from claimhouse.sources.formats import HEAD_BYTES, PAGE_FORMATS, judge, media_type_of

_XML_TYPES = ("xml", "rss", "atom")
_MEDIA = ("image/", "video/", "audio/", "font/")


def page_in(answer: Answer, max_bytes: int) -> tuple[bytes, MediaType]:
    """Return the page of a response.

    Raises:
        DocumentError: its body is none.
    """
    payload, named = answer.body, answer.media_type
    if len(payload) > max_bytes:
        message = f"{len(payload)} bytes, the limit is {max_bytes}"
        raise TooLarge(message)
    found = judge(payload[:HEAD_BYTES], None, lenient=True) if payload else None
    if payload and found not in PAGE_FORMATS and not (found is not None and named in PAGE_TYPES):
        message = f"it is named {named[:80]!r}, but its bytes are no page"
        raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
    expected = PAGE_TYPES.get(named) or (PAGE_FORMATS.get(found, MediaType.TEXT) if found else MediaType.TEXT)
    return payload, media_type_of(payload, expected)


def is_page_type(media_type: str) -> bool:
    """Say whether a response that is named so may be a page."""
    return not media_type or media_type in PAGE_TYPES or media_type.endswith("/xml")


def may_list(media_type: str) -> bool:
    """Say whether a response that is named so may be a page, a feed or a sitemap."""
    return is_page_type(media_type) or any(mark in media_type for mark in (*_XML_TYPES, "gzip", "octet-stream"))


def not_media(media_type: str) -> bool:
    """Say whether a response that is named so may be a feed or a sitemap: many are named oddly."""
    return not media_type.startswith(_MEDIA)
