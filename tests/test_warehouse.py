"""The warehouse: migrations, current rows, transactions, the lock, snapshots, the locked-down reader."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from claimhouse.errors import QueryError, SchemaTooNew, WarehouseError, WarehouseLocked
from claimhouse.records import (
    Block,
    BlockKind,
    BlockReason,
    Bound,
    Entity,
    EntityKind,
    Field,
    OffsetRun,
    Quantity,
    QuantityKind,
    Span,
)
from claimhouse.staging import from_arrow
from claimhouse.warehouse import Reader, Warehouse, named_queries, sql_names


def entity(key: str, name: str = "Ostrava Mills", run: int = 1) -> Entity:
    """Return an entity of which only the key and name matter."""
    return Entity(
        entity_key=key, name=name, kind=EntityKind.ORGANISATION, step_digest="s", valid_from_run=run, valid_to_run=None
    )


def test_records_come_back_as_they_went_in() -> None:
    """Every kind of column survives the way into a table and back: lists, spans, runs, decimals, times, codes."""
    block = Block(
        document_key="d",
        position=0,
        segment=0,
        kind=BlockKind.PARAGRAPH,
        kept=False,
        reason=BlockReason.NAV,
        score=0.5,
        text="Ä – 🦊",
        char_start=None,
        char_end=None,
        offsets=(OffsetRun(0, 1, 0, 2, 2), OffsetRun(1, 5, 2, 14, 0)),
        raw_spans=(Span(0, 14),),
        path=None,
        ledger_digest="l",
        valid_from_run=1,
        valid_to_run=None,
        page_reason=BlockReason.BODY,
        recurrence_key=2**64 - 1,
    )
    quantity = Quantity(
        quantity_key="q",
        document_key="d",
        field=Field.TEXT,
        char_start=0,
        char_end=3,
        raw="€3",
        kind=QuantityKind.MONEY,
        value=Decimal("1840000000000.000000001"),
        value_min=None,
        value_max=None,
        bound=Bound.AT_LEAST,
        unit="EUR",
        concept=None,
        role=None,
        ledger_digest="l",
        valid_from_run=1,
        valid_to_run=None,
    )
    with Warehouse.in_memory() as warehouse:
        warehouse.insert(Block, [block])
        warehouse.insert(Quantity, [quantity])
        assert from_arrow(Block, warehouse.sql("select * from block")) == [block]
        assert from_arrow(Quantity, warehouse.sql("select * from quantity")) == [quantity]


def test_replace_current_keeps_ends_and_adds() -> None:
    """A set step's table is brought to a new state without touching what stays and without forgetting what was."""
    with Warehouse.in_memory() as warehouse:
        first = warehouse.replace_current(Entity, [entity("a"), entity("b")], 1)
        second = warehouse.replace_current(Entity, [entity("b", run=2), entity("c", run=2)], 2)
        rows = warehouse.sql(
            "select entity_key, valid_from_run, valid_to_run from entity order by entity_key"
        ).to_pylist()
    assert (first.added, first.ended, first.kept) == (2, 0, 0)
    assert (second.added, second.ended, second.kept) == (1, 1, 1)
    assert [tuple(row.values()) for row in rows] == [("a", 1, 2), ("b", 1, None), ("c", 2, None)]


def test_replace_current_looks_at_what_is_in_question_only() -> None:
    """Rows with other keys than those in question stay, though they are not among the new ones."""
    with Warehouse.in_memory() as warehouse:
        warehouse.replace_current(Entity, [entity("a"), entity("b")], 1)
        counts = warehouse.replace_current(Entity, [entity("c", run=2)], 2, only=("entity_key", ["b", "c"]))
        current = warehouse.sql("select entity_key from entity_current order by entity_key").to_pylist()
    assert (counts.added, counts.ended, counts.kept) == (1, 1, 0)
    assert [row["entity_key"] for row in current] == ["a", "c"]


def test_a_failed_transaction_leaves_nothing() -> None:
    """What a block wrote before it raised is undone."""

    def write_and_fail(warehouse: Warehouse) -> None:
        with warehouse.transaction():
            warehouse.insert(Entity, [entity("a")])
            raise RuntimeError

    with Warehouse.in_memory() as warehouse:
        with pytest.raises(RuntimeError):
            write_and_fail(warehouse)
        assert warehouse.sql("select * from entity").num_rows == 0


