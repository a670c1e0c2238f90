"""Evaluations: predicates that judge and measure nothing ("is a brilliant move", "is seen as …")."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from claimhouse.extractors.attribution.lexicon import cue_lexicon
from claimhouse.extractors.modality.lexicon import HedgeLexicon
from claimhouse.extractors.modality.operators import Operator
from claimhouse.records import Modality

_COPULAS = frozenset(
    {"be", "become", "remain", "seem", "look", "sound", "prove", "represent", "mark", "constitute", "feel"}
)
_STRENGTH = 0.5


def evaluations(predicate: Token, words: HedgeLexicon) -> Iterator[Operator]:
    """Yield the words by which a predicate is an evaluation; one with a number in it is a measurement."""
    if any(token.like_num or token.ent_type_ in {"MONEY", "PERCENT", "CARDINAL"} for token in predicate.subtree):
        measured = True
    else:
        measured = False
    lemma = predicate.lemma_.lower()
    if lemma in words.taken_verbs and _is_taken(predicate):
        yield Operator(Modality.OPINION, predicate.text, _STRENGTH)
        return
    if measured:
        return
    if lemma in words.significance and any(child.dep_ == "dobj" for child in predicate.children):
        yield Operator(Modality.OPINION, predicate.text, _STRENGTH)
    elif lemma in _COPULAS:
        yield from _of_complement(predicate, words)
    elif predicate.pos_ == "ADJ" and lemma in words.evaluative and predicate.dep_ in {"acomp", "ROOT"}:
        yield Operator(Modality.OPINION, predicate.text, _STRENGTH)


def _is_taken(verb: Token) -> bool:
    """Say whether something "is seen as" or "is considered" something, or "many see it as" that."""
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)
    as_what = any(
        child.dep_ in {"oprd", "xcomp", "ccomp"} or (child.dep_ == "prep" and child.lower_ == "as")
        for child in verb.children
    )
    many = any(child.dep_ == "nsubj" and child.lower_ in cue_lexicon().unnamed for child in verb.children)
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    near = [*verb.children, *(part for child in objects for part in child.children)]
    active_as = bool(objects) and any(part.dep_ == "prep" and part.lower_ == "as" for part in near)
    return (passive and as_what) or (many and active_as)


def _of_complement(copula: Token, words: HedgeLexicon) -> Iterator[Operator]:
    for child in copula.children:
        if child.dep_ not in {"acomp", "attr", "oprd", "dobj"}:
            continue
        if child.lemma_.lower() in words.evaluative and child.pos_ == "ADJ":
            yield Operator(Modality.OPINION, child.text, _STRENGTH)
        elif child.pos_ == "NOUN":
            judged = [part for part in child.children if part.dep_ == "amod" and _judges(part, words)]
            if judged:
                yield Operator(Modality.OPINION, judged[0].text, _STRENGTH)
            elif child.lemma_.lower() in words.evaluative_nouns:
                yield Operator(Modality.OPINION, child.text, _STRENGTH)


def _judges(adjective: Token, words: HedgeLexicon) -> bool:
    return adjective.lemma_.lower() in words.evaluative or adjective.lower_ in {"best", "worst", "better", "worse"}
