"""What makes a statement checkable though it holds no name and no amount.

Something has happened to a definite or numbered participant, is denied of one, is on somebody's word, is set for a
time, or compares. Each ground is a yes or no about one statement of a parse; `worth` adds them up.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from claimhouse.extractors.clauses import Path, Statement
from claimhouse.records import FoundAttribution

_PERSONS = frozenset({"he", "she"})
_NO_ONE = frozenset({"nobody", "none", "neither", "no-one", "no"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nobody", "none", "neither", "nor", "without"})
_SINGLING = frozenset({"the", "this", "these", "those", "no", "both", "neither", "another"})
"""Determiners that make a noun a definite participant, also "no survivor"."""
_PARTITIVE = frozenset({"half", "third", "quarter", "fifth", "tenth", "most", "all", "some", "many", "none", "neither"})
_MODALS = frozenset({"could", "may", "might", "can", "would"})
_LEFT_OPEN = frozenset({"may", "might"})
"""With a negation they still say nothing; "could not be reached" does."""
_BELONGING = frozenset({"to", "of", "from"})
_TIME_LABELS = frozenset({"DATE", "TIME"})
_SUBORDINATE = frozenset({"relcl", "acl", "advcl", "pcomp", "csubj"})
_MAIN_PATHS = frozenset({Path.CLAUSE, Path.CONJUNCT, Path.PARTICIPLE})


@cache
def ground_words() -> dict[str, frozenset[str]]:
    """Return the word lists of the grounds by name."""
    text = (resources.files("claimhouse.extractors") / "data" / "en" / "grounds.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def is_abstract(noun: Token | None) -> bool:
    """Tell whether a noun names nothing in particular, however definite: "the industry", "the future"."""
    return noun is not None and noun.lemma_.lower() in ground_words()["abstract"]


def has_happened(doc: Doc, statement: Statement, *, announces: bool = False) -> bool:
    """Tell whether the predicate is in the past or perfect: "rejected", "have doubled", "was shut", not "is shut".

    A headline (`announces`) leaves out "was": "Two men killed in blaze".
    """
    verb = doc[statement.head]
    if verb.tag_ == "VBD":
        return verb.lemma_ != "be"
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if verb.tag_ != "VBN":
        return False
    if helpers:
        return any(child.tag_ == "VBD" or child.lemma_ == "have" for child in helpers)
    # a participle with a subject of its own is a past that the tagger took for one: "two judges dissented"
    return announces or any(child.dep_ == "nsubj" for child in verb.children)


def is_negated(doc: Doc, statement: Statement) -> bool:
    """Tell whether the statement says that something is not so: "does not contain", "no survivors", "nobody"."""
    verb = doc[statement.head]
    if any(token.lower_ in ground_words()["softening"] for token in verb.subtree if token.i > verb.i - 2):
        return False
    if any(child.dep_ == "aux" and child.lower_ in _LEFT_OPEN for child in verb.children):
        return False
    if any(child.dep_ == "neg" or child.lower_ in _NEGATIONS for child in verb.children):
        return True
    heads = [doc[number] for number in (statement.subject_head, statement.object_head) if number is not None]
    return any(head.lower_ in _NO_ONE or any(child.lower_ == "no" for child in head.children) for head in heads)


def is_participant(noun: Token | None) -> bool:
    """Tell whether a noun without a name means one thing or a counted group.

    "the council", "her firm", "two judges", "half of the lakes", "no survivors", "nobody", "he"; but not what is
    abstract ("the industry").
    """
    if noun is None or is_abstract(noun):
        return False
    lower = noun.lower_
    if lower in _PERSONS or lower in _NO_ONE:
        return True
    if lower in ground_words()["authorities"] or _is_part(noun):
        return True
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    if any(
        child.dep_ == "poss" or child.lower_ in _SINGLING or (child.dep_ == "nummod" and child.lower_ != "one")
        for child in noun.children
    ):
        return True
    # "aides to the governor"
    return any(is_participant(owner) for to in noun.children if to.lower_ in _BELONGING for owner in to.children)


def _is_part(noun: Token) -> bool:
    """Tell whether it is a part of something definite: "half of the lakes", "eleven of the injured"."""
    if not (noun.lemma_.lower() in _PARTITIVE or (noun.like_num and noun.lower_ != "one")):
        return False
    return any(
        any(part.lower_ in _SINGLING or part.dep_ == "poss" for part in whole.children) and not is_abstract(whole)
        for of in noun.children
        if of.lower_ == "of"
        for whole in of.children
    )


def bears_on(doc: Doc, statement: Statement) -> bool:
    """Tell whether anything definite stands in the predicate: "blamed a valve for the explosion"."""
    rest = statement.tokens - statement.subject_tokens
    return any(doc[number].pos_ == "NOUN" and is_participant(doc[number]) for number in rest)


def has_time(doc: Doc, statement: Statement) -> bool:
    """Tell whether the predicate names a time: "on Sunday", "at 8 p.m.", "every 93 days"."""
    rest = statement.tokens - statement.subject_tokens
    return any(doc[number].ent_type_ in _TIME_LABELS for number in rest)


def is_set(doc: Doc, statement: Statement) -> bool:
    """Tell whether something is arranged: "is due to", "is scheduled to", "is expected to"."""
    words = ground_words()["arranged"]
    rest = statement.tokens - statement.subject_tokens
    return any(doc[number].lemma_.lower() in words or doc[number].lower_ in words for number in rest)


def is_hearsay(doc: Doc, statement: Statement) -> bool:
    """Tell whether the statement itself says that it is somebody's word: "reportedly", "is said to be"."""
    words = ground_words()["hearsay"]
    near = {token.i for token in doc[statement.head].children} | (statement.tokens - statement.subject_tokens)
    return any(doc[number].lower_ in words for number in near) or any(
        doc[number].lower_ in ground_words()["told"]
        and any(child.dep_ == "auxpass" for child in doc[number].children)
        and any(child.dep_ == "xcomp" for child in doc[number].children)
        for number in statement.tokens - statement.subject_tokens
    )


