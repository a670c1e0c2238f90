"""The dedupe stage: named SQL steps around the pure verification, and the same for a list of texts."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from claimhouse import dedupe
from claimhouse.dedupe import Related, RelatedPair, ShingledText
from claimhouse.naming import Named, name_components
from claimhouse.provenance import Step
from claimhouse.records import Cluster, ClusterChange, DuplicatePair, Extraction, Relation, Signature
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse

log = logging.getLogger(__name__)

# Texts read at a time: about 15 MB of ordinary articles.
_TEXTS_AT_A_TIME = 5_000

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeSummary:
    """What one run of the step looked at and found.

    Attributes:
        documents: documents with a current signature.
        texts: different texts among them.
        candidates: pairs of texts that were compared.
        strict_clusters: different texts after the nearly equal ones are counted once; decides the limit.
        rarity_limit: strict clusters in which a shingle may be and still be rare.
        pairs: related pairs, those of equal texts included.
        digests: texts that hold unrelated stories.
        clusters: clusters, those of one document included.
        moves: documents under another cluster name than before.
    """

    documents: int
    texts: int
    candidates: int
    strict_clusters: int
    rarity_limit: int
    pairs: int
    digests: int
    clusters: int
    moves: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Documents:
    """Columns of the current signatures, by document key."""

    words: Mapping[str, int]
    shingles: Mapping[str, int]
    text_of: Mapping[str, str]
    equal: Sequence[Sequence[str]]


def run_dedupe(warehouse: Warehouse, settings: DedupeSettings, step: Step, run: int) -> None:
    """Bring pairs and clusters to the state that the current signatures give; inside the caller's transaction."""
    summary = dedupe_all(warehouse, settings, step, run)
    log.info("dedupe: %s", ", ".join(f"{name} {value}" for name, value in dataclasses.asdict(summary).items()))


def dedupe_all(warehouse: Warehouse, settings: DedupeSettings, step: Step, run: int) -> DedupeSummary:
    """Do what `run_dedupe` does and say what was found.

    Texts are read for documents of candidate pairs only. All is computed anew, but rows that stay the same are
    left as they are, and clusters keep their names.
    """
    documents = _documents(warehouse)
    revisions = _pairs_of(warehouse.step("dedupe_revisions"))
    related = _relate(warehouse, documents, revisions, settings)
    pairs = [
        *dedupe.exact_pairs(documents.equal, documents.shingles),
        *dedupe.mark_revisions(related.pairs, revisions, documents.text_of),
    ]
    components = dedupe.cluster_pairs(documents.words, pairs)
    old_names = _columns(warehouse.step("dedupe_previous_clusters"))
    named = name_components(components, old_names)
    new_names = {key: name for name, keys in zip(named.names, components, strict=True) for key in keys}
    changes = _changes(warehouse, named, pairs=pairs, old_names=old_names, new_names=new_names, run=run)

    warehouse.replace_current(DuplicatePair, _pair_rows(pairs, step, run), run)
    warehouse.replace_current(
        Cluster, _cluster_rows(components, new_names, pairs, documents.words, step=step, run=run), run
    )
    warehouse.insert(ClusterChange, changes)
    return DedupeSummary(
        documents=len(documents.words),
        texts=len(documents.equal),
        candidates=related.compared,
        strict_clusters=related.strict_clusters,
        rarity_limit=related.limit,
        pairs=len(pairs),
        digests=len(related.digests),
        clusters=len(components),
        moves=len(changes),
    )


def dedupe_texts(rows: Iterable[tuple[str, str]], settings: DedupeSettings) -> list[DedupeRow]:
    """Return the place of each text among the others, in the order given; `rows` are (id, text).

    Runs the steps of the main job on a warehouse in memory. Ids may repeat: each row is a document of its own.
    """
    keys: dict[str, str] = {}
    met: dict[str, int] = {}
    signatures, extractions = [], []
    for identifier, text in rows:
        met[identifier] = met.get(identifier, 0) + 1
        key = f"{identifier}\t{met[identifier]}"
        keys[key] = identifier
        signed = dedupe.sign_text(text, settings)
        signatures.append(
            Signature(
                document_key=key,
                exact_digest=signed.exact_digest,
                words=signed.words,
                shingles=signed.shingles,
                sample=signed.sample,
                ledger_digest="",
                valid_from_run=1,
                valid_to_run=None,
            )
        )
        extractions.append(_bare_extraction(key, identifier, text))
    step = Step(name="dedupe", version=dedupe.VERSION, settings_digest=settings.digest())
    with Warehouse.in_memory() as warehouse:
        warehouse.insert(Signature, signatures)
        warehouse.insert(Extraction, extractions)
        run_dedupe(warehouse, settings, step, 1)
        clusters = {row["document_key"]: row for row in warehouse.step("dedupe_clusters").to_pylist()}
    return [
        DedupeRow(
            id=identifier,
            cluster=keys[clusters[key]["cluster_key"]],
            representative=clusters[key]["representative"],
            relation=Relation(clusters[key]["relation"]) if clusters[key]["relation"] else None,
        )
        for key, identifier in keys.items()
    ]


