"""The file in which the state of addresses stands: its tables, and whose it is."""

from __future__ import annotations

import logging
import sqlite3

log = logging.getLogger(__name__)

SCHEMA = "1"

_TABLES = """
create table if not exists about (name text primary key, value text not null);
-- A source's feed, sitemap or list: when it is asked next, and what its server said of its bytes.
create table if not exists root (
    source text, url text, kind text not null, etag text, last_modified text,
    failures integer not null, failing_since text, next_at text, primary key (source, url)
);
-- A page that a root names; `still` while it does. What was never fetched stays when the root drops it.
create table if not exists listed (
    source text, root text not null, url text, place integer not null, title text, publisher text, updated text,
    still integer not null, primary key (source, url)
);
create index if not exists listed_url on listed (url);
-- A page with an outcome: done, waiting (a passing fault) or failed.
create table if not exists page (
    url text primary key, source text not null, title text, publisher text, updated text, outcome text not null,
    seen_at text not null, next_at text, failures integer not null, failing_since text, unchanged integer not null,
    digest text, etag text, last_modified text, run integer not null
);
-- What was fetched, or failed, and is not known to be in the warehouse.
create table if not exists kept (
    id integer primary key, source text not null, url text not null, place integer not null, seen_url text, name text,
    title text, publisher text, updated text, outcome text not null, seen_at text not null, next_at text,
    failures integer not null, failing_since text, unchanged integer not null, digest text not null, etag text,
    last_modified text, media_type text, reason text, message text, payload blob, unique (source, url)
);
create table if not exists host (key text primary key, until text not null);
-- Faults of feeds, sitemaps and lists that are over, and still stand in the warehouse's quarantine.
create table if not exists mended (digest text primary key);
"""


def connected(place: str, identity: str, run: int) -> sqlite3.Connection:
    """Open or make the file; what it holds of another warehouse, or of runs from this one on, is to be asked anew.

    Raises:
        sqlite3.Error: it cannot be opened, or is none of ours.
    """
    connection = sqlite3.connect(place, timeout=10.0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.executescript(_TABLES)
        with connection:
            connection.execute("begin immediate")
            known = dict(connection.execute("select name, value from about").fetchall())
            if known.get("schema", SCHEMA) != SCHEMA:
                message = f"schema {known['schema']} of another version"
                raise sqlite3.DatabaseError(message)  # noqa: TRY301 - treated as a broken file is
            if known.get("warehouse", identity) != identity:
                log.warning("what was fetched belongs to another database: addresses are asked anew")
                for table in ("root", "page"):
                    connection.execute(f"delete from {table}")  # noqa: S608 - our own names
            connection.execute(
                "insert or ignore into listed select source, url, url, 0, title, publisher, updated, 1 from page"
                " where run >= ? and url like 'http%'",
                (run,),
            )
            connection.execute("delete from page where run >= ?", (run,))
            connection.executemany(
                "insert or replace into about values (?, ?)", [("schema", SCHEMA), ("warehouse", identity)]
            )
    except BaseException:
        connection.close()
        raise
    return connection
