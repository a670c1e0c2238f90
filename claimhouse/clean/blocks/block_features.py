"""What a block of a page says about itself, its containers and its neighbours, as numbers for the block model.

All features are general. Signs of the text are counted for all blocks of the page at once, over their code points;
what names of classes and words of short lines are worth was learned with the model (`data/block_words.json`), each of
them from several sites.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum, sqrt

import numpy as np
import numpy.typing as npt

from claimhouse.clean.blocks.phrases import phrase_of
from claimhouse.clean.candidates import Candidate, Container, Cue
from claimhouse.clean.lexicon import MAX_FURNITURE_CHARS, fold
from claimhouse.records.vocabulary import BlockKind, BlockReason

Floats = npt.NDArray[np.float32]

PROSE_CHARS = 80
PROSE_LINK_SHARE = 0.35
SHORT_CHARS = 200  # the words of longer blocks say what the story is about, not what the block is
MIN_NAME_CHARS = 3
NEAR_STEPS = 2  # containers whose names count as near
NOWHERE = 99.0
NOTHING = (0.0, 0.0, 0.0)
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
TEXT_WORD = re.compile(r"[^\W\d_]+")
ENDING = tuple(".!?…。！？।؟")  # noqa: RUF001 - the full stops of other scripts
CLOSING = "\"'”’»)]"
ZONES = ("article", "main", "aside", "nav", "footer", "header", "form", "figure", "blockquote", "table", "li")
KINDS = {kind: number for number, kind in enumerate(BlockKind)}
REASONS = {reason: number for number, reason in enumerate(BlockReason)}
CUES = (
    BlockReason.RELATED,
    BlockReason.AD,
    BlockReason.CAPTION,
    BlockReason.BYLINE,
    BlockReason.AUTHOR_BIO,
    BlockReason.NEWSLETTER,
    BlockReason.COMMENT,
    BlockReason.NAV,
    BlockReason.SHARE,
    BlockReason.HIDDEN,
)
# Classes of code points, one bit each.
LETTER, UPPER, DIGIT, COMMA, QUOTE, SIGN, STOP, SPACE, MONEY, EXCLAIMED = (1 << bit for bit in range(10))
CLASSES = {
    COMMA: ",،，、",  # noqa: RUF001 - the commas of other scripts
    QUOTE: '"“”„«»「」',
    SIGN: "|·•»›→▶@#©/",
    STOP: ".!?…。！？",  # noqa: RUF001
    MONEY: "$€£¥₹",
    EXCLAIMED: "!",
}
COUNTED = (
    "chars",
    "words",
    "word_chars",
    "capitals",
    "all_capitals",
    "small_words",
    "digits",
    "commas",
    "quotes",
    "signs",
    "stops",
    "money",
    "exclaimed",
)
ALONE = (
    "ends_sentence",
    "ends_colon",
    "question",
    "starts_small",
    "phrase",
    "title_words",
    "is_title",
    "repeats",
    "kind",
    "level",
    "link_share",
    "links",
    "unlinked",
    "bold",
    "images",
    "depth",
    "place",
    "index",
    "from_end",
    "blocks",
    "chars_before",
    "page_chars",
    "prose",
    "prose_before",
    "page_prose",
    "from_first_prose",
    "from_last_prose",
    "from_title",
    "since_heading",
    "cue_inner",
    "cue_outer",
    "cues",
    "cue_prose",
    "cue_inner_prose",
    *(f"cue_{reason.value}" for reason in CUES),
    *(f"in_{zone}" for zone in ZONES),
)
GROUPED = (
    "siblings",
    "sibling_chars",
    "sibling_links",
    "sibling_prose",
    "sibling_prose_share",
    "alike",
    "alike_chars",
    "alike_links",
    "alike_prose",
    "alike_prose_share",
    "outer_prose_1",
    "outer_prose_2",
    "outer_prose_3",
)
LEARNED = ("near_sum", "near_min", "near_max", "far_sum", "far_min", "far_max", "word_sum", "word_min", "word_max")
SHIFTED = (
    "chars",
    "ends_sentence",
    "link_share",
    "words",
    "kind",
    "level",
    "phrase",
    "cue_inner",
    "repeats",
    "capitals",
    "word_sum",
)
SHIFTS = (-3, -2, -1, 1, 2, 3)
BASE = (*COUNTED, *ALONE, *GROUPED, *LEARNED)
NAMES = (*BASE, *(f"{name}{shift:+d}" for shift in SHIFTS for name in SHIFTED))
SHIFTED_COLUMNS = [BASE.index(name) for name in SHIFTED]
PLANE = 0xFFFF  # what lies beyond (rare signs, emoji) counts as neither letter nor digit


@dataclass(frozen=True, slots=True)
class Words:
    """What words are worth: log odds of content, by where they stand."""

    near: Mapping[str, float]
    far: Mapping[str, float]
    text: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTable:
    """What several features and models ask of the blocks of a page, computed once; one entry a block.

    Attributes:
        blocks: all blocks, in reading order.
        folded: texts as the phrase lists see them; long ones as they are.
        words: the different words of short texts, in lower case; none of long ones.
        lengths: characters.
        prose: long, without many links, shown, and ends like a sentence.
        siblings: number of the element that holds the block.
        alike: number of what has the same tags and classes from the outermost container on.
        outer: number of the container around the innermost one; -1 where there is none.
    """

    blocks: Sequence[Candidate]
    folded: list[str]
    words: list[frozenset[str]]
    lengths: npt.NDArray[np.float64]
    prose: npt.NDArray[np.bool_]
    siblings: npt.NDArray[np.int64]
    alike: npt.NDArray[np.int64]
    outer: npt.NDArray[np.int64]


def block_table(blocks: Sequence[Candidate]) -> BlockTable:
    """Return the table of a page's blocks."""
    size = len(blocks)
    numbers: dict[tuple[int, str, str], int] = {}
    known: dict[int, int] = {}
    folded = [fold(block.text) if len(block.text) <= MAX_FURNITURE_CHARS else block.text for block in blocks]
    return BlockTable(
        blocks=blocks,
        folded=folded,
        words=[frozenset(TEXT_WORD.findall(text)) if len(text) <= SHORT_CHARS else frozenset[str]() for text in folded],
        lengths=np.fromiter((len(block.text) for block in blocks), np.float64, size),
        prose=np.fromiter(map(_is_prose, blocks), np.bool_, size),
        siblings=_ranked(block.parent for block in blocks),
        alike=np.fromiter((_alike(block.container, known, numbers) for block in blocks), np.int64, size),
        outer=_ranked(
            -1 if block.container is None or block.container.outer is None else block.container.outer.number
            for block in blocks
        ),
    )


