"""The built-in extractor as a whole: sentences, claims, spans, the title, the gate, plugins."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.errors import ExtractorError
from claimhouse.extractors import Extractor, extract_document, load_extractor, registered, registry
from claimhouse.records import (
    BlockKind,
    ExtractedDocument,
    Field,
    FoundClaim,
    Modality,
    TextBlock,
    TextDocument,
)
from claimhouse.settings import ExtractSettings

TITLE = "Norvik to Buy Tessel for $3 Billion"
TEXT = """\
Norvik has agreed to buy Tessel for $3 billion, the companies said on Monday.

What does the deal mean?

Tessel, founded in 2012 by Ann Bell, employs 900 people. "We will hire 200 engineers," Bell said.

Sources say Norvik may close two plants. Invest in better tools. You might be wondering what comes next.
"""


@cache
def found(text: str = TEXT, title: str | None = None, *, gate: bool = True) -> ExtractedDocument:
    """Return what is found in a text."""
    return extract_document(TextDocument(text=text, title=title), ExtractSettings(gate=gate))


def claims(text: str = TEXT, title: str | None = None, *, gate: bool = True) -> list[FoundClaim]:
    """Return the claims of a text."""
    return [claim for sentence in found(text, title, gate=gate).sentences for claim in sentence.claims]


def of_title(title: str, text: str = TEXT) -> list[FoundClaim]:
    """Return the claims of a headline."""
    return [claim for claim in claims(text, title) if claim.field is Field.TITLE]


def in_order(phrase: str, sentence: str) -> bool:
    """Tell whether all words of a phrase stand in the sentence, in order: it is made of pieces of it."""
    place = 0
    for word in phrase.split():
        place = sentence.find(word.rstrip(","), place)
        if place < 0:
            return False
    return True


@pytest.mark.parametrize("gate", [True, False])
def test_spans_are_exact(*, gate: bool) -> None:
    """Sentences, claims and quantities lie where their offsets say, in the field they name."""
    fields = {Field.TEXT: TEXT, Field.TITLE: TITLE}
    for sentence in found(TEXT, TITLE, gate=gate).sentences:
        written = fields[sentence.field][sentence.char_start : sentence.char_end]
        assert written == written.strip()
        assert written
        for quantity in sentence.quantities:
            assert fields[quantity.field][quantity.char_start : quantity.char_end] == quantity.raw
        for claim in sentence.claims:
            assert (claim.field, claim.char_start, claim.char_end) == (
                sentence.field,
                sentence.char_start,
                sentence.char_end,
            )
            for phrase in (claim.subject, claim.object, *claim.arguments):
                assert phrase is None or in_order(phrase, written)


def test_claims_repeat() -> None:
    """Two runs over the same document give the same records in the same order."""
    document = TextDocument(text=TEXT, title=TITLE)
    first = extract_document(document, ExtractSettings())
    assert extract_document(document, ExtractSettings()) == first


def test_the_title_comes_first_and_has_its_own_field() -> None:
    """Claims of the headline are found in the title field, before those of the text."""
    first = claims(TEXT, TITLE)[0]
    assert (first.field, first.subject, first.predicate, first.object) == (Field.TITLE, "Norvik", "to Buy", "Tessel")
    assert first.modality is Modality.PREDICTED
    assert first.quantity is not None
    assert first.quantity.unit == "USD"


@pytest.mark.parametrize(
    ("title", "subject", "predicate", "object_"),
    [
        ("Norvik buys Tessel for $3bn", "Norvik", "buys", "Tessel"),
        ("Norvik Buys Tessel For $3bn", "Norvik", "Buys", "Tessel"),
        ("Norvik's $3bn Tessel Deal", "Norvik", "$3bn Deal", "Tessel"),
        ("Norvik's $3bn deal with Tessel", "Norvik", "$3bn deal with", "Tessel"),
        ("Norvik to buy Tessel", "Norvik", "to buy", "Tessel"),
        ("Norvik to Buy Stake in Tessel for $1.2 billion", "Norvik", "to Buy", "Stake in Tessel"),
        ("Norvik's $20 billion harbour deal: why it wants Tessel", "Norvik", "$20 billion harbour deal", None),
        ("Tessel cuts 300 jobs at Harrow plant", "Tessel", "cuts", "300 jobs at Harrow plant"),
    ],
)
def test_headlines_are_read_by_their_form(title: str, subject: str, predicate: str, object_: str | None) -> None:
    """A headline states something with a verb, with "to", or with an amount alone."""
    read = [(claim.subject, claim.predicate, claim.object) for claim in of_title(title)]
    assert (subject, predicate, object_) in read, read


@pytest.mark.parametrize("title", ["Did Norvik just buy Tessel?", "Our week in pictures", "The future of maps"])
def test_a_headline_that_asks_or_labels_states_nothing(title: str) -> None:
    """Questions and labels are no claims."""
    assert of_title(title) == []


def test_a_text_without_title_begins_with_its_headline() -> None:
    """The first line of a plain text is read as a headline if it is none of its sentences."""
    first = claims(f"{TITLE}\n\n{TEXT}")[0]
    assert (first.char_start, first.char_end, first.predicate) == (0, len(TITLE), "to Buy")


@pytest.mark.parametrize(
    "text",
    [
        "What does the $3 billion deal mean for Norvik?",
        "Invest in better tools and define clear rules for 20 teams.",
        "You might be wondering what comes next.",
        "Companies should define clear guidelines.",
        "This could redefine the art of maps.",
        "It is a crucial step on an exciting journey.",
        "This daring step marks a strategic turn for Norvik.",
    ],
)
def test_questions_advice_and_verdicts_state_nothing(text: str) -> None:
    """A sentence without anything to look up gives no asserted or reported claim."""
    stated = [claim for claim in claims(text) if claim.modality in {Modality.ASSERTED, Modality.REPORTED}]
    assert stated == []


def test_headings_and_captions_give_no_claims() -> None:
    """A heading announces and a caption belongs to a picture: neither is prose."""
    lines = {
        "Norvik bought Tessel for $3 billion.": BlockKind.PARAGRAPH,
        "Norvik buys again": BlockKind.HEADING,
        "Norvik paid $4 billion": BlockKind.CAPTION,
    }
    text = "\n".join(lines)
    blocks = tuple(
        TextBlock(char_start=text.index(line), char_end=text.index(line) + len(line), kind=kind)
        for line, kind in lines.items()
    )
    document = TextDocument(text=text, title="A week of deals", blocks=blocks)
    sentences = extract_document(document, ExtractSettings(gate=False)).sentences
    with_claims = {text[s.char_start : s.char_end] for s in sentences if s.claims and s.field is Field.TEXT}
    assert with_claims == {"Norvik bought Tessel for $3 billion."}


def test_a_row_of_a_table_says_what_its_amount_is_of() -> None:
    """The first cell is the subject of the cell with an amount; a head that calls the values invented is heeded."""
    lines = ("Measure | Hypothetical value | Effect", "Norvik revenue | $3 million | High")
    text = "\n".join(lines)
    blocks = tuple(
        TextBlock(char_start=text.index(line), char_end=text.index(line) + len(line), kind=BlockKind.TABLE_ROW)
        for line in lines
    )
    read = extract_document(TextDocument(text=text, title="Norvik", blocks=blocks), ExtractSettings()).sentences
    (claim,) = (claim for sentence in read for claim in sentence.claims)
    assert (claim.subject, claim.object, claim.modality) == ("Norvik revenue", "$3 million", Modality.HYPOTHETICAL)


def test_a_segment_title_is_a_headline() -> None:
    """The title of a later part of a stitched text is read as a headline, in its segment."""
    text = "Tessel makes maps.\nNorvik's $3bn Tessel deal"
    start = text.index("Norvik")
    blocks = (
        TextBlock(char_start=0, char_end=start - 1, kind=BlockKind.PARAGRAPH),
        TextBlock(char_start=start, char_end=len(text), kind=BlockKind.TITLE, segment=1),
    )
    read = extract_document(TextDocument(text=text, title="Maps", blocks=blocks), ExtractSettings()).sentences
    (claim,) = (claim for sentence in read for claim in sentence.claims if sentence.segment == 1)
    assert (claim.segment, claim.subject, claim.object) == (1, "Norvik", "Tessel")


def test_the_speaker_stands_with_what_was_said() -> None:
    """What somebody said is claimed on that person's word; that it was said is no claim of its own."""
    said = claims('Tom Reyes said Norvik had sold 40,000 units. "We sold 900 maps," Ann Bell added.')
    assert [(c.subject, c.attribution.speaker if c.attribution else None) for c in said] == [
        ("Norvik", "Tom Reyes"),
        ("We", "Ann Bell"),
    ]
    assert {claim.modality for claim in said} == {Modality.REPORTED}


