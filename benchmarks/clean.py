"""Measure cleaning on labelled pages: ours against bare engines, over the same pages in the same process order.

    python benchmarks/clean.py --gold FOLDER --split dev [--every N | --short | --shipped]

FOLDER holds `extraction/SPLIT/gold.jsonl` and `pages/ID.html.gz`; default is the folder that CLAIMHOUSE_GOLD names.
Pages of sites that the shipped block model was trained on are judged by models trained here without their sites
(five folds by site; needs lightgbm), all other pages by the shipped one. `--shipped` judges every page by the shipped
model and says how many of the pages it has seen. The last line is one JSON object with all figures, ours first.

Measures: see `clean_scores.py`; and
    cpu    CPU milliseconds a page, every engine on the raw bytes
    folds  ours minus trafilatura in each fold, mean and spread
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import logging
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import block_training
import trafilatura
from clean_scores import PageScore, Row, Score, difference, measures
from gold_folder import add_gold_options, part_of

from claimhouse.clean.blocks import block_model
from claimhouse.clean.pages import clean_page
from claimhouse.records import CleanedPage, MediaType, Page
from claimhouse.settings import CleanSettings

FLOORS = Path(__file__).with_name("clean_floors.json")  # lowered by nobody without saying so
SHORT_PAGES = 60
TEXT_SETS = ("aeb", "fundus", "wcxb-art")  # whose gold has whole texts
WARM_UP = b"<html><body><p>" + b"The board met on Monday. " * 40 + b"</p></body></html>"
SETTINGS = CleanSettings()
Engine = Callable[[bytes, str | None], str]


def ours(payload: bytes, url: str | None, model: block_model.BlockModel | None = None) -> CleanedPage:
    """Run the clean step."""
    return clean_page(Page(payload=payload, media_type=MediaType.HTML, url=url), SETTINGS, model=model)


def trafilatura_bare(payload: bytes, url: str | None) -> str:
    """Run trafilatura without comments."""
    return trafilatura.extract(payload, url=url, include_comments=False) or ""


def trafilatura_precision(payload: bytes, url: str | None) -> str:
    """Run trafilatura's precision mode."""
    return trafilatura.extract(payload, url=url, include_comments=False, favor_precision=True) or ""