def _ranked(keys: Iterable[int]) -> npt.NDArray[np.int64]:
    """Number keys from 0 in the order they come."""
    ranks: dict[int, int] = {}
    return np.array([ranks.setdefault(key, len(ranks)) for key in keys], np.int64)


def _alike(container: Container | None, known: dict[int, int], numbers: dict[tuple[int, str, str], int]) -> int:
    """Return the number of a container's tags and classes and of those around it; equal ones share it."""
    chain = []
    while container is not None and container.number not in known:
        chain.append(container)
        container = container.outer
    number = -1 if container is None else known[container.number]
    for found in reversed(chain):
        number = numbers.setdefault((number, found.tag, found.classes), len(numbers))
        known[found.number] = number
    return number + 1


def block_features(table: BlockTable, titles: Iterable[str], words: Words) -> Floats:
    """Return one row a block, columns as `NAMES`.

    Args:
        table: the blocks of a page.
        titles: the page's headline, as given and as found.
        words: what names of classes and words of short lines are worth.
    """
    if not table.blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    folded_titles = frozenset(fold(title) for title in titles)
    base = np.hstack(
        [
            _counted([block.text for block in table.blocks]),
            _alone(table, folded_titles),
            _around(table, folded_titles),
            _in_containers(table),
            _grouped(table),
            _learned(table, words),
        ]
    )
    shifted = base[:, SHIFTED_COLUMNS]
    return np.hstack([base, *(moved(shifted, by) for by in SHIFTS)])


