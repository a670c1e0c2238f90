"""The three batch stages. A batch is a folder of Parquet files: `work` in, one folder per stage out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claimhouse.batch.context import BatchContext, extractor_step
from claimhouse.batch.outcomes import Outcomes, Tables
from claimhouse.batch.rows import (
    Evidence,
    block_rows,
    extracted_rows,
    extraction_row,
    rows_digest,
    text_document,
)
from claimhouse.batch.warming import warm_cleaning, warm_extracting
from claimhouse.raw_store import RawStore
from claimhouse.records import (
    Attribution,
    Block,
    Borrowing,
    Claim,
    Extraction,
    HostProfileText,
    Mention,
    Outcome,
    Page,
    Quantity,
    Signature,
    TextDocument,
    WorkItem,
)
from claimhouse.staging import read_rows

if TYPE_CHECKING:
    from claimhouse.clean.profiles import Profile

# Stages import their engine when they run: a process that only plans or loads never pays for it.


def clean_batch(folder: Path, context: BatchContext) -> None:
    """Clean the documents for which that is due: writes `clean/{extraction,block,ledger,quarantine}.parquet`."""
    from claimhouse.clean import clean_page  # noqa: PLC0415 - see above

    profiles = _profiles(folder)
    step = context.steps["clean"]
    outcomes = Outcomes(step.name, folder, context)
    raw = RawStore(context.raw_folder)
    tables = Tables(Extraction, Block)
    for work in read_rows(folder, WorkItem):
        if not work.clean_due:
            continue
        digest = work.clean_input_digest
        ledger_digest = step.ledger_digest(digest)

        def clean(work: WorkItem = work, ledger_digest: str = ledger_digest) -> tuple[Outcome, str]:
            cleaned = clean_page(_page(work, raw), context.settings.clean, profiles.get(work.host))
            extraction = extraction_row(work, cleaned, ledger_digest)
            blocks = block_rows(work, cleaned, ledger_digest)
            tables.add([extraction], blocks)
            return Outcome.REJECTED if extraction.rejected else Outcome.LOADED, rows_digest([extraction], blocks)

        outcomes.attempt(step, work, digest, clean, warm_up=warm_cleaning(context.settings.clean))
    outcomes.write(tables)


def _profiles(folder: Path) -> dict[str | None, Profile]:
    """Return the pinned profiles that the writer laid in the batch's folder, by host."""
    from claimhouse.clean.profiles import Profile  # noqa: PLC0415 - see above

    rows: dict[str, list[HostProfileText]] = {}
    for row in read_rows(folder, HostProfileText):
        rows.setdefault(row.host, []).append(row)
    return {host: Profile.of(host, texts) for host, texts in rows.items()}


def _page(work: WorkItem, raw: RawStore) -> Page:
    return Page(
        payload=raw.get(work.document_key),
        media_type=work.media_type,
        url=work.url,
        host=work.host,
        given_title=work.given_title,
        given_date=work.given_date,
        publisher=work.publisher,
        fetched_at=work.fetched_at,
    )


def sign_batch(folder: Path, context: BatchContext) -> None:
    """Sign the texts for which that is due: writes `sign/{signature,borrowing,ledger,quarantine}.parquet`."""
    from claimhouse.batch.borrowed import borrowing_rows  # noqa: PLC0415 - see above
    from claimhouse.dedupe import sign_text  # noqa: PLC0415 - see above

    step = context.steps["sign"]
    outcomes = Outcomes(step.name, folder, context)
    tables = Tables(Signature, Borrowing)
    for work, extraction, digest, blocks in _cleaned(folder):
        if not work.sign_due:
            continue

        def sign(
            extraction: Extraction = extraction, digest: str = digest, blocks: list[Block] = blocks
        ) -> tuple[Outcome, str]:
            signed = sign_text(extraction.text, context.settings.dedupe)
            signature = Signature(
                document_key=extraction.document_key,
                exact_digest=signed.exact_digest,
                words=signed.words,
                shingles=signed.shingles,
                sample=signed.sample,
                ledger_digest=step.ledger_digest(digest),
                valid_from_run=context.run,
                valid_to_run=None,
            )
            borrowings = borrowing_rows(extraction, blocks, signature.ledger_digest, context.run)
            tables.add([signature], borrowings)
            return Outcome.LOADED, rows_digest([signature], borrowings)

        outcomes.attempt(step, work, digest, sign)
    outcomes.write(tables)


def extract_batch(folder: Path, context: BatchContext) -> None:
    """Run each extractor where that is due: writes `extract/{claim,quantity,attribution,mention,…}.parquet`.

    What an extractor raises, or returns and does not hold, costs its own rows of that document and nothing else.
    """
    from claimhouse import extractors  # noqa: PLC0415 - see above

    settings = context.settings.extract
    running = extractors.enabled(settings)
    outcomes = Outcomes("extract", folder, context)
    tables = Tables(Mention, Quantity, Attribution, Claim)
    for work, extraction, digest, blocks in _cleaned(folder):
        document = text_document(extraction, blocks)
        for extractor in running:
            if extractor.name not in work.extractors_due:
                continue
            step = context.steps[extractor_step(extractor.name)]

            def extract(
                extractor: extractors.Extractor = extractor,
                document: TextDocument = document,
                extraction: Extraction = extraction,
                blocks: list[Block] = blocks,
                ledger_digest: str = step.ledger_digest(digest),
            ) -> tuple[Outcome, str]:
                extracted = extractors.run_extractor(extractor, document, settings)
                evidence = Evidence.of(extraction, blocks)
                rows = extracted_rows(extraction, evidence, extracted, ledger_digest, context.run)
                tables.add(rows.mentions, rows.quantities, rows.attributions, rows.claims)
                return Outcome.LOADED, rows_digest(rows.mentions, rows.quantities, rows.attributions, rows.claims)

            note = extractors.statement_gap(document.language, extractor, settings)
            outcomes.attempt(step, work, digest, extract, note, warm_extracting(extractor, settings))
    outcomes.write(tables)


def _cleaned(folder: Path) -> list[tuple[WorkItem, Extraction, str, list[Block]]]:
    """Return each document that has a text, with its extraction, clean's output digest and its blocks."""
    extractions = {
        row.document_key: row for place in ("known", "clean") for row in read_rows(folder / place, Extraction)
    }
    blocks: dict[str, list[Block]] = {}
    for place in ("known", "clean"):
        for block in read_rows(folder / place, Block):
            blocks.setdefault(block.document_key, []).append(block)
    digests = Outcomes.output_digests(folder / "clean")
    return [
        (work, extraction, output_digest, blocks.get(work.document_key, []))
        for work in read_rows(folder, WorkItem)
        if (extraction := extractions.get(work.document_key)) is not None
        and extraction.rejected is None
        and (output_digest := digests.get(work.document_key, work.clean_output_digest)) is not None
    ]
