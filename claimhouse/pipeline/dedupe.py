"""The dedupe stage: the step of the main job, and the same for a list of texts."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from claimhouse import dedupe
from claimhouse.dedupe import ShingledText
from claimhouse.pipeline.dedupe_reading import GivenTexts, StoredTexts, Texts
from claimhouse.pipeline.dedupe_run import DedupeRunner
from claimhouse.provenance import Step
from claimhouse.records import DedupeRun, Relation
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeRow:
    """A text's place among the others.

    Attributes:
        id: as given.
        cluster: id of the text that the cluster is named after.
        representative: whether it stands for the cluster.
        relation: kind of the closest pair that ties it to the rest, null if alone.
    """

    id: str
    cluster: str
    representative: bool
    relation: Relation | None


def run_dedupe(warehouse: Warehouse, settings: DedupeSettings, step: Step, run: int) -> None:
    """Bring pairs and clusters to the state that the current signatures give; inside the caller's transaction.

    Costs by what is new since the last run; `claimhouse.pipeline.dedupe_run` says how.
    """
    dedupe_all(warehouse, settings, step, run)


def dedupe_all(
    warehouse: Warehouse, settings: DedupeSettings, step: Step, run: int, texts: Texts | None = None
) -> DedupeRun:
    """Do what `run_dedupe` does and return the account; `texts` are read from the warehouse unless given."""
    account = DedupeRunner(warehouse, settings, step, run, texts or StoredTexts(warehouse, settings)).execute()
    counts = dataclasses.asdict(account)
    told = ", ".join(f"{name} {value}" for name, value in counts.items())
    log.info("dedupe: %s", told, extra={"event": "dedupe", **counts})
    return account


def dedupe_texts(rows: Iterable[tuple[str, str]], settings: DedupeSettings) -> list[DedupeRow]:
    """Return the place of each text among the others, in the order given; `rows` are (id, text).

    Runs the steps of the main job on a warehouse in memory. Ids may repeat: each row is a document of its own.
    """
    identifiers: list[str] = []
    keys: list[str] = []
    texts: list[str] = []
    met: dict[str, int] = {}
    for identifier, text in rows:
        met[identifier] = met.get(identifier, 0) + 1
        identifiers.append(identifier)
        keys.append(f"{identifier}\t{met[identifier]}")
        texts.append(text)
    signed, shingled = _signed(keys, texts, settings)
    del texts
    step = Step(name="dedupe", version=dedupe.VERSION, settings_digest=settings.digest())
    with Warehouse.in_memory() as warehouse:
        warehouse.step("dedupe_sign", {"signed": signed})
        dedupe_all(warehouse, settings, step, 1, GivenTexts(shingled))
        found = warehouse.step("dedupe_clusters").to_pydict()
    names = dict(zip(keys, identifiers, strict=True))
    places = {key: place for place, key in enumerate(found["document_key"])}
    return [
        DedupeRow(
            id=identifier,
            cluster=names[found["cluster_key"][place]],
            representative=found["representative"][place],
            relation=Relation(found["relation"][place]) if found["relation"][place] else None,
        )
        for identifier, place in ((identifier, places[key]) for key, identifier in zip(keys, identifiers, strict=True))
    ]


def _signed(keys: list[str], texts: list[str], settings: DedupeSettings) -> tuple[pa.Table, dict[int, ShingledText]]:
    both = dedupe.Shingler(settings).sign_and_read(texts)
    samples = [shingled.sample for _, shingled in both]
    offsets = np.cumsum([0, *map(len, samples)], dtype=np.int32)
    flat = np.concatenate([np.empty(0, np.uint64), *samples])
    table = pa.table(
        {
            "document_key": pa.array(keys, pa.string()),
            "exact_digest": pa.array([signed.exact_digest for signed, _ in both], pa.string()),
            "words": pa.array([signed.words for signed, _ in both], pa.int64()),
            "shingles": pa.array([signed.shingles for signed, _ in both], pa.int64()),
            "sample": pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat)),
        }
    )
    return table, {int(signed.exact_digest[:16], 16) >> 1: shingled for signed, shingled in both}
