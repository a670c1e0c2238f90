"""Claims drawn for a reader who judges them blind, and the account of the verdicts.

    python benchmarks/judge_claims.py draw --gold FOLDER --split dev --half B --seed 1 --claims 200 --sheet SHEET.csv
    python benchmarks/judge_claims.py score SHEET.csv [--verdicts docs/judged-claims.csv]

`draw` cleans and extracts the English pages of one half of the sites with the shipped settings, and draws among all
their claims, each as likely as another. Half A was read while the rules were written, half B was not: a site is in A
where the sha256 of its name is even, else in B. FOLDER holds `extraction/SPLIT/gold.jsonl` with rows
`{id, site, url}` and `extraction/SPLIT/pages/ID.html.gz`.

The sheet has the sentence with what stands before it, the claim's fields, and empty columns for y or n:

entailed  who believes the sentence must believe the claim, names filled in included
alone     it reads as one statement without its sentence: nothing dangles, no phrase is cut
complete  no condition, negation, hedge, time or place is missing that changes what is said; modality counts as a hedge
speaker   who says it is right, or rightly nobody
modality  how surely it is said is right

`score` prints the share of y in each column and of claims that are good (entailed, alone and complete), with Wilson's
95 % intervals. `--verdicts` writes the ids and verdicts without any text. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from gold_folder import add_gold_options, part_of

from claimhouse.clean import clean_page
from claimhouse.errors import DocumentError
from claimhouse.extractors import extract_document
from claimhouse.records import Field, FoundClaim, MediaType, Page, TextBlock, TextDocument
from claimhouse.settings import CleanSettings, ExtractSettings

VERDICTS = ("entailed", "alone", "complete", "speaker", "modality")
GOOD = VERDICTS[:3]
TEXT = (
    *("title", "before", "sentence", "claim", "subject_means", "object_means", "negated", "quantities", "said_by"),
    *("cue", "quoted", "modality_given", "hedges", "time"),
)
COLUMNS = ("id", *TEXT, *VERDICTS, "note")
_Z = 1.96
"""Standard normal quantile of a 95 % interval."""
_BEFORE = 400
"""Characters of text before the sentence that the reader sees."""


def half_of(site: str) -> str:
    """Return the half a site belongs to."""
    return "AB"[hashlib.sha256(site.encode()).digest()[-1] % 2]


def documents(folder: Path, half: str) -> Iterator[tuple[str, TextDocument]]:
    """Yield id and text of the English pages of one half that cleaning accepts, in the order of the gold."""
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if half_of(row["site"]) != half:
            continue
        payload = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
        try:
            page = clean_page(Page(payload=payload, media_type=MediaType.HTML, url=row.get("url")), CleanSettings())
        except DocumentError as error:
            print(f"{row['id']}: not read, {error}", file=sys.stderr)
            continue
        if page.language != "en" or page.rejected is not None:
            continue
        blocks = tuple(
            TextBlock(char_start=block.char_start, char_end=block.char_end, kind=block.kind, segment=block.segment)
            for block in page.blocks
            if block.kept and block.char_start is not None and block.char_end is not None
        )
        yield (
            row["id"],
            TextDocument(
                text=page.text,
                title=page.title,
                language=page.language,
                published_at=page.published_at,
                blocks=blocks,
            ),
        )


def sheet_row(name: str, document: TextDocument, claim: FoundClaim) -> dict[str, str]:
    """Return a line of the sheet, its verdicts empty."""
    field = document.title or "" if claim.field is Field.TITLE else document.text
    said = claim.attribution
    parts = [claim.subject, claim.predicate, claim.object, *claim.arguments]
    text = " | ".join(part or "–" for part in parts)
    told = json.dumps([text, [q.raw for q in claim.quantities], claim.negated, said.speaker if said else None])
    speaker = (said.speaker or "(nobody named)") if said else ""
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "id": f"{name}:{claim.field}:{claim.char_start}:{hashlib.sha256(told.encode()).hexdigest()[:8]}",
        "title": document.title or "",
        "before": field[max(0, claim.char_start - _BEFORE) : claim.char_start],
        "sentence": field[claim.char_start : claim.char_end],
        "claim": text,
        "subject_means": claim.subject_name or "",
        "object_means": claim.object_name or "",
        "negated": "negated" if claim.negated else "",
        "quantities": "; ".join(
            f"{q.raw} = {q.bound} {q.value if q.value is not None else f'{q.value_min}..{q.value_max}'} {q.unit or ''}"
            f" ({q.kind})"
            for q in claim.quantities
        ),
        "said_by": f"{speaker} = {said.speaker_name}" if said and said.speaker_name else speaker,
        "cue": (said.cue or "") if said else "",
        "quoted": "quoted" if said and said.direct else "",
        "modality_given": claim.modality,
        "hedges": "; ".join(claim.hedge_cues),
        "time": f"{claim.event_time:%Y-%m-%d} ({claim.event_precision})" if claim.event_time else "",
    }
    return row


def draw(folder: Path, half: str, seed: int, number: int) -> list[dict[str, str]]:
    """Return lines of `number` claims drawn from one half, in the order drawn."""
    rows = [
        sheet_row(name, document, claim)
        for name, document in documents(folder, half)
        for sentence in extract_document(document, ExtractSettings()).sentences
        for claim in sentence.claims
    ]
    print(f"{len(rows)} claims in half {half}", file=sys.stderr)
    return random.Random(seed).sample(rows, min(number, len(rows)))  # noqa: S311 - a draw, no secret


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share, in percent (E. B. Wilson, 1927)."""
    if not total:
        return 0.0, 100.0
    share = right / total
    below = 1 + _Z**2 / total
    middle = (share + _Z**2 / (2 * total)) / below
    half = _Z * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2)) / below
    return round(100 * (middle - half), 1), round(100 * (middle + half), 1)


