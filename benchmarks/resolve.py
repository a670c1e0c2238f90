"""Groups of claims that say the same, and typed conflicts, on collections with planted truth, through the main job.

    python benchmarks/resolve.py --documents 300 --seed 1     # both halves of the phrasings

The collection is that of resolve_collection.py: invented events told by several publishers, as pages. A planted
statement is met by the claims of its sentence that have its value. Measured are

- pairwise F1 of groups: of two statements of one attribute of one event with one value, are claims in one group, and
  of two that share a group, do they say the same? Copies are left out here; `recall_of_read` counts only statements of
  which a claim was made, so that what extraction leaves out shows apart;
- conflicts by type: a planted pair of values is found where a conflict of its type has them as its sides; found ones
  are wrong where they have another type than planted, or are open though nothing of the kind was planted;
- origins: a story with 50 word-by-word copies counts as one.

`--failures N` prints the first N of each kind. The last line is one JSON object with all figures, by half.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from resolve_collection import Collection, Statement, make, write

from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.executor import DirectExecutor
from claimhouse.settings import Settings
from claimhouse.warehouse.reader import Reader

HALVES = ("dev", "held")
_MARKS = {"groups_f1": 0.90, "conflicts_precision": 0.95, "conflicts_recall": 0.90}
_OPEN = frozenset({"contradiction", "reported_vs_confirmed"})

_READINGS = """
select
    extraction.source_id,
    claim.quote,
    claim_group.group_key,
    claim_value.attribute,
    claim_value.subject,
    claim_value.value,
    claim_value.number,
    claim_value.value_min,
    claim_value.value_max
from claim_group_current as claim_group
inner join claim_value_current as claim_value
    on claim_group.claim_key = claim_value.claim_key
    and claim_group.attribute = claim_value.attribute
    and claim_group.value = claim_value.value
inner join claim_current as claim on claim_value.claim_key = claim.claim_key
inner join extraction_current as extraction on claim.document_key = extraction.document_key
where claim.field = 'text'
"""
_CONFLICTS = "select type, subject, attribute, left_group, right_group from conflict_current"
_SUPPORT = """
select
    support.group_key,
    any_value(support.n_articles) as n_articles,
    any_value(support.n_origins) as n_origins,
    list(distinct extraction.source_id) as documents
from claim_group_support as support
inner join claim_group_current as claim_group on claim_group.group_key = support.group_key
inner join claim_current as claim on claim.claim_key = claim_group.claim_key
inner join extraction_current as extraction on extraction.document_key = claim.document_key
group by support.group_key
"""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What the pipeline made of a collection."""

    readings: Sequence[Row]
    conflicts: Sequence[Row]
    support: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of one half, and what went wrong, as lines by kind."""

    figures: dict[str, Any]
    failures: Mapping[str, Sequence[str]]


def run(made: Collection) -> Found:
    """Take a collection through the main job and read what came out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(made, folder)
        database = folder / "planted.duckdb"
        settings = Settings().model_copy(update={"database": str(database)})
        run_pipeline([str(folder / "pages.jsonl")], settings, executor=DirectExecutor(workers=1), command="benchmark")
        return read(database)


def read(database: Path) -> Found:
    """Read readings, conflicts and support of a database."""
    with Reader.open(database) as reader:
        readings, conflicts, support = (reader.sql(sql).to_pylist() for sql in (_READINGS, _CONFLICTS, _SUPPORT))
    return Found(readings=readings, conflicts=conflicts, support={row["group_key"]: row for row in support})


def measure(made: Collection, found: Found) -> Scores:
    """Compare what was found with what was planted."""
    met = _met(made.statements, found.readings)
    failures: defaultdict[str, list[str]] = defaultdict(list)
    figures = {
        "documents": len(made.pages),
        "statements": len(made.statements),
        **_groups(made.statements, met, failures),
        **_conflicts(made, met, found, failures),
        **_origins(made, found),
    }
    return Scores(figures, failures)


