"""The report: every statement with its evidence, nothing of a page unescaped, the same text for the same state.

`python -m tests.test_report` writes the golden report anew.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.checking import explain_claim
from claimhouse.report import as_html, as_markdown, read_brief, report_of
from claimhouse.report.brief import Brief
from claimhouse.report.links import link_to_sentence
from claimhouse.report.parts import Code, Link, Paragraph, Quote, Report, Section, Statement, Table
from claimhouse.settings import RunSettings, Settings, load
from claimhouse.warehouse import Reader

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).parent / "golden" / "report.md"
ABOUT = "Brightloom"
COLLECTED_AT = 1_782_000_000  # seconds, in June 2026
HOSTILE = "<script>alert('1')</script> | [a](javascript:b) \" & `c` <img src=x onerror=d>"
VOID = {"meta", "line", "circle"}


def database_of_samples(folder: Path) -> Path:
    """Run the samples and return their database."""
    settings = Settings(database=str(folder / "news.duckdb"), run=RunSettings(workers=1, isolated=False))
    shutil.copytree(ROOT / "samples", folder / "samples")
    for path in (folder / "samples").rglob("*"):
        os.utime(path, (COLLECTED_AT, COLLECTED_AT))  # what an article without a date counts from
    sources = tuple(str(folder / source) for source in load(ROOT / "config" / "sample.toml").default_sources)
    run_pipeline(sources, settings)
    return Path(settings.database)


def golden_of(brief: Brief) -> str:
    """Return the report without the one time in it that is the run's."""
    return as_markdown(report_of(brief)).replace(f"{brief.snapshot['published_at']:%Y-%m-%d %H:%M}", "TIME")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the samples."""
    return database_of_samples(tmp_path_factory.mktemp("report"))


class Outline(HTMLParser):
    """The elements of a page, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold its end to its start."""
        if tag not in VOID:
            assert self.open.pop() == tag


def outline_of(page: str) -> Outline:
    """Return the elements of a page whose elements are all closed."""
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    return outline


def test_the_report_of_the_samples_is_the_golden_one(database: Path) -> None:
    """The same state gives the same text, and it is the one that was looked at."""
    assert golden_of(read_brief(database, 0, ABOUT)) == GOLDEN.read_text(encoding="utf-8")


def test_every_open_conflict_stands_in_the_report_with_both_sides(database: Path) -> None:
    """No open conflict is left out, and the key that is printed is that of the conflict."""
    text = as_markdown(report_of(read_brief(database, 0)))
    with Reader.open(database) as reader:
        conflicts = reader.query("conflicts", {"limit": "10000"}).to_pylist()
    found = [row for row in conflicts if row["open"]]
    assert len(found) > 3
    for row in found:
        assert f"`{row['conflict'][:12]}`" in text


def test_every_quotation_leads_to_a_claim(database: Path) -> None:
    """The key beside a sentence is one that `explain claim` takes, and the claim has that sentence."""
    report = report_of(read_brief(database, 0, ABOUT))
    quotes = [
        quote
        for section in report.sections
        for part in section.parts
        if isinstance(part, Statement)
        for quote in part.parts
        if isinstance(quote, Quote)
    ]
    assert len(quotes) > 10
    for quote in quotes[:12]:
        key = quote.sources[0][-1]
        assert isinstance(key, Code)
        assert repr(quote.sentence) in "\n".join(explain_claim(database, key.text, 0))


def test_the_page_needs_nothing_beside_it_and_can_be_read_aloud(database: Path) -> None:
    """No script, nothing loaded; headings in order, head cells with a scope, pictures with title and description."""
    outline = outline_of(as_html(report_of(read_brief(database, 0, ABOUT))))
    tags = [tag for tag, _ in outline.elements]
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(tags)
    assert tags.count("h1") == 1
    assert [tag for tag in tags if tag in {"h1", "h2", "h3"}][:2] == ["h1", "h2"]
    assert all(attributes.get("scope") in {"row", "col"} for tag, attributes in outline.elements if tag == "th")
    identities = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(identities) == len(set(identities))
    pictures = [attributes for tag, attributes in outline.elements if tag == "svg"]
    assert len(pictures) > 1
    for picture in pictures:
        assert picture["role"] == "img"
        assert set((picture["aria-labelledby"] or "").split()) <= set(identities)
    links = [attributes["href"] or "" for tag, attributes in outline.elements if tag == "a"]
    assert links
    assert all(link.startswith(("#", "http://", "https://")) for link in links)


def test_what_a_page_says_is_text_wherever_it_stands() -> None:
    """Markup in titles, sentences, names and cells reaches neither form of the report as markup."""
    hostile = Report(
        HOSTILE,
        [HOSTILE],
        [
            Section(
                "a",
                HOSTILE,
                [
                    Paragraph([HOSTILE, Code(HOSTILE), Link(HOSTILE, 'https://a.example/"><b>')]),
                    Statement(HOSTILE, [Quote(HOSTILE, [[HOSTILE]]), Table(HOSTILE, [HOSTILE], [[[HOSTILE]]])]),
                ],
            )
        ],
    )
    page = as_html(hostile)
    assert not {"script", "img", "b"} & {tag for tag, _ in outline_of(page).elements}
    outside_code = re.sub(r"`[^`\n]*`", "", re.sub(r"\\.", "", as_markdown(hostile)))
    assert "<script" not in outside_code
    assert "<img" not in outside_code
    assert "](javascript" not in outside_code


@pytest.mark.parametrize(
    ("url", "sentence", "field", "expected"),
    [
        (
            "https://a.example/x",
            "Ten-day toll, 5 & 6.",
            "text",
            "https://a.example/x#:~:text=Ten%2Dday%20toll%2C%205%20%26%206.",
        ),
        ("https://a.example/x#top", "One two.", "title", "https://a.example/x"),
        (
            "http://a.example/",
            "a b c d e f g h i j k",
            "text",
            "http://a.example/#:~:text=a%20b%20c%20d%20e,g%20h%20i%20j%20k",
        ),
        ("javascript:alert(1)", "One.", "text", None),
        (None, "One.", "text", None),
    ],
)
def test_a_link_leads_to_the_sentence(url: str | None, sentence: str, field: str, expected: str | None) -> None:
    """Web addresses get a text fragment, long sentences by their ends; other addresses are no links."""
    assert link_to_sentence(url, sentence, field) == expected


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(golden_of(read_brief(database_of_samples(Path(made)), 0, ABOUT)), encoding="utf-8")
