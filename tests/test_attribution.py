"""Who says it: speaker, cue, content, kind of source and directness, over one and several sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from claimhouse.extractors.attribution import find_attributions
from claimhouse.extractors.attribution.quotes import find_quotes
from claimhouse.extractors.parsed import ParsedSentence, load_pipeline
from claimhouse.extractors.sentences import split_sentences
from claimhouse.records import BlockKind, Field, FoundAttribution, SpeakerKind

N, U, D, P = SpeakerKind.NAMED, SpeakerKind.UNNAMED, SpeakerKind.DOCUMENT, SpeakerKind.PRONOUN


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """Give the one spaCy pipeline."""
    return load_pipeline()


def parsed(text: str, field: Field = Field.TEXT, *, with_parse: bool = True) -> list[ParsedSentence]:
    """Return the sentences of a text, split and parsed as the product does."""
    return [
        ParsedSentence(
            field=field,
            segment=place.segment,
            char_start=place.char_start,
            char_end=place.char_end,
            text=text[place.char_start : place.char_end],
            block=BlockKind.TITLE if field is Field.TITLE else place.kind,
            paragraph=place.paragraph,
            headings=place.headings,
            doc=load_pipeline()(text[place.char_start : place.char_end]) if with_parse else None,
        )
        for place in split_sentences(text)
    ]


def shown(text: str, found: FoundAttribution) -> tuple[str | None, str | None, list[str], SpeakerKind, bool]:
    """Return what a table row holds."""
    content = [text[start:end] for start, end in found.content]
    return found.speaker, found.cue, content, found.speaker_kind, found.direct


CASES = [
    # indirect speech
    ("Ines Falk said that the dam was unsafe.", "Ines Falk", "said", ["that the dam was unsafe"], N, False),
    ("Ines Falk said the dam was unsafe.", "Ines Falk", "said", ["the dam was unsafe"], N, False),
    ("The dam was unsafe, Ines Falk said.", "Ines Falk", "said", ["The dam was unsafe"], N, False),
    ("The dam was unsafe, said Ines Falk.", "Ines Falk", "said", ["The dam was unsafe"], N, False),
    ("The dam, Ines Falk said, was unsafe.", "Ines Falk", "said", ["The dam", "was unsafe"], N, False),
    (
        "Ines Falk, head of the mill, said the dam was unsafe.",
        "Ines Falk, head of the mill",
        "said",
        ["the dam was unsafe"],
        N,
        False,
    ),
    ("Ines Falk, who runs the mill, said the dam was unsafe.", "Ines Falk", "said", ["the dam was unsafe"], N, False),
    ("Falk met the mayor and said the dam was unsafe.", "Falk", "said", ["the dam was unsafe"], N, False),
    ("Falk left the room, adding that the dam was unsafe.", "Falk", "adding", ["that the dam was unsafe"], N, False),
    (
        "Velda Foods announced it will close two plants.",
        "Velda Foods",
        "announced",
        ["it will close two plants"],
        N,
        False,
    ),
    ("The firm has denied that it paid bribes.", "The firm", "has denied", ["that it paid bribes"], U, False),
    ("She believes that the dam will burst.", "She", "believes", ["that the dam will burst"], P, False),
    ("They told the board that the dam was unsafe.", "They", "told", ["that the dam was unsafe"], P, False),
    (
        "Falk told a meeting of island mayors that few people understood the sea.",
        "Falk",
        "told",
        ["that few people understood the sea"],
        N,
        False,
    ),
    (
        "In a March interview with the Tarnby Post, Ines Falk said that the dam needs repair.",
        "Ines Falk",
        "said",
        ["that the dam needs repair"],
        N,
        False,
    ),
    ("As Ines Falk noted, the dam was unsafe.", "Ines Falk", "noted", ["the dam was unsafe"], N, False),
    ("Falk asked whether the dam was safe.", "Falk", "asked", ["whether the dam was safe"], N, False),
    ("Officials did not say when the dam was built.", "Officials", "did not say", ["when the dam was built"], U, False),
    # unnamed sources
    (
        "People familiar with the matter said the firm is for sale.",
        "People familiar with the matter",
        "said",
        ["the firm is for sale"],
        U,
        False,
    ),
    ("Reports suggest that the firm is for sale.", "Reports", "suggest", ["that the firm is for sale"], U, False),
    ("Rumours say the firm is for sale.", "Rumours", "say", ["the firm is for sale"], U, False),
    ("Sources said the firm is for sale.", "Sources", "said", ["the firm is for sale"], U, False),
    ("Some believe that the dam will burst.", "Some", "believe", ["that the dam will burst"], U, False),
    (
        "Analysts at Dorn Bank estimate the deal is worth 3 million euros.",
        "Analysts at Dorn Bank",
        "estimate",
        ["the deal is worth 3 million euros"],
        U,
        False,
    ),
    ("There are rumours that the firm is for sale.", "rumours", "rumours", ["that the firm is for sale"], U, False),
    # according to
    ("According to Ines Falk, the dam was unsafe.", "Ines Falk", "According to", ["the dam was unsafe"], N, False),
    ("The dam was unsafe, according to Ines Falk.", "Ines Falk", "according to", ["The dam was unsafe"], N, False),
    ("The firm is for sale, according to a filing.", "a filing", "according to", ["The firm is for sale"], D, False),
    (
        "According to the grapevine, the firm is for sale.",
        "the grapevine",
        "According to",
        ["the firm is for sale"],
        U,
        False,
    ),
    (
        "In the words of Ines Falk, the dam is finished.",
        "Ines Falk",
        "In the words of",
        ["the dam is finished"],
        N,
        False,
    ),
    # documents
    ("A survey shows that rents rose.", "A survey", "shows", ["that rents rose"], D, False),
    (
        "Court papers reveal that the firm paid bribes.",
        "Court papers",
        "reveal",
        ["that the firm paid bribes"],
        D,
        False,
    ),
    ("The report says that rents rose.", "The report", "says", ["that rents rose"], D, False),
    ("The firm published a report saying that sales fell.", "a report", "saying", ["that sales fell"], D, False),
    # passives and hearsay
    ("The firm is said to be for sale.", None, "is said", ["The firm", "to be for sale"], U, False),
    ("It is believed that the firm is for sale.", None, "is believed", ["that the firm is for sale"], U, False),
    ("The leak was reported by the Tarnby Post.", "the Tarnby Post", "was reported", ["The leak"], N, False),
    ("The plan is seen as a failure by critics.", "critics", "is seen", ["The plan", "as a failure"], U, False),
    ("The firm reportedly paid 3 million euros.", None, "reportedly", ["The firm", "paid 3 million euros"], U, False),
    # plans, wishes and objects
    ("The union threatened to strike.", "The union", "threatened", ["to strike"], U, False),
    ("The mayor refused to resign.", "The mayor", "refused", ["to resign"], U, False),
    ("Falk urged the council to sell the yard.", "Falk", "urged", ["to sell the yard"], N, False),
    ("Falk called for an inquiry.", "Falk", "called", ["an inquiry"], N, False),
    ("The minister warned of a shortage.", "The minister", "warned", ["a shortage"], U, False),
    ("She accused the firm of fraud.", "She", "accused", ["fraud"], P, False),
    ("Velda Foods announced the sale of its yard.", "Velda Foods", "announced", ["the sale of its yard"], N, False),
    ("The ministry confirmed the sale.", "The ministry", "confirmed", ["the sale"], U, False),
    # nouns and adjectives
    ("The firm issued a warning that prices would rise.", "The firm", "warning", ["that prices would rise"], U, False),
    (
        "The mayor's decision to sell the yard angered the town.",
        "The mayor",
        "decision",
        ["to sell the yard"],
        U,
        False,
    ),
    (
        "Ines Falk is convinced that the dam will burst.",
        "Ines Falk",
        "convinced",
        ["that the dam will burst"],
        N,
        False,
    ),
    # direct and mixed speech
    ("“The dam is old and weak,” Ines Falk said.", "Ines Falk", "said", ["“The dam is old and weak,”"], N, True),
    ('"The dam is old and weak," said Ines Falk.', "Ines Falk", "said", ['"The dam is old and weak,"'], N, True),
    ("“Is it safe?” asked Falk.", "Falk", "asked", ["“Is it safe?”"], N, True),
    (
        "“Who would have thought of it?” Falk said, looking at the crowd.",
        "Falk",
        "said",
        ["“Who would have thought of it?”"],
        N,
        True,
    ),
    (
        "She said: “The dam is old and we all know that.”",
        "She",
        "said",
        ["“The dam is old and we all know that.”"],
        P,
        True,
    ),
    (
        "“We are ready,” Falk told reporters, “and the ship leaves on Monday.”",
        "Falk",
        "told",
        ["“We are ready,”", "“and the ship leaves on Monday.”"],
        N,
        True,
    ),
    ("As Falk put it, “the dam is a danger to us all.”", "Falk", "put", ["“the dam is a danger to us all.”"], N, True),
    (
        "Falk said the plan was “a gift to the rich and the idle”, nothing else.",
        "Falk",
        "said",
        ["the plan was “a gift to the rich and the idle”, nothing else"],
        N,
        False,
    ),
    ("“I think they said it was over,” Falk said.", "Falk", "said", ["“I think they said it was over,”"], N, True),
    ("“The dam is a danger to us all.” — Ines Falk", "Ines Falk", "—", ["“The dam is a danger to us all.”"], N, True),
    ("FALK: The dam is old. It will not last.", "FALK", ":", ["The dam is old. It will not last."], N, False),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "content", "kind", "direct"), CASES)
def test_one_attribution(
    pipeline: Language,
    text: str,
    speaker: str | None,
    cue: str,
    content: list[str],
    kind: SpeakerKind,
    *,
    direct: bool,
) -> None:
    """A sentence with one attribution gives exactly that one."""
    assert pipeline is load_pipeline()
    found = find_attributions(parsed(text))
    assert [shown(text, one) for one in found] == [(speaker, cue, content, kind, direct)]


HEADLINES = [
    ("Dam is unsafe, says minister", "minister", "says", ["Dam is unsafe"], U),
    ("Minister: dam is unsafe", "Minister", ":", ["dam is unsafe"], U),
    ("Velda Foods to close two plants, report says", "report", "says", ["Velda Foods to close two plants"], D),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "content", "kind"), HEADLINES)
def test_headlines(text: str, speaker: str, cue: str, content: list[str], kind: SpeakerKind) -> None:
    """A headline attributes with a trailing "says minister" or with a label and a colon."""
    found = find_attributions(parsed(text, Field.TITLE))
    assert [shown(text, one) for one in found] == [(speaker, cue, content, kind, False)]
    assert all(one.field is Field.TITLE for one in found)


NOTHING = [
    "The dam burst on Monday and the town knew it.",
    "You could say that the dam was unsafe.",
    "The so-called “green dam” opened in May.",
    "The firm bought two ships for 3 million euros.",
    "It is likely that the dam will burst.",
    "The deal highlights the strength of the firm.",
    "Dam repair: the costs rose again.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_plain_statements_have_no_speaker(text: str) -> None:
    """What nobody in particular says, and quoted terms, are no attributions."""
    assert find_attributions(parsed(text)) == ()


def contents(text: str) -> list[tuple[str | None, list[str]]]:
    """Return speaker and content pieces of each attribution."""
    return [(one.speaker, [text[a:b] for a, b in one.content]) for one in find_attributions(parsed(text))]


def test_a_quotation_goes_on_in_the_same_paragraph() -> None:
    """A quotation without a cue belongs to the speaker quoted before it in its paragraph."""
    text = "“The dam is old,” Ines Falk said. “It will not last another year.”"
    assert contents(text) == [("Ines Falk", ["“The dam is old,”", "“It will not last another year.”"])]


def test_a_quotation_may_run_over_several_sentences() -> None:
    """A quotation that begins before the sentence with its cue is content as a whole."""
    text = "“The dam is old. Nobody has repaired it for years,” Ines Falk said."
    assert contents(text) == [("Ines Falk", ["“The dam is old. Nobody has repaired it for years,”"])]


def test_a_cue_with_a_colon_takes_the_quotation_of_the_next_paragraph() -> None:
    """After "X continued:" the next quotation is X's."""
    text = "Ines Falk continued:\n\n“The dam is old. It will not last.”"
    assert contents(text) == [("Ines Falk", ["“The dam is old. It will not last.”"])]


