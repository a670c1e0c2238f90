"""Measures of cleaning: was the author's text kept, was the site's furniture dropped?

The text measure is that of the article extraction benchmark by Scrapinghub: multisets of four-word shingles,
precision over the pages with an answer, recall over the pages with a text, and the harmonic mean of these two means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from claimhouse.evaluate.figures import Failure, Measured, harmonic, share
from claimhouse.evaluate.gold import GoldPage
from claimhouse.records import RejectReason

SHINGLE_WORDS = 4
"""As in the benchmark, so that figures compare."""

LOW_PAGE_F1 = 0.9
"""A page below this is listed as a failure."""


class CleanAnswer(Protocol):
    """What is read of a cleaned page; `records.CleanedPage` has it all."""

    @property
    def text(self) -> str:
        """The kept text."""

    @property
    def title(self) -> str | None:
        """The title."""

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors' names."""

    @property
    def published_at(self) -> datetime | None:
        """When the page says that it was published."""

    @property
    def language(self) -> str | None:
        """ISO 639-1 code."""

    @property
    def rejected(self) -> RejectReason | None:
        """Why it is no article."""


def evaluate_clean(pages: Iterable[GoldPage], answers: Mapping[str, CleanAnswer]) -> Measured:
    """Compare cleaned pages with the gold by id; a page without an answer counts as an empty text."""
    failures: list[Failure] = []
    every = list(pages)
    articles = [page for page in every if page.rejected is None]
    others = [page for page in every if page.rejected is not None]
    figures = {
        **_text_figures(articles, answers, failures),
        **_snippet_figures(articles, answers, failures),
        **_metadata_figures(articles, answers, failures),
        **_rejection_figures(articles, others, answers, failures),
    }
    return Measured(figures=figures, failures=tuple(failures))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the four-word shingles of a text with their counts; a shorter text is one shingle.

    >>> sorted(shingles("a b c d e"))
    [('a', 'b', 'c', 'd'), ('b', 'c', 'd', 'e')]
    """
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return Counter(tuple(words[start : start + SHINGLE_WORDS]) for start in range(last))


def plain(text: str) -> str:
    """Return a text as snippets are compared: white space collapsed, without case."""
    return " ".join(text.split()).casefold()


def _text(page: GoldPage, answers: Mapping[str, CleanAnswer]) -> str:
    answer = answers.get(page.id)
    return answer.text if answer else ""


def _text_figures(
    pages: list[GoldPage], answers: Mapping[str, CleanAnswer], failures: list[Failure]
) -> dict[str, float]:
    precisions, recalls = [], []
    for page in pages:
        if page.text is None:
            continue
        wanted, found = shingles(page.text), shingles(_text(page, answers))
        both = (wanted & found).total()
        if found:
            precisions.append(both / found.total())
        if wanted:
            recalls.append(both / wanted.total())
        page_f1 = 2 * both / (wanted.total() + found.total()) if wanted or found else 1.0
        if page_f1 < LOW_PAGE_F1:
            surplus, missing = found.total() - both, wanted.total() - both
            detail = f"page F1 {page_f1:.2f}: {surplus} shingles too many, {missing} missing"
            failures.append(Failure(figure="clean.f1", id=page.id, detail=detail))
    if not recalls:
        return {}
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    recall = sum(recalls) / len(recalls)
    return {"clean.precision": precision, "clean.recall": recall, "clean.f1": harmonic(precision, recall)}


def _snippet_figures(
    pages: list[GoldPage], answers: Mapping[str, CleanAnswer], failures: list[Failure]
) -> dict[str, float]:
    kept = wanted = gone = unwanted = 0
    for page in pages:
        text, gold_text = plain(_text(page, answers)), plain(page.text or "")
        for snippet in map(plain, page.must):
            wanted += 1
            if snippet in text:
                kept += 1
            else:
                failures.append(Failure(figure="clean.must_kept", id=page.id, detail=f"lost {snippet[:80]!r}"))
        for snippet in map(plain, page.must_not):
            if snippet in gold_text:
                continue
            unwanted += 1
            if snippet not in text:
                gone += 1
            else:
                failures.append(Failure(figure="clean.must_not_dropped", id=page.id, detail=f"kept {snippet[:80]!r}"))
    return {"clean.must_kept": share(kept, wanted), "clean.must_not_dropped": share(gone, unwanted)}


def _metadata_figures(
    pages: list[GoldPage], answers: Mapping[str, CleanAnswer], failures: list[Failure]
) -> dict[str, float]:
    right, wanted = Counter[str](), Counter[str]()
    for page in pages:
        answer = answers.get(page.id)
        for name, expected, found in (
            ("title", page.title and plain(page.title), answer and plain(answer.title or "")),
            ("authors", page.authors and sorted(page.authors), answer and sorted(answer.authors)),
            ("date", page.published_at and page.published_at.date(), _day(answer)),
            ("language", page.language, answer and answer.language),
        ):
            if expected is None:
                continue
            wanted[name] += 1
            if (expected or None) == (found or None):
                right[name] += 1
            else:
                detail = f"expected {expected}, found {found}"
                failures.append(Failure(figure=f"clean.{name}", id=page.id, detail=detail))
    return {f"clean.{name}": share(right[name], count) for name, count in wanted.items()}


def _day(answer: CleanAnswer | None) -> object:
    return answer.published_at.date() if answer and answer.published_at else None


def _rejection_figures(
    articles: list[GoldPage], others: list[GoldPage], answers: Mapping[str, CleanAnswer], failures: list[Failure]
) -> dict[str, float]:
    kept = reasons = 0
    for page in [*articles, *others]:
        answer = answers.get(page.id)
        found = answer.rejected if answer else None
        if found == page.rejected:
            kept += page.rejected is None
            reasons += page.rejected is not None
        else:
            detail = f"expected {page.rejected}, found {found}"
            failures.append(Failure(figure="clean.rejected", id=page.id, detail=detail))
    figures = {"clean.articles_accepted": share(kept, len(articles))}
    return {**figures, "clean.rejected": share(reasons, len(others))} if others else figures
