"""The headline of a plain text, and the headlines of further texts stitched to it."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from claimhouse.clean.lexicon import fold
from claimhouse.clean.plain.line_page import CERTAIN, LinePage
from claimhouse.clean.plain.line_segments import CERTAIN_CHANGE, change_of_topic
from claimhouse.clean.plain.lines import is_title_case
from claimhouse.records.vocabulary import BlockKind, BlockReason

CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
SENTENCES = re.compile(r"[.!?…]\s")
TITLE_CHARS = 160
QUESTION_CHARS = 90  # a longer question is the first sentence of the text
SITE_NAME = re.compile(r"\s?(?:[|–—·•»:-]\s?){1,2}(?:[^\s|]+\s?){1,6}$")
LEAD_CHARS = 1500  # of the text, where a headline's words come again
MIN_TITLE_WORDS = 3
MIN_SHARED = 0.3
MAX_HEADINGS = 8  # above the text, where they are not the menus of a whole page
MAX_HEAD_LINES = 300  # above the first paragraph: menus are longer than that only on index pages
SEGMENT_WORDS = 5
STORY_SHARE = 0.6  # of the characters, in kept paragraphs
REMARK = re.compile(r"editor|disclaim|disclos|correct|about|additional notes")  # labels inside a text, or below it
SEGMENT_PROSE = 2  # paragraphs that a further text must have at least
WINDOW = 120  # lines on each side that are compared
NEXT_LINES = 8  # under a headline: what its words are looked for in, before the costly comparison
MAX_SEEN = 0.4  # of a headline's words in the text above
MIN_NEW = 0.3  # of them in the lines below
TEXT_END = frozenset(
    {
        BlockReason.AUTHOR_BIO,
        BlockReason.SHARE,
        BlockReason.COMMENT,
        BlockReason.NEWSLETTER,
    }
)
TITLE_KINDS = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})


def find_title(page: LinePage, given_title: str | None) -> int | None:
    """Return the line that is the headline.

    1. Above the first paragraph, a heading of the first level.
    2. There, the first line that stands in the text twice or whose words the first paragraphs use; below menus, the
       line with most such words.
    3. The first line that is no furniture, if it reads like a headline and a text follows.

    Args:
        page: the lines; what is furniture by its words is dropped.
        given_title: a title given beside the text: then no other line is taken for the headline, since it would be
            dropped as one and be lost.
    """
    opened = list(page.opened())
    prose = next((place for place, index in enumerate(opened) if _is_text(page, index)), len(opened))
    head = [index for index in opened[max(0, prose - MAX_HEAD_LINES) : prose] if _reads_like_title(page, index)]
    if given_title:
        given = fold(given_title)
        return next((index for index in opened[: prose + 1] if page.folded[index] == given), None)
    top = [index for index in head if page.lines[index].level == 1]
    if top:
        return top[-1]
    lead = " ".join(page.texts[index] for index in opened[prose : prose + NEXT_LINES])[:LEAD_CHARS]
    words = _words(lead)
    shared = {index: _shared(page, index, words) for index in head}
    if len(head) > MAX_HEADINGS:  # menus stand above: the line that says most of what the text says
        best = max(head, key=lambda index: (shared[index], index))
        return best if shared[best] else None
    early = next((index for index in head if shared[index] or _is_said_again(page, index)), None)
    if early is not None:
        return early
    first = opened[0] if opened else None
    return first if first is not None and len(opened) > 1 and _reads_like_title(page, first) else None


def _shared(page: LinePage, index: int, lead: frozenset[str]) -> int:
    """Return how many words of a line the lead uses; 0 where they are too few for a headline of that text."""
    own = _words(page.texts[index])
    shared = len(own & lead)
    if len(page.texts[index].split()) < MIN_TITLE_WORDS or _is_doubled(page, index):
        return 0
    return shared if shared >= max(2, MIN_SHARED * len(own)) else 0


def _is_said_again(page: LinePage, index: int) -> bool:
    is_long = len(page.texts[index].split()) >= MIN_TITLE_WORDS
    return is_long and page.printed[page.folded[index]] > 1 and not _is_doubled(page, index)


def _is_doubled(page: LinePage, index: int) -> bool:
    """Whether a line stands twice in a row, as a picture's caption and description do."""
    around = page.folded[max(0, index - 1) : index] + page.folded[index + 1 : index + 2]
    return page.folded[index] in around


def _is_text(page: LinePage, index: int) -> bool:
    return page.is_prose(index) and page.likely[index] >= MIN_SHARED and not _reads_like_title(page, index)


def _reads_like_title(page: LinePage, index: int) -> bool:
    text = page.texts[index]
    line = page.lines[index]
    if len(text) > TITLE_CHARS or line.kind not in TITLE_KINDS or len(text.split()) < 2:  # noqa: PLR2004 - a label
        return False
    if line.given is not None or SENTENCES.search(text):
        return False
    if text.endswith(("?", "!")):
        return len(text) <= QUESTION_CHARS or is_title_case(text)
    if text.endswith("."):
        return is_title_case(text) or page.printed[page.folded[index]] > 1
    return not text.endswith((":", ";", ","))


def _words(text: str) -> frozenset[str]:
    return frozenset(CONTENT_WORD.findall(text.lower()))


