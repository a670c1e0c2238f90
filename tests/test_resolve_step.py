"""The resolve step in a warehouse: what it writes, that it repeats, and what the named queries answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from claimhouse.batch.rows import Evidence, extracted_rows
from claimhouse.errors import SettingsError
from claimhouse.extractors import extract_document
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.provenance import Step
from claimhouse.records import (
    Attribution,
    Borrowing,
    BorrowingKind,
    Claim,
    Cluster,
    EdgeScope,
    EvidencePart,
    EvidencePlace,
    ExtractedDocument,
    Extraction,
    Mention,
    OffsetRun,
    Outcome,
    Quantity,
    Relation,
    Sighting,
    TextDocument,
)
from claimhouse.settings import ExtractSettings, ResolveSettings
from claimhouse.warehouse import Warehouse

STEP = Step(name="resolve", version="1", settings_digest="test")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)

TEXTS = {
    "herald": "Norvik Systems has bought Alder Robotics for $3.2 billion. Alder Robotics employs 1,400 people.",
    "courier": "Norvik Systems paid $3.6 billion for Alder Robotics. Alder Robotics employs 1,400 people.",
    "gazette": "Norvik Systems paid $3.6 billion for Alder Robotics. Alder Robotics employs 1,400 people!",
}


def extraction(name: str) -> Extraction:
    """Return the cleaned text of a document of the table."""
    return Extraction(
        document_key=name, source_id=name, url=None,
        page_canonical=None, canonical_url=f"https://{name}.example/1", host=f"{name}.example",
        publisher=name.title(), encoding="utf-8", encoding_evidence="given", title=None, title_part=None,
        title_offsets=(), authors=(), published_at=NOON, published_precision="day", published_evidence="meta",
        modified_at=None, language="en", text=TEXTS[name], segments=1, credits=(), rejected=None, ledger_digest="",
        valid_from_run=1, valid_to_run=None,
    )  # fmt: skip


def sighting(name: str, source_id: str | None = None) -> Sighting:
    """Return a sighting of a document of the table."""
    return Sighting(
        run=1, item=0, source="pages", source_id=source_id or name, document_key=name, input_digest=name,
        url=None, normalized_url=f"https://{name}.example/1", host=f"{name}.example", publisher=name.title(),
        given_title=None, title_key=None, given_date=None, fetched_at=NOON + timedelta(hours=1),
        outcome=Outcome.LOADED, reason=None,
    )  # fmt: skip


@cache
def extracted(name: str) -> ExtractedDocument:
    """Parse a document of the table once for all tests."""
    return extract_document(TextDocument(text=TEXTS[name], language="en", published_at=NOON), ExtractSettings())


def fill(warehouse: Warehouse, names: list[str]) -> None:
    """Load documents as a batch would, each in a cluster of its own but the gazette, a copy of the courier."""
    for name in names:
        row = extraction(name)
        end = len(row.text)
        evidence = Evidence((OffsetRun(0, end, 0, end, 1),), (), EvidencePart.PAYLOAD)
        found = extracted_rows(row, evidence, extracted(name), "", 1)
        warehouse.insert(Extraction, [row])
        warehouse.insert(Sighting, [sighting(name)])
        warehouse.insert(Mention, found.mentions)
        warehouse.insert(Quantity, found.quantities)
        warehouse.insert(Attribution, found.attributions)
        warehouse.insert(Claim, found.claims)
        copy = name == "gazette"
        warehouse.insert(Cluster, [
            Cluster(cluster_key="courier" if copy else name, document_key=name, representative=not copy,
                    relation=Relation.NEAR if copy else None, linked_to="courier" if copy else None, step_digest="",
                    valid_from_run=1, valid_to_run=None)
        ])  # fmt: skip


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    """A warehouse in memory with three documents, resolved in run 1."""
    with Warehouse.in_memory() as opened:
        fill(opened, list(TEXTS))
        run_resolve(opened, ResolveSettings(), STEP, 1)
        yield opened


def values(warehouse: Warehouse, attribute: str) -> set[tuple[str, str, str]]:
    """Return (subject, value, document) of an attribute."""
    rows = warehouse.query("values_by_source", attribute=attribute, about="%", limit=100).to_pylist()
    return {(row["subject"], row["text"], row["document"]) for row in rows}


def test_values_of_an_attribute_stand_by_their_documents(warehouse: Warehouse) -> None:
    """The deal's amounts are said of one subject, each by its document and with its sentence."""
    deal = "Norvik Systems / Alder Robotics"
    assert values(warehouse, "deal_amount") == {
        (deal, "$3.2 billion", "herald"),
        (deal, "$3.6 billion", "courier"),
        (deal, "$3.6 billion", "gazette"),
    }


