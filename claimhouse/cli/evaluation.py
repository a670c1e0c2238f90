"""The real stages, joined to the measures of `claimhouse.evaluate`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from claimhouse.clean import clean_page
from claimhouse.cli.output import Format, print_rows
from claimhouse.cli.pages import page_of
from claimhouse.evaluate import ConflictAnswer, ConflictSide, GoldDocument, GoldPage, Stages, evaluate_folder, load_gold
from claimhouse.extractors import extract_document
from claimhouse.pipeline import DirectExecutor, run_pipeline
from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.records import CleanedPage, ExtractedDocument, TextDocument
from claimhouse.settings import Settings
from claimhouse.sources import read_items
from claimhouse.urls import host_of
from claimhouse.warehouse import Reader


def print_figures(gold: Path, settings: Settings, form: Format | None) -> int:
    """Measure every stage that the gold annotates and print the figures.

    Raises:
        SourceError: the folder is no gold.
    """
    figures = evaluate_folder(gold, real_stages(settings, conflict_sources(gold)))
    rows = [{"figure": name, "value": value} for name, value in figures.items()]
    print_rows(pa.Table.from_pylist(rows, pa.schema([("figure", pa.string()), ("value", pa.float64())])), form)
    return 0


def conflict_sources(gold: Path) -> tuple[str, ...]:
    """Return the sources whose conflicts a gold folder annotates, as paths that can be read from here."""
    return tuple(str((gold / source).resolve()) for source in load_gold(gold).sources)


def real_stages(settings: Settings, sources: Sequence[str] = ()) -> Stages:
    """Return the stages as the main job runs them; conflicts only where there are sources to run it over."""

    def clean(page: GoldPage) -> CleanedPage:
        (item,) = read_items([str(page.path)], settings.sources)
        known = replace(page_of(item), url=page.url, host=host_of(page.url), publisher=page.publisher)
        return clean_page(known, settings.clean)

    def extract(document: TextDocument) -> ExtractedDocument:
        return extract_document(document, settings.extract)

    def cluster(documents: Sequence[GoldDocument]) -> Mapping[str, str]:
        rows = dedupe_texts([(document.id, document.text) for document in documents], settings.dedupe)
        return {row.id: row.cluster for row in rows}

    def conflicts() -> Sequence[ConflictAnswer]:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "evaluation.duckdb"
            own = settings.model_copy(update={"database": str(database)})
            run_pipeline(sources, own, executor=DirectExecutor(workers=1), command="evaluate")
            return conflict_answers(database)

    return Stages(clean=clean, extract=extract, cluster=cluster, conflicts=conflicts if sources else None)


def conflict_answers(database: Path) -> list[ConflictAnswer]:
    """Return the conflicts of a database, each side with its value and its documents."""
    with Reader.open(database) as reader:
        rows = reader.step("evaluate_conflicts").to_pylist()
    return [
        ConflictAnswer(
            subject=row["subject"],
            attribute=row["attribute"],
            type=row["type"],
            open=row["open"],
            left=_side(row["left_side"]),
            right=_side(row["right_side"]),
        )
        for row in rows
    ]


def _side(row: Mapping[str, object]) -> ConflictSide:
    documents = row["documents"]
    return ConflictSide(
        value=str(row["value"]),
        number=row["number"],  # type: ignore[arg-type] # a struct's fields have no types of their own
        value_min=row["value_min"],  # type: ignore[arg-type]
        value_max=row["value_max"],  # type: ignore[arg-type]
        documents=frozenset(documents if isinstance(documents, list) else ()),
    )
