"""Texts for the dedupe step: read from the warehouse when asked for, a bounded number kept in memory."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from claimhouse.dedupe import ShingledText, Shingler, WeighedSample, WeighedText, Weighing, figure_agreement
from claimhouse.dedupe.shingles import Hashes
from claimhouse.settings import DedupeSettings
from claimhouse.warehouse import Warehouse

# Texts read at a time: about 15 MB of ordinary articles.
_TEXTS_AT_A_TIME = 5_000
# Texts kept: about 300 MB of ordinary articles.
_MAX_HELD = 40_000


class Texts(Protocol):
    """Gives texts, as they are compared, by their numbers."""

    def get(self, numbers: Collection[int]) -> Mapping[int, ShingledText]:
        """Return the texts asked for, maybe among others."""

    def samples(self, numbers: Collection[int]) -> Mapping[int, Hashes]:
        """Return the sampled shingles of texts, ascending, maybe of others too."""

    def gone(self, since: int) -> Mapping[int, ShingledText]:
        """Return the texts that left the collection and were counted, as they were at run `since`."""


class StoredTexts:
    """Texts read from the warehouse."""

    def __init__(self, warehouse: Warehouse, settings: DedupeSettings) -> None:
        self._warehouse = warehouse
        self._shingler = Shingler(settings)
        self._held: dict[int, ShingledText] = {}
        self._samples: dict[int, Hashes] = {}

    def get(self, numbers: Collection[int]) -> Mapping[int, ShingledText]:
        """Return the texts asked for, maybe among others."""
        missing = sorted({number for number in numbers if number not in self._held})
        if len(self._held) + len(missing) > _MAX_HELD:
            self._held = {number: self._held[number] for number in numbers if number in self._held}
        for start in range(0, len(missing), _TEXTS_AT_A_TIME):
            wanted = pa.table({"text": pa.array(missing[start : start + _TEXTS_AT_A_TIME], pa.int64())})
            self._held.update(self._read(self._warehouse.step("dedupe_texts", {"wanted": wanted})))
        return self._held

    def samples(self, numbers: Collection[int]) -> Mapping[int, Hashes]:
        """Return the sampled shingles of texts, ascending, maybe of others too."""
        missing = [number for number in numbers if number not in self._samples]
        if len(self._samples) + len(missing) > _MAX_HELD:
            self._samples = {number: self._samples[number] for number in numbers if number in self._samples}
        if missing:
            self._samples.update(self._sampled(missing))
        return self._samples

    def _sampled(self, numbers: Collection[int]) -> dict[int, Hashes]:
        wanted = pa.table({"text": pa.array(numbers, pa.int64())})
        found = self._warehouse.step("dedupe_samples", {"wanted": wanted})
        lists = found.column("shingles").combine_chunks()
        flat, bounds = lists.values.to_numpy(), lists.offsets.to_numpy().tolist()
        return {
            text: flat[start:end]
            for text, (start, end) in zip(found.column("text").to_pylist(), itertools.pairwise(bounds), strict=True)
        }

    def gone(self, since: int) -> Mapping[int, ShingledText]:
        """Return the texts that left the collection and were counted, as they were at run `since`."""
        return self._read(self._warehouse.step("dedupe_gone_texts", since=since))

    def _read(self, table: pa.Table) -> dict[int, ShingledText]:
        texts = self._shingler.read(table.column("text").to_pylist())
        return dict(zip(table.column("number").to_pylist(), texts, strict=True))


class GivenTexts:
    """Texts that are in memory already, and all current."""

    def __init__(self, texts: Mapping[int, ShingledText]) -> None:
        self._texts = texts

    def get(self, numbers: Collection[int]) -> Mapping[int, ShingledText]:  # noqa: ARG002 - part of the protocol
        """Return the texts asked for, maybe among others."""
        return self._texts

    def samples(self, numbers: Collection[int]) -> Mapping[int, Hashes]:
        """Return the sampled shingles of texts, ascending, maybe of others too."""
        return {number: self._texts[number].sample for number in numbers}

    def gone(self, since: int) -> Mapping[int, ShingledText]:  # noqa: ARG002 - part of the protocol
        """Return the texts that left the collection: none."""
        return {}


class WeighedTexts:
    """Texts with what is rare in them, in one state of the collection; a bounded number is kept in memory."""

    def __init__(self, texts: Texts, weighing: Weighing) -> None:
        self._texts = texts
        self._weighing = weighing
        self._held: dict[int, WeighedText] = {}
        self._samples: dict[int, WeighedSample] = {}
        self._topics: dict[int, Hashes] = {}

    def get(self, numbers: Collection[int]) -> Mapping[int, WeighedText]:
        """Return the texts asked for, maybe among others."""
        missing = [number for number in numbers if number not in self._held]
        if missing:
            if len(self._held) > _MAX_HELD:
                self._held = {number: self._held[number] for number in numbers if number in self._held}
            read = self._texts.get(missing)
            self._held.update((number, self._weighing.weigh(read[number])) for number in missing)
        return self._held

    def samples(self, numbers: Collection[int]) -> Mapping[int, WeighedSample]:
        """Return the samples of the texts asked for, maybe among others."""
        missing = [number for number in numbers if number not in self._samples]
        if missing:
            if len(self._samples) > _MAX_HELD:
                self._samples = {number: self._samples[number] for number in numbers if number in self._samples}
            read = self._texts.samples(missing)
            self._samples.update((number, self._weighing.weigh_sample(read[number])) for number in missing)
        return self._samples

    def prepare(self, numbers: Collection[int]) -> None:
        """Read the samples of texts at once that will be asked for in slices, unless they are too many to keep."""
        if len(numbers) <= _MAX_HELD:
            self.samples(numbers)

    def figures(self, pairs: Sequence[tuple[int, int]], settings: DedupeSettings) -> npt.NDArray[np.float64]:
        """Return how the figures of the two texts of each pair agree."""
        return figure_agreement(self._texts.get({number for pair in pairs for number in pair}), pairs, settings)

    def topic(self, number: int) -> Hashes:
        """Return the topical words of a text."""
        if number not in self._topics:
            if len(self._topics) > _MAX_HELD:
                self._topics.clear()
            self._topics[number] = self._weighing.topic(self._texts.get([number])[number])
        return self._topics[number]
