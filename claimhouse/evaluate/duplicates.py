"""Measures of deduplication: pairs put together, B-cubed, and what must stay apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import comb

from claimhouse.evaluate.figures import Failure, Measured, Tally, harmonic, share
from claimhouse.evaluate.gold import GoldDocument, GoldPair
from claimhouse.records import UNITING_RELATIONS


def evaluate_dedupe(
    documents: Sequence[GoldDocument], pairs: Iterable[GoldPair], clusters: Mapping[str, str]
) -> Measured:
    """Compare a clustering with the gold; a document without a cluster is alone."""
    found = {document.id: clusters.get(document.id, f"\0alone {document.id}") for document in documents}
    wanted = {document.id: document.cluster for document in documents}
    by_pair, failures = _labelled_pairs(pairs, found)
    figures = {**_pair_tally(wanted, found).figures("dedupe.pair"), **_b_cubed(wanted, found), **by_pair}
    return Measured(figures=figures, failures=tuple(failures))


def _pair_tally(wanted: Mapping[str, str], found: Mapping[str, str]) -> Tally:
    both = Counter((wanted[name], found[name]) for name in wanted)
    return Tally(
        right=sum(comb(size, 2) for size in both.values()),
        found=sum(comb(size, 2) for size in Counter(found.values()).values()),
        wanted=sum(comb(size, 2) for size in Counter(wanted.values()).values()),
    )


def _b_cubed(wanted: Mapping[str, str], found: Mapping[str, str]) -> dict[str, float]:
    sizes, answers = Counter(wanted.values()), Counter(found.values())
    both = Counter((wanted[name], found[name]) for name in wanted)
    precision = sum(both[wanted[name], found[name]] / answers[found[name]] for name in wanted) / max(1, len(wanted))
    recall = sum(both[wanted[name], found[name]] / sizes[wanted[name]] for name in wanted) / max(1, len(wanted))
    return {
        "dedupe.b3_precision": precision,
        "dedupe.b3_recall": recall,
        "dedupe.b3_f1": harmonic(precision, recall),
    }


def _labelled_pairs(pairs: Iterable[GoldPair], found: Mapping[str, str]) -> tuple[dict[str, float], list[Failure]]:
    right: dict[str, int] = defaultdict(int)
    wanted: dict[str, int] = defaultdict(int)
    failures = []
    for pair in pairs:
        figure = f"dedupe.{pair.kind}"
        together, expected = found.get(pair.a) == found.get(pair.b), pair.relation in UNITING_RELATIONS
        wanted[figure] += 1
        right[figure] += together == expected
        if together != expected:
            detail = f"with {pair.b}: {'put together' if together else 'kept apart'}"
            failures.append(Failure(figure=figure, id=pair.a, detail=detail))
    return {figure: share(right[figure], wanted[figure]) for figure in sorted(wanted)}, failures