def _documents(warehouse: Warehouse) -> _Documents:
    table = warehouse.step("dedupe_signatures")
    keys = table.column("document_key").to_pylist()
    words = dict(zip(keys, table.column("words").to_pylist(), strict=True))
    equal: dict[str, list[str]] = {}
    for key, digest in zip(keys, table.column("exact_digest").to_pylist(), strict=True):
        # Texts without a word are equal in nothing: each stays alone.
        equal.setdefault(digest if words[key] else key, []).append(key)
    return _Documents(
        words=words,
        shingles=dict(zip(keys, table.column("shingles").to_pylist(), strict=True)),
        text_of={key: group[0] for group in equal.values() for key in group},
        equal=list(equal.values()),
    )


def _relate(
    warehouse: Warehouse, documents: _Documents, revisions: Sequence[Pair], settings: DedupeSettings
) -> Related:
    candidates = _pairs_of(
        warehouse.step(
            "dedupe_candidates",
            max_document_frequency=settings.max_document_frequency,
            min_shared=settings.min_shared,
            anchors=settings.anchors,
        )
    )
    wanted = sorted({key for pair in candidates for key in pair})
    texts: dict[str, ShingledText] = {}
    for start in range(0, len(wanted), _TEXTS_AT_A_TIME):
        keys = pa.table({"document_key": pa.array(wanted[start : start + _TEXTS_AT_A_TIME], pa.string())})
        for key, text in _columns(warehouse.step("dedupe_texts", {"wanted": keys})).items():
            texts[key] = dedupe.shingle_text(text, settings)
    text_of = documents.text_of
    successive = {(min(pair), max(pair)) for pair in ((text_of[left], text_of[right]) for left, right in revisions)}
    return dedupe.relate_texts(texts, candidates, len(documents.equal), settings, successive)


def _changes(
    warehouse: Warehouse,
    named: Named,
    *,
    pairs: Sequence[RelatedPair],
    old_names: Mapping[str, str],
    new_names: Mapping[str, str],
    run: int,
) -> list[ClusterChange]:
    if not named.moves:
        return []
    before = [
        RelatedPair(**{**row, "relation": Relation(row["relation"])})
        for row in warehouse.step("dedupe_previous_pairs").to_pylist()
    ]
    causes = dedupe.change_causes(named.moves, before, pairs, old_names, new_names)
    return [
        ClusterChange(
            kind=move.kind.value,
            document_key=move.member,
            from_cluster=move.before,
            to_cluster=move.after,
            cause=cause,
            run=run,
        )
        for move, cause in zip(named.moves, causes, strict=True)
    ]


def _pair_rows(pairs: Iterable[RelatedPair], step: Step, run: int) -> list[DuplicatePair]:
    return [
        DuplicatePair(
            left_key=pair.left_key,
            right_key=pair.right_key,
            relation=pair.relation,
            jaccard=pair.jaccard,
            containment=pair.containment,
            rare_jaccard=pair.rare_jaccard,
            rare_containment=pair.rare_containment,
            shared_shingles=pair.shared_shingles,
            step_digest=step.digest,
            valid_from_run=run,
            valid_to_run=None,
        )
        for pair in pairs
    ]


def _cluster_rows(
    components: Iterable[Sequence[str]],
    names: Mapping[str, str],
    pairs: Iterable[RelatedPair],
    words: Mapping[str, int],
    *,
    step: Step,
    run: int,
) -> list[Cluster]:
    links = dedupe.strongest_links(pairs)
    rows = []
    for members in components:
        standing = dedupe.representative(members, words)
        for key in members:
            link = links.get(key)
            rows.append(
                Cluster(
                    cluster_key=names[key],
                    document_key=key,
                    representative=key == standing,
                    relation=link.relation if link else None,
                    linked_to=link.linked_to if link else None,
                    step_digest=step.digest,
                    valid_from_run=run,
                    valid_to_run=None,
                )
            )
    return rows


def _pairs_of(table: pa.Table) -> list[Pair]:
    return list(zip(table.column("left_key").to_pylist(), table.column("right_key").to_pylist(), strict=True))


def _columns(table: pa.Table) -> dict[str, str]:
    keys, values = table.columns
    return dict(zip(keys.to_pylist(), values.to_pylist(), strict=True))


def _bare_extraction(key: str, identifier: str, text: str) -> Extraction:
    return Extraction(
        document_key=key,
        source_id=identifier,
        url=None,
        page_canonical=None,
        canonical_url=None,
        host=None,
        publisher=None,
        encoding="utf-8",
        encoding_evidence="given",
        title=None,
        title_part=None,
        title_offsets=(),
        authors=(),
        published_at=None,
        published_precision=None,
        published_evidence=None,
        modified_at=None,
        language=None,
        text=text,
        segments=1,
        credits=(),
        rejected=None,
        ledger_digest="",
        valid_from_run=1,
        valid_to_run=None,
        profile_digest=None,
    )
