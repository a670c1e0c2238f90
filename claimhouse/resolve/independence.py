"""Why a document is no origin of its own: one named edge for each copy.

Edges are kept as stars, not as all pairs: a near-duplicate points to the representative of its cluster, an earlier
revision to the current one of its URL. What documents say of their sources themselves (agencies, outlets, quotations)
is joined from table borrowing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from claimhouse.records import EdgeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A document as it was sighted, with what its extraction and its cluster say.

    Attributes:
        source_id: of the sighting.
        url: canonical URL, null where there is none.
        cluster: name of its cluster.
        relation: kind of the pair that ties it to the cluster, null for a single document.
    """

    document_key: str
    source_id: str
    url: str | None
    fetched_at: datetime
    cluster: str | None
    representative: bool
    relation: str | None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Edge:
    """Why `left_key` does not count beside `right_key`."""

    left_key: str
    right_key: str
    kind: EdgeKind
    evidence: str


def current_revisions(seen: Iterable[Seen]) -> dict[str, str]:
    """Return, for each document that a later one of its URL replaced, the document that is current."""
    by_url: defaultdict[str, list[Seen]] = defaultdict(list)
    for sighting in seen:
        if sighting.url is not None:
            by_url[sighting.url].append(sighting)
    current = {}
    for sightings in by_url.values():
        newest = max(sightings, key=lambda sighting: (sighting.fetched_at, sighting.document_key)).document_key
        current.update({sighting.document_key: newest for sighting in sightings if sighting.document_key != newest})
    return current


def independence_edges(seen: Sequence[Seen]) -> tuple[Edge, ...]:
    """Return the edges of a collection, in order; the order of the sightings does not matter."""
    edges = {*_same_bytes(seen), *_near_duplicates(seen), *_same_url(seen)}
    return tuple(sorted(edges))


def _same_bytes(seen: Sequence[Seen]) -> Iterable[Edge]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for sighting in seen:
        ids[sighting.document_key].add(sighting.source_id)
    for key, names in ids.items():
        if len(names) > 1:
            evidence = f"the same bytes as {', '.join(sorted(names))}"
            yield Edge(left_key=key, right_key=key, kind=EdgeKind.SAME_BYTES, evidence=evidence)


def _near_duplicates(seen: Sequence[Seen]) -> Iterable[Edge]:
    representatives = {
        sighting.cluster: sighting.document_key for sighting in seen if sighting.cluster and sighting.representative
    }
    for sighting in seen:
        representative = representatives.get(sighting.cluster) if sighting.cluster else None
        if representative is not None and representative != sighting.document_key:
            yield Edge(
                left_key=sighting.document_key,
                right_key=representative,
                kind=EdgeKind.NEAR_DUPLICATE,
                evidence=f"one cluster, tied to it as {sighting.relation}",
            )


def _same_url(seen: Sequence[Seen]) -> Iterable[Edge]:
    current = current_revisions(seen)
    urls = {sighting.document_key: sighting.url for sighting in seen if sighting.url is not None}
    for older, newest in current.items():
        evidence = f"an earlier revision of {urls[newest]}"
        yield Edge(left_key=older, right_key=newest, kind=EdgeKind.SAME_URL, evidence=evidence)
