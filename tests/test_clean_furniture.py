"""Furniture that stands among the text, author lines and pages that only list others; all examples are invented."""

from __future__ import annotations

import pytest

from claimhouse.clean import clean_page
from claimhouse.clean.lexicon import fold, line_reason
from claimhouse.clean.metadata.page_data import NOTHING, PageData
from claimhouse.clean.metadata.persons import Byline, authors, credits_in_text
from claimhouse.records import BlockReason, CleanedPage, MediaType, Page, RejectReason
from claimhouse.settings import CleanSettings

PROSE = (
    "<p>The lake board of Ostrel voted on Monday to lower the water level by half a metre before the thaw.</p>"
    "<p>Fishermen had asked for a slower change, because the spawning grounds dry out when the level falls fast.</p>"
    "<p>The board promised to measure the shallows every week and to stop when the reed beds fall dry.</p>"
)


def _cleaned(body: str, head: str = "") -> CleanedPage:
    payload = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    return clean_page(Page(payload=payload, media_type=MediaType.HTML), CleanSettings())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("(Reporting by Ada Quill; editing by Bram Oster)", BlockReason.BYLINE),
        ("Ada Quill, 4 May 2025", BlockReason.DATELINE),
        ("This week's best deals from our partners", BlockReason.AD),
        ("The Ostrel Post corrects its errors. Tell us what you found.", BlockReason.EDITORIAL_POLICY),
        ("The dam in the evening light. Photo: Ada Quill", BlockReason.CAPTION),
        ("About the author: Ada Quill keeps bees.", BlockReason.AUTHOR_BIO),
        ("The board voted on 4 May 2025.", None),
        ("She was reporting by telephone.", None),
    ],
)
def test_line_is_known_by_its_words(line: str, reason: BlockReason | None) -> None:
    """A line that is furniture by its words alone has its reason, and a sentence that resembles one has none."""
    assert line_reason(fold(line)) is reason


def test_headline_before_a_line_break_is_a_block_of_its_own() -> None:
    """A headline and a byline parted by a line break are two blocks, and neither is text."""
    title = "Lake board lowers the water"
    body = f"<div><b>{title}</b><br><i>Ada Quill, 4 May 2025</i><br><br></div>{PROSE}"
    page = _cleaned(body, f"<title>{title}</title>")
    assert [block.reason for block in page.blocks[:2]] == [BlockReason.DUPLICATE_TITLE, BlockReason.DATELINE]
    assert page.text.startswith("The lake board")


def test_page_of_linked_headings_is_an_index() -> None:
    """A page of linked headings with a line under each is no article."""
    teasers = "".join(f"<a href='/{n}'><h3>Bridge number {n} opens to carts</h3></a><p>In May.</p>" for n in range(6))
    assert _cleaned(teasers).rejected is RejectReason.INDEX_PAGE


@pytest.mark.parametrize(
    ("bylines", "expected"),
    [
        ([Byline("Written By: Ada Quill")], ("Ada Quill",)),
        ([Byline("By"), Byline("Ada Quill")], ("Ada Quill",)),
        ([Byline("Ada Quill", "div.head>span.author-name", above=True)], ("Ada Quill",)),
        ([Byline("Ada Quill", "div.comment>span.author-name", above=False)], ()),
        ([Byline("Ada Quill", "div.meta>span.place", above=True)], ()),
        ([Byline("Name *", "form>label.author", above=True)], ()),
        ([Byline("By Ada P.")], ("Ada P.",)),
    ],
)
def test_author_lines(bylines: list[Byline], expected: tuple[str, ...]) -> None:
    """A name without "By" counts only in an element named for authors above the text."""
    assert authors(NOTHING, bylines).persons == expected


def test_site_is_author_only_if_nobody_else_is() -> None:
    """A site that calls itself the author gives way to the person of the author line, else it stays."""
    data = PageData({}, {"author": {"name": "Ostrel Post"}}, None, None)
    assert authors(data, [Byline("By Ada Quill")], ["Ostrel Post"]).persons == ("Ada Quill",)
    assert authors(data, [], ["Ostrel Post"]).persons == ("Ostrel Post",)


def test_agency_of_a_dateline_is_credited() -> None:
    """An agency in brackets behind a place in capitals is credited, known or not."""
    assert credits_in_text(NOTHING, [], ["OSTREL, May 4 (Lowland Wire) - The board met."]) == ("Lowland Wire",)
    assert credits_in_text(NOTHING, [], ["The board (Lowland Council) - so it says - met."]) == ()
