"""Statements without a verb of their own: appositions, titles before a name, deals named by a noun."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.phrases import AGES, is_close_apposition, is_doubtful, phrase, render

_NOUNS = frozenset({"NOUN", "PROPN"})
_PLURAL = frozenset({"NNS", "NNPS"})
_GIVEN_NAMES = frozenset({"dean"})
"""Offices that are also given names or surnames."""
_MIN_APPOSITION = 2
"""Words of an apposition that says something: "the founder", not a second name alone."""


@cache
def deal_nouns() -> dict[str, tuple[str, ...]]:
    """Return nouns that name an act ("investment") with the prepositions of their object ("in")."""
    table = tomllib.loads(_data("statements.toml"))
    return {noun: tuple(prepositions) for noun, prepositions in table["nouns"].items()}


@cache
def titles() -> frozenset[str]:
    """Return words that name an office before a person's name."""
    return frozenset(tomllib.loads(_data("titles.toml"))["titles"])


def _data(name: str) -> str:
    return (resources.files("claimhouse.extractors") / "data" / "en" / name).read_text(encoding="utf-8")


def nominal_statements(doc: Doc) -> Iterator[Statement]:
    """Yield the statements of a sentence that no verb carries, in reading order."""
    for token in doc:
        if token.head.pos_ in _NOUNS and is_close_apposition(token):
            yield from _apposition(doc, token)
        if token.pos_ == "PROPN":
            yield from _title(doc, token)
        if token.pos_ in _NOUNS and token.lemma_.lower() in deal_nouns():
            yield from _deal(doc, token)


def _apposition(doc: Doc, token: Token) -> Iterator[Statement]:
    """Ann Bell, the founder of X: Ann Bell | is | the founder of X."""
    if is_doubtful(token):
        return
    loose = {"appos", "relcl", "acl", "conj", "cc", "punct"} | ({"prep"} if token.head.pos_ == "PROPN" else set())
    subject = _without_adverbs(doc, phrase(token.head, without=loose))
    inside = phrase(token) - subject
    name, description = token.head, token
    if token.pos_ == "PROPN" and token.head.pos_ == "NOUN":
        # "the founder of X, Ann Bell": the name is what the statement is about
        name, description, subject = token, token.head, inside
        inside = {
            number for number in phrase(token.head, without={"appos", "relcl", "acl"}) if number < token.left_edge.i
        }
    is_age = description.like_num and token.head.pos_ == "PROPN" and description.text in AGES
    if not is_age and (len(inside) < _MIN_APPOSITION or description.pos_ not in _NOUNS or description.like_num):
        return
    if not any(doc[number].is_alpha for number in subject) or not (is_age or _describes(doc, inside)):
        return
    yield _is_statement(doc, (name, subject), (description, inside), Path.APPOSITION)


def _without_adverbs(doc: Doc, numbers: set[int]) -> set[int]:
    """Return a phrase without the adverbs that it begins with: "particularly Ann Bell"."""
    return {number for number in numbers if any(other <= number and doc[other].tag_ != "RB" for other in numbers)}


def _describes(doc: Doc, inside: set[int]) -> bool:
    """Tell whether a phrase says what something is, and is not only a second name, a short form or an amount."""
    if doc[min(inside)].like_num and any(doc[number].text == "%" or doc[number].is_currency for number in inside):
        return False
    return any(doc[number].pos_ in {"NOUN", "DET"} or doc[number].lower_ in titles() for number in inside)


def _title(doc: Doc, name: Token) -> Iterator[Statement]:
    """Norvik chief executive Ann Bell: Ann Bell | is | Norvik chief executive."""
    before = [child for child in name.children if child.dep_ in {"compound", "nmod", "amod"} and child.i < name.i]
    offices = [child for child in before if child.lower_ in titles()]
    if not offices or name.lower_ in titles():
        return
    last = max(child.i for child in offices)
    person = {
        number for number in range(last + 1, name.i + 1) if doc[number].pos_ == "PROPN" or doc[number].text == "-"
    }
    first = min([doc[number].left_edge.i for number in (child.i for child in before)])
    office = {number for number in range(first, last + 1) if doc[number].pos_ not in {"DET", "SCONJ", "PUNCT"}}
    if len(person) < name.i - last or _is_given_name(doc[last], name):
        return  # "Secretary of State Ann Bell", "Dean Bell"
    if name.i not in person or any(doc[number].is_punct and doc[number].text != "-" for number in person):
        return
    yield _is_statement(doc, (name, person), (doc[last], office), Path.TITLE)


def _is_given_name(office: Token, name: Token) -> bool:
    """Tell whether a word that can be an office is more likely the first name of the person after it."""
    return office.lower_ in _GIVEN_NAMES and office.i == name.i - 1 and "PERSON" in {office.ent_type_, name.ent_type_}


def _deal(doc: Doc, noun: Token) -> Iterator[Statement]:
    """Norvik's $14 million investment in Tessel: Norvik | investment in | Tessel, with the amount."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    prepositions = [
        child for child in noun.children if child.dep_ == "prep" and child.lower_ in deal_nouns()[noun.lemma_.lower()]
    ]
    objects: list[tuple[Token | None, Token]] = [
        (prep, target) for prep in prepositions for target in prep.children if target.dep_ == "pobj"
    ]
    if not owners and not (objects and any(part.like_num for part in noun.subtree)):
        return
    own = phrase(noun, without={"poss", "prep", "appos", "relcl", "acl", "det", "conj", "cc", "advmod"})
    if owners and not objects:
        # "Norvik's $3bn Tessel deal": the name before the noun is what the deal is about
        named = [
            child for child in noun.children if child.dep_ in {"compound", "nmod", "amod"} and child.text[0].isupper()
        ]
        objects = [(None, child) for child in named[-1:]]
        own -= set().union(*(phrase(child) for child in named))
    owner = phrase(owners[0]) - {child.i for child in owners[0].children if child.dep_ == "case"} if owners else set()
    prep, target = objects[0] if objects else (None, None)
    inside = phrase(target) if target is not None else set()
    used = {prep.i} if prep is not None else set()
    others = [child for child in noun.children if child.dep_ == "prep" and child.i not in used]
    arguments = [phrase(child) for child in others]
    texts = [render(doc, argument) for argument in arguments]
    predicate = own | used
    yield Statement(
        subject=render(doc, owner) or None,
        predicate=render(doc, predicate),
        object=render(doc, inside) or None,
        arguments=tuple(text for text in texts if text),
        head=noun.i,
        subject_head=owners[0].i if owners else None,
        object_head=target.i if target is not None else None,
        subject_tokens=frozenset(owner),
        tokens=frozenset(owner | predicate | inside).union(*arguments),
        path=Path.NOMINAL,
    )


def _is_statement(
    doc: Doc, subject: tuple[Token, set[int]], described: tuple[Token, set[int]], path: Path
) -> Statement:
    """Return "subject is description"; the verb is ours, it stands nowhere in the sentence."""
    return Statement(
        subject=render(doc, subject[1]) or None,
        predicate="are" if subject[0].tag_ in _PLURAL else "is",
        object=render(doc, described[1]) or None,
        arguments=(),
        head=described[0].i,
        subject_head=subject[0].i,
        object_head=described[0].i,
        subject_tokens=frozenset(subject[1]),
        tokens=frozenset(subject[1] | described[1]),
        path=path,
    )