def _met(statements: Iterable[Statement], readings: Iterable[Row]) -> dict[int, set[str]]:
    """Return the groups of the claims that each statement is met by, by its number."""
    said: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in readings:
        said[row["source_id"], _plain(row["quote"])].append(row)
    return {
        number: {
            row["group_key"]
            for row in said[statement.document, _plain(statement.sentence)]
            if _has_value(row, statement)
        }
        for number, statement in enumerate(statements)
    }


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _has_value(row: Row, statement: Statement) -> bool:
    if statement.form == "range":
        low, high = (Decimal(end) for end in statement.value.split(".."))
        return row["number"] is None and row["value_min"] == low and row["value_max"] == high
    if statement.form == "number":
        return row["number"] is not None and Decimal(row["number"]) == Decimal(statement.value)
    if statement.form == "name":
        return row["attribute"] == "chief_executive" and _plain(row["value"]) == _plain(statement.value)
    wanted = statement.value.removeprefix("an ").removeprefix("a ")
    return wanted in {row["value"], _plain(row["value"]).replace("_", " ")} or (
        statement.cell is not None and statement.cell.endswith("cause") and row["attribute"] == "cause"
    )


def _groups(statements: Sequence[Statement], met: Mapping[int, set[str]], failures: defaultdict[str, list[str]]) -> Row:
    truth: defaultdict[tuple[str | None, str], list[int]] = defaultdict(list)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        if "-copy" in statement.document:
            continue
        truth[statement.cell, statement.value].append(number)
        for group in met[number]:
            found[group].append(number)
    wanted = {pair for numbers in truth.values() for pair in combinations(numbers, 2)}
    joined = {pair for numbers in found.values() for pair in combinations(sorted(numbers), 2)}
    lost: Counter[str] = Counter()
    for left, right in sorted(wanted - joined):
        for number in (left, right):
            lost[f"{_fact(statements[number])} · {statements[number].sentence} · {len(met[number])} groups"] += 1
    failures["apart"] += [f"{count} · {line}" for line, count in lost.most_common()]
    failures["joined"] += [f"{statements[left]} / {statements[right]}" for left, right in sorted(joined - wanted)]
    precision, recall = _share(len(wanted & joined), len(joined)), _share(len(wanted & joined), len(wanted))
    by_fact: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for left, right in wanted:
        by_fact[_fact(statements[left])][0] += (left, right) in joined
        by_fact[_fact(statements[left])][1] += 1
    return {
        "groups_precision": precision,
        "groups_recall": recall,
        "groups_f1": _harmonic(precision, recall),
        "groups_recall_of_read": _share(len(wanted & joined), sum(bool(met[a] and met[b]) for a, b in wanted)),
        "groups_recall_by_fact": {name: _share(*counts) for name, counts in sorted(by_fact.items())},
    }


def _fact(statement: Statement) -> str:
    event, _, name = (statement.cell or "").partition(" ")
    return f"{event.rstrip('0123456789')}.{name}"


