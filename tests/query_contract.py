"""What other programs may rely on in the JSON of `query conflicts` and `query corroboration`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from claimhouse.cli.output import to_json
from claimhouse.records.vocabulary import OPEN_CONFLICTS, ConflictType, Modality
from claimhouse.warehouse import Reader

Kinds = tuple[type, ...]
TEXT: Kinds = (str,)
TEXT_OR_NULL: Kinds = (str, type(None))
NUMBER_OR_NULL: Kinds = (int, float, type(None))
VALUE: Kinds = (int, float, str, type(None))
COUNT: Kinds = (int,)

CONFLICT: Mapping[str, Kinds] = {
    "conflict": TEXT,
    "type": TEXT,
    "open": (bool,),
    "subject": TEXT,
    "attribute": TEXT,
    "values": (list,),
}
CONFLICT_VALUE: Mapping[str, Kinds] = {
    "document": TEXT,
    "value": VALUE,
    "value_min": NUMBER_OR_NULL,
    "value_max": NUMBER_OR_NULL,
    "unit": TEXT_OR_NULL,
    "text": TEXT,
    "sentence": TEXT,
    "modality": TEXT,
    "attribution": TEXT_OR_NULL,
    "publisher": TEXT_OR_NULL,
    "published_at": TEXT_OR_NULL,
}
CORROBORATION: Mapping[str, Kinds] = {
    "group": TEXT,
    "subject": TEXT,
    "attribute": TEXT,
    "value": VALUE,
    "unit": TEXT_OR_NULL,
    "text": TEXT,
    "n_articles": COUNT,
    "n_publishers": COUNT,
    "n_owners": COUNT,
    "n_origins": COUNT,
    "documents": (list,),
    "removed": (list,),
}
REMOVED: Mapping[str, Kinds] = {"document": TEXT, "because": TEXT, "of": TEXT}
BECAUSE = {"same_bytes", "near_duplicate", "same_url", "agency_credit", "same_quote", "cites"}
ADDED = {"explanation"}
"""Beyond what is promised: why the conflict has its type, in words that may change."""


def asked(reader: Reader, name: str, **given: str) -> list[dict[str, Any]]:
    """Return the rows of a query as a program reads them: through JSON."""
    rows = json.loads(to_json(reader.query(name, {"limit": "100000", **given}).to_pylist()))
    assert isinstance(rows, list)
    return rows


def check(row: Mapping[str, Any], fields: Mapping[str, Kinds], added: set[str] | None = None) -> None:
    """Hold a row to its fields and their types; true and false are no numbers."""
    assert set(row) - (added or set()) == set(fields)
    for name, kinds in fields.items():
        value = row[name]
        assert isinstance(value, kinds), (name, value)
        assert bool in kinds or not isinstance(value, bool), (name, value)


def check_one_kind(values: Sequence[tuple[str, Any]]) -> None:
    """Hold the values of each attribute to be numbers or strings, never both."""
    kinds: dict[str, set[type]] = {}
    for attribute, value in values:
        if value is not None:
            kinds.setdefault(attribute, set()).add(str if isinstance(value, str) else float)
    assert all(len(found) == 1 for found in kinds.values()), kinds


def check_contract(database: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Hold both queries to what is promised; return their rows."""
    with Reader.open(database) as reader:
        conflicts = asked(reader, "conflicts")
        corroboration = asked(reader, "corroboration", min_articles="1")
        ids = {row["source_id"] for row in reader.sql("select distinct source_id from sighting").to_pylist()}
    for row in conflicts:
        check(row, CONFLICT, ADDED)
        assert row["type"] in set(ConflictType)
        assert row["open"] == (row["type"] in OPEN_CONFLICTS)
        assert len(row["values"]) > 1
        for value in row["values"]:
            check(value, CONFLICT_VALUE)
            assert value["document"] in ids
            assert value["modality"] in set(Modality)
            assert value["published_at"] is None or datetime.fromisoformat(value["published_at"]).tzinfo
            if value["value_min"] is not None and value["value_max"] is not None:
                assert value["value_min"] <= value["value_max"]
    for row in corroboration:
        check(row, CORROBORATION)
        assert row["documents"]
        assert set(row["documents"]) <= ids
        assert row["n_origins"] <= row["n_articles"]
        assert row["n_owners"] <= row["n_publishers"]
        for removed in row["removed"]:
            check(removed, REMOVED)
            assert removed["because"] in BECAUSE
            assert removed["document"] in ids
            assert removed["of"] in ids or removed["because"] in {"agency_credit", "cites", "same_quote"}
    check_one_kind([(row["attribute"], value["value"]) for row in conflicts for value in row["values"]])
    check_one_kind([(row["attribute"], row["value"]) for row in corroboration])
    numbers = {row["attribute"]: type(row["value"]) is str for row in corroboration}
    for row in conflicts:
        if row["attribute"] in numbers:
            shown = {type(value["value"]) is str for value in row["values"] if value["value"] is not None}
            assert shown <= {numbers[row["attribute"]]}, row["attribute"]
    return conflicts, corroboration
