"""Independence edges: copies and revisions from the pure function, borrowings from a join, in one table."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from claimhouse.batch.borrowed import borrowing_rows
from claimhouse.borrowings import outlet_name, outlet_of
from claimhouse.borrowings.owners import read_owners
from claimhouse.pipeline.resolve_names import keys_table
from claimhouse.pipeline.steps import text_of_file
from claimhouse.provenance import Step
from claimhouse.records import (
    Borrowing,
    Cluster,
    EdgeKind,
    EdgeScope,
    EntityKind,
    Extraction,
    Field,
    IndependenceEdge,
    Mention,
    PublisherOwner,
)
from claimhouse.resolve import independence_edges
from claimhouse.resolve.independence import Edge, Seen
from claimhouse.settings import ResolveSettings
from claimhouse.warehouse import Warehouse

_PUBLISHER = pa.schema([("publisher", pa.string()), ("name", pa.string()), ("is_agency", pa.bool_())])


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedText:
    """A text as independence sees it, where there is no warehouse.

    Attributes:
        key: stands for the document in the edges.
        cluster: name of its cluster of copies, the key where it is alone.
        names: persons and organisations that it names.
    """

    key: str
    text: str
    publisher: str | None = None
    published_at: datetime | None = None
    cluster: str | None = None
    names: Collection[str] = ()


def replace_edges(warehouse: Warehouse, settings: ResolveSettings, step: Step, run: int, since: int) -> int:
    """Bring the edges to the state that sightings, clusters and borrowings give; return of how many documents.

    Only edges of documents that changed since a run, or share something with such, are made anew. Counts then how
    widely groups are supported, for those that changed since the run of resolve's state.

    Args:
        warehouse: with the temporary tables of step resolve_changes.
        settings: of the step.
        step: of the rows that are written.
        run: the same.
        since: run of the state; negative where it is made anew.
    """
    publishers = _publisher_names(warehouse)
    asked = warehouse.step(
        "independence_asked",
        {"publisher_name": publishers},
        since=since,
        max_name_clusters=settings.max_name_clusters,
    )
    keys = asked.column("document_key").to_pylist()
    wanted = frozenset(keys)
    rows = [
        *(
            _copy_row(edge, step, run)
            for edge in independence_edges(_seen(warehouse, asked))
            if edge.left_key in wanted
        ),
        *(_borrowed_row(row, step, run) for row in _borrowed(warehouse, settings, publishers, asked)),
    ]
    warehouse.replace_current(IndependenceEdge, rows, run, only=None if since < 0 else ("left_key", keys))
    replace_owners(warehouse, settings, step, run)
    warehouse.step("resolve_support")
    return len(keys)


def _seen(warehouse: Warehouse, asked: pa.Table) -> list[Seen]:
    return [
        Seen(
            document_key=row["document_key"],
            source_id=row["source_id"],
            url=row["seen_at"],
            fetched_at=row["fetched_at"],
            cluster=row["cluster"],
            representative=row["representative"],
            relation=row["relation"],
        )
        for row in warehouse.step("resolve_seen", {"asked": asked}).to_pylist()
    ]


def replace_owners(warehouse: Warehouse, settings: ResolveSettings, step: Step, run: int) -> None:
    """Bring the owners of the collection's publishers to what the publisher file says.

    Raises:
        SettingsError: the file cannot be read or used.
    """
    owners = read_owners(text_of_file("publisher_file", settings.publisher_file))
    publishers = warehouse.step("owner_publishers").column("publisher").to_pylist()
    rows = [
        PublisherOwner(publisher=name, owner=owner, step_digest=step.digest, valid_from_run=run, valid_to_run=None)
        for name in publishers
        if (owner := owners.of(name)) is not None
    ]
    warehouse.replace_current(PublisherOwner, rows, run)


def borrowed_edges(texts: Sequence[PublishedText], settings: ResolveSettings) -> list[IndependenceEdge]:
    """Return the edges that follow from what texts credit, cite and quote; their order does not matter.

    Runs the step of the main job on a warehouse in memory.
    """
    step = Step(name="resolve", version="", settings_digest=settings.digest())
    extractions = [_extraction(text) for text in texts]
    with Warehouse.in_memory() as warehouse:
        warehouse.insert(Extraction, extractions)
        warehouse.insert(Borrowing, [row for one in extractions for row in borrowing_rows(one, (), "", 1)])
        warehouse.insert(Cluster, [_cluster(text) for text in texts])
        warehouse.insert(Mention, [_mention(text, name) for text in texts for name in sorted(text.names)])
        asked = keys_table(text.key for text in texts)
        borrowed = _borrowed(warehouse, settings, _publisher_names(warehouse), asked)
        return [_borrowed_row(row, step, 1) for row in borrowed]


def _borrowed(
    warehouse: Warehouse, settings: ResolveSettings, publishers: pa.Table, asked: pa.Table
) -> list[dict[str, Any]]:
    found = warehouse.step(
        "independence_edges",
        {"publisher_name": publishers, "asked": asked},
        max_quote_clusters=settings.max_quote_clusters,
        max_name_clusters=settings.max_name_clusters,
        min_event_names=settings.min_event_names,
        event_days=settings.event_days,
    )
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def _publisher_names(warehouse: Warehouse) -> pa.Table:
    rows = []
    for publisher in warehouse.step("independence_publishers").column("publisher").to_pylist():
        outlet = outlet_of(publisher, in_prose=False)
        rows.append(
            {"publisher": publisher, "name": outlet_name(publisher), "is_agency": bool(outlet and outlet.is_agency)}
        )
    return pa.Table.from_pylist(rows, _PUBLISHER)


def _copy_row(edge: Edge, step: Step, run: int) -> IndependenceEdge:
    return IndependenceEdge(
        left_key=edge.left_key,
        right_key=edge.right_key,
        kind=edge.kind,
        scope=EdgeScope.DOCUMENT,
        evidence=edge.evidence,
        char_start=None,
        char_end=None,
        passage_start=None,
        passage_end=None,
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )


def _borrowed_row(row: dict[str, Any], step: Step, run: int) -> IndependenceEdge:
    return IndependenceEdge(
        **{**row, "kind": EdgeKind(row["kind"]), "scope": EdgeScope(row["scope"])},
        step_digest=step.digest,
        valid_from_run=run,
        valid_to_run=None,
    )


def _extraction(text: PublishedText) -> Extraction:
    stated: dict[str, Any] = dict.fromkeys(field.name for field in dataclasses.fields(Extraction))
    stated |= {
        "document_key": text.key,
        "source_id": text.key,
        "publisher": text.publisher,
        "published_at": text.published_at,
        "text": text.text,
        "encoding": "utf-8",
        "encoding_evidence": "given",
        "title_offsets": (),
        "authors": (),
        "credits": (),
        "segments": 1,
        "ledger_digest": "",
        "valid_from_run": 1,
    }
    return Extraction(**stated)


def _cluster(text: PublishedText) -> Cluster:
    return Cluster(
        cluster_key=text.cluster or text.key,
        document_key=text.key,
        representative=text.cluster in {None, text.key},
        relation=None,
        linked_to=None,
        step_digest="",
        valid_from_run=1,
        valid_to_run=None,
    )


def _mention(text: PublishedText, name: str) -> Mention:
    return Mention(
        mention_key=f"{text.key} {name}",
        document_key=text.key,
        field=Field.TEXT,
        char_start=0,
        char_end=0,
        text=name,
        name=name,
        kind=EntityKind.OTHER,
        segment=0,
        ledger_digest="",
        valid_from_run=1,
        valid_to_run=None,
    )
