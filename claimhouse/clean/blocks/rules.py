"""Rules that keep or drop the blocks of a page, and name what is dropped.

1. What no reader sees, what holds no word, and the headline said again go first.
2. Lines that are furniture by their own words go, kept by the engine or not.
3. A container that says what it holds decides over what the engine kept, unless it holds much of the text.
4. What the engine kept stays, but for lists of links and headings with nothing under them.
5. What the engine dropped comes back where it stands among kept paragraphs of the same container.
Everything else is boilerplate, under the closest name that its container gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from claimhouse.clean.blocks.phrases import phrase_of
from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.lexicon import MAX_FURNITURE_CHARS, fold
from claimhouse.records.vocabulary import BlockKind, BlockReason

# Containers that outvote the engine. Left out: `nav` and `related` are names that designers also give to the column
# of the story; `byline`, `dateline` and `caption` are judged by their length as well.
STRONG = frozenset(
    {
        BlockReason.NEWSLETTER,
        BlockReason.SHARE,
        BlockReason.FOLLOW,
        BlockReason.COMMENT,
        BlockReason.AUTHOR_BIO,
        BlockReason.CONSENT,
        BlockReason.TOC,
        BlockReason.TAG_LIST,
        BlockReason.AD,
        BlockReason.HIDDEN,
        BlockReason.COPYRIGHT,
        BlockReason.RELATED,
        BlockReason.NAV,
        BlockReason.PAYWALL,
        BlockReason.AFFILIATE,
        BlockReason.BYLINE,
        BlockReason.DATELINE,
        BlockReason.CAPTION,
        BlockReason.EDITORIAL_POLICY,
    }
)
SHORT_ONLY = {BlockReason.BYLINE: 120, BlockReason.DATELINE: 80, BlockReason.CAPTION: 400}  # most characters
# A container with more than this share of the engine's text holds the story, whatever its name says.
MAX_CONTAINER_SHARE = 0.25
# A closed container with more than half of the engine's text is the story, opened by a script.
MAX_HIDDEN_SHARE = 0.5
LINK_LIST_SHARE = 0.8  # of a block's characters in links
MIN_LINK_LIST = 2  # blocks in a row
MIN_MENU = 3  # links in one block that holds nothing else but the signs between them
LEAD_BLOCKS = 3  # before the first kept prose: the engine loses first paragraphs that have no element of their own
HEADLINE_WORDS = 5  # of a link: with fewer it leads to a section, with as many to another story
CHOICES = frozenset({"option", "select", "button", "label", "datalist"})
PROMPT_CHARS = 25  # of a link that stands alone
PROSE_CHARS = 80  # a paragraph of this length without links is prose
STORY_CHARS = 600  # of prose in one container, where the engine found nothing at all
RECOVER_CHARS = 60
PROSE_LINK_SHARE = 0.35
# How sure a rule is. What it sees for certain, the model is not asked about.
CERTAIN, WORDED, LIKELY, GUESSED = 0.99, 0.95, 0.85, 0.6
WORD = re.compile(r"\w")
NOT_IN_MENU = re.compile(r"[\W_]+")
CAPITALISED_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]* (?:\w+ ){0,2}[^\W\d_a-z]")
HEADS_SECTIONS = frozenset({BlockReason.NAV, BlockReason.AD, BlockReason.TAG_LIST, BlockReason.TOC})
BEGINS_ITEMS = frozenset(
    {
        BlockReason.BYLINE,
        BlockReason.CAPTION,
        BlockReason.NAV,
        BlockReason.DATELINE,
        BlockReason.SHARE,
        BlockReason.SOURCE_LINE,
        BlockReason.NEWSLETTER,
        BlockReason.FOLLOW,
    }
)
# What a container may be named for while a link in it is something else: a way to a section, or to another story.
PLACES = frozenset({"nav", "footer"})
NOT_IN_PLACES = frozenset(
    {
        BlockReason.CONSENT,
        BlockReason.COPYRIGHT,
        BlockReason.TAG_LIST,
        BlockReason.EDITORIAL_POLICY,
        BlockReason.BYLINE,
        BlockReason.DATELINE,
        BlockReason.CAPTION,
    }
)
NOT_HEADLINES = NOT_IN_PLACES - {BlockReason.CONSENT} | {BlockReason.AUTHOR_BIO}
REPEATABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.CAPTION})
RULING_OUT = frozenset({"nav", "footer", "aside", "form"})


def judge_by_rules(blocks: Sequence[Candidate], by_engine: Sequence[bool], titles: Sequence[str]) -> list[Verdict]:
    """Decide every block by rules alone.

    Args:
        blocks: all blocks, in reading order.
        by_engine: whether the engine kept each.
        titles: the page's headline, as given beside it and as found in it.
    """
    alone = not any(by_engine)
    if alone:
        by_engine = _prose_of_one_home(blocks)
    shares = container_shares(blocks, by_engine)
    doubtful = _doubtful_reasons(blocks, by_engine)
    folded_titles = frozenset(fold(title) for title in titles)
    naming = around_story(blocks, by_engine, shares)
    verdicts = [
        _judge_alone(block, folded_titles, shares if kept else naming, doubtful, by_engine=kept)
        for block, kept in zip(blocks, by_engine, strict=True)
    ]
    _drop_link_lists(blocks, verdicts)
    _drop_menus(blocks, verdicts)
    _recover(blocks, verdicts)
    _drop_repeated(blocks, verdicts)
    drop_bare_headings(blocks, verdicts)
    if alone:
        verdicts = [verdict._replace(reason=BlockReason.RECOVERED) if verdict.kept else verdict for verdict in verdicts]
    return verdicts


def _prose_of_one_home(blocks: Sequence[Candidate]) -> list[bool]:
    """Stand in for an engine that found nothing: the container with most prose, if that is enough for a story."""
    sizes: Counter[int] = Counter()
    for block in blocks:
        if _is_prose(block):
            sizes[block.parent] += len(block.text)
    home, size = sizes.most_common(1)[0] if sizes else (0, 0)
    if size < STORY_CHARS:
        return [False] * len(blocks)
    return [block.parent == home and (_is_prose(block) or block.level > 0) for block in blocks]


def _is_prose(block: Candidate) -> bool:
    return (
        len(block.text) >= PROSE_CHARS
        and block.link_share <= PROSE_LINK_SHARE
        and not block.hidden
        and not block.zones & RULING_OUT
        and _ends_sentence(block)
    )


def container_shares(blocks: Sequence[Candidate], by_engine: Sequence[bool]) -> dict[int, float]:
    """The share of the engine's text that each container with a cue holds."""
    sizes: Counter[int] = Counter()
    total = 0
    for block, kept in zip(blocks, by_engine, strict=True):
        if kept:
            total += len(block.text)
            for cue in block.cues:
                sizes[cue.number] += len(block.text)
    return {number: size / total for number, size in sizes.items() if total}