def test_a_quotation_left_open_goes_on_where_the_next_paragraph_opens_with_its_sign() -> None:
    """The printers' custom for long quotations holds one speaker over paragraphs."""
    text = "Ines Falk said: “The dam is old and it leaks every day.\n\n“The town has no other water.”"
    assert contents(text) == [
        ("Ines Falk", ["“The dam is old and it leaks every day.", "“The town has no other water.”"])
    ]


def test_a_new_paragraph_without_a_cue_is_nobodys() -> None:
    """A quotation of its own paragraph, after a closed one, is not guessed to be the last speaker's."""
    text = "“The dam is old and weak,” Ines Falk said.\n\n“Not so fast, my friends of the river.”"
    assert contents(text) == [("Ines Falk", ["“The dam is old and weak,”"])]


def test_chains_keep_both_speakers() -> None:
    """In "X said Y had told Z that …" both attributions are found, the inner one within the outer's content."""
    text = "Ines Falk said Orrin Vale had told the board that the dam was unsafe."
    outer, inner = find_attributions(parsed(text))
    assert (outer.speaker, inner.speaker) == ("Ines Falk", "Orrin Vale")
    assert outer.content[0].start < inner.content[0].start
    assert inner.content[0].end <= outer.content[0].end


PRONOUNS = [
    ("“The dam is old,” Ines Falk said. “It will not last,” she added.", "Ines Falk"),
    ("Anna Falk met Maria Orr. “It will not last,” she said.", None),
    ("It rained. “It will not last,” she said.", None),
]


