"""Extractors of other distributions: found, listed, run, checked, and recorded each for itself."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimhouse.cli import app
from claimhouse.errors import ExtractorError, InvalidResult
from claimhouse.extractors import enabled, extract_document, load_extractor, registrations, registry
from claimhouse.extractors.builtin import BuiltInExtractor
from claimhouse.extractors.checking import check_extracted
from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.steps import step_identities
from claimhouse.records import (
    EntityKind,
    ExtractedDocument,
    Field,
    FoundAttribution,
    FoundMention,
    Span,
    SpeakerKind,
    TextDocument,
)
from claimhouse.settings import ExtractSettings, RunSettings, Settings
from claimhouse.warehouse import Reader, Warehouse
from tests.determinism import assert_same_state, state_of_database
from tests.plugin import documented_commands, documented_configuration, documented_files, install

LEAGUE = """League results of the weekend

The league published the results of the weekend on Monday, and Wexmouth United leads the table with 31 points.
Wexmouth United 3, Harrow Town 1
Lund Rovers 0, Elsden Athletic 2
The next matches will be played on Saturday, the league said. Tickets cost 14 euros at all grounds of the league.
"""
PORT = """Harbour board buys two cranes

The Wexmouth harbour board has bought two cranes for $12 million, the port director, Ina Solberg, said on Monday.
The cranes will arrive in March 2026. The board employs 340 people and paid $9 million for its last crane in 2019.
"""

ECHO = """
from dataclasses import replace

from claimhouse.extractors.builtin import EXTRACTOR as RULES


class Echo:
    name = "echo"
    version = "1"
    method = "says what the rules say"
    languages = ("en",)
    made_with = ()

    def extract(self, document, settings):
        found = RULES.extract(document, settings)
        mine = {"extractor": self.name, "extractor_version": self.version}
        sentences = tuple(
            replace(sentence, claims=tuple(replace(claim, **mine) for claim in sentence.claims))
            for sentence in found.sentences
        )
        return replace(found, sentences=sentences)


EXTRACTOR = Echo()
"""


def distribution(name: str, code: str, version: str = "1.0", module: str | None = None) -> dict[str, str]:
    """The files of a distribution with one extractor."""
    module = module or f"its_{name}"
    project = f'[project]\nname = "its-{name}-{version}"\nversion = "{version}"\n'
    points = f'[project.entry-points."claimhouse.extractors"]\n{name} = "{module}:EXTRACTOR"\n'
    return {"pyproject.toml": project + points, f"{module}.py": code}


Installed = Callable[[dict[str, str]], Path]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    """Put distributions on the path for the time of a test."""
    folders: list[Path] = []

    def forget() -> None:
        for cached in (registry.registered, registry.conflicts, registry._loaded):
            cached.cache_clear()

    def put(files: dict[str, str]) -> Path:
        folder = install(tmp_path / f"site{len(folders)}", files)
        folders.append(folder)
        monkeypatch.syspath_prepend(str(folder))
        forget()
        return folder

    yield put
    for name, module in list(sys.modules.items()):
        if any(str(folder) in str(getattr(module, "__file__", "")) for folder in folders):
            del sys.modules[name]
    monkeypatch.undo()
    forget()


@pytest.fixture
def results(installed: Installed) -> str:
    """Install the example of docs/extractors.md and return its name."""
    installed(dict(documented_files()))
    return "results"


def settings_at(folder: Path, *extractors: str) -> Settings:
    """Settings with a database of its own and these extractors, in this process."""
    return Settings(
        database=str(folder / "news.duckdb"),
        run=RunSettings(workers=1, isolated=False),
        extract=ExtractSettings(extractors=extractors or ("rules",)),
    )


@pytest.fixture
def articles(tmp_path: Path) -> str:
    """Two articles, one of them with results."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "league.txt").write_text(LEAGUE, encoding="utf-8")
    (folder / "port.txt").write_text(PORT, encoding="utf-8")
    return str(folder)


def ask(settings: Settings, statement: str) -> list[dict[str, Any]]:
    """Ask a statement or a named query."""
    with Reader.open(Path(settings.database)) as reader:
        rows: list[dict[str, Any]] = (reader.sql if " " in statement else reader.query)(statement).to_pylist()
        return rows


