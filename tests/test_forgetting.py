"""What is forgotten is gone everywhere, for good, and everything else is as if it had never been there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimhouse.cli import app
from claimhouse.errors import QueryError, WarehouseError
from claimhouse.fetching.known import Kept
from claimhouse.fetching.state import FILE, State
from claimhouse.pipeline import Account, run_pipeline
from claimhouse.pipeline.checking import verify_database
from claimhouse.pipeline.forgetting import Forgot, find_targets, forget
from claimhouse.raw_store import RawStore
from claimhouse.settings import RunSettings, Settings
from claimhouse.urls import page_digest
from claimhouse.verify import Finding
from claimhouse.warehouse import Reader, Warehouse
from tests.determinism import assert_same_state, state_of_database

OPENING = "The Ostrow council bought {} trams for ${} million, the mayor, Ina Solberg, said on Monday."
MIDDLE = " The trams will arrive in March {}. The Kesten works, which builds them, employs {} people in Ostrow."
ENDS = (
    " Solberg said the old trams would go to a museum, and that no tram driver would lose a job over it.",
    " The opposition called the price too high. Its leader, Marek Dahl, asked for an inquiry into the tender.",
    " The Kesten works was founded in 1921 and had been close to ruin, its director, Petra Lund, told the paper.",
)
# Several of one page, copies, and disagreements about one number: what goes pulls at what stays.
PAGES = [
    {
        "id": f"page{n}",
        "text": (OPENING.format(40 + n % 3, 12 + n % 2) + MIDDLE.format(2026 + n % 2, 340 + n % 4)) * 2 + ENDS[n % 3],
        "title": f"Trams for Ostrow, part {n % 4}",
        "url": f"https://{'abc'[n % 3]}.example/{n // 2}",
        "publisher": f"Paper {'abc'[n % 3]}",
        "fetched_at": f"2026-03-{n + 1:02}T08:00:00Z",
        "published_at": f"2026-02-{n + 1:02}T07:30:00Z",
    }
    for n in range(8)
]


def settings_at(folder: Path) -> Settings:
    """Return settings for a database in a folder, in this process."""
    return Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False, lock_timeout_s=0))


def take_in(made: Settings, numbers: Sequence[int], folder: Path) -> Account:
    """Run over some of the pages."""
    pile = folder / "pile.jsonl"
    pile.write_text("\n".join(json.dumps(PAGES[n]) for n in numbers) + "\n", encoding="utf-8")
    return run_pipeline([str(pile)], made)


def forget_named(made: Settings, *names: str) -> Forgot:
    """Forget the documents of these names."""
    return forget(made, find_targets(made, names))


def traces(database: Path, words: Sequence[str]) -> Iterator[str]:
    """Yield where any of the words is found in the files of a database."""
    for path in database.parent.glob(f"{database.name}*"):
        for file in [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]:
            content = file.read_bytes()
            yield from (f"{file.name}: {word}" for word in words if word.encode() in content)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_left_is_a_collection_that_never_had_it(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Pages come in one or two runs, some are forgotten: all that is deterministic is as without them."""
    folder = tmp_path_factory.mktemp("forget")
    there = data.draw(st.lists(st.sampled_from(range(8)), min_size=3, max_size=8, unique=True))
    cut = data.draw(st.integers(1, len(there)))
    gone = data.draw(st.lists(st.sampled_from(there), min_size=1, max_size=2, unique=True))
    with_it, without = settings_at(folder / "with"), settings_at(folder / "without")
    for part in (there[:cut], there[cut:]):
        if part:
            take_in(with_it, part, folder)
    forget_named(with_it, *(f"page{n}" for n in gone))
    take_in(without, [n for n in there if n not in gone], folder)
    state = {made.database: state_of_database(Path(made.database)) for made in (with_it, without)}
    assert_same_state(*state.values())
    for report in verify_database(Path(with_it.database), 0).values():
        assert set(report.counts) <= {Finding.HOLDS}
    account = take_in(with_it, there, folder)
    assert (account.items, account.known) == (len(there), len(there))
    assert_same_state(state_of_database(Path(with_it.database)), state[without.database])
    with Reader.open(Path(with_it.database)) as reader:
        moved = reader.sql("select count(*) n from claim where valid_from_run > 3 or valid_to_run > 3").to_pylist()
        assert moved == [{"n": 0}]