def test_conflicts_show_both_sides_with_their_sentences(warehouse: Warehouse) -> None:
    """A row names both values as numbers and every document that gives one."""
    rows = warehouse.query("conflicts", about="%", attribute="deal_amount", type="%", limit=10).to_pylist()
    assert [(row["type"], row["open"]) for row in rows] == [("contradiction", True)]
    sides = {(side["document"], side["value"], side["sentence"].split(".")[0]) for side in rows[0]["values"]}
    assert ("herald", 3.2e9, "Norvik Systems has bought Alder Robotics for $3") in sides
    assert {document for document, value, _ in sides if value == 3.6e9} == {"courier", "gazette"}


def test_copies_count_as_one_origin(warehouse: Warehouse) -> None:
    """Three articles say it, two of them are one origin, and the row says which was removed and why."""
    rows = warehouse.query("corroboration", about="%", attribute="employees", min_articles=2, limit=10).to_pylist()
    assert [(row["n_articles"], row["n_publishers"], row["n_origins"]) for row in rows] == [(3, 3, 2)]
    assert rows[0]["removed"] == [{"document": "gazette", "because": "near_duplicate", "of": "courier"}]
    assert rows[0]["documents"] == ["courier", "gazette", "herald"]


def test_what_only_a_replaced_revision_says_has_no_publisher() -> None:
    """A later page at the same address says something else: nobody says the former value now."""
    with Warehouse.in_memory() as opened:
        fill(opened, ["herald", "courier"])
        later = sighting("courier", "herald-later")
        moved = dataclasses.replace(
            later,
            normalized_url="https://herald.example/1",
            host="herald.example",
            publisher="Herald",
            fetched_at=later.fetched_at + timedelta(hours=5),
        )
        opened.insert(Sighting, [moved])
        run_resolve(opened, ResolveSettings(), STEP, 1)
        rows = opened.sql("from group_support where attribute = 'deal_amount'").to_pylist()
    counted = {row["text"]: (row["n_articles"], row["n_publishers"], row["n_owners"]) for row in rows}
    assert counted == {"$3.2 billion": (0, 0, 0), "$3.6 billion": (2, 2, 2)}


def test_bytes_seen_twice_are_two_articles_of_one_origin(warehouse: Warehouse) -> None:
    """The same document at a second address widens the count of articles, not of origins."""
    second = dataclasses.replace(sighting("herald", "mirror"), normalized_url="https://mirror.example/9")
    warehouse.insert(Sighting, [second])
    warehouse.sql("update extraction set canonical_url = null where document_key = 'herald'")
    run_resolve(warehouse, ResolveSettings(), STEP, 2)
    rows = warehouse.query("corroboration", about="%", attribute="employees", min_articles=2, limit=10).to_pylist()
    assert [(row["n_articles"], row["n_origins"]) for row in rows] == [(4, 2)]
    assert {"document": "mirror", "because": "same_bytes", "of": "herald"} in rows[0]["removed"]


def borrowing(name: str, kind: BorrowingKind, source: str, start: int | None = None) -> Borrowing:
    """Return what a document of the table takes from elsewhere: all of it, or what stands from a place on."""
    passage = None if start is None else (start, len(TEXTS[name]))
    return Borrowing(
        document_key=name, kind=kind, name=source, is_sure=True,
        scope=EdgeScope.DOCUMENT if passage is None else EdgeScope.PASSAGE, place=EvidencePlace.TEXT,
        block_position=None, char_start=start or 0, char_end=len(TEXTS[name]),
        passage_start=passage[0] if passage else None, passage_end=passage[1] if passage else None,
        evidence=TEXTS[name][start or 0 :], ledger_digest="", valid_from_run=1, valid_to_run=None,
    )  # fmt: skip


