"""The command line: one line for wrong use, exit codes, quick help, JSON that other programs read."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ARTICLES = {
    "cranes": """Harbour board buys two cranes

The Wexmouth harbour board has bought two cranes for $12 million, the port director, Ina Solberg, said on Monday.
The cranes will arrive in March 2026. The board employs 340 people and paid $9 million for its last crane in 2019.
Dockers may refuse to operate the new machines, a union official warned, because nobody had asked them.
""",
    "bridge": """Wexmouth bridge closed for repairs

The Wexmouth road bridge will be closed for six weeks from 3 May, the county said on Tuesday. Repairs will cost
£2.4 million. About 18,000 cars use the bridge every day, according to a county report published in January.
""",
}


def claimhouse(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "claimhouse", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with two articles in it."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "in").mkdir()
    for name, text in ARTICLES.items():
        (folder / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    done = claimhouse("run", "--direct", str(folder / "in"), "--database", str(folder / "news.duckdb"))
    assert done.returncode == 0, done.stderr
    assert "2 items = 2 loaded + 0 known + 0 rejected + 0 quarantined" in done.stdout
    return folder / "news.duckdb"


WRONG_USE = [
    (["run", "--nope"], "No such option: --nope"),
    (["nonsense"], "No such command 'nonsense'"),
    (["run", "/no/such/folder"], "/no/such/folder"),
    (["run", "--config", "/no/such.toml"], "/no/such.toml"),
    (["run", "--database", "/no/such.duckdb"], "no SOURCE"),
    (["query", "confilcts"], "conflicts"),
    (["query", "account", "--param", "run"], "name=value"),
    (["extract", "--by", "word"], "claim or sentence"),
    (["extract", "/no/such.jsonl"], "/no/such.jsonl"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(arguments: list[str], said: str) -> None:
    """Wrong use says what came and what was expected, in one line on standard error."""
    done = claimhouse(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("claimhouse: ")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_settings_errors_name_all_problems(tmp_path: Path) -> None:
    """Unknown settings and values of a wrong type are named together, with what exists."""
    config = tmp_path / "bad.toml"
    config.write_text("[clean]\nmin_wrods = 3\n[run]\nworkers = 'two'\n", encoding="utf-8")
    done = claimhouse("run", "x", "--config", str(config))
    assert done.returncode == 2
    assert "clean.min_wrods" in done.stderr
    assert "min_words" in done.stderr
    assert "run.workers" in done.stderr


def test_nothing_that_can_be_read_is_exit_1(tmp_path: Path) -> None:
    """Where all input is bad nothing could be done: exit 1, and the account says so."""
    (tmp_path / "rows.jsonl").write_text('{"id": "a"\n', encoding="utf-8")
    done = claimhouse("run", "--direct", str(tmp_path / "rows.jsonl"), "--database", str(tmp_path / "n.duckdb"))
    assert done.returncode == 1
    assert "1 items = 0 loaded + 0 known + 0 rejected + 1 quarantined" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["--help"], ["run", "--help"], ["query", "account", "--help"]])
def test_help_has_an_example(command: list[str]) -> None:
    """The help of a command ends with an example."""
    done = claimhouse(*command)
    assert done.returncode == 0
    assert "Example: claimhouse" in done.stdout


HEAVY = ("prefect", "spacy", "trafilatura")


@pytest.mark.parametrize("arguments", [["--help"], ["query", "account"]])
def test_help_and_queries_load_no_engine(arguments: list[str], database: Path) -> None:
    """Neither help nor a query imports the orchestrator, the parser or the cleaning engine."""
    given = arguments if arguments == ["--help"] else [*arguments, "--database", str(database)]
    script = (
        "import sys\nfrom claimhouse.cli import main\nsys.argv = ['claimhouse', *sys.argv[1:]]\n"
        "try:\n    main()\nfinally:\n    print(sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script, *given], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stderr
    assert [name for name in HEAVY if f"'{name}'" in loaded] == []


def test_query_formats(database: Path) -> None:
    """The same rows come as JSON, CSV, Parquet and a table."""
    ask = ["query", "select 1 as n, 'a,b' as t", "--database", str(database), "--format"]
    assert json.loads(claimhouse(*ask, "json").stdout) == [{"n": 1, "t": "a,b"}]
    assert list(csv.reader(io.StringIO(claimhouse(*ask, "csv").stdout))) == [["n", "t"], ["1", "a,b"]]
    assert "a,b" in claimhouse(*ask, "table").stdout
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "claimhouse", *ask, "parquet"], capture_output=True, check=True
    )
    assert pq.read_table(io.BytesIO(done.stdout)).to_pylist() == [{"n": 1, "t": "a,b"}]


def test_query_parameters(database: Path) -> None:
    """Parameters reach named queries and statements as values, never as SQL."""
    done = claimhouse("query", "select $x as x", "--param", "x='; drop table claim", "--database", str(database))
    assert json.loads(done.stdout) == [{"x": "'; drop table claim"}]


def test_verify_passes(database: Path) -> None:
    """All evidence of a fresh database holds."""
    done = claimhouse("verify", "--database", str(database))
    assert done.returncode == 0, done.stderr
    assert {row["finding"] for row in json.loads(done.stdout)} == {"holds"}


def test_explain_claim_leads_to_the_bytes(database: Path) -> None:
    """An explanation shows the sentence, the statement, the raw bytes and the step that made the claim."""
    rows = claimhouse(
        "query", "select claim_key, quote from claim_current order by claim_key limit 1", "--database", str(database)
    )
    claim = json.loads(rows.stdout)[0]
    done = claimhouse("explain", "claim", claim["claim_key"][:16], "--database", str(database))
    assert done.returncode == 0, done.stderr
    assert claim["claim_key"] in done.stdout
    assert claim["quote"][:40] in done.stdout
    assert "raw bytes" in done.stdout
    missing = claimhouse("explain", "claim", "zzzz", "--database", str(database))
    assert missing.returncode == 1
    assert len(missing.stderr.splitlines()) == 1


def test_clean_extract_and_dedupe_compose(tmp_path: Path) -> None:
    """The stages pipe into each other, and every line has the promised keys."""
    for name, text in ARTICLES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "copy.txt").write_text(ARTICLES["cranes"] + "\n", encoding="utf-8")
    cleaned = claimhouse("clean", str(tmp_path))
    lines = [json.loads(line) for line in cleaned.stdout.splitlines()]
    keys = {"id", "url", "title", "authors", "published_at", "language", "text", "dropped", "rejected"}
    assert [set(line) for line in lines] == [keys] * 3
    assert [line["id"] for line in lines] == ["bridge", "copy", "cranes"]
    claims = [json.loads(line) for line in claimhouse("extract", given=cleaned.stdout).stdout.splitlines()]
    texts = {line["id"]: line for line in lines}
    for claim in claims:
        field = texts[claim["id"]][claim["field"]]
        assert field[claim["char_start"] : claim["char_end"]] == claim["sentence"]
    assert any(claim["quantity"] and claim["quantity"]["value"] == 12_000_000 for claim in claims)
    clusters = [json.loads(line) for line in claimhouse("dedupe", given=cleaned.stdout).stdout.splitlines()]
    by_id = {row["id"]: row["cluster"] for row in clusters}
    assert by_id["copy"] == by_id["cranes"] != by_id["bridge"]


def test_extract_by_sentence(tmp_path: Path) -> None:
    """`--by sentence` gives every sentence, also those without a claim."""
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "x", "text": "Why wait? The mill employs 40 people."}) + "\n", encoding="utf-8")
    done = claimhouse("extract", str(file), "--by", "sentence")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["sentence"] for row in rows] == ["Why wait?", "The mill employs 40 people."]
    assert [bool(row["claims"]) for row in rows] == [False, True]


def test_a_broken_line_is_named_and_passed_over() -> None:
    """A line of standard input that is no JSON or lacks a key is named with its number; the rest is answered."""
    given = '{"id": "a", "text": "The mill employs 40 people."}\nnonsense\n{"id": "b"}\n'
    done = claimhouse("dedupe", given=given)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a"]
    assert "line 2 is no JSON" in done.stderr
    assert "line 3 lacks text" in done.stderr


def test_lines_that_cannot_be_used_are_named_and_none_is_an_error() -> None:
    """Broken lines are passed over and the rest goes on, half a surrogate pair included; with no rest, exit 1."""
    rest = claimhouse("extract", given='nothing\n{"id": "a", "text": "\\ud800 The harbour paid $3 million."}\n')
    assert rest.returncode == 0
    assert json.loads(rest.stdout.splitlines()[0])["char_end"] > 0
    for command in ("extract", "dedupe"):
        none = claimhouse(command, given='nothing\n{"id": "a"}\n')
        assert (none.returncode, none.stdout) == (1, "")
        assert "not one of 2 lines" in none.stderr
