"""Statements with a verb of their own: main, relative, adverbial and conjoined clauses, passives, copulas."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from claimhouse.extractors.estimates import Estimate, estimate_of
from claimhouse.extractors.phrases import phrase, render

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})
_PREDICATIVES = ("attr", "acomp", "oprd")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WRB", "WP$"})
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_LOOSE = frozenset({"npadvmod", "advmod", "prep", "dative", "agent", "oprd", "dobj", "xcomp", "acomp", "attr", "prt"})
"""Dependents of a verb that may become an argument when they are not the object."""
_RATES = frozenset({"costs", "weighs", "measures", "lasts", "holds"})
"""Verbs of a measure whose form is also a plural noun's."""
_LIMITS = frozenset({"if", "unless", "when", "whenever", "once", "until", "till", "before", "after", "provided"})
"""Conjunctions of a clause without which its main clause says more than is meant."""
_LIKE_PREPOSITIONS = frozenset({"using", "including", "following", "regarding", "concerning", "depending", "according"})
"""Participles that lead to a noun as prepositions do; nothing is said of the noun before them."""
_INDEFINITE = frozenset({"a", "an", "another"})
_SHARED_REACH = 3
"""Words from one verb to the next that has the object of both: "and", and an adverb."""
_TIME_LABELS = frozenset({"DATE", "TIME"})


@cache
def connectives() -> frozenset[str]:
    """Return words and phrases that tie a sentence to others and state nothing."""
    folder = resources.files("claimhouse.extractors") / "data" / "en"
    return frozenset(tomllib.loads((folder / "statements.toml").read_text(encoding="utf-8"))["connectives"])


@cache
def being() -> frozenset[str]:
    """Return adverbs that are one predicate with "be": "has been around"."""
    folder = resources.files("claimhouse.extractors") / "data" / "en"
    return frozenset(tomllib.loads((folder / "statements.toml").read_text(encoding="utf-8"))["being"])


@cache
def giving() -> frozenset[str]:
    """Return verbs by which something comes to somebody: "gave the town a park" is "gave a park to the town"."""
    folder = resources.files("claimhouse.extractors") / "data" / "en"
    return frozenset(tomllib.loads((folder / "statements.toml").read_text(encoding="utf-8"))["giving"])


