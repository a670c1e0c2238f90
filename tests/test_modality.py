"""How surely a claim is put forward: modality, cues and negation of the claim, not of its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Token

from claimhouse.extractors import extract_document
from claimhouse.extractors.modality import (
    Judgement,
    hedged_predicates,
    is_question,
    is_reader_address,
    judge_modality,
)
from claimhouse.extractors.modality.wordforms import forms, stance_of
from claimhouse.extractors.parsed import ParsedSentence, load_pipeline
from claimhouse.records import BlockKind, Field, FoundAttribution, Modality, Span, SpeakerKind, TextDocument
from claimhouse.settings import ExtractSettings

A, R, U, P, H, J = (
    Modality.ASSERTED,
    Modality.REPORTED,
    Modality.RUMORED,
    Modality.PREDICTED,
    Modality.HYPOTHETICAL,
    Modality.OPINION,
)


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """Give the one spaCy pipeline."""
    return load_pipeline()


def sentence_of(pipeline: Language, text: str, headings: tuple[str, ...] = ()) -> ParsedSentence:
    """Return a parsed sentence that begins its field."""
    return ParsedSentence(
        field=Field.TEXT,
        segment=0,
        char_start=0,
        char_end=len(text),
        text=text,
        block=BlockKind.PARAGRAPH,
        paragraph=0,
        headings=headings,
        doc=pipeline(text),
    )


def token_of(sentence: ParsedSentence, word: str) -> Token:
    """Return the first token that is written `word`."""
    assert sentence.doc is not None
    return next(token for token in sentence.doc if token.text == word)


def said(
    content: tuple[int, int], cue: str, speaker: str = "Ines Falk", kind: SpeakerKind = SpeakerKind.NAMED
) -> FoundAttribution:
    """Return an attribution of `content` to a speaker whose place does not matter."""
    return FoundAttribution(
        field=Field.TEXT,
        speaker=speaker,
        speaker_kind=kind,
        speaker_start=0,
        speaker_end=len(speaker),
        cue=cue,
        cue_start=0,
        cue_end=len(cue),
        content=(Span(*content),),
        direct=False,
    )


def judged(pipeline: Language, text: str, word: str, **surroundings: tuple[str, ...]) -> Judgement:
    """Return the judgement of a claim without a speaker."""
    sentence = sentence_of(pipeline, text, **surroundings)
    return judge_modality(sentence, token_of(sentence, word), None)


CASES = [
    # a modal governs all it is shared by, whatever the verbs look like
    ("The quay will be 90 metres long, have 4 berths and cost $40 million.", "have", P, ("will",), False),
    ("The quay will be 90 metres long, have 4 berths and cost $40 million.", "cost", P, ("will",), False),
    ("Work is to start in May.", "start", P, ("is",), False),
    # plain facts
    ("Orrin Mills bought the harbour for 12 million dollars.", "bought", A, (), False),
    ("The bridge was closed on Monday.", "closed", A, (), False),
    ("Velda Foods employs 300 people in Tarnby.", "employs", A, (), False),
    ("The firm's purchase of Dunmore Rail cost 4 million euros.", "cost", A, (), False),
    ("The plant began to produce steel in May.", "produce", A, (), False),
    ("She managed to sell the house.", "sell", A, (), False),
    ("Kestrel Air was able to land the plane.", "land", A, (), False),
    # the future
    ("Orrin Mills will buy the harbour.", "buy", P, ("will",), False),
    ("The council is expected to approve the plan.", "approve", P, ("expected",), False),
    ("The council is expected to approve the plan.", "expected", P, ("expected",), False),
    ("Velda Foods plans to build two factories.", "build", P, ("plans",), False),
    ("Velda Foods plans to build two factories.", "plans", P, ("plans",), False),
    ("The mayor is set to resign on Friday.", "resign", P, ("set",), False),
    ("The mayor is poised to win the vote.", "win", P, ("poised",), False),
    ("The company is going to close the mine.", "close", P, ("going",), False),
    ("Output is forecast to reach 40 million tonnes.", "reach", P, ("forecast",), False),
    ("The talks are likely to fail.", "fail", P, ("likely",), False),
    ("The firm will buy the yard and restructure the docks.", "restructure", P, ("will",), False),
    ("The yard is scheduled to open in June.", "open", P, ("scheduled",), False),
    ("The group intends to hire 50 engineers.", "hire", P, ("intends",), False),
    ("They promised to repay the loan.", "repay", P, ("promised",), False),
    ("The union threatened to strike.", "strike", P, ("threatened",), False),
    # what might be
    ("The merger could create the largest brewer.", "create", H, ("could",), False),
    ("The storm might reach the coast.", "reach", H, ("might",), False),
    ("The court may reject the appeal.", "reject", H, ("may",), False),
    ("If Orrin Mills buys the harbour, rents will rise.", "buys", H, ("If",), False),
    ("If Orrin Mills buys the harbour, rents will rise.", "rise", H, ("If", "will"), False),
    ("If the firm were to buy the yard, it would gain a port.", "gain", H, ("If", "would"), False),
    ("Unless the council pays, the school closes.", "pays", H, ("Unless",), False),
    ("If the council pays and the union agrees, the school stays.", "agrees", H, ("If",), False),
    ("Perhaps the ship sank in the storm.", "sank", H, ("Perhaps",), False),
    ("Had the firm sold the mine, the town would have suffered.", "suffered", H, ("Had", "would"), False),
    ("Imagine a firm that sells 40 cars a day.", "sells", H, ("Imagine",), False),
    ("The law allows farmers to sell water.", "sell", H, ("allows",), False),
    ("Its potential purchase of the yard worries the town.", "purchase", H, ("potential",), False),
    ("The inspectors asked whether the dam leaked.", "leaked", H, ("asked", "whether"), False),
    ("The possible sale of the ferry divided the island.", "sale", H, ("possible",), False),
    # hearsay
    ("Velda Foods reportedly bought a rival for 3 million euros.", "bought", U, ("reportedly",), False),
    ("The clerk allegedly took bribes.", "took", U, ("allegedly",), False),
    ("The firm is rumoured to have sold its fleet.", "sold", U, ("rumoured",), False),
    ("The firm is rumoured to have sold its fleet.", "rumoured", U, ("rumoured",), False),
    ("There are rumours about a sale of the yard.", "sale", U, ("rumours",), False),
    ("The rumoured sale of the yard worries the town.", "sale", U, ("rumoured",), False),
    ("The firm reportedly plans to build a dam.", "build", U, ("reportedly", "plans"), False),
    ("The rumoured price tag of 3 million euros raises questions.", "raises", U, ("rumoured",), False),
    ("The alleged fraud worried investors, who sold their shares.", "sold", A, (), False),
    ("Expect inquiries into the sale.", "Expect", P, ("Expect",), False),
    # judgements
    ("Many see the sale as a mistake.", "see", J, ("see",), False),
    ("Velda Foods hailed the sale as a milestone.", "hailed", A, (), False),
    ("The plan is brilliant.", "is", J, ("brilliant",), False),
    ("The sale was a disaster.", "was", J, ("disaster",), False),
    ("The deal is seen as a bold move.", "seen", J, ("seen",), False),
    ("The port is considered a success.", "considered", J, ("considered",), False),
    ("I think the dam leaks.", "leaks", J, ("think",), False),
    ("The council should sell the yard.", "sell", J, ("should",), False),
    ("The vote underscores the strength of the party.", "underscores", J, ("underscores",), False),
    ("The firm seems to ignore the rules.", "ignore", J, ("seems",), False),
    # denials and negations
    ("Orrin Mills did not buy the harbour.", "buy", A, (), True),
    ("The bridge isn't safe.", "is", A, (), True),
    ("The firm has never paid taxes.", "paid", A, (), True),
    ("No ship left the port.", "left", A, (), True),
    ("The firm has no debt.", "has", A, (), True),
    ("Nobody saw the fire.", "saw", A, (), True),
    ("The firm failed to deliver the engines.", "deliver", A, (), True),
    ("The firm failed to deliver the engines.", "failed", A, (), True),
    ("The mayor refused to resign.", "resign", A, (), True),
    ("The ship left without paying the fee.", "paying", A, (), True),
    ("The firm neither built nor sold the engines.", "built", A, (), True),
    ("The firm neither built nor sold the engines.", "sold", A, (), True),
    ("Neither the firm nor the union signed the deal.", "signed", A, (), True),
    ("The firm will not sell the yard.", "sell", P, ("will",), True),
    ("The firm denied the report.", "denied", A, (), True),
    ("The court rejected the appeal.", "rejected", A, (), False),
    ("The yard no longer builds ships.", "builds", A, (), True),
    ("The talks are unlikely to succeed.", "succeed", P, ("unlikely",), True),
    # idioms that deny nothing
    ("The firm has made no secret of its plans.", "made", A, (), False),
    ("The firm not only bought the yard but also the docks.", "bought", A, (), False),
    ("No fewer than 40 people were hurt.", "hurt", A, (), False),
    ("There is no doubt that the dam leaks.", "leaks", A, (), False),
    # a hedge in another clause does not count
    ("Orrin Mills bought the harbour, which could flood.", "bought", A, (), False),
    ("The firm, which might move, sold the yard.", "sold", A, (), False),
    ("Shares fell because investors expect a loss.", "fell", A, (), False),
    ("The mine closed and the town may shrink.", "closed", A, (), False),
    ("The alleged thief bought a house.", "bought", A, (), False),
]


@pytest.mark.parametrize(("text", "word", "modality", "cues", "negated"), CASES)
def test_modality_of_the_claim(
    pipeline: Language, text: str, word: str, modality: Modality, cues: tuple[str, ...], *, negated: bool
) -> None:
    """A claim has the modality, cues and polarity that its own clause gives it."""
    found = judged(pipeline, text, word)
    assert (found.modality, found.hedge_cues, found.negated) == (modality, cues, negated)


SOURCED = [
    ("Falk said the dam leaks.", "leaks", "said", "Falk", SpeakerKind.NAMED, R, False),
    ("Falk denied that the dam leaks.", "leaks", "denied", "Falk", SpeakerKind.NAMED, R, True),
    ("Falk believes the dam leaks.", "leaks", "believes", "Falk", SpeakerKind.NAMED, R, False),
    ("Falk said the dam will burst.", "burst", "said", "Falk", SpeakerKind.NAMED, P, False),
    ("Falk said the dam would burst in May.", "burst", "said", "Falk", SpeakerKind.NAMED, P, False),
    ("Falk said the dam could burst.", "burst", "said", "Falk", SpeakerKind.NAMED, H, False),
    ("Falk said the plan is brilliant.", "is", "said", "Falk", SpeakerKind.NAMED, J, False),
    ("Reports suggest the dam leaks.", "leaks", "suggest", "Reports", SpeakerKind.UNNAMED, U, False),
    (
        "According to the grapevine the dam leaks.",
        "leaks",
        "According to",
        "the grapevine",
        SpeakerKind.UNNAMED,
        U,
        False,
    ),
    ("A filing shows the dam leaks.", "leaks", "shows", "A filing", SpeakerKind.DOCUMENT, R, False),
    ("Two sources said the dam leaks.", "leaks", "said", "Two sources", SpeakerKind.UNNAMED, R, False),
    ("Falk has not confirmed that the dam leaks.", "leaks", "has not confirmed", "Falk", SpeakerKind.NAMED, U, False),
    ("Falk said the dam does not leak.", "leak", "said", "Falk", SpeakerKind.NAMED, R, True),
    ("Falk expects the dam to burst.", "burst", "expects", "Falk", SpeakerKind.NAMED, P, False),
]


@pytest.mark.parametrize(("text", "word", "cue", "speaker", "kind", "modality", "negated"), SOURCED)
def test_modality_of_what_somebody_says(
    pipeline: Language,
    text: str,
    word: str,
    cue: str,
    speaker: str,
    kind: SpeakerKind,
    modality: Modality,
    *,
    negated: bool,
) -> None:
    """On somebody's word a claim is reported, unless the word or the claim itself says more or less."""
    sentence = sentence_of(pipeline, text)
    start = max(text.find(cue) + len(cue), text.find(speaker) + len(speaker))
    attribution = said((start, len(text)), cue, speaker, kind)
    found = judge_modality(sentence, token_of(sentence, word), attribution)
    assert (found.modality, found.negated) == (modality, negated)