def resiliparse(payload: bytes, url: str | None) -> str:
    """Run resiliparse's main content extraction."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - may not be installed
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: PLC0415

    del url
    return str(extract_plain_text(bytes_to_str(payload, detect_encoding(payload)), main_content=True, comments=False))


def readability(payload: bytes, url: str | None) -> str:
    """Run readability-lxml and take the text of its summary."""
    from lxml import html  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415 - may not be installed

    del url
    summary = Document(payload.decode("utf-8", errors="replace")).summary()
    return "\n".join(html.fromstring(summary).itertext())


PEERS: dict[str, tuple[Engine, str]] = {
    "trafilatura": (trafilatura_bare, "trafilatura"),
    "trafilatura precision": (trafilatura_precision, "trafilatura"),
    "resiliparse": (resiliparse, "resiliparse"),
    "readability": (readability, "readability"),
}


@dataclass(slots=True)
class Results:
    """What came out, page by page."""

    sites: list[str] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    texts: dict[str, list[tuple[Row, str, float]]] = field(default_factory=lambda: defaultdict(list))
    metadata: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rejected: Counter[str] = field(default_factory=Counter)
    asked: int = 0


def _metadata(row: Row, page: CleanedPage, sums: Counter[str]) -> None:
    """Count exact dates (by day) where the gold states them; `benchmarks/metadata.py` measures all the rest."""
    if row.get("date"):
        found = page.published_at.isoformat()[:10] if page.published_at else ""
        sums["date stated"] += 1
        sums["date exact"] += found == str(row["date"])[:10]
        sums["date missing"] += not found


def _models(rows: Sequence[Row], folder: Path, *, shipped_only: bool) -> tuple[dict[int, block_model.BlockModel], str]:
    """Return a model for each fold that holds seen sites, and how the pages were judged."""
    seen = _seen_sites()
    seen_rows = [row for row in rows if block_training.site_digest(block_training.site_of(row)) in seen]
    if not seen_rows:
        return {}, "shipped weights, no site of these pages seen in training"
    if shipped_only:
        return {}, f"shipped weights, {len(seen_rows)} of {len(rows)} pages seen in training"
    if importlib.util.find_spec("lightgbm") is None:
        return {}, f"shipped weights, {len(seen_rows)} of {len(rows)} pages SEEN IN TRAINING (lightgbm did not run)"
    labelled = block_training.read_pages(folder)
    models = {}
    for fold in range(block_training.FOLDS):
        training = [page for page in labelled if block_training.fold_of(page.site, block_training.FOLDS) != fold]
        models[fold] = block_model.read_model(*_fitted(training))
        print(f"fold {fold}: trained on {len(training)} pages", file=sys.stderr, flush=True)
    return (
        models,
        f"{len(seen_rows)} of {len(rows)} pages by weights trained without their fold, the rest by shipped ones",
    )


def _fitted(
    training: Sequence[block_training.LabelledPage],
) -> tuple[dict[str, object], dict[str, dict[str, float]]]:
    weights, words = block_training.fit(training)
    return json.loads(json.dumps(weights)), words


def _seen_sites() -> frozenset[str]:
    text = (resources.files("claimhouse.clean") / "data" / "block_model.json").read_text(encoding="utf-8")
    return frozenset(json.loads(text)["sites"])


def run(rows: Sequence[Row], folder: Path, models: dict[int, block_model.BlockModel]) -> Results:
    """Run all engines over all rows."""
    engines = {name: engine for name, (engine, module) in PEERS.items() if importlib.util.find_spec(module)}
    seen = _seen_sites()
    results = Results()
    ours(WARM_UP, None)
    for engine in engines.values():
        engine(WARM_UP, None)  # what is compiled or loaded once a process is no cost of a page
    for row in rows:
        payload = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
        url = str(row["url"]) if row.get("url") else None
        site = block_training.site_of(row)
        model = None
        if block_training.site_digest(site) in seen:
            model = models.get(block_training.fold_of(site, block_training.FOLDS))
        started = time.process_time()
        page = ours(payload, url, model)
        spent = time.process_time() - started
        results.sites.append(site)
        results.sets.append(str(row["set"]))
        results.rejected[page.rejected.value if page.rejected else "article"] += 1
        _metadata(row, page, results.metadata[str(row["set"])])
        results.texts["ours"].append((row, page.text, spent))
        for name, engine in engines.items():
            started = time.process_time()
            text = engine(payload, url)
            results.texts[name].append((row, text, time.process_time() - started))
    return results


def figures_of(results: Results) -> dict[str, Any]:
    """Return every figure."""
    pages: dict[str, list[PageScore]] = {}
    figures: dict[str, Any] = {}
    for name, texts in results.texts.items():
        groups: dict[str, Score] = defaultdict(Score)
        for group, (row, text, cpu_s) in zip(results.sets, texts, strict=True):
            groups["all"].add(row, text, cpu_s)
            groups[group].add(row, text, cpu_s)
        pages[name] = groups["all"].pages
        figures[name] = {group: score.figures() for group, score in groups.items()}
        macro = [measures(groups[group].pages)["f1"] for group in TEXT_SETS if group in groups]
        figures[name]["macro over sets"] = {"f1": round(sum(macro) / max(1, len(macro)), 4)}
    figures["ours minus trafilatura"] = difference(pages["ours"], pages["trafilatura"], results.sites)
    figures["folds"] = _spread(results, pages)
    cpu = {name: sum(spent for _, _, spent in texts) for name, texts in results.texts.items()}
    figures["cpu ratio"] = round(cpu["ours"] / cpu["trafilatura"], 2)
    figures["floors"] = _floors(figures)
    figures["metadata"] = {group: dict(sums) for group, sums in results.metadata.items()}
    figures["rejected"] = dict(results.rejected)
    figures["did not run"] = [name for name in PEERS if name not in results.texts]
    return figures


def _spread(results: Results, pages: dict[str, list[PageScore]]) -> dict[str, dict[str, float]]:
    gains = defaultdict(list)
    folds = [block_training.fold_of(site, block_training.FOLDS) for site in results.sites]
    for fold in range(block_training.FOLDS):
        inside = [index for index, found in enumerate(folds) if found == fold]
        first, second = (measures([pages[name][i] for i in inside]) for name in ("ours", "trafilatura"))
        for name in ("f1", "leak", "must"):
            if name in first and name in second:
                gains[name].append(first[name] - second[name])
    return {
        name: {
            "mean": round(statistics.fmean(values), 4),
            "least": round(min(values), 4),
            "most": round(max(values), 4),
            "deviation": round(statistics.pstdev(values), 4),
        }
        for name, values in gains.items()
    }


def _floors(figures: dict[str, Any]) -> dict[str, dict[str, float | bool]]:
    """Hold the figures against `clean_floors.json`; leak and CPU are limits from above."""
    ours, theirs, gain = figures["ours"]["all"], figures["trafilatura"]["all"], figures["ours minus trafilatura"]
    found = {"cpu against trafilatura": figures["cpu ratio"]}
    if "f1" in gain:
        found["f1 over trafilatura"] = gain["f1"]["difference"]
        found["f1 over trafilatura, lower bound"] = gain["f1"]["low"]
    if theirs.get("leak"):
        found["leak against trafilatura"] = round(ours["leak"] / theirs["leak"], 3)
    if "must" in gain:
        found["must over trafilatura"] = gain["must"]["difference"]
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    return {
        name: {
            "found": value,
            "floor": floors[name],
            "reached": value <= floors[name] if "against" in name else value >= floors[name],
        }
        for name, value in found.items()
    }


def _shuffled(row: Row) -> str:
    """Order rows by a hash of their id: the same sample each time, from all sets."""
    return hashlib.sha256(str(row["id"]).encode()).hexdigest()


def main() -> int:
    """Print a table and, last, all figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "extraction/")
    parser.add_argument("--every", type=int, default=1, help="only every Nth page")
    parser.add_argument("--short", action="store_true", help=f"a fixed sample of {SHORT_PAGES} pages, shipped weights")
    parser.add_argument("--shipped", action="store_true", help="judge every page by the shipped weights")
    parser.add_argument("--gate", action="store_true", help=f"exit with 1 where a floor of {FLOORS.name} is missed")
    parser.add_argument(
        "--predictions", type=Path, help="also write our texts here, as the scorer of the gold reads them"
    )
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = part_of(arguments.gold, "extraction") / arguments.split
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()][:: arguments.every]
    if arguments.short:
        rows = sorted(rows, key=_shuffled)[:SHORT_PAGES]
    models, judged_by = _models(rows, folder, shipped_only=arguments.shipped or arguments.short)
    results = run(rows, folder, models)
    if arguments.predictions:
        with arguments.predictions.open("w", encoding="utf-8") as out:
            for row, text, _ in results.texts["ours"]:
                out.write(json.dumps({"id": row["id"], "text": text}) + "\n")
    figures = figures_of(results) | {"judged by": judged_by}
    for name, groups in figures.items():
        print(name)
        if isinstance(groups, dict):
            for group, values in groups.items():
                print(f"  {group:10} {values}")
        else:
            print(f"  {groups}")
    print(json.dumps(figures))
    missed = [name for name, floor in figures["floors"].items() if not floor["reached"]]
    if arguments.gate and missed:
        print(f"below the floors of {FLOORS.name}: {', '.join(missed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
