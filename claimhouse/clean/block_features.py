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

import numpy as np
import numpy.typing as npt

from claimhouse.clean.candidates import Candidate, Container
from claimhouse.clean.lexicon import MAX_FURNITURE_CHARS, fold, line_reason
from claimhouse.records.vocabulary import BlockKind, BlockReason

Floats = npt.NDArray[np.float32]

PROSE_CHARS = 80
PROSE_LINK_SHARE = 0.35
SHORT_CHARS = 200  # the words of longer blocks say what the story is about, not what the block is
MIN_NAME_CHARS = 3
NEAR_STEPS = 2  # containers whose names count as near
NOWHERE = 99.0
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
    "cue_share",
    "cue_inner_share",
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
TABLE_SIZE = 0x110000


@dataclass(frozen=True, slots=True)
class Words:
    """What words are worth: log odds of content, by where they stand."""

    near: Mapping[str, float]
    far: Mapping[str, float]
    text: Mapping[str, float]


def block_features(blocks: Sequence[Candidate], titles: Iterable[str], words: Words) -> Floats:
    """Return one row a block, columns as `NAMES`.

    Args:
        blocks: all blocks of a page, in reading order.
        titles: the page's headline, as given and as found.
        words: what names of classes and words of short lines are worth.
    """
    if not blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    folded = [fold(block.text) if len(block.text) <= MAX_FURNITURE_CHARS else block.text for block in blocks]
    prose = [_is_prose(block) for block in blocks]
    base = np.hstack(
        [
            _counted([block.text for block in blocks]),
            _alone(blocks, folded, prose, frozenset(fold(title) for title in titles)),
            _grouped(blocks, prose),
            _learned(blocks, words),
        ]
    )
    shifted = base[:, SHIFTED_COLUMNS]
    return np.hstack([base, *(_shift(shifted, by) for by in SHIFTS)])


def _is_prose(block: Candidate) -> bool:
    text = block.text
    return (
        len(text) >= PROSE_CHARS
        and block.link_share <= PROSE_LINK_SHARE
        and not block.hidden
        and text.rstrip(CLOSING).endswith(ENDING)
    )


def _shift(values: Floats, by: int) -> Floats:
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
    table = np.zeros(TABLE_SIZE, np.uint16)
    for point in range(TABLE_SIZE):
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
    classes = _classes()[points]
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


def _alone(blocks: Sequence[Candidate], folded: Sequence[str], prose: Sequence[bool], titles: frozenset[str]) -> Floats:
    size = len(blocks)
    lengths = [len(block.text) for block in blocks]
    total, total_prose = (
        max(1, sum(lengths)),
        max(1, sum(n for n, is_prose in zip(lengths, prose, strict=True) if is_prose)),
    )
    repeats = Counter(folded)
    title_words = {word for title in titles for word in TEXT_WORD.findall(title)}
    headlines = [index for index, text in enumerate(folded) if text in titles]
    places = [index for index, is_prose in enumerate(prose) if is_prose]
    first, last = (places[0], places[-1]) if places else (size, 0)
    cue_sizes: Counter[int] = Counter()
    for index in places:
        for cue in blocks[index].cues:
            cue_sizes[cue.number] += lengths[index]
    rows = []
    before = prose_before = 0
    heading = None
    for index, block in enumerate(blocks):
        text, length = block.text, lengths[index]
        reason = line_reason(folded[index]) if length <= MAX_FURNITURE_CHARS else None
        vocabulary = set(TEXT_WORD.findall(folded[index])) if title_words and length <= SHORT_CHARS else ()
        cues = block.cues
        found = {cue.reason for cue in cues}
        zones = block.zones
        rows.append(
            (
                text.rstrip(CLOSING).endswith(ENDING),
                text.endswith(":"),
                text.endswith("?"),
                text[:1].islower(),
                -1 if reason is None else REASONS[reason],
                sum(word in title_words for word in vocabulary) / len(vocabulary) if vocabulary else 0,
                folded[index] in titles,
                repeats[folded[index]],
                KINDS[block.kind],
                block.level,
                block.link_share,
                block.links,
                length * (1 - block.link_share),
                block.bold,
                block.images,
                block.depth,
                index / size,
                index,
                size - index,
                size,
                before / total,
                total,
                prose[index],
                prose_before / total_prose,
                total_prose,
                index - first,
                index - last,
                min((index - place for place in headlines), key=abs) if headlines else NOWHERE,
                NOWHERE if heading is None else index - heading,
                REASONS[cues[-1].reason] if cues else -1,
                REASONS[cues[0].reason] if cues else -1,
                len(cues),
                max(cue_sizes[cue.number] for cue in cues) / total_prose if cues else 0,
                cue_sizes[cues[-1].number] / total_prose if cues else 0,
                *(reason in found for reason in CUES),
                *(zone in zones for zone in ZONES),
            )
        )
        before += length
        prose_before += length * prose[index]
        heading = index if block.level else heading
    return np.array(rows, np.float32)