def test_an_attribution_counts_only_where_its_content_covers_the_predicate(pipeline: Language) -> None:
    """What stands outside the reported content is the author's own assertion."""
    text = "The dam leaks, and Falk said the town knew."
    sentence = sentence_of(pipeline, text)
    attribution = said((text.index("the town"), len(text)), "said")
    assert judge_modality(sentence, token_of(sentence, "leaks"), attribution).modality is A
    assert judge_modality(sentence, token_of(sentence, "knew"), attribution).modality is R


@pytest.mark.parametrize(
    "heading", ["Case studies (hypothetical)", "A thought experiment", "Hypothetical example", "What if the dam broke?"]
)
def test_text_under_a_hypothetical_heading_is_hypothetical(pipeline: Language, heading: str) -> None:
    """A heading that calls itself invented makes everything below it hypothetical, surely."""
    found = judged(pipeline, "Alba Stores doubled its sales.", "doubled", headings=("Guide", heading))
    assert (found.modality, found.strength) == (H, 1.0)


def test_unnamed_sources_hedge_more_than_named_ones(pipeline: Language) -> None:
    """Somebody unknown takes away more commitment than somebody known."""
    text = "The dam leaks."
    sentence = sentence_of(pipeline, text)
    predicate = token_of(sentence, "leaks")
    known = judge_modality(sentence, predicate, said((0, 14), "said"))
    unknown = judge_modality(sentence, predicate, said((0, 14), "said", "sources", SpeakerKind.UNNAMED))
    assert judge_modality(sentence, predicate, None).strength == 0.0
    assert 0.0 < known.strength < unknown.strength < 1.0