def is_possible(doc: Doc, statement: Statement) -> bool:
    """Tell whether the predicate is only possible: "could overturn", "may protect"."""
    return any(child.dep_ == "aux" and child.lower_ in _MODALS for child in doc[statement.head].children)


def is_state(doc: Doc, statement: Statement) -> bool:
    """Tell whether something is said to be in a state that is or is not the case: "is closed", "stays empty"."""
    verb = doc[statement.head]
    if verb.lemma_ not in ground_words()["copulas"] or verb.dep_ in _SUBORDINATE:
        return False
    return any(
        child.dep_ in {"acomp", "attr", "oprd"} and child.lower_ in ground_words()["states"] for child in verb.children
    )


def compares(doc: Doc, statement: Statement) -> bool:
    """Tell whether a past act is measured against another: "lived longer than those who did not"."""
    rest = statement.tokens - statement.subject_tokens
    graded = any(doc[number].tag_ in {"JJR", "RBR"} for number in rest)
    return graded and any(token.lower_ == "than" for token in doc[statement.head].subtree)


def exists_or_not(doc: Doc, statement: Statement) -> bool:
    """Tell whether the statement is that there is, or is not, something one can look for: "no evidence of a leak"."""
    subject = doc[statement.subject_head] if statement.subject_head is not None else None
    if subject is None or subject.lower_ != "there" or statement.object_head is None:
        return False
    return doc[statement.object_head].lemma_.lower() in ground_words()["findable"]


def is_on_word(doc: Doc, statement: Statement, attribution: FoundAttribution | None) -> bool:
    """Tell whether the statement is what a named or described speaker says, and not a clause within it."""
    if attribution is None or attribution.speaker is None or statement.path not in _MAIN_PATHS:
        return False
    return doc[statement.head].dep_ not in _SUBORDINATE
