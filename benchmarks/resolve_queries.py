"""How quickly a snapshot with a million claims answers `conflicts`, `corroboration` and `claims_about`.

Rows are generated straight into the tables by the writer, a few statements a table; no page is cleaned and no claim is
compared. Then the table of supports is made and the snapshot published as a run does it, and the named queries are
asked of a reader, one after the other, several times. Reported are the seconds of the best and the worst answer, by the
clock and of the processor, what support and publishing cost, and the highest memory of the process.

With `--database` the queries are asked of a file that is there (`benchmarks.resolve_scale` makes one), about the entity
that most claims are about and about one of few.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from claimhouse.warehouse import Reader, Warehouse

_ONE = "Subject 4711"
_SUBJECTS = """
select subject
from claim_value_current
where subject_key is not null
group by subject
order by count(*) desc, subject
"""
_SIZES = "select (select count(*) from claim) as claims, (select count(*) from conflict) as conflicts"
_CLAIMS_PER_DOCUMENT = 15
_CLAIMS_PER_SUBJECT = 40
_PUBLISHERS = 500
_ROWS = {
    "document": """
insert into document by name
select sha256('d' || n) as document_key, 'text/html' as media_type, 9000 as payload_bytes, 1 as first_run
from range($documents) as made(n)
""",
    "extraction": """
insert into extraction by name
select
    sha256('d' || n) as document_key,
    'page-' || n as source_id,
    'https://host' || n % $publishers || '.example/' || n as url,
    'host' || n % $publishers || '.example' as host,
    'Publisher ' || n % $publishers as publisher,
    'utf-8' as encoding,
    'header' as encoding_evidence,
    [] as title_offsets,
    [] as authors,
    timestamptz '2026-01-01' + to_minutes(n) as published_at,
    repeat('Words of document ' || n || '. ', 80) as text,
    1 as segments,
    [] as credits,
    '' as ledger_digest,
    1 as valid_from_run
from range($documents) as made(n)
""",
    "sighting": """
insert into sighting by name
select
    1 as run,
    n as item,
    'benchmark' as source,
    source_id,
    document_key,
    document_key as input_digest,
    url,
    url as normalized_url,
    host,
    publisher,
    published_at as fetched_at,
    'loaded' as outcome
from (select *, row_number() over () as n from extraction)
""",
    "claim": """
insert into claim by name
select
    sha256('c' || n) as claim_key,
    sha256('d' || n % $documents) as document_key,
    0 as segment,
    'text' as field,
    n // $documents * 120 as char_start,
    n // $documents * 120 + 110 as char_end,
    'Subject ' || n % $subjects || ' said on that day in place ' || hash(n) % 9973
        || ' that it would take ' || n % 7 || ' million and more.' as quote,
    'payload' as part,
    [{'start': n, 'end': n + 110}] as raw_spans,
    'Subject ' || n % $subjects as subject,
    'Subject ' || n % $subjects as subject_name,
    'take' as predicate,
    n % 7 || ' million' as object,
    [] as arguments,
    false as negated,
    sha256('q' || n) as quantity_key,
    [sha256('q' || n)] as quantity_keys,
    case when hash(n) % 10 = 0 then 'rumored' else 'reported' end as modality,
    [] as hedge_cues,
    timestamptz '2026-01-01' + to_minutes(n % $documents) as published_at,
    'rules' as extractor,
    '0' as extractor_version,
    0.9 as confidence,
    '' as ledger_digest,
    1 as valid_from_run
from range($claims) as made(n)
""",
    "quantity": """
insert into quantity by name
select
    sha256('q' || n) as quantity_key,
    sha256('d' || n % $documents) as document_key,
    'text' as field,
    n // $documents * 120 + 80 as char_start,
    n // $documents * 120 + 90 as char_end,
    hash(n) % 7 || ' million' as raw,
    'count' as kind,
    hash(n) % 7 * 1000000 as value,
    '=' as bound,
    '' as ledger_digest,
    1 as valid_from_run
from range($claims) as made(n)
""",
    "claim_value": """
insert into claim_value by name
select
    sha256('c' || n) as claim_key,
    sha256('d' || n % $documents) as document_key,
    sha256('s' || n % $subjects) as subject_key,
    'Subject ' || n % $subjects as subject,
    'attribute_' || n % $subjects % 5 as attribute,
    'benchmark' as rule,
    true as single_valued,
    'number' as value_kind,
    hash(n) % 7 || '000000' as value,
    hash(n) % 7 * 1000000 as number,
    hash(n) % 10 <> 0 as counts,
    '' as step_digest,
    1 as valid_from_run
from range($claims) as made(n)
""",
    "claim_group": """
insert into claim_group by name
select
    sha256(subject || value) as group_key,
    claim_key,
    subject,
    attribute,
    value,
    'same_value' as reason,
    '' as step_digest,
    1 as valid_from_run