def drop_repeated_titles(page: LinePage, title: int | None) -> None:
    """Drop the headline said again, and the headline itself: it is a field of its own."""
    if title is None:
        return
    head = page.folded[title]
    first_prose = next((index for index in range(title + 1, len(page.lines)) if page.is_prose(index)), title)
    for index, folded in enumerate(page.folded):
        if not page.open(index) and index != title:
            continue
        with_site = index < first_prose and folded.startswith(head) and SITE_NAME.fullmatch(folded[len(head) :])
        if folded == head or with_site:
            page.drop(index, BlockReason.DUPLICATE_TITLE, CERTAIN, BlockKind.TITLE)


def find_segments(page: LinePage, title: int | None) -> None:
    """Find the headlines of further texts: before a table of contents, behind a text's end, or where all changes."""
    first = title if title is not None else -1
    prose = [page.open(index) and page.is_prose(index) for index in range(len(page.lines))]
    before = [0, *accumulate(prose)]
    marks = _Marks.of(page)
    seen: set[str] = set()
    last = 0
    for index in range(len(page.lines)):
        verdict = page.verdicts[index]
        if verdict is None and index > max(first, last) and before[index] > before[last] and page.lines[index].level:
            after = before[-1] - before[index + 1]
            if after < SEGMENT_PROSE:
                continue
            if _is_marked(page, index, marks):
                page.starts.append(index)
                seen, last = set(), index
            elif _changes(page, index, seen, (last, before)):
                start = max(_headings_from(page, index), key=lambda place: (_topic(page, place, last), -place))
                page.starts.append(start)
                seen, last = set(), start
        elif (
            verdict is not None
            and verdict.reason is BlockReason.SECTION_MARKER
            and marks.section_markers == 1
            and before[index] > 0
            and before[-1] > before[index]
            and not REMARK.match(page.folded[index])
        ):
            page.starts.append(index)
        if page.verdicts[index] is None:
            seen |= _words(page.texts[index])


def _headings_from(page: LinePage, index: int) -> list[int]:
    """Return this heading and those that follow it without a paragraph between: the last line of a text, a headline."""
    places = [index]
    for place in range(index + 1, min(len(page.lines), index + 1 + NEXT_LINES)):
        if page.open(place):
            if not page.lines[place].level:
                break
            places.append(place)
    return places


class _Marks(NamedTuple):
    """What tells whether furniture parts two texts or belongs to the frame of a page."""

    is_story: bool  # most of the characters are kept prose: furniture is rare, and so says something
    parted: int  # headings behind a separator
    longest: int  # characters of the longest heading
    section_markers: int

    @classmethod
    def of(cls, page: LinePage) -> _Marks:
        opened = list(page.opened())
        prose = sum(len(page.texts[index]) for index in opened if page.is_prose(index))
        headings = [index for index in opened if page.lines[index].level and index > opened[0]]
        return cls(
            is_story=prose >= STORY_SHARE * sum(map(len, page.texts)),
            parted=sum(
                page.beside(index, -1) is BlockReason.SYMBOLS
                for index in headings
                if len(page.texts[index].split()) >= SEGMENT_WORDS and _opens_text(page, index)
            ),
            longest=max((len(page.texts[index]) for index in headings), default=0),
            section_markers=sum(
                verdict is not None and verdict.reason is BlockReason.SECTION_MARKER for verdict in page.verdicts
            ),
        )


def _is_marked(page: LinePage, index: int, marks: _Marks) -> bool:
    """Whether what stands next to a headline says that a text ends or begins there.

    A table of contents that names the headline itself says so anywhere, the rest only in a text that is mostly prose. A
    separator may also stand between sections: it counts where it stands before
    one headline only, the longest of all.
    """
    text = page.texts[index]
    if len(text.split()) < SEGMENT_WORDS:
        return False
    if page.beside(index, 1) is BlockReason.TOC:
        return marks.is_story or page.printed[page.folded[index]] > 1
    if not marks.is_story or not _opens_text(page, index):
        return False
    before = page.beside(index, -1)
    if before is BlockReason.SYMBOLS:
        return marks.parted == 1 and len(text) == marks.longest
    return before in TEXT_END and (page.lines[index].level == 1 or is_title_case(text))


def _opens_text(page: LinePage, index: int) -> bool:
    following = page.following(index)
    return following is not None and page.is_prose(following)


def _changes(page: LinePage, index: int, seen: set[str], since: tuple[int, list[int]]) -> bool:
    """Whether another text begins by what it speaks of; the costly comparison only where a headline is new."""
    last, before = since
    words = _words(page.texts[index])
    if len(words) < 2 or before[index] - before[last] < SEGMENT_PROSE:  # noqa: PLR2004 - one word is no topic
        return False
    if len(words & seen) > MAX_SEEN * len(words):
        return False
    below = frozenset[str]().union(
        *(_words(page.texts[place]) for place in range(index + 1, min(len(page.lines), index + 1 + NEXT_LINES)))
    )
    if len(words & below) < MIN_NEW * len(words):
        return False
    return _topic(page, index, last) >= CERTAIN_CHANGE


def _topic(page: LinePage, index: int, last: int) -> float:
    above = [page.texts[place] for place in range(max(last, index - WINDOW), index) if page.open(place)]
    below = [page.texts[place] for place in range(index + 1, min(len(page.lines), index + WINDOW)) if page.open(place)]
    return change_of_topic(page.texts[index], above, below, page.topic)
