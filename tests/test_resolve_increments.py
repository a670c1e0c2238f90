"""The resolve step costs by what is new, and finds what the pure functions find over all documents at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.resolve_documents import Collection, MadeDocument
from claimhouse.naming import name_components
from claimhouse.pipeline.resolve import run_resolve
from claimhouse.provenance import Step, digest
from claimhouse.records import Claim, Cluster, Extraction, Mention, Quantity, Sighting
from claimhouse.settings import ResolveSettings
from claimhouse.warehouse import Warehouse
from tests.dedupe_rows import extraction, sighting
from tests.resolve_oracle import answer, entity_members, found, group_members

STEP = Step(name="resolve", version="1", settings_digest="test")
# So few names that nearly all of them meet, short for long, as persons and as organisations.
TIGHT = Collection(3, 7, sentences=7, mistaken=0.3)
WIDE = Collection(5, 40, sentences=7, mistaken=0.1)
SLOTS = range(14)
STATE = {
    "resolve_document": "select * exclude (rows_digest) from resolve_document order by all",
    "resolve_name": "from resolve_name order by all",
    "resolve_longer": "from resolve_longer order by all",
    "resolve_link": "from resolve_link order by all",
    "resolve_atom": "select atom from resolve_atom order by all",
    "resolve_pair": "select * exclude (buyer_key, target_key) from resolve_pair order by all",
    "resolve_told": "from resolve_told order by all",
    "resolve_foundation": "select document_key, person, organisation from resolve_foundation order by all",
    "resolve_reading": "select claim_key, attribute, value, written, witness from resolve_reading order by all",
    "entity_member": "select document_key, name, reason from entity_member_current order by all",
}


@dataclass
class History:
    """Documents that come, change and go in batches."""

    warehouse: Warehouse
    settings: ResolveSettings = field(default_factory=ResolveSettings)
    documents: dict[str, MadeDocument] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    run: int = 0

    def arrive(self, documents: Mapping[str, MadeDocument], gone: set[str]) -> None:
        """Take in a batch, in which documents already there change, and let some go."""
        self.run += 1
        for key in (gone | documents.keys()) & self.documents.keys():
            for table in ("mention", "claim", "quantity", "extraction", "cluster"):
                self.warehouse.sql(
                    f"update {table} set valid_to_run = $run where document_key = $key and valid_to_run is null",  # noqa: S608
                    run=self.run,
                    key=key,
                )
        for key, document in documents.items():
            self.warehouse.insert(Mention, document.mentions)
            self.warehouse.insert(Claim, document.claims)
            self.warehouse.insert(Quantity, document.quantities)
            self.warehouse.insert(Cluster, [document.cluster])
            self.warehouse.insert(Extraction, [extraction(key, "", self.run)])
            if key not in self.documents:
                self.warehouse.insert(Sighting, [sighting(key, self.urls.get(key), self.run)])
        for key in gone:
            self.documents.pop(key, None)
        self.documents.update(documents)
        with self.warehouse.transaction():
            run_resolve(self.warehouse, self.settings, STEP, self.run)


def named(members: Mapping[str, set[Any]]) -> dict[str, str]:
    """Return the name of each member's part, by the key of the member."""
    return {digest(*member): key for key, part in members.items() for member in part}


def expected_names(members: Mapping[str, set[Any]], before: Mapping[str, str]) -> set[tuple[str, frozenset[str]]]:
    """Return the parts with the names they should have."""
    parts = [sorted(digest(*member) for member in part) for part in members.values()]
    return set(zip(name_components(parts, before).names, map(frozenset, parts), strict=True))


def actual_names(members: Mapping[str, set[Any]]) -> set[tuple[str, frozenset[str]]]:
    """Return the parts with the names they have."""
    return {(key, frozenset(digest(*member) for member in part)) for key, part in members.items()}


def state_of(warehouse: Warehouse) -> dict[str, list[dict[str, Any]]]:
    """Return the state of the step, without names that tell of the order of arrival."""
    return {name: warehouse.sql(statement).to_pylist() for name, statement in STATE.items()}


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_increments_find_what_the_pure_functions_find(data: st.DataObject) -> None:
    """After every batch all that resolve writes, and every name, is what follows from all current rows at once."""
    draw = data.draw
    collection = draw(st.sampled_from([TIGHT, WIDE]))
    urls = {f"d{slot}": draw(st.sampled_from([None, None, "https://a.example/x"])) for slot in SLOTS}
    with Warehouse.in_memory() as warehouse:
        history = History(warehouse, urls={key: url for key, url in urls.items() if url})
        for _ in range(draw(st.integers(2, 4))):
            batch = {}
            for slot in draw(st.sets(st.sampled_from(SLOTS), max_size=8)):
                cluster = draw(st.sampled_from([slot, slot, slot // 4 * 4]))
                batch[f"d{slot}"] = collection.written(
                    f"d{slot}", draw(st.integers(0, 40)), f"d{cluster}", history.run + 1
                )
            gone = {f"d{slot}" for slot in draw(st.sets(st.sampled_from(SLOTS), max_size=2))} - batch.keys()
            entities, groups = named(entity_members(warehouse)), named(group_members(warehouse))
            history.arrive(batch, gone)
            expected, actual = answer(warehouse), found(warehouse)
            for part, content in expected.items():
                assert actual[part] == content, part
            assert actual_names(entity_members(warehouse)) == expected_names(entity_members(warehouse), entities)
            assert actual_names(group_members(warehouse)) == expected_names(group_members(warehouse), groups)
        state = state_of(warehouse)
        warehouse.sql("delete from resolve_run")
        run_resolve(warehouse, history.settings, STEP, history.run + 1)
        rebuilt = state_of(warehouse)
        for name, rows in state.items():
            assert rows == rebuilt[name], name
        assert warehouse.sql(
            "select count(*) n from claim_value where valid_from_run > $run", run=history.run
        ).to_pylist() == [{"n": 0}]
