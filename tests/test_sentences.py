"""Sentences: exact places, never across blocks, glued ones split, markers outside, headings in force."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.extractors.sentences import line_kind, split_sentences
from claimhouse.records import BlockKind, TextBlock


def _texts(text: str) -> list[str]:
    return [text[sentence.char_start : sentence.char_end] for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill shut. It had 20 staff.", ["The mill shut.", "It had 20 staff."]),
        ("They sell grain.Unlike others, they pay.", ["They sell grain.", "Unlike others, they pay."]),
        ("The agency (QRB).Officials said no.", ["The agency (QRB).", "Officials said no."]),
        ("It met the EU.Regulators said no.", ["It met the EU.", "Regulators said no."]),
        ("It works in 2024.The rest failed.", ["It works in 2024.", "The rest failed."]),
        ("It asked “why?”Then it left.", ["It asked “why?”", "Then it left."]),
        ("It runs Node.js at example.com today.", ["It runs Node.js at example.com today."]),
        ("She moved to the U.S.A yesterday.", ["She moved to the U.S.A yesterday."]),
        ("He left the U.S. Senate in May.", ["He left the U.S. Senate in May."]),
        ("She met Mr. Ost and Dr. Vale.", ["She met Mr. Ost and Dr. Vale."]),
        ("Mine No. 5 is flooded.", ["Mine No. 5 is flooded."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("J. K. Marl met Ann B. Core.", ["J. K. Marl met Ann B. Core."]),
        ("Quill Corp. makes pens.", ["Quill Corp. makes pens."]),
        ("It cost $3.5 million. It sank.", ["It cost $3.5 million.", "It sank."]),
        ("“It is done.” He left.", ["“It is done.”", "He left."]),
        ('"It is done." He left.', ['"It is done."', "He left."]),
        ("“Why?” he asked.", ["“Why?” he asked."]),
        ("It won… Then it lost! Why? Nobody knows.", ["It won…", "Then it lost!", "Why?", "Nobody knows."]),
        ("The end is near.### The next part", ["The end is near.", "The next part"]),
        ("One line\nAnother line", ["One line", "Another line"]),
        (
            "- a bullet\n• another\n2) a third\n## A Head\n> quoted",
            ["a bullet", "another", "a third", "A Head", "quoted"],
        ),
        ("| Mill | 5 |\n|---|---|\n| Dam | 7 |", ["Mill | 5", "Dam | 7"]),
        (
            "🙂 It won.\u00a0It lost.\n\n  Über Ål 𝔘. Then more came.",
            ["🙂 It won.", "It lost.", "Über Ål 𝔘.", "Then more came."],
        ),
        ("***\n\n---", []),
        ("", []),
    ],
)
def test_sentences_are_split_at_their_ends_only(text: str, expected: list[str]) -> None:
    """Abbreviations, initials, decimals and file names do not end a sentence; glued ends do; markers stay outside."""
    assert _texts(text) == expected


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# Anything at all", BlockKind.HEADING),
        ("What the Harbour Deal Means", BlockKind.HEADING),
        ("Worked Examples (Invented)", BlockKind.HEADING),
        ("The mill closed in May.", BlockKind.PARAGRAPH),
        ("the mill has not opened yet", BlockKind.PARAGRAPH),
        ("- two mills", BlockKind.LIST_ITEM),
        ("3. Open the box", BlockKind.LIST_ITEM),
        ("| a | b |", BlockKind.TABLE_ROW),
        ("> said she", BlockKind.QUOTE),
    ],
)
def test_a_line_is_judged_by_its_form(line: str, kind: BlockKind) -> None:
    """Without blocks, markers, length, capitals and the last character tell what a line is."""
    assert line_kind(line) is kind


def test_headings_in_force_are_known_above_a_sentence() -> None:
    """A heading of the same or a higher level ends the one before it; a deeper one stands below it."""
    text = "# Trade\nIt grew.\n## Tea\nIt fell.\n## Oil\nIt rose.\n# Law\nIt passed."
    above = {
        text[sentence.char_start : sentence.char_end]: sentence.headings
        for sentence in split_sentences(text)
        if sentence.kind is not BlockKind.HEADING
    }
    assert above == {
        "It grew.": ("Trade",),
        "It fell.": ("Trade", "Tea"),
        "It rose.": ("Trade", "Oil"),
        "It passed.": ("Law",),
    }


def test_without_levels_the_last_heading_is_in_force() -> None:
    """Headings that show no level replace each other, and none stands above itself."""
    text = "The Old Harbour\nIt closed.\nThe New Harbour\nIt opened."
    assert [sentence.headings for sentence in split_sentences(text) if sentence.kind is BlockKind.PARAGRAPH] == [
        ("The Old Harbour",),
        ("The New Harbour",),
    ]
    assert split_sentences(text)[0].headings == ()


def test_blocks_bound_sentences_and_segments_end_headings() -> None:
    """No sentence crosses a block, its kind and segment are the block's, and a new segment starts without headings."""
    text = "Tea Trade\nIt grew and\nit fell. Then more"
    blocks = (
        TextBlock(char_start=0, char_end=9, kind=BlockKind.HEADING),
        TextBlock(char_start=10, char_end=21, kind=BlockKind.PARAGRAPH),
        TextBlock(char_start=22, char_end=len(text), kind=BlockKind.LIST_ITEM, segment=1),
    )
    found = [
        (text[item.char_start : item.char_end], item.kind, item.segment, item.paragraph, item.headings)
        for item in split_sentences(text, blocks)
    ]
    assert found == [
        ("Tea Trade", BlockKind.HEADING, 0, 0, ()),
        ("It grew and", BlockKind.PARAGRAPH, 0, 1, ("Tea Trade",)),
        ("it fell.", BlockKind.LIST_ITEM, 1, 2, ()),
        ("Then more", BlockKind.LIST_ITEM, 1, 2, ()),
    ]


