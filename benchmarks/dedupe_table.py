"""All figures of dedupe in one table, each row with its floor; what misses it is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dedupe_collection import NEGATIVE, KindFigures
from dedupe_history import HistoryCost
from dedupe_peers import OURS
from dedupe_scores import Scores
from dedupe_speed import SigningSpeed, Speed

MEASURED_AT = 3_000
"""Documents of the generated collection that the floors are for; larger ones may fall by `_FALL`."""

_GOLD_PAIR, _GOLD_B3, _PAIR, _FALL = 0.95, 0.98, 0.97, 0.02
_MERGED, _MERGED_PARTS = 0.05, 0.10
_PARTS = ("neg_digest", "neg_roundup")  # documents made of parts of others
_RECALL = {"syndicated": 0.97, "site_chrome": 0.97, "truncated": 0.97, "excerpt": 0.97, "heavy_rewrite": 0.85}
_OF_RENSA, _OF_DATASKETCH, _TWO_PROCESSES = 0.8, 3.0, 1.7
_HISTORY, _HISTORY_SECONDS, _HISTORY_GROWTH, _TENFOLD = 1_000_000, 5.0, 12.0, 10
_WIDTH, _COLUMN = 58, 11


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure of each system.

    Attributes:
        least: what ours has to reach, null if it has not.
        most: what ours may not go beyond.
        text: a remark in place of values.
    """

    part: str
    figure: str
    values: Mapping[str, float | None] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    text: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether ours is measured and does not hold its floor."""
        value = self.values.get(OURS)
        if value is None:
            return False
        return (self.least is not None and value < self.least) or (self.most is not None and value > self.most)


def quality_rows(scores: Sequence[Scores], first: Scores | None) -> Iterator[Row]:
    """Yield the figures of systems on one collection; `first` is ours on the collection that floors are for, if larger.

    On the gold the floors are its own; on a generated collection they hold at `MEASURED_AT` documents, and the fall
    against it at larger ones.
    """
    ours = scores[0]
    is_gold = ours.collection.startswith("gold")
    is_floored = ours.documents == MEASURED_AT and not is_gold
    part = f"{ours.collection}: {ours.documents:,} documents"
    yield Row(part=part, figure="", text="  ".join(f"{row.system} {row.parameters}" for row in scores[1:]))

    def row(figure: str, name: str, least: float | None = None) -> Row:
        return Row(part=part, figure=figure, values={row.system: getattr(row, name) for row in scores}, least=least)

    yield row("pair F1", "pair_f1", _GOLD_PAIR if is_gold else _PAIR if is_floored else None)
    if first is not None:
        fall = round(first.pair_f1 - ours.pair_f1, 4)
        figure = f"pair F1: fall against {first.documents:,} documents"
        yield Row(part=part, figure=figure, values={OURS: fall}, most=_FALL if first.documents == MEASURED_AT else None)
    yield row("pair precision", "pair_precision")
    yield row("pair recall", "pair_recall")
    yield row("B3 F1", "b3_f1", _GOLD_B3 if is_gold else None)
    for kind, figures in ours.kinds.items():
        if kind.startswith(NEGATIVE):
            values = {row.system: row.kinds[kind].false_merges for row in scores}
            most = (_MERGED_PARTS if kind in _PARTS else _MERGED) if is_floored else None
            figure = f"false merges: {kind} ({figures.documents})"
            yield Row(part=part, figure=figure, values=values, most=most)
    for kind, figures in ours.kinds.items():
        if not kind.startswith(NEGATIVE) and figures.recall_to_base is not None:
            recalls = {row.system: row.kinds[kind].recall_to_base for row in scores}
            least = _RECALL.get(kind) if is_floored else None
            yield Row(part=part, figure=f"recall: {_named(kind, figures)}", values=recalls, least=least)


def _named(kind: str, figures: KindFigures) -> str:
    return f"{kind} ({figures.documents})"


def speed_rows(speeds: Sequence[Speed], what: str) -> Iterator[Row]:
    """Yield documents a second, signature to clusters, and ours as a multiple of each peer's."""
    part = f"speed: {speeds[0].documents:,} {what}"
    floors = {"rensa": _OF_RENSA, "datasketch": _OF_DATASKETCH}
    for figure, name in (("by the clock", "documents_per_second"), ("per CPU second", "documents_per_cpu_second")):
        values = {speed.system: getattr(speed, name) for speed in speeds}
        yield Row(part=part, figure=f"documents a second, {figure}", values=values)
        for speed in speeds[1:]:
            ratio = round(values[OURS] / values[speed.system], 2)
            times = f"times {speed.system}, {figure}"
            yield Row(part=part, figure=times, values={OURS: ratio}, least=floors.get(speed.system))


def signing_rows(signing: SigningSpeed) -> Iterator[Row]:
    """Yield what one process and two sign."""
    part = "signing"
    yield Row(part=part, figure="documents a second by one process", values={OURS: signing.one_process})
    yield Row(part=part, figure="documents a second by two processes", values={OURS: signing.two_processes})
    for how, gain in (("by the clock", signing.gain), ("if nothing else ran", signing.gain_by_cpu)):
        figure = f"two processes, times one, {how}"
        yield Row(part=part, figure=figure, values={OURS: gain}, least=_TWO_PROCESSES)


def history_rows(costs: Sequence[HistoryCost]) -> Iterator[Row]:
    """Yield what new documents cost against each history, and the growth where one is ten times another."""
    if not costs:
        return
    part = f"history: {costs[0].new:,} new documents, memory limit {costs[0].memory_limit}"
    for cost in costs:
        most = _HISTORY_SECONDS if cost.history == _HISTORY else None
        against = f"against {cost.history:,}"
        yield Row(part=part, figure=f"seconds {against}", values={OURS: cost.seconds}, most=most)
        yield Row(part=part, figure=f"index bytes a document {against}", values={OURS: cost.index_bytes_per_document})
    for small in costs:
        for large in costs:
            if large.history == small.history * _TENFOLD:
                growth = round(large.seconds / small.seconds, 1)
                figure = f"time against {large.history:,}, times that against {small.history:,}"
                most = _HISTORY_GROWTH if large.history == _HISTORY else None
                yield Row(part=part, figure=figure, values={OURS: growth}, most=most)


def lines(rows: Iterable[Row], systems: Sequence[str]) -> Iterator[str]:
    """Yield the table."""
    part = None
    for row in rows:
        if row.part != part:
            part = row.part
            yield ""
            yield f"{part:{_WIDTH}}{'floor':>9}" + "".join(f"{system:>{_COLUMN}}" for system in systems)
        if row.text or not row.values:
            if row.text:
                yield f"  {row.text}"
            continue
        floor = f">= {row.least:g}" if row.least is not None else f"<= {row.most:g}" if row.most is not None else ""
        values = "".join(f"{_shown(row.values.get(system)):>{_COLUMN}}" for system in systems)
        yield f"  {row.figure:{_WIDTH - 2}}{floor:>9}{values}{'  MISSED' if row.is_missed else ''}"


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"  # noqa: PLR2004 - three figures are enough
