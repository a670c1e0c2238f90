"""Invented texts, and the rows that the earlier stages would have written about them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from claimhouse.dedupe import sign_text
from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.provenance import Step
from claimhouse.records import Extraction, Outcome, Sighting, Signature
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse

SETTINGS = DedupeSettings()
STEP = Step(name="dedupe", version="1", settings_digest="test")
START = datetime(2026, 3, 1, tzinfo=UTC)


class Writer:
    """Invented texts: each story has words of its own, so no two share a passage by chance."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - reproducible, not secret

    def word(self) -> str:
        """Return a made-up word."""
        return "".join(self.draw.choice("bdfgklmnprstv") + self.draw.choice("aeiou") for _ in range(3))

    def story(self, words: int = 240) -> str:
        """Return a text that talks about the same two dozen things throughout."""
        topic = [self.word() for _ in range(24)]
        plain = ["the", "of", "and", "in", "a", "to", "was", "on", "for", "by"]
        return " ".join(self.draw.choice(topic if self.draw.random() < 0.6 else plain) for _ in range(words))

    def forecast(self) -> str:
        """Return a report filled in by a machine: always the same words, never the same figures."""
        n = [str(self.draw.randrange(100, 10_000)) for _ in range(8)]
        town = self.word().capitalize()
        return (
            f"Tide table for {town} harbour as drawn up by the pilot office. High water comes at mark {n[0]} and low "
            f"water at mark {n[1]} this morning, with a swell of {n[2]} outside the wall. The outer buoy reported "
            f"{n[3]} units of current at the last reading, against {n[4]} a day before. Skippers should keep to the "
            f"dredged channel, {n[5]} feet wide, and leave berth {n[6]} free for the pilot. The office thanks all "
            f"crews who send in soundings and will publish the next table at {n[7]} hours as usual."
        )


def clusters_of(texts: dict[str, str]) -> set[frozenset[str]]:
    """Return the partition of texts by id, through the whole stage."""
    members: dict[str, set[str]] = {}
    for row in dedupe_texts(texts.items(), SETTINGS):
        members.setdefault(row.cluster, set()).add(row.id)
    return {frozenset(keys) for keys in members.values()}


def load(
    warehouse: Warehouse,
    texts: Mapping[str, str],
    urls: Mapping[str, str] | None = None,
    run: int = 1,
    settings: DedupeSettings = SETTINGS,
) -> None:
    """Insert what the earlier stages would have written about some texts; a document's time follows from its key."""
    urls = urls or {}
    warehouse.insert(Signature, [signature(key, text, run, settings) for key, text in texts.items()])
    warehouse.insert(Extraction, [extraction(key, text, run) for key, text in texts.items()])
    warehouse.insert(Sighting, [sighting(key, urls.get(key), run) for key in texts])


def withdraw(warehouse: Warehouse, keys: Iterable[str], run: int) -> None:
    """End the current rows of some documents, as where a page turns out to be no article or gets another text."""
    for key in keys:
        warehouse.sql(
            "update signature set valid_to_run = $run where document_key = $key and valid_to_run is null;"
            "update extraction set valid_to_run = $run where document_key = $key and valid_to_run is null",
            run=run,
            key=key,
        )


def signature(key: str, text: str, run: int, settings: DedupeSettings = SETTINGS) -> Signature:
    """Return the signature of a text."""
    signed = sign_text(text, settings)
    return Signature(
        document_key=key,
        exact_digest=signed.exact_digest,
        words=signed.words,
        shingles=signed.shingles,
        sample=signed.sample,
        ledger_digest="l",
        valid_from_run=run,
        valid_to_run=None,
    )


def extraction(key: str, text: str, run: int) -> Extraction:
    """Return an extraction with a text and nothing else."""
    return Extraction(
        document_key=key,
        source_id=key,
        url=None,
        page_canonical=None,
        canonical_url=None,
        host=None,
        publisher=None,
        encoding="utf-8",
        encoding_evidence="default",
        title=None,
        title_part=None,
        title_offsets=(),
        authors=(),
        published_at=None,
        published_precision=None,
        published_evidence=None,
        modified_at=None,
        language="en",
        text=text,
        segments=1,
        credits=(),
        rejected=None,
        ledger_digest="l",
        valid_from_run=run,
        valid_to_run=None,
        profile_digest=None,
    )


def sighting(key: str, url: str | None, run: int) -> Sighting:
    """Return a sighting of a document at a URL."""
    return Sighting(
        run=run,
        item=1,
        source="test",
        source_id=key,
        document_key=key,
        input_digest=key,
        url=url,
        normalized_url=url,
        host=None,
        publisher=None,
        given_title=None,
        title_key=None,
        given_date=None,
        fetched_at=START + timedelta(hours=sum(key.encode())),
        outcome=Outcome.LOADED,
        reason=None,
    )


def rows_of(warehouse: Warehouse, statement: str) -> list[tuple[object, ...]]:
    """Return the rows of a statement."""
    return [tuple(row.values()) for row in warehouse.sql(statement).to_pylist()]
