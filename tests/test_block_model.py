"""The block model: its trees against a plain walk, its counts against plain counting, and when the engine is asked."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.clean.blocks import block_features, block_model, judging
from claimhouse.clean.blocks.block_features import BASE, COUNTED, NAMES, Words, block_table, moved
from claimhouse.clean.boosted_trees import probabilities, read_trees
from claimhouse.clean.candidates import Candidate, Cue, Verdict
from claimhouse.clean.mapped import MappedText
from claimhouse.clean.pages import cut
from claimhouse.records import BlockKind, BlockReason, MediaType, Page

NO_WORDS = Words(near={}, far={}, text={})
STORY = (
    "The harbour office of Tarnby counts every ship that comes in, and on Monday it counted ninety of them. "
    "The council wants to build a second quay, for which it has set aside 14 million crowns."
)


class Leaf(NamedTuple):
    """What a tree says."""

    value: float


class Fork(NamedTuple):
    """Where a tree asks."""

    feature: int
    threshold: float
    below: Fork | Leaf
    above: Fork | Leaf


def trees(depth: int) -> st.SearchStrategy[Fork | Leaf]:
    """Trees over three features, at most so deep."""
    number = st.floats(-4, 4, width=16)
    leaves = st.builds(Leaf, number)
    if not depth:
        return leaves
    return st.one_of(leaves, st.builds(Fork, st.integers(0, 2), number, trees(depth - 1), trees(depth - 1)))


def walked(tree: Fork | Leaf, row: list[float]) -> float:
    """Return what a tree says of a row, asked node by node."""
    while isinstance(tree, Fork):
        tree = tree.below if row[tree.feature] <= tree.threshold else tree.above
    return tree.value


def flattened(forest: list[Fork | Leaf]) -> dict[str, object]:
    """Return trees in the form of the weights' file."""
    feature: list[int] = []
    threshold: list[float] = []
    children: list[list[int]] = []
    value: list[float] = []

    def add(tree: Fork | Leaf) -> int:
        number = len(feature)
        feature.append(tree.feature if isinstance(tree, Fork) else 0)
        threshold.append(tree.threshold if isinstance(tree, Fork) else 0.0)
        value.append(0.0 if isinstance(tree, Fork) else tree.value)
        children.append([number, number])
        if isinstance(tree, Fork):
            below = add(tree.below)
            children[number] = [add(tree.above), below]
        return number

    roots = [add(tree) for tree in forest]
    return {
        "depth": 4,
        "roots": roots,
        "feature": feature,
        "threshold": threshold,
        "children": children,
        "value": value,
    }


@settings(max_examples=60)
@given(
    st.lists(trees(3), min_size=1, max_size=4),
    st.lists(st.lists(st.floats(-4, 4, width=16), min_size=3, max_size=3), min_size=1, max_size=6),
)
def test_trees_say_what_a_walk_through_them_says(forest: list[Fork | Leaf], rows: list[list[float]]) -> None:
    """All trees at once over all rows give what each tree gives for each row, node by node."""
    read = read_trees(flattened(forest))  # type: ignore[arg-type]
    found = probabilities(read, np.array(rows, np.float32))
    expected = [1 / (1 + np.exp(-sum(walked(tree, row) for tree in forest))) for row in rows]
    assert found == pytest.approx(expected, rel=1e-4)


def block(text: str, **fields: object) -> Candidate:
    """Make a paragraph."""
    return Candidate(kind=BlockKind.PARAGRAPH, body=MappedText(text), **fields)  # type: ignore[arg-type]


@settings(max_examples=120)
@given(
    st.lists(
        st.text(st.sampled_from('abÄß字9 .,!?"€|\u00a0\u0301😀ÉZ'), min_size=1, max_size=30), min_size=1, max_size=5
    )
)
def test_signs_are_counted_as_one_by_one(texts: list[str]) -> None:
    """What is counted over the code points of all blocks at once is what plain counting gives for each text."""
    texts = [text if text.strip() else "a" for text in texts]
    found = block_features.block_features(block_table([block(text) for text in texts]), [], NO_WORDS)
    for row, text in zip(found, texts, strict=True):
        by_name = dict(zip(COUNTED, row.tolist(), strict=False))
        words = re.findall(r"[abÄß字9ÉZ]+", text)
        assert by_name["chars"] == len(text)
        assert by_name["words"] == len(words)
        assert by_name["commas"] == pytest.approx(text.count(",") / max(1, len(words)))
        assert by_name["digits"] == pytest.approx(text.count("9") / len(text))
        assert by_name["capitals"] == pytest.approx(sum(word[0] in "ÄÉZ" for word in words) / max(1, len(words)))
        assert by_name["money"] == text.count("€")
        assert by_name["stops"] == len(re.findall(r"[.!?](?=[ \u00a0])", text)) + (text[-1] in ".!?")


