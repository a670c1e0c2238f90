"""Which statements are worth checking: a short account of reasons for and against, added up.

Not a trained model: such models learn from political debates and do not carry over to web news. A statement earns
points for what can be looked up (a quantity, names, an act, an office, and what `grounds` tells) and loses points
for what cannot (a verdict, a vague verb, a subject that only points). From `THRESHOLD` on it is kept.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from claimhouse.extractors import grounds
from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.mentions import name_words
from claimhouse.extractors.nominals import deal_nouns
from claimhouse.records import FoundAttribution, FoundQuantity, QuantityKind

THRESHOLD = 2
"""Points from which a statement is a claim: two names, a name and an act, a definite participant to whom something
happened, somebody's word, or a quantity."""

_JUDGEMENT_COST = 2
_WORD_POINTS = 2
"""On somebody's word, a statement can be checked against its speaker, unless it only judges."""
_RESUMING = frozenset({"it", "they"})
_MIN_COUNT = 3
"""A smaller bare count ("one of the leaders", "two giants") is a way of speaking."""
_ASKING = frozenset({"WP", "WDT", "WP$"})
_WEAK_KINDS = frozenset({QuantityKind.DATE, QuantityKind.DURATION, QuantityKind.ORDINAL})


@cache
def worth_words() -> dict[str, frozenset[str]]:
    """Return the word lists of check-worthiness by name."""
    text = (resources.files("claimhouse.extractors") / "data" / "en" / "worth.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@cache
def _judging() -> frozenset[str]:
    return worth_words()["judgement"] | worth_words()["feelings"]


@cache
def _relating() -> frozenset[str]:
    return name_words()["titles"] | worth_words()["relations"]


def is_checkable(quantity: FoundQuantity) -> bool:
    """Tell whether a quantity alone makes a statement worth checking."""
    if quantity.kind in _WEAK_KINDS:
        return False
    if quantity.kind is QuantityKind.COUNT:
        value = quantity.value if quantity.value is not None else quantity.value_max
        least = 1 if quantity.unit in worth_words()["persons"] else _MIN_COUNT
        return value is not None and value >= least
    return True


def is_worth_checking(
    doc: Doc,
    statement: Statement,
    quantities: Sequence[FoundQuantity],
    *,
    names: frozenset[int],
    subject_name: str | None,
    attribution: FoundAttribution | None = None,
    announces: bool = False,
) -> bool:
    """Tell whether a statement has enough that can be looked up.

    Args:
        doc: the parse of the sentence.
        statement: one statement of it.
        quantities: the quantities that belong to the statement.
        names: tokens that are a part of a name.
        subject_name: what the subject means, where that is certain.
        attribution: on whose word the statement is.
        announces: the sentence is a headline: there "Norvik's purchase of Tessel" is the news itself.
    """
    if _is_asked(doc, statement):
        return False
    if any(is_checkable(quantity) for quantity in quantities):
        return True
    if statement.path is Path.NOMINAL and not announces:
        return False  # "its investment in Y was …": taken as known, stated elsewhere
    total = points(doc, statement, quantities, names=names, subject_name=subject_name)
    if grounds.is_on_word(doc, statement, attribution):
        # what "it" means there the speaker knows
        total += _WORD_POINTS + (_subject_word(doc, statement) in _RESUMING and subject_name is None)
    if total < THRESHOLD:  # grounds only add
        total += ground_points(doc, statement, quantities, names=names, subject_name=subject_name, announces=announces)
    return total >= THRESHOLD


def is_addressed(doc: Doc, statement: Statement, *, is_quoted: bool) -> bool:
    """Tell whether a statement speaks with the reader ("you", "we") or gives advice to nobody in particular.

    In somebody's mouth (`is_quoted`) "we" is that somebody and not the article's voice.
    """
    words = worth_words()
    subject = doc[statement.subject_head] if statement.subject_head is not None else None
    if subject is not None and subject.lower_ in words["reader"] and not is_quoted:
        return True
    helpers = {child.lower_ for child in doc[statement.head].children if child.dep_ == "aux"}
    return bool(helpers & words["advice"]) and (subject is None or _is_generic(subject))


def _is_asked(doc: Doc, statement: Statement) -> bool:
    """Tell whether the statement is only asked or left open: "how it spends the money", "what the deal brings"."""
    numbers = [number for number in (statement.subject_head, statement.object_head) if number is not None]
    heads = [doc[number] for number in numbers if doc[number].dep_ != "pcomp"]  # "paid for what they did" is told
    if any(part.tag_ in _ASKING for head in heads for part in (head, *head.children) if part.i in statement.tokens):
        return True
    if statement.subject_tokens and doc[min(statement.subject_tokens)].tag_ == "WRB":
        return True  # "why buying Tessel is a big deal"
    verb = doc[statement.head]
    while verb.dep_ in {"conj", "xcomp"} and verb.head.i != verb.i:
        verb = verb.head
    if verb.dep_ == "advcl" and any(child.lower_ == "whether" for child in verb.children):
        return True
    if verb.dep_ not in {"ccomp", "pcomp", "csubj"}:
        return False
    return any(
        child.tag_ == "WRB" or (child.dep_ == "mark" and child.lower_ in {"whether", "if"}) for child in verb.children
    )


def points(
    doc: Doc,
    statement: Statement,
    quantities: Sequence[FoundQuantity],
    *,
    names: frozenset[int],
    subject_name: str | None,
) -> int:
    """Return the points of a statement; see the module for what counts."""
    words = worth_words()
    subject = doc[statement.subject_head] if statement.subject_head is not None else None
    rest = statement.tokens - statement.subject_tokens
    head = doc[statement.head]
    is_event = head.lemma_.lower() in words["events"] and head.pos_ in {"VERB", "AUX"}
    total = int(bool(names & statement.subject_tokens) or subject_name is not None) + int(bool(names & rest))
    total += sum(1 for quantity in quantities if quantity.kind in _WEAK_KINDS) > 0
    total += is_event
    total += _deal_points(doc, statement, rest)
    holds = _holds_office(doc, statement, rest)
    finds = _finds_none(doc, statement)
    total += holds + 2 * finds
    total -= _JUDGEMENT_COST * (head.lemma_.lower() in words["vague"] and not holds and not finds)
    total -= _judgement(doc, statement)
    if subject is not None and not is_event and subject_name is None:
        is_rated = bool(names & rest) and any(quantity.kind in _WEAK_KINDS for quantity in quantities)
        total -= _only_points(doc, statement, subject, is_rated=is_rated)
    if is_event and subject is not None and subject_name is None:
        is_general = subject.tag_ == "NNS" and not names & statement.subject_tokens and _is_generic(subject)
        total -= is_general and not grounds.is_participant(subject) and not grounds.has_happened(doc, statement)
    return total


def _finds_none(doc: Doc, statement: Statement) -> bool:
    """Tell whether somebody looked for something and found none: "samples showed no trace of alcohol"."""
    target = doc[statement.object_head] if statement.object_head is not None else None
    if target is None or doc[statement.head].lemma_.lower() not in worth_words()["finding"]:
        return False
    is_none = any(child.lower_ == "no" for child in target.children)
    return is_none and target.lemma_.lower() in grounds.ground_words()["findable"]


def _holds_office(doc: Doc, statement: Statement, rest: frozenset[int]) -> bool:
    """Tell whether somebody keeps or gives up an office: "will remain chief executive", "is staying as chairman"."""
    if doc[statement.head].lemma_.lower() not in worth_words()["holding"]:
        return False
    return any(
        doc[number].pos_ in {"NOUN", "PROPN"} and doc[number].lower_ in name_words()["titles"] for number in rest
    )


def _subject_word(doc: Doc, statement: Statement) -> str | None:
    return doc[statement.subject_head].lower_ if statement.subject_head is not None else None


def _only_points(doc: Doc, statement: Statement, subject: Token, *, is_rated: bool) -> bool:
    """Tell whether the subject names nobody; "there is no evidence" says something all the same."""
    if subject.lower_ not in worth_words()["pointers"]:
        return False
    if subject.lower_ == "it" and is_rated:  # "it was Bell's third title"
        return False
    return not _classifies(doc, statement) and not grounds.exists_or_not(doc, statement)


def ground_points(
    doc: Doc,
    statement: Statement,
    quantities: Sequence[FoundQuantity],
    *,
    names: frozenset[int],
    subject_name: str | None,
    announces: bool = False,
) -> int:
    """Return the points of what happened, is denied, is arranged or is so, to or by somebody definite."""
    subject = doc[statement.subject_head] if statement.subject_head is not None else None
    is_named = subject_name is not None or bool(names & statement.subject_tokens)
    is_participant = not is_named and (grounds.is_participant(subject) or (announces and _is_thing(subject)))
    is_definite = is_named or is_participant
    bears = grounds.bears_on(doc, statement)
    is_dated = any(quantity.kind in _WEAK_KINDS for quantity in quantities)
    is_open = grounds.is_possible(doc, statement)
    is_negated = grounds.is_negated(doc, statement)
    has_happened = grounds.has_happened(doc, statement, announces=announces)
    if subject is not None and subject_name is None and subject.lower_ in worth_words()["pointers"]:
        return int(grounds.exists_or_not(doc, statement)) * (1 + is_negated)
    total = int(is_participant)
    total += has_happened and (is_definite or bears) and not grounds.is_abstract(subject)
    total += 2 * (has_happened and grounds.compares(doc, statement))  # a finding, about whomever
    if grounds.is_abstract(subject) and not is_named:
        return total
    total += is_negated and (is_definite or bears)
    is_set, has_time = grounds.is_set(doc, statement), grounds.has_time(doc, statement)
    if not is_definite:
        total += is_set and has_time
    else:
        total += not is_dated and has_time
        total += is_set or grounds.is_hearsay(doc, statement)
        total += grounds.is_state(doc, statement)
        total += is_open and (bears or _has_noun(doc, statement))
    return total


def _has_noun(doc: Doc, statement: Statement) -> bool:
    """Tell whether the object is a noun that is not abstract: "could face a lawsuit"."""
    target = doc[statement.object_head] if statement.object_head is not None else None
    return target is not None and target.pos_ in {"NOUN", "PROPN"} and not grounds.is_abstract(target)


def _is_thing(subject: Token | None) -> bool:
    """Tell whether a subject of a headline, which leaves out articles, is one thing: "Faulty valve blamed"."""
    return subject is not None and subject.tag_ == "NN" and not grounds.is_abstract(subject)


def _deal_points(doc: Doc, statement: Statement, rest: frozenset[int]) -> int:
    """Count acts named by a noun ("a takeover"; double where they classify), offices, relations ("a supplier of")."""
    lemmas = {doc[number].lemma_.lower() for number in rest}
    nouns = not lemmas.isdisjoint(deal_nouns())
    if nouns and _classifies(doc, statement):
        return 2
    is_copula = doc[statement.head].lemma_ == "be" or statement.path in {Path.APPOSITION, Path.TITLE}
    is_relation = is_copula and not lemmas.isdisjoint(_relating())
    return int(nouns) + int(is_relation)


def _classifies(doc: Doc, statement: Statement) -> bool:
    """Tell whether the statement says of something which act it is: "this is no takeover"."""
    if statement.object_head is None or doc[statement.object_head].lemma_.lower() not in deal_nouns():
        return False
    return doc[statement.head].lemma_ == "be" or statement.path is Path.APPOSITION


def _judgement(doc: Doc, statement: Statement) -> int:
    """Return the cost of words of judgement: two in a copula, one elsewhere, none in the subject."""
    words = _judging()
    object_head = doc[statement.object_head] if statement.object_head is not None else None
    if object_head is None:
        return 0
    near = [object_head, *object_head.children, doc[statement.head], *doc[statement.head].children]
    inside = [token for token in near if token.i in statement.tokens and token.i != statement.subject_head]
    if not any(token.lemma_.lower() in words or token.lower_ in words for token in inside) or _classifies(
        doc, statement
    ):
        return 0
    is_copula = doc[statement.head].lemma_ == "be" or statement.path is Path.APPOSITION
    return _JUDGEMENT_COST if is_copula else 1


def _is_generic(subject: Token) -> bool:
    """Tell whether a subject names nobody in particular: "companies", "a firm"."""
    if subject.pos_ == "PROPN" or subject.ent_type_ in {"PERSON", "ORG", "GPE"}:
        return False
    return not any(child.dep_ == "poss" or child.lower_ in {"the", "this", "these"} for child in subject.children)
