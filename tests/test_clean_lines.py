"""Plain text by lines: markdown, headlines, further texts, and repairs that keep every character's place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.clean import clean_page
from claimhouse.clean.mapped import Builder, MappedText
from claimhouse.clean.plain import lines
from claimhouse.clean.plain.line_features import NAMES, Line, line_features
from claimhouse.clean.plain.line_judging import judge
from claimhouse.clean.plain.line_model import TOPIC_NUMBERS, read_model, shipped
from claimhouse.clean.plain.line_segments import CERTAIN_CHANGE, change_of_topic, topic_numbers
from claimhouse.clean.plain.repairs import repaired
from claimhouse.records import BlockKind, BlockReason, CleanedPage, MediaType, Page
from claimhouse.settings import CleanSettings

FERRY = [
    "The council of Nordholm approved a second ferry line to the island of Brenn on Monday evening.",
    "Mayor Ilse Kranz said the line would carry 400 passengers a day from the spring of next year.",
    "The harbour master, Tomas Veld, had asked for a longer quay before the winter storms arrive.",
    "Shipowners in Nordholm expect to hire thirty sailors, most of them from Brenn and Ostby itself.",
    "A ticket to Brenn will cost six crowns, and children under twelve will travel without paying.",
]
GLASS = [
    "Glassmaker Corvin closed its furnace in Telm after the price of gas had doubled within a year.",
    "Director Ada Kolbe told workers that the lenses would now be ground by a partner in Marlow.",
    "Around ninety glass grinders lose their work, and the union Vitra wants to speak with Kolbe.",
    "The furnace had burned without a break since 1962, when Corvin made windows for trams in Telm.",
    "Economist Jens Orlow called the closure a warning to every small glass furnace in the region.",
]


def _story(sentences: list[str]) -> list[str]:
    """Make a text long enough to say what it is about."""
    return [f"{sentences[n % 5]} {sentences[(n + 2) % 5]} {sentences[(n + 3) % 5]}" for n in range(10)]


def _cleaned(text: str) -> CleanedPage:
    return clean_page(Page(payload=text.encode(), media_type=MediaType.TEXT), CleanSettings())


def _mapped(text: str) -> MappedText:
    builder = Builder(text, entities=False)
    builder.add(0, len(text))
    return builder.build()


@pytest.mark.parametrize(
    ("glued", "expected"),
    [
        ("It fell in the harbour.Other towns were dry.", "It fell in the harbour. Other towns were dry."),
        ("He called it “late”.Others did not.", "He called it “late”. Others did not."),
        ("“It was late.”Others left.", "“It was late.” Others left."),
        ("It ended in 2019.The quay stayed.", "It ended in 2019. The quay stayed."),
        ("Was it late?Nobody knew.", "Was it late? Nobody knew."),
        (
            "It was not just the furnace,but also the people, the trams and the windows of the town that were old.",
            "It was not just the furnace, but also the people, the trams and the windows of the town that were old.",
        ),
    ],
)
def test_glued_sentences_are_parted(glued: str, expected: str) -> None:
    """A blank stands between two sentences, or behind a comma, that a scraper glued together."""
    assert repaired(_mapped(glued))[0].text == expected


@pytest.mark.parametrize(
    "text",
    [
        "She works for Booking.Com in Telm.",
        "Written in Node.js and Vue.Js by two people.",
        "Read it at harbour.example or Harbour.Org today.",
        "The file report.Final.pdf was lost.",
        "Version 2.Beta and iOS 17.Next were tested.",
        "The U.S.Army left in May.",
        "Small towns, e.g.this one, pay more.",
        "It weighs 3.5 tonnes and costs 1.299,00 crowns.",
        "A.B.Kolbe and J.R.Orlow signed.",
        "She met Prof.Kolbe in Telm.",
        "Values a,b,c and x,y are equal.",
        "Tags: python,java,rust,perl",
        "The ratio is 1,5 to 2,25 in the north.",
        "St.Petersburg and Mt.Everest are far.",
    ],
)
def test_what_is_written_with_a_full_stop_stays_whole(text: str) -> None:
    """Names, files, versions, abbreviations, initials and numbers are not parted."""
    assert repaired(_mapped(text)) == (_mapped(text), [])


@pytest.mark.parametrize(
    ("text", "kept", "markers"),
    [
        ("It was late [1].", "It was late .", ["[1]"]),
        ("It was late.[1][23] Nobody came.", "It was late. Nobody came.", ["[1][23]"]),
        ("It was late [[3]] and dark.", "It was late and dark.", ["[[3]]"]),
        ("It was late.[note 4] So what.", "It was late. So what.", ["[note 4]"]),
        ("It was late.[^2]", "It was late.", ["[^2]"]),
        ("It was late【5†source】.", "It was late.", ["【5†source】"]),
        ("It was late[citation needed] and dark.", "It was late and dark.", ["[citation needed]"]),
        ("Es war spät.[Beleg fehlt]", "Es war spät.", ["[Beleg fehlt]"]),
        ("It was late.¹² Nobody came.", "It was late. Nobody came.", ["¹²"]),
        ("The harbour³ was dark.", "The harbour was dark.", ["³"]),
        ("A hall of 40 m² and 3 km³.", "A hall of 40 m² and 3 km³.", []),
        ("In [2019] they met [sic].", "In [2019] they met [sic].", []),
        ("An array a[1] is code.", "An array a is code.", ["[1]"]),
    ],
)
def test_citation_markers_are_cut_out(text: str, kept: str, markers: list[str]) -> None:
    """Marks that point to a source are cut out under their own reason; measures, years and remarks stay."""
    body, cut = repaired(_mapped(text))
    assert body.text == kept
    assert [(piece.text, reason) for piece, reason in cut] == [
        (marker, BlockReason.CITATION_MARKER) for marker in markers
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The **board** met [in Ostrel](https://ostrel.example/a_(b)) again.", "The board met in Ostrel again."),
        ("![A boat](https://ostrel.example/boat.png)The board met.", "The board met."),
        ("[![A boat](https://o.example/b.png)](https://o.example/) The board met.", "The board met."),
        ("It was *very* late, and _nobody_ came.", "It was very late, and nobody came."),
        ("It was late [[3]](https://ostrel.example/#n3) and dark.", "It was late and dark."),
        ("Five * three * two is thirty, and a*b is ab.", "Five * three * two is thirty, and a*b is ab."),
    ],
)
def test_signs_of_markdown_are_cut_out(text: str, kept: str) -> None:
    """What a reader of the page would not see is no text."""
    assert repaired(_mapped(text), marked_up=True)[0].text == kept


PIECES = st.sampled_from(
    [
        *("harbour.Other", " towns", "sure[1]", " late,but", " “so.”Then ", "**bold**", "naïve³ ", "東京", "`f`"),
        *(" [a](https://b.example/c)", "![p](/q.png)", "2019.The ", "[citation needed]", " _x y_ "),
        "Please share this article with friends. ",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_every_character_keeps_its_place_through_repairs(text: str) -> None:
    """Each kept or cut character is the one that stands at its place in the source; nothing is there twice or lost."""
    body, cut = repaired(_mapped(text), marked_up=True)
    taken: list[int] = []
    for piece in (body, *(piece for piece, _ in cut)):
        for run in piece.runs:
            if run.source_start < 0:
                assert piece.text[run.start : run.end] == " "
                continue
            assert piece.text[run.start : run.end].split() == text[run.source_start : run.source_end].split()
            taken += range(run.source_start, run.source_end)
    assert len(taken) == len(set(taken))
    assert {place for place, mark in enumerate(text) if not mark.isspace()} <= set(taken)


def test_a_text_of_another_matter_is_a_segment() -> None:
    """A headline that shares words with the text below, and none with the text above, begins a segment."""
    text = ["Nordholm gets a second ferry line", *_story(FERRY), "Glassmaker Corvin closes its furnace", *_story(GLASS)]
    page = _cleaned("\n".join(text))
    assert page.segments == 2
    assert [block.text for block in page.blocks if block.reason is BlockReason.SEGMENT_TITLE] == [text[11]]


@pytest.mark.parametrize(
    "heading",
    ["What the ferry to Brenn will cost", "Sailors from Ostby and Brenn", "Another matter", "Next steps for all"],
)
def test_a_section_is_no_segment(heading: str) -> None:
    """A heading inside a text, whatever it says, does not make two of it."""
    assert _cleaned("\n".join(["Nordholm gets a second ferry line", *FERRY[:3], heading, *FERRY[3:]])).segments == 1


def test_change_of_topic_needs_text_on_both_sides() -> None:
    """Where a side is too short to say, nothing changes."""
    assert change_of_topic("Glassmaker Corvin closes its furnace", _story(FERRY), _story(GLASS)) >= CERTAIN_CHANGE
    assert change_of_topic("Glassmaker Corvin closes its furnace", FERRY[:1], _story(GLASS)) == float("-inf")


def test_change_of_topic_is_the_sum_of_its_weighted_numbers() -> None:
    """The log odds are a sum over the named numbers, so that other weights can be tried."""
    sides = ("Glassmaker Corvin closes its furnace", _story(FERRY), _story(GLASS))
    numbers = topic_numbers(*sides)
    assert numbers is not None
    assert len(numbers) == len(TOPIC_NUMBERS) == len(shipped().topic)
    assert change_of_topic(*sides, weights=[1.0] + [0.0] * 8) == 1.0


def test_other_weights_can_be_tried_on_a_text() -> None:
    """A model that is given beside a text judges it: one that never sees a change of topic finds one text only."""
    text = ["Nordholm gets a second ferry line", *_story(FERRY), "Glassmaker Corvin closes its furnace", *_story(GLASS)]
    page = Page(payload="\n".join(text).encode(), media_type=MediaType.TEXT)
    deaf = shipped()._replace(topic=(0.0,) * len(TOPIC_NUMBERS))
    assert clean_page(page, CleanSettings(), line_model=deaf).segments == 1
    assert clean_page(page, CleanSettings(), line_model=shipped()).segments == 2


def test_weights_for_other_numbers_are_refused() -> None:
    """Weights that were trained on other numbers than those worked out here are no model."""
    topic = dict.fromkeys(TOPIC_NUMBERS, 0.0)
    with pytest.raises(ValueError, match="other numbers"):
        read_model({"features": ["chars"], "topic": topic, "trees": {}})
    with pytest.raises(ValueError, match="other numbers"):
        read_model({"features": NAMES, "topic": {}, "trees": {}})


def test_the_head_of_a_reader_service_is_no_text() -> None:
    """Title, address and labels that a reader service writes above its markdown are taken apart."""
    head = "Title: Nordholm gets a second ferry line\n\nURL Source: https://post.example/a\n\nMarkdown Content:\n"
    page = _cleaned(head + "\n\n".join(FERRY))
    assert page.title == "Nordholm gets a second ferry line"
    assert page.text == "\n".join(FERRY)


def test_a_lead_is_no_headline() -> None:
    """A first line that is a sentence stays in the text."""
    assert _cleaned("\n".join(FERRY)).text == "\n".join(FERRY)


def test_items_that_come_again_below_are_a_table_of_contents() -> None:
    """Lines without bullets that come again, in order, as headings are the contents."""
    parts = ["Who pays for it", "How long it takes", "When it starts", "Why it was late"]
    body = [line for part, text in zip(parts, FERRY, strict=False) for line in (part, text)]
    page = _cleaned("\n".join(["Nordholm gets a second ferry line", FERRY[4], *parts, *body]))
    assert [block.text for block in page.blocks if block.reason is BlockReason.TOC] == parts
    assert page.text.split("\n") == [FERRY[4], *body]


def test_furniture_around_a_story_goes() -> None:
    """Menus above and teasers below a story go, the story stays."""
    menu = ["Home", "Sport", "Weather", "Culture", "Shipping", "Jobs", "Log in"]
    teasers = [
        "Most read",
        "Ten lakes to swim in",
        "Why gulls cry at night",
        "A bakery for dogs",
        "© 2025 Nordholm Post",
    ]
    page = _cleaned("\n".join([*menu, "Nordholm gets a second ferry line", "By Ada Quill", *FERRY, *teasers]))
    assert page.text == "\n".join(FERRY)
    assert page.title == "Nordholm gets a second ferry line"


def test_features_are_one_row_for_each_line() -> None:
    """Whatever the number of lines, each has all features, and the model gives a probability for each."""
    line = Line(FERRY[0], BlockKind.PARAGRAPH, 0, 0, 0, None)
    for count in (0, 1, 2, 7, 5000):
        features = line_features([line] * count)
        assert features.shape == (count, len(NAMES))
        likely = shipped().likely_content(features)
        assert likely.shape == (count,)
        assert ((likely >= 0) & (likely <= 1)).all()


@given(st.lists(st.sampled_from([*FERRY, *GLASS, "", "## Plan", "Read also:", "[a](#b)", "- x", "Share", "***", "©"])))
@settings(max_examples=100, deadline=None)
def test_every_line_is_judged_once(text_lines: list[str]) -> None:
    """There is one verdict for each line, and segments are counted up from 0."""
    found = lines.candidates("\n".join(text_lines))
    verdicts, title = judge(found)
    assert len(verdicts) == len(found)
    segments = [verdict.segment for verdict in verdicts]
    assert segments == sorted(segments)
    assert title is None or verdicts[title].reason is BlockReason.DUPLICATE_TITLE


def _html(*articles: tuple[str, list[str]]) -> CleanedPage:
    parts = (
        f"<article><h1>{title}</h1>{''.join(f'<p>{text}</p>' for text in texts)}</article>" for title, texts in articles
    )
    payload = f"<html><head><title>{articles[0][0]}</title></head><body><main>{''.join(parts)}</main></body></html>"
    return clean_page(Page(payload=payload.encode(), media_type=MediaType.HTML), CleanSettings())


def test_two_articles_of_one_page_are_two_segments() -> None:
    """An endless page keeps its further article as a segment of its own, below its own headline."""
    ferry, glass = (list(dict.fromkeys(_story(sentences))) for sentences in (FERRY, GLASS))
    page = _html(("Nordholm gets a second ferry line", ferry), ("Glassmaker Corvin closes its furnace", glass))
    assert page.segments == 2
    assert [(block.segment, block.text) for block in page.blocks if block.kept] == [
        *((0, text) for text in ferry),
        (1, "Glassmaker Corvin closes its furnace"),
        *((1, text) for text in glass),
    ]


def test_teasers_and_posts_on_the_same_matter_are_no_segments() -> None:
    """Articles of a line or two, and articles that go on with the same matter, make no further segment."""
    story = list(dict.fromkeys(_story(FERRY)))
    teaser = ("Glassmaker Corvin closes its furnace", GLASS[:1])
    assert _html(("Nordholm gets a second ferry line", story), teaser, teaser).segments == 1
    assert _html(("Nordholm gets a second ferry line", story), ("What Kranz said of Brenn", story[::-1])).segments == 1
