"""How the text of a page is laid out: prose in long stretches, or entries that lead to other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.records.vocabulary import KEPT_REASONS

WORD = re.compile(r"\w+")
# Scripts written without blanks between words: Han, Hiragana, Katakana. One character says as much as two to three
# letters, and a word has two characters on average.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
UNSPACED_CHARS_PER_WORD = 2
LETTERS_PER_UNSPACED_CHAR = 2.5

ENTRY_LETTERS = range(15, 301)  # of a link to another page, alone or with its teaser in one block
ENTRY_LINK_SHARE = 0.25  # of its characters: a paragraph with a link in it stays below
PROSE_LETTERS = 40  # of a kept block that counts as a stretch of prose
SENTENCE_LETTERS = 80
STORY_LETTERS = 450  # of prose in one stretch; teasers stay below
LONG_LETTERS = 2800  # about 400 words: a text of this length with such a stretch is an article
FRAME = frozenset({"nav", "footer", "header"})
HEADER, CONTENT = frozenset({"header"}), frozenset({"article", "main"})


@dataclass(frozen=True, slots=True)
class Shape:
    """Measures of a page, lengths in letters (a character of a script without blanks counts 2.5).

    Attributes:
        words: of the kept text.
        prose_words: of kept blocks that are no entries and hold more than links.
        entries: links to other pages, each with its teaser if it has one, outside menus and the footer.
        longest: of the stretches of kept prose between two entries.
        turns: entries that follow upon prose: 1 where a list ends an article, many where each has a teaser.
        first_prose: number of the first kept paragraph; -1 where there is none.
        last_prose: number of the last one.
    """

    words: int
    prose_words: int
    entries: int
    longest: float
    turns: int
    first_prose: int
    last_prose: int


def word_count(text: str) -> int:
    """Count words: what stands between blanks, and in scripts without blanks so many characters.

    >>> word_count("Four words are here."), word_count("港湾委員会は決定した")
    (4, 5)
    """
    if text.isascii() or UNSPACED.search(text) is None:
        return len(text.split())
    spaced, unspaced = UNSPACED.subn(" ", text)
    return len(WORD.findall(spaced)) + unspaced // UNSPACED_CHARS_PER_WORD


def letters(text: str) -> float:
    """Return the length of a text, comparable between scripts.

    >>> letters("abc"), letters("港口")
    (3, 5.0)
    """
    if text.isascii() or UNSPACED.search(text) is None:
        return len(text)
    return len(text) + (LETTERS_PER_UNSPACED_CHAR - 1) * len(UNSPACED.findall(text))


def measure(text: str, blocks: Sequence[Candidate], verdicts: Sequence[Verdict]) -> Shape:
    """Measure a page in one walk over its blocks."""
    entries = turns = prose_words = 0
    longest = run = 0.0
    first = last = -1
    open_run = False
    for number, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True)):
        if block.hidden:
            continue
        if block.links and is_entry(block):
            entries += 1
            turns += open_run
            open_run, run = False, 0.0
        elif verdict.kept and block.link_share < ENTRY_LINK_SHARE:
            size = letters(block.text)
            prose_words += word_count(block.text)
            if size >= PROSE_LETTERS and not block.level:
                run, open_run = run + size, True
                longest = max(longest, run)
            if size >= SENTENCE_LETTERS:
                first, last = number if first < 0 else first, number
    return Shape(word_count(text), prose_words, entries, longest, turns, first, last)


def holds_story(blocks: Sequence[Candidate], verdicts: Sequence[Verdict]) -> bool:
    """Whether there is a long text with a long stretch of prose in it; ends its walk as soon as there is."""
    total = run = longest = 0
    for block, verdict in zip(blocks, verdicts, strict=True):
        if block.links and is_entry(block):
            run = 0
        elif verdict.reason in KEPT_REASONS and block.link_share < ENTRY_LINK_SHARE:
            size = len(block.body.text)
            total += size
            if size >= PROSE_LETTERS and not block.level:
                run += size
                longest = max(longest, run)
                if longest >= STORY_LETTERS and total >= LONG_LETTERS:
                    return True
    return False


def is_entry(block: Candidate) -> bool:
    """Whether a block is an entry of a list of pages: mostly a link, too long for a button, outside the frame."""
    return block.link_share >= ENTRY_LINK_SHARE and int(letters(block.text)) in ENTRY_LETTERS and not is_in_frame(block)


def is_in_frame(block: Candidate) -> bool:
    """Whether a block belongs to the site and not to what this page holds; an article has a header of its own."""
    zones = block.zones & FRAME
    return bool(zones) and (zones != HEADER or not block.zones & CONTENT)