def _is_prose(block: Candidate) -> bool:
    text = block.text
    return (
        len(text) >= PROSE_CHARS
        and block.link_share <= PROSE_LINK_SHARE
        and not block.hidden
        and text.rstrip(CLOSING).endswith(ENDING)
    )


def moved(values: Floats, by: int) -> Floats:
    """Return for each block the values of the block `by` places further on; -1 beyond the ends."""
    out = np.full_like(values, -1)
    if by > 0:
        out[:-by] = values[by:]
    else:
        out[-by:] = values[:by]
    return out


@cache
def _classes() -> npt.NDArray[np.uint16]:
    """The class bits of every code point."""
    table = np.zeros(PLANE + 1, np.uint16)
    for point in range(PLANE + 1):
        if 0xD800 <= point < 0xE000:  # surrogates  # noqa: PLR2004
            continue
        sign = chr(point)
        if sign.isalpha():
            table[point] = LETTER | (UPPER if sign.isupper() else 0)
        elif sign.isdigit():
            table[point] = DIGIT
        elif sign.isspace():
            table[point] = SPACE
    for bit, signs in CLASSES.items():
        for sign in signs:
            table[ord(sign)] |= bit
    return table


def _counted(texts: Sequence[str]) -> Floats:
    """Count letters, words and signs of all texts at once.

    1. All texts, one newline behind each, as one array of code points and of their classes.
    2. A word begins at a letter or digit that follows none; its length is the way to where it ends.
    3. Sums over the stretch of each text.
    """
    joined = "\n".join(texts) + "\n"
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _classes()[np.minimum(points, PLANE)]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    starts = np.concatenate([[0], np.cumsum(lengths + 1)[:-1]])

    def count(bit: int) -> npt.NDArray[np.float64]:
        return np.add.reduceat((classes & bit) > 0, starts, dtype=np.float64)

    inside = (classes & (LETTER | DIGIT)) > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]])))
    begins, ends = edges[::2], edges[1::2]
    owner = np.searchsorted(starts, begins, side="right") - 1
    size = len(texts)
    uppers = np.concatenate([[0], np.cumsum((classes & UPPER) > 0)])
    word_lengths = ends - begins
    all_upper = (uppers[ends] - uppers[begins] == word_lengths) & (word_lengths > 1)
    word_count = np.bincount(owner, minlength=size)
    per_word = np.maximum(word_count, 1)
    chars = np.maximum(lengths, 1)
    stops = (classes[:-1] & STOP > 0) & (classes[1:] & SPACE > 0)
    return np.stack(
        [
            lengths,
            word_count,
            np.bincount(owner, word_lengths, minlength=size) / per_word,
            np.bincount(owner, (classes[begins] & UPPER) > 0, minlength=size) / per_word,
            np.bincount(owner, all_upper, minlength=size) / per_word,
            np.bincount(owner, word_lengths < MIN_NAME_CHARS + 1, minlength=size) / per_word,
            count(DIGIT) / chars,
            count(COMMA) / per_word,
            count(QUOTE) / per_word,
            count(SIGN),
            np.add.reduceat(np.concatenate([stops, [False]]), starts, dtype=np.float64),
            count(MONEY),
            count(EXCLAIMED),
        ],
        axis=1,
    ).astype(np.float32)