def test_migrations_are_applied_once(tmp_path: Path) -> None:
    """Opening a file again applies nothing, and each migration stands in the ledger with its digest."""
    path = tmp_path / "news.duckdb"
    for _ in range(2):
        with Warehouse.open(path) as warehouse:
            rows = warehouse.sql("select number, name, length(digest) as digits from migration order by number")
    names = [name for name in sql_names("migrations") if name != "0000_migration"]
    assert [tuple(row.values()) for row in rows.to_pylist()] == [(int(name[:4]), name, 64) for name in names]


def test_a_newer_schema_is_refused_and_left_untouched(tmp_path: Path) -> None:
    """A file of a newer claimhouse is not opened for writing: its bytes stay as they were."""
    path = tmp_path / "news.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.sql("insert into migration values (9999, '9999_later', 'x', $now)", now=datetime.now(UTC))
    before = path.read_bytes()
    with pytest.raises(SchemaTooNew, match="newer version"):
        Warehouse.open(path)
    assert path.read_bytes() == before


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    """A DuckDB file with other tables is named as such, and a file that is none as well."""
    foreign = tmp_path / "foreign.duckdb"
    script = f"import duckdb; duckdb.connect({str(foreign)!r}).execute('create table recipe (name varchar)')"
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603 - our own script
    with pytest.raises(WarehouseError, match="not claimhouse's"):
        Warehouse.open(foreign)
    garbage = tmp_path / "garbage.duckdb"
    garbage.write_bytes(b"no database at all" * 1000)
    with pytest.raises(WarehouseError, match="cannot open"):
        Warehouse.open(garbage)


def test_a_locked_database_names_its_holder(tmp_path: Path) -> None:
    """While another process writes, opening waits, then gives up with the holder's process number."""
    path = tmp_path / "news.duckdb"
    with Warehouse.open(path):
        pass
    script = f"import duckdb,sys; c = duckdb.connect({str(path)!r}); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseLocked, match=str(holder.pid)):
            Warehouse.open(path, lock_timeout_s=0.2)
    finally:
        holder.communicate("")


def test_readers_keep_the_snapshot_they_opened(tmp_path: Path) -> None:
    """A new snapshot is swapped in while a reader of the old one goes on reading the old one."""
    path = tmp_path / "news.duckdb"
    count = "select count(*) as n from entity"
    with Warehouse.open(path) as warehouse:
        warehouse.insert(Entity, [entity("a")])
        warehouse.publish()
        with Reader.open(path) as old:
            warehouse.insert(Entity, [entity("b")])
            warehouse.publish()
            assert old.sql(count).to_pylist() == [{"n": 1}]
        with Reader.open(path) as new:
            assert new.sql(count).to_pylist() == [{"n": 2}]


FORBIDDEN = [
    "copy (select 1) to '{folder}/out.csv'",
    "select * from read_text('{folder}/secret.txt')",
    "attach '{folder}/other.duckdb'",
    "insert into entity select * from entity",
    "set enable_external_access = true",
    "install httpfs",
    "create table mine (x int)",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_reader_is_locked_down(tmp_path: Path, statement: str) -> None:
    """A person's statement can neither write nor reach files, extensions or settings."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    path = tmp_path / "news.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.publish()
    with Reader.open(path) as reader, pytest.raises(QueryError):
        reader.sql(statement.format(folder=tmp_path))


def test_named_queries_say_what_is_wrong_with_their_parameters(tmp_path: Path) -> None:
    """An unknown parameter is answered with those that exist, an unknown query with all names."""
    path = tmp_path / "news.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.publish()
    with Reader.open(path) as reader:
        with pytest.raises(QueryError, match="it has: run"):
            reader.query("account", {"rum": "1"})
        with pytest.raises(QueryError, match="hedged_claims"):
            reader.query("hedge")


@pytest.mark.parametrize("name", [query.name for query in named_queries()])
def test_every_named_query_runs_on_an_empty_warehouse(name: str, tmp_path: Path) -> None:
    """Each query of the book has a title and a question and runs with its defaults."""
    path = tmp_path / "news.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.publish()
    query = next(query for query in named_queries() if query.name == name)
    assert query.title
    assert query.question.endswith("?")
    with Reader.open(path) as reader:
        given = {parameter.name: "x" for parameter in query.parameters if parameter.default is None}
        assert reader.query(name, given).column_names
