"""Measure metadata on labelled pages: ours against trafilatura's, over the same pages in the same process order.

    python benchmarks/metadata.py --gold FOLDER --split dev [--every N | --short] [--misses SET]

FOLDER holds `extraction/SPLIT/gold.jsonl` and `pages/ID.html.gz`; default is the folder that CLAIMHOUSE_GOLD names.
The last line is one JSON object with all figures, ours first. Each figure is given for all sites of a set and for its
two halves by the hash of the site, `half0` (on which the rules were written) and `half1` (which was only measured).

How is compared, the same for both engines:
    date     the calendar day. The gold day is the one written in the gold; ours is the day of `published_at` in the
             zone in which the page states it, or, where the gold has a zone, in that zone. trafilatura gives a day.
    authors  the *set of names of persons*: NFKC, case folded, white space collapsed, compared whole. Names of the gold
             are cut at ";", and outside of fundus also at ",", "and", "und", "&", "with". A name of the gold that
             `is_organization` calls one (an agency, a domain, a desk, the site) is left out of the gold and of
             trafilatura's answer alike; ours tells them apart itself, and nothing is left out of it.
             A page whose gold then names nobody counts: exact is that nobody is named.
             `authors_as_given` compares with the gold as it is, organisations included; of ours, persons and
             `author_organizations` together.
    title    the whole title, NFKC, case folded, white space collapsed, quotation marks and dashes alike.
Per field: `exact` (share of pages with gold, and for authors of all pages of fundus), `missing` (nothing given where
there is something), `wrong` (something given that is not the gold); `unasked` counts values where the gold has none:
collections that leave a field out often did not look for it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import re
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import trafilatura
from gold_folder import add_gold_options, part_of

from claimhouse.clean import clean_page
from claimhouse.records import MediaType, Page
from claimhouse.settings import CleanSettings

SHORT_PAGES = 60
SETTINGS = CleanSettings()
FIELDS = ("date", "authors", "authors_as_given", "title")
WHOLE = frozenset({"fundus"})  # sets whose gold says of every page who wrote it, and of some that nobody did
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"})
CUT = re.compile(r"\s*;\s*")
CUT_FREELY = re.compile(r"\s*(?:;|,\s*(?:and\s)?|\s(?:and|und|&|with)\s)\s*")
# Names of organisations, told without claimhouse: domains, agencies, words of desks, abbreviations in capitals.
ORGANIZATION = re.compile(
    r"\.(?:[a-z]{2,3}|info|online)$|^(?:[A-ZÄÖÜ]{2,6}|dpa|epd|sid|apa|afp|efe|ansa|reuters)$"
    r"|\b(?:redaktion|staff|team|news|press|agency|agentur|media|editors?|desk|online|digital|zeitung|nachrichten"
    r"|newsroom|community|administrator|admin)\b|associated press|新聞|网|社$"
)  # fmt: skip
Row = dict[str, object]


class Answer(NamedTuple):
    """What an engine says of a page."""

    day: str | None
    at: datetime | None
    persons: frozenset[str]
    credited: frozenset[str]
    title: str | None


def ours(payload: bytes, url: str | None) -> Answer:
    """Run the shipped clean step."""
    page = clean_page(Page(payload=payload, media_type=MediaType.HTML, url=url), SETTINGS)
    persons = frozenset(map(fold, page.authors))
    return Answer(
        day=page.published_at.date().isoformat() if page.published_at else None,
        at=page.published_at if page.published_precision == "second" else None,
        persons=persons,
        credited=persons | frozenset(map(fold, page.author_organizations)),
        title=page.title,
    )


def peer(payload: bytes, url: str | None) -> Answer:
    """Run trafilatura's metadata extraction."""
    found = trafilatura.extract_metadata(payload, default_url=url)
    if found is None:
        return Answer(None, None, frozenset(), frozenset(), None)
    names = [name for name in CUT.split(found.author or "") if name]
    persons = frozenset(fold(name) for name in names if not is_organization(name, found.sitename, found.hostname))
    return Answer((found.date or "")[:10] or None, None, persons, frozenset(map(fold, names)), found.title)


ENGINES: dict[str, Callable[[bytes, str | None], Answer]] = {"ours": ours, "trafilatura": peer}


def fold(text: str) -> str:
    """Return a name or title as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(QUOTES).casefold().split())


def is_organization(name: str, *sites: str | None) -> bool:
    """Whether a credited name is an agency's, a desk's or (if it is one word) the site's, by a rule of our own here."""
    plain = _letters(name)
    own = [_letters(site) for site in sites if site] if " " not in name else []
    return bool(ORGANIZATION.search(name) or ORGANIZATION.search(name.casefold())) or any(plain in one for one in own)


