"""What the design promises of sightings, outcomes and increments, tried on small collections."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from claimhouse import dedupe, extractors
from claimhouse.pipeline import Account, run_pipeline
from claimhouse.pipeline.checking import verify_database
from claimhouse.settings import CleanSettings, RunSettings, Settings
from claimhouse.verify import Finding
from claimhouse.warehouse import Reader, Warehouse
from tests.determinism import assert_same_state, state_of_database

CRANES = """Harbour board buys two cranes

The Wexmouth harbour board has bought two cranes for $12 million, the port director, Ina Solberg, said on Monday.
The cranes will arrive in March 2026. The board employs 340 people and paid $9 million for its last crane in 2019.
"""
FERRY = """Lake ferry line opens

The Tarnholm lake company opened a ferry line on Friday. The line cost 3.5 million euros, the company said.
About 200 passengers are expected every day, according to Oskar Vell, who runs the line. It employs 12 people now.
"""
PAGE = "https://harbour.example/cranes"

Row = Mapping[str, str]


class House:
    """A warehouse of its own, fed row by row."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.settings = Settings(
            database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False, batch_documents=2)
        )
        self._files = 0

    def run(self, *rows: Row, settings: Settings | None = None) -> Account:
        """Run the main job over the rows."""
        self._files += 1
        file = self.folder / f"rows{self._files}.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        return run_pipeline([str(file)], settings or self.settings)

    def ask(self, statement: str) -> list[dict[str, Any]]:
        """Ask a statement or a named query."""
        with Reader.open(Path(self.settings.database)) as reader:
            rows: list[dict[str, Any]] = (reader.sql if " " in statement else reader.query)(statement).to_pylist()
            return rows

    def state(self) -> dict[str, Any]:
        """All that must be equal, without the ids of what is in quarantine."""
        return state_of_database(Path(self.settings.database))


def row(identifier: str, text: str, day: int = 1, **more: str) -> Row:
    """A row fetched on a day of one January."""
    return {"id": identifier, "text": text, "fetched_at": f"2026-01-{day:02}T08:00:00Z", **more}


Build = Callable[[str], House]


@pytest.fixture
def house(tmp_path: Path) -> Build:
    """Make warehouses by name."""
    return lambda name: House(tmp_path / name)


def test_a_page_that_goes_back_to_its_old_text_is_current_in_it(house: Build) -> None:
    """A, B, A under one URL are three revisions and A is current, run by run as in one run."""
    changed = CRANES.replace("$12 million", "$14 million")
    rows = [row("a", CRANES, 1, url=PAGE), row("b", changed, 2, url=PAGE), row("c", CRANES, 3, url=PAGE)]
    step_by_step, at_once = house("steps"), house("once")
    for one in rows:
        step_by_step.run(one)
    at_once.run(*reversed(rows))
    assert_same_state(step_by_step.state(), at_once.state())
    shown = [(found["document"], found["is_current"]) for found in step_by_step.ask("revisions")]
    assert shown == [("a", False), ("b", False), ("c", True)]
    replaced = step_by_step.ask(
        "select source_id from independence_edge_current join extraction_current on document_key = left_key"
        " where kind = 'same_url'"
    )
    assert replaced == [{"source_id": "b"}]
    assert step_by_step.ask("select distinct source_id from article where is_current order by all") == [
        {"source_id": "a"},
        {"source_id": "c"},
    ]


def test_the_same_bytes_on_two_sites_are_two_articles_of_one_origin(house: Build) -> None:
    """Byte-identical copies count each as an article, and the edge `same_bytes` makes them one origin."""
    both = house("both")
    both.run(row("a", CRANES, 1, url=PAGE), row("b", CRANES, 2, url="https://mirror.example/x"))
    found = both.ask("corroboration")
    assert {(group["n_articles"], group["n_origins"]) for group in found} == {(2, 1)}
    assert found[0]["removed"] == [{"document": "b", "because": "same_bytes", "of": "a"}]


def test_the_first_sighting_does_not_depend_on_arrival(house: Build) -> None:
    """An earlier sighting that arrives later makes clean due again; a later one does not; ties end the same way."""
    sightings = [
        row("a", CRANES, 2, url=PAGE, title="Zinc cranes bought"),
        row("a", CRANES, 2, url=PAGE, title="Amber cranes bought"),
        row("b", CRANES, 3, url=PAGE),
        row("c", CRANES, 1, url=PAGE, title="Cobalt cranes bought"),
    ]
    forward, backward = house("forward"), house("backward")
    assert [forward.run(one).loaded for one in sightings] == [1, 1, 0, 1]
    assert [backward.run(one).loaded for one in reversed(sightings)] == [1, 0, 0, 0]
    assert_same_state(forward.state(), backward.state())
    assert forward.ask("select source_id, title from extraction_current") == [
        {"source_id": "c", "title": "Cobalt cranes bought"}
    ]
    for report in verify_database(Path(forward.settings.database), 0).values():
        assert set(report.counts) == {Finding.HOLDS}


