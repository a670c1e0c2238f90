"""Golden pages: `tests/clean/PAGE` beside `PAGE.expected.json`, and the small tables behind them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from claimhouse.clean import clean_page
from claimhouse.clean.blocks import rules
from claimhouse.clean.blocks.engine import found_in
from claimhouse.clean.candidates import Candidate, Cue
from claimhouse.clean.lexicon import container_reason, fold, line_reason
from claimhouse.clean.mapped import MappedText
from claimhouse.clean.metadata import date_reading, dates, person_names
from claimhouse.records import BlockKind, BlockReason, CleanedPage, EvidencePart, MediaType, Page, raw_spans
from claimhouse.settings import CleanSettings

FOLDER = Path(__file__).parent / "clean"
SETTINGS = CleanSettings()
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".html", ".txt"})


def cleaned(payload: bytes, media_type: MediaType = MediaType.HTML, **fields: str) -> CleanedPage:
    """Clean a payload as a page of an invented site."""
    page = Page(payload=payload, media_type=media_type, url=fields.get("url"), given_title=fields.get("title"))
    return clean_page(page, SETTINGS)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_golden_page(path: Path) -> None:
    """A page's kept and dropped blocks, reasons and metadata are as written down beside it."""
    media_type = MediaType.HTML if path.suffix == ".html" else MediaType.TEXT
    page = cleaned(path.read_bytes(), media_type, url="https://courier.example/news/x")
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = {
        "title": page.title,
        "authors": list(page.authors),
        "published_at": page.published_at.isoformat() if page.published_at else None,
        "precision": page.published_precision,
        "evidence": page.published_evidence,
        "language": page.language,
        "canonical_url": page.canonical_url,
        "publisher": page.publisher,
        "segments": page.segments,
        "credits": list(page.credits),
        "rejected": page.rejected,
        "encoding": page.encoding,
        "kept": [[block.text, block.kind, block.segment] for block in page.blocks if block.kept],
        "dropped": [[block.text, block.reason] for block in page.blocks if not block.kept],
    }
    assert found == expected
    assert page.text == "\n".join(block.text for block in page.blocks if block.kept)


@pytest.mark.parametrize("path", [path for path in PAGES if path.suffix == ".html"], ids=lambda path: path.name)
def test_another_reader_finds_every_block(path: Path) -> None:
    """Each block's letters and digits stand together in what BeautifulSoup reads, hidden parts in or out."""
    payload = path.read_bytes()
    soup = BeautifulSoup(payload, "lxml")
    whole = re.sub(r"\W", "", soup.get_text())
    for left_out in soup.select("sup, [style]"):
        left_out.decompose()
    shown = re.sub(r"\W", "", soup.get_text())
    blocks = cleaned(payload).blocks
    assert blocks
    letters = {block.text: re.sub(r"\W", "", block.text) for block in blocks}
    assert [text for text, found in letters.items() if found not in whole and found not in shown] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Skip to main content", BlockReason.NAV),
        ("See also: The bridge that nobody crossed", BlockReason.SEE_ALSO),
        ("Lesen Sie auch: Warum die Brücke leer bleibt", BlockReason.SEE_ALSO),
        ("À lire aussi : le pont que personne ne passe", BlockReason.SEE_ALSO),
        ("Lea también: el puente vacío", BlockReason.SEE_ALSO),
        ("Leave a comment", BlockReason.COMMENT),
        ("12 Kommentare", BlockReason.COMMENT),
        ("Share this article on Facebook", BlockReason.SHARE),
        ("If you like what you read, please share it with your friends", BlockReason.SHARE),
        ("Follow us on Instagram", BlockReason.FOLLOW),
        ("Síguenos en Facebook", BlockReason.FOLLOW),
        ("Sign up for our weekly newsletter", BlockReason.NEWSLETTER),
        ("Abonnez-vous à notre lettre", BlockReason.NEWSLETTER),
        ("Table of Contents", BlockReason.TOC),
        ("Inhaltsverzeichnis", BlockReason.TOC),
        ("Photo: Harbour Archive", BlockReason.CAPTION),
        ("© 2025 Tidewater Media. All rights reserved.", BlockReason.COPYRIGHT),
        ("Advertisement", BlockReason.AD),
        ("Published on 12 May 2025", BlockReason.DATELINE),
        ("5 min read", BlockReason.DATELINE),
        ("Tags: harbour, ferry", BlockReason.TAG_LIST),
        ("We use cookies to improve your visit", BlockReason.CONSENT),
        ("This article is only available to subscribers", BlockReason.PAYWALL),
        ("Sources: Telm Gazette, dpa", BlockReason.SOURCE_LINE),
        ("AI-generated summary:", BlockReason.SECTION_MARKER),
        ("More from Harbour", BlockReason.RELATED),
        ("As an Amazon Associate we earn from qualifying sales.", BlockReason.AFFILIATE),
        ("About the author", BlockReason.AUTHOR_BIO),
        ("The council voted on Monday.", None),
        ("Imagine being the captain of a ferry in a storm.", None),
        ("Would you pay more for a faster ferry?", None),
        ("Always check the timetable before you travel.", None),
        ("Read more slowly, the teacher told the class.", None),
        ("Share prices fell by four percent on Friday.", None),
        ("Related costs rose to 12 million crowns in 2024.", None),
        ("Comment from the operator was not to be had on Monday.", None),
    ],
)
def test_lines_that_are_furniture_by_their_words(line: str, reason: BlockReason | None) -> None:
    """A line of furniture has its reason; the author's prose, worthless prose included, has none."""
    assert line_reason(fold(line)) == reason


