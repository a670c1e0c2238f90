"""Claims brought to values, as far as documents changed or are read otherwise.

What documents tell each other (deals, events, founders) is kept in tables, and so is what each of them asked. A
document is read again where it changed, where a name of it means another entity, or where a question of it has another
answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from claimhouse.pipeline.resolve_documents import Brought, DocumentRows, Known, number_of, parties_of
from claimhouse.pipeline.resolve_names import CHUNK_DOCUMENTS, chunks, joined, keys_table
from claimhouse.pipeline.resolve_readers import Readers
from claimhouse.provenance import Step
from claimhouse.records import ClaimValue, ResolveFoundation, ResolvePair, ResolveQuestion, ResolveReading, ResolveTold
from claimhouse.resolve.deals import Parties, main_direction, party_topic
from claimhouse.resolve.event_index import SAME_EVENT_DAYS, event_subject, event_topics
from claimhouse.resolve.facts import EntityName
from claimhouse.resolve.foundations import founder_topic
from claimhouse.warehouse import Warehouse

_TOPIC = pa.schema([("topic", pa.int64())])
_NAME = pa.schema([("name", pa.string())])
_ISLAND = pa.schema([("island_number", pa.int64()), ("part", pa.int64())])
_SUBJECT = pa.schema([("part", pa.int64()), ("subject_key", pa.string()), ("subject", pa.string())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the parts of a run share.

    Attributes:
        since: run of the state; negative where it is made anew.
        readers: who reads documents.
    """

    warehouse: Warehouse
    step: Step
    run: int
    since: int
    readers: Readers


def update_readings(work: Work, read_again: Sequence[str]) -> int:
    """Bring facts, values and readings up to date; return how many documents were read."""
    names = _update_facts(work, read_again)
    topics = _other_answers(work) if work.since >= 0 else set()
    topics_of_events, of_other_events = _update_events(work)
    others = {*of_other_events, *_askers(work, topics | topics_of_events)}.difference(read_again)
    documents = sorted({*read_again, *others})
    work.warehouse.step("resolve_drop_readings", {"read_again": keys_table(documents)}, run=work.run, since=work.since)
    if names is None:
        for chunk in chunks(documents):
            _store(work, chunk, _bring(work, chunk, _take_in(work, chunk)[1]))
    else:
        waiting, brought = [*read_again], _bring(work, read_again, names)
        for chunk in chunks(sorted(others)):
            waiting += chunk
            brought += _bring(work, chunk, _take_in(work, chunk)[1])
            if len(waiting) >= CHUNK_DOCUMENTS:
                _store(work, waiting, brought)
                waiting, brought = [], []
        _store(work, waiting, brought)
    return len(documents)


def _update_facts(work: Work, read_again: Sequence[str]) -> frozenset[str] | None:
    """Bring to date what documents tell each other.

    Returns: the names by which the collection answers the documents, which are kept; null where they are too many.
    """
    work.warehouse.step("resolve_drop_facts", {"read_again": keys_table(read_again)})
    names: frozenset[str] = frozenset()
    for chunk in chunks(read_again):
        told, names = _take_in(work, chunk)
        work.warehouse.insert(ResolvePair, told["pairs"])
        work.warehouse.insert(ResolveTold, told["told"])
        work.warehouse.insert(ResolveFoundation, told["foundations"])
        if len(read_again) > CHUNK_DOCUMENTS:
            work.readers.let_go()
    return None if len(read_again) > CHUNK_DOCUMENTS else names


def _take_in(work: Work, keys: Sequence[str]) -> tuple[dict[str, pa.Table], frozenset[str]]:
    """Have documents read, and return what they tell, as rows, and the names by which they are answered."""
    count = work.readers.count
    told = work.readers.take_in([(share, _rows_of(work, share)) for share in (keys[n::count] for n in range(count))])
    tables = {name: pa.concat_tables([getattr(one, name) for one in told]) for name in ("pairs", "told", "foundations")}
    return tables, frozenset().union(*(one.names for one in told))


def _rows_of(work: Work, keys: Sequence[str]) -> DocumentRows:
    chunk = {"chunk": keys_table(keys)}
    return DocumentRows(
        claims=work.warehouse.step("resolve_document_claim", chunk),
        quantities=work.warehouse.step("resolve_document_quantity", chunk),
        mentions=work.warehouse.step("resolve_document_mention", chunk),
        titles=work.warehouse.step("resolve_document_title", chunk),
        entities=work.warehouse.step("resolve_document_entity", chunk),
    )