def _conflicts(
    made: Collection, met: Mapping[int, set[str]], found: Found, failures: defaultdict[str, list[str]]
) -> Row:
    planted = {(row.cell, frozenset((row.left, row.right))): row.type for row in made.relations}
    said_by: defaultdict[str, set[tuple[str | None, str]]] = defaultdict(set)
    for number, statement in enumerate(made.statements):
        for group in met[number]:
            said_by[group].add((statement.cell, statement.value))
    right, wrong = Counter[str](), Counter[str]()
    found_pairs: set[tuple[str, frozenset[str], str]] = set()
    sentences = _sentences(found)
    for row in found.conflicts:
        sides = [
            (cell, frozenset((left, value)))
            for cell, left in said_by[row["left_group"]]
            for other, value in said_by[row["right_group"]]
            if cell is not None and cell == other
        ]
        types = {planted.get(side) for side in sides}
        if row["type"] in types:
            right[row["type"]] += 1
            found_pairs |= {(*side, row["type"]) for side in sides if planted.get(side) == row["type"]}
        elif types - {None} or row["type"] in _OPEN:
            wrong[row["type"]] += 1
            failures["wrong"].append(
                f"{row['type']} for {types or 'nothing'}: {row['subject']} · {row['attribute']} · "
                + " / ".join(sentences[row[side]] for side in ("left_group", "right_group"))
            )
    wanted, caught = Counter(planted.values()), Counter(kind for _, _, kind in found_pairs)
    for (cell, values), kind in planted.items():
        if (cell, values, kind) not in found_pairs:
            failures["missed"].append(f"{kind}: {cell} {sorted(values)}")
    kinds = sorted(wanted)
    precision = _share(sum(right.values()), sum(right.values()) + sum(wrong.values()))
    by_type = {
        kind: {
            "planted": wanted[kind],
            "precision": _share(right[kind], right[kind] + wrong[kind]),
            "recall": _share(caught[kind], wanted[kind]),
        }
        for kind in kinds
    }
    open_right, open_wrong = (sum(counts[kind] for kind in _OPEN) for counts in (right, wrong))
    return {
        "conflicts_precision": precision,
        "conflicts_recall": _share(sum(caught.values()), sum(wanted.values())),
        "open_precision": _share(open_right, open_right + open_wrong),
        "open_recall": _share(sum(caught[kind] for kind in _OPEN), sum(wanted[kind] for kind in _OPEN)),
        "conflicts_by_type": by_type,
    }


def _sentences(found: Found) -> Mapping[str, str]:
    shown: defaultdict[str, str] = defaultdict(str)
    for row in found.readings:
        shown[row["group_key"]] = shown[row["group_key"]] or f"{row['source_id']}: {row['quote']}"
    return shown


def _origins(made: Collection, found: Found) -> Row:
    """Return how many articles the copied story makes up in groups of its own, and for how many origins they count.

    A group that other stories share has their origins as well, so only those count that the story has to itself.
    """
    copied, origins = [0], [0]
    for support in found.support.values():
        alone = all(f"{name}-copy".startswith(f"{made.copied}-copy") for name in support["documents"])
        if alone and len(support["documents"]) > 1:
            copied.append(support["n_articles"])
            origins.append(support["n_origins"])
    return {"copied_groups": len(copied) - 1, "copied_articles": max(copied), "copied_origins": max(origins)}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _harmonic(precision: float, recall: float) -> float:
    return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0


def _table(scored: Mapping[str, Scores]) -> Iterable[str]:
    names = [f"groups_{figure}" for figure in ("f1", "precision", "recall", "recall_of_read")]
    names += [f"{which}_{figure}" for which in ("conflicts", "open") for figure in ("precision", "recall")]
    names.append("copied_origins")
    yield f"{'':28}" + "".join(f"{half:>10}" for half in scored) + "     asked"
    for name in names:
        asked = f"{_MARKS[name]:>10.2f}" if name in _MARKS else " " * 10
        yield f"{name:28}" + "".join(f"{scores.figures[name]:>10}" for scores in scored.values()) + asked
    for kind in sorted({kind for scores in scored.values() for kind in scores.figures["conflicts_by_type"]}):
        rows = [scores.figures["conflicts_by_type"].get(kind, {}) for scores in scored.values()]
        yield f"{kind:28}" + "".join(f"{row.get('precision', '')!s:>10}/{row.get('recall', '')!s:<7}" for row in rows)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300, help="pages of each collection, without the 50 copies")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phrasings", choices=HALVES, action="append", help="default: both")
    parser.add_argument("--failures", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    scored = {}
    for half in arguments.phrasings or HALVES:
        made = make(arguments.documents, arguments.seed, half)
        scored[half] = measure(made, run(made))
        for kind, lines in scored[half].failures.items():
            for line in lines[: arguments.failures]:
                print(f"{half} {kind}: {line}", file=sys.stderr)
    print("\n".join(_table(scored)))
    print(json.dumps({half: scores.figures for half, scores in scored.items()}))


if __name__ == "__main__":
    main()