def _letters(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


@dataclass(slots=True)
class Score:
    """Counts of one field of one engine over one part."""

    pages: int = 0
    exact: int = 0
    missing: int = 0
    wrong: int = 0
    unasked: int = 0

    def add(self, *, asked: bool, given: bool, exact: bool) -> None:
        """Count one page."""
        if not asked:
            self.unasked += given
            return
        self.pages += 1
        self.exact += exact
        self.missing += not given and not exact
        self.wrong += given and not exact

    def figures(self) -> dict[str, float]:
        """Return the counts and the share of exact ones."""
        share = round(self.exact / self.pages, 4) if self.pages else 0.0
        return {
            "pages": self.pages,
            "exact": share,
            "missing": self.missing,
            "wrong": self.wrong,
            "unasked": self.unasked,
        }


@dataclass(slots=True)
class Board:
    """All scores by (engine, part, field), and CPU seconds by engine."""

    scores: dict[tuple[str, str, str], Score] = field(default_factory=lambda: defaultdict(Score))
    cpu_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    misses: list[str] = field(default_factory=list)

    def add(self, engine: str, row: Row, answer: Answer) -> None:
        """Compare one answer with the gold."""
        parts = (str(row["set"]), f"{row['set']} half{half_of(row)}")
        for name, asked, given, exact in _compared(row, answer):
            for part in parts:
                self.scores[engine, part, name].add(asked=asked, given=given, exact=exact)
            if asked and not exact:
                self.misses.append(f"{engine} {row['id']} {name}: {'wrong' if given else 'missing'}")


def _compared(row: Row, answer: Answer) -> Iterator[tuple[str, bool, bool, bool]]:
    date, author, title = (str(row.get(key) or "") for key in ("date", "author", "title"))
    if row["set"] == "aeb":  # has none of the fields
        return
    yield "date", bool(date), answer.day is not None, bool(date) and _is_same_day(date, answer)
    names = [name for name in (CUT if row["set"] in WHOLE else CUT_FREELY).split(author.strip()) if name]
    persons = frozenset(fold(name) for name in names if not is_organization(name, str(row["site"])))
    whole = row["set"] in WHOLE
    yield "authors", whole or bool(persons), bool(answer.persons), answer.persons == persons
    given = frozenset(map(fold, names))
    yield "authors_as_given", whole or bool(given), bool(answer.credited), answer.credited == given
    yield "title", bool(title), bool(answer.title), bool(title) and fold(answer.title or "") == fold(title)


def _is_same_day(gold: str, answer: Answer) -> bool:
    if answer.day == gold[:10]:
        return True
    try:
        stated = datetime.fromisoformat(gold)
    except ValueError:  # the gold has a thirteenth month
        return False
    return (
        answer.at is not None
        and stated.tzinfo is not None
        and answer.at.astimezone(stated.tzinfo).date() == stated.date()
    )


def half_of(row: Row) -> int:
    """Return the half of a page's site."""
    site = str(row.get("site") or row["id"])
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % 2


def rows_of(gold: Path, split: str, every: int) -> list[Row]:
    """Return the labelled pages, every so many of them by the hash of the id."""
    lines = (part_of(gold, "extraction") / split / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[Row] = [json.loads(line) for line in lines if line]
    rows.sort(key=lambda row: hashlib.sha256(str(row["id"]).encode()).hexdigest())
    return rows[::every]


def measure(rows: Iterable[Row], pages: Path) -> Board:
    """Run all engines over all pages."""
    board = Board()
    for row in rows:
        payload = gzip.decompress((pages / f"{row['id']}.html.gz").read_bytes())
        for name, engine in ENGINES.items():
            started = time.process_time()
            answer = engine(payload, str(row["url"]) if row.get("url") else None)
            board.cpu_s[name] += time.process_time() - started
            board.add(name, row, answer)
    return board


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "extraction/SPLIT")
    parser.add_argument("--every", type=int, default=1, help="only every so many pages")
    parser.add_argument("--short", action="store_true", help=f"about {SHORT_PAGES} pages")
    parser.add_argument("--misses", metavar="SET", help="print the ids of what was missed in a set of the gold")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    rows = rows_of(options.gold, options.split, options.every)
    if options.short:
        rows = rows[:SHORT_PAGES]
    board = measure(rows, part_of(options.gold, "extraction") / options.split / "pages")
    figures: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    parts = sorted({part for _, part, _ in board.scores})
    for engine in ENGINES:
        print(f"{engine}: {1000 * board.cpu_s[engine] / max(1, len(rows)):.1f} ms a page (ours: the whole clean step)")
        for part in parts:
            found = {name: board.scores[engine, part, name].figures() for name in FIELDS}
            figures.setdefault(engine, {})[part] = found
            shown = "  ".join(
                f"{name} {got['exact']:.3f} of {got['pages']} (missing {got['missing']}, wrong {got['wrong']})"
                for name, got in found.items()
            )
            print(f"  {part:16} {shown}")
    for miss in board.misses:
        if options.misses and f" {options.misses}-" in miss:
            print(miss)
    print(json.dumps({"pages": len(rows), **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
