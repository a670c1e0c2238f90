"""Edges of independence cost by what is new, and are those that follow from all documents at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claimhouse.pipeline.independence import replace_edges
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.provenance import Step
from claimhouse.records import (
    Borrowing,
    BorrowingKind,
    Cluster,
    EdgeScope,
    EntityKind,
    EvidencePlace,
    Extraction,
    Field,
    Mention,
    Relation,
    Sighting,
)
from claimhouse.settings import ResolveSettings
from claimhouse.warehouse import Warehouse
from tests.dedupe_rows import extraction, sighting

STEP = Step(name="resolve", version="1", settings_digest="test")
# Counts so low that a few documents make a quotation or a name frequent.
SETTINGS = ResolveSettings(max_quote_clusters=3, max_name_clusters=3, min_event_names=1)
SLOTS = range(9)
OUTLETS = ("Elm Courier", "Fen Herald", "Reuters")
PAGES = (None, "https://a.example/x", "https://a.example/y")
EDGES = "select * exclude (step_digest, valid_from_run) from independence_edge_current order by all"
CHANGING = ("extraction", "borrowing", "cluster", "mention")


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_edges_of_increments_are_those_of_all_documents(data: st.DataObject) -> None:
    """Documents come, change, move between clusters and go; after every batch, making all edges anew changes none."""
    here: set[str] = set()
    with Warehouse.in_memory() as warehouse:
        for run in range(1, data.draw(st.integers(2, 4)) + 1):
            batch = {f"d{slot}" for slot in data.draw(st.sets(st.sampled_from(SLOTS), max_size=6))}
            gone = {f"d{slot}" for slot in data.draw(st.sets(st.sampled_from(SLOTS), max_size=1))} - batch
            for key in sorted((batch | gone) & here):
                for table in CHANGING:
                    warehouse.sql(
                        f"update {table} set valid_to_run = $run where document_key = $key and valid_to_run is null",  # noqa: S608
                        run=run,
                        key=key,
                    )
            for key in sorted(batch):
                arrive(warehouse, data, key, run, seen=key in here)
            here = (here | batch) - gone
            run_resolve(warehouse, SETTINGS, STEP, run)
            edges = warehouse.sql(EDGES).to_pylist()
            replace_edges(warehouse, SETTINGS, STEP, run, -1)
            assert edges == warehouse.sql(EDGES).to_pylist()


def arrive(warehouse: Warehouse, data: st.DataObject, key: str, run: int, *, seen: bool) -> None:
    """Write the rows of a document that draws what it shares with others."""
    draw = data.draw
    outlet = draw(st.sampled_from(OUTLETS))
    published = datetime(2026, 3, draw(st.integers(1, 9)), tzinfo=UTC)
    stated: dict[str, Any] = {
        "publisher": outlet,
        "published_at": published,
        "page_canonical": draw(st.sampled_from(PAGES)),
    }
    warehouse.insert(Extraction, [replace(extraction(key, "", run), **stated)])
    if not seen:
        page = draw(st.sampled_from(PAGES))
        made = replace(sighting(key, page, run), fetched_at=published + timedelta(hours=1), host="a.example")
        warehouse.insert(Sighting, [made])
    lead = f"d{draw(st.sampled_from([int(key[1:]), int(key[1:]) // 3 * 3]))}"
    is_lead = lead == key
    row = Cluster(
        cluster_key=lead,
        document_key=key,
        representative=is_lead,
        relation=None if is_lead else Relation.NEAR,
        linked_to=None if is_lead else lead,
        step_digest="",
        valid_from_run=run,
        valid_to_run=None,
    )
    warehouse.insert(Cluster, [row])
    names = draw(st.sets(st.sampled_from(["Ina Solberg", "Ostrow Mill", "Corvane", "Tarn"]), max_size=3))
    warehouse.insert(Mention, [mention(key, name, run) for name in sorted(names)])
    kinds = draw(st.sets(st.sampled_from(list(BorrowingKind))))
    borrowed = {
        BorrowingKind.CREDIT: "reuters",
        BorrowingKind.QUOTATION: draw(st.sampled_from(["hash 1", "hash 2"])),
        BorrowingKind.CITATION: draw(st.sampled_from(["elm courier", "fen herald", "gorse weekly"])),
    }
    warehouse.insert(Borrowing, [borrowing(key, kind, borrowed[kind], run) for kind in sorted(kinds)])


def mention(key: str, name: str, run: int) -> Mention:
    """Return a mention of an organisation."""
    return Mention(
        mention_key=f"{key} {name} {run}",
        document_key=key,
        field=Field.TEXT,
        char_start=0,
        char_end=len(name),
        text=name,
        name=name,
        kind=EntityKind.ORGANISATION,
        segment=0,
        ledger_digest="",
        valid_from_run=run,
        valid_to_run=None,
    )


def borrowing(key: str, kind: BorrowingKind, name: str, run: int) -> Borrowing:
    """Return a passage that shows from where a document takes."""
    return Borrowing(
        document_key=key,
        kind=kind,
        name=name,
        is_sure=False,
        scope=EdgeScope.PASSAGE if kind is BorrowingKind.QUOTATION else EdgeScope.DOCUMENT,
        place=EvidencePlace.TEXT,
        block_position=None,
        char_start=5,
        char_end=60,
        passage_start=5,
        passage_end=60,
        evidence="as it says",
        ledger_digest="",
        valid_from_run=run,
        valid_to_run=None,
    )