QUESTIONS = [
    ("Will the dam burst?", True),
    ("“Will the dam burst?”", True),
    ("(And who pays for it?)", True),
    ('"Will the dam burst?" asked Falk.', False),
    ("The dam burst.", False),
    ("Falk asked whether the dam would burst.", False),
]


@pytest.mark.parametrize(("text", "asks"), QUESTIONS)
def test_questions_are_told_by_their_end(pipeline: Language, text: str, *, asks: bool) -> None:
    """A sentence asks where it ends in a question mark; a quoted question inside a statement does not count."""
    assert is_question(sentence_of(pipeline, text)) is asks


ADDRESSES = [
    ("Let's look at the numbers.", True),
    ("You might be wondering what this means.", True),
    ("Subscribe to our newsletter.", True),
    ("Please check the label before use.", True),
    ("Never buy a boat without a survey.", True),
    ("Click here for more.", True),
    ("You should always keep a copy.", True),
    ("Thank you for reading.", True),
    ("The mayor resigned on Friday.", False),
    ("You can buy the lamp for 20 dollars.", False),
    ("Expect inquiries into the sale.", False),
    ("Falk asked you to leave.", False),
    ("Sales rose 5 percent.", False),
]


@pytest.mark.parametrize(("text", "addresses"), ADDRESSES)
def test_words_to_the_reader_state_nothing(pipeline: Language, text: str, *, addresses: bool) -> None:
    """Imperatives, invitations and advice to "you" are told from statements."""
    assert is_reader_address(sentence_of(pipeline, text)) is addresses