def _alone(table: BlockTable, titles: frozenset[str]) -> Floats:
    """What a block says by its own words and markup."""
    repeats = Counter(table.folded)
    title_words = {word for title in titles for word in TEXT_WORD.findall(title)}
    rows = []
    for block, folded, vocabulary in zip(table.blocks, table.folded, table.words, strict=True):
        text = block.text
        reason = phrase_of(block, folded)
        shared = len(vocabulary & title_words) / len(vocabulary) if vocabulary else 0.0
        rows.append(
            (
                text.rstrip(CLOSING).endswith(ENDING),
                text[-1] == ":",
                text[-1] == "?",
                text[0].islower(),
                -1 if reason is None else REASONS[reason],
                shared,
                folded in titles,
                repeats[folded],
                KINDS[block.kind],
                block.level,
                block.link_share,
                block.links,
                len(text) * (1 - block.link_share),
                block.bold,
                block.images,
                block.depth,
            )
        )
    return np.array(rows, np.float32)


def _around(table: BlockTable, titles: frozenset[str]) -> Floats:
    """Where a block stands on its page: columns from `place` to `since_heading`."""
    size = len(table.blocks)
    index = np.arange(size)
    lengths, prose = table.lengths, table.prose
    total, total_prose = max(1.0, lengths.sum()), max(1.0, lengths[prose].sum())
    places = np.flatnonzero(prose)
    first, last = (places[0], places[-1]) if len(places) else (size, 0)
    headlines = np.array([place for place, folded in enumerate(table.folded) if folded in titles])
    levels = np.fromiter((block.level > 0 for block in table.blocks), np.bool_, size)
    heading = np.concatenate([[-1], np.maximum.accumulate(np.where(levels, index, -1))[:-1]])
    ones = np.ones(size)
    return np.stack(
        [
            index / size,
            index,
            size - index,
            size * ones,
            (np.cumsum(lengths) - lengths) / total,
            total * ones,
            prose,
            (np.cumsum(lengths * prose) - lengths * prose) / total_prose,
            total_prose * ones,
            index - first,
            index - last,
            _to_nearest(index, headlines),
            np.where(heading < 0, NOWHERE, index - heading),
        ],
        axis=1,
    ).astype(np.float32)


