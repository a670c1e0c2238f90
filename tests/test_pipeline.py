"""The main job over the samples: accounted, repeatable, resumable, traceable."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from claimhouse.batch import BatchContext
from claimhouse.cli import app
from claimhouse.pipeline import Account, DirectExecutor, run_pipeline
from claimhouse.pipeline.checking import verify_database
from claimhouse.pipeline.executor import BatchStage, run_stages
from claimhouse.pipeline.explaining import conflict_lines, explain_conflict, explain_group, group_lines
from claimhouse.pipeline.places import raw_folder, staging_folder
from claimhouse.settings import RunSettings, Settings, load
from claimhouse.verify import Finding
from claimhouse.warehouse import Reader, named_queries
from tests.determinism import assert_same_state, state_of_database
from tests.query_contract import check_contract

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = tuple(str(ROOT / source) for source in load(ROOT / "config" / "sample.toml").default_sources)

FEW = SAMPLES[1:]
FEW_PER_BATCH = 3

ARTICLE = """Harbour board buys two cranes

The Wexmouth harbour board has bought two cranes for $12 million, the port director, Ina Solberg, said on Monday.
The cranes will arrive in March 2026. The board employs 340 people and paid $9 million for its last crane in 2019.
"""


def settings_at(folder: Path, batch_documents: int = 8) -> Settings:
    """Return settings with a database of its own and small batches, in this process."""
    run = RunSettings(workers=1, isolated=False, batch_documents=batch_documents)
    return Settings(database=str(folder / "news.duckdb"), run=run)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Account]:
    """Return the samples' settings and account after one run."""
    settings = settings_at(tmp_path_factory.mktemp("samples"))
    return settings, run_pipeline(SAMPLES, settings)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Account]:
    """Return settings and account of a run over the smaller sources, in three batches or more."""
    settings = settings_at(tmp_path_factory.mktemp("few"), batch_documents=FEW_PER_BATCH)
    return settings, run_pipeline(FEW, settings)


def counts(settings: Settings, *tables: str) -> dict[str, int]:
    """Return the number of rows of tables, superseded ones included."""
    with Reader.open(Path(settings.database)) as reader:
        return {table: reader.sql(f"select count(*) as n from {table}").to_pylist()[0]["n"] for table in tables}  # noqa: S608


def test_the_account_adds_up(samples: tuple[Settings, Account]) -> None:
    """Every item of the samples has exactly one outcome, and all four outcomes occur."""
    _, account = samples
    assert account.items == account.loaded + account.known + account.rejected + account.quarantined
    assert min(account.loaded, account.known, account.rejected, account.quarantined) > 0
    assert not account.degraded


def test_every_evidence_holds(samples: tuple[Settings, Account]) -> None:
    """Claims, blocks (kept and dropped) and titles lead back to the bytes of their pages."""
    settings, _ = samples
    for name, report in verify_database(Path(settings.database), 0).items():
        assert set(report.counts) == {Finding.HOLDS}, (name, report.faults)
        assert report.counts[Finding.HOLDS] > 20, name


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("deal_type", "stake", "acquisition"),
        ("deal_amount", "$4.1 billion", "$4.4 billion"),
        ("deal_amount", "$4.1 billion", "$4.5 billion"),
        ("stake_percent", "38 percent", "40 percent"),
        ("employees", "1,350 people", "1,200 people"),
    ],
)
def test_the_deal_of_the_samples_is_told_in_as_many_ways_as_it_is(
    samples: tuple[Settings, Account], attribute: str, one: str, other: str
) -> None:
    """Whether a source names the buyer in full or by one word, its version stands against those of the others."""
    settings, _ = samples
    with Reader.open(Path(settings.database)) as reader:
        rows = reader.query("disagreements", {"about": "Brightloom Energy"}).to_pylist()
    assert (attribute, {one, other}) in [(row["attribute"], {row["one_value"], row["other_value"]}) for row in rows]