def origins(warehouse: Warehouse, *borrowings: Borrowing) -> dict[str, tuple[int, set[str]]]:
    """Resolve with borrowings and return, by attribute, the number of origins and why others were removed."""
    warehouse.insert(Borrowing, borrowings)
    run_resolve(warehouse, ResolveSettings(), STEP, 2)
    rows = warehouse.query("corroboration", about="%", attribute="%", min_articles=1, limit=50).to_pylist()
    return {
        row["attribute"] + " " + row["text"]: (row["n_origins"], {one["because"] for one in row["removed"]})
        for row in rows
    }


def test_documents_of_one_agency_are_one_origin(warehouse: Warehouse) -> None:
    """Two outlets that credit the same agency corroborate nothing together."""
    found = origins(
        warehouse,
        borrowing("herald", BorrowingKind.CREDIT, "meridian wire"),
        borrowing("courier", BorrowingKind.CREDIT, "meridian wire"),
    )
    assert found["employees 1,400 people"] == (1, {"agency_credit", "near_duplicate"})


def test_a_passage_counts_for_the_claims_in_it_only(warehouse: Warehouse) -> None:
    """What two outlets have from a third is one origin; what they say beside it is theirs."""
    second = [TEXTS[name].index("Alder Robotics employs") for name in ("herald", "courier")]
    cited = [
        borrowing(name, BorrowingKind.CITATION, "northern ledger", start)
        for name, start in zip(("herald", "courier"), second, strict=True)
    ]
    assert origins(warehouse, *cited)["employees 1,400 people"] == (1, {"cites", "near_duplicate"})
    warehouse.sql("update borrowing set passage_start = 0, passage_end = 10, char_end = 10, valid_from_run = 2")
    assert origins(warehouse)["employees 1,400 people"] == (2, {"near_duplicate"})


def test_a_shared_statement_is_one_origin(warehouse: Warehouse) -> None:
    """A claim that two outlets make in the words of one quotation has one origin, by an edge with its words."""
    second = [TEXTS[name].index("Alder Robotics employs") for name in ("herald", "courier")]
    quoted = [
        borrowing(name, BorrowingKind.QUOTATION, "a hash", start)
        for name, start in zip(("herald", "courier"), second, strict=True)
    ]
    assert origins(warehouse, *quoted)["employees 1,400 people"] == (1, {"near_duplicate", "same_quote"})
    (edge,) = warehouse.sql("from independence_edge_current where kind = 'same_quote'").to_pylist()
    assert edge["evidence"] == TEXTS[edge["left_key"]][edge["char_start"] : edge["char_end"]]


COPIED = "https://meridian.example/deal"


@pytest.mark.parametrize(
    ("seen_at", "named", "right"),
    [
        pytest.param({}, {"herald": COPIED}, {("herald", COPIED)}, id="the original is not in the collection"),
        pytest.param({"courier": COPIED}, {"herald": COPIED}, {("herald", "courier")}, id="the original is there"),
        pytest.param(
            {}, {"herald": COPIED, "courier": COPIED}, {("herald", COPIED), ("courier", COPIED)}, id="two copies"
        ),
        pytest.param({"herald": COPIED}, {"herald": COPIED}, set(), id="a page names itself"),
        pytest.param({}, {"herald": "https://meridian.example/"}, set(), id="a home page"),
        pytest.param({}, {}, set(), id="no page names another"),
        pytest.param({"herald": ""}, {"herald": COPIED}, set(), id="a file may be the original"),
        pytest.param(
            {"herald": "", "courier": COPIED}, {"herald": COPIED}, {("herald", "courier")}, id="a file of that page"
        ),
    ],
)
def test_a_canonical_address_elsewhere_is_an_edge(
    seen_at: dict[str, str], named: dict[str, str], right: set[tuple[str, str]]
) -> None:
    """A page whose canonical address is another page's is a copy of what stands there."""
    with Warehouse.in_memory() as opened:
        for name in TEXTS:
            row = dataclasses.replace(extraction(name), page_canonical=named.get(name))
            place = dataclasses.replace(
                sighting(name), normalized_url=seen_at.get(name, f"https://{name}.example/1") or None
            )
            opened.insert(Extraction, [row])
            opened.insert(Sighting, [place])
        run_resolve(opened, ResolveSettings(), STEP, 1)
        rows = opened.sql("from independence_edge_current where kind = 'same_url'").to_pylist()
    assert {(row["left_key"], row["right_key"]) for row in rows} == right