def around_story(blocks: Sequence[Candidate], by_engine: Sequence[bool], shares: dict[int, float]) -> dict[int, float]:
    """The shares, where there is a story: a container around it does not name what is dropped. Else none."""
    size = sum(len(block.text) for block, kept in zip(blocks, by_engine, strict=True) if kept)
    return shares if size >= STORY_CHARS else {}


def _doubtful_reasons(blocks: Sequence[Candidate], by_engine: Sequence[bool]) -> frozenset[BlockReason]:
    """Reasons that the containers of much of the engine's text give: on this page, the name means something else."""
    sizes: Counter[BlockReason] = Counter()
    total = 0
    for block, kept in zip(blocks, by_engine, strict=True):
        if kept:
            total += len(block.text)
            sizes.update(dict.fromkeys({cue.reason for cue in block.cues}, len(block.text)))
    return frozenset(reason for reason, size in sizes.items() if size > MAX_CONTAINER_SHARE * total)


def _judge_alone(
    block: Candidate,
    titles: frozenset[str],
    shares: dict[int, float],
    doubtful: frozenset[BlockReason],
    *,
    by_engine: bool,
) -> Verdict:
    if block.hidden:
        return Verdict(BlockReason.HIDDEN, CERTAIN)
    if not WORD.search(block.text):
        return Verdict(BlockReason.SYMBOLS, CERTAIN)
    folded = fold(block.text) if len(block.text) <= MAX_FURNITURE_CHARS else ""
    if folded in titles:
        return Verdict(BlockReason.DUPLICATE_TITLE, CERTAIN, BlockKind.TITLE)
    closed = _is_closed(block, shares)
    reason = phrase_of(block, folded)
    if reason is not None and not _is_of_story(block, reason, by_engine=by_engine):
        return Verdict(reason, CERTAIN if closed else WORDED)
    reason = _reason_by_container(block, shares, doubtful, by_engine=by_engine)
    if reason is not None:
        return Verdict(reason, CERTAIN if closed else LIKELY)
    return Verdict(BlockReason.BODY, LIKELY) if by_engine else Verdict(_closest_reason(block), GUESSED)


