"""The dedupe step costs by what is new, and finds what a rebuild and plain brute force find."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claimhouse.dedupe import sign_text
from claimhouse.pipeline.dedupe import dedupe_all
from claimhouse.records import DedupeRun
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse
from tests.dedupe_oracle import Oracle
from tests.dedupe_rows import START, STEP, Writer, load, rows_of, sighting, withdraw

# So small that a dozen texts cross the steps of size, the cap on frequency and every threshold.
SMALL = DedupeSettings(
    shingle_words=3,
    sample_denominator=2,
    min_sample=8,
    min_shared=2,
    max_document_frequency=4,
    anchors=2,
    first_step=2,
    min_rare=4,
    min_figures=2,
    agreeing_shared=8,
)
# The same with an index of every shingle, most of them too frequent to pair their texts.
DENSE = SMALL.model_copy(update={"sample_denominator": 1, "min_shared": 3, "max_document_frequency": 2})
PAIRS = "select * exclude (step_digest, valid_from_run) from duplicate_pair_current order by all"
PARTS = "select list(document_key order by document_key) from cluster_current group by cluster_key order by all"
STATE = {
    "dedupe_member": "from dedupe_member order by all",
    "dedupe_text": "from dedupe_text order by all",
    "dedupe_sample": "from dedupe_sample order by all",
    "dedupe_frequency": "from dedupe_frequency order by all",
    "dedupe_word": "from dedupe_word where counted > 0 order by all",
    "dedupe_candidate": "from dedupe_candidate order by all",
    "dedupe_successor": "from dedupe_successor order by all",
}


def passages() -> list[str]:
    """Return passages of nine words, every third with figures, that texts are put together from."""
    draw = random.Random(4)  # noqa: S311 - reproducible, not secret
    writer = Writer(4)
    topic = [writer.word() for _ in range(40)]
    made = []
    for number in range(14):
        words = [draw.choice(topic) for _ in range(9)]
        if number % 3 == 0:
            words[2], words[6] = str(draw.randrange(10, 99)), str(draw.randrange(10, 99))
        made.append(" ".join(words))
    return made


PASSAGES = passages()
TEXTS = st.lists(st.sampled_from(PASSAGES), max_size=6).map(" ".join)
KEYS = [f"d{number:02d}" for number in range(26)]


@dataclass
class History:
    """Documents that come, change and go in batches: what is there after each."""

    warehouse: Warehouse
    settings: DedupeSettings = SMALL
    texts: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    run: int = 0

    def arrive(self, texts: Mapping[str, str], gone: set[str]) -> DedupeRun:
        """Take in a batch, in which documents already there get another text, and let some go."""
        self.run += 1
        withdraw(self.warehouse, sorted((gone | texts.keys()) & self.texts.keys()), self.run)
        load(self.warehouse, texts, self.urls, self.run, self.settings)
        for key in gone:
            self.texts.pop(key, None)
        self.texts.update(texts)
        return dedupe_all(self.warehouse, self.settings, STEP, self.run)

    def revisions(self) -> set[tuple[str, str]]:
        """Return the successive documents of each URL."""
        found: set[tuple[str, str]] = set()
        for url in set(self.urls.values()):
            seen = [key for key in self.texts if self.urls.get(key) == url]
            seen.sort(key=lambda key: (sighting(key, url, 1).fetched_at or START, key))
            found.update(pairwise(seen))
        return found


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_increments_find_what_brute_force_finds(data: st.DataObject) -> None:
    """After every batch, pairs, relations and partition are those of brute force over all that is there."""
    draw = data.draw
    urls = draw(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["https://a.example/x", "https://b.example/y"])))
    small = draw(st.sampled_from([SMALL, DENSE]))
    with Warehouse.in_memory() as warehouse:
        history = History(warehouse, settings=small, urls=urls)
        for _ in range(draw(st.integers(1, 4))):
            batch = draw(st.dictionaries(st.sampled_from(KEYS), TEXTS, max_size=20))
            gone = draw(st.sets(st.sampled_from(KEYS), max_size=3)) - batch.keys()
            account = history.arrive(batch, gone)
            answer = Oracle(history.texts, small, history.revisions()).answer()
            found = {
                (left, right): relation
                for left, right, relation in rows_of(
                    warehouse, "select left_key, right_key, relation from duplicate_pair_current"
                )
            }
            assert found == answer.pairs
            parts = warehouse.sql(PARTS).columns[0].to_pylist()
            assert {frozenset(part) for part in parts} == answer.parts
            assert account.rarity_limit == answer.limit
        assert state_of(warehouse) == state_of_rebuild(history)


def test_a_text_that_counts_no_more_is_taken_off_all_its_shingles() -> None:
    """A nearly equal text of lower number makes one count no more, also for shingles that nothing that came has."""
    *story, tail = PASSAGES[:11]
    orders = [" ".join(story[place:] + story[:place]) for place in range(len(story))]
    short = next(text for text in orders if number_of(text) < number_of(f"{text} {tail}"))
    with Warehouse.in_memory() as warehouse:
        history = History(warehouse)
        history.arrive({"a": f"{short} {tail}", "b": f"{PASSAGES[11]} {tail}", "c": f"{PASSAGES[12]} {tail}"}, set())
        assert rows_of(warehouse, "select max(counted) from dedupe_frequency") == [(3,)]
        history.arrive({"d": short}, set())
        assert rows_of(warehouse, "select count(*) from dedupe_text where not counted") == [(1,)]
        assert state_of(warehouse) == state_of_rebuild(history)


def test_a_shared_shingle_is_one_vote_for_two_anchors() -> None:
    """Where a shingle has too many texts, one of them that is new and an anchor shares it with a former one once."""
    every = SMALL.model_copy(update={"sample_denominator": 1})
    writer = Writer(7)
    texts = [f"{writer.word()} {writer.word()} all at sea {writer.word()}" for _ in range(7)]
    lowest = min(texts, key=lambda text: number_of(text, every))
    with Warehouse.in_memory() as warehouse:
        history = History(warehouse, settings=every)
        history.arrive({f"d{place}": text for place, text in enumerate(texts) if text != lowest}, set())
        history.arrive({"e": lowest}, set())
        assert rows_of(warehouse, "select texts, len(anchors) from dedupe_frequency") == [(7, 2)]
        assert not rows_of(warehouse, "from dedupe_candidate")


def test_figures_are_those_of_the_document_that_speaks_for_a_text() -> None:
    """Copies with the same words may write their figures otherwise; whichever came first, the lowest key's count."""
    times = "high water at 10.30 and 11.45 and 12.15 at the wall"
    story = f"{PASSAGES[1]} {times} {PASSAGES[2]}"
    colons = story.replace(".", ":")
    for texts, pairs in (
        ({"b": story, "c": f"{colons} {PASSAGES[4]}"}, [("a", "b", "exact"), ("a", "c", "near")]),
        ({"b": colons, "c": f"{colons} {PASSAGES[4]}"}, [("a", "b", "exact")]),
    ):
        with Warehouse.in_memory() as warehouse:
            history = History(warehouse)
            history.arrive(texts, set())
            history.arrive({"a": colons if texts["b"] == story else story}, set())
            found = "select left_key, right_key, relation from duplicate_pair_current order by all"
            assert rows_of(warehouse, found) == pairs
            assert state_of(warehouse) == state_of_rebuild(history)


def number_of(text: str, of: DedupeSettings = SMALL) -> int:
    """Return the number that a text is known by in the state."""
    return int(sign_text(text, of).exact_digest[:16], 16) >> 1


def state_of(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """Return the pairs with all their measures, the partition, and the state of the step."""
    statements = {"pairs": PAIRS, "parts": PARTS, **STATE}
    return {name: rows_of(warehouse, statement) for name, statement in statements.items()}


def state_of_rebuild(history: History) -> dict[str, list[tuple[object, ...]]]:
    """Return the same of a warehouse to which all documents come at once."""
    with Warehouse.in_memory() as warehouse:
        rebuilt = History(warehouse, settings=history.settings, urls=history.urls)
        rebuilt.arrive(history.texts, set())
        return state_of(warehouse)