def test_a_second_run_changes_nothing(warehouse: Warehouse) -> None:
    """The step over the same rows leaves every row, and every name, as it is."""
    tables = ("entity", "entity_member", "claim_value", "claim_group", "conflict", "independence_edge")
    before = {table: warehouse.sql(f"from {table} order by all").to_pylist() for table in tables}
    run_resolve(warehouse, ResolveSettings(), STEP, 2)
    assert {table: warehouse.sql(f"from {table} order by all").to_pylist() for table in tables} == before
    assert all(before.values())


def test_increments_give_what_a_rebuild_gives() -> None:
    """Documents in two runs, in either order, come to the partition that one run gives."""

    def groups(*batches: list[str]) -> set[frozenset[tuple[str, str, str]]]:
        with Warehouse.in_memory() as opened:
            for run, names in enumerate(batches, start=1):
                fill(opened, names)
                run_resolve(opened, ResolveSettings(), STEP, run)
            rows = opened.sql("from claim_group_current").to_pylist()
        parts: dict[str, set[tuple[str, str, str]]] = {}
        for row in rows:
            parts.setdefault(row["group_key"], set()).add((row["claim_key"], row["attribute"], row["value"]))
        return {frozenset(members) for members in parts.values()}

    whole = groups(list(TEXTS))
    assert groups(["courier", "herald"], ["gazette"]) == whole
    assert groups(["gazette"], ["herald"], ["courier"]) == whole


def test_groups_keep_their_names(warehouse: Warehouse) -> None:
    """A group that loses a member goes on under its name; the row of the member ends with the run."""
    before = {row["group_key"] for row in warehouse.sql("from claim_group_current").to_pylist()}
    warehouse.sql("update claim set valid_to_run = 2 where document_key = 'gazette'")
    run_resolve(warehouse, ResolveSettings(), STEP, 2)
    after = {row["group_key"] for row in warehouse.sql("from claim_group_current").to_pylist()}
    ended = warehouse.sql("select count(*) as n from claim_group where valid_to_run = 2").to_pylist()[0]["n"]
    assert after <= before
    assert ended > 0


def test_claims_about_an_entity(warehouse: Warehouse) -> None:
    """A name finds the claims in which it is subject, object or party."""
    rows = warehouse.query("claims_about", entity="alder robotics", limit=100).to_pylist()
    assert {row["attribute"] for row in rows} >= {"deal_amount", "employees"}


def test_disagreements_name_both_sides(warehouse: Warehouse) -> None:
    """The short form of open conflicts has the values and the documents of each side."""
    rows = warehouse.query("disagreements", about="%", attribute="%", limit=10).to_pylist()
    amounts = [row for row in rows if row["attribute"] == "deal_amount"]
    assert [{row["one_value"], row["other_value"]} for row in amounts] == [{"$3.2 billion", "$3.6 billion"}]


def test_an_alias_file_is_read(tmp_path: Path) -> None:
    """Names that the user joins are one entity; a file that is not there is an error that says so."""
    aliases = tmp_path / "aliases.toml"
    aliases.write_text('[[entity]]\nname = "The Buyer"\naliases = ["Norvik Systems"]\n', encoding="utf-8")
    with Warehouse.in_memory() as opened:
        fill(opened, ["herald"])
        run_resolve(opened, ResolveSettings(alias_file=str(aliases)), STEP, 1)
        assert {"name": "The Buyer"} in opened.sql("select name from entity_current").to_pylist()
        with pytest.raises(SettingsError, match=r"missing\.toml"):
            run_resolve(opened, ResolveSettings(alias_file=str(tmp_path / "missing.toml")), STEP, 2)


def test_group_rows_have_a_reason(warehouse: Warehouse) -> None:
    """Each membership says why."""
    reasons = {row["reason"] for row in warehouse.sql("select distinct reason from claim_group").to_pylist()}
    assert reasons <= {"only_member", "same_value", "same_value_other_words"}
    assert "same_value" in reasons
