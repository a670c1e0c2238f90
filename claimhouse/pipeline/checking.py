"""Looking back from the warehouse to the raw bytes: verifying evidence, explaining a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimhouse.errors import QueryError, WarehouseError
from claimhouse.pipeline.places import raw_folder
from claimhouse.raw_store import RawStore
from claimhouse.records import EvidencePart, MediaType, Span
from claimhouse.verify import Evidence, Report, check_all
from claimhouse.warehouse import Reader

_CHECKED = {"claims": "verify_claims", "blocks": "verify_blocks", "titles": "verify_titles"}
_RAW_SHOWN = 300  # bytes of each raw span that an explanation prints


def verify_database(database: Path, lock_timeout_s: float) -> Mapping[str, Report]:
    """Check the evidence of all current claims, blocks and titles against the raw store.

    Raises:
        WarehouseError: the database cannot be read.
    """
    raw = RawStore(raw_folder(database))

    def raw_of(key: str) -> bytes | None:
        return raw.get(key) if raw.has(key) else None

    with Reader.open(database, lock_timeout_s=lock_timeout_s) as reader:
        return {name: check_all(_evidence(reader.step(step)), raw_of) for name, step in _CHECKED.items()}


def _evidence(table: pa.Table) -> Iterator[Evidence]:
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            yield Evidence(
                key=row["key"],
                document_key=row["document_key"],
                part=EvidencePart(row["part"]),
                spans=tuple(Span(span["start"], span["end"]) for span in row["raw_spans"]),
                quote=row["quote"],
                encoding=row["encoding"],
                media_type=MediaType(row["media_type"]),
                title_key=row["title_key"],
            )


def explain_claim(database: Path, key: str, lock_timeout_s: float) -> Iterator[str]:
    """Return the lines that explain one claim.

    Raises:
        QueryError: no claim or more than one has a key that begins so.
    """
    with Reader.open(database, lock_timeout_s=lock_timeout_s) as reader:
        rows = reader.step("explain_claim", key=key).to_pylist()
    keys = {row["claim_key"] for row in rows}
    if len(keys) != 1:
        what = "no current claim has" if not keys else "more than one claim has"
        message = f"{what} a key that begins with {key!r}: take one from `claimhouse query claims_about`"
        raise QueryError(message)
    return _explained(rows[0], RawStore(raw_folder(database)))


def _explained(row: Mapping[str, Any], raw: RawStore) -> Iterator[str]:
    yield f"claim {row['claim_key']}"
    yield f"  says        {_said(row)}"
    yield f"  modality    {row['modality']}" + (f", by the words {row['hedge_cues']}" if row["hedge_cues"] else "")
    if row["speaker"]:
        resolved = f" ({row['speaker_name']})" if row["speaker_name"] else ""
        manner = "word for word" if row["direct"] else "in other words"
        yield f"  on the word of {row['speaker']}{resolved}, {row['speaker_kind']}, by the cue {row['cue']!r}, {manner}"
    for quantity in row["quantities"] or ():
        yield f"  quantity    {_quantity(quantity)}"
    yield f"  sentence    {row['quote']!r}"
    yield f"  where       {row['field']} [{row['char_start']}, {row['char_end']}) of document {row['source_id']}"
    if row["block_text"]:
        path = f" at {row['block_path']}" if row["block_path"] else ""
        yield f"  block       {row['block_kind']}, kept as {row['block_reason']}{path}"
    yield f"  page        {row['title']!r}, {row['publisher'] or 'publisher not stated'}, {row['url'] or 'no URL'}"
    yield f"  published   {row['published_at'] or 'not stated'} (from {row['published_evidence'] or 'nothing'})"
    spans = ", ".join(f"[{span['start']}, {span['end']})" for span in row["raw_spans"])
    yield f"  raw bytes   {spans} of {row['part']} {row['document_key']}, read as {row['encoding']}"
    yield from _raw_lines(row, raw)
    for value in row["resolved"] or ():
        yield f"  resolved    {value['subject']} · {value['attribute']} = {value['value']} (by {value['rule']})"
        if value["group_key"]:
            yield f"  group       {value['group_key']} ({value['reason']})"
    yield f"  cluster     {row['cluster_key']}"
    yield (
        f"  made by     {row['extractor']} {row['extractor_version']} (extract step {row['step_version']}, "
        f"settings {row['settings_digest'][:12]}) in run {row['made_in_run']}, confidence {row['confidence']:.2f}"
    )


def _said(row: Mapping[str, Any]) -> str:
    subject = row["subject"] or "?"
    if row["subject_name"] and row["subject_name"] != row["subject"]:
        subject += f" [{row['subject_name']}]"
    parts = [
        subject,
        ("not " if row["negated"] else "") + (row["predicate"] or "?"),
        row["object"] or "",
        *row["arguments"],
    ]
    return " | ".join(part for part in parts if part)


def _quantity(quantity: Mapping[str, Any]) -> str:
    if quantity["value"] is not None:
        value = f"{quantity['bound']} {quantity['value'].normalize():f}"
    else:
        value = f"{quantity['value_min'].normalize():f} to {quantity['value_max'].normalize():f}"
    role = f" ({quantity['role']} this)" if quantity["role"] else ""
    return f"{quantity['raw']!r}: {quantity['kind']} {value} {quantity['unit'] or ''}".rstrip() + role


def _raw_lines(row: Mapping[str, Any], raw: RawStore) -> Iterator[str]:
    if row["part"] != EvidencePart.PAYLOAD:
        return
    try:
        payload = raw.get(row["document_key"])
    except WarehouseError as error:
        yield f"              (raw bytes are not there: {error})"
        return
    for span in row["raw_spans"]:
        shown = payload[span["start"] : span["end"]][:_RAW_SHOWN].decode(row["encoding"], "replace")
        yield f"              {shown!r}"
