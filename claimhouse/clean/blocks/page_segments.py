"""Several articles on one page of markup: an endless page, or several `<article>` elements with headlines of their own.

A wrong split changes who says what. So a segment begins only with an outermost `<article>` that holds a headline above
kept paragraphs of its own, and only if its text speaks of something else than the article before it: the posts of a
live report and the parts of a long story stay one text. The engine keeps the first article only; what it left out of a
further one comes back. (On the development pages no page holds two such articles.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.plain.line_segments import change_of_topic
from claimhouse.records.vocabulary import BlockKind, BlockReason

PROSE_CHARS = 80
MIN_PARAGRAPHS = 2
MIN_CHARS = 500  # of kept paragraphs that an article must have
MIN_TITLE_WORDS = 3
HEADLINE_LEVEL = 2  # or higher
MAX_LINK_SHARE = 0.35
LEFT_OUT = frozenset({BlockReason.BOILERPLATE, BlockReason.RELATED})  # what may come back
RULING_OUT = frozenset({"nav", "footer", "aside", "form"})
BACK_SCORE = 0.6
CHANGED = 0.0  # log odds; half of what a text without markup needs, since the markup speaks as well


@dataclass(slots=True)
class _Article:
    """An outermost article of a page."""

    headline: int | None = None  # the block that holds it
    places: list[int] = field(default_factory=list)  # blocks that are kept, or may come back
    paragraphs: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether it has a headline and enough text of its own."""
        enough = len(self.paragraphs) >= MIN_PARAGRAPHS and sum(map(len, self.paragraphs)) >= MIN_CHARS
        return enough and self.headline is not None


def in_segments(blocks: Sequence[Candidate], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts with the number of the segment that each block belongs to; 0 is the first.

    The first segment is the first article of which something is kept; articles before it are none.
    """
    whole = [article for article in _articles(blocks, verdicts) if article.is_whole]
    out = list(verdicts)
    begins: set[int] = set()
    last: _Article | None = None
    for article in whole:
        if last is None:
            last = article if any(verdicts[place].kept for place in article.places) else None
            continue
        headline = article.headline
        if headline is None or change_of_topic(blocks[headline].text, last.paragraphs, article.paragraphs) < CHANGED:
            continue
        last = article
        begins.add(min(headline, article.places[0]))
        for place in article.places:
            if not out[place].kept:
                out[place] = Verdict(BlockReason.RECOVERED, BACK_SCORE)
        out[headline] = Verdict(BlockReason.SEGMENT_TITLE, out[headline].score, BlockKind.TITLE)
    numbers = accumulate(int(index in begins) for index in range(len(out)))
    return [verdict._replace(segment=number) for verdict, number in zip(out, numbers, strict=True)]


def _articles(blocks: Sequence[Candidate], verdicts: Sequence[Verdict]) -> list[_Article]:
    """Return the outermost articles of a page in reading order."""
    found: dict[int, _Article] = {}
    for index, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True)):
        number = _outermost_article(block)
        if number is None:
            continue
        article = found.setdefault(number, _Article())
        is_title = 0 < block.level <= HEADLINE_LEVEL and len(block.text.split()) >= MIN_TITLE_WORDS
        if is_title and article.headline is None and not article.paragraphs:
            article.headline = index
        if verdict.kept or _may_come_back(block, verdict):
            article.places.append(index)
            if len(block.text) >= PROSE_CHARS and not block.level:
                article.paragraphs.append(block.text)
    return list(found.values())


def _may_come_back(block: Candidate, verdict: Verdict) -> bool:
    is_text = len(block.text) >= PROSE_CHARS or block.level > 0
    return is_text and verdict.reason in LEFT_OUT and block.link_share <= MAX_LINK_SHARE


def _outermost_article(block: Candidate) -> int | None:
    if block.container is None or block.hidden or "article" not in block.zones or block.zones & RULING_OUT:
        return None
    return next((one.number for one in reversed(list(block.container.outwards())) if one.tag == "article"), None)