def _is_closed(block: Candidate, shares: dict[int, float]) -> bool:
    """Whether a container around the block is not shown as the page arrives, and holds not the story."""
    return any(cue.reason is BlockReason.HIDDEN and shares.get(cue.number, 0) <= MAX_HIDDEN_SHARE for cue in block.cues)


def _reason_by_container(
    block: Candidate, shares: dict[int, float], doubtful: frozenset[BlockReason], *, by_engine: bool
) -> BlockReason | None:
    """What the innermost container that may decide says; a container that holds much of the story may not."""
    for cue in reversed(block.cues):
        if cue.reason is BlockReason.HIDDEN:
            if shares.get(cue.number, 0) <= MAX_HIDDEN_SHARE:
                return cue.reason
        elif cue.reason not in STRONG or shares.get(cue.number, 0) > MAX_CONTAINER_SHARE:
            continue
        elif not by_engine or (
            cue.reason not in doubtful and len(block.text) <= SHORT_ONLY.get(cue.reason, len(block.text))
        ):
            return _of_link(block, cue.reason)
    return None


def _of_link(block: Candidate, reason: BlockReason) -> BlockReason:
    """Return what a block is in a container so named: a link in a menu is a menu's, a headline a story's."""
    if not _is_link(block):
        return reason
    if reason in NOT_IN_PLACES and block.zones & PLACES:
        return BlockReason.NAV
    if reason in NOT_HEADLINES and len(block.text.split()) >= HEADLINE_WORDS:
        return BlockReason.RELATED
    return reason


def _is_of_story(block: Candidate, reason: BlockReason, *, by_engine: bool) -> bool:
    """Words that are furniture on their own may head a section of the story ("Home") or begin an item of its lists."""
    if reason is BlockReason.BYLINE and not CAPITALISED_NAME.search(block.text):
        return True
    if not by_engine:
        return False
    return (block.level > 0 and reason in HEADS_SECTIONS) or (
        block.kind is BlockKind.LIST_ITEM and reason in BEGINS_ITEMS
    )


def nearest_reason(block: Candidate, shares: dict[int, float]) -> BlockReason:
    """Return what the innermost container beside the story says, where only the model dropped a block."""
    for cue in reversed(block.cues):
        if shares.get(cue.number, 0) <= MAX_CONTAINER_SHARE:
            return _of_link(block, cue.reason)
    return _closest_reason(block)


def _closest_reason(block: Candidate) -> BlockReason:
    """Return the closest name for a dropped block that neither its words nor its containers name."""
    if block.links and block.link_share >= LINK_LIST_SHARE:
        return BlockReason.RELATED if len(block.text.split()) >= HEADLINE_WORDS else BlockReason.NAV
    if block.container is not None and block.container.tag in CHOICES:
        return BlockReason.NAV
    if block.kind is BlockKind.CAPTION or "figure" in block.zones:
        return BlockReason.CAPTION
    if block.zones & PLACES:
        return BlockReason.NAV
    return BlockReason.BOILERPLATE


def _drop_link_lists(blocks: Sequence[Candidate], verdicts: list[Verdict]) -> None:
    """Drop runs of blocks that are nothing but links; the heading above goes with them in `drop_bare_headings`."""
    run: list[int] = []
    for index, block in enumerate([*blocks, None]):
        if block is not None and not verdicts[index].kept:
            continue
        if block is not None and _is_link(block):
            run.append(index)
            continue
        if len(run) >= MIN_LINK_LIST:
            for member in run:
                verdicts[member] = Verdict(BlockReason.RELATED, LIKELY)
        elif run and blocks[run[0]].kind is BlockKind.PARAGRAPH and _is_lone_prompt(blocks[run[0]]):
            verdicts[run[0]] = Verdict(BlockReason.SEE_ALSO, GUESSED)
        run = []