def test_no_trace_of_it_is_left_in_any_file(tmp_path: Path) -> None:
    """Not in tables or their history, the database's free blocks, raw bytes, snapshots, staging, the fetch state."""
    made = settings_at(tmp_path)
    secret = {
        **PAGES[1],
        "id": "xsecretx",
        "url": "https://a.example/zzgeheim",
        "title": "Quixwort leaves",
        "publisher": None,
    }
    secret["text"] = f"{PAGES[1]['text']} Quixwort Zabelin said the Plomberg fund owes him $77 million."
    (tmp_path / "secret.jsonl").write_text(json.dumps(secret), encoding="utf-8")
    take_in(made, range(6), tmp_path)
    run_pipeline([str(tmp_path / "secret.jsonl")], made)
    run_pipeline([], made.model_copy(update={"clean": made.clean.model_copy(update={"min_words": 20})}), again="clean")
    database = Path(made.database)
    words = ("Quixwort", "Zabelin", "Plomberg", "zzgeheim", "xsecretx", "quixwort", "zabelin")
    assert list(traces(database, words))
    (target,) = find_targets(made, ["xsecretx"])
    raw = RawStore(tmp_path / "news.duckdb.raw")
    before = set(raw.kept_keys())
    done = forget(made, [target])
    assert list(traces(database, words)) == []
    assert before - set(raw.kept_keys()) >= {target.document_key}
    assert done.files == len(before - set(raw.kept_keys())) == 2  # the payload, and the title given beside it
    assert done.rows["document"] == 1
    assert done.rows["sighting"] == 2
    assert done.rows["claim"] > 0
    with Warehouse.open(database) as warehouse:
        tables = warehouse.sql(
            "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
        )
        holding = [
            f"{row['table_name']}.{row['column_name']}"
            for row in tables.to_pylist()
            if warehouse.sql(
                f"select 1 from {row['table_name']} where {row['column_name']} = $key limit 1",  # noqa: S608 - schema
                key=target.document_key,
            ).num_rows
        ]
    assert holding == ["forgotten.document_key"]


def test_a_source_that_brings_it_again_has_it_left_out(tmp_path: Path) -> None:
    """The item is accounted for, nothing is kept of it, and its address is not asked again."""
    made = settings_at(tmp_path)
    take_in(made, range(4), tmp_path)
    (target,) = find_targets(made, ["page2"])
    forget(made, [target])
    account = take_in(made, range(4), tmp_path)
    assert (account.items, account.known, account.loaded) == (4, 4, 0)
    assert not RawStore(tmp_path / "news.duckdb.raw").has(target.document_key)
    with Reader.open(Path(made.database)) as reader:
        rows = reader.sql("select * from sighting where reason = 'forgotten'").to_pylist()
        (stone,) = reader.sql("from forgotten").to_pylist()
    (row,) = rows
    assert (row["input_digest"], row["document_key"], row["url"]) == (target.document_key, None, None)
    assert row["given_title"] is row["given_date"] is row["publisher"] is None
    assert stone["page_digests"] == [page_digest(PAGES[2]["url"])]


def test_what_fetching_knew_of_it_goes_too(tmp_path: Path) -> None:
    """The page, its place in a listing, and bytes that wait; the address by which it was listed is remembered."""
    made = settings_at(tmp_path)
    take_in(made, range(4), tmp_path)
    (target,) = find_targets(made, ["page2"])
    folder = tmp_path / "news.duckdb.fetch"
    with Warehouse.open(Path(made.database)) as warehouse:
        identity = warehouse.step("fetch_identity").to_pylist()[0]["identity"]
    state = State.open(folder, identity, 1)
    fields: dict[str, Any] = {
        "name": "x",
        "title": "t",
        "publisher": None,
        "updated": None,
        "outcome": "done",
        "next_at": None,
    }
    for place, (url, digest) in enumerate(
        [("https://s.example/short", target.document_key), ("https://o.example/", "0")]
    ):
        state.keep(
            Kept(
                source="feed", url=url, place=place, seen_url=url, digest=digest, seen_at="2026-03-01T00:00:00Z",
                failures=0, failing_since=None, unchanged=0, payload=b"bytes", **fields,
            )
        )  # fmt: skip
    state.close()
    done = forget(made, [target])
    assert done.addresses == 2
    assert b"s.example" not in (folder / FILE).read_bytes()
    state = State.open(folder, identity, 9)
    assert [kept.url for _, kept in state.kept("feed")] == ["https://o.example/"]
    state.close()


