"""The real stages, joined to the measures of `claimhouse.evaluate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claimhouse.clean import clean_page
from claimhouse.cli.pages import page_of
from claimhouse.evaluate import GoldDocument, GoldPage, Stages
from claimhouse.extractors import extract_document
from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.records import CleanedPage, ExtractedDocument, TextDocument
from claimhouse.settings import Settings
from claimhouse.sources import read_items
from claimhouse.urls import host_of


def real_stages(settings: Settings) -> Stages:
    """Return cleaning, deduplication and extraction as the main job runs them, without a database."""

    def clean(page: GoldPage) -> CleanedPage:
        (item,) = read_items([str(page.path)], settings.sources)
        known = replace(page_of(item), url=page.url, host=host_of(page.url), publisher=page.publisher)
        return clean_page(known, settings.clean)

    def extract(document: TextDocument) -> ExtractedDocument:
        return extract_document(document, settings.extract)

    def cluster(documents: Sequence[GoldDocument]) -> Mapping[str, str]:
        rows = dedupe_texts([(document.id, document.text) for document in documents], settings.dedupe)
        return {row.id: row.cluster for row in rows}

    return Stages(clean=clean, extract=extract, cluster=cluster)