@pytest.mark.parametrize(("text", "name"), PRONOUNS)
def test_pronouns_are_resolved_only_where_one_person_is_named(text: str, name: str | None) -> None:
    """A pronoun gets a name where its paragraph names exactly one person, and none otherwise."""
    last = find_attributions(parsed(text))[-1]
    assert (last.speaker_kind, last.speaker_name) == (P, name)


def test_the_name_in_a_titled_speaker() -> None:
    """The speaker is the whole phrase, its name the proper name without titles."""
    text = "Harbour chief Dr. Ines Falk said the dam was unsafe."
    found = find_attributions(parsed(text))[0]
    assert found.speaker == "Harbour chief Dr. Ines Falk"
    assert found.speaker_name == "Ines Falk"


QUOTED = [
    ("He said “yes, we will go there” today.", ["“yes, we will go there”"]),
    ('He said "yes, we will go there" today.', ['"yes, we will go there"']),
    ("Er sagte: „Der Damm ist alt und undicht.“", ["„Der Damm ist alt und undicht.“"]),
    ("Er sagte: »Der Damm ist alt und undicht.«", ["»Der Damm ist alt und undicht.«"]),
    ("« Le barrage est vieux et fuit », dit-il.", ["« Le barrage est vieux et fuit »"]),
    ("She said ‘the dam is old and weak’ twice.", ["‘the dam is old and weak’"]),
    ("She said 'the dam is old and weak' twice.", ["'the dam is old and weak'"]),
    ("The town's mill and the firms' ships closed.", []),
    ("The mill's owners didn't pay in the ’90s.", []),
    ("The “green dam” opened.", ["“green dam”"]),
]


