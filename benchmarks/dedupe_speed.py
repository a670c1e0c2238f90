"""Documents of 3 kB a second from signature to clusters, beside the peers; signing by one and by two processes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from claimhouse.dedupe import Shingler
from claimhouse.settings import DedupeSettings

_CHARACTERS = 3_000
_WORD = 6
_BATCH = 500
_PROCESSES = 2


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How fast a system was, by the clock and by the processors' time of this process (threads included)."""

    system: str
    documents: int
    documents_per_second: float
    documents_per_cpu_second: float


@dataclass(frozen=True, kw_only=True)
class SigningSpeed:
    """Signed documents a second by the clock, by one process and by two."""

    one_process: float
    two_processes: float

    @property
    def gain(self) -> float:
        """How many times as fast two are."""
        return self.two_processes / self.one_process


def documents_of_3_kb(texts: Iterable[str]) -> dict[str, str]:
    """Return documents of 3,000 characters: texts cut to length, shorter ones with words of their own behind."""
    made = {}
    for number, text in enumerate(texts):
        draw = random.Random(number)  # noqa: S311 - reproducible, not secret
        missing = max(0, _CHARACTERS - len(text)) // _WORD
        own = " ".join(f"{draw.randrange(16 ** (_WORD - 1)):05x}" for _ in range(missing))
        made[f"d{number:07d}"] = f"{text[:_CHARACTERS]} {own}"
    return made


def measure_speed(
    system: str, cluster: Callable[[Mapping[str, str], float], object], texts: Mapping[str, str], threshold: float
) -> Speed:
    """Time one clustering."""
    wall, cpu = time.perf_counter(), time.process_time()
    cluster(texts, threshold)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Speed(
        system=system,
        documents=len(texts),
        documents_per_second=round(len(texts) / wall, 1),
        documents_per_cpu_second=round(len(texts) / cpu, 1),
    )


def measure_signing(texts: Mapping[str, str]) -> SigningSpeed:
    """Sign in one process, then in two, a batch at a time, after each has warmed up."""
    values = list(texts.values())
    batches = [values[start : start + _BATCH] for start in range(0, len(values), _BATCH)]
    _sign(batches[0])
    start = time.perf_counter()
    for batch in batches:
        _sign(batch)
    alone = time.perf_counter() - start
    with ProcessPoolExecutor(_PROCESSES) as pool:
        list(pool.map(_sign, batches[: 2 * _PROCESSES]))
        start = time.perf_counter()
        list(pool.map(_sign, batches))
        together = time.perf_counter() - start
    return SigningSpeed(one_process=round(len(values) / alone, 1), two_processes=round(len(values) / together, 1))


def _sign(batch: list[str]) -> int:
    return len(Shingler(DedupeSettings()).sign(batch))


def lines(speeds: list[Speed], signing: SigningSpeed) -> Iterator[str]:
    """Yield what to print: each system, and ours as a multiple of it."""
    ours = speeds[0]
    for speed in speeds:
        ratio = ours.documents_per_cpu_second / speed.documents_per_cpu_second
        yield (
            f"{speed.system:12} {speed.documents_per_second:8.0f} documents/s, "
            f"{speed.documents_per_cpu_second:8.0f} per CPU second; claimhouse is {ratio:.2f} times as fast (CPU)"
        )
    yield (
        f"signing: {signing.one_process:.0f} documents/s by one process, {signing.two_processes:.0f} by two: "
        f"{signing.gain:.2f} times as fast"
    )