@pytest.mark.parametrize(
    ("tag", "names", "roles", "reason"),
    [
        ("div", "relatedArticles__list", "", BlockReason.RELATED),
        ("div", "newsletter-signup", "", BlockReason.NEWSLETTER),
        ("section", "author-bio", "", BlockReason.AUTHOR_BIO),
        ("nav", "", "", BlockReason.NAV),
        ("div", "x7f", "navigation", BlockReason.NAV),
        ("span", "sr-only", "", BlockReason.HIDDEN),
        ("article", "post has-comments tag-economy category-share", "", None),
        ("div", "article-body", "", None),
        ("div", "shareholder-report", "", None),
    ],
)
def test_containers_say_what_they_hold(tag: str, names: str, roles: str, reason: BlockReason | None) -> None:
    """Classes are read as words; a class that describes the state of the story says nothing."""
    assert container_reason(tag, names, roles) == reason


def test_short_texts_are_not_found_inside_sentences() -> None:
    """A button's word is not kept because a sentence of the engine's output contains it."""
    output = "The union holds a share of the ferry line since 2019.\nFares rise in June."
    first = output.partition("\n")[0]
    assert found_in(output, ["Share", "share", first, "Fares rise in June.", "Fares"]) == [
        False,
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2025-03-04T08:15:00+01:00", "2025-03-04", "second"),
        ("2025-03-04T08:15:00Z", "2025-03-04", "second"),
        ("2025-03-04 08:15", "2025-03-04", "day"),
        ("2025-03", "2025-03-01", "month"),
        ("20250304", "2025-03-04", "day"),
        ("4. März 2025", "2025-03-04", "day"),
        ("March 4th, 2025", "2025-03-04", "day"),
        ("4 de marzo de 2025", "2025-03-04", "day"),
        ("Tue, 04 Mar 2025 08:15:00 +0100", "2025-03-04", "second"),
        ("2025-13-45", None, None),
        ("yesterday", None, None),
        ("03/04/2025", None, None),
    ],
)
def test_dates_are_read_or_left_out(text: str, day: str | None, precision: str | None) -> None:
    """A date has the precision that was written; an ambiguous one is no date."""
    found = date_reading.parse(text)
    assert (found and found[0].date().isoformat(), found and found[1]) == (day, precision)


def test_a_date_after_the_fetch_is_not_believed() -> None:
    """A page cannot be published long after it was fetched, nor before there were pages."""
    fetched = datetime(2025, 3, 4, tzinfo=UTC)
    assert dates.is_plausible(datetime(2025, 3, 5, tzinfo=UTC), fetched)
    assert not dates.is_plausible(datetime(2025, 4, 5, tzinfo=UTC), fetched)
    assert not dates.is_plausible(datetime(1897, 4, 5, tzinfo=UTC), fetched)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mira van Osten and Jon Abt | Updated 3 May", ["Mira van Osten", "Jon Abt"]),
        ("Von Maria Brandstetter", ["Maria Brandstetter"]),
        ("Dr. Ada Kolbe, Staff writer", ["Ada Kolbe"]),
        ("Harbour News Staff", []),
        ("Reuters", []),
        ("admin", []),
    ],
)
def test_authors_are_persons(line: str, names: list[str]) -> None:
    """Desks, agencies, dates and titles are cut from an author line; what is left are persons."""
    assert [name for name in person_names.split(line) if person_names.is_person(name)] == names


def test_a_given_title_wins_and_counts_in_its_own_bytes() -> None:
    """The title beside the payload is the title; its offsets count in its UTF-8 bytes."""
    given = "  Fähre  für Nordholm "
    page = cleaned(FOLDER.joinpath("semantic.html").read_bytes(), title=given)
    assert page.title == "Fähre für Nordholm"
    assert page.title_part is EvidencePart.TITLE
    spans = raw_spans(page.title_offsets, 0, 5)
    assert b"".join(given.encode()[span.start : span.end] for span in spans).decode() == "Fähre"