@unique
class Path(StrEnum):
    """By which pattern of the parse a statement was found; the first ground of its confidence."""

    CLAUSE = "clause"  # a verb with a subject of its own
    CONJUNCT = "conjunct"  # a verb that shares the subject of the verb before it
    RELATIVE = "relative"
    PARTICIPLE = "participle"
    APPOSITION = "apposition"
    TITLE = "title"  # "chief executive Ann Bell"
    NOMINAL = "nominal"  # "its $14 million investment in Y"
    HEADLINE = "headline"
    TABLE = "table"  # a row of a table: its first cell and one with an amount
    LABEL = "label"  # "Principal: $380 million"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of a parsed sentence; texts are surface forms, numbers are tokens of the parse.

    Attributes:
        head: token of the verb or noun that carries the predicate.
        subject_head, object_head: tokens of the nouns that stand for subject and object, where there are any.
        subject_tokens: the tokens of the subject.
        tokens: every token the statement is made of.
    """

    subject: str | None
    predicate: str
    object: str | None
    arguments: tuple[str, ...]
    head: int
    subject_head: int | None
    object_head: int | None
    subject_tokens: frozenset[int]
    tokens: frozenset[int]
    path: Path


@dataclass(frozen=True, slots=True)
class _Subject:
    head: Token | None
    tokens: frozenset[int]
    path: Path


def clause_statements(doc: Doc) -> Iterator[Statement]:
    """Yield a statement for every verb of the sentence that has a subject, in reading order."""
    for token in doc:
        if _is_rate(token):
            yield _rate(doc, token)
        if not _is_predicate(token):
            continue
        subject = _subject(token)
        estimate = estimate_of(token)
        if subject is not None and estimate is not None:
            yield _estimate(doc, estimate)
        elif subject is not None:
            yield _statement(doc, token, subject)


def _estimate(doc: Doc, estimate: Estimate) -> Statement:
    """Return "the loan | is put at | $420 million" for "officials put the loan at $420 million"."""
    subject = phrase(estimate.of) - phrase(estimate.at)
    amount = phrase(estimate.amount)
    return Statement(
        subject=render(doc, subject) or None,
        predicate=estimate.predicate,
        object=render(doc, amount) or None,
        arguments=(),
        head=estimate.amount.i,
        subject_head=estimate.of.i,
        object_head=estimate.amount.i,
        subject_tokens=frozenset(subject),
        tokens=frozenset(subject | amount | {estimate.at.i}),
        path=Path.CLAUSE,
    )


def _is_predicate(token: Token) -> bool:
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass", "amod", "compound", "case", "prep"}:
        return False
    # "plans to sell the mill" is one statement: the second verb is reached from the first.
    return not (token.dep_ == "xcomp" and not _own_subject(token) and token.head.pos_ in {"VERB", "AUX"})


def _is_rate(token: Token) -> bool:
    """Tell whether a plural noun is a verb that the tagger missed: "A dose costs between 12 and 18 dollars"."""
    return (
        token.tag_ == "NNS"
        and token.dep_ == "ROOT"
        and token.lower_ in _RATES
        and token.i > 0
        and token.nbor(-1).dep_ == "compound"
        and token.i + 1 < len(token.doc)
        and any(child.like_num or any(part.like_num for part in child.children) for child in token.rights)
    )


def _rate(doc: Doc, verb: Token) -> Statement:
    subject = frozenset().union(*(phrase(child) for child in verb.lefts if not child.is_punct))
    amounts = [child for child in verb.rights if not child.is_punct]
    inside = set().union(*(phrase(child) for child in amounts))
    return Statement(
        subject=render(doc, subject) or None,
        predicate=render(doc, {verb.i}),
        object=render(doc, inside) or None,
        arguments=(),
        head=verb.i,
        subject_head=verb.i - 1,
        object_head=amounts[0].i,
        subject_tokens=subject,
        tokens=frozenset(subject | {verb.i} | inside),
        path=Path.CLAUSE,
    )


def _own_subject(verb: Token) -> Token | None:
    found = [child for child in verb.children if child.dep_ in _SUBJECTS and child.dep_ != "expl"]
    return found[0] if found else None


def _day_as(verb: Token, own: Token) -> _Subject | None:
    """Return the whole subject of which the parser took the end for a clause: "her day as mayor will be Monday"."""
    noun = verb.head
    is_misread = verb.lemma_ == "be" and verb.dep_ == "advcl" and noun.dep_ == "ROOT" and noun.pos_ == "NOUN"
    before = own.left_edge.i - 1
    if not is_misread or before <= noun.i or own.doc[before].lower_ != "as" or noun.i != before - 1:
        return None
    return _Subject(noun, frozenset(range(noun.left_edge.i, own.i + 1)), Path.CLAUSE)


def _subject(verb: Token) -> _Subject | None:
    own = _own_subject(verb)
    if own is not None and (whole := _day_as(verb, own)) is not None:
        return whole
    if own is not None and verb.dep_ == "relcl" and own.lower_ in _RELATIVE:
        found: _Subject | None = _described(verb.head) or _Subject(
            verb.head, frozenset(_noun_before(verb)), Path.RELATIVE
        )
    elif own is not None:
        found = _Subject(own, frozenset(_without_connective(own.doc, phrase(own))), Path.CLAUSE)
    else:
        found = _borrowed_subject(verb)
    return found


def _without_connective(doc: Doc, inside: set[int]) -> set[int]:
    """Return a phrase without the word that ties its sentence to others: "Meanwhile 200 workers", "So Tessel"."""
    first, *rest = sorted(inside)
    is_tie = bool(rest) and doc[first].tag_ in {"RB", "IN"} and doc[first].lower_ in connectives()
    return set(rest) if is_tie and doc[rest[0]].pos_ in {"NUM", "PROPN", "DET"} else inside


def _described(noun: Token) -> _Subject | None:
    """Return what a noun with "a" says of: Tessel in "Tessel is a mill that employs 200", "Tessel, a mill that …"."""
    if not any(child.lower_ in _INDEFINITE and child.dep_ == "det" for child in noun.children):
        return None
    if noun.dep_ == "attr" and noun.head.lemma_ == "be":
        of = _subject(noun.head)
        is_name = of is not None and of.head is not None and of.head.tag_ not in {"EX", "WP", "WDT"}
        return _Subject(of.head, of.tokens, Path.RELATIVE) if of is not None and is_name else None
    if noun.dep_ == "appos" and noun.head.pos_ in {"PROPN", "NOUN"}:
        return _Subject(noun.head, frozenset(phrase(noun.head, without={"appos"})), Path.RELATIVE)
    return None


def _borrowed_subject(verb: Token) -> _Subject | None:
    """Return the subject of a verb that has none of its own, from where the parse hangs the verb."""
    there = [child for child in verb.children if child.dep_ == "expl"]
    if there:
        return _Subject(there[0], frozenset({there[0].i}), Path.CLAUSE)
    is_participle = verb.tag_ in {"VBG", "VBN"}
    if verb.dep_ == "acl" and is_participle and verb.head.pos_ in {"NOUN", "PROPN"}:
        if _is_compounded(verb) or verb.lower_ in _LIKE_PREPOSITIONS:
            return None
        return _Subject(verb.head, frozenset(_noun_before(verb)), Path.PARTICIPLE)
    if verb.head.pos_ not in {"VERB", "AUX"} or verb.head.i == verb.i:
        return None
    if verb.dep_ == "conj" or (verb.dep_ == "advcl" and is_participle):
        path = Path.CONJUNCT if verb.dep_ == "conj" else Path.PARTICIPLE
        shared = _subject(verb.head)
        return _Subject(shared.head, shared.tokens, path) if shared else None
    return None


def _is_compounded(verb: Token) -> bool:
    """Tell whether a participle and the bare noun before it describe the next noun: "student housing costs"."""
    noun = verb.head
    is_bare = noun.tag_ == "NN" and noun.i == verb.i - 1 and not list(noun.children)[1:]
    return verb.tag_ == "VBG" and is_bare and verb.i + 1 < len(verb.doc) and verb.nbor(1).tag_ in {"NNS", "NN"}


def _noun_before(verb: Token) -> set[int]:
    """Return the noun phrase a relative clause or participle hangs on, without what stands after the verb."""
    return {number for number in phrase(verb.head, without={"acl"}) if number < verb.left_edge.i}


def _chain(verb: Token) -> list[Token]:
    """Return the verbs of one predicate: `plans`, `use` of "plans to use"."""
    chain = [verb]
    while True:
        last = chain[-1]
        following = [
            child
            for child in last.children
            if child.dep_ == "xcomp" and child.pos_ in {"VERB", "AUX"} and not _own_subject(child)
        ]
        if not following or any(child.dep_ == "dobj" for child in last.children):
            return chain
        chain.append(following[0])


def _predicate_tokens(chain: list[Token], subject: _Subject) -> set[int]:
    inside: set[int] = set()
    for position, verb in enumerate(chain):
        inside |= _prefix(verb)
        for child in verb.children:
            is_adverb = child.dep_ == "advmod" and child.i < verb.i and not list(child.children)
            is_adverb = is_adverb and not _is_aside(child)
            if is_adverb and child.tag_ != "WRB" and (position or _follows(child, verb)):
                inside.add(child.i)
            if child.dep_ in _HELPERS or _is_negation(child, verb) or _is_particle(child, verb):
                inside.add(child.i)
    if subject.path is Path.CONJUNCT and not any(child.dep_ in {"aux", "auxpass"} for child in chain[0].children):
        inside |= _shared_helpers(chain[0])
    return inside


def _prefix(verb: Token) -> set[int]:
    """Return the verb with what is tied to it by a hyphen: "co-founded"."""
    inside = {verb.i}
    first = verb.i
    while first > 1 and verb.doc[first - 1].text == "-" and not verb.doc[first - 1].whitespace_:
        first -= 2
        inside |= {first, first + 1}
    return inside


def _is_particle(child: Token, verb: Token) -> bool:
    """Tell whether a word right behind a verb is a part of it: "gave up", but not "allows up to 300"."""
    if child.i != verb.i + 1 or any(child.children):
        return False
    if verb.lemma_ == "be":  # "has been around for years"
        return child.lower_ in being()
    is_bound = child.i + 2 < len(child.doc) and child.nbor(1).lower_ == "to" and _is_figure(child.nbor(2))
    return (child.tag_ == "RP" and not (is_bound and child.lower_ == "up")) or (is_bound and child.lower_ == "down")


def _is_figure(token: Token) -> bool:
    return token.like_num or token.is_currency or token.tag_ in {"CD", "$"}


def _is_aside(adverb: Token) -> bool:
    """Tell whether a comma divides an adverb from its verb: "The union, meanwhile, is ready"."""
    return adverb.i + 1 < len(adverb.doc) and adverb.nbor(1).text == ","


def _follows(child: Token, verb: Token) -> bool:
    """Tell whether an adverb stands between subject and verb ("officially confirmed"), not before both."""
    return any(
        other.i < child.i for other in verb.children if other.dep_ in _HELPERS or other.dep_ in _SUBJECTS
    ) or not any(other.dep_ in _SUBJECTS for other in verb.children)


def _shared_helpers(verb: Token) -> set[int]:
    """Auxiliaries of the first conjunct that a later one leaves out: "has bought A and sold B"."""
    first = verb.head
    if first.tag_ != verb.tag_:
        return set()
    return {child.i for child in first.children if child.dep_ in {"aux", "auxpass"} and child.i < first.i}


def _statement(doc: Doc, verb: Token, subject: _Subject) -> Statement:
    chain = _chain(verb)
    predicate = _predicate_tokens(chain, subject)
    head, inside, taken = _object(chain, predicate) if not _has_relative(chain[-1]) else (None, set(), set())
    if head is None and (shared := _shared_object(chain[-1])) is not None:
        head, inside = shared, phrase(shared)
    arguments = [
        phrase(child, keep_clauses=_is_condition(child))
        for link in chain
        for child in link.children
        if (child.dep_ in _LOOSE or _is_purpose(child) or _is_condition(child))
        and child.tag_ not in _RELATIVE_TAGS
        and (child.pos_ != "AUX" or child.dep_ == "advcl")
        and not (child.dep_ in {"advmod", "prep"} and (_connects(child) or _is_relative(child)))
        and not (child.dep_ == "prep" and not any(child.children))  # "the tools they work with"
        and child.i not in predicate
        and child.i not in taken
        and child not in chain
    ]
    if verb.dep_ == "relcl" and head is None:
        head, inside = _relative_object(verb, subject)
    pieces = [argument for argument in arguments if not argument & inside]
    receiver = _receiver(chain[-1])
    texts = [("to " if receiver in piece else "") + render(doc, piece) for piece in pieces]
    if setting := _setting(verb):
        word, place = setting
        pieces.append(place)
        texts.append(("in " if word == "where" else "") + render(doc, place))
    said = render(doc, predicate)
    return Statement(
        subject=render(doc, subject.tokens) or None,
        predicate=f"{_helper(verb, subject)} {said[:1].lower()}{said[1:]}"
        if _is_bare_passive(verb, subject) or _is_bare_progress(verb, subject)
        else said,
        object=render(doc, inside) or None,
        arguments=tuple(text for text in texts if text),
        head=chain[-1].i,
        subject_head=subject.head.i if subject.head is not None else None,
        object_head=head.i if head is not None else None,
        subject_tokens=subject.tokens,
        tokens=frozenset(subject.tokens | predicate | inside).union(*pieces),
        path=subject.path,
    )


def _is_negation(child: Token, verb: Token) -> bool:
    """Tell whether "not" stands right behind a verb or its helper, whatever the parse calls it: "isn't awful"."""
    if child.norm_ not in {"not", "n't"} or child.i == 0:
        return False
    before = child.nbor(-1)
    return before.i == verb.i or (before.head.i == verb.i and before.dep_ in _HELPERS)


def _has_relative(verb: Token) -> bool:
    """Tell whether "which" or "that" is the object of a verb: "the pumps that they use on farms"."""
    return verb.dep_ == "relcl" and any(child.dep_ == "dobj" and child.lower_ in _RELATIVE for child in verb.lefts)


def _setting(verb: Token) -> tuple[str, set[int]] | None:
    """Return "when" or "where" with the time or place it stands for: "1987, when 26 people drowned"."""
    words = [child.lower_ for child in verb.lefts if child.tag_ == "WRB"]
    if verb.dep_ != "relcl" or not {"when", "where"} & set(words):
        return None
    return words[0], phrase(verb.head, without={"relcl"})


def _receiver(verb: Token) -> int | None:
    """Return the token of who gets the object, where no preposition says it; the "to" of the argument is ours."""
    if verb.lemma_.lower() not in giving() or not any(child.dep_ == "dobj" for child in verb.rights):
        return None
    return next((child.i for child in verb.rights if child.dep_ == "dative" and child.tag_ != "IN"), None)


def _is_bare_passive(verb: Token, subject: _Subject) -> bool:
    """Tell whether a participle is passive without its helper: "the plant, built in 1990", "asked about the sale"."""
    helpers = {"aux", "auxpass"}
    return (
        subject.path is Path.PARTICIPLE
        and verb.tag_ == "VBN"
        and not any(child.dep_ in helpers or child.dep_ == "dobj" for child in verb.children)
    )


def _is_bare_progress(verb: Token, subject: _Subject) -> bool:
    """Tell whether a participle of what goes on has no helper: "the mill, employing 200 people"."""
    is_full = any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
    return subject.path is Path.PARTICIPLE and verb.tag_ == "VBG" and not is_full and verb.lower_ != "being"


def _helper(verb: Token, subject: _Subject) -> str:
    """Return the form of "be" that a bare participle leaves out, in the tense of its sentence, for its subject.

    It is ours, it stands nowhere in the sentence: without it "Bell, asked about the sale" would read as if Bell asked.
    """
    main = verb
    while main.head.i != main.i and not (main is not verb and main.tag_ in {"VBD", "VBZ", "VBP", "MD"}):
        main = main.head
    finite = {main.tag_, *(child.tag_ for child in main.children if child.dep_ in {"aux", "auxpass"})}
    head = subject.head
    is_plural = head is not None and (
        head.tag_ in {"NNS", "NNPS"} or any(part.dep_ == "conj" for part in head.children)
    )
    is_dated = any(token.ent_type_ in _TIME_LABELS for token in verb.subtree if token.i > verb.i)
    if is_dated or "VBD" in finite:
        return "were" if is_plural else "was"
    return "are" if is_plural else "is"


def _is_relative(prep: Token) -> bool:
    """Tell whether it only ties a relative clause to its noun: "for whom"."""
    return any(child.tag_ in _RELATIVE_TAGS for child in prep.children)


def _connects(token: Token) -> bool:
    """Tell whether a word or phrase only ties the sentence to others: "however", "of course", "for example"."""
    if token.lower_ == "according":
        return True  # "according to its website": on whose word it is
    words = tuple(part.lower_ for part in token.subtree if not part.is_punct)
    if " ".join(words) not in connectives():
        return False
    if token.i + 1 < len(token.doc) and token.nbor(1).lower_ in {"of", "than"}:
        return False  # "instead of"
    if token.i < token.head.i or " ".join(words) in {"also", "too", "as well"}:
        return True
    # "worked, however" and not "worked well"
    return token.left_edge.nbor(-1).is_punct or (token.i + 1 < len(token.doc) and token.nbor(1).text == ",")


def _is_purpose(token: Token) -> bool:
    """Tell whether a clause says what for: "hired Bell to lead the unit"."""
    return (
        token.dep_ == "advcl"
        and token.tag_ == "VB"
        and any(child.tag_ == "TO" for child in token.children)
        and not _own_subject(token)
    )


def _is_condition(token: Token) -> bool:
    """Tell whether a clause limits what is said: "if it is found early", "when she was a child"."""
    return token.dep_ == "advcl" and any(
        child.lower_ in _LIMITS and child.dep_ in {"mark", "advmod"} and child.i < token.i for child in token.children
    )


def _relative_object(verb: Token, subject: _Subject) -> tuple[Token | None, set[int]]:
    """Return the antecedent as object of "the firm (that) Norvik bought"."""
    if subject.path is Path.RELATIVE or any(child.tag_ == "WRB" or _is_relative(child) for child in verb.lefts):
        return None, set()  # "the town where it was built", "the town in which it was built"
    return verb.head, phrase(verb.head, without={"relcl"})


def _object(chain: list[Token], predicate: set[int]) -> tuple[Token | None, set[int], set[int]]:
    """Return the object's head and tokens and the dependents used up; grows `predicate` by a preposition."""
    last = chain[-1]
    children = list(last.children)
    for wanted in ("dobj", *_PREDICATIVES):
        for child in children:
            if child.dep_ == wanted and child.lower_ not in _RELATIVE:
                return _complement(child, predicate)
    for child in children:
        if child.dep_ in {"ccomp", "xcomp"} and child.i > last.i:
            mark = {other.i for other in child.children if other.dep_ == "mark" and other.lower_ == "that"}
            predicate |= mark
            return child, phrase(child, keep_clauses=True) - mark, {child.i}
    for child in children:
        if child.dep_ == "npadvmod" and child.i > last.i and _is_amount(child):  # "fell 8%", "scored 31 points"
            return child, phrase(child), {child.i}
    agents = [child for child in children if child.dep_ == "agent"]
    after = [child for child in children if child.dep_ in _PREPOSITIONS and child.i > last.i]
    timeless = [child for child in after if not _is_time(child) and child.lower_ != "according"]
    after = [child for child in after if child.lower_ != "according"]  # on whose word it is, is no part of it
    for child in agents + timeless + after:
        inner = next((prep for prep in child.children if prep.dep_ == "prep"), child)  # "dropped out of Lund"
        nouns = [noun for prep in (child, inner) for noun in prep.children if noun.dep_ in {"pobj", "pcomp"}]
        if nouns:
            used = {child.i} if nouns[0].head.i == child.i else {child.i, inner.i}
            used |= {part.i for part in child.lefts if part.dep_ == "advmod"}  # "far beyond"
            predicate |= used
            return nouns[0], phrase(child) - used, {child.i}
    return None, set(), set()