def ledger_rows(settings: Settings) -> Counter[tuple[str, str | None]]:
    """Count ledger rows, ended ones included, by step and extractor."""
    return Counter((row["step"], row["extractor"]) for row in ask(settings, "select step, extractor from ledger"))


def with_version(monkeypatch: pytest.MonkeyPatch, name: str, version: str) -> None:
    """Raise the version of an extractor, as a new release of its distribution would."""
    monkeypatch.setattr(type(load_extractor(name)), "version", version)


def test_the_page_about_extractors_is_true(
    results: str, articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command of docs/extractors.md runs on the example, and its claims say which extractor made them."""
    monkeypatch.chdir(Path(articles).parent)
    Path("news.toml").write_text(documented_configuration(), encoding="utf-8")
    Path("lines.jsonl").write_text(json.dumps({"id": "a", "text": LEAGUE}) + "\n", encoding="utf-8")
    outputs: dict[str, str] = {}
    for command in documented_commands():
        assert not app(shlex.split(command)[1:], standalone_mode=False), command
        outputs[" ".join(command.replace('"', "").split()[1:3])] = capsys.readouterr().out
    listed = {row["name"]: row for row in json.loads(outputs["extractors --config"])}
    assert listed[results]["enabled"]
    assert (listed[results]["distribution"], listed[results]["distribution_version"]) == ("claimhouse-results", "1.0.0")
    asked = json.loads(outputs["query select"])
    assert {(row["subject"], row["predicate"], row["object"]) for row in asked} == {
        ("Wexmouth United", "beat", "Harrow Town"),
        ("Lund Rovers", "lost to", "Elsden Athletic"),
    }
    assert {(row["extractor"], row["extractor_version"]) for row in asked} == {("results", "1")}
    lines = [json.loads(line) for line in outputs["extract lines.jsonl"].splitlines()]
    assert [(line["quantity"]["unit"], line["extractor"]) for line in lines] == [("goal", "results")] * 2
    assert json.loads(outputs["query quarantine"]) == []
    with Reader.open(tmp_path / "news.duckdb") as reader:
        theirs = (
            "select distinct unit from quantity_current join ledger using (ledger_digest) where extractor = 'results'"
        )
        units = reader.sql(theirs).to_pylist()
    assert units == [{"unit": "point"}]


def test_ours_is_registered_as_theirs(root: Path) -> None:
    """The entry point in pyproject.toml is the one that a checkout falls back to, and loads the built-in extractor."""
    assert f'rules = "{registry.BUILT_IN.value}"' in (root / "pyproject.toml").read_text(encoding="utf-8")
    assert isinstance(load_extractor("rules"), BuiltInExtractor)


def test_the_list_says_what_cannot_be_used_and_why(installed: Installed) -> None:
    """Broken, twice registered and missing extractors are listed with their problem; the rest can still be used."""
    installed(distribution("broken", "import no_such_engine\n"))
    installed(distribution("nameless", "EXTRACTOR = object()\n"))
    installed(distribution("alias", ECHO))
    installed(distribution("twice", ECHO, "1.0", "one_echo"))
    installed(distribution("twice", ECHO, "2.0", "other_echo"))
    installed(distribution("rules", ECHO, module="their_rules"))
    listed = {row.name: row for row in registrations(ExtractSettings(extractors=("rules", "gone")))}
    theirs = [name for name, row in listed.items() if row.distribution != "claimhouse"]
    assert theirs == ["alias", "broken", "nameless", "twice", "gone"]
    assert next(iter(listed)) == "rules"
    problems = {name: row.problem or "" for name, row in listed.items()}
    assert problems["rules"] == ""
    assert listed["rules"].distribution == "claimhouse"
    assert "cannot be loaded: ModuleNotFoundError: No module named 'no_such_engine'" in problems["broken"]
    assert "has no name, version, method, languages, made_with, extract" in problems["nameless"]
    assert "calls itself 'echo'" in problems["alias"]
    assert "registered more than once: one_echo:EXTRACTOR of its-twice-1.0" in problems["twice"]
    assert "no extractor is called 'gone'" in problems["gone"]
    assert {name for name, row in listed.items() if row.enabled} == {"rules", "gone"}
    with pytest.raises(ExtractorError, match="registered more than once"):
        enabled(ExtractSettings(extractors=("twice",)))


def test_a_new_version_of_one_extractor_makes_only_its_rows_due(
    results: str, articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A raised version adds one ledger row a document for that extractor, ends only its claims; resolve follows."""
    settings = settings_at(tmp_path, "rules", results)
    run_pipeline([articles], settings)
    before = ledger_rows(settings)
    assert before["extract", "rules"] == before["extract", "results"] == before["clean", None] == 2
    claims = ask(settings, "select claim_key, extractor, valid_from_run from claim_current order by all")
    with_version(monkeypatch, "results", "2")
    account = run_pipeline([articles], settings)
    assert (account.loaded, account.known) == (2, 0)
    after = ledger_rows(settings)
    assert after - before == Counter({("extract", "results"): 2, ("resolve", None): 1})  # one article has results
    assert ask(settings, "select distinct extractor from claim where valid_to_run = 2") == [{"extractor": "results"}]
    now = ask(settings, "select claim_key, extractor, valid_from_run from claim_current order by all")
    assert [row for row in now if row["extractor"] == "rules"] == [row for row in claims if row["extractor"] == "rules"]
    assert {row["valid_from_run"] for row in now if row["extractor"] == "results"} == {2}
    assert run_pipeline([articles], settings).known == 2
    with_version(monkeypatch, "rules", "next")
    run_pipeline([articles], settings)
    assert (ledger_rows(settings) - after)["extract", "rules"] == 2
    assert ledger_rows(settings)["extract", "results"] == after["extract", "results"]
    assert ledger_rows(settings)["clean", None] == ledger_rows(settings)["sign", None] == 2
    assert ledger_rows(settings)["dedupe", None] == before["dedupe", None]


def test_claims_that_change_make_resolution_due_and_others_do_not(
    results: str, articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Resolve consumes what extractors gave: it runs for a changed claim, and not for a version that gives the same."""
    settings = settings_at(tmp_path, "rules", results)
    run_pipeline([articles], settings)
    before = ledger_rows(settings)["resolve", None]
    options = settings.extract.model_copy(update={"options": {"results": {"unit": "point"}}})
    run_pipeline([articles], settings.model_copy(update={"extract": options}))
    assert ledger_rows(settings)["resolve", None] == before + 1  # the league's article alone
    assert ledger_rows(settings)["extract", "rules"] == 2
    units = ask(settings, "select distinct unit from claim_value_current where unit in ('goal', 'point')")
    assert units == [{"unit": "point"}]
    silent = ExtractedDocument(sentences=(), mentions=())
    monkeypatch.setattr(type(load_extractor(results)), "extract", lambda *_: silent)
    run_pipeline([articles], settings_at(tmp_path, "rules", results))
    rows = ledger_rows(settings)
    with_version(monkeypatch, results, "2")
    run_pipeline([articles], settings_at(tmp_path, "rules", results))
    assert ledger_rows(settings) - rows == Counter({("extract", results): 2})


def test_what_decides_what_is_found_is_in_the_key(results: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Version, own options and what it is made with change the step of one extractor; the other's stays as it is."""

    def steps(**update: object) -> tuple[str, str]:
        settings = Settings(extract=ExtractSettings(extractors=("rules", results)).model_copy(update=update))
        found = step_identities(settings)
        return found["extract:rules"].digest, found["extract:results"].digest

    rules, theirs = steps()
    assert steps(options={"results": {"unit": "point"}})[0] == rules
    assert steps(options={"results": {"unit": "point"}})[1] != theirs
    assert steps(extractors=(results, "rules")) == (rules, theirs)
    assert steps(gate=False)[0] != rules
    monkeypatch.setattr(type(load_extractor(results)), "made_with", ("duckdb",))
    assert steps()[1] != theirs
    assert steps()[0] == rules


def test_two_extractors_that_find_the_same_leave_one_row(
    installed: Installed, articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row of the built-in one stands; another's takes its place when it finds the claim no more, and gives it back.

    However extractors came and went, the tables are those of a warehouse made at once.
    """
    installed(distribution("echo", ECHO))
    both, one = tmp_path / "both", tmp_path / "one"
    both.mkdir()
    one.mkdir()
    settings = settings_at(both, "rules", "echo")
    run_pipeline([articles], settings)
    standing = "select extractor, count(*) as n from claim_current group by all order by all"
    (rules,) = ask(settings, standing)
    assert rules["extractor"] == "rules"
    run_pipeline([articles], settings_at(one, "rules"))
    for table in ("claim_current", "quantity_current", "attribution_current", "mention_current"):
        count = f"select count(*) as n from {table}"  # noqa: S608 - our own list
        assert ask(settings, count) == ask(settings_at(one, "rules"), count)

    run_pipeline([articles], settings_at(both, "echo"))
    assert ask(settings, standing) == [{"extractor": "echo", "n": rules["n"]}]
    assert ledger_rows(settings)["extract", "echo"] == 2  # it was not run again
    assert len(ask(settings, "select claim_key from claim group by claim_key having count(*) < 3")) == 0
    run_pipeline([articles], settings_at(both, "echo", "rules"))
    assert ask(settings, standing) == [rules]
    assert_same_state(state_of_database(Path(settings.database)), state_of_database(one / "news.duckdb"))
    overlaps = ask(settings, "select a.claim_key from claim as a join claim as b on a.claim_key = b.claim_key and"
                   " a.rowid < b.rowid and a.valid_from_run < coalesce(b.valid_to_run, 99)"
                   " and b.valid_from_run < coalesce(a.valid_to_run, 99)"
                   " and a.valid_from_run < coalesce(a.valid_to_run, 99)"
                   " and b.valid_from_run < coalesce(b.valid_to_run, 99)")  # fmt: skip
    assert overlaps == []  # in no run two rows of one claim are valid
    silent = ExtractedDocument(sentences=(), mentions=())
    monkeypatch.setattr(BuiltInExtractor, "extract", lambda *_: silent)
    with_version(monkeypatch, "rules", "silent")
    run_pipeline([articles], settings)
    assert ask(settings, standing) == [{"extractor": "echo", "n": rules["n"]}]  # what it found before, not run again


def wrong(found: ExtractedDocument, part: str, **values: object) -> ExtractedDocument:
    """Return a result in which the first sentence, or its first claim or quantity, has other values."""
    sentence = found.sentences[0]
    if part == "claim":
        sentence = replace(sentence, claims=(replace(sentence.claims[0], **values), *sentence.claims[1:]))  # type: ignore[arg-type]
    elif part == "quantity":
        sentence = replace(sentence, quantities=(replace(sentence.quantities[0], **values),))  # type: ignore[arg-type]
    elif part == "sentence":
        sentence = replace(sentence, **values)  # type: ignore[arg-type]
    elif part == "attribution":
        sentence = replace(sentence, attributions=(replace(SAID, **values),))  # type: ignore[arg-type]
    elif part == "mention":
        return replace(found, mentions=(replace(NAMED, **values),))  # type: ignore[arg-type]
    return replace(found, sentences=(sentence, *found.sentences[1:]))


TEXT = "Ann Bell said the mill had paid $3 million. It employs 40 people."
SAID = FoundAttribution(
    field=Field.TEXT,
    speaker="Ann Bell",
    speaker_kind=SpeakerKind.NAMED,
    speaker_start=0,
    speaker_end=8,
    cue="said",
    cue_start=9,
    cue_end=13,
    content=(Span(14, 42),),
    direct=False,
)
NAMED = FoundMention(
    field=Field.TEXT, char_start=0, char_end=8, text="Ann Bell", name="Ann Bell", kind=EntityKind.PERSON
)
DOCUMENT = TextDocument(text=TEXT, title="The mill", language="en")
FAULTS: list[tuple[str, dict[str, object], str]] = [
    ("sentence", {"char_end": 400}, r"sentence 1: \[0, 400\) is no place in a text of 65 characters"),
    ("sentence", {"char_start": -1}, r"sentence 1: \[-1, 43\) is no place"),
    ("sentence", {"char_start": 43}, r"sentence 1: \[43, 43\) is no place"),
    ("sentence", {"field": Field.TITLE}, r"\[0, 43\) is no place in a title of 8 characters"),
    ("sentence", {"field": "text"}, "field is 'text', expected"),
    ("sentence", {"claims": None}, "claims is None, expected tuple"),
    ("sentence", {"segment": True}, "segment is True, expected int"),
    ("quantity", {"raw": "$4 million"}, r"quantity 1: raw is '\$4 million', but at \[32, 42\) of the text stands"),
    ("quantity", {"char_start": 33}, "quantity 1: raw is"),
    ("quantity", {"value": 3.0}, "value is 3.0, expected"),
    ("quantity", {"value": Decimal("NaN")}, "value is NaN, not a number"),
    ("claim", {"char_start": 3}, r"claim 1: text \[3, 43\) is not its sentence, text \[0, 43\)"),
    ("claim", {"extractor": "rules "}, "it says that 'rules ' .* made it"),
    ("claim", {"extractor_version": "0"}, "it says that 'rules' 0 made it"),
    ("claim", {"subject": None, "predicate": None, "object": None}, "neither subject nor predicate nor object"),
    ("claim", {"subject": 7}, "claim 1: subject is 7, expected str"),
    ("claim", {"confidence": 1.5}, "confidence is 1.5, not between 0 and 1"),
    ("claim", {"confidence": float("nan")}, "confidence is nan"),
    ("claim", {"modality": "asserted"}, "modality is 'asserted', expected"),
    ("claim", {"attribution": replace(SAID, cue="says")}, "claim 1: attribution: cue is 'says', but at"),
    ("attribution", {"speaker_start": None}, "speaker, speaker_start and speaker_end do not go together"),
    ("attribution", {"content": (Span(60, 90),)}, r"attribution 1: content \[60, 90\) is no place"),
    ("mention", {"text": "Bell"}, "mention 1: text is 'Bell', but at"),
    ("mention", {"name": ""}, "mention 1: name is empty"),
]


@pytest.mark.parametrize(("part", "values", "message"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_result_that_does_not_hold_is_refused(part: str, values: dict[str, object], message: str) -> None:
    """Each fault is named with its record and with what stands there instead."""
    rules = load_extractor("rules")
    found = rules.extract(DOCUMENT, ExtractSettings())
    found = replace(found, sentences=tuple(one for one in found.sentences if one.field is Field.TEXT))
    check_extracted(DOCUMENT, found, name=rules.name, version=rules.version)
    with pytest.raises(InvalidResult, match=message) as caught:
        check_extracted(DOCUMENT, wrong(found, part, **values), name=rules.name, version=rules.version)
    assert str(caught.value).startswith(f"extractor 'rules' {rules.version}: ")


@pytest.mark.parametrize("returned", [None, [], ExtractedDocument(sentences=[], mentions=())])  # type: ignore[arg-type]
def test_what_is_no_result_is_refused(returned: object) -> None:
    """An extractor that returns something else is told so."""
    with pytest.raises(InvalidResult, match=r"extractor 'x' 1: (it returned|sentences is)"):
        check_extracted(DOCUMENT, returned, name="x", version="1")


FAULTY = """
from claimhouse.records import ExtractedDocument, Field, FoundSentence


class Faulty:
    name = "faulty"
    version = "1"
    method = "fails in three ways"
    languages = ("en",)
    made_with = ()

    def extract(self, document, settings):
        if "cranes" in document.text:
            raise LookupError("no crane is known")
        if "league" in document.text:
            raise SystemExit(3)
        sentence = FoundSentence(
            field=Field.TEXT, segment=0, char_start=0, char_end=100_000, candidate=True,
            claims=(), quantities=(), attributions=(),
        )
        return ExtractedDocument(sentences=(sentence,), mentions=())


EXTRACTOR = Faulty()
"""


def test_an_extractor_that_fails_costs_its_own_rows_only(
    installed: Installed, articles: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exceptions and faulty results wait in quarantine by document and extractor; the rules' claims are all there."""
    installed(distribution("faulty", FAULTY))
    mill = "The mill at Elsden employs 40 people, and it was founded in 1912 by the town of Elsden. " * 3
    (Path(articles) / "mill.txt").write_text("The mill at Elsden\n\n" + mill, encoding="utf-8")
    (tmp_path / "alone").mkdir()
    alone, settings = settings_at(tmp_path / "alone"), settings_at(tmp_path, "faulty", "rules")
    run_pipeline([articles], alone)
    account = run_pipeline([articles], settings)
    assert (account.items, account.loaded, account.quarantined, account.degraded) == (3, 3, 0, True)
    claims = "select claim_key from claim_current order by all"
    assert ask(settings, claims) == ask(alone, claims)
    waiting = {row["document"]: row for row in ask(settings, "quarantine")}
    assert {row["extractor"] for row in waiting.values()} == {"faulty"}
    assert {row["stage"] for row in waiting.values()} == {"extract"}
    assert {name: row["reason"] for name, row in waiting.items()} == {
        "league": "unexpected",
        "mill": "invalid_result",
        "port": "unexpected",
    }
    assert "extractor 'faulty': LookupError: no crane is known" in waiting["port"]["message"]
    assert "extractor 'faulty' 1: sentence 1: [0, 100000) is no place" in waiting["mill"]["message"]
    assert "tried to end the process" in waiting["league"]["message"]
    assert run_pipeline([articles], settings).known == 3  # nothing is tried again until something changes
    config = tmp_path / "news.toml"
    config.write_text('[run]\nworkers = 1\n[extract]\nextractors = ["faulty"]\n', encoding="utf-8")
    command = ["run", articles, "--direct", "--database", str(tmp_path / "new.duckdb"), "--config", str(config)]
    assert app(command, standalone_mode=False) == 1  # nobody could read any of them
    said = capsys.readouterr().out
    assert "3 items = 0 loaded + 0 known + 0 rejected + 3 quarantined" in said
    assert "extractor faulty: invalid_result: 1 document (mill) in quarantine: extractor 'faulty' 1:" in said


def test_an_extractor_that_runs_no_more_takes_its_rows_along(results: str, articles: str, tmp_path: Path) -> None:
    """Out of the configuration, out of the current tables; nothing else is computed again, and back it comes."""
    (tmp_path / "without").mkdir()
    settings, without = settings_at(tmp_path, "rules", results), settings_at(tmp_path / "without", "rules")
    run_pipeline([articles], settings)
    before = state_of_database(tmp_path / "news.duckdb")
    run_pipeline([articles], without)
    rows = ledger_rows(settings)
    account = run_pipeline([articles], settings_at(tmp_path, "rules"))
    assert account.loaded == 2
    assert (ledger_rows(settings) - rows)["extract", "rules"] == 0
    assert_same_state(state_of_database(tmp_path / "news.duckdb"), state_of_database(Path(without.database)))
    assert run_pipeline([articles], settings_at(tmp_path, "rules")).known == 2
    run_pipeline([articles], settings)
    assert_same_state(state_of_database(tmp_path / "news.duckdb"), before)


def test_processes_run_plugins_too(results: str, articles: str, tmp_path: Path) -> None:
    """Workers find the extractors that the process that started them found."""
    settings = settings_at(tmp_path, "rules", results).model_copy(
        update={"run": RunSettings(workers=2, batch_documents=1)}
    )
    assert run_pipeline([articles], settings).loaded == 2
    assert ask(settings, "select count(*) as n from claim_current where extractor = 'results'") == [{"n": 2}]


def test_an_older_warehouse_goes_on(articles: str, tmp_path: Path) -> None:
    """Rows made before extractors had ledger rows of their own end when their documents are met again."""
    settings = settings_at(tmp_path)
    run_pipeline([articles], settings)
    made = state_of_database(tmp_path / "news.duckdb")
    migration = (Path(__file__).resolve().parents[1] / "warehouse/migrations/0007_extractors.sql").read_text()
    updates = [part for part in migration.split(";") if "update" in part and "set extractor" in part]
    assert len(updates) == 2
    with Warehouse.open(tmp_path / "news.duckdb") as warehouse:
        older = "extractor = null, step_digest = 'older', ledger_digest = 'older' || document_key"
        warehouse.sql(f"update ledger set {older} where step = 'extract'")  # noqa: S608 - our own words
        for table in ("claim", "quantity", "attribution", "mention"):
            warehouse.sql(f"update {table} set ledger_digest = 'older' || document_key")  # noqa: S608 - our own list
        for update in updates:
            warehouse.sql(update)
    assert run_pipeline([articles], settings).loaded == 2
    assert_same_state(state_of_database(tmp_path / "news.duckdb"), made)
    assert ask(settings, "select distinct valid_from_run from claim_current") == [{"valid_from_run": 2}]


def test_several_extractors_answer_as_one(results: str) -> None:
    """A text through two extractors gives each sentence once, with what both found in it."""
    alone = extract_document(TextDocument(text=LEAGUE), ExtractSettings())
    both = extract_document(TextDocument(text=LEAGUE), ExtractSettings(extractors=("rules", results)))
    places = [(sentence.field, sentence.char_start, sentence.char_end) for sentence in both.sentences]
    assert len(set(places)) == len(places)
    made = Counter(claim.extractor for sentence in both.sentences for claim in sentence.claims)
    assert made["results"] == 2
    assert made["rules"] == sum(len(sentence.claims) for sentence in alone.sentences)