def score(rows: list[dict[str, str]]) -> dict[str, object]:
    """Return each column's share of y in percent with its interval; lines not fully judged are left out."""
    judged = [row for row in rows if all(row[name].strip().lower() in {"y", "n"} for name in VERDICTS)]
    result: dict[str, object] = {"drawn": len(rows), "judged": len(judged)}
    for name, wanted in (*((verdict, (verdict,)) for verdict in VERDICTS), ("good", GOOD), ("all", VERDICTS)):
        right = sum(all(row[verdict].strip().lower() == "y" for verdict in wanted) for row in judged)
        share = round(100 * right / len(judged), 1) if judged else 0.0
        result[name] = {"right": right, "share": share, "interval": wilson(right, len(judged))}
    return result


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Draw a sheet, or score one that was filled in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="draw claims and write a sheet to fill in")
    add_gold_options(drawing, "extraction/SPLIT/")
    drawing.add_argument("--half", choices=("A", "B"), required=True, help="which sites")
    drawing.add_argument("--seed", type=int, required=True, help="of the draw")
    drawing.add_argument("--claims", type=int, default=200, help="how many")
    drawing.add_argument("--sheet", type=Path, required=True, help="where to write; keep it outside the project")
    scoring = commands.add_parser("score", help="print the shares of a sheet that was filled in")
    scoring.add_argument("sheet", type=Path)
    scoring.add_argument("--verdicts", type=Path, help="write ids and verdicts, without any text")
    options = parser.parse_args()
    if options.command == "draw":
        rows = draw(part_of(options.gold, "extraction") / options.split, options.half, options.seed, options.claims)
        _write(options.sheet, COLUMNS, rows)
        print(json.dumps({"half": options.half, "seed": options.seed, "drawn": len(rows)}))
        return
    rows = _read(options.sheet)
    result = score(rows)
    for name, figure in result.items():
        print(f"{name:10} {figure}")
    if options.verdicts:
        _write(options.verdicts, ("id", *VERDICTS), rows)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