from claim_value
""",
    "conflict": """
insert into conflict by name
select
    sha256(subject || ' ' || n || ' ' || m) as conflict_key,
    case when n = 1 then 'contradiction' else 'different_date' end as type,
    n = 1 as open,
    subject,
    attribute,
    sha256(subject || n || '000000') as left_group,
    sha256(subject || m || '000000') as right_group,
    'values differ' as explanation,
    '' as step_digest,
    1 as valid_from_run
from (select distinct subject, attribute from claim_value)
cross join (values (1, 2), (1, 3), (2, 3), (3, 4)) as pair(n, m)
""",
    "independence_edge": """
insert into independence_edge by name
select
    sha256('d' || n) as left_key,
    case when n % 3 = 0 then 'an agency' else sha256('d' || n // 10) end as right_key,
    case n % 3 when 0 then 'agency_credit' when 1 then 'near_duplicate' else 'same_quote' end as kind,
    case n % 3 when 2 then 'passage' else 'document' end as scope,
    'benchmark' as evidence,
    case n % 3 when 2 then 0 end as passage_start,
    case n % 3 when 2 then 600 end as passage_end,
    '' as step_digest,
    1 as valid_from_run
from range(10, $documents, 4) as made(n)
""",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims in the snapshot")
    parser.add_argument("--database", type=Path, metavar="FILE", help="ask this file instead")
    parser.add_argument("--rounds", type=int, default=3, help="how often each query is asked")
    chosen = parser.parse_args(arguments)
    if chosen.database:
        figures = ask(chosen.database, chosen.rounds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(Path(folder) / "queries.duckdb", chosen.claims, chosen.rounds)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def measure(path: Path, claims: int, rounds: int) -> dict[str, float]:
    """Return what making, publishing and asking the snapshot cost."""
    figures: dict[str, float] = {"claims": claims}
    with Warehouse.open(path) as warehouse:
        fill(warehouse, claims)
        figures["support_s"] = _seconds(lambda: warehouse.step("resolve_support"))[0]
        figures["publish_s"] = _seconds(warehouse.publish)[0]
        figures["groups"] = warehouse.sql("select count(*) as n from group_support").to_pylist()[0]["n"]
        figures["conflicts"] = warehouse.sql("select count(*) as n from conflict").to_pylist()[0]["n"]
    figures["file_mb"] = round(path.stat().st_size / 1e6)
    figures["peak_memory_making_mb"] = _peak_memory_mb()
    with Reader.open(path) as reader:
        return figures | _answers(reader, {"one": _ONE}, rounds)


def ask(path: Path, rounds: int) -> dict[str, float]:
    """Return what asking a file that is there costs."""
    Warehouse.open(path).close()  # brings its schema up to date
    with Reader.open(path) as reader:
        subjects = reader.sql(_SUBJECTS).column("subject").to_pylist()
        about = {"most frequent": subjects[0], "rare": subjects[len(subjects) // 2]}
        return dict(reader.sql(_SIZES).to_pylist()[0]) | _answers(reader, about, rounds)


def _answers(reader: Reader, about: Mapping[str, str], rounds: int) -> dict[str, float]:
    figures: dict[str, float] = {}
    for query, parameter in (("conflicts", "about"), ("corroboration", "about"), ("claims_about", "entity")):
        asked: dict[str, Mapping[str, str]] = {query: {}}
        asked |= {f"{query} of {which}": {parameter: name} for which, name in about.items()}
        for name, given in asked.items():
            spent = [_seconds(partial(reader.query, query, given)) for _ in range(rounds)]
            clock, processor = ([one[which] for one in spent] for which in (0, 1))
            figures |= {f"{name}: best s": min(clock), f"{name}: worst s": max(clock)}
            figures |= {f"{name}: best cpu s": min(processor), f"{name}: worst cpu s": max(processor)}
            sys.stdout.write(f"{name:32} {min(clock):6.2f} to {max(clock):.2f} s, processor {min(processor):.2f}\n")
    return figures | {"peak_memory_mb": _peak_memory_mb()}


def fill(warehouse: Warehouse, claims: int) -> None:
    """Write the rows of so many claims."""
    sizes = {
        "claims": claims,
        "documents": max(1, claims // _CLAIMS_PER_DOCUMENT),
        "subjects": max(1, claims // _CLAIMS_PER_SUBJECT),
        "publishers": _PUBLISHERS,
    }
    with warehouse.transaction():
        for statement in _ROWS.values():
            used = {name: size for name, size in sizes.items() if f"${name}" in statement}
            warehouse.sql(statement, **used)


def _seconds(action: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return round(time.perf_counter() - clock, 3), round(time.process_time() - processor, 3)


def _peak_memory_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)


if __name__ == "__main__":
    sys.exit(main())
