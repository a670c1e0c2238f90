"""What is known of addresses from run to run, in a small file beside the database (docs/decisions/0024-fetching.md).

A page that was fetched is *kept* first, with its bytes; only when the run says that it is safely in the warehouse is
it *done*, and its bytes go. A run that dies in between loses nothing: the next one yields what is kept again, and asks
nobody for it.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import zstandard

from claimhouse.errors import WarehouseError
from claimhouse.fetching.known import Due, Kept, Root, root_key
from claimhouse.fetching.listings import Entry
from claimhouse.fetching.state_file import connected

log = logging.getLogger(__name__)

FILE = "state.sqlite"
# A page that is never found changed is asked for ever more rarely, at most after 2^5 times `fetch.revisit_hours`.
MAX_DOUBLINGS = 5

_DUE = """
select listed.url, listed.place, listed.title, listed.publisher, listed.updated,
    page.etag, page.last_modified, page.digest, page.unchanged, page.failures, page.failing_since, page.outcome
from listed
left join page using (url)
where listed.source = :source
and not exists (
    select 1 from kept where kept.url = listed.url and kept.source in (select value from json_each(:named))
)
and (
    page.url is null
    or page.next_at <= :now
    or (page.outcome <> 'waiting' and listed.updated > coalesce(page.updated, page.seen_at))
)
order by page.url is not null, listed.still desc, listed.place
limit :most
"""

_KEPT_FIELDS = (
    *("source", "url", "place", "seen_url", "name", "title", "publisher", "updated", "outcome", "seen_at", "next_at"),
    *("failures", "failing_since", "unchanged", "digest", "etag", "last_modified", "media_type", "reason", "message"),
    "payload",
)

_CONFIRM = """
insert or replace into page
select url, source, title, publisher, updated, outcome, seen_at, next_at, failures, failing_since, unchanged, digest,
    etag, last_modified, :run
