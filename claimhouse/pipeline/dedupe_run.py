"""One run of the dedupe step: what is new is joined against the stored state, and what it changes is verified.

All of the state (tables `dedupe_*`) follows from the current signatures and texts, never from the order in which they
came: a run that finds no state, or that of another step, does the same with every document as new. So increment
equals rebuild. The steps, each a file of `warehouse/steps`:

1. documents and texts that came or went (`dedupe_changes`), their shingles' frequencies, and candidate pairs: those
   with a new text, those that hung on a shingle which became too frequent to pair all its texts (`dedupe_questioned`,
   `dedupe_rehung`), and those with a text that another document speaks for now (`dedupe_restated`);
2. which texts count where frequencies are counted, and with that what became common or rare (`dedupe_statuses`);
3. new candidates, and stored ones in which something became common or rare (`dedupe_due`), are compared: by their
   samples, and where these let expect a passage in common by their texts;
4. digests among the texts that this touches, and the relations that follow (`dedupe_settle`);
5. pairs of documents (`dedupe_pairs`), and the clusters that these touch, with their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from claimhouse import dedupe
from claimhouse.dedupe import RelatedPair, Weighing
from claimhouse.dedupe.rarity import rarity_limit, size_step, topic_limit
from claimhouse.errors import WarehouseError
from claimhouse.naming import Named, name_components
from claimhouse.pipeline.dedupe_comparing import (
    COMPARED,
    PAIRS,
    PAIRS_AT_A_TIME,
    Comparer,
    chosen,
    pair_list,
    slices,
    table_of,
)
from claimhouse.pipeline.dedupe_reading import Texts, WeighedTexts
from claimhouse.provenance import Step
from claimhouse.records import ClusterChange, DedupeRun, Relation
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse

_NUMBERS = pa.schema([("text", pa.int64())])
_SAMPLES = pa.schema([("text", pa.int64()), ("shingle", pa.uint64())])
_WORD_CHANGES = pa.schema([("word", pa.uint64()), ("change", pa.int64())])
_TOPICS = pa.schema([("text", pa.int64()), ("word", pa.uint64())])
_SETTLED = pa.schema([*PAIRS, ("relation", pa.string()), ("left_larger", pa.bool_())])
_NAMED = pa.schema([("document_key", pa.string()), ("cluster_key", pa.string())])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statuses:
    """The limits of this run and what they changed."""

    counted_texts: int
    size_step: int
    flipped: int


class DedupeRunner:
    """The step over one warehouse; `execute` is called once, inside the caller's transaction."""

    def __init__(self, warehouse: Warehouse, settings: DedupeSettings, step: Step, run: int, texts: Texts) -> None:
        self._warehouse = warehouse
        self._settings = settings
        self._step = step
        self._run = run
        self._texts = texts

    def execute(self) -> DedupeRun:
        """Bring state, pairs and clusters to what the current signatures give; return the account."""
        since = self._begin()
        changes = self._take_in(since)
        new_candidates = self._find_candidates()
        if changes["restated"]:
            self._warehouse.step("dedupe_restated")
        statuses = self._count(since)
        self._warehouse.step("dedupe_successors")
        weighed = WeighedTexts(self._texts, self._weighing())
        due = self._warehouse.step("dedupe_due")
        self._compare(due, weighed)
        self._warehouse.step("dedupe_pairs", run=self._run, step_digest=self._step.digest)
        moves = self._cluster()
        sizes = self._row("dedupe_sizes")
        account = DedupeRun(
            run=self._run,
            step_digest=self._step.digest,
            rebuilt=since < 0,
            size_step=statuses.size_step,
            rarity_limit=rarity_limit(statuses.size_step),
            topic_limit=topic_limit(statuses.size_step),
            changed_documents=changes["documents"],
            changed_statuses=statuses.flipped,
            new_candidates=new_candidates,
            verified_again=due.num_rows - sum(due.column("is_new").to_pylist()),
            moves=moves,
            **sizes,
        )
        self._warehouse.insert(DedupeRun, [account])
        return account

    def _begin(self) -> int:
        """Return the run that the state is of; -1 after emptying it, where there is none or it is another step's."""
        state = self._warehouse.step("dedupe_state").to_pylist()
        if state and state[0]["step_digest"] == self._step.digest:
            return int(state[0]["run"])
        self._warehouse.step("dedupe_reset")
        return -1

    def _take_in(self, since: int) -> dict[str, int]:
        """Bring documents, texts and samples up to date; return how many of what changed."""
        changes = self._row("dedupe_changes", since=since)
        if changes["collisions"]:
            message = "two different texts have one number: the first 63 bits of their digests are equal"
            raise WarehouseError(message)
        self._warehouse.step("dedupe_apply_arrived")
        if changes["gone"]:
            self._warehouse.step("dedupe_apply_gone")
        return changes

    def _find_candidates(self) -> int:
        settings = self._settings
        limits: dict[str, Any] = {
            "max_document_frequency": settings.max_document_frequency,
            "anchors": settings.anchors,
        }
        # Fewer texts than these can neither make a shingle heavy nor common.
        stored_above = min(settings.max_document_frequency, rarity_limit(settings.first_step))
        rehung = self._row("dedupe_frequencies", **limits, stored_above=stored_above)["rehung"]
        self._warehouse.step("dedupe_candidates", min_shared=settings.min_shared)
        if rehung:
            questioned = self._warehouse.step("dedupe_questioned").column("text").to_pylist()
            samples = self._samples(questioned)
            self._warehouse.step(
                "dedupe_rehung",
                {"questioned_sample": samples},
                max_document_frequency=settings.max_document_frequency,
                min_shared=settings.min_shared,
            )
        return int(self._row("dedupe_new_candidates")["candidates"])

    def _count(self, since: int) -> _Statuses:
        """Decide which texts count, count shingles and words over these, and find what became common or rare."""
        same: list[tuple[int, int]] = []
        comparable = self._warehouse.step("dedupe_comparable", strict_jaccard=self._settings.strict_jaccard)
        for slice_ in slices(pair_list(comparable)):
            samples = self._texts.samples({number for pair in slice_ for number in pair})
            pairs = chosen(slice_, dedupe.nearly_equal(samples, slice_, self._settings))
            texts = self._texts.get({number for pair in pairs for number in pair})
            same.extend(chosen(pairs, dedupe.same_texts(texts, pairs, self._settings)))
        changed = self._warehouse.step("dedupe_count_texts", {"same_pair": table_of(PAIRS, zip(*same, strict=True))})
        switched = [row["text"] for row in changed.to_pylist() if not (row["is_gone"] or row["is_new"])]
        self._warehouse.step(
            "dedupe_count_words",
            {"word_change": self._word_changes(changed, since), "switched_sample": self._samples(switched)},
        )
        counted_texts = int(self._row("dedupe_sizes")["counted_texts"])
        step = size_step(counted_texts, self._settings.first_step)
        flipped = self._row("dedupe_statuses", rarity_limit=rarity_limit(step), topic_limit=topic_limit(step))
        return _Statuses(counted_texts=counted_texts, size_step=step, flipped=int(flipped["flipped"]))

    def _samples(self, numbers: list[int]) -> pa.Table:
        """Return the sampled shingles of texts, a row each."""
        samples = self._texts.samples(numbers)
        sizes = [len(samples[number]) for number in numbers]
        shingles = np.concatenate([np.empty(0, np.uint64), *(samples[number] for number in numbers)])
        return table_of(_SAMPLES, (np.repeat(np.array(numbers, np.int64), sizes), shingles))

    def _word_changes(self, changed: pa.Table, since: int) -> pa.Table:
        """Return what the texts that count now, or no longer, change in the number of texts with each word."""
        rows = list(zip(*(changed.column(name).to_pylist() for name in ("text", "change", "is_gone")), strict=True))
        gone = self._texts.gone(since) if any(is_gone for _, _, is_gone in rows) else {}
        words, changes = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for slice_ in slices(rows):
            held = self._texts.get([number for number, _, is_gone in slice_ if not is_gone])
            topics = [((gone if is_gone else held)[number].topic, change) for number, change, is_gone in slice_]
            joined = np.concatenate([topic for topic, _ in topics])
            counts = np.concatenate([np.full(len(topic), change, np.int64) for topic, change in topics])
            distinct, places = np.unique(joined, return_inverse=True)
            words.append(distinct)
            changes.append(np.bincount(places, counts, len(distinct)).astype(np.int64))
        distinct, places = np.unique(np.concatenate(words), return_inverse=True)
        totals = np.bincount(places, np.concatenate(changes), len(distinct)).astype(np.int64)
        return table_of(_WORD_CHANGES, (distinct[totals != 0], totals[totals != 0]))

    def _weighing(self) -> Weighing:
        common = self._warehouse.step("dedupe_common_shingles").column("shingle").to_numpy()
        words = self._warehouse.step("dedupe_common_words").column("word").to_numpy()
        return Weighing(common, words, self._settings)

    def _compare(self, due: pa.Table, weighed: WeighedTexts) -> None:
        """Compare the pairs that are due, find the digests around them, and settle the relations."""
        settings = self._settings
        comparer = Comparer(weighed, settings)
        successive = due.column("successive").to_numpy(zero_copy_only=False)
        pairs = pair_list(due)
        compared = [COMPARED.empty_table()]
        weighed.prepare({number for pair in pairs for number in pair})
        for start, slice_ in zip(range(0, len(pairs), PAIRS_AT_A_TIME), slices(pairs), strict=True):
            compared.extend(comparer.compare(slice_, successive[start : start + len(slice_)]))
        passages = self._warehouse.step(
            "dedupe_store_compared", {"compared": pa.concat_tables(compared)}, min_rare=settings.min_rare
        )
        found = self._digests(passages, weighed)
        self._store_topics(comparer.consulted | found.consulted)
        digests = table_of(_NUMBERS, (sorted(found.digests),))
        unsettled = self._warehouse.step("dedupe_store_digests", {"found_digest": digests})
        self._warehouse.step("dedupe_settle", {"settled": self._settled(unsettled)})

    def _digests(self, passages: pa.Table, weighed: WeighedTexts) -> dedupe.FoundDigests:
        columns = {name: passages.column(name).to_pylist() for name in passages.column_names}
        rows = zip(*(columns[name] for name in ("left_text", "right_text", "left_share", "right_share")), strict=True)
        asked = {
            number
            for numbers, flags in (("left_text", "is_left_asked"), ("right_text", "is_right_asked"))
            for number, is_asked in zip(columns[numbers], columns[flags], strict=True)
            if is_asked
        }
        shared = [
            dedupe.SharedPassage(left=left, right=right, left_share=left_share, right_share=right_share)
            for left, right, left_share, right_share in rows
        ]
        return dedupe.find_digests(asked, shared, weighed.samples, weighed.topic, self._settings)

    def _store_topics(self, consulted: set[int]) -> None:
        ordered = sorted(consulted)
        for start in range(0, len(ordered), PAIRS_AT_A_TIME):
            numbers = ordered[start : start + PAIRS_AT_A_TIME]
            texts = self._texts.get(numbers)
            topics = [texts[number].topic for number in numbers]
            repeated = np.repeat(np.array(numbers, np.int64), [len(topic) for topic in topics])
            self._warehouse.step(
                "dedupe_store_topics", {"consulted": table_of(_TOPICS, (repeated, np.concatenate(topics)))}
            )

    def _settled(self, unsettled: pa.Table) -> pa.Table:
        rows = []
        for row in unsettled.to_pylist():
            settled = dedupe.settle(
                Relation(row["judged"]),
                (row["left_share"], row["right_share"]),
                (row["is_left_digest"], row["is_right_digest"]),
                self._settings,
            )
            if settled:
                rows.append((row["left_text"], row["right_text"], settled.relation.value, settled.is_left_larger))
        return table_of(_SETTLED, zip(*rows, strict=True))

    def _cluster(self) -> int:
        """Name the clusters that changed pairs and documents touch, and store them; return how many documents moved."""
        stirred = self._warehouse.step("dedupe_stirred_clusters").to_pylist()
        uniting = self._warehouse.step("dedupe_uniting_pairs")
        here = [row["document_key"] for row in stirred if row["is_here"]]
        components = dedupe.connected_components(here, zip(*uniting.to_pydict().values(), strict=True))
        former = {row["document_key"]: row["former_name"] for row in stirred if row["former_name"]}
        named = name_components(components, former)
        names = {key: name for name, keys in zip(named.names, components, strict=True) for key in keys}
        self._warehouse.step(
            "dedupe_store_clusters",
            {"named": table_of(_NAMED, (list(names), list(names.values())))},
            run=self._run,
            step_digest=self._step.digest,
        )
        if named.moves:
            self._warehouse.insert(ClusterChange, self._changes(named, former, names))
        return len(named.moves)

    def _changes(self, named: Named, former: Mapping[str, str], names: Mapping[str, str]) -> list[ClusterChange]:
        before: list[RelatedPair] = []
        after: list[RelatedPair] = []
        for row in self._warehouse.step("dedupe_changed_pairs").to_pylist():
            pairs = after if row.pop("is_new") else before
            pairs.append(RelatedPair(**{**row, "relation": Relation(row["relation"])}))
        causes = dedupe.change_causes(named.moves, before, after, former, names)
        return [
            ClusterChange(
                kind=move.kind.value,
                document_key=move.member,
                from_cluster=move.before,
                to_cluster=move.after,
                cause=cause,
                run=self._run,
            )
            for move, cause in zip(named.moves, causes, strict=True)
        ]

    def _row(self, name: str, **parameters: Any) -> dict[str, int]:  # noqa: ANN401 - what SQL takes
        row: dict[str, int] = self._warehouse.step(name, **parameters).to_pylist()[0]
        return row