def _shared_object(verb: Token) -> Token | None:
    """Return the object that stands behind the next of two verbs only: "tested and reviewed the pumps"."""
    joined = [child for child in verb.rights if child.dep_ == "conj" and child.tag_ == verb.tag_]
    others = [child for child in verb.rights if joined and child.i < joined[0].i and child.dep_ != "cc"]
    if len(joined) != 1 or others or any(child.dep_ in _SUBJECTS for child in joined[0].children):
        return None
    if joined[0].i - verb.i > _SHARED_REACH or any(token.text == "," for token in verb.doc[verb.i : joined[0].i]):
        return None
    return next((child for child in joined[0].rights if child.dep_ == "dobj"), None)


def _complement(child: Token, predicate: set[int]) -> tuple[Token, set[int], set[int]]:
    """Take "wary of the plan" apart: the adjective and its preposition belong to the predicate."""
    if child.dep_ == "acomp":
        bound = [prep for prep in child.children if prep.dep_ == "prep" and any(prep.children)]
        if bound:
            noun = next(iter(bound[0].children))
            predicate |= phrase(child, without={"prep"}) | {bound[0].i}
            return noun, phrase(bound[0]) - {bound[0].i}, {child.i}
    return child, phrase(child), {child.i}


def _is_amount(noun: Token) -> bool:
    return noun.ent_type_ not in _TIME_LABELS and any(token.like_num for token in (noun, *noun.children))


def _is_time(prep: Token) -> bool:
    return any(noun.ent_type_ in _TIME_LABELS for noun in prep.children)