from kept
where id = :id
"""


class State:
    """The file; used by several threads, each call a transaction of its own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path | None, identity: str, run: int) -> Self:
        """Open or make the file.

        A file that cannot be read is laid aside: what it knew is fetched again. So is what was done for a warehouse
        other than this one, or in runs that this one, restored from a backup, does not have.

        Args:
            folder: where it stands; null for a state that lasts as long as the process.
            identity: of the warehouse.
            run: that is beginning.

        Raises:
            WarehouseError: it cannot be made.
        """
        if folder is None:
            return cls(connected(":memory:", identity, run))
        place = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                return cls(connected(str(place), identity, run))
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                log.warning("%s cannot be read (%s): it is laid aside, and addresses are asked anew", place, error)
                place.replace(place.with_suffix(".broken"))
                return cls(connected(str(place), identity, run))
        except (OSError, sqlite3.Error) as error:
            message = f"cannot keep what is fetched in {place}: {error}"
            raise WarehouseError(message) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def root(self, source: str, url: str) -> Root | None:
        """Return what is known of a root; null for nothing."""
        row = self._one(
            "select kind, etag, last_modified, failures, failing_since, next_at from root where source = ? and url = ?",
            (source, url),
        )
        return None if row is None else Root(**row)

    def note_root(self, source: str, url: str, root: Root) -> None:
        """Write down what is known of a root; without failures, what was a fault of it is mended."""
        with self._writing() as connection:
            _note_root(connection, source, url, root)

    def mended(self, ids: Sequence[int]) -> list[str]:
        """Return the digests of faults that are over once these are in the warehouse."""
        rows = self._all(
            "select digest from mended union select page.digest from kept join page using (url)"
            " where kept.outcome = 'done' and page.outcome <> 'done' and kept.id in (select value from json_each(?))",
            (json.dumps(list(ids)),),
        )
        return [row["digest"] for row in rows]

    def list_entries(self, source: str, url: str, root: Root, entries: Sequence[Entry]) -> None:
        """Write down what a root names, and with it, at once, what its server said of the bytes that named it."""
        with self._writing() as connection:
            _note_root(connection, source, url, root)
            connection.execute("update listed set still = 0 where source = ? and root = ?", (source, url))
            connection.executemany(
                "insert into listed values (?, ?, ?, ?, ?, ?, ?, 1) on conflict (source, url) do update set"
                " root = excluded.root, place = excluded.place, title = excluded.title,"
                " publisher = excluded.publisher, updated = excluded.updated, still = 1",
                [
                    (source, url, entry.url, place, entry.title, entry.publisher, entry.updated)
                    for place, entry in enumerate(entries)
                ],
            )
            connection.execute(
                "delete from listed where source = ? and root = ? and not still"
                " and url in (select url from page where outcome <> 'waiting')",
                (source, url),
            )

    def drop_roots(self, source: str, urls: Sequence[str]) -> None:
        """Forget the roots of a source but these; pages that were not fetched yet still are."""
        marks = ", ".join("?" * len(urls))
        with self._writing() as connection:
            connection.execute(f"delete from root where source = ? and url not in ({marks})", (source, *urls))  # noqa: S608 - marks
            connection.execute(
                f"delete from listed where source = ? and root not in ({marks})"  # noqa: S608 - marks
                " and url in (select url from page where outcome <> 'waiting')",
                (source, *urls),
            )

    def due(self, source: str, named: Sequence[str], now: str, most: int) -> list[Due]:
        """Return the pages of a source that are to be asked for, new ones first; `named` are the sources of the run."""
        rows = self._all(_DUE, {"source": source, "named": json.dumps(list(named)), "now": now, "most": most})
        return [
            Due(
                **{name: row[name] for name in row if name not in {"unchanged", "failures", "outcome"}},
                unchanged=row["unchanged"] or 0,
                failures=row["failures"] or 0,
            )
            for row in rows
        ]

    def knows(self, url: str) -> bool:
        """Whether a page has an outcome, or is kept."""
        return bool(
            self._one("select 1 as found from page where url = ? union select 1 from kept where url = ?", (url, url))
        )

    def keep(self, kept: Kept) -> None:
        """Keep what was fetched until it is confirmed."""
        values = [getattr(kept, name) for name in _KEPT_FIELDS]
        if kept.payload is not None:
            values[-1] = zstandard.ZstdCompressor().compress(kept.payload)
        with self._writing() as connection:
            connection.execute(
                f"insert or replace into kept ({', '.join(_KEPT_FIELDS)}) values ({', '.join('?' * len(values))})",  # noqa: S608 - our own names
                values,
            )

    def unchanged(self, url: str, seen_at: str, next_at: str | None) -> None:
        """Write down that a page, which is in the warehouse, is still the same."""
        with self._writing() as connection:
            connection.execute(
                "update page set seen_at = ?, next_at = ?, unchanged = unchanged + 1, failures = 0,"
                " failing_since = null, outcome = 'done' where url = ?",
                (seen_at, next_at, url),
            )
            connection.execute(
                "update page set updated = (select max(updated) from listed where listed.url = page.url) where url = ?",
                (url,),
            )

    def kept(self, source: str) -> Iterator[tuple[int, Kept]]:
        """Yield what is kept of a source, in the order of its listing, one at a time."""
        ids = self._all("select id from kept where source = ? order by place, url", (source,))
        for row in ids:
            found = self._one(f"select {', '.join(_KEPT_FIELDS)} from kept where id = ?", (row["id"],))  # noqa: S608 - our own names
            if found is not None:
                packed = found.pop("payload")
                payload = None if packed is None else zstandard.ZstdDecompressor().decompress(packed)
                yield row["id"], Kept(**found, payload=payload)

    def confirm(self, ids: Sequence[int], run: int) -> None:
        """Write down that what was kept is in the warehouse, and let its bytes go; all of it or nothing."""
        with self._writing() as connection:
            for number in ids:
                connection.execute(_CONFIRM, {"id": number, "run": run})
                connection.execute("delete from kept where id = ?", (number,))
            connection.execute("delete from mended")

    def ask_again(self, digests: Sequence[str], now: str) -> None:
        """Let pages and roots be asked at once whose faults these are."""
        if not digests:
            return
        faults = "select value from json_each(?)"
        given = (json.dumps(list(digests)),)
        with self._writing() as connection:
            connection.execute(
                "update root set next_at = null where 'root ' || url in"  # noqa: S608 - our own text
                f" (select url from page where digest in ({faults}))",
                given,
            )
            connection.execute(
                f"update page set next_at = ? where outcome <> 'done' and digest in ({faults})",  # noqa: S608 - the same
                (now, *given),
            )
            connection.execute(
                f"delete from page where url like 'unusable %' and digest in ({faults})",  # noqa: S608 - the same
                given,
            )

    def forget(self, digests: Sequence[str], urls: Sequence[str]) -> list[str]:
        """Remove what is known of pages for good; return the addresses that they were listed under.

        Args:
            digests: of their payloads.
            urls: where they were seen.
        """
        given = (json.dumps(list(digests)), json.dumps(list(urls)))
        of_page = "digest in (select value from json_each(?)) or url in (select value from json_each(?))"
        rows = self._all(
            f"select url from page where {of_page} union select url from kept where {of_page}",  # noqa: S608 - our own text
            given + given,
        )
        listed = sorted({row["url"] for row in rows} | set(urls))
        for table in ("page", "kept", "listed", "root"):
            with self._writing() as connection:
                connection.execute(
                    f"delete from {table} where url in (select value from json_each(?))",  # noqa: S608 - our own names
                    (json.dumps(listed),),
                )
        with self._lock:  # deleted rows stay in the file until it is written anew
            self._connection.execute("vacuum")
            self._connection.execute("pragma wal_checkpoint(truncate)")
        return [row["url"] for row in rows]

    def waits(self, now: str) -> dict[str, str]:
        """Return the hosts that asked to be left alone, and until when."""
        with self._writing() as connection:
            connection.execute("delete from host where until <= ?", (now,))
        return {row["key"]: row["until"] for row in self._all("select key, until from host", ())}

    def note_wait(self, key: str, until: str) -> None:
        """Write down that a host asked to be left alone."""
        with self._writing() as connection:
            connection.execute("insert or replace into host values (?, ?)", (key, until))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock, self._connection:
                self._connection.execute("begin immediate")
                yield self._connection
        except sqlite3.Error as error:
            message = f"cannot write down what was fetched: {error}"
            raise WarehouseError(message) from error

    def _all(self, statement: str, parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a tuple or a mapping
        try:
            with self._lock:
                cursor = self._connection.execute(statement, parameters)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error as error:
            message = f"cannot read what was fetched: {error}"
            raise WarehouseError(message) from error

    def _one(self, statement: str, parameters: Any) -> dict[str, Any] | None:  # noqa: ANN401 - the same
        return next(iter(self._all(statement, parameters)), None)


def _note_root(connection: sqlite3.Connection, source: str, url: str, root: Root) -> None:
    if not root.failures:
        key = root_key(url)
        connection.execute("insert or ignore into mended select digest from page where url = ?", (key,))
        connection.execute("delete from page where url = ?", (key,))
    connection.execute(
        "insert or replace into root values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(source, url, root.kind, root.etag, root.last_modified),
            *(root.failures, root.failing_since, root.next_at),
        ),
    )
