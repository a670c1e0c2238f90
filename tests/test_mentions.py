"""Names: where they stand, what they are in the whole document, and what pronouns mean where that is certain."""

from __future__ import annotations

from functools import cache

import pytest

from claimhouse.extractors import extract_document
from claimhouse.records import EntityKind, ExtractedDocument, Field, FoundMention, TextDocument
from claimhouse.settings import ExtractSettings

STORY = """\
Norvik Labs bought Tessel Robotics for $3 billion on Monday. Chief executive Ann Bell said the price was fair.

Norvik, which is based in Lund, employs 900 people. Bell founded Tessel Robotics in 2012.

Mr. Reyes joined Norvik Labs in 2019. The Harrow Trade Council (HTC) praised the deal. HTC has 40 members.

"It is a good day for Harrow," Mr. Tom Reyes said. Tessel Robotics makes 300 robots a year.
"""


@cache
def extracted(text: str, title: str | None = None) -> ExtractedDocument:
    """Return what is found in a text with the gate open."""
    return extract_document(TextDocument(text=text, title=title), ExtractSettings(gate=False))


def mention(text: str) -> FoundMention:
    """Return the first mention of the story that is written so."""
    return next(found for found in extracted(STORY).mentions if found.text == text)


def test_every_mention_is_written_where_its_span_says() -> None:
    """The span of a name gives its text back, in title and text."""
    title = "Norvik Labs to buy Tessel Robotics"
    found = extracted(STORY, title).mentions
    fields = {Field.TEXT: STORY, Field.TITLE: title}
    assert {item.field for item in found} == set(Field)
    assert all(fields[item.field][item.char_start : item.char_end] == item.text for item in found)


def test_mentions_come_in_reading_order() -> None:
    """Names are listed as they stand in the text."""
    starts = [item.char_start for item in extracted(STORY).mentions]
    assert starts == sorted(starts)


PLACES = [
    "Voters in the port city of Ravenhithe approved a tram line on Sunday. Ravenhithe has 90,000 voters.",
    "The people of Ravenhithe approved a tram line. Ravenhithe has 90,000 voters.",
    "Lundby was quiet. Lundby, a small town on the coast, approved a tram line.",
    "It burned for two hours north of Ravenhithe. Ravenhithe has 90,000 voters.",
]


@pytest.mark.parametrize("text", PLACES)
def test_what_is_called_a_city_is_a_place(text: str) -> None:
    """Towns that no model knows are told by the words around them."""
    assert {item.kind for item in extracted(text).mentions if item.name in {"Ravenhithe", "Lundby"}} == {
        EntityKind.PLACE
    }


@pytest.mark.parametrize(
    "text",
    [
        "Valtera chief executive Ann Bell left on Monday. Valtera has 90 shops in Lund.",
        "The board of Valtera met on Monday. Valtera lost 3 million euros last year.",
        "Outgoing Valtera chief executive Ann Bell said nothing. Shareholders of Valtera were angry.",
    ],
)
def test_what_has_a_board_is_an_organisation(text: str) -> None:
    """Houses that a model takes for towns are told by what they have; who goes is no part of their name."""
    kinds = {item.name: item.kind for item in extracted(text).mentions}
    assert kinds["Valtera"] is EntityKind.ORGANISATION
    assert not any("Outgoing" in name for name in kinds)


def test_what_is_a_part_of_a_firm_is_no_place() -> None:
    """The capital of a firm is its money."""
    text = "Norvik Labs will buy 60 percent of the share capital of Tessel. Tessel makes robots."
    assert {item.kind for item in extracted(text).mentions if item.name == "Tessel"} == {EntityKind.ORGANISATION}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Norvik Labs", "Norvik Labs", EntityKind.ORGANISATION),
        ("Norvik", "Norvik Labs", EntityKind.ORGANISATION),
        ("Tessel Robotics", "Tessel Robotics", EntityKind.ORGANISATION),
        ("Ann Bell", "Ann Bell", EntityKind.PERSON),
        ("Bell", "Ann Bell", EntityKind.PERSON),
        ("Reyes", "Tom Reyes", EntityKind.PERSON),
        ("Tom Reyes", "Tom Reyes", EntityKind.PERSON),
        ("HTC", "Harrow Trade Council", EntityKind.ORGANISATION),
        ("Lund", "Lund", EntityKind.PLACE),
    ],
)
def test_a_short_form_has_the_name_and_kind_of_the_full_one(text: str, name: str, kind: EntityKind) -> None:
    """Surname, first words and initials join the only longer form that fits, and all vote for one kind."""
    found = mention(text)
    assert (found.name, found.kind) == (name, kind)


def test_a_title_is_no_part_of_the_name() -> None:
    """Offices and forms of address before a name are left out of its span."""
    texts = {found.text for found in extracted("Norvik CEO Ann Bell met Mr. Reyes in Lund on Monday.").mentions}
    assert {"Norvik", "Ann Bell", "Reyes"} <= texts


def test_a_surname_that_two_people_share_stays_itself() -> None:
    """A short form that fits two full forms is joined to neither."""
    text = "Ann Bell founded Norvik in 2012. Her rival Marcus Bell founded Tessel. Bell sold 40,000 maps."
    assert {found.name for found in extracted(text).mentions if found.text == "Bell"} == {"Bell"}


def test_a_headline_does_not_lengthen_a_name() -> None:
    """Words that run into a name in Title Case give no fuller form of it."""
    found = extracted("Norvik bought Tessel for $3 billion. Norvik is based in Lund.", "Norvik Mega Splash Stuns Lund")
    assert {item.name for item in found.mentions if item.text == "Norvik"} == {"Norvik"}


