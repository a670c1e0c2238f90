"""The extraction engine (trafilatura) and which of our blocks it keeps."""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import islice

import trafilatura
from lxml.etree import _Element

# The engine tells its discarded pages to the log; our account says the same with a reason.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Containers around a block from which the engine is not asked: its time grows with the cube of the depth where links
# stand at each level (13 kB of "<a><div></a>x" cost it minutes). Layouts nest some twenty.
MAX_DEPTH = 100
MAX_NESTED_TABLES = 16  # the engine's time grows with the square of this depth; layouts nest a few
NOT_WORD = re.compile(r"[\W_]+")
ANCHOR_CHARS = 24  # a text of this length that occurs once on both sides is the same text
EDGE_CHARS = 20  # a block with an inline part dropped by the engine is still known by its two ends
STRETCH = 1.3  # how much longer than the block the engine's text between the two ends may be


def engine_text(root: _Element, url: str | None) -> str | None:
    """Return the main text that the engine finds in a parsed page; "" where it finds none.

    None where it cannot tell: it follows nested lists by recursion, and gives up some three hundred deep.
    The tree keeps its text; tables nested deeper than any layout become plain containers.
    """
    for table in root.iter("table"):
        if sum(1 for _ in islice(table.iterancestors("table"), MAX_NESTED_TABLES)) == MAX_NESTED_TABLES:
            table.tag = "div"
    try:
        document = trafilatura.bare_extraction(
            root, url=url, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
        )
    except RecursionError:
        return None
    if document is None or isinstance(document, dict):
        return ""
    return document.text or ""


def found_in(output: str, texts: Sequence[str]) -> list[bool]:
    """Tell for each text whether the engine's output holds it, in order, white space and signs ignored.

    1. Texts long enough that occur once on both sides are anchors; their longest increasing chain fixes the order.
    2. A short text counts only between its neighbouring anchors, as whole lines or right behind the text before it:
       "Share" must not be found in the middle of a sentence.
    3. A long text that is not found whole is found by its two ends.
    """
    lines = [NOT_WORD.sub("", line) for line in output.split("\n")]
    whole = "".join(lines)
    edges = {0}
    length = 0
    for line in lines:
        length += len(line)
        edges.add(length)
    keys = [NOT_WORD.sub("", text) for text in texts]
    counts = Counter(keys)
    anchors: dict[int, int] = {}
    for index, key in enumerate(keys):
        if len(key) >= ANCHOR_CHARS and counts[key] == 1:
            place = whole.find(key)
            if place >= 0 and whole.find(key, place + 1) < 0:
                anchors[index] = place
    chain = _longest_chain(list(anchors.items()))
    kept = [index in anchors for index in range(len(keys))]
    bounds = [*((index, place) for index, place in chain), (len(keys), len(whole))]
    first, cursor = 0, 0
    for index, place in bounds:
        _fill(keys, kept, range(first, index), whole, (cursor, place), edges)
        if index < len(keys):
            first, cursor = index + 1, place + len(keys[index])
    return kept


def _fill(
    keys: Sequence[str], kept: list[bool], indices: range, whole: str, place: tuple[int, int], edges: set[int]
) -> None:
    cursor, end = place
    for index in indices:
        key = keys[index]
        if kept[index] or not key or cursor >= end:
            continue
        start, stop = _find(key, whole, cursor, end, edges)
        if start >= 0:
            kept[index] = True
            cursor = stop


def _find(key: str, whole: str, cursor: int, end: int, edges: set[int]) -> tuple[int, int]:
    start = whole.find(key, cursor, end)
    while start >= 0:
        stop = start + len(key)
        if len(key) >= ANCHOR_CHARS or ((start == cursor or start in edges) and (stop in edges or start == cursor)):
            return start, stop
        start = whole.find(key, start + 1, end)
    if len(key) >= 2 * EDGE_CHARS:
        start = whole.find(key[:EDGE_CHARS], cursor, end)
        if start >= 0:
            limit = min(end, start + int(len(key) * STRETCH))
            last = whole.rfind(key[-EDGE_CHARS:], start, limit)
            if last >= 0:
                return start, last + EDGE_CHARS
    return -1, -1


def _longest_chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs (sorted by their first member) whose second members increase."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        slot = bisect_right(tails, place)
        before.append(ends[slot - 1] if slot else -1)
        if slot == len(tails):
            tails.append(place)
            ends.append(number)
        else:
            tails[slot] = place
            ends[slot] = number
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
