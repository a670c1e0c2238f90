"""What a source yields: one item, readable or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claimhouse.errors import DocumentError
from claimhouse.records import MediaType


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemName:
    """What an item can be called, before collisions within the run are settled by `name_items`.

    Attributes:
        source: the source as given.
        location: the path relative to the source, for a row or record followed by `#` and its number from 1.
        proposed: the id given with the item, else its stem.
        record: the number of a row or record; null for a page that fills its file, whose name may hold a `#` too.
    """

    source: str
    location: str
    proposed: str
    record: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a source yields: a page, a row, a record, or something unreadable.

    Exactly one of `payload` and `error` is set, and `media_type` goes with `payload`.

    Attributes:
        number: counted from 0 over the run.
        source: the source as given.
        location: the path relative to the source, for a row or record followed by `#` and its number from 1.
        stem: the file's name without known suffixes; inside a container followed by `#` and the number.
        record: the number of a row or record; null for a page that fills its file.
        given_id: the id that the row gives.
        payload: the bytes after transfer, compression and archive decoding.
        media_type: what the payload is, judged by its content.
        url: where it was seen, as the row or record says.
        publisher: as the row says.
        given_title: as the row says.
        given_date: when it was published, as the row says: a text that may be a date.
        fetched_at: in UTC: the row's, the record's date, else the file's time of modification; for standard
            input the time of reading.
        input_digest: sha256 of the payload, in hex. Of an unreadable item, that of its bytes as stored (the
            line, the record, the file); of a file that cannot be opened, that of its path.
        error: why there is no payload.
    """

    number: int
    source: str
    location: str
    stem: str
    record: int | None
    given_id: str | None
    payload: bytes | None
    media_type: MediaType | None
    url: str | None
    publisher: str | None
    given_title: str | None
    given_date: str | None
    fetched_at: datetime
    input_digest: str
    error: DocumentError | None

    @property
    def name(self) -> ItemName:
        """What `name_items` needs of the item."""
        return ItemName(
            source=self.source, location=self.location, proposed=self.given_id or self.stem, record=self.record
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader of one format gives, before it is placed in its source; see `Item` for the fields.

    Attributes:
        record: number within the container, from 1; null for a page that fills its file.
        fetched_at: null where only the file's time is known.
    """

    record: int | None
    input_digest: str
    given_id: str | None = None
    payload: bytes | None = None
    media_type: MediaType | None = None
    url: str | None = None
    publisher: str | None = None
    given_title: str | None = None
    given_date: str | None = None
    fetched_at: datetime | None = None
    error: DocumentError | None = None