_PIECES = [
    "The mill shut.",
    "It had 20 staff!",
    " ",
    "\n",
    "\u00a0",
    "“Yes.”",
    "Mr. Ost",
    "🙂",
    "ü",
    "grain.Later it,",
    "# H",
    "- x",
    "|a|",
]
_PIECES += ["(QRB).", "\x00", "\u2028", "no.", "U.S.", "...", "e\u0301", "\r\n", "\t", "’", '"', "1. "]


@given(text=st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
@settings(deadline=None)
def test_sentences_cover_the_words_in_order(text: str) -> None:
    """Sentences do not overlap, have no white space at their ends, and leave out nothing that is a word."""
    last, kept = 0, ""
    for sentence in split_sentences(text):
        piece = text[sentence.char_start : sentence.char_end]
        assert piece == piece.strip() != ""
        assert sentence.char_start >= last
        last = sentence.char_end
        kept += piece
    assert [character for character in kept if character.isalpha()] == [
        character for character in text if character.isalpha()
    ]


DATELINES = [
    ("NORHAVN, 10 March 2026 - The mill has closed.", "The mill has closed."),
    ("NORHAVN, March 10 (Pell Wire) — The mill has closed.", "The mill has closed."),
    ("PORT ELM — The mill has closed.", "The mill has closed."),
    ("SAN BRISO, Cal. (PW) -- The mill has closed.", "The mill has closed."),
    ("Norhavn (Pell Wire) - The mill has closed.", "The mill has closed."),
    ("15:30 The mill has closed.", "The mill has closed."),
    ("9.05pm – The mill has closed.", "The mill has closed."),
    ("12.50 Euro kostet der Eintritt.", "12.50 Euro kostet der Eintritt."),
    ("9.50 metres is the height.", "9.50 metres is the height."),
    ("The mill - an old one - has closed.", "The mill - an old one - has closed."),
    ("NATO - the alliance - has met.", "NATO - the alliance - has met."),
    ("Norhavn (population 900) - a village - has a mill.", "Norhavn (population 900) - a village - has a mill."),
]


@pytest.mark.parametrize(("text", "first"), DATELINES)
def test_a_dateline_is_no_part_of_the_sentence(text: str, first: str) -> None:
    """Where and when a report was written stands before its first sentence, not in it."""
    block = TextBlock(char_start=0, char_end=len(text), kind=BlockKind.PARAGRAPH)
    sentence = split_sentences(text, [block])[0]
    assert text[sentence.char_start : sentence.char_end] == first
