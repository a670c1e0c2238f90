"""Whether a page is an article at all, and if not, what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.lexicon import fold, rejection_patterns
from claimhouse.records.vocabulary import BlockReason, RejectReason

WORD = re.compile(r"\w+")
ERROR_WORDS = 120  # an error page has no more, a story about one does
STUB_WORDS = 150  # what is left in front of a paywall
CONSENT_WORDS = 400
CONSENT_SHARE = 0.04  # of the words; texts about privacy stay below
SHELL_WORDS = 60  # visible on a page that a script is to fill
PROSE_CHARS = 80
INDEX_LINKS = 20
INDEX_LINK_SHARE = 0.75  # of all characters, on a page of which hardly any text was kept
INDEX_PROSE_SHARE = 0.1
TEASER_LINK_SHARE = 0.8  # of a heading that leads to another page
MIN_TEASERS = 5  # such headings on a page without one paragraph of prose


def reject(
    text: str,
    title: str | None,
    blocks: Sequence[Candidate],
    verdicts: Sequence[Verdict],
    *,
    scripts: int,
    free: bool,
    min_words: int,
) -> RejectReason | None:
    """Return why a page is no article, or None.

    Args:
        text: what was kept.
        title: the page's own title.
        blocks: all blocks.
        verdicts: what was decided of each.
        scripts: number of script elements.
        free: False where the page states that it is not free to read.
        min_words: fewer kept words are too short for an article.
    """
    words = len(WORD.findall(text))
    if words >= CONSENT_WORDS:
        return RejectReason.INDEX_PAGE if _is_index(blocks, verdicts, words) else None
    visible = [
        block for block, verdict in zip(blocks, verdicts, strict=True) if verdict.reason is not BlockReason.HIDDEN
    ]
    reason = _by_its_words(
        fold(" ".join(block.text for block in visible)), fold(title or ""), words, min_words, free=free
    )
    if reason is not None:
        return reason
    if words < min_words and scripts and _is_shell(blocks, sum(len(WORD.findall(block.text)) for block in visible)):
        return RejectReason.SCRIPT_SHELL
    if _is_index(blocks, verdicts, words):
        return RejectReason.INDEX_PAGE
    return RejectReason.TOO_SHORT if words < min_words else None


def _by_its_words(visible: str, title: str, words: int, min_words: int, *, free: bool) -> RejectReason | None:
    """Return what a page with few kept words says it is."""
    titles, texts = rejection_patterns("titles"), rejection_patterns("texts")
    if words < ERROR_WORDS and (
        titles["error_page"].fullmatch(title) or (words < min_words and texts["error_page"].search(visible))
    ):
        return RejectReason.ERROR_PAGE
    visible_words = len(WORD.findall(visible))
    consent = len(texts["consent_wall"].findall(visible))
    if visible_words < 2 * CONSENT_WORDS and consent > CONSENT_SHARE * max(visible_words, min_words):
        return RejectReason.CONSENT_WALL
    limit = STUB_WORDS if not free else 2 * min_words
    if words < limit and (not free or texts["paywall"].search(visible)):
        return RejectReason.PAYWALL
    return None


def _is_shell(blocks: Sequence[Candidate], visible_words: int) -> bool:
    """Whether a page waits for a script: it shows next to nothing, and at most asks for JavaScript."""
    pattern = rejection_patterns("texts")["script_shell"]
    return visible_words == 0 or (
        visible_words < SHELL_WORDS and any(pattern.search(fold(block.text)) for block in blocks)
    )


def _is_index(blocks: Sequence[Candidate], verdicts: Sequence[Verdict], words: int) -> bool:
    """Whether a page is a list of other pages: many links, and hardly any kept prose that is not a teaser."""
    teasers = sum(block.level > 0 and block.link_share >= TEASER_LINK_SHARE for block in blocks)
    if words < CONSENT_WORDS and teasers >= MIN_TEASERS and not _has_prose(blocks, verdicts):
        return True
    links = sum(block.links for block in blocks)
    if links < INDEX_LINKS:
        return False
    if words < SHELL_WORDS:  # the engine found no story among the teasers
        whole = sum(len(block.text) for block in blocks)
        return sum(block.link_share * len(block.text) for block in blocks) > INDEX_LINK_SHARE * whole
    kept = [block for block, verdict in zip(blocks, verdicts, strict=True) if verdict.kept]
    prose = sum(len(block.text) for block in kept if len(block.text) >= PROSE_CHARS and not block.links)
    linked = sum(block.link_share * len(block.text) for block in kept)
    total = sum(len(block.text) for block in kept)
    return words > 0 and linked > total / 2 and prose < INDEX_PROSE_SHARE * total


def _has_prose(blocks: Sequence[Candidate], verdicts: Sequence[Verdict]) -> bool:
    return any(
        verdict.kept and len(block.text) >= PROSE_CHARS and not block.links
        for block, verdict in zip(blocks, verdicts, strict=True)
    )