def test_a_date_is_the_time_of_its_claim() -> None:
    """A statement with one date has it as event time, with its precision."""
    (claim,) = claims("Norvik bought Tessel for $3 million in 2019.")
    assert claim.event_time is not None
    assert (claim.event_time.year, claim.event_precision) == (2019, "year")


def test_the_gate_only_leaves_out() -> None:
    """Every claim found with the gate is found without it."""
    assert set(claims(gate=True)) <= set(claims(gate=False))


def test_what_the_gate_drops_keeps_its_sentence_and_quantities() -> None:
    """A sentence that is no candidate is still listed, without claims."""
    sentences = found().sentences
    assert any(not sentence.candidate and not sentence.claims for sentence in sentences)


def test_a_language_that_is_not_set_gives_nothing() -> None:
    """No extractor is let loose on a language that the settings leave out."""
    document = TextDocument(text="Norvik kaufte Tessel für 3 Milliarden Dollar.", language="de")
    extracted = extract_document(document, ExtractSettings(languages=("en",)))
    assert extracted == ExtractedDocument(sentences=(), mentions=())


def test_confidence_is_a_share_and_a_floor_can_be_set() -> None:
    """Confidence lies between 0 and 1, and claims below the setting are left out."""
    assert all(0 < claim.confidence <= 1 for claim in claims())
    floor = max(claim.confidence for claim in claims())
    kept = extract_document(TextDocument(text=TEXT), ExtractSettings(min_confidence=floor))
    assert {claim.confidence for sentence in kept.sentences for claim in sentence.claims} == {floor}


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from('Norvik bought $3.5bn (7%) "said" Bell.\n?!:|-\u2019\u00a0é'), max_size=120))
def test_any_text_gives_records_that_hold(text: str) -> None:
    """Whatever comes in, spans stay inside the text and nothing is raised."""
    result = extract_document(TextDocument(text=text, title=text[:40]), ExtractSettings(gate=False))
    for sentence in result.sentences:
        within = text if sentence.field is Field.TEXT else text[:40]
        assert 0 <= sentence.char_start < sentence.char_end <= len(within)