def test_one_that_was_cut_short_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the rows went: the same call removes what else there is, and then it is done."""
    made = settings_at(tmp_path)
    take_in(made, range(4), tmp_path)
    (target,) = find_targets(made, ["page2"])
    with monkeypatch.context() as patch:
        patch.setattr(Warehouse, "compact", lambda _: (_ for _ in ()).throw(WarehouseError("no room")))
        with pytest.raises(WarehouseError, match="no room"):
            forget(made, [target])
    forget_named(made, target.document_key[:12])
    with Warehouse.open(Path(made.database)) as warehouse:
        (stone,) = warehouse.sql("from forgotten").to_pylist()
    assert stone["finished_at"] is not None
    assert stone["page_digests"]
    with pytest.raises(QueryError, match="forgotten already"):
        find_targets(made, [target.document_key])


def test_a_name_must_mean_one_document(tmp_path: Path) -> None:
    """None, or several: nothing is removed, and the message says which there are."""
    made = settings_at(tmp_path)
    take_in(made, range(4), tmp_path)
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({**PAGES[5], "id": "page1"}), encoding="utf-8")
    run_pipeline([str(other)], made)
    with pytest.raises(QueryError, match="2 documents are called 'page1'"):
        find_targets(made, ["page1"])
    with pytest.raises(QueryError, match="no document is called 'nothing'"):
        find_targets(made, ["nothing"])
    with pytest.raises(WarehouseError, match="no database"):
        find_targets(settings_at(tmp_path / "elsewhere"), ["page1"])


def test_other_revisions_of_its_page_are_named_and_kept(tmp_path: Path) -> None:
    """Pages 0 and 1 are not of one address, 0 and a later text at its address are."""
    made = settings_at(tmp_path)
    take_in(made, range(2), tmp_path)
    later = tmp_path / "later.jsonl"
    later.write_text(json.dumps({**PAGES[4], "id": "later", "url": PAGES[0]["url"]}), encoding="utf-8")
    run_pipeline([str(later)], made)
    (kept,) = forget_named(made, "page0").kept_revisions
    assert find_targets(made, ["later"])[0].document_key == kept


def test_the_settings_of_the_last_run_are_kept_to(tmp_path: Path) -> None:
    """Without a configuration named, the rest is made anew as the last run would: nothing else changes."""
    made = settings_at(tmp_path)
    used = made.model_copy(update={"dedupe": made.dedupe.model_copy(update={"strict_jaccard": 0.85})})
    take_in(used, range(4), tmp_path)
    forget(made, find_targets(made, ["page3"]), own_settings=True)
    with Reader.open(Path(made.database)) as reader:
        steps = reader.sql("select distinct step_digest from ledger_current where step = 'dedupe'").num_rows
        rebuilt = reader.sql("select rebuilt from dedupe_run order by run desc limit 1").to_pylist()
    assert (steps, rebuilt) == (1, [{"rebuilt": False}])


def test_the_command_says_what_it_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows by table, files, sizes, what is kept and what is not reached; a pipe is not asked."""
    made = settings_at(tmp_path)
    take_in(made, range(2), tmp_path)
    assert app(["forget", "page1", "--database", made.database], standalone_mode=False) == 0
    told = capsys.readouterr().err
    for part in (
        "page1, https://b.example/0",
        "1 document",
        "1 sighting",
        "raw files removed: 2",
        "not reached: backups",
    ):
        assert part in told
    with pytest.raises(QueryError, match="forgotten already"):
        app(["forget", told.split()[1][:9], "--yes", "--database", made.database], standalone_mode=False)