def test_glued_sentences_and_headings_are_parted() -> None:
    """A blank is inserted between glued sentences (width -1); a glued heading is a block of its own."""
    text = (
        b"Ferry fares rise\n\nFares rise in June.The council agreed to it in a long session on Monday."
        b"### What Next\n\nThe line opens in May."
    )
    page = cleaned(text, MediaType.TEXT)
    assert page.text.split("\n") == [
        "Fares rise in June. The council agreed to it in a long session on Monday.",
        "What Next",
        "The line opens in May.",
    ]
    (inserted,) = [run for block in page.blocks for run in block.offsets if run.width < 0]
    assert page.text[inserted.char_start : inserted.char_end] == " "


@pytest.mark.parametrize("name", ["Booking.Com raised its fees.", "Version 2.Beta is out.", "The U.S. Senate voted."])
def test_names_with_full_stops_are_not_parted(name: str) -> None:
    """A full stop inside a name is no glued sentence."""
    page = cleaned(f"Fees of a portal\n\nIn June it said so. {name} Nobody was asked.".encode(), MediaType.TEXT)
    assert name in page.text


def test_a_year_in_brackets_is_no_citation_marker() -> None:
    """Only markers of up to three digits are cut out."""
    page = cleaned(b"Ferry fares rise\n\nThe first line [1] opened early [1931] and closed soon [[2]].", MediaType.TEXT)
    assert page.text == "The first line opened early [1931] and closed soon ."
    assert [block.text for block in page.blocks if block.reason is BlockReason.CITATION_MARKER] == ["[1]", "[[2]]"]


def test_wrapped_lines_are_one_paragraph() -> None:
    """Text wrapped at a fixed width is read by paragraphs."""
    sentence = "the council of the town met for a long night and spoke of the ferry and of its fares again "
    words = (sentence * 12).split()
    rows = [" ".join(words[place : place + 13]) for place in range(0, len(words), 13)]
    page = cleaned(("A night of talks\n\n" + "\n".join(rows) + ".\n").encode(), MediaType.TEXT)
    assert len([block for block in page.blocks if block.kept]) == 1


def test_cleaning_keeps_no_state_between_pages() -> None:
    """The same page cleans to the same result, whatever came before it."""
    payload = FOLDER.joinpath("semantic.html").read_bytes()
    first = cleaned(payload)
    cleaned(FOLDER.joinpath("soup.html").read_bytes())
    assert cleaned(payload) == first


def test_a_story_that_the_engine_misses_is_recovered() -> None:
    """Where the engine finds nothing, the container with most prose is kept as recovered, its neighbours are not."""
    prose = (
        "The harbour office counts every ship that comes in, and on Monday it counted more of them than ever before."
    )
    blocks = [
        Candidate(kind=BlockKind.PARAGRAPH, body=MappedText(f"{number}: {prose}"), parent=1 if number < 7 else 2)
        for number in range(8)
    ]
    verdicts = rules.judge_by_rules(blocks, [False] * len(blocks), [])
    assert [verdict.reason for verdict in verdicts] == [BlockReason.RECOVERED] * 7 + [BlockReason.BOILERPLATE]


def test_a_container_with_the_story_in_it_has_no_say() -> None:
    """A class name like "share" on the column of the story does not drop the story, on a small box it drops the box."""
    prose = "The harbour office counts every ship that comes in, and on Monday it counted more of them than before."
    blocks = [
        Candidate(
            kind=BlockKind.PARAGRAPH,
            body=MappedText(f"{number}: {prose}"),
            cues=(Cue(1, BlockReason.SHARE),) if number else (Cue(2, BlockReason.NEWSLETTER),),
        )
        for number in range(8)
    ]
    verdicts = rules.judge_by_rules(blocks, [True] * len(blocks), [])
    assert [verdict.reason for verdict in verdicts] == [BlockReason.NEWSLETTER] + [BlockReason.BODY] * 7


LEAD = "Orrin Mills will buy the harbour of Tarnby for $350 million, the firm said."
BODY = "The harbour handled 90,000 containers last year and employs 300 people, the council said on Monday."


@pytest.mark.parametrize(
    ("given", "title", "first"),
    [("Orrin Mills buys harbour", "Orrin Mills buys harbour", LEAD), (LEAD, LEAD, BODY), (None, None, LEAD)],
)
def test_a_lead_is_not_lost_beside_a_given_title(given: str | None, title: str | None, first: str) -> None:
    """Only a line that says the given title again is dropped for it; a lead of one sentence stays in the text."""
    payload = f"{LEAD}\n\n{BODY}\n\n{BODY.replace('300', '310').replace('Monday', 'Friday')}\n".encode()
    cleaned = clean_page(Page(payload=payload, media_type=MediaType.TEXT, given_title=given), CleanSettings())
    assert cleaned.title == title
    assert cleaned.text.split("\n")[0] == first