def test_every_conflict_and_every_corroboration_is_explained(samples: tuple[Settings, Account]) -> None:
    """Whatever the two queries show leads to its claims, and the numbers of the one are those of the other."""
    database = Path(samples[0].database)
    with Reader.open(database) as reader:
        conflicts = reader.query("conflicts", {"limit": "10000"}).to_pylist()
        groups = reader.query("corroboration", {"limit": "10000"}).to_pylist()
    assert len(conflicts) > 5
    assert len(groups) > 5
    for row in conflicts:
        found = explain_conflict(database, row["conflict"], 0)
        told = "\n".join(conflict_lines(found))
        assert f"type        {row['type']}" in told
        assert {member["document"] for side in found.sides for member in side.members} == {
            value["document"] for value in row["values"]
        }
        assert all(repr(value["sentence"]) in told for value in row["values"])
    for row in groups:
        group = explain_group(database, row["group"], 0)
        assert [{name: one[name] for name in ("document", "because", "of")} for one in group.removed] == row["removed"]
        assert f"{row['n_origins']} independent origins" in "\n".join(group_lines(group))


def test_the_query_book_shows_what_the_samples_give(samples: tuple[Settings, Account]) -> None:
    """Each named query has an example that is what it gives; `docs/generate.py --examples` makes them anew."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    stored = generate.stored_examples()
    with Reader.open(Path(samples[0].database)) as reader:
        given = {query.name: generate.example(reader, query) for query in named_queries()}
    assert given == stored
    assert len(given) >= 25


def test_a_second_run_adds_only_rows_of_what_was_read(samples: tuple[Settings, Account], tmp_path: Path) -> None:
    """Everything is known the second time: no derived row, no ledger row, no quarantine row is added."""
    made, first = samples
    settings = settings_at(Path(shutil.copytree(Path(made.database).parent, tmp_path / "copy")))
    with Reader.open(Path(settings.database)) as reader:
        tables = [row["table_name"] for row in reader.sql("select table_name from duckdb_tables()").to_pylist()]
    before = counts(settings, *tables)
    second = run_pipeline(SAMPLES, settings)
    after = counts(settings, *tables)
    assert second.known == second.items == first.items
    changed = {table: after[table] - before[table] for table in tables if after[table] != before[table]}
    assert changed == {"run": 1, "reading": len(SAMPLES), "sighting": first.items}


def test_order_and_batches_do_not_matter(samples: tuple[Settings, Account], tmp_path: Path) -> None:
    """Sources in another order, one by one and in batches of another size, end in the same tables."""
    settings, _ = samples
    other = settings_at(tmp_path, batch_documents=5)
    for source in reversed(SAMPLES):
        run_pipeline([source], other)
    left, right = state_of_database(Path(settings.database)), state_of_database(Path(other.database))
    for state in (left, right):  # the id of a document is that of its first sighting in a run of its own
        state.pop("quarantine")
    assert_same_state(left, right)


def test_processes_give_what_a_loop_gives(few: tuple[Settings, Account], tmp_path: Path) -> None:
    """Two processes end in the same tables as a plain loop."""
    settings, _ = few
    other = settings_at(tmp_path, batch_documents=4)
    run_pipeline(FEW, other, executor=DirectExecutor(workers=2))
    assert_same_state(state_of_database(Path(settings.database)), state_of_database(Path(other.database)))


class DyingExecutor(DirectExecutor):
    """Works on some batches, then raises as if the machine had gone."""

    def batches(self, stages: Sequence[BatchStage], folders: Sequence[Path], context: BatchContext) -> Iterator[Path]:
        """Yield two batches, then fail in the middle of the third."""
        for folder in folders[:2]:
            yield run_stages(stages, folder, context)
        run_stages(stages[:2], folders[2], context)
        raise KeyboardInterrupt


def test_an_interrupted_run_goes_on_from_what_was_committed(few: tuple[Settings, Account], tmp_path: Path) -> None:
    """What was loaded before an interruption is known to the next run, and the end state is the same."""
    settings, first = few
    other = settings_at(tmp_path, FEW_PER_BATCH)
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(FEW, other, executor=DyingExecutor())
    account = run_pipeline(FEW, other)
    assert account.items == first.items
    assert account.known >= first.known + 2 * FEW_PER_BATCH - first.rejected - first.quarantined
    assert_same_state(state_of_database(Path(settings.database)), state_of_database(Path(other.database)))


def test_a_killed_run_goes_on_from_what_was_committed(few: tuple[Settings, Account], tmp_path: Path) -> None:
    """After `kill -9` in the middle of a run, the next one ends in the same tables as if nothing had happened."""
    settings, _ = few
    database = tmp_path / "news.duckdb"
    config = tmp_path / "settings.toml"
    config.write_text("[run]\nworkers = 1\nbatch_documents = 3\n", encoding="utf-8")
    command = [sys.executable, "-m", "claimhouse", "run", "--direct", *FEW, "--database", str(database)]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--config", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    batches = staging_folder(database) / "batches"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (batches.exists() and not (batches / "000001").exists()):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    other = settings_at(tmp_path)
    account = run_pipeline(FEW, other)
    assert account.items == account.loaded + account.known + account.rejected + account.quarantined
    assert_same_state(state_of_database(Path(settings.database)), state_of_database(database))


def test_bad_input_is_accounted_for_and_the_rest_goes_on(tmp_path: Path) -> None:
    """A broken line, a truncated archive and a binary file wait in quarantine; the good article is loaded."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "cut.txt.gz").write_bytes(gzip.compress(os.urandom(4000))[:2000])
    rows = [json.dumps({"id": "row", "text": ARTICLE.replace("two", "three")}), '{"id": "broken", "text": ']
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    settings = settings_at(tmp_path)
    account = run_pipeline([str(folder)], settings)
    assert (account.items, account.loaded, account.quarantined) == (4, 2, 2)
    with Reader.open(Path(settings.database)) as reader:
        found = reader.query("quarantine").to_pylist()
    assert {row["reason"] for row in found} == {"truncated", "broken_record"}
    again = run_pipeline([str(folder)], settings)
    assert again.known == again.items


