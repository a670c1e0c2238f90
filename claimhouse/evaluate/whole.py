"""All measures over a gold folder, with the stages handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimhouse.evaluate.claims import evaluate_claims
from claimhouse.evaluate.cleaning import CleanAnswer, evaluate_clean
from claimhouse.evaluate.conflicts import ConflictAnswer, evaluate_conflicts
from claimhouse.evaluate.duplicates import evaluate_dedupe
from claimhouse.evaluate.figures import Measured
from claimhouse.evaluate.gold import Gold, GoldDocument, GoldPage, load_gold
from claimhouse.records import ExtractedDocument, Field, TextDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """What is measured, as plain functions; a stage that is null is left out.

    Attributes:
        clean: reads the page's file and cleans it, knowing its URL and publisher but not its title.
        extract: finds the claims of a text or title.
        cluster: names a cluster for each document's id.
        conflicts: runs the main job over the sources that the gold's conflicts speak of, and returns what it found.
    """

    clean: Callable[[GoldPage], CleanAnswer] | None = None
    extract: Callable[[TextDocument], ExtractedDocument] | None = None
    cluster: Callable[[Sequence[GoldDocument]], Mapping[str, str]] | None = None
    conflicts: Callable[[], Sequence[ConflictAnswer]] | None = None


def evaluate_folder(folder: Path, stages: Stages) -> dict[str, float]:
    """Return every figure that the folder's gold and the given stages allow.

    Raises:
        SourceError: the folder is no gold.
    """
    return dict(evaluate_gold(load_gold(folder), stages).figures)


def evaluate_gold(gold: Gold, stages: Stages) -> Measured:
    """Run the stages over the gold and measure them; figures and failures of all parts together."""
    parts = []
    if gold.pages and stages.clean:
        parts.append(evaluate_clean(gold.pages, {page.id: stages.clean(page) for page in gold.pages}))
    if gold.documents and stages.cluster:
        parts.append(evaluate_dedupe(gold.documents, gold.pairs, stages.cluster(gold.documents)))
    if gold.sentences and stages.extract:
        answers = {
            sentence.id: stages.extract(
                TextDocument(text="", title=sentence.sentence, language=sentence.language)
                if sentence.field is Field.TITLE
                else TextDocument(text=sentence.sentence, language=sentence.language)
            )
            for sentence in gold.sentences
        }
        parts.append(evaluate_claims(gold.sentences, answers))
    if gold.conflicts and stages.conflicts:
        parts.append(evaluate_conflicts(gold.conflicts, gold.traps, stages.conflicts()))
    return Measured(
        figures={name: figure for part in parts for name, figure in part.figures.items()},
        failures=tuple(failure for part in parts for failure in part.failures),
    )
