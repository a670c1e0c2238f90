"""Under whom a figure stands, and by what name it goes: texts to readings, without a warehouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from claimhouse.batch.rows import Evidence, extracted_rows
from claimhouse.extractors import extract_document
from claimhouse.records import EvidencePart, Extraction, OffsetRun, TextDocument
from claimhouse.resolve import read_claims, resolve_entities
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName
from claimhouse.resolve.lemmas import verb_lemma
from claimhouse.resolve.readings import Reading
from claimhouse.settings import ExtractSettings

MAY = datetime(2026, 5, 4, 12, tzinfo=UTC)
LEAD = "Quill Airways will cut its fleet, the airline Quill Airways said in Lund on Monday. "
FIRE = "A fire at the Orvel mill in Harrowgate killed four people on Monday, police said. "

EXTRACTION = Extraction(
    document_key="one", source_id="one", url=None, page_canonical=None, canonical_url=None, host=None, publisher=None,
    encoding="utf-8", encoding_evidence="given", title=None, title_part=None, title_offsets=(), authors=(),
    published_at=MAY, published_precision="day", published_evidence="meta", modified_at=None, language="en", text="",
    segments=1, credits=(), rejected=None, ledger_digest="", valid_from_run=1, valid_to_run=None,
)  # fmt: skip


@cache
def readings(text: str) -> tuple[Reading, ...]:
    """Return what a text is brought to, alone in its collection."""
    end = len(text)
    evidence = Evidence((OffsetRun(0, end, 0, end, 1),), (), EvidencePart.PAYLOAD)
    found = extract_document(TextDocument(text=text, language="en", published_at=MAY), ExtractSettings(gate=False))
    rows = extracted_rows(replace(EXTRACTION, text=text), evidence, found, "", 1)
    entities = EntityIndex(
        [
            (member, EntityName(entity.lowest_key, entity.name, entity.kind))
            for entity in resolve_entities(rows.mentions)
            for member in entity.members
        ],
        rows.mentions,
    )
    facts = DocumentFacts(
        document_key="one",
        claims=rows.claims,
        mentions=rows.mentions,
        quantities={quantity.quantity_key: quantity for quantity in rows.quantities},
    )
    return read_claims([facts], entities)


def said(text: str, raw: str) -> set[tuple[str, str]]:
    """Return whom a quantity is said of, and as what."""
    return {(reading.subject.text, reading.attribute.name) for reading in readings(text) if reading.text == raw}


@pytest.mark.parametrize(
    ("sentence", "raw", "expected"),
    [
        ("Some 900 jobs will be cut.", "900 jobs", ("Quill Airways", "layoffs")),
        ("It carried 2.4 million passengers last year.", "2.4 million passengers", ("Quill Airways", "passengers")),
        ("The loan runs for six years.", "six years", ("Quill Airways", "loan_term")),
        ("For Norvik Rail, guarantees of 9 million euros were granted.", "9 million euros", None),
    ],
)
def test_a_figure_of_nobody_is_of_the_house(sentence: str, raw: str, expected: tuple[str, str] | None) -> None:
    """A number, a pronoun or a plain noun is no subject where the text is about one house; another house is."""
    found = said(LEAD + sentence, raw)
    if expected is None:
        assert found
        assert all("Quill" not in subject for subject, _ in found)
    else:
        assert found == {expected}


def test_what_another_noun_has_contradicts_nobody() -> None:
    """Sure is a figure whose subject is the amount itself; that of another noun stands in groups only."""
    single = {
        sentence: [reading.attribute.single_valued for reading in readings(LEAD + sentence) if reading.text == raw]
        for sentence, raw in (
            ("Some 900 jobs will be cut.", "900 jobs"),
            ("The hangar cost 7 million euros.", "7 million euros"),
        )
    }
    assert list(single.values()) == [[True], [False]]


def test_a_figure_of_an_event_is_of_the_event() -> None:
    """In a text about a fire what is counted is counted of the fire."""
    ((subject, _),) = said(FIRE + "Twenty-two engines were sent.", "Twenty-two engines")
    assert subject.startswith("fire / ")


def test_without_a_house_an_amount_is_said_of_its_thing() -> None:
    """The amount itself is never whom something is said of."""
    assert {subject for subject, _ in said("Some 24,000 people will use the tram line each day.", "24,000 people")} == {
        "the tram line"
    }


def test_the_number_is_the_one_of_the_sentence_before() -> None:
    """A count that is put in other words is of the same thing, unless the sentence before gives several."""
    text = "Some 24,000 people will use the tram line each day. A study puts the number at no more than 15,000."
    found = {reading.text: (reading.subject.text, reading.attribute.name) for reading in readings(text)}
    assert found["15,000"] == found["24,000 people"]


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        ("Ann Bell, who was made a director at just 31, left Quill Airways.", "31", ("Ann Bell", "age_at")),
        ("Quill Airways, born in 1962, flies 46 planes.", "1962", ("Quill Airways", "founded_date")),
        ("Quill Airways was started in 1962 by Ann Bell and Tom Reyes.", "1962", ("Quill Airways", "founded_date")),
        ("The ferry Constant left Lund with 212 people on board.", "212 people", None),
    ],
)
def test_one_word_for_two_things(text: str, raw: str, expected: tuple[str, str] | None) -> None:
    """An age, a founding and those on board are told from what is written alike."""
    found = said(text, raw)
    assert expected in found if expected else {name for _, name in found} == {"aboard"}


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("received", "receive"), ("made", "make"), ("agreed", "agree"), ("voted", "vote"), ("planned", "plan"),
     ("came", "come"), ("quorbled", "quorbled"), ("use", "use")],
)  # fmt: skip
def test_verbs_come_to_their_base_form(word: str, lemma: str) -> None:
    """Attributes of the open class are shown to people."""
    assert verb_lemma(word) == lemma