def _to_nearest(index: npt.NDArray[np.int64], places: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return how far behind (or, negative, before) the nearest of the places each block stands."""
    if not len(places):
        return np.full(len(index), NOWHERE)
    after = np.searchsorted(places, index)
    before = places[np.maximum(after - 1, 0)]
    behind = places[np.minimum(after, len(places) - 1)]
    return np.where(np.abs(index - before) <= np.abs(index - behind), index - before, index - behind).astype(np.float64)


def _in_containers(table: BlockTable) -> Floats:
    """What the containers around a block say they hold, and their tags: columns from `cue_inner` on."""
    total_prose = max(1.0, table.lengths[table.prose].sum())
    sizes: Counter[int] = Counter()
    for index in np.flatnonzero(table.prose).tolist():
        for cue in table.blocks[index].cues:
            sizes[cue.number] += int(table.lengths[index])
    by_cues: dict[tuple[Cue, ...], tuple[float, ...]] = {(): (-1, -1, 0, 0, 0, *([0] * len(CUES)))}
    rows = []
    for block in table.blocks:
        cues = block.cues
        if cues not in by_cues:
            found = {cue.reason for cue in cues}
            by_cues[cues] = (
                REASONS[cues[-1].reason],
                REASONS[cues[0].reason],
                len(cues),
                max(sizes[cue.number] for cue in cues) / total_prose,
                sizes[cues[-1].number] / total_prose,
                *(reason in found for reason in CUES),
            )
        rows.append(by_cues[cues] + _zone_row(block.zones))
    return np.array(rows, np.float32)


@lru_cache(maxsize=1024)
def _zone_row(zones: frozenset[str]) -> tuple[float, ...]:
    return tuple(float(zone in zones) for zone in ZONES)


def _grouped(table: BlockTable) -> Floats:
    """Sums over the blocks of one element, over those with the same tags and classes, and over outer containers."""
    lengths, prose = table.lengths, table.prose
    linked = lengths * np.fromiter((block.link_share for block in table.blocks), np.float64, len(lengths))
    total, total_prose = max(1.0, lengths.sum()), max(1.0, lengths[prose].sum())
    columns = []
    for group in (table.siblings, table.alike):
        chars = np.bincount(group, lengths)[group]
        prose_chars = np.bincount(group, lengths * prose)[group]
        columns += [
            np.bincount(group)[group],
            chars / total,
            np.bincount(group, linked)[group] / np.maximum(chars, 1),
            prose_chars / total_prose,
            prose_chars / np.maximum(chars, 1),
        ]
    return np.hstack([np.stack(columns, axis=1), _outer_shares(table) / total_prose]).astype(np.float32)


def _outer_shares(table: BlockTable) -> npt.NDArray[np.float64]:
    """Return the prose in each of the three containers around the innermost one, in characters."""
    prose: defaultdict[int, float] = defaultdict(float)
    chains = [_outer(block) for block in table.blocks]
    for index in np.flatnonzero(table.prose).tolist():
        for number in chains[index]:
            prose[number] += table.lengths[index]
    return np.array([[prose.get(number, 0.0) for number in chain] for chain in chains])


def _outer(block: Candidate) -> tuple[int, int, int]:
    """Return the numbers of the three containers around the innermost one; below 0 where there is none."""
    one = None if block.container is None else block.container.outer
    two = None if one is None else one.outer
    three = None if two is None else two.outer
    return (
        -1 if one is None else one.number,
        -2 if two is None else two.number,
        -3 if three is None else three.number,
    )


def _learned(table: BlockTable, words: Words) -> Floats:
    """What the words around a block and in it are worth; blocks with the same names around them share the answer."""
    near: dict[tuple[tuple[str, ...], ...], tuple[float, float, float]] = {}
    far: dict[int, tuple[float, float, float]] = {}
    said: dict[frozenset[str], tuple[float, float, float]] = {frozenset(): NOTHING}
    rows = []
    for block, vocabulary in zip(table.blocks, table.words, strict=True):
        inside = outside = NOTHING
        container = block.container
        if container is not None:
            names = tuple(
                [name_words(found.tag, found.classes, found.name) for found in container.outwards(NEAR_STEPS)]
            )
            if names not in near:
                near[names] = _summed(words.near, {word for some in names for word in some})
            inside = near[names]
            start = None if container.outer is None else container.outer.outer
            if start is not None:
                if start.number not in far:
                    far[start.number] = _summed(words.far, set(far_words(block)))
                outside = far[start.number]
        if vocabulary not in said:
            said[vocabulary] = _summed(words.text, vocabulary)
        rows.append(inside + outside + said[vocabulary])
    return np.array(rows, np.float32)


def _summed(worth: Mapping[str, float], found: Iterable[str]) -> tuple[float, float, float]:
    """Return the sum over words, by the root of their number; the least and the greatest."""
    values = [worth[word] for word in found if word in worth]
    if not values:
        return NOTHING
    total = fsum(values)  # the same in every order: sets of words have another one in every process
    return total / sqrt(len(values)), min(0.0, *values), max(0.0, *values)


def near_words(block: Candidate) -> list[str]:
    """Words of the tags, classes and ids of the innermost containers."""
    if block.container is None:
        return []
    return [
        word
        for found in block.container.outwards(NEAR_STEPS)
        for word in name_words(found.tag, found.classes, found.name)
    ]


def far_words(block: Candidate) -> list[str]:
    """Words of the tags, classes and ids of the containers further out."""
    if block.container is None:
        return []
    chain = list(block.container.outwards())[NEAR_STEPS:]
    return [word for found in chain for word in name_words(found.tag, found.classes, found.name)]


@lru_cache(maxsize=16_384)
def name_words(tag: str, classes: str, name: str) -> tuple[str, ...]:
    """Words in a tag, its classes and its id, in lower case.

    >>> name_words("div", "articleBody__text", "main-2")
    ('<div>', 'article', 'body', 'text', 'main')
    """
    found = [word.lower() for word in NAME_WORD.findall(f"{classes} {name}") if len(word) >= MIN_NAME_CHARS]
    return (f"<{tag}>", *found)