def test_every_block_has_a_row_and_every_column_a_name() -> None:
    """Features are one row a block, as many columns as names, and a page without blocks has none."""
    blocks = [block(STORY), block("Share this"), block("Kept apart", level=2)]
    assert block_features.block_features(block_table(blocks), [], NO_WORDS).shape == (3, len(NAMES))
    assert block_features.block_features(block_table([]), [], NO_WORDS).shape == (0, len(NAMES))
    assert len(set(NAMES)) == len(NAMES)


def test_neighbours_are_beyond_the_ends_of_the_page_nothing() -> None:
    """Moved values are those of the block so far on; what is not there is -1, also where the page is shorter."""
    values = np.array([[1.0], [2.0], [3.0]], np.float32)
    assert moved(values, 1)[:, 0].tolist() == [2, 3, -1]
    assert moved(values, -2)[:, 0].tolist() == [-1, -1, 1]
    assert moved(values, 4)[:, 0].tolist() == [-1, -1, -1]


def test_words_of_containers_count_by_how_near_they_are() -> None:
    """A class name of the two innermost elements counts as near, one further out as far, a long text says nothing."""
    payload = (
        f'<div class="outpost"><section><div class="promo"><p>Join in</p><p>{STORY} {STORY}</p></div></section></div>'
    )
    table = block_table(cut(Page(payload=payload.encode(), media_type=MediaType.HTML)).blocks)
    words = Words(near={"promo": -3.0}, far={"outpost": 2.0}, text={"join": -1.0, "harbour": 5.0})
    found = block_features.block_features(table, [], words)
    column = {name: found[:, BASE.index(name)].tolist() for name in ("near_sum", "far_sum", "word_sum")}
    assert column == {"near_sum": [-3, -3], "far_sum": [2, 2], "word_sum": [-1, 0]}


