"""Measure cleaning on labelled pages: ours against bare engines, over the same pages in the same process order.

    python benchmarks/clean.py --gold FOLDER --split dev [--every N | --short]

FOLDER holds `extraction/SPLIT/gold.jsonl` and `pages/ID.html.gz`; default is the folder that CLAIMHOUSE_GOLD names.
The last line is one JSON object with all figures, our shipped settings first.

Measures, per page and macro over pages:
    F1     4-grams of words as multisets; harmonic mean of mean precision (pages with output) and mean recall
    leak   share of forbidden snippets found, white space and case ignored; one that is in the gold text is skipped
    must   share of required snippets found
    cpu    CPU milliseconds a page, every engine on the raw bytes
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import logging
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import trafilatura

from claimhouse.clean import clean_page
from claimhouse.records import CleanedPage, MediaType, Page
from claimhouse.settings import CleanSettings

WORD = re.compile(r"\w+")
GRAM = 4
MIN_SNIPPET_CHARS = 4
SHORT_PAGES = 60
WARM_UP = b"<html><body><p>" + b"The board met on Monday. " * 40 + b"</p></body></html>"
SETTINGS = CleanSettings()
Row = dict[str, object]
Engine = Callable[[bytes, str | None], str]


def ours(payload: bytes, url: str | None) -> CleanedPage:
    """Run the shipped clean step."""
    return clean_page(Page(payload=payload, media_type=MediaType.HTML, url=url), SETTINGS)


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
class Score:
    """Sums over pages of one engine and one set."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    leaked: int = 0
    forbidden: int = 0
    hit: int = 0
    required: int = 0
    cpu_s: float = 0.0
    pages: int = 0

    def add(self, row: Row, text: str, cpu_s: float) -> None:
        """Count one page."""
        self.pages += 1
        self.cpu_s += cpu_s
        gold = row.get("text")
        if isinstance(gold, str):
            self._compare(_grams(gold), _grams(text))
        flat, flat_gold = _flat(text), _flat(gold if isinstance(gold, str) else "")
        for snippet in _snippets(row, "must_not"):
            if len(snippet) >= MIN_SNIPPET_CHARS and not (flat_gold and snippet in flat_gold):
                self.forbidden += 1
                self.leaked += snippet in flat
        for snippet in _snippets(row, "must"):
            self.required += 1
            self.hit += snippet in flat

    def _compare(self, gold: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]) -> None:
        shared = (gold & found).total()
        if found:
            self.precision.append(shared / found.total())
        if gold:
            self.recall.append(shared / gold.total())

    def figures(self) -> dict[str, float]:
        """Return the measures, rounded; what could not be measured is left out."""
        out: dict[str, float] = {"pages": self.pages, "cpu_ms": round(1000 * self.cpu_s / max(1, self.pages), 2)}
        if self.precision and self.recall:
            precision, recall = _mean(self.precision), _mean(self.recall)
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            out |= {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
        if self.forbidden:
            out["leak"] = round(self.leaked / self.forbidden, 4)
        if self.required:
            out["must"] = round(self.hit / self.required, 4)
        return out


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[place : place + GRAM]) for place in range(max(1, len(words) - GRAM + 1)))


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _snippets(row: Row, key: str) -> list[str]:
    values = row.get(key)
    return [_flat(value) for value in values if value] if isinstance(values, list) else []


def _metadata(row: Row, page: CleanedPage, sums: Counter[str]) -> None:
    """Count exact dates (by day), authors (as a set) and titles where the gold states them."""
    stated = {
        "date": (str(row["date"])[:10], page.published_at.isoformat()[:10] if page.published_at else "")
        if row.get("date")
        else None,
        "authors": (_names(row["author"]), _names(list(page.authors))) if row.get("author") else None,
        "title": (_flat(str(row["title"])), _flat(page.title or "")) if row.get("title") else None,
    }
    for name, pair in stated.items():
        if pair is not None:
            sums[f"{name} stated"] += 1
            sums[f"{name} exact"] += pair[0] == pair[1]
            sums[f"{name} missing"] += not pair[1]


def _names(value: object) -> frozenset[str]:
    texts = value if isinstance(value, list) else [str(value)]
    return frozenset(_flat(name) for text in texts for name in re.split(r"[,;]| and ", str(text)) if name.strip())


def _engines() -> tuple[dict[str, Engine], list[str]]:
    there = {name: engine for name, (engine, module) in PEERS.items() if importlib.util.find_spec(module)}
    return there, [name for name in PEERS if name not in there]


def measure(rows: Iterable[Row], pages: Path) -> dict[str, object]:
    """Run all engines over all rows and return every figure."""
    engines, missing = _engines()
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    metadata: dict[str, Counter[str]] = defaultdict(Counter)
    rejected: Counter[str] = Counter()
    for engine in (ours, *engines.values()):
        engine(WARM_UP, None)  # what is compiled or loaded once a process is no cost of a page
    for row in rows:
        payload = gzip.decompress((pages / f"{row['id']}.html.gz").read_bytes())
        url = str(row["url"]) if row.get("url") else None
        started = time.process_time()
        page = ours(payload, url)
        spent = time.process_time() - started
        rejected[page.rejected.value if page.rejected else "article"] += 1
        _metadata(row, page, metadata[str(row["set"])])
        texts = {"ours": (page.text, spent)}
        for name, engine in engines.items():
            started = time.process_time()
            text = engine(payload, url)
            texts[name] = (text, time.process_time() - started)
        for name, (text, cpu_s) in texts.items():
            for group in ("all", str(row["set"])):
                scores[name][group].add(row, text, cpu_s)
    figures: dict[str, object] = {
        name: {group: score.figures() for group, score in groups.items()} for name, groups in scores.items()
    }
    figures["metadata"] = {group: dict(sums) for group, sums in metadata.items()}
    figures["rejected"] = dict(rejected)
    figures["did not run"] = missing
    if scores["trafilatura"]["all"].cpu_s:
        figures["cpu ratio"] = round(scores["ours"]["all"].cpu_s / scores["trafilatura"]["all"].cpu_s, 2)
    return figures


def _shuffled(row: Row) -> str:
    """Order rows by a hash of their id: the same sample each time, from all sets."""
    return hashlib.sha256(str(row["id"]).encode()).hexdigest()


def main() -> int:
    """Print a table and, last, all figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=os.environ.get("CLAIMHOUSE_GOLD"), help="folder with extraction/")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--every", type=int, default=1, help="only every Nth page")
    parser.add_argument("--short", action="store_true", help=f"a fixed sample of {SHORT_PAGES} pages")
    arguments = parser.parse_args()
    if arguments.gold is None:
        print("no gold: name a folder with --gold or CLAIMHOUSE_GOLD", file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)
    folder = Path(arguments.gold) / "extraction" / arguments.split
    folder = folder if folder.is_dir() else Path(arguments.gold) / arguments.split
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()][:: arguments.every]
    if arguments.short:
        rows = sorted(rows, key=_shuffled)[:SHORT_PAGES]
    figures = measure(rows, folder / "pages")
    for name, groups in figures.items():
        print(name)
        if isinstance(groups, dict):
            for group, values in groups.items():
                print(f"  {group:10} {values}")
        else:
            print(f"  {groups}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
