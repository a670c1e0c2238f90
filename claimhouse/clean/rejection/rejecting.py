"""Whether a page is an article at all, and if not, what it is.

Certain rules only, in this order; the first that holds decides:

1. Prose in long stretches is an article, whatever else the page holds.
2. Entries with no prose, or with a teaser each and no stretch longer than one, are an index.
3. A page with hardly any prose is what its title, its headings and its few sentences say: a check of the browser, an
   error, a prompt for consent, a login.
4. The beginning of a text that is not free, or that stops at a prompt to subscribe, is a paywall's stub.
5. What waits for a script, lists links, or states that it is something else, and holds next to no text, is that.
6. Fewer words than `clean.min_words` are too short for an article.

The words of the text decide nothing where there is much of it: stories about error pages and cookies are stories.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.lexicon import fold, rejection_phrases
from claimhouse.clean.rejection.page_shape import (
    STORY_LETTERS,
    Shape,
    holds_story,
    is_in_frame,
    letters,
    measure,
    word_count,
)
from claimhouse.clean.rejection.page_signs import PageSigns
from claimhouse.records.vocabulary import BlockReason, RejectReason

BETWEEN_LINES = " \u00a6 "  # stands in no phrase: lines are searched together, and none is found across two
LONG_WORDS = 400  # a text of this length is judged by its shape alone
NOTICE_WORDS = 60  # of prose: a page that only tells what is wrong has no more
HEAD_LETTERS = 80  # of a title or heading that says no more than what is wrong
HEADS = 6  # headings and first lines that are looked at
PROMPT_LETTERS = 500  # of a block that asks for something
FORM_WORDS = 150  # on a page that is a form, with its menu and footer
CONSENT_TERMS = 2  # different ones in one block make it a prompt for consent
CONSENT_LETTERS = 80  # in all such blocks
CONSENT_SHARE = 0.6  # of the prose, kept or not
STUB_WORDS = 150  # what is left in front of a paywall, where the page says that it is not free
WORDS_BEFORE_PROMPT = 120  # the same, where only a prompt says so
WORDS_BEHIND_PROMPT = 100  # teasers and rules for comments; a box inside an article has more text behind it
STATED_TIMES = 2  # as many words stated as found: the rest is not for all
SHELL_WORDS = 60  # visible on a page that a script is to fill
OTHER_WORDS = 40  # on a page that says it is something else than an article
ENTRIES = 8
PROSE_BETWEEN = 120  # letters: a line that says what is listed
TURNS = 5  # from prose to an entry; an article has as many only with lists among its paragraphs
INTERRUPTED = 200  # letters of the longest stretch on a page that calls itself an article all the same
INDEX_LINKS = 20
INDEX_LINK_SHARE = 0.75  # of all characters, on a page of which hardly any text was kept
INDEX_PROSE_SHARE = 0.1
TEASER_LINK_SHARE = 0.8  # of a heading that leads to another page
MIN_TEASERS = 5  # such headings on a page without one paragraph of prose
PROSE_LETTERS = 80


def reject(
    text: str,
    title: str | None,
    blocks: Sequence[Candidate],
    verdicts: Sequence[Verdict],
    *,
    signs: PageSigns,
    min_words: int,
) -> RejectReason | None:
    """Return why a page is no article, or None.

    Args:
        text: what was kept.
        title: the page's title.
        blocks: all blocks.
        verdicts: what was decided of each.
        signs: what the page's markup and address say.
        min_words: fewer kept words are too short for an article.
    """
    if holds_story(blocks, verdicts):
        return None
    shape = measure(text, blocks, verdicts)
    visible = [
        block for block, verdict in zip(blocks, verdicts, strict=True) if verdict.reason is not BlockReason.HIDDEN
    ]
    notice = _notice(title, visible, shape, signs, min_words) if shape.prose_words < LONG_WORDS else None
    if notice is not None:
        return notice
    if _is_list(shape, signs) or _is_linked(blocks, verdicts, shape):
        return RejectReason.INDEX_PAGE
    if shape.words >= LONG_WORDS:
        return None
    if _is_stub(blocks, verdicts, shape, signs):
        return RejectReason.PAYWALL
    return _of_little_text(blocks, visible, shape, signs, min_words)


def _is_list(shape: Shape, signs: PageSigns) -> bool:
    """Whether a page is entries with nothing between them, or with a teaser each."""
    if shape.longest >= STORY_LETTERS or shape.entries < TURNS:
        return False
    if shape.entries >= ENTRIES and shape.longest < PROSE_BETWEEN and shape.prose_words < NOTICE_WORDS:
        return not signs.is_article
    if shape.turns >= TURNS:
        return not signs.is_article or (shape.longest < INTERRUPTED and signs.has_list_address)
    return shape.entries >= ENTRIES and not signs.is_article and (signs.is_list or signs.has_list_address)


def _is_linked(blocks: Sequence[Candidate], verdicts: Sequence[Verdict], shape: Shape) -> bool:
    """Whether what was kept is mostly links, or linked headings without a paragraph under them."""
    if shape.longest >= STORY_LETTERS:
        return False
    if shape.words < LONG_WORDS and shape.first_prose < 0:
        teasers = sum(block.level > 0 and block.link_share >= TEASER_LINK_SHARE for block in blocks)
        if teasers >= MIN_TEASERS:
            return True
    if not shape.words or shape.words < NOTICE_WORDS or sum(block.links for block in blocks) < INDEX_LINKS:
        return False
    kept = [block for block, verdict in zip(blocks, verdicts, strict=True) if verdict.kept]
    total = sum(len(block.text) for block in kept)
    linked = sum(block.link_share * len(block.text) for block in kept)
    prose = sum(len(block.text) for block in kept if letters(block.text) >= PROSE_LETTERS and not block.links)
    return linked > total / 2 and prose < INDEX_PROSE_SHARE * total


def _notice(
    title: str | None, visible: Sequence[Candidate], shape: Shape, signs: PageSigns, min_words: int
) -> RejectReason | None:
    """Say what a page is that holds a notice and no story; beside a list of pages only its head can say so."""
    if shape.entries < ENTRIES and _is_consent(visible):
        return RejectReason.CONSENT_WALL
    if shape.prose_words >= NOTICE_WORDS:
        return None
    heads = list(islice(_heads(title, visible), HEADS))
    if _tells_of_error(heads, visible, shape, min_words):
        return RejectReason.ERROR_PAGE
    if shape.entries < ENTRIES and shape.prose_words < min_words and _is_form(heads, visible, signs):
        return RejectReason.LOGIN_PAGE
    return None


def _tells_of_error(heads: Sequence[str], visible: Sequence[Candidate], shape: Shape, min_words: int) -> bool:
    """Whether a page says that something went wrong, or that it checks its reader."""
    if _says("check", heads) or _says("error_title", heads):
        return True
    if shape.entries >= ENTRIES:
        return False
    lines = [fold(block.text) for block in visible if not block.links and letters(block.text) <= PROMPT_LETTERS]
    return (shape.prose_words < min_words and _says("check", lines)) or _says("error_text", lines)


def _is_form(heads: Sequence[str], visible: Sequence[Candidate], signs: PageSigns) -> bool:
    """Whether a page is hardly more than a form that asks who its reader is."""
    words = sum(word_count(block.text) for block in visible)
    return words < FORM_WORDS and (signs.asks_password or _says("login", heads))


def _heads(title: str | None, visible: Sequence[Candidate]) -> Iterator[str]:
    """Yield the title and the headings, folded, as far as they are short."""
    if title and letters(title) <= HEAD_LETTERS:
        yield fold(title)
    for block in visible:
        if block.level and block.link_share < TEASER_LINK_SHARE and letters(block.text) <= HEAD_LETTERS:
            yield fold(block.text)


def _says(kind: str, lines: Sequence[str]) -> bool:
    together = BETWEEN_LINES.join(lines)
    return any(phrase in together for phrase in rejection_phrases(kind))


def _is_consent(visible: Sequence[Candidate]) -> bool:
    """Whether most of the prose of a page asks for consent."""
    prose = [
        (size, block.text)
        for block in visible
        if block.link_share <= 1 / 2 and (size := letters(block.text)) >= PROSE_LETTERS / 2
    ]
    together = fold(BETWEEN_LINES.join(text for _, text in prose))
    terms = [term for term in rejection_phrases("consent_term") if term in together]
    if len(terms) < CONSENT_TERMS:
        return False
    asking = other = 0.0
    for size, text in prose:
        folded = fold(text)
        if sum(term in folded for term in terms) >= CONSENT_TERMS:
            asking += size
        else:
            other += size
    return asking >= CONSENT_LETTERS and asking > CONSENT_SHARE * (asking + other)


def _is_stub(blocks: Sequence[Candidate], verdicts: Sequence[Verdict], shape: Shape, signs: PageSigns) -> bool:
    """Whether a text stops where one has to pay."""
    if not signs.is_free and (shape.words < STUB_WORDS or signs.stated_words > STATED_TIMES * shape.words):
        return True
    prompt = _prompt(blocks, shape)
    if prompt is None:
        return False
    kept = [verdict.kept and not block.links for block, verdict in zip(blocks, verdicts, strict=True)]
    before, behind = (
        sum(word_count(block.text) for block, is_kept in zip(part, kept[begins:], strict=False) if is_kept)
        for part, begins in ((blocks[:prompt], 0), (blocks[prompt + 1 :], prompt + 1))
    )
    return before < WORDS_BEFORE_PROMPT and behind < WORDS_BEHIND_PROMPT


def _prompt(blocks: Sequence[Candidate], shape: Shape) -> int | None:
    """Return the number of the first block behind the beginning of the text that asks to subscribe or pay."""
    eligible = [
        number
        for number in range(max(0, shape.first_prose), len(blocks))
        if not blocks[number].hidden
        and letters(blocks[number].text) <= PROMPT_LETTERS
        and not is_in_frame(blocks[number])
    ]
    if not _says("paywall", [fold(BETWEEN_LINES.join(blocks[number].text for number in eligible))]):
        return None
    return next((number for number in eligible if _says("paywall", [fold(blocks[number].text)])), None)


def _of_little_text(
    blocks: Sequence[Candidate], visible: Sequence[Candidate], shape: Shape, signs: PageSigns, min_words: int
) -> RejectReason | None:
    """Say what a page is of which hardly any text was kept."""
    if shape.words < min_words and signs.scripts and _is_shell(blocks, visible, signs):
        return RejectReason.SCRIPT_SHELL
    if shape.words < NOTICE_WORDS and sum(block.links for block in blocks) >= INDEX_LINKS:
        whole = sum(len(block.text) for block in blocks)
        if sum(block.link_share * len(block.text) for block in blocks) > INDEX_LINK_SHARE * whole:
            return RejectReason.INDEX_PAGE
    if shape.words < OTHER_WORDS and signs.is_other:
        return RejectReason.NOT_ARTICLE
    return RejectReason.TOO_SHORT if shape.words < min_words else None


def _is_shell(blocks: Sequence[Candidate], visible: Sequence[Candidate], signs: PageSigns) -> bool:
    """Whether a page waits for a script: nothing is shown, or it asks for one, or the place to fill is empty."""
    words = sum(word_count(block.text) for block in visible)
    if words >= SHELL_WORDS:
        return False
    return words == 0 or signs.has_empty_root or _says("script", [fold(block.text) for block in blocks])