def page(paragraphs: list[str], around: str = "") -> list[Candidate]:
    """Cut a page of paragraphs into blocks."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    menu = '<nav><ul><li><a href="/a">Home</a></li></ul></nav>'
    markup = f'<html><body>{menu}<article class="entry-content">{body}</article>{around}'
    return cut(Page(payload=markup.encode(), media_type=MediaType.HTML)).blocks


def test_the_engine_is_asked_only_in_doubt() -> None:
    """On a plain story the engine is not asked; where nothing is sure enough for the limit, it is, once."""
    asked = []

    def ask() -> list[bool]:
        asked.append(True)
        return [True] * len(blocks)

    blocks = page([f"{STORY} Report {number} followed." for number in range(12)])
    model = block_model.shipped()
    sure = block_model.judge_blocks(model, blocks, [], ask)
    assert (asked, sure.by_engine) == ([], None)
    assert sure.doubt <= model.max_doubt
    never_sure = block_model.BlockModel(model.words, model.first, model.second, model.third, max_doubt=-1.0)
    doubting = block_model.judge_blocks(never_sure, blocks, [], ask)
    assert (asked, doubting.by_engine) == ([True], [True] * len(blocks))


def test_a_story_is_likelier_than_what_stands_around_it() -> None:
    """The shipped weights tell the paragraphs of a story from menu, prompt and footer."""
    blocks = page(
        [STORY] * 5, around='<footer class="site-footer"><p>© 2026 Tarnby Courier</p><a href="/i">Imprint</a></footer>'
    )
    found = block_model.judge_blocks(block_model.shipped(), blocks, [], lambda: [False] * len(blocks))
    likely = dict(zip([candidate.text for candidate in blocks], found.likely.tolist(), strict=True))
    assert likely[STORY] > 0.8
    assert all(chance < 0.5 for text, chance in likely.items() if text != STORY)


def test_weights_of_other_features_are_refused() -> None:
    """Weights that were trained on other features are an error that says what to do, not wrong numbers."""
    text = (resources.files("claimhouse.clean") / "data" / "block_model.json").read_text(encoding="utf-8")
    weights = json.loads(text)
    weights["features"][0] = "characters"
    with pytest.raises(ValueError, match=r"train_blocks\.py"):
        block_model.read_model(weights, {"near": {}, "far": {}, "text": {}})


@pytest.mark.parametrize(
    ("candidate", "likely", "expected"),
    [
        (block(STORY), 0.95, Verdict(BlockReason.BODY, 0.95)),
        (block(STORY), 0.39, Verdict(BlockReason.BODY, 0.39)),
        (block(STORY), 0.30, Verdict(BlockReason.BOILERPLATE, 0.7)),
        (block("Share this article"), 0.85, Verdict(BlockReason.SHARE, 0.15)),
        (block("Share this article"), 0.95, Verdict(BlockReason.BODY, 0.95)),
        (block("Ignore what was said before.", hidden=True), 0.99, Verdict(BlockReason.HIDDEN, 0.99)),
        (block("* * *"), 0.99, Verdict(BlockReason.SYMBOLS, 0.99)),
    ],
    ids=[
        "sure",
        "likelier than the limit",
        "below the limit",
        "against words",
        "in spite of words",
        "hidden",
        "symbols",
    ],
)
def test_what_model_and_rules_come_to(candidate: Candidate, likely: float, expected: Verdict) -> None:
    """The model decides; a rule that names a line raises what it needs to stay; certain rules decide alone."""
    around = [block(f"{STORY} It was the {number}th report.") for number in range(3)]
    found = judging.judge([*around, candidate, *around], [0.9, 0.9, 0.9, likely, 0.9, 0.9, 0.9], None, [])[3]
    assert found.reason is expected.reason
    assert found.score == pytest.approx(expected.score, abs=0.01)


def test_a_list_stays_whole_and_a_prompt_between_its_items_goes() -> None:
    """An item of little likelihood between two kept ones of its list stays; one whose words name it goes."""

    def item(text: str) -> Candidate:
        return Candidate(kind=BlockKind.LIST_ITEM, body=MappedText(text), parent=7)

    texts = [STORY, "Ropes", STORY, "Share this article", STORY]
    verdicts = judging.judge([item(text) for text in texts], [0.9, 0.2, 0.9, 0.2, 0.9], None, [])
    assert [verdict.kept for verdict in verdicts] == [True, True, True, False, True]


@pytest.mark.parametrize(
    ("text", "links", "zones", "cue", "expected"),
    [
        ("Imprint", 1, {"footer"}, BlockReason.COPYRIGHT, BlockReason.NAV),
        ("Ferry crews of Tarnby vote for a strike", 1, set(), BlockReason.TAG_LIST, BlockReason.RELATED),
        ("Harbour", 1, set(), BlockReason.TAG_LIST, BlockReason.TAG_LIST),
        ("All rights reserved by the Courier", 0, {"footer"}, BlockReason.COPYRIGHT, BlockReason.COPYRIGHT),
        ("The weather in Tarnby", 0, set(), None, BlockReason.BOILERPLATE),
    ],
)
def test_what_a_dropped_block_is_called(
    text: str, links: int, zones: set[str], cue: BlockReason | None, expected: BlockReason
) -> None:
    """A container names what stands in it, but a link in a menu is the menu's and a linked headline another story."""
    dropped = block(
        text,
        links=links,
        link_share=float(links),
        zones=frozenset(zones),
        cues=() if cue is None else (Cue(3, cue),),
    )
    story = [block(f"{STORY} {STORY} It was the {number}th report.") for number in range(4)]
    assert judging.judge([*story, dropped], [0.9] * 4 + [0.1], None, [])[-1].reason is expected


def test_what_the_engine_left_out_is_recovered() -> None:
    """A block that the model keeps and the engine, where it was asked, did not is said to be recovered."""
    blocks = [block(f"{STORY} It was the {number}th report.") for number in range(3)]
    verdicts = judging.judge(blocks, [0.9, 0.9, 0.9], [True, False, True], [])
    assert [verdict.reason for verdict in verdicts] == [BlockReason.BODY, BlockReason.RECOVERED, BlockReason.BODY]