def _grouped(blocks: Sequence[Candidate], prose: Sequence[bool]) -> Floats:
    """Sums over the blocks of one element, over those with the same tags and classes, and over outer containers."""
    siblings = [block.parent for block in blocks]
    alike = [block.path or "" for block in blocks]
    outer: defaultdict[int, float] = defaultdict(float)
    lengths = np.array([len(block.text) for block in blocks], np.float64)
    is_prose = np.array(prose)
    linked = lengths * [block.link_share for block in blocks]
    total, total_prose = max(1.0, lengths.sum()), max(1.0, lengths[is_prose].sum())
    for index in np.flatnonzero(is_prose).tolist():
        for container in _outer(blocks[index]):
            outer[container.number] += len(blocks[index].text)
    columns = []
    for keys in (siblings, alike):
        _, group = np.unique(np.array(keys), return_inverse=True)
        count = np.bincount(group)[group]
        chars = np.bincount(group, lengths)[group]
        prose_chars = np.bincount(group, lengths * is_prose)[group]
        columns += [
            count,
            chars / total,
            np.bincount(group, linked)[group] / np.maximum(chars, 1),
            prose_chars / total_prose,
            prose_chars / np.maximum(chars, 1),
        ]
    shares = np.zeros((len(blocks), 3))
    for index, block in enumerate(blocks):
        for step, container in enumerate(_outer(block)):
            shares[index, step] = outer[container.number] / total_prose
    return np.hstack([np.stack(columns, axis=1), shares]).astype(np.float32)


def _outer(block: Candidate) -> list[Container]:
    """The three containers around the innermost one."""
    if block.container is None or block.container.outer is None:
        return []
    return list(block.container.outer.outwards(3))


def _learned(blocks: Sequence[Candidate], words: Words) -> Floats:
    far: dict[int, tuple[float, float, float]] = {}
    rows = []
    for block in blocks:
        near = _summed(words.near[word] for word in set(near_words(block)) if word in words.near)
        start = block.container
        for _ in range(NEAR_STEPS):
            start = start.outer if start is not None else None
        if start is None:
            outside = (0.0, 0.0, 0.0)
        else:
            if start.number not in far:
                far[start.number] = _summed(words.far[word] for word in set(far_words(block)) if word in words.far)
            outside = far[start.number]
        said = _summed(words.text[word] for word in set(text_words(block)) if word in words.text)
        rows.append((*near, *outside, *said))
    return np.array(rows, np.float32)


def _summed(values: Iterable[float]) -> tuple[float, float, float]:
    found = list(values)
    if not found:
        return 0.0, 0.0, 0.0
    return sum(found) / len(found) ** 0.5, min(0.0, *found), max(0.0, *found)


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


def text_words(block: Candidate) -> list[str]:
    """Words of a short block."""
    return TEXT_WORD.findall(block.text.lower()) if len(block.text) <= SHORT_CHARS else []


@lru_cache(maxsize=16_384)
def name_words(tag: str, classes: str, name: str) -> tuple[str, ...]:
    """Words in a tag, its classes and its id, in lower case.

    >>> name_words("div", "articleBody__text", "main-2")
    ('<div>', 'article', 'body', 'text', 'main')
    """
    found = [word.lower() for word in NAME_WORD.findall(f"{classes} {name}") if len(word) >= MIN_NAME_CHARS]
    return (f"<{tag}>", *found)