def _bring(work: Work, keys: Sequence[str], names: Iterable[str]) -> list[Brought]:
    """Have documents brought to values that were taken in, given what the collection answers to their names."""
    warehouse = work.warehouse
    offered = {"known_name": pa.Table.from_pydict({"name": sorted(names)}, schema=_NAME)}
    chunk = {"chunk": keys_table(keys)}
    known = Known(
        pairs=warehouse.step("resolve_known_pairs", offered),
        parties=warehouse.step("resolve_known_parties", offered).column("name").to_pylist(),
        told_of=warehouse.step("resolve_told_of", chunk),
        events=warehouse.step("resolve_known_events", offered),
        foundations=warehouse.step("resolve_known_foundations", chunk),
    )
    return work.readers.bring(known, work.step, work.run)


def _store(work: Work, keys: Sequence[str], brought: Sequence[Brought]) -> None:
    """Write what documents were brought to, of as many at once as fit into memory: the tables are long."""
    if not brought:
        return
    warehouse = work.warehouse
    values = pa.concat_tables([one.values for one in brought])
    warehouse.replace_current(ClaimValue, values, work.run, only=("document_key", keys))
    warehouse.insert(ResolveReading, pa.concat_tables([one.readings for one in brought]))
    warehouse.insert(ResolveQuestion, pa.concat_tables([one.questions for one in brought]))


def _other_answers(work: Work) -> set[str]:
    """Return the questions on deals and founders that have another answer than before."""
    directions: dict[str, dict[str, Counter[tuple[EntityName, EntityName]]]] = {"former": {}, "latter": {}}
    keys = set()
    for row in work.warehouse.step("resolve_pair_answers").to_pylist():
        parties = parties_of(row)
        keys.add(row["pair_key"])
        for state, counts in directions.items():
            if row[state] and parties.buyer is not None and parties.target is not None:
                counts.setdefault(row["pair_key"], Counter())[parties.buyer, parties.target] = row[state]
    found = {key for key in keys if _answer(directions["former"], key) != _answer(directions["latter"], key)}
    parties_met = work.warehouse.step("resolve_party_answers").column("party").to_pylist()
    founders = work.warehouse.step("resolve_founder_answers").column("person_key").to_pylist()
    return found | {party_topic(party) for party in parties_met} | {founder_topic(person) for person in founders}


def _answer(directions: Mapping[str, Counter[tuple[EntityName, EntityName]]], key: str) -> Parties | None:
    return main_direction(directions[key]) if key in directions else None


def _update_events(work: Work) -> tuple[set[str], set[str]]:
    """Join the events that were touched; return questions with another answer, and documents about another event."""
    step: Callable[..., pa.Table] = work.warehouse.step
    islands = step("resolve_event_islands", days=SAME_EVENT_DAYS).column("islands").to_pylist()
    part_of = joined((one[0] for one in islands), ((one[0], other) for one in islands for other in one[1:]))
    table = pa.Table.from_pydict({"island_number": list(part_of), "part": list(part_of.values())}, schema=_ISLAND)
    subjects = []
    for row in step("resolve_event_parts", {"island_part": table}).to_pylist():
        key, text = event_subject(row["event_class"], row["normal"], row["shown"], row["month"])
        subjects.append({"part": row["part"], "subject_key": key, "subject": text})
    changes = step("resolve_event_answers", {"part_subject": pa.Table.from_pylist(subjects, _SUBJECT)}).to_pylist()
    topics = {
        topic
        for row in changes
        if row["document_key"] is None
        for topic in event_topics(row["event_class"], row["normal"])
    }
    return topics, {row["document_key"] for row in changes if row["document_key"] is not None}


def _askers(work: Work, topics: Iterable[str]) -> list[str]:
    numbers = sorted({number_of(topic) for topic in topics})
    asked = pa.Table.from_pydict({"topic": numbers}, schema=_TOPIC)
    keys: list[str] = work.warehouse.step("resolve_askers", {"asked": asked}).column("document_key").to_pylist()
    return keys
