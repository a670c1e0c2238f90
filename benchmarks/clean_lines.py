"""Measure cleaning of text without markup: each labelled page as plain text, cleaned by lines.

    python benchmarks/clean_lines.py --gold FOLDER --split dev [--every N]

FOLDER holds `extraction/SPLIT/gold.jsonl` and `pages/ID.html.gz`; default is the folder that CLAIMHOUSE_GOLD names.
Each page becomes four plain texts (`renderings.py`); each is cleaned by us, by nobody, and by jusText, which judges by
length and stop words and so needs no markup. The measures are those of `clean.py`. Sites fall into two halves by a hash
of their name: errors were looked at in half `a` only.

Segments are measured on the same texts: `false splits` are pages taken for two texts or more, and for `stitched`
the texts of two pages that follow each other in the order of a hash, each below its title, are put into one.

The last line is one JSON object with all figures, our shipped settings first.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import logging
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from clean_scores import Row, Score
from gold_folder import add_gold_options, part_of
from renderings import RENDERINGS

from claimhouse.clean import clean_page
from claimhouse.errors import EmptyExtraction
from claimhouse.records import CleanedPage, MediaType, Page
from claimhouse.settings import CleanSettings

SETTINGS = CleanSettings()
Rendered = tuple[Row, dict[str, str]]
LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese"}
FIVE_KB = 5_000
LONG_TEXT = 5_000_000


def cleaned(text: str) -> CleanedPage | None:
    """Run the shipped clean step on a plain text; None where there is no text."""
    try:
        return clean_page(Page(payload=text.encode(), media_type=MediaType.TEXT), SETTINGS)
    except EmptyExtraction:
        return None


def ours(text: str) -> str:
    """Return what we keep."""
    page = cleaned(text)
    return page.text if page else ""


def nobody(text: str) -> str:
    """Return the text as it is."""
    return text


def justext(text: str) -> str:
    """Run jusText over the lines as paragraphs, with the stop words of the language that we find."""
    from justext import get_stoplist  # noqa: PLC0415 - may not be installed
    from justext import justext as run  # noqa: PLC0415

    page = cleaned(text)
    language = LANGUAGES.get((page.language or "en")[:2] if page else "en", "English")
    paragraphs = run(
        "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip()),
        get_stoplist(language),
    )
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


PEERS: dict[str, tuple[Callable[[str], str], str]] = {"nobody": (nobody, "json"), "justext": (justext, "justext")}


def half(row: Row) -> str:
    """Return which half of the sites a page belongs to."""
    return "ab"[hashlib.sha256(str(row["site"]).encode()).digest()[0] % 2]


def rendered(rows: Iterable[Row], pages: Path) -> list[Rendered]:
    """Make the plain texts of all pages."""
    out = []
    for row in rows:
        payload = gzip.decompress((pages / f"{row['id']}.html.gz").read_bytes())
        url = str(row["url"]) if row.get("url") else None
        out.append((row, {name: render(payload, url) for name, render in RENDERINGS.items()}))
    return out


def quality(texts: Sequence[Rendered]) -> dict[str, object]:
    """Score every engine on every rendering."""
    engines = {"ours": ours} | {name: run for name, (run, module) in PEERS.items() if importlib.util.find_spec(module)}
    figures: dict[str, object] = {}
    for name, run in engines.items():
        for rendering in RENDERINGS:
            scores: dict[str, Score] = defaultdict(Score)
            for row, forms in texts:
                started = time.process_time()
                found = run(forms[rendering])
                spent = time.process_time() - started
                for group in ("all", f"half {half(row)}"):
                    scores[group].add(row, found, spent)
            figures[f"{name} | {rendering}"] = {group: score.figures() for group, score in scores.items()}
    return figures


def segments(texts: Sequence[Rendered]) -> dict[str, object]:
    """Count pages that are taken for several texts, and stitched texts that are told apart at the right place."""
    figures: dict[str, object] = {}
    for rendering in RENDERINGS:
        counts: Counter[str] = Counter()
        wrong = []
        for row, forms in texts:
            page = cleaned(forms[rendering])
            counts["pages"] += 1
            if page and page.segments > 1:
                counts["false splits"] += 1
                wrong.append(str(row["id"]))
        figures[rendering] = dict(counts) | {"split": wrong[:12]}
    figures["stitched"] = dict(stitched(texts))
    return figures


def stitched(texts: Sequence[Rendered]) -> Counter[str]:
    """Put two pages into one text and see whether they are told apart where the second begins."""
    counts: Counter[str] = Counter()
    order = sorted(
        (pair for pair in texts if pair[0].get("title") and len(pair[1]["engine"]) > 1000),  # noqa: PLR2004 - a story
        key=lambda pair: hashlib.sha256(str(pair[0]["id"]).encode()).digest(),
    )
    for first, second in pairwise(order):
        for name, gap in (("line", "\n"), ("blank line", "\n\n")):
            left, right = (f"{row['title']}\n{forms['engine']}" for row, forms in (first, second))
            page = cleaned(left + gap + right)
            if page is None:
                continue
            seam = len((left + gap).encode())
            starts = _segment_starts(page)
            counts[f"{name}: texts"] += 1
            counts[f"{name}: told apart"] += any(before < seam <= after for before, after in starts)
            counts[f"{name}: split elsewhere"] += any(not before < seam <= after for before, after in starts)
    return counts


def _segment_starts(page: CleanedPage) -> list[tuple[int, int]]:
    """Return for each further segment where the kept text before it ends and where its own begins, in bytes."""
    kept = [block for block in page.blocks if block.kept]
    places = []
    for before, after in pairwise(kept):
        if after.segment > before.segment:
            last = max(run.raw_end for run in before.offsets)
            first = min(run.raw_start for run in after.offsets if run.raw_end)
            places.append((last - 1, first))
    return places


def cost(texts: Sequence[Rendered]) -> dict[str, float]:
    """Return CPU milliseconds for a text of 5 kB, and how much more a character of a 5 MB text costs than of one."""
    sample = [forms["engine"] for _, forms in texts if len(forms["engine"]) > FIVE_KB][:40]
    short = [text[:FIVE_KB].rsplit("\n", 1)[0] for text in sample]
    for text in short[:3]:
        ours(text)
    started = time.process_time()
    for text in short:
        ours(text)
    each = 1000 * (time.process_time() - started) / max(1, len(short))
    joined = "\n".join(short)
    long = (joined * (1 + LONG_TEXT // max(1, len(joined))))[:LONG_TEXT] if joined else ""
    started = time.process_time()
    ours(long)
    spent = 1000 * (time.process_time() - started)
    per_short = each * len(short) / max(1, sum(map(len, short)))
    return {
        "ms for 5 kB": round(each, 2),
        "s for 5 MB": round(spent / 1000, 2),
        "per character, 5 MB against 5 kB": round(spent / max(1, len(long)) / per_short, 2) if per_short else 0.0,
    }


def main() -> int:
    """Print a table and, last, all figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "extraction/")
    parser.add_argument("--every", type=int, default=1, help="only every Nth page")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = part_of(options.gold, "extraction") / options.split
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()][:: options.every]
    texts = rendered(rows, folder / "pages")
    figures = quality(texts)
    figures["segments"] = segments(texts)
    figures["cost"] = cost(texts)
    figures["did not run"] = [name for name, (_, module) in PEERS.items() if not importlib.util.find_spec(module)]
    for name, values in figures.items():
        print(name)
        for group, figure in values.items() if isinstance(values, dict) else [("", values)]:
            print(f"  {group:24} {figure}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