def _is_link(block: Candidate) -> bool:
    """Whether a block is nothing but links; a heading that is a sentence heads a section, linked or not."""
    return block.links > 0 and block.link_share >= LINK_LIST_SHARE and not (block.level and _ends_sentence(block))


def _drop_menus(blocks: Sequence[Candidate], verdicts: list[Verdict]) -> None:
    """Drop rows of links before the first prose; behind it they may be the story's own."""
    prose = [index for index, block in enumerate(blocks) if verdicts[index].kept and len(block.text) >= PROSE_CHARS]
    for index in range(prose[0] if prose else 0):
        if verdicts[index].kept and _is_menu(blocks[index]):
            verdicts[index] = Verdict(BlockReason.NAV, LIKELY)


def _is_menu(block: Candidate) -> bool:
    """Whether a block is a row of links with nothing but signs between them: "Home | Sport | Weather"."""
    if block.links < MIN_MENU or _ends_sentence(block):
        return False
    return block.link_share * len(block.text) >= len(NOT_IN_MENU.sub("", block.text))


def _is_lone_prompt(block: Candidate) -> bool:
    """Whether a block that is one link reads like another page's headline, and not like an address or a source."""
    return (
        len(block.text) >= PROMPT_CHARS and " " in block.text and "http" not in block.text and not _ends_sentence(block)
    )


def _ends_sentence(block: Candidate) -> bool:
    return block.text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。"))


def _recover(blocks: Sequence[Candidate], verdicts: list[Verdict]) -> None:
    """Bring back prose that the engine dropped between kept prose of the same container."""
    kept = [index for index, verdict in enumerate(verdicts) if verdict.kept and len(blocks[index].text) >= PROSE_CHARS]
    if not kept:
        return
    homes = Counter(home_of(blocks[index]) for index in kept)
    for index in range(max(0, kept[0] - LEAD_BLOCKS), kept[-1]):
        block, verdict = blocks[index], verdicts[index]
        if verdict.kept or verdict.reason is not BlockReason.BOILERPLATE:
            continue
        if (
            len(block.text) >= RECOVER_CHARS
            and block.link_share <= PROSE_LINK_SHARE
            and not block.zones & RULING_OUT
            and homes[home_of(block)] > 1
            and block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE}
            and _ends_sentence(block)
        ):
            verdicts[index] = Verdict(BlockReason.RECOVERED, GUESSED)


def home_of(block: Candidate) -> tuple[int, BlockKind]:
    """Return what the blocks of one list or column share: the element that holds them, and what they are."""
    return block.parent, block.kind


def _drop_repeated(blocks: Sequence[Candidate], verdicts: list[Verdict]) -> None:
    """Drop what stands twice: the pull quote beside its paragraph, the lead printed again.

    What stands more often, and questions, belong to the form of the text: an interview asks everybody the same.
    """
    counts = Counter(fold(block.text) for block, verdict in zip(blocks, verdicts, strict=True) if verdict.kept)
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if not verdicts[index].kept or len(block.text) < RECOVER_CHARS or block.kind not in REPEATABLE:
            continue
        key = fold(block.text)
        if key in seen and counts[key] == 2 and not block.text.endswith("?"):  # noqa: PLR2004 - twice
            verdicts[index] = Verdict(BlockReason.DUPLICATE_BLOCK, CERTAIN)
        seen.add(key)


def drop_bare_headings(blocks: Sequence[Candidate], verdicts: list[Verdict]) -> None:
    """Drop headings under which nothing was kept: their section went."""
    following = None  # the next kept block
    nearest = None  # why the next dropped block was dropped
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if not verdicts[index].kept:
            nearest = verdicts[index].reason
            continue
        if block.level and following is None:
            nearest = nearest if nearest in STRONG else BlockReason.RELATED
            verdicts[index] = Verdict(nearest, GUESSED)
            continue
        following = index