@pytest.mark.parametrize(("text", "quotes"), QUOTED)
def test_quotation_signs(text: str, quotes: list[str]) -> None:
    """English, typewriter, German and French signs pair up without a parse; apostrophes are none."""
    found = find_quotes(parsed(text, with_parse=False))
    assert [text[one.char_start : one.char_end] for one in found] == quotes


def test_a_quoted_term_is_not_speech() -> None:
    """Fewer than four words that do not end like a sentence are a term, not somebody's words."""
    term, speech = find_quotes(parsed("The “green dam” opened. “It will not hold.”", with_parse=False))
    assert (term.speech, speech.speech) == (False, True)


def test_sentences_without_a_parse_take_part_in_quotations() -> None:
    """A quotation is followed through a sentence that the gate let drop."""
    text = "“The dam is old. Oh dear. Nobody has repaired it for years,” Ines Falk said."
    sentences = parsed(text)
    thinned = [replace(sentence, doc=None) if "Oh dear" in sentence.text else sentence for sentence in sentences]
    assert len(thinned) > 1
    found = find_attributions(thinned)
    assert [text[a:b] for a, b in found[0].content] == [text[: text.index(" Ines")]]


SNIPPETS = [
    "“The dam is old,”",
    "Ines Falk said",
    "said",
    ".",
    "according to",
    "a filing",
    "\n",
    "”",
    "it will burst",
    ":",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=8))
