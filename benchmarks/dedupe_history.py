"""What 1,000 new documents cost against a long history, under a memory limit.

The history is made in SQL, since what is measured reads its index and not its texts: N documents of 120 sampled
shingles (3 kB), of which 116 are their own, 2 are furniture of one of N / 500 sites and 2 come from a pool of phrases
that the real documents repeat; too few in common to make candidates, which would need texts. Among them are 1,000
real documents of the generator, taken in by the step itself; the 1,000 new ones are others of the same collection,
copies of stories in the history among them. The measured run is the step as it is: candidates, verification with the
texts read, relabelling, and its account, in one transaction.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow as pa

from claimhouse.dedupe import Shingler
from claimhouse.dedupe.rarity import rarity_limit, size_step
from claimhouse.pipeline.dedupe import dedupe_all
from claimhouse.provenance import Step
from claimhouse.records import Extraction
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse

MEMORY_LIMIT = "4GB"
_NEW = 1_000
_RUNS = 3
_STEP = Step(name="dedupe", version="benchmark", settings_digest="benchmark")
_PHRASES = """
create temp table phrase as
select shingle, row_number() over (order by shingle) - 1 as number
from (select shingle from dedupe_sample group by shingle having count(*) > 2);

select count(*) as phrases from phrase
"""
_HISTORY = """
insert into signature
select sha256(number::varchar), sha256('text' || number), 500, 480, [], '', 1, null
from range($documents) as made(number);

insert into dedupe_member
select document_key, ('0x' || exact_digest[1:16])::ubigint >> 1, words, shingles
from signature
where valid_from_run = 1 and len(sample) = 0;

insert into dedupe_text
select text, shingles, true, false
from dedupe_member
anti join dedupe_text using (text);

insert into dedupe_sample
with made as (
    select number, (('0x' || sha256('text' || number)[1:16])::ubigint >> 1)::bigint as text
    from range($documents) as made(number)
)
select text, hash(number, place) >> 2 as shingle
from made, range(116) as places(place)
union all
select text, hash('site', number % greatest(1, $documents // 500), place) >> 2
from made, range(2) as places(place)
union all
select picked.text, phrase.shingle
from (
    select made.text, (hash('phrase', made.number, place) % $phrases::ubigint)::bigint as number
    from made, range(2) as places(place)
) as picked
join phrase using (number);

delete from dedupe_frequency;

create temp table counted as
select shingle, count(*) as texts
from dedupe_sample
group by shingle
having count(*) > $stored_above;

insert into dedupe_frequency
with anchored as (
    select shingle, list_sort(min(text, 3)) as anchors
    from dedupe_sample
    semi join (select shingle from counted where texts > $max_document_frequency) as heavy using (shingle)
    group by shingle
)
select shingle, texts, texts, coalesce(anchors, []), texts > $rarity_limit
from counted
left join anchored using (shingle);

insert into cluster
select document_key, document_key, true, null, null, $step_digest, 1, null
from dedupe_member
where document_key not in (select document_key from cluster_current);
"""


@dataclass(frozen=True, kw_only=True)
class HistoryCost:
    """What a run of the step over new documents took.

    Attributes:
        seconds: candidates, verification and relabelling; the median of the runs.
        candidates: new candidate pairs in the last of them.
        index_bytes_per_document: growth of the database file by the state of the history, over its documents.
    """

    history: int
    new: int
    seconds: float
    all_seconds: tuple[float, ...]
    candidates: int
    verified_again: int
    index_bytes_per_document: float
    memory_limit: str


def measure_history(documents: int, texts: Mapping[str, str], settings: DedupeSettings) -> HistoryCost:
    """Make a history of so many documents around half of `texts`, and take in 1,000 others of them at a time."""
    keys = sorted(texts)
    random.Random(5).shuffle(keys)  # noqa: S311 - reproducible, not secret
    batches = [keys[start : start + _NEW] for start in range(0, len(keys), _NEW)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.duckdb"
        with Warehouse.open(path) as warehouse:
            warehouse.sql(f"set memory_limit = '{MEMORY_LIMIT}'")
            warehouse.sql("set preserve_insertion_order = false")
            _load(warehouse, {key: texts[key] for key in batches[0]}, settings, 1)
            dedupe_all(warehouse, settings, _STEP, 1)
            before = _bytes(warehouse, path)
            limits = {
                "max_document_frequency": settings.max_document_frequency,
                "stored_above": min(settings.max_document_frequency, rarity_limit(settings.first_step)),
                "rarity_limit": rarity_limit(size_step(documents, settings.first_step)),
            }
            phrases = warehouse.sql(_PHRASES).to_pylist()[0]["phrases"]
            warehouse.sql(_HISTORY, documents=documents, phrases=phrases, step_digest=_STEP.digest, **limits)
            grown = _bytes(warehouse, path) - before
            seconds, account = [], None
            for run, batch in enumerate(batches[1 : _RUNS + 1], 2):
                _load(warehouse, {key: texts[key] for key in batch}, settings, run)
                start = time.perf_counter()
                with warehouse.transaction():
                    account = dedupe_all(warehouse, settings, _STEP, run)
                seconds.append(round(time.perf_counter() - start, 2))
    if account is None:
        message = f"give at least {2 * _NEW} texts, not {len(keys)}"
        raise ValueError(message)
    return HistoryCost(
        history=documents,
        new=_NEW,
        seconds=sorted(seconds)[len(seconds) // 2],
        all_seconds=tuple(seconds),
        candidates=account.new_candidates,
        verified_again=account.verified_again,
        index_bytes_per_document=round(grown / documents, 1),
        memory_limit=MEMORY_LIMIT,
    )


def _bytes(warehouse: Warehouse, path: Path) -> int:
    warehouse.sql("force checkpoint")
    return path.stat().st_size


def _load(warehouse: Warehouse, texts: Mapping[str, str], settings: DedupeSettings, run: int) -> None:
    signed = Shingler(settings).sign(list(texts.values()))
    rows = [
        {
            "document_key": key,
            "exact_digest": text.exact_digest,
            "words": text.words,
            "shingles": text.shingles,
            "sample": text.sample,
        }
        for key, text in zip(texts, signed, strict=True)
    ]
    schema = pa.schema(
        [
            ("document_key", pa.string()),
            ("exact_digest", pa.string()),
            ("words", pa.int64()),
            ("shingles", pa.int64()),
            ("sample", pa.list_(pa.uint64())),
        ]
    )
    warehouse.step("dedupe_sign", {"signed": pa.Table.from_pylist(rows, schema)})
    warehouse.sql(
        "update signature set valid_from_run = $run where document_key in (select unnest($keys::varchar[]))",
        run=run,
        keys=list(texts),
    )
    warehouse.insert(Extraction, [_extraction(key, text, run) for key, text in texts.items()])


def _extraction(key: str, text: str, run: int) -> Extraction:
    given = {"document_key": key, "source_id": key, "encoding": "utf-8", "encoding_evidence": "given", "text": text}
    given |= {"segments": 1, "ledger_digest": "", "valid_from_run": run}
    lists = {"title_offsets": (), "authors": (), "credits": (), "author_organizations": ()}
    columns = {field.name: lists.get(field.name) for field in fields(Extraction)}
    return Extraction(**{**columns, **given})