def test_changed_settings_make_a_step_due_and_keep_what_was(tmp_path: Path) -> None:
    """With other settings of extract its rows are made anew, the old ones end, and the text is not cleaned again."""
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    settings = settings_at(tmp_path)
    run_pipeline([str(tmp_path / "good.txt")], settings)
    changed = settings.model_copy(update={"extract": settings.extract.model_copy(update={"gate": False})})
    account = run_pipeline([str(tmp_path / "good.txt")], changed)
    assert account.loaded == 1
    with Reader.open(Path(settings.database)) as reader:
        ended = reader.sql("select count(*) as n from claim where valid_to_run = 2").to_pylist()[0]["n"]
        live = reader.sql("select distinct valid_from_run as run from claim_current").to_pylist()
        extractions = reader.sql("select valid_from_run, valid_to_run from extraction").to_pylist()
    assert ended > 0
    assert live == [{"run": 2}]
    assert extractions == [{"valid_from_run": 1, "valid_to_run": None}]
    back = run_pipeline([str(tmp_path / "good.txt")], settings)
    assert back.loaded == 1
    assert run_pipeline([str(tmp_path / "good.txt")], settings).known == 1


def test_raw_bytes_stand_beside_the_database(samples: tuple[Settings, Account]) -> None:
    """Every document's payload is in the raw store under its key, and staging is empty after a run."""
    settings, _ = samples
    database = Path(settings.database)
    with Reader.open(database) as reader:
        keys = [row["document_key"] for row in reader.sql("select document_key from document").to_pylist()]
    stored = {path.name.partition(".")[0] for path in raw_folder(database).glob("*/*")}
    assert set(keys) <= stored
    assert not staging_folder(database).exists()


TUTORIAL = [
    shlex.split(line.removeprefix("$ "), comments=True)[1:]
    for line in (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("$ claimhouse ") and not re.search(r" run | serve |KEY", line)
]


@pytest.mark.parametrize("arguments", TUTORIAL, ids=" ".join)
def test_the_tutorial_is_true(
    arguments: list[str],
    samples: tuple[Settings, Account],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every command of the tutorial runs on the samples and has something to say."""
    monkeypatch.chdir(ROOT)
    settings, _ = samples
    own = ["--database", settings.database, *(["--format", "json"] if arguments[0] != "report" else [])]
    given = [*arguments[: arguments.index("--config")], *own] if "--config" in arguments else arguments
    if "--output" in given:  # it is what would stand in the file that has something to say
        del given[given.index("--output") : given.index("--output") + 2]
    assert not app(given, standalone_mode=False)
    assert capsys.readouterr().out.strip() not in {"", "[]"}


def test_the_json_of_conflicts_and_corroboration_is_as_promised(samples: tuple[Settings, Account]) -> None:
    """What other programs read of the samples has the promised fields, types and codes."""
    conflicts, corroboration = check_contract(Path(samples[0].database))
    assert min(len(conflicts), len(corroboration)) > 5
