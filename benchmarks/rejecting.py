"""Measure the rejection of pages that are no articles: on made pages, on derived pages, and on real articles.

    python benchmarks/rejecting.py --gold FOLDER --split dev [--every N | --short] [--set-aside]

FOLDER holds `extraction/SPLIT/gold.jsonl` and `pages/ID.html.gz`; default is the folder that CLAIMHOUSE_GOLD names.
The last line is one JSON object with all figures.

Measures:
    made       pages of `tests/not_articles.py`: share rejected, and share rejected with the right reason; articles
               among them that are rejected. `--set-aside` adds the half that no rule was written with.
    derived    every gold page three times, without its story: its first paragraph with a prompt to subscribe behind
               it; the rest of the page without the story and what it states of an article; and without any paragraph
               and link. None of them is written anywhere.
    articles   gold pages as they are that are rejected: each is named, so that it can be looked at.
    cpu        milliseconds a page that the decision takes, and its share of the clean step.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from gold_folder import add_gold_options, part_of
from lxml import html
from lxml.etree import _Element

from claimhouse.clean import clean_page
from claimhouse.clean.encoding import decode
from claimhouse.clean.rejection import rejecting
from claimhouse.errors import DocumentError
from claimhouse.records import CleanedPage, MediaType, Page, RejectReason
from claimhouse.settings import CleanSettings

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.not_articles import made_pages, wording

SETTINGS = CleanSettings()
SHORT_PAGES = 60
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # by lxml
NOT_WORD = re.compile(r"[\W_]+")
NOT_STORY = frozenset({"html", "head", "body", "title", "script", "style", "meta", "noscript"})
PROSE_CHARS = 80
STORY_CHARS = 20  # of an element's text that is looked for in the story
PROMPT_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "ru")
Figures = dict[str, object]


def cleaned(payload: bytes, url: str | None) -> CleanedPage | None:
    """Clean a page; None where it cannot be processed, which is no rejection but loses no article either."""
    try:
        return clean_page(Page(payload=payload, media_type=MediaType.HTML, url=url), SETTINGS)
    except DocumentError:
        return None


def measure_made(half: str) -> Figures:
    """Count the made pages of one half."""
    right: Counter[str] = Counter()
    wrong: list[str] = []
    totals: Counter[str] = Counter()
    for page in made_pages():
        if page.half != half:
            continue
        found = cleaned(page.html.encode(), page.url)
        reason = found.rejected if found else "quarantined"
        kind = "article" if page.reason is None else "other"
        totals[kind] += 1
        totals[f"{kind} rejected"] += reason is not None
        right[page.kind] += reason == page.reason
        if reason != page.reason:
            wrong.append(f"{page.name}: {reason}")
        elif page.left and (found is None or page.left not in found.text):
            wrong.append(f"{page.name}: what is left is not kept")
    print(f"\n{half}: right reason by kind (of {totals.total() and 6}): {dict(right)}")
    for line in wrong:
        print(f"  {line}")
    return {
        "pages": totals["other"],
        "rejected": round(totals["other rejected"] / totals["other"], 3),
        "right_reason": round(sum(right.values()) / (totals["other"] + totals["article"]), 3),
        "articles": totals["article"],
        "articles_rejected": totals["article rejected"],
    }


# Derived pages.


def _flat(text: str) -> str:
    return NOT_WORD.sub("", text).lower()


def _story(root: _Element, page: CleanedPage, gold: str) -> list[_Element]:
    """Return the elements that hold a kept block or a stretch of the gold text, outer before inner."""
    kept = {_flat(block.text) for block in page.blocks if block.kept}
    whole = "|".join([_flat(gold), *kept])
    return [
        element
        for element in root.iterdescendants()
        if isinstance(element.tag, str)
        and element.tag not in NOT_STORY
        and (text := _flat("".join(element.itertext())))
        and (text in kept or (len(text) >= STORY_CHARS and text in whole))
    ]


def _home(story: list[_Element]) -> _Element:
    """Return the innermost element that holds all of them."""
    lines = [[*reversed(list(element.iterancestors())), element] for element in (story[0], story[-1])]
    return [left for left, right in zip(*lines, strict=False) if left is right][-1]


def _empty(home: _Element, story: list[_Element], lead: _Element | None) -> None:
    """Take everything between the first and the last element of the story out of its home, but for the lead."""
    held = set() if lead is None else {lead, *lead.iterdescendants(), *lead.iterancestors()}
    places = [
        number
        for number, child in enumerate(home)
        if any(child is part or child in part.iterancestors() for part in story)
    ]
    for child in list(home)[places[0] : places[-1] + 1] if places else []:
        for element in [child, *child.iterdescendants()]:
            if element not in held and element.getparent() is not None:
                element.drop_tree()


def _stub(root: _Element, page: CleanedPage, gold: str, language: str) -> bytes | None:
    """Leave the first paragraph, and a prompt to subscribe behind it."""
    story = _story(root, page, gold)
    leads = [element for element in story if element.tag == "p" and len(element.text_content()) >= PROSE_CHARS]
    if not leads:
        return None
    lead = leads[0]
    _empty(_home(story), story, lead)
    prompt = wording()[language]["paywall"]
    lead.addnext(html.fragment_fromstring(f'<div class="x1"><h3>{prompt[0]}</h3><p>{prompt[1]}</p></div>'))
    return bytes(html.tostring(root, encoding="utf-8"))


def _rest(root: _Element, page: CleanedPage, gold: str, language: str) -> bytes | None:
    """Leave all that stands around the story, and nothing that states an article."""
    del language
    story = _story(root, page, gold)
    if not story:
        return None
    _empty(_home(story), story, None)
    for element in list(root.iter("meta", "script")):
        stated = (element.get("property") or "").startswith(("og:type", "article:"))
        if stated or "ld+json" in (element.get("type") or ""):
            element.drop_tree()
    return bytes(html.tostring(root, encoding="utf-8"))


def _shell(root: _Element, page: CleanedPage, gold: str, language: str) -> bytes | None:
    """Leave what the page states, and of its body only what no list, paragraph, link or heading holds."""
    del language
    story = _story(root, page, gold)
    if story:
        _empty(_home(story), story, None)
    for element in list(root.iter("p", "a", "li", "h1", "h2", "h3", "h4", "td", "blockquote", "form", "footer", "nav")):
        if element.getparent() is not None:
            element.drop_tree()
    return bytes(html.tostring(root, encoding="utf-8"))


DERIVED: dict[str, tuple[Callable[[_Element, CleanedPage, str, str], bytes | None], RejectReason | None]] = {
    "stub": (_stub, RejectReason.PAYWALL),
    "rest": (_rest, None),
    "shell": (_shell, None),
}


@dataclass(slots=True)
class GoldCount:
    """What became of gold pages and of what was derived from them."""

    pages: int = 0
    quarantined: int = 0
    articles: list[str] = field(default_factory=list)
    reasons: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in DERIVED})

    def add(self, row: dict[str, object], payload: bytes) -> None:
        """Clean a page as it is, and derived from it."""
        self.pages += 1
        url = str(row["url"])
        page = cleaned(payload, url)
        if page is None:
            self.quarantined += 1
        elif page.rejected is not None:
            self.articles.append(f"{row['id']} {page.rejected}, {len(page.text.split())} words kept")
        else:
            self._derive(row, _parsed(payload), page, url)

    def _derive(self, row: dict[str, object], root: _Element, page: CleanedPage, url: str) -> None:
        language = PROMPT_LANGUAGES[self.pages % len(PROMPT_LANGUAGES)]
        for name, (derive, _) in DERIVED.items():
            derived = derive(deepcopy(root), page, str(row.get("text") or ""), language)
            if derived is None:
                continue
            found = cleaned(derived, url)
            reason = str(found.rejected) if found else "quarantined"
            self.reasons[name][reason] += 1
            if found and found.rejected is None:
                print(f"  {name} of {row['id']} passes: {len(found.text.split())} words kept")

    def figures(self) -> Figures:
        """Print the reasons and return the figures."""
        print("\narticles rejected:", *self.articles, sep="\n  ")
        figures: Figures = {
            "pages": self.pages,
            "articles_rejected": len(self.articles),
            "quarantined": self.quarantined,
        }
        for name, (_, expected) in DERIVED.items():
            reasons = self.reasons[name]
            print(f"{name}: {dict(reasons.most_common())}")
            total = max(1, reasons.total())
            figures[f"{name}_pages"] = reasons.total()
            figures[f"{name}_rejected"] = round((reasons.total() - reasons["None"]) / total, 3)
            if expected is not None:
                figures[f"{name}_right_reason"] = round(reasons[expected] / total, 3)
        return figures


def _parsed(payload: bytes) -> _Element:
    text = FORBIDDEN.sub(" ", decode(payload).text)
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def measure_gold(folder: Path, split: str, every: int, at_most: int | None) -> Figures:
    """Clean gold pages as they are, and derived from them."""
    count = GoldCount()
    for row, payload in _rows(folder / split, every, at_most):
        count.add(row, payload)
    return count.figures()


def _rows(folder: Path, every: int, at_most: int | None) -> Iterator[tuple[dict[str, object], bytes]]:
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0 and (at_most is None or number // every < at_most):
                row = json.loads(line)
                yield row, gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())


def main() -> None:
    """Measure and print; the last line is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "extraction/SPLIT/gold.jsonl")
    parser.add_argument("--every", type=int, default=1, help="take every Nth page only")
    parser.add_argument("--short", action="store_true", help=f"at most {SHORT_PAGES} pages")
    parser.add_argument(
        "--set-aside", action="store_true", help="the half of the made pages that no rule was written with"
    )
    options = parser.parse_args()
    figures: Figures = {"made": measure_made("development")}
    if options.set_aside:
        figures["made_set_aside"] = measure_made("set aside")
    clock = _Clock()
    whole = time.process_time()
    at_most = SHORT_PAGES if options.short else None
    figures["gold"] = measure_gold(part_of(options.gold, "extraction"), options.split, options.every, at_most)
    whole = time.process_time() - whole
    figures["cpu_ms_per_decision"] = round(1000 * clock.spent_s / max(1, clock.calls), 3)
    figures["cpu_share"] = round(clock.spent_s / whole, 4)
    print(json.dumps(figures))


class _Clock:
    """Adds up the time that the decision takes within the clean step."""

    def __init__(self) -> None:
        self.spent_s = 0.0
        self.calls = 0
        self._reject = rejecting.reject
        rejecting.reject = self._timed

    def _timed(self, *args: object, **named: object) -> RejectReason | None:
        began = time.process_time()
        reason = self._reject(*args, **named)  # type: ignore[arg-type]
        self.spent_s += time.process_time() - began
        self.calls += 1
        return reason


if __name__ == "__main__":
    main()
