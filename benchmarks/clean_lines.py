"""Measure cleaning of text without markup: each labelled page as plain text, cleaned by lines.

    python benchmarks/clean_lines.py --gold FOLDER --split dev [--every N | --shipped]

FOLDER holds `extraction/SPLIT/gold.jsonl` and `pages/ID.html.gz`; default is the folder that CLAIMHOUSE_GOLD names.
Each page becomes four plain texts (`renderings.py`); each is cleaned by us, by nobody, and by jusText, which judges by
length and stop words and so needs no markup. The measures are those of `clean.py`. Sites fall into two halves by a hash
of their name: errors were looked at in half `a` only.

Pages of sites that the shipped line model was trained on are judged by models trained here without their sites (five
folds by site; needs lightgbm), all other pages by the shipped one. `--shipped` judges every page by the shipped model
and says how many of the pages it has seen.

Segments are measured on the same texts: `false splits` are pages taken for two texts or more, and for `stitched`
the texts of two pages of a fold that follow each other in the order of a hash, each below its title, are put into one.

The last line is one JSON object with all figures, our shipped settings first.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import logging
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources
from itertools import pairwise

from block_training import site_digest, site_of
from clean_scores import Row, Score
from gold_folder import add_gold_options, part_of
from line_training import fold_models, page_fold, stitched_pairs, table_of, titled
from renderings import RENDERINGS, Rendered, rendered

from claimhouse.clean import clean_page
from claimhouse.clean.plain.line_model import LineModel
from claimhouse.errors import EmptyExtraction
from claimhouse.records import CleanedPage, MediaType, Page
from claimhouse.settings import CleanSettings

SETTINGS = CleanSettings()
Models = Mapping[int, LineModel]  # one for each fold
LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese"}
FIVE_KB = 5_000
LONG_TEXT = 5_000_000


def cleaned(text: str, model: LineModel | None = None) -> CleanedPage | None:
    """Run the shipped clean step on a plain text; None where there is no text."""
    try:
        return clean_page(Page(payload=text.encode(), media_type=MediaType.TEXT), SETTINGS, line_model=model)
    except EmptyExtraction:
        return None


def ours(text: str, model: LineModel | None = None) -> str:
    """Return what we keep."""
    page = cleaned(text, model)
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


@cache
def seen_sites() -> frozenset[str]:
    """Return the digests of the sites that the shipped weights were trained on."""
    text = (resources.files("claimhouse.clean") / "data" / "line_model.json").read_text(encoding="utf-8")
    return frozenset(json.loads(text)["sites"])


def models_for(texts: Sequence[Rendered], *, shipped_only: bool) -> tuple[Models, str]:
    """Return a model for each fold where sites of the pages were seen in training, and how the pages were judged."""
    seen = seen_sites()
    count = sum(site_digest(site_of(row)) in seen for row, _ in texts)
    if not count:
        return {}, "shipped weights, no site of these pages seen in training"
    if shipped_only:
        return {}, f"shipped weights, {count} of {len(texts)} pages seen in training"
    if importlib.util.find_spec("lightgbm") is None:
        return {}, f"shipped weights, {count} of {len(texts)} pages SEEN IN TRAINING (lightgbm did not run)"
    return (
        fold_models(table_of(texts)),
        f"{count} of {len(texts)} pages by weights trained without their fold, the rest by shipped ones",
    )


def model_for(row: Row, models: Models) -> LineModel | None:
    """Return the model that has not seen a page's site; None for the shipped one."""
    return models.get(page_fold(row)) if site_digest(site_of(row)) in seen_sites() else None


def quality(texts: Sequence[Rendered], models: Models) -> dict[str, object]:
    """Score every engine on every rendering."""
    engines = {name: run for name, (run, module) in PEERS.items() if importlib.util.find_spec(module)}
    engines = {"ours": ours} | engines
    figures: dict[str, object] = {}
    for name, run in engines.items():
        for rendering in RENDERINGS:
            scores: dict[str, Score] = defaultdict(Score)
            for row, forms in texts:
                model = model_for(row, models)
                started = time.process_time()
                found = ours(forms[rendering], model) if name == "ours" else run(forms[rendering])
                spent = time.process_time() - started
                for group in ("all", f"half {half(row)}"):
                    scores[group].add(row, found, spent)
            figures[f"{name} | {rendering}"] = {group: score.figures() for group, score in scores.items()}
    return figures


def segments(texts: Sequence[Rendered], models: Models) -> dict[str, object]:
    """Count pages that are taken for several texts, and stitched texts that are told apart at the right place."""
    figures: dict[str, object] = {}
    for rendering in RENDERINGS:
        counts: Counter[str] = Counter()
        wrong = []
        for row, forms in texts:
            page = cleaned(forms[rendering], model_for(row, models))
            counts["pages"] += 1
            if page and page.segments > 1:
                counts["false splits"] += 1
                wrong.append(str(row["id"]))
        figures[rendering] = dict(counts) | {"split": wrong[:12]}
    figures["stitched"] = dict(stitched(texts, models))
    return figures


def stitched(texts: Sequence[Rendered], models: Models) -> Counter[str]:
    """Put two pages into one text and see whether they are told apart where the second begins."""
    counts: Counter[str] = Counter()
    for first, second in stitched_pairs(texts):
        for name, gap in (("line", "\n"), ("blank line", "\n\n")):
            left, right = (titled(row, forms["engine"]) for row, forms in (first, second))
            page = cleaned(left + gap + right, model_for(first[0], models))
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
    parser.add_argument("--shipped", action="store_true", help="judge every page by the shipped weights")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = part_of(options.gold, "extraction") / options.split
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    texts = rendered(rows[:: options.every] if options.shipped else rows, folder / "pages")
    models, judged_by = models_for(texts, shipped_only=options.shipped)
    if not options.shipped:
        texts = texts[:: options.every]  # the models of the folds need them all
    figures = quality(texts, models)
    figures["segments"] = segments(texts, models)
    figures["cost"] = cost(texts)
    figures["judged by"] = judged_by
    figures["did not run"] = [name for name, (_, module) in PEERS.items() if not importlib.util.find_spec(module)]
    for name, values in figures.items():
        print(name)
        for group, figure in values.items() if isinstance(values, dict) else [("", values)]:
            print(f"  {group:24} {figure}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