def test_quarantine_at_a_stage_ends_with_the_version_that_mends_it(
    house: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that fails at two stages is one item in quarantine, then known, and whole after a new version."""
    rows = [row("a", CRANES), row("b", FERRY), row("short", "Too short.")]
    ailing, sound = house("ailing"), house("sound")
    sound.run(*rows)

    def failing(step: Callable[..., Any], text_of: Callable[[Any], str]) -> Callable[..., Any]:
        def tried(given: Any, settings: Any) -> Any:  # noqa: ANN401 - whatever the step takes and gives
            if "ferry" in text_of(given):
                message = "no ferries"
                raise ValueError(message)
            return step(given, settings)

        return tried

    def failing_method(method: Callable[..., Any]) -> Callable[..., Any]:
        def tried(self: object, given: Any, settings: Any) -> Any:  # noqa: ANN401 - as above
            return failing(lambda given, settings: method(self, given, settings), lambda given: given.text)(
                given, settings
            )

        return tried

    with monkeypatch.context() as patch:
        patch.setattr(dedupe, "sign_text", failing(dedupe.sign_text, str))
        rules = type(extractors.load_extractor("rules"))
        patch.setattr(rules, "extract", failing_method(rules.extract))
        first = ailing.run(*rows)
        assert (first.loaded, first.rejected, first.quarantined) == (1, 1, 1)
        assert ailing.run(*rows).known == first.items
    assert sorted(found["stage"] for found in ailing.ask("quarantine")) == ["extract", "sign"]
    with monkeypatch.context() as patch:
        patch.setattr(dedupe, "VERSION", "mended")
        patch.setattr(extractors, "VERSION", "mended")
        assert ailing.run(*rows).quarantined == 0
    assert ailing.ask("quarantine") == []
    ailing.run(*rows)
    assert_same_state(ailing.state(), sound.state())


def test_what_becomes_unfit_leaves_and_comes_back(house: Build) -> None:
    """With a higher `min_words` a page loses text, claims, cluster and groups; with the old one all is as before."""
    rows = [row("a", CRANES), row("b", CRANES.replace("$12", "$14"))]
    there = house("there")
    there.run(*rows)
    before = there.state()
    strict = there.settings.model_copy(update={"clean": CleanSettings(min_words=500)})
    assert there.run(*rows, settings=strict).rejected == len(rows)
    gone = there.state()
    for table in ("claim", "signature", "claim_value", "conflict", "partition of cluster", "partition of claim_group"):
        assert gone[table] == [], table
    assert there.run(*rows).loaded == len(rows)
    assert_same_state(before, there.state())


def test_numbers_that_no_column_holds_end_no_run(house: Build) -> None:
    """A number of any size is stored or left out; the set steps go on."""
    huge = house("huge")
    texts = [CRANES.replace("12 million", "9" * digits) for digits in (21, 29, 31)]
    account = huge.run(*(row(str(number), text) for number, text in enumerate(texts)))
    assert account.loaded == len(texts)
    assert huge.ask("select count(*) as n from claim_value_current")[0]["n"] > 0


def test_a_claim_key_can_be_worked_out_from_its_row(house: Build) -> None:
    """The key is the sha256 of the JSON array of the design, in surface forms and plain decimals."""
    there = house("there")
    there.run(row("a", CRANES + "Two-thirds of the dockers, or 66.70 percent, voted against the plan, Solberg said.\n"))
    claims = there.ask(
        "select claim.*, quantity.kind as kind, quantity.value, quantity.value_min, quantity.value_max, quantity.bound,"
        " quantity.unit from claim_current as claim left join quantity_current as quantity using (quantity_key)"
    )
    assert any(claim["quantity_key"] for claim in claims)
    for claim in claims:
        numbers = [
            None if (n := claim[f"value{end}"]) is None else f"{n.normalize():f}" for end in ("", "_min", "_max")
        ]
        quantity = [claim["kind"], *numbers, claim["bound"], claim["unit"]] if claim["quantity_key"] else None
        said, speaker = [
            [
                None if claim[name] is None else " ".join(normalize("NFKC", claim[name]).casefold().split())
                for name in names
            ]
            for names in (("subject", "predicate", "object"), ("speaker",))
        ]
        spans = [[span["start"], span["end"]] for span in claim["raw_spans"]]
        parts = [claim["document_key"], claim["part"], spans, *said, quantity, claim["negated"], *speaker]
        written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        assert claim["claim_key"] == sha256(written.encode()).hexdigest()


DEADLY = [row("a", CRANES, url=PAGE), row("b", FERRY), row("c", FERRY, 2), row("short", "Too short.")]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run over the rows gives that nothing disturbs."""
    sound = House(tmp_path_factory.mktemp("undisturbed") / "sound")
    sound.run(*DEADLY)
    return sound.state()


class DeadError(BaseException):
    """Nothing of ours catches it."""


@pytest.mark.parametrize("last", ["load_check", "resolve_inputs", "publish"])
def test_a_run_that_dies_anywhere_leaves_nothing_half_done(
    last: str, house: Build, undisturbed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a death in a batch, between set steps or before the snapshot the next run ends in the same tables."""
    dying = house("dying")
    step = Warehouse.step

    def until(self: Warehouse, name: str, *args: Any, **parameters: Any) -> Any:  # noqa: ANN401 - handed through
        if name == last:
            raise DeadError
        return step(self, name, *args, **parameters)

    def unpublished(_: Warehouse) -> None:
        if last == "publish":
            raise DeadError

    with monkeypatch.context() as patch:
        patch.setattr(Warehouse, "step", until)
        patch.setattr(Warehouse, "publish", unpublished)
        with pytest.raises(DeadError):
            dying.run(*DEADLY)
    assert dying.ask("select status from run") == [{"status": "failed"}]
    account = dying.run(*DEADLY)
    assert account.items == account.loaded + account.known + account.rejected + account.quarantined == len(DEADLY)
    assert_same_state(dying.state(), undisturbed)