HEDGED = [
    ("Orrin Mills bought the harbour.", "bought", False),
    ("Orrin Mills will buy the harbour.", "buy", True),
    ("They want to sell the boat.", "want", False),
    ("They want to sell the boat.", "sell", True),
    ("Call the office.", "Call", True),
    ("Please let us know.", "know", True),
    ("The pump can lift 40 litres.", "lift", True),
    ("If you take the ferry and pay the fee, sit down.", "pay", True),
    ("Did the ship sink?", "sink", True),
    ("They did not pay.", "pay", True),
    ("Falk said the ship sank.", "sank", False),
    # what is over a noun is over what it would do
    ("The mill may sign a pact that bans night work.", "bans", True),
    ("The mill signed a pact that bans night work.", "bans", False),
    # governors of gerunds and of nouns
    ("Norvik risks losing its licence.", "losing", True),
    ("There is a risk of flooding the hall.", "flooding", True),
    ("It is a cheap way of heating the hall.", "heating", False),
    ("Norvik tried to call the port.", "call", True),
    ("Norvik tried calling the port.", "calling", False),
    # conjuncts share the doubt
    ("Norvik is unlikely to appeal or pay.", "pay", True),
    ("Norvik has the right to sell the land, lease it or fence it.", "lease", True),
    # orders, conditions and advice without a main clause
    ("Please see the attached list.", "see", True),
    ("If the pump stops.", "stops", True),
    ("All the owners have to do is sign the form.", "sign", True),
    ("How to repair a slate roof.", "repair", True),
    ("The guide gives advice on how to repair a roof.", "repair", True),
    # purpose and habit
    ("The saw is used to cut slate.", "cut", True),
    ("Norvik used to cut slate.", "cut", False),
    # what did happen
    ("The crew was lucky to find the harbour.", "find", False),
    ("The court let the ship sail.", "sail", False),
    ("The strike prompted Norvik to resign.", "resign", False),
    ("As one can see, the roof leaks.", "see", False),
    ("Falk likes to swim.", "swim", False),
    ("Falk loves sailing.", "sailing", False),
    ("I would argue that the dam leaks.", "argue", False),
    ("The ferry sails even if it snows.", "sails", False),
    ("The ferry sails even if it snows.", "snows", True),
    ("The ferry would sail, considering the wind.", "considering", False),
    # a wish is there, what is wished for is not
    ("Norvik would like to buy the port.", "like", False),
    ("Norvik would like to buy the port.", "buy", True),
]


