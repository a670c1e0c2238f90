"""Which claims can be read without their sentence: what the gate keeps, and what it leaves to `--no-gate`."""

from __future__ import annotations

import pytest

from claimhouse.extractors import extract_document
from claimhouse.extractors.standing import is_whole
from claimhouse.records import FoundClaim, TextDocument
from claimhouse.settings import ExtractSettings

BEFORE = "The harbour board met on Monday. "
"""A sentence in which nothing is named that a later one could mean."""

# what stands after it, a word of the claim's subject or predicate; the claim points or speaks for nobody
DANGLING = (
    ("It has sold 300 boats since May.", "has sold"),
    ("This report was withdrawn by 40 editors.", "was withdrawn"),
    ("They paid $3 million for the quay.", "paid"),
    ("Its profit rose 5% to $20 million.", "rose"),
    ("Most of it was sold to 30 farmers.", "was sold"),
    ("Your policy pays $400 for a broken window.", "pays"),
    ("The mill closes if Norvik sells 40 looms.", "sells"),
    ("Norvik gave them $3 million.", "gave"),
)

# what stands after it, subject, predicate
STANDING = (
    ("Norvik has sold 300 boats since May.", "Norvik", "has sold"),
    ("Some of the editors resigned in May 2019.", "Some of the editors", "resigned"),
    ("“We tested 14 pumps,” said Ann Bell.", "We", "tested"),
    ("The oldest mill in Lund employs 300 people.", "The oldest mill in Lund", "employs"),
    ("Norvik sold its quay for $3 million.", "Norvik", "sold"),
    ("The board fined the broker $750,000.", "The board", "fined"),
    ("Meanwhile 200 weavers will be handed their notice.", "200 weavers", "will be handed"),
    ("The quay was sold, and 300 people lost their jobs for it.", "300 people", "lost"),
)

# phrase, whether nothing was taken out of it
PHRASES = (
    ("the mill (in Lund)", True),
    ("the mill (in Lund", False),
    ("the “old” mill", True),
    ("the mill, , and the quay", False),
    ('the mill" in Lund', False),
    ("Price | $30", False),
    (None, True),
)


def claims_after(sentence: str, *, gate: bool = True) -> list[FoundClaim]:
    """Return the claims of the sentence, read after `BEFORE`."""
    document = TextDocument(text=BEFORE + sentence, language="en")
    found = extract_document(document, ExtractSettings(gate=gate)).sentences
    return [claim for one in found for claim in one.claims if claim.char_start >= len(BEFORE)]


@pytest.mark.parametrize(("sentence", "predicate"), DANGLING)
def test_what_points_out_of_itself_is_no_claim(sentence: str, predicate: str) -> None:
    """Without the sentence nobody could tell what it is about; `--no-gate` still shows it."""
    assert predicate not in {claim.predicate for claim in claims_after(sentence)}
    shown = {claim.predicate or "" for claim in claims_after(sentence, gate=False)}
    assert any(text.startswith(predicate) for text in shown), shown


@pytest.mark.parametrize(
    "sentence",
    [
        "You pay $30 for a ticket.",
        "We tested 14 pumps in Lund.",
        "My Norvik sold for $300.",
        "The best of our 14 pumps is made by Tessel.",
    ],
)
def test_the_voice_of_the_text_and_its_reader_are_nobody(sentence: str) -> None:
    """Who "we" and "you" are is said nowhere in the claim."""
    assert claims_after(sentence) == []


@pytest.mark.parametrize(("sentence", "subject", "predicate"), STANDING)
def test_what_can_be_read_alone_is_kept(sentence: str, subject: str, predicate: str) -> None:
    """Names, described things, a speaker's "we" and a part of something said are understood."""
    found = [(claim.subject, claim.predicate) for claim in claims_after(sentence)]
    assert any(one == subject and (other or "").startswith(predicate) for one, other in found), found


@pytest.mark.parametrize(("text", "whole"), PHRASES)
def test_a_phrase_shows_whether_something_was_taken_out_of_it(text: str | None, *, whole: bool) -> None:
    """Half a bracket or quotation, and signs with nothing between them, are left by what was cut away."""
    assert is_whole(text) is whole


def test_a_pronoun_that_the_document_resolves_is_kept() -> None:
    """The name stands beside the word."""
    text = "Norvik Labs bought the quay in May. It has sold 300 boats since."
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings()).sentences[1].claims
    assert [(claim.subject, claim.subject_name) for claim in found] == [("It", "Norvik Labs")]


def test_what_belongs_to_a_name_is_named_with_its_owner() -> None:
    """The profit in "its profit" is that of the firm that was spoken of."""
    text = "Norvik Labs bought the quay in May. Its profit rose 5% to $20 million."
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings()).sentences[1].claims
    assert {claim.subject_name for claim in found} == {"Norvik Labs's profit"}


def test_a_part_of_a_name_does_not_stand_for_it() -> None:
    """Where only a part of a name was found, the words of the text stand alone."""
    text = "The Norvik Quell 4 Pro weighs 300 grams and costs $90."
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings()).sentences[0].claims
    assert {claim.subject_name for claim in found} <= {None, "Norvik Quell 4 Pro"}


def test_a_sentence_given_alone_keeps_its_pronoun() -> None:
    """With nothing before it there is nothing that it could leave open."""
    found = extract_document(TextDocument(text="He denies doping.", language="en"), ExtractSettings()).sentences[0]
    assert [claim.subject for claim in found.claims] == ["He"]
