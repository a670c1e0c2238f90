"""A parse as plain objects: every name means what it means in spaCy."""

from collections.abc import Iterable

import pytest

from claimhouse.extractors.parsed import load_pipeline
from claimhouse.extractors.reading import plain_parse

TEXTS = (
    "Norvik Labs, which makes maps, bought the map maker Tessel for $4.1 billion and 3% of Halden, Ann Bell said.",
    "“We can't,” he told the crew  of the ferry (and its pilots), “close two, three or four mills by 2027.”",
    "What the court that heard the case decided on, nobody knows.",
    "Yes",
    "",
)
PLAIN = (
    *("text", "lower_", "norm_", "lemma_", "tag_", "pos_", "dep_", "ent_type_", "ent_iob_", "whitespace_", "i", "idx"),
    *("is_alpha", "is_currency", "is_digit", "is_punct", "is_quote", "is_space", "like_num", "is_sent_start"),
    *("shape_", "is_title"),  # not kept: spaCy answers
)
LISTS = ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts")


def places(tokens: Iterable[object]) -> list[int]:
    """Return the numbers of tokens."""
    return [token.i for token in tokens]  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", TEXTS)
def test_a_token_is_what_it_is_in_spacy(text: str) -> None:
    """Strings, flags, places and relatives are the same, and a token met twice is one object."""
    parse = load_pipeline()(text)
    reading = plain_parse(parse)
    assert len(reading) == len(parse)
    for word, token in zip(reading, parse, strict=True):
        assert [getattr(word, name) for name in PLAIN] == [getattr(token, name) for name in PLAIN]
        assert [places(getattr(word, name)) for name in LISTS] == [places(getattr(token, name)) for name in LISTS]
        assert (len(word), word.head.i, word.doc) == (len(token), token.head.i, reading)
        assert (word.left_edge.i, word.right_edge.i) == (token.left_edge.i, token.right_edge.i)
        assert reading[word.i] is word
        assert all(child.head is word for child in word.children)


@pytest.mark.parametrize("text", TEXTS)
def test_a_part_is_what_it_is_in_spacy(text: str) -> None:
    """Slices count from either end and beyond it; names, sentences, noun phrases and places of characters agree."""
    parse = load_pipeline()(text)
    reading = plain_parse(parse)
    for start in (None, -3, -1, 0, 1, 4, 99):
        for end in (None, -2, 0, 2, 5, 99):
            assert reading[start:end].text == parse[start:end].text
            assert places(reading[start:end]) == places(parse[start:end])
    for name in ("ents", "sents", "noun_chunks"):
        pairs = zip(getattr(reading, name), getattr(parse, name), strict=True)
        assert [(part.text, part.start, part.end, part.label_, part.root.i, len(part)) for part, _ in pairs] == [
            (span.text, span.start, span.end, span.label_, span.root.i, len(span)) for span in getattr(parse, name)
        ]
    for start in range(0, len(text), 5):
        part = reading.char_span(start, start + 7, alignment_mode="expand")
        span = parse.char_span(start, start + 7, alignment_mode="expand")
        assert (part and part.text) == (span and span.text)


def test_beside_the_last_token_there_is_none() -> None:
    """A neighbour beyond either end is an error, not a token from the other end."""
    reading = plain_parse(load_pipeline()("It rained."))
    assert reading[1].nbor(-1).text == "It"
    for number, distance in ((0, -1), (2, 1)):
        with pytest.raises(IndexError):
            reading[number].nbor(distance)