def test_an_endless_line_is_passed_over() -> None:
    """What is too long for a sentence is listed and not parsed."""
    line = "Norvik paid $3 million and " * 2_000
    assert [sentence.claims for sentence in found(f"{line}\n\nNorvik bought Tessel for $3 million.").sentences][-1]
    assert claims(line) == []


def test_the_built_in_extractor_is_registered_and_is_one() -> None:
    """Ours is found under its name like any other and fulfils the protocol."""
    assert next(iter(registered())) == "rules"
    extractor = load_extractor("rules")
    assert isinstance(extractor, Extractor)
    assert {claim.extractor for claim in claims()} == {extractor.name}
    assert {claim.extractor_version for claim in claims()} == {extractor.version}


def test_an_unknown_extractor_is_answered_with_those_that_exist() -> None:
    """The error names what is installed."""
    with pytest.raises(ExtractorError, match="installed: rules"):
        load_extractor("nobody")


@pytest.mark.parametrize(
    ("value", "words"), [("claimhouse.nowhere:EXTRACTOR", "cannot be loaded"), ("claimhouse:__name__", "has no name")]
)
def test_a_broken_plugin_is_reported_by_name(value: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that cannot be imported or is no extractor is an error that says which one."""
    broken = {"broken": EntryPoint(name="broken", value=value, group=registry.GROUP)}
    monkeypatch.setattr(registry, "registered", lambda: broken)
    with pytest.raises(ExtractorError, match=f"'broken'.*{words}"):
        load_extractor("broken")
