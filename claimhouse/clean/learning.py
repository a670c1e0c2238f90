"""Is a text that recurs on a host's pages furniture for certain? Counted on pages, judged by what a reader would see.

What the pages say is what each of them says alone: no profile in force bears on the next one.

1. Headings, table rows and code recur by the form of the text.
2. What most of its pages leave out for reasons of their own goes from the others too, unless these are about it: the
   lead of a story is a teaser on other pages.
3. What names the author of its pages and stands behind every story is about the author.
4. Everything else that most pages keep may be an author's sentence: the background of a running story, a quotation, the
   refrain of a series. It must be prose that states nothing to be checked, share no words with the headlines of
   its pages, and stand on so many of the host's pages that no single story can be on all of them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from claimhouse.clean.lexicon import stopwords
from claimhouse.records.vocabulary import BlockKind, BlockReason, ProfileBasis
from claimhouse.settings import ProfileSettings

VERSION = "1"

FORMS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.CODE})
# Reasons that say how a block stands on one page, not what it is.
OF_ONE_PAGE = frozenset(
    {
        BlockReason.BOILERPLATE,
        BlockReason.HIDDEN,
        BlockReason.OFFTOPIC,
        BlockReason.DUPLICATE_TITLE,
        BlockReason.DUPLICATE_BLOCK,
        BlockReason.SYMBOLS,
        BlockReason.MARKUP,
    }
)
ALWAYS = 0.9  # of its pages: a page or two of a host are laid out in another way
WIDE_CHARS = 3  # letters of an alphabet that a CJK character stands for
TITLE_WORD_CHARS = 4  # shorter words are small words in most languages
WIDE_WORD_CHARS = 2
MIN_AUTHOR_CHARS = 5
WORD = re.compile(r"[^\W\d_]+")
STATING = re.compile(r"\d|[\"“”„«»‹›「」『』]|[?？؟;]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringText:
    """A text in one place of a host's pages, and what its pages say of it; pages are different stories.

    Attributes:
        host: the host.
        recurrence_key: see `claimhouse.clean.profiles`.
        text: as one of the pages has it.
        kind: what it is in its pages.
        pages: pages that carry it.
        kept_pages: of these, the ones that keep it.
        reasons: why the others drop it, one for each.
        before_pages: pages on which it stands before all that only this story says.
        behind_pages: pages on which it stands behind all of that.
        titles: headlines of the pages that keep it (of the first fifty).
        authors: names of the authors of these pages, a list for each.
        publishers: names under which they were published.
        host_pages: all pages of the host.
    """

    host: str
    recurrence_key: int
    text: str
    kind: BlockKind
    pages: int
    kept_pages: int
    reasons: Sequence[BlockReason]
    before_pages: int
    behind_pages: int
    titles: Sequence[str]
    authors: Sequence[Sequence[str]]
    publishers: Sequence[str]
    host_pages: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a recurring text is: the basis says whether that is certain."""

    basis: ProfileBasis
    reason: BlockReason


def weigh(found: RecurringText, settings: ProfileSettings) -> Weighed:
    """Say what a recurring text is, in the order of the module's list."""
    reason, named = _most_given(found.reasons)
    long_enough = _letters(found.text) >= settings.min_chars
    if found.kind in FORMS:
        return Weighed(ProfileBasis.FORM, reason)
    if _is_dropped(found, settings, named=named, long_enough=long_enough):
        about = _share_about(found) >= settings.about_share
        return Weighed(ProfileBasis.ABOUT_STORY if about else ProfileBasis.PAGES_DROP_IT, reason)
    if not long_enough:
        return Weighed(ProfileBasis.SHORT, reason)
    if _is_bio(found):
        return Weighed(ProfileBasis.AUTHOR_BIO, BlockReason.AUTHOR_BIO)
    return Weighed(_of_prose(found, settings), reason)


def pages_needed(share: float, host_pages: int, at_least: int) -> int:
    """Return how many pages a share of a host is, counted from the last power of two.

    A limit that moved with every page would turn texts on and off; this one moves when a host's pages have doubled.

    >>> [pages_needed(0.5, pages, 5) for pages in (6, 15, 16, 31, 32)]
    [5, 5, 8, 8, 16]
    """
    return max(at_least, math.ceil(share * (1 << (max(1, host_pages).bit_length() - 1))))


def _most_given(reasons: Sequence[BlockReason]) -> tuple[BlockReason, int]:
    """Return the reason that says what the text is and that most pages give, and how many pages give such a reason."""
    named = sorted(reason for reason in reasons if reason not in OF_ONE_PAGE)
    return (max(dict.fromkeys(named), key=named.count) if named else BlockReason.BOILERPLATE), len(named)


def _is_dropped(found: RecurringText, settings: ProfileSettings, *, named: int, long_enough: bool) -> bool:
    """Whether its pages leave it out; where they cannot say what it is, the engine's own errors must be ruled out."""
    dropped = len(found.reasons)
    if dropped < settings.dropped_share * found.pages:
        return False
    return 2 * named >= dropped or (long_enough and found.pages >= settings.min_kept_pages)


def _letters(text: str) -> int:
    return sum(WIDE_CHARS if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _is_bio(found: RecurringText) -> bool:
    """Whether it stands behind every story and names an author of nearly every page that has one."""
    signed = [names for names in found.authors if names]
    naming = sum(any(len(name) >= MIN_AUTHOR_CHARS and name in found.text for name in names) for names in signed)
    return (
        len(signed) >= ALWAYS * len(found.authors)
        and naming >= ALWAYS * len(signed)
        and found.behind_pages >= ALWAYS * found.pages
    )


def _share_about(found: RecurringText) -> float:
    """The share of headlines that it shares a word with; names of the site do not count."""
    if not found.titles:
        return 0.0
    text = found.text.casefold()
    said = tuple(word for word in WORD.findall(text) if len(word) >= TITLE_WORD_CHARS)
    site = f"{found.host} {' '.join(found.publishers)}".casefold()
    small = frozenset().union(*stopwords().values())
    about = 0
    for title in found.titles:
        words = {word for word in WORD.findall(title.casefold()) if word not in small and word not in site}
        about += any(_is_in(word, text, said) for word in words)
    return about / len(found.titles)


def _is_in(word: str, text: str, said: Sequence[str]) -> bool:
    """Whether a word of a headline is in a text, inflected or not; scripts without blanks have no inflection."""
    if unicodedata.east_asian_width(word[0]) in "WF":
        return len(word) >= WIDE_WORD_CHARS and word in text
    return len(word) >= TITLE_WORD_CHARS and any(other.startswith(word) or word.startswith(other) for other in said)


def _of_prose(found: RecurringText, settings: ProfileSettings) -> ProfileBasis:
    """What prose that most of its pages keep may be."""
    if STATING.search(found.text.strip()):
        return ProfileBasis.STATES
    if _share_about(found) >= settings.about_share:
        return ProfileBasis.ABOUT_STORY
    least = settings.min_kept_pages
    if found.pages >= pages_needed(settings.everywhere_share, found.host_pages, least):
        return ProfileBasis.EVERYWHERE
    at_edge = found.before_pages >= ALWAYS * found.pages or found.behind_pages >= ALWAYS * found.pages
    if at_edge and found.pages >= pages_needed(settings.edge_share, found.host_pages, least):
        return ProfileBasis.AT_THE_EDGE
    return ProfileBasis.TOO_FEW
