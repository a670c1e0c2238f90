"""Documents of 3 kB a second from signature to clusters, beside the peers; signing by one and by two processes.

What verification costs hangs on how much there is to verify, so two collections are timed: stories of which one in five
has a copy, as in the feed of a region, and the generated collection of the quality figures, where most documents are
copies, digests or share their furniture.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from dedupe_edits import FRAMED, syndicated
from dedupe_peers import SYSTEMS, Clock, rensa_on_our_hashes
from dedupe_texts import LANGUAGES, Draw, Invention, Site, Story

from claimhouse.dedupe import Shingler
from claimhouse.settings import DedupeSettings

_CHARACTERS = 3_000
_LETTERS = 6  # of a word and the space behind it
_VOCABULARY = 20_000
_COPIED = 0.2
_BATCH = 500
_PROCESSES = 2
_THRESHOLD = 0.5
_ROUNDS = 2
_TWICE_UP_TO = 20_000  # documents: more take long enough for one round to be even


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How fast a system was, by the clock and by all processors' time; the best round."""

    system: str
    documents: int
    documents_per_second: float
    documents_per_cpu_second: float


@dataclass(frozen=True, kw_only=True)
class SigningSpeed:
    """Signed documents a second by the clock, by one process and by two.

    Attributes:
        gain: how many times as fast two are.
        gain_by_cpu: what the gain would be if nothing else ran: twice the processors' time of one over that of two.
    """

    one_process: float
    two_processes: float
    gain: float
    gain_by_cpu: float


def documents_of_3_kb(texts: Iterable[str]) -> dict[str, str]:
    """Return documents of 3,000 characters: texts cut to length, shorter ones with invented words behind."""
    make = Invention(Draw("words"))
    words = [make.word() for _ in range(_VOCABULARY)]
    made = {}
    for number, text in enumerate(texts):
        missing = max(0, _CHARACTERS - len(text)) // _LETTERS
        own = " ".join(Draw(number).choices(words, k=missing))
        made[f"d{number:07d}"] = f"{text[:_CHARACTERS]} {own}"[:_CHARACTERS]
    return made


def stories_of_3_kb(documents: int, seed: int) -> dict[str, str]:
    """Return stories of 3,000 characters, one in five followed by a copy with small changes."""
    draw = Draw(f"{seed}/stories")
    edits = sorted({*FRAMED, syndicated}, key=lambda edit: edit.__name__)
    sites = [Site(draw)]
    made: list[str] = []
    while len(made) < documents:
        piece = Story(draw, LANGUAGES["en"]).piece(14, 18)
        text = piece.text()
        while sum(map(len, text)) < _CHARACTERS:
            text += Story(draw, LANGUAGES["en"]).piece(6, 10).text()
        made.append("\n\n".join(text)[:_CHARACTERS])
        if draw.random() < _COPIED:
            made.append("\n\n".join(draw.choice(edits)(draw, piece, list(text), sites))[:_CHARACTERS])
    return {f"d{number:07d}": text for number, text in enumerate(made[:documents])}


def measure_speed(systems: Sequence[str], texts: Mapping[str, str]) -> list[Speed]:
    """Time each system, one after the other, at a threshold of .5, and rensa on our hashes behind it."""
    runs: dict[str, Callable[[], object]] = {}
    for system in systems:
        runs[system] = lambda system=system: next(iter(SYSTEMS[system](texts, (_THRESHOLD,))))  # type: ignore[misc]
        if system == "rensa":
            runs["rensa*"] = lambda: rensa_on_our_hashes(texts, _THRESHOLD)
    times: dict[str, list[tuple[float, float]]] = {system: [] for system in runs}
    for _ in range(_ROUNDS if len(texts) <= _TWICE_UP_TO else 1):
        for system, run in runs.items():
            clock = Clock()
            run()
            times[system].append(clock.read())
    return [
        Speed(
            system=system,
            documents=len(texts),
            documents_per_second=round(len(texts) / min(wall for wall, _ in taken), 1),
            documents_per_cpu_second=round(len(texts) / min(cpu for _, cpu in taken), 1),
        )
        for system, taken in times.items()
    ]


def measure_signing(texts: Mapping[str, str]) -> SigningSpeed:
    """Sign in one process and in two, a batch at a time, by turns, after each has warmed up; the best round counts."""
    values = list(texts.values())
    batches = [values[start : start + _BATCH] for start in range(0, len(values), _BATCH)]
    _sign(batches[0])
    alone: list[tuple[float, float]] = []
    together: list[tuple[float, float]] = []
    with ProcessPoolExecutor(_PROCESSES) as pool:
        list(pool.map(_sign, batches[: 2 * _PROCESSES]))
        for _ in range(_ROUNDS):
            clock = Clock()
            for batch in batches:
                _sign(batch)
            alone.append(clock.read())
            clock = Clock()
            children = sum(pool.map(_sign, batches))
            wall, cpu = clock.read()
            together.append((wall, cpu + children))
    one_wall, one_cpu = (min(taken) for taken in zip(*alone, strict=True))
    two_wall, two_cpu = (min(taken) for taken in zip(*together, strict=True))
    return SigningSpeed(
        one_process=round(len(values) / one_wall, 1),
        two_processes=round(len(values) / two_wall, 1),
        gain=round(one_wall / two_wall, 2),
        gain_by_cpu=round(_PROCESSES * one_cpu / two_cpu, 2),
    )


def _sign(batch: list[str]) -> float:
    """Sign a batch and return the processors' time that it took."""
    start = time.process_time()
    Shingler(DedupeSettings()).sign(batch)
    return time.process_time() - start