def subject_names(text: str) -> list[str | None]:
    """Return what the subject of each claim means."""
    return [claim.subject_name for found in extracted(text).sentences for claim in found.claims]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norvik Labs was founded in 2012. The company employs 900 people.", "Norvik Labs"),
        ("Norvik Labs was founded in 2012. It employs 900 people.", "Norvik Labs"),
        ("Ann Bell joined Norvik Labs in 2012. She left in 2019.", "Ann Bell"),
        ("Ann Bell, the founder of Norvik Labs, won a prize. The 34-year-old left Lund in 2019.", "Ann Bell"),
        ("Ann Bell said she sold 40,000 maps.", "Ann Bell"),
        # at the beginning of a sentence a tagger takes the name for a noun
        ("Norvik Group buys Quillbeam Energy. Quillbeam employs 90 people. It was begun in 2009.", "Quillbeam Energy"),
    ],
)
def test_a_sure_reference_is_resolved(text: str, name: str) -> None:
    """A pronoun or definite noun means the subject before it, or the only name of its kind."""
    assert subject_names(text)[-1] == name


@pytest.mark.parametrize(
    "text",
    [
        "The price was high. The company employs 900 people.",
        "Norvik Labs sued Tessel Robotics, and the company paid $3 million.",
        "The talks with Ann Bell lasted an hour. He left in 2019.",
        "They sold 40,000 maps in 2019.",
        "The city council approved $3 million for Norvik Labs.",
    ],
)
def test_an_unsure_reference_is_left_open(text: str) -> None:
    """Without an antecedent, with two, or with only a bystander, nothing is guessed."""
    assert subject_names(text)[-1] is None


@pytest.mark.parametrize(
    ("text", "subject", "name"),
    [
        ("Norvik Labs cut 400 jobs on Monday. The union demands 9 percent more pay.", "The union", None),
        ("Norvik Labs cut 400 jobs on Monday. The union expects talks in May.", "The union", None),
        ("Norvik Labs cut 400 jobs on Monday. The bank employs 900 people.", "The bank", None),
        ("Tessel Robotics fined Ann Bell. The regulator collected $3 million.", "The regulator", None),
        ("Tessel Robotics sold 300 scanners. The hospital said 40 nurses left.", "The hospital", None),
        ("Norvik Labs, a bank, cut 400 jobs on Monday. The bank employs 900 people.", "The bank", "Norvik Labs"),
        ("Alder Hospital opened in 2012. The hospital treats 900 patients.", "The hospital", "Alder Hospital"),
        (
            "The Dock Sailors' Union met Norvik Labs on Monday. The union demands 9 percent.",
            "The union",
            "Dock Sailors' Union",
        ),
        ("The Dock Sailors' Union called a strike. The company said it would lose $3 million.", "The company", None),
        ("The Dock Sailors' Union called a strike. The company said it would lose $3 million.", "it", None),
        ("The Harrow Gazette printed the letter on Monday. The company employs 900 people.", "The company", None),
        ("Norvik Labs bought Tessel Robotics. The company employs 900 people.", "The company", None),
        ("Norvik Labs sold a company in Lund. The company employs 900 people.", "The company", None),
        ("Tessel Robotics sold 300 scanners. The company said 40 engineers left.", "The company", "Tessel Robotics"),
        ("Ann Bell sold the mill in May. The judge fined 300 people.", "The judge", None),
        ("Ann Bell, a judge, spoke on Monday. The judge fined 300 people.", "The judge", "Ann Bell"),
        ("Nora Quill sold the mill in May. Maud Trask said she had learned of the sale.", "she", "Maud Trask"),
        ("Nora Quill sold the mill in May. Maud Trask, a nurse, said she had lost $300.", "she", "Maud Trask"),
        ("Ann Bell met the team on Monday. Mr. Tom Reyes said she had sold 300 shares.", "she", None),
        ("Norvik Labs said on Monday that it would cut 400 jobs.", "it", "Norvik Labs"),
        ("Nora Quill sold the mill in May. She had lost $300, Maud Trask said.", "She", None),
    ],
)
def test_a_noun_or_pronoun_means_only_what_it_fits(text: str, subject: str, name: str | None) -> None:
    """An institution is meant by a word of its name or its apposition, any company by "the company", "she" speaks."""
    claims = [claim for found in extracted(text).sentences for claim in found.claims if claim.subject == subject]
    assert [claim.subject_name for claim in claims] == [name]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Tessel Robotics sold 300 scanners. The hospital said 40 nurses left.", None),
        ("Tessel Robotics sold 300 scanners. The company said 40 engineers left.", "Tessel Robotics"),
        ("The Dock Sailors' Union said 300 people had left.", "Dock Sailors' Union"),
        ("Ann Bell runs Tessel Robotics. Sales will rise by a third, according to Bell.", "Ann Bell"),
    ],
)
def test_a_speaker_is_named_as_strictly(text: str, speaker: str | None) -> None:
    """The name of a speaker follows the same rules as that of a subject."""
    assert [said.speaker_name for found in extracted(text).sentences for said in found.attributions] == [speaker]


def test_a_plural_possessive_after_the_article_is_a_part_of_the_name() -> None:
    """A union of sailors is one name after the article; a firm's plural-looking name and its plant are two."""
    text = "The Sailors' Union said on Friday that 17 people had died. Norvik Systems' Alder plant is shut."
    found = extract_document(TextDocument(text=text), ExtractSettings()).mentions
    names = {mention.text for mention in found}
    assert "Sailors' Union" in names
    assert not any("Systems' Alder" in name for name in names)