@pytest.mark.parametrize(("text", "word", "hedged"), HEDGED)
def test_predicates_that_are_no_plain_facts(pipeline: Language, text: str, word: str, *, hedged: bool) -> None:
    """A predicate is hedged where it is negated, future, possible, wanted, ordered or asked."""
    sentence = sentence_of(pipeline, text)
    assert hedged_predicates(sentence)[token_of(sentence, word).i] is hedged


def test_without_a_parse_nothing_is_judged(pipeline: Language) -> None:
    """A sentence that the gate let drop has no predicates."""
    sentence = sentence_of(pipeline, "It may rain.")
    dropped = ParsedSentence(
        field=sentence.field,
        segment=0,
        char_start=0,
        char_end=sentence.char_end,
        text=sentence.text,
        block=sentence.block,
        paragraph=0,
        headings=(),
        doc=None,
    )
    assert hedged_predicates(dropped) == {}
    assert is_question(dropped) is False


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("has denied", "denial"),
        ("thought", "belief"),
        ("plans", "intent"),
        ("predicted", "forecast"),
        ("said", None),
        ("rumours", "rumour"),
        ("declined", "refusal"),
    ],
)
def test_stance_of_a_cue_by_its_form(cue: str, stance: str | None) -> None:
    """A cue's stance is known by its written form alone."""
    assert stance_of(cue) == stance