def test_spans_are_slices_of_the_field(parts: list[str]) -> None:
    """Whatever the text, speaker and cue are the field's slices, content is not empty, ordered and inside the field."""
    text = " ".join(parts)
    for found in find_attributions(parsed(text)):
        if found.speaker_start is not None:
            assert text[found.speaker_start : found.speaker_end] == found.speaker
        assert text[found.cue_start : found.cue_end] == found.cue
        assert found.content
        for start, end in found.content:
            assert 0 <= start < end <= len(text)


TRAILING = [
    ("The clinic will hire 60 nurses, its director, Ida Moe, said.", "its director, Ida Moe", "said", "Ida Moe"),
    ('"I heard a bang," a passenger, Ole Brandt, told reporters.', "a passenger, Ole Brandt", "told", "Ole Brandt"),
    (
        '"We heard it," a passenger, Ole Brandt, 41, told the Courier.',
        "a passenger, Ole Brandt, 41",
        "told",
        "Ole Brandt",
    ),
    ("The comet does not exist, a second team of astronomers claims.", "a second team of astronomers", "claims", None),
    (
        "According to the port director, Ina Solberg, 40 ships docked.",
        "the port director, Ina Solberg",
        "According to",
        "Ina Solberg",
    ),
    ("Recent reports - though not confirmed by Norvik - suggest it will close.", "Recent reports", "suggest", None),
    ("A spokesman for Norvik said that 40 ships had docked.", "A spokesman for Norvik", "said", "Norvik"),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "name"), TRAILING)
def test_the_speaker_is_read_with_its_apposition(
    pipeline: Language, text: str, speaker: str, cue: str, name: str | None
) -> None:
    """A speaker before the verb keeps its apposition, loses an aside, and is named by the name in it."""
    assert pipeline is load_pipeline()
    found = find_attributions(parsed(text))
    assert [(one.speaker, one.cue, one.speaker_name) for one in found] == [(speaker, cue, name)]


@pytest.mark.parametrize(
    "text",
    [
        "The maker of the valve has recalled 7,800 units.",
        "Norvik raises $65 million.",
        "The move shows that Norvik wants 40% of the market.",
        "Plans start at $14 per user, per month.",
        "Norvik declined to comment.",
    ],
)
def test_deeds_and_things_attribute_nothing(pipeline: Language, text: str) -> None:
    """A verb of saying that tells a deed, or that a thing does, attributes nothing."""
    assert pipeline is load_pipeline()
    assert find_attributions(parsed(text)) == ()
