"""Two documents and all that was found between them: relation, scores, passages, independence edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from claimhouse import dedupe
from claimhouse.dedupe.passages import Passage, PassageKind, align
from claimhouse.errors import QueryError
from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.pipeline.independence import PublishedText, borrowed_edges
from claimhouse.settings import Settings
from claimhouse.warehouse import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two documents.

    Attributes:
        key: of the document; the name where there is no warehouse.
        cluster: name of its cluster of copies, null where that is not known.
    """

    key: str
    name: str
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExplanation:
    """What is known of two documents.

    Attributes:
        relations: the pairs stored for them, as rows of duplicate_pair; empty where they are not related.
        digests: for each of the two that is a digest, what it holds.
        shared, jaccard, containment: of all shingles, worked out from the texts.
        figures_left, figures_right, figures_shared: numbers of two digits or more that are written in each, in both.
        rare: shared shingles and in how many clusters each stands, the rarest first; empty without a warehouse.
        edges: independence edges between them or to one common source.
        passages: the texts side by side.
    """

    left: Side
    right: Side
    relations: Sequence[Mapping[str, Any]]
    digests: Mapping[str, Sequence[str]]
    shared: int
    jaccard: float
    containment: float
    figures_left: int
    figures_right: int
    figures_shared: int
    rare: Sequence[tuple[str, int]] = ()
    edges: Sequence[Mapping[str, Any]] = ()
    passages: Sequence[Passage] = field(default=())

    @property
    def words_same(self) -> int:
        """Words of the left text that the right one has too, in passages of at least five."""
        same = (PassageKind.SAME, PassageKind.MOVED)
        return sum(
            len(self.left.text[slice(*passage.left)].split())
            for passage in self.passages
            if passage.kind in same and passage.left
        )


def explain_stored(database: Path, names: tuple[str, str], settings: Settings) -> PairExplanation:
    """Return what a warehouse knows of two documents, each named by its key's first characters or its source id.

    Raises:
        QueryError: a name means no document or more than one, or both mean the same.
        WarehouseError: the database cannot be read.
    """
    with Reader.open(database, lock_timeout_s=settings.run.lock_timeout_s) as reader:
        left, right = (_stored(reader, name) for name in names)
        if left.key == right.key:
            message = f"{names[0]!r} and {names[1]!r} are the same bytes: document {left.key}"
            raise QueryError(message)
        keys = {"left": left.key, "right": right.key}
        found = reader.step("explain_pair_relations", **keys).to_pylist()
        edges = reader.step("explain_pair_edges", **keys).to_pylist()
        both = set(keys.values())
        relations = [row for row in found if {row["left_key"], row["right_key"]} == both]
        digests: dict[str, list[str]] = {}
        for row in found:
            if row["relation"] == "contains":
                digests.setdefault(row["left_key"], []).append(row["holds"])
        windows = _shared_windows(left.text, right.text, settings)
        rare = _rarity(reader, windows)
    return _explained(left, right, settings, relations=relations, digests=digests, rare=rare, edges=edges)


def explain_texts(left: Side, right: Side, settings: Settings) -> PairExplanation:
    """Return what follows from two texts alone: a collection of two."""
    rows = {row.id: row for row in dedupe_texts([(side.key, side.text) for side in (left, right)], settings.dedupe)}
    united = rows[left.key].cluster == rows[right.key].cluster
    relation = rows[left.key].relation or rows[right.key].relation
    texts = [
        PublishedText(
            key=side.key,
            text=side.text,
            publisher=side.publisher,
            published_at=side.published_at,
            cluster=rows[side.key].cluster,
        )
        for side in (left, right)
    ]
    edges = [
        {
            "left_key": edge.left_key,
            "right_key": edge.right_key,
            "kind": edge.kind.value,
            "scope": edge.scope.value,
            "evidence": edge.evidence,
            "char_start": edge.char_start,
            "char_end": edge.char_end,
        }
        for edge in borrowed_edges(texts, settings.resolve)
    ]
    hubs = [edge["right_key"] for edge in edges]
    between = [edge for edge in edges if edge["right_key"] in rows or hubs.count(edge["right_key"]) > 1]
    relations = [{"relation": relation.value}] if united and relation else []
    return _explained(left, right, settings, relations=relations, edges=between)


def _explained(
    left: Side,
    right: Side,
    settings: Settings,
    *,
    relations: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
    digests: Mapping[str, Sequence[str]] | None = None,
    rare: Sequence[tuple[str, int]] = (),
) -> PairExplanation:
    ours, theirs = (dedupe.shingle_text(side.text, settings.dedupe) for side in (left, right))
    shingles, others = set(ours.shingles.tolist()), set(theirs.shingles.tolist())
    figures, other_figures = set(ours.figures.tolist()), set(theirs.figures.tolist())
    shared = len(shingles & others)
    return PairExplanation(
        left=left,
        right=right,
        relations=relations,
        digests=digests or {},
        shared=shared,
        jaccard=shared / max(1, len(shingles | others)),
        containment=shared / max(1, min(len(shingles), len(others))),
        figures_left=len(figures),
        figures_right=len(other_figures),
        figures_shared=len(figures & other_figures),
        rare=rare,
        edges=edges,
        passages=align(left.text, right.text),
    )


def _stored(reader: Reader, name: str) -> Side:
    rows = reader.step("explain_pair_documents", document=name).to_pylist()
    exact = [row for row in rows if name in {row["source_id"], row["document_key"]}] or rows
    if len(exact) != 1:
        listed = ", ".join(f"{row['document_key'][:12]} ({row['source_id']})" for row in exact[:5])
        none = "no article: take a key or an id from `claimhouse query documents`"
        what = f"more than one document: {listed}" if exact else none
        message = f"{name!r} means {what}"
        raise QueryError(message)
    row = exact[0]
    return Side(
        key=row["document_key"],
        name=row["source_id"],
        text=row["text"],
        title=row["title"],
        publisher=row["publisher"],
        url=row["url"],
        published_at=row["published_at"],
        cluster=row["cluster_key"],
    )


def _shared_windows(left: str, right: str, settings: Settings) -> dict[int, str]:
    """Return the shingles of the shared passages: hash -> words, in the order of the left text."""
    width = settings.dedupe.shingle_words
    windows: dict[int, str] = {}
    for passage in align(left, right):
        if passage.kind not in {PassageKind.SAME, PassageKind.MOVED} or passage.left is None:
            continue
        words = left[slice(*passage.left)].split()
        for start in range(max(1, len(words) - width + 1)):
            window = " ".join(words[start : start + width])
            for value in dedupe.shingle_hashes(window, settings.dedupe).tolist():
                windows.setdefault(value, window)
    return windows


def _rarity(reader: Reader, windows: Mapping[int, str]) -> list[tuple[str, int]]:
    counted = reader.step("explain_pair_rarity", shingles=sorted(windows)).to_pylist() if windows else []
    place = {value: number for number, value in enumerate(windows)}
    found = sorted((row["clusters"], place[row["shingle"]], windows[row["shingle"]]) for row in counted)
    return [(words, clusters) for clusters, _, words in found]