@given(st.sampled_from(["deny", "plan", "refuse", "reject", "wish", "suspect", "think"]))
def test_forms_begin_with_the_lemma_itself(lemma: str) -> None:
    """Every verb is among its own forms, and its -ing form too."""
    assert lemma in forms(lemma)
    assert any(form.endswith("ing") for form in forms(lemma))


WORDS = (
    "the",
    "dam",
    "may",
    "leak",
    "if",
    "not",
    ",",
    "said",
    "Falk",
    "?",
    "will",
    "“",
    "”",
    "40",
    "buy",
    "to",
    "plans",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_any_words_get_a_judgement(words: list[str]) -> None:
    """Whatever the parse, every token is judged with a strength from 0 to 1 and cues that the text holds."""
    pipeline = load_pipeline()
    sentence = sentence_of(pipeline, " ".join(words))
    assert sentence.doc is not None
    for token in sentence.doc:
        found = judge_modality(sentence, token, None)
        assert 0.0 <= found.strength <= 1.0
        assert all(cue in sentence.text for cue in found.hedge_cues)


@pytest.mark.parametrize(
    ("text", "word", "modality"),
    [
        ("The valley is full of rumours about a potential deal: Norvik's purchase of Tessel.", "purchase", U),
        ("Rumours of Norvik's acquisition of Tessel have been swirling.", "acquisition", U),
        ("There is talk of a merger.", "is", U),
        ("The rumoured price tag raises questions.", "raises", U),
        ("The proposed merger is worth $4 billion.", "is", P),
        ("Norvik must repay $3 million by June.", "repay", A),
        ("Norvik must have known it.", "known", J),
        ("Norvik agreed to pay $3 million.", "pay", A),
        ("Norvik is closing its plant next month.", "closing", P),
        ("Analysts forecast revenue of $2 billion.", "forecast", P),
        ("The plant can make 40 trucks a day.", "make", A),
        ("Norvik would like to buy the port.", "like", P),
        ("The mill may sign a pact that bans night work.", "bans", H),
    ],
)
def test_modality_without_a_speaker(pipeline: Language, text: str, word: str, modality: Modality) -> None:
    """Rumours govern the acts they name, a duty is stated, and what is still to come is foreseen."""
    assert judged(pipeline, text, word).modality is modality


def test_a_denial_is_negated_once(pipeline: Language) -> None:
    """The verb of denying and its speaker's word turn the claim round together, not twice."""
    text = "Norvik denied that it had sold the ships."
    sentence = sentence_of(pipeline, text)
    found = judge_modality(sentence, token_of(sentence, "sold"), said((14, len(text)), "denied", "Norvik"))
    assert (found.modality, found.negated) == (R, True)


def test_text_under_a_heading_that_calls_it_invented_is_hypothetical() -> None:
    """It ends with the next heading; the heading may be written small."""
    text = (
        "Case study (hypothetical)\n\nNorvik Steel sold the mill for $4 million in May.\n\n"
        "Background\n\nThe mill opened in 1911 and employs 300 people."
    )
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings())
    modalities = [claim.modality for sentence in found.sentences for claim in sentence.claims]
    assert modalities[0] is H
    assert set(modalities[1:]) == {A}


def test_a_hedge_in_another_clause_leaves_a_claim_as_it_is() -> None:
    """The sale is possible, the number of workers is not."""
    text = "Norvik Steel may sell the mill, which employs 300 people."
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings())
    by_predicate = {claim.predicate: claim.modality for sentence in found.sentences for claim in sentence.claims}
    assert by_predicate == {"may sell": H, "employs": A}


def test_a_question_states_nothing() -> None:
    """Not even one with an amount."""
    text = "Did Norvik Steel sell the mill for $4 million?"
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings(gate=False))
    assert [claim for sentence in found.sentences for claim in sentence.claims] == []
