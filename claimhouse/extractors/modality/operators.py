"""Operators: what takes a predicate out of plain fact, found on its way up the parse.

A modal governs its own verb and the conjuncts that share its subject; a verb such as "plan" governs its infinitive; a
condition governs its clause and the main clause that depends on it. A hedge in another clause does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from claimhouse.extractors.modality.lexicon import HedgeLexicon, Weighted
from claimhouse.extractors.modality.negation import denied_noun, has_phrase, own_negations
from claimhouse.extractors.modality.sentences import is_imperative
from claimhouse.records import Modality

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
_DEEPEST = 8
"""Steps up the parse after which a chain of governors is taken for a broken parse."""
_DEFAULT_INFINITIVE: Weighted = (Modality.HYPOTHETICAL, 0.5)
_PURPOSE: Weighted = (Modality.PREDICTED, 0.5)
_CONDITION: Weighted = (Modality.HYPOTHETICAL, 0.7)
_COMMAND: Weighted = (Modality.HYPOTHETICAL, 0.7)
_LOOSE: Weighted = (Modality.HYPOTHETICAL, 0.4)
_LOOSE_PLACES = frozenset({"dep", "relcl", "nmod", "pobj", "appos", "amod", "npadvmod", "advcl"})
"""Where a base form without "to" stands that the parser could not place as a main verb."""
_ANYONE = frozenset({"anyone", "anybody", "any", "whoever", "anything"})
_WHATEVER = frozenset({"whatever", "whoever", "whichever", "wherever", "whenever"})
_COMING = frozenset({"tomorrow", "tonight", "soon"})
_SPANS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_DONE_PURPOSE = 0.25
"""Strength of a purpose whose means are in the past: "flew in to sign" mostly tells that they signed."""
_PERCEIVED = 0.2
"""Strength of "can" with a verb of perceiving or saying: "one can see" mostly tells that one does."""
_LIKE_PREPOSITIONS = frozenset(
    {"considering", "regarding", "concerning", "including", "following", "according", "depending", "given", "seeing"}
)
"""Participles that only lead to something else and do not happen with the main verb."""
_TO = frozenset({"to", "ta", "na"})
"""The infinitive's particle, also in "gotta" and "gonna" as the tokenizer parts them."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One thing that governs a predicate.

    Attributes:
        modality: what it makes of the claim; null where it only negates.
        cue: the word or words, as written.
        strength: how much commitment it takes away, 0 to 1.
        negates: it turns the claim round.
    """

    modality: Modality | None
    cue: str
    strength: float
    negates: bool = False


_ESTABLISHED = frozenset({"confirm", "know"})
"""Verbs whose passive leaves an infinitive a fact."""


def _operator(weighted: Weighted, token: Token, *, negates: bool = False) -> Operator:
    return Operator(weighted[0], token.text, weighted[1], negates)


def is_infinitive(verb: Token) -> bool:
    """Say whether a verb stands with "to"."""
    return any(child.lower_ in _TO and child.dep_ in {"aux", "mark"} and child.i < verb.i for child in verb.children)


def has_subject(verb: Token) -> bool:
    """Say whether a verb has a subject of its own."""
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _shares_auxiliaries(verb: Token) -> bool:
    return (
        verb.dep_ == "conj"
        and verb.head.pos_ in {"VERB", "AUX"}
        and not has_subject(verb)
        and not any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
        and (verb.tag_ not in {"VBZ", "VBD", "VBP"} or _could_be_base(verb))
    )


def _could_be_base(verb: Token) -> bool:
    """Say whether a finite-looking conjunct is an infinitive after a modal: "will be long, have stops and cost $4"."""
    if verb.tag_ == "VBZ" or verb.lower_ != verb.lemma_.lower():
        return False
    if any(child.tag_ == "MD" for child in verb.head.children):
        return True
    return verb.head.dep_ == "conj" and not has_subject(verb.head) and _could_be_base(verb.head)


def _unturned(operator: Operator) -> Operator:
    """Return what a conjunct takes over of an operator: its doubt, not its negation."""
    return replace(operator, negates=False)


def _infinitive_beside(verb: Token) -> Token | None:
    """Return the infinitive that a base form goes on: "has the right to take it, alter it and sell it"."""
    head = verb.head
    if (
        verb.tag_ != "VB"
        or verb.dep_ != "conj"
        or head.tag_ not in {"VBZ", "VBP", "VBD"}
        or has_subject(verb)
        or any(child.dep_ in {"aux", "auxpass", "mark"} for child in verb.children)
    ):
        return None
    between = verb.doc[head.i + 1 : verb.i]
    return next((token for token in between if is_infinitive(token) and head in token.ancestors), None)


class OperatorFinder:
    """Finds the operators over a predicate of one sentence."""

    def __init__(self, words: HedgeLexicon) -> None:
        self._words = words

    def over(self, predicate: Token) -> list[Operator]:
        """Return the operators over a predicate, nearest first: its own, then those of what governs it."""
        if predicate.dep_ in {"aux", "auxpass"} and predicate.tag_ == "VB":
            predicate = predicate.head
        if predicate.pos_ in {"NOUN", "PROPN", "NUM"} and not _is_copular(predicate):
            return list(self._over_noun(predicate, 0))
        return list(self._over_verb(predicate, 0))

    # ---- verbs -------------------------------------------------------------------------------------------

    def _over_verb(self, verb: Token, depth: int) -> Iterator[Operator]:
        if depth > _DEEPEST:
            return
        yield from self._own(verb)
        if _is_loose_base(verb):
            yield _operator(_LOOSE, verb)
        if verb.pos_ in {"VERB", "AUX"} and is_imperative(verb, self._words):
            yield _operator(_COMMAND, verb)
        if _shares_auxiliaries(verb):
            yield from (_unturned(op) for op in self._over_verb(verb.head, depth + 1) if op.modality or not op.negates)
            return
        beside = _infinitive_beside(verb)
        if beside is not None:
            yield from (_unturned(op) for op in self._governed(beside, depth + 1) if op.modality or not op.negates)
            return
        yield from self._governed(verb, depth)

    def _own(self, verb: Token) -> Iterator[Operator]:
        words = self._words
        for child in verb.children:
            if child.dep_ in {"aux", "auxpass"} and child.lower_ in words.modals:
                yield self._modal(child, verb)
            elif child.dep_ in {"advmod", "npadvmod"} and child.lower_ in words.adverbs:
                yield _operator(words.adverbs[child.lower_], child)
            elif child.dep_ in {"acomp", "oprd"} and child.lower_ in {"rumored", "rumoured", "alleged", "unconfirmed"}:
                yield _operator(words.adjectives[child.lower_], child)
        if verb.lower_ in {"going", "gon"} and any(c.dep_ == "xcomp" and is_infinitive(c) for c in verb.children):
            yield _operator(words.governors["go"], verb)
        soon = _coming_time(verb)
        if soon is not None:
            yield Operator(Modality.PREDICTED, soon.text, words.modals["will"][1])
        for token in own_negations(verb, words):
            yield Operator(None, token.text, 0.0, negates=True)
        yield from self._conditions(verb)
        if verb.dep_ == "conj" and (verb.head.dep_ == "advcl" or _is_lone_condition(verb.head)):
            yield from self._marks(verb.head)

    def _modal(self, modal: Token, verb: Token) -> Operator:
        words = self._words
        weighted, lemma = words.modals[modal.lower_], verb.lemma_.lower()
        if modal.lower_ in {"would", "'d", "’d"} and lemma in words.liking and _takes_something(verb):
            return _operator(words.liking_now, modal)
        if (modal.lower_ in {"can", "ca"} and lemma in words.perceiving) or _is_performed(verb, words):
            return Operator(Modality.ASSERTED, modal.text, _PERCEIVED)
        if modal.lower_ == "must" and _is_inference(verb):
            weighted = words.modals["should"]
        if modal.lower_ in {"would", "'d", "’d"} and _under_past_report(verb):
            weighted = words.modals["will"]
        return _operator(weighted, modal)

    def _conditions(self, verb: Token) -> Iterator[Operator]:
        """Yield the condition the verb stands in, and the one its main clause depends on."""
        if verb.dep_ in {"advcl", "ccomp", "pcomp", "csubj", "relcl"} or _is_lone_condition(verb):
            yield from self._marks(verb)
            if _is_inverted(verb):
                yield _operator(_CONDITION, verb.left_edge)
        for child in verb.children:
            if child.dep_ == "advcl" and any(
                part.lower_ in {"if", "unless", "provided", "assuming"} and part.dep_ == "mark"
                for part in child.children
            ):
                mark = next(part for part in child.children if part.dep_ == "mark")
                if mark.i == 0 or mark.nbor(-1).lower_ not in {"even", "as"}:  # these leave the main clause as it is
                    yield Operator(Modality.HYPOTHETICAL, mark.text, 0.5)
            elif child.dep_ == "advcl" and _is_inverted(child):
                yield Operator(Modality.HYPOTHETICAL, child.left_edge.text, 0.5)

    def _marks(self, verb: Token) -> Iterator[Operator]:
        words, doc = self._words, verb.doc
        for child in verb.children:
            if child.i < verb.i and child.lower_ in _WHATEVER:
                yield _operator(_CONDITION, child)
            if child.i >= verb.i or child.dep_ not in {"mark", "advmod"}:
                continue
            if child.lower_ in {"until", "till"} and verb.tag_ == "VBD":
                continue  # "until it closed": it did close
            near = (child.i, max(0, child.i - 1))
            if child.lower_ in words.condition_marks or any(has_phrase(doc, i, words.condition_phrases) for i in near):
                yield _operator(_CONDITION, child)

    def _governed(self, verb: Token, depth: int) -> Iterator[Operator]:
        """Yield what the clause's governor makes of it."""
        head, dep = verb.head, verb.dep_
        if head == verb or (dep == "pcomp" and is_infinitive(verb)):
            if is_infinitive(verb) and _is_asked_how(verb):  # "How to prepare it", "advice on how to use it"
                yield _operator(_PURPOSE, next(child for child in verb.children if child.lower_ in _TO))
            return
        if dep in {"xcomp", "ccomp", "csubj", "csubjpass", "oprd", "dobj"}:
            yield from self._complement(verb, head, depth)
        elif dep == "advcl":
            yield from self._adverbial(verb, head, depth)
        elif dep in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
            yield from self._of_noun(verb, head, depth)
        elif dep == "pcomp":
            yield from self._gerund(head, depth)
        elif dep == "conj" and not has_subject(verb):
            yield from (op for op in self._governed(head, depth + 1) if not op.negates or is_infinitive(head))
        elif dep == "conj" and head.dep_ in {"ccomp", "advcl"}:
            yield from (op for op in self._governed(head, depth + 1) if not op.negates)

    def _complement(  # noqa: C901, PLR0912 - one line for each way a verb takes its complement
        self, verb: Token, head: Token, depth: int
    ) -> Iterator[Operator]:
        words, lemma = self._words, head.lemma_.lower()
        to = is_infinitive(verb)
        if lemma == "be" and verb.tag_ == "VB" and not has_subject(verb) and not _has_helper(verb):
            yield _operator(_DEFAULT_INFINITIVE, head)  # "all it has to do is sign"
            return
        if head.pos_ == "ADJ" or (head.pos_ == "AUX" and not to):
            yield from self._of_adjective(verb, head, depth)
            return
        if head.pos_ in {"NOUN", "PROPN"}:
            yield from self._of_noun(verb, head, depth)
            return
        if lemma in words.negating and verb.dep_ in {"xcomp", "ccomp", "dobj"}:
            yield Operator(None, head.text, 0.0, negates=True)
            yield from self._over_verb(head, depth + 1)
        elif lemma == "be" and to and head.tag_ in {"VBZ", "VBP"}:
            yield Operator(Modality.PREDICTED, head.text, self._words.modals["will"][1])  # "work is to start in May"
        elif lemma in {"have", "get"} and to:
            if head.tag_ not in {"VBD", "VBN"}:
                yield Operator(Modality.HYPOTHETICAL, head.text, 0.5)
            yield from self._over_verb(head, depth + 1)
        elif lemma == "go" and head.tag_ != "VBG":
            yield from self._over_verb(head, depth + 1)
        elif lemma == "use" and head.tag_ in {"VBD", "VBN"} and verb.dep_ == "xcomp":
            if any(child.dep_ == "auxpass" for child in head.children):  # "is used to cut", not "used to cut"
                yield _operator(_PURPOSE, head)
                yield from self._outer(head, depth)
        elif lemma in _ESTABLISHED and to and any(child.dep_ == "auxpass" for child in head.children):
            return  # "are known to have died": they did
        elif lemma == "claim" and to:
            yield from self._outer(head, depth)  # "claims to have lost": whose word it is says the attribution
        elif lemma in words.telling and verb.dep_ == "ccomp" and _is_finite(verb):
            yield from self._outer(head, depth)
        elif lemma in words.liking and verb.dep_ == "xcomp" and not _is_wished(head):
            yield from self._over_verb(head, depth + 1)  # "likes to swim", "loves swimming"
        elif lemma == "try" and verb.tag_ == "VBG":
            yield from self._over_verb(head, depth + 1)  # "tried calling": they did call
        elif lemma in words.governors and (to or verb.dep_ == "ccomp" or lemma not in words.factual):
            yield _operator(words.governors[lemma], head)
            yield from self._outer(head, depth)
        elif lemma in words.factual or (verb.tag_ == "VBG" and verb.dep_ == "xcomp"):
            yield from self._over_verb(head, depth + 1)
        elif to and verb.dep_ in {"xcomp", "ccomp"}:
            yield _operator(_DEFAULT_INFINITIVE, head)
            yield from self._outer(head, depth)
        elif verb.dep_ in {"csubj", "csubjpass"}:
            yield from (op for op in self._over_verb(head, depth + 1) if not op.negates)

    def _outer(self, head: Token, depth: int) -> Iterator[Operator]:
        """Yield what governs a governor: "reportedly plans to", "did not expect to"."""
        yield from self._over_verb(head, depth + 1)

    def _of_adjective(self, verb: Token, head: Token, depth: int) -> Iterator[Operator]:
        words = self._words
        adjective = head if head.pos_ == "ADJ" else next((c for c in head.children if c.dep_ == "acomp"), head)
        lemma = adjective.lemma_.lower()
        if is_infinitive(verb):
            done = lemma == "able" and adjective.head.tag_ == "VBD"
            if done or lemma in words.factive_adjectives:  # "was able to", "was lucky to"
                yield from self._over_verb(adjective.head, depth + 1)
                return
            weighted = words.adjectives.get(lemma, _DEFAULT_INFINITIVE)
            yield _operator(weighted, adjective, negates=lemma in words.negating_adjectives)
        elif lemma in words.adjectives and lemma not in words.evaluative:
            yield _operator(words.adjectives[lemma], adjective, negates=lemma in {"unlikely", "impossible"})
        governor = adjective.head if adjective.dep_ in {"acomp", "oprd"} else adjective
        if governor != verb:
            yield from self._over_verb(governor, depth + 1)

    def _adverbial(self, verb: Token, head: Token, depth: int) -> Iterator[Operator]:
        words = self._words
        marks = {
            child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod", "prep"} and child.i < verb.i
        }
        if is_infinitive(verb):
            lemma = head.lemma_.lower()
            if lemma in words.governors and head.pos_ == "VERB" and (lemma != "go" or head.tag_ == "VBG"):
                yield _operator(words.governors[lemma], head)
            elif lemma in words.negating:
                yield Operator(None, head.text, 0.0, negates=True)
            else:
                to = next(child for child in verb.children if child.lower_ in _TO)
                strength = _DONE_PURPOSE if head.tag_ in {"VBD", "VBN"} else _PURPOSE[1]
                yield Operator(_PURPOSE[0], to.text, strength)
            yield from (op for op in self._over_verb(head, depth + 1) if op.modality is not None)
        elif marks & words.prepositions:
            yield Operator(None, next(iter(marks & words.prepositions)), 0.0, negates=True)
        elif marks & words.temporal or _shares_time(verb):
            yield from (op for op in self._over_verb(head, depth + 1) if op.modality is not None)

    def _of_noun(self, verb: Token, noun: Token, depth: int) -> Iterator[Operator]:
        words, lemma = self._words, noun.lemma_.lower()
        if verb.dep_ == "relcl" and not is_infinitive(verb):
            anyone = next((t for t in (noun, *noun.children) if t.lower_ in _ANYONE and t.i <= noun.i), None)
            if anyone is not None:
                yield Operator(Modality.HYPOTHETICAL, anyone.text, 0.4)
            elif verb.tag_ in {"VBZ", "VBP"} and _is_any_such(noun):  # "may sign a pact that bans it"
                yield from (op for op in self._over_noun(noun, depth + 1) if op.modality and not op.negates)
            return
        if is_infinitive(verb):
            if noun.dep_ == "attr" and noun.lower_ in {"first", "last", "second", "third", "one"}:
                return
            weighted = words.nouns.get(lemma, _DEFAULT_INFINITIVE)
            yield _operator(weighted, noun, negates=lemma in {"refusal", "failure", "inability", "reluctance"})
        elif verb.tag_ == "VBG" and verb.dep_ == "xcomp" and lemma in words.governors:
            yield _operator(words.governors[lemma], noun)  # a verb that the tagger took for a noun
        elif lemma in words.nouns and any(c.lower_ == "that" and c.dep_ == "mark" for c in verb.children):
            yield _operator(words.nouns[lemma], noun)
        yield from (op for op in self._over_noun(noun, depth + 1) if not op.negates)

    def _gerund(self, preposition: Token, depth: int) -> Iterator[Operator]:
        words, head = self._words, preposition.head
        lemma = head.lemma_.lower()
        if preposition.lower_ in words.prepositions or (
            preposition.lower_ in {"of", "than"} and head.lower_ in {"instead", "rather"}
        ):
            yield Operator(None, preposition.text, 0.0, negates=True)
            return
        if lemma in words.negating and preposition.lower_ in {"from", "to"}:
            yield Operator(None, head.text, 0.0, negates=True)
        elif head.pos_ == "NOUN" and lemma in words.nouns and lemma not in words.occasions:
            yield _operator(words.nouns[lemma], head)
        elif (
            lemma in words.governors
            and lemma not in words.factual
            and preposition.lower_ in {"on", "about", "of", "for", "to"}
        ):
            yield _operator(words.governors[lemma], head)
        elif head.pos_ == "ADJ" and lemma in {"capable", "fond", "afraid", "incapable"}:
            yield Operator(Modality.HYPOTHETICAL, head.text, 0.5, lemma == "incapable")
        if head.pos_ in {"VERB", "AUX"}:
            yield from (op for op in self._over_verb(head, depth + 1) if op.modality is not None)
        elif preposition.lower_ == "for" and head.pos_ == "NOUN" and lemma not in words.nouns:
            yield Operator(Modality.HYPOTHETICAL, preposition.text, 0.25)

    # ---- nouns -------------------------------------------------------------------------------------------

    def _over_noun(self, noun: Token, depth: int) -> Iterator[Operator]:
        """Yield what is over a noun that states something ("its potential purchase of …")."""
        if depth > _DEEPEST:
            return
        words = self._words
        for child in noun.children:
            if child.dep_ in {"amod", "compound", "advmod"}:
                lemma = child.lower_ if child.lower_ in words.adjectives else child.lemma_.lower()
                if lemma in words.adjectives and lemma not in words.evaluative and lemma not in _NOT_BEFORE_NOUNS:
                    yield _operator(words.adjectives[lemma], child)
        denied = denied_noun(noun, words)
        if denied is not None:
            yield Operator(None, denied.text, 0.0, negates=True)
        if depth == 0:
            yield from self._announced(noun)
        head = noun.head
        if noun.dep_ in {"appos", "conj", "nmod", "compound"} and head.pos_ in {"NOUN", "PROPN"}:
            yield from (op for op in self._over_noun(head, depth + 1) if not op.negates)
        elif noun.dep_ == "pobj":
            yield from self._over_pobj(noun, head, depth)
        elif noun.dep_ in {"dobj", "attr"} and head.pos_ in {"VERB", "AUX"}:
            yield from self._over_object(noun, head, depth)

    def _announced(self, noun: Token) -> Iterator[Operator]:
        """Yield the doubts on what a colon spells out: "rumours of a possible deal: X's purchase of Y"."""
        colon = noun.left_edge.i - 1
        if colon < 1 or noun.doc[colon].text != ":":
            return
        for token in reversed(noun.doc[:colon]):
            if token.text in {";", ":"}:
                return
            if token.pos_ in {"NOUN", "PROPN"} and self._is_rumour(token):
                yield Operator(Modality.RUMORED, token.text, self._words.nouns["rumour"][1])
            elif token.dep_ == "amod" and token.lower_ in self._words.adjectives and token.head.pos_ == "NOUN":
                weighted = self._words.adjectives[token.lower_]
                if token.lower_ not in self._words.evaluative | _NOT_BEFORE_NOUNS:
                    yield _operator(weighted, token)

    def _is_rumour(self, noun: Token) -> bool:
        """Say whether a noun calls what it is about unverified: "rumours of", "talk of"."""
        words = self._words
        for form in (noun.lemma_.lower(), noun.lower_.removesuffix("s")):
            if words.nouns.get(form, (None, 0.0))[0] is Modality.RUMORED:
                return True
        return noun.lower_ in words.rumour_phrases and any(child.lower_ == "of" for child in noun.children)

    def _over_pobj(self, noun: Token, preposition: Token, depth: int) -> Iterator[Operator]:
        words, head = self._words, preposition.head
        lemma = head.lemma_.lower()
        if head.pos_ in {"NOUN", "PROPN"}:
            if self._is_rumour(head):
                yield _operator(words.nouns["rumour"], head)
            elif lemma in words.nouns:
                yield _operator(words.nouns[lemma], head)
            yield from (op for op in self._over_noun(head, depth + 1) if op.modality is Modality.RUMORED)
        elif lemma in words.governors and not _is_definite(noun):
            yield _operator(words.governors[lemma], head)

    def _over_object(self, noun: Token, verb: Token, depth: int) -> Iterator[Operator]:
        words, lemma = self._words, verb.lemma_.lower()
        if lemma in words.negating:
            yield Operator(None, verb.text, 0.0, negates=True)
        elif lemma in words.liking and not _is_wished(verb):
            return  # "loves sailing"
        elif lemma in words.governors and lemma not in words.factual and lemma != "go":
            yield _operator(words.governors[lemma], verb)
        if not _is_definite(noun):
            yield from self._over_verb(verb, depth + 1)


_NOT_BEFORE_NOUNS = frozenset(
    {"certain", "due", "sure", "ready", "able", "free", "hard", "difficult", "easy", "tough", "safe", "better", "best",
     "fun", "set", "about", "bound", "eager", "keen", "willing", "prepared", "determined", "upcoming", "welcome",
     "unable", "afraid", "unwilling", "reluctant", "hesitant", "necessary", "claimed", "so-called", "expected"}
)  # fmt: skip
"""Adjectives that hedge an infinitive ("able to") and say nothing of the kind before a noun ("a certain firm")."""


def _is_copular(noun: Token) -> bool:
    return any(child.dep_ == "cop" for child in noun.children)


def _is_definite(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in {"the", "this", "that", "these", "those"})
        for child in noun.children
    )


def _is_any_such(noun: Token) -> bool:
    """Say whether a noun names something not yet known: "a pact", "some pact", "pacts"."""
    if noun.pos_ != "NOUN" or any(child.dep_ in {"poss", "nummod"} for child in noun.children):
        return False
    article = next((child.lower_ for child in noun.children if child.dep_ == "det"), None)
    return article in {"a", "an", "some", "any"} or (article is None and noun.tag_ == "NNS")


def _is_finite(verb: Token) -> bool:
    """Say whether a clause is stated in a tense or with a modal, not as a bare "that he go"."""
    return any(part.tag_ in {"VBZ", "VBD", "VBP", "MD"} for part in (verb, *verb.children))


def _is_inference(verb: Token) -> bool:
    """Say whether "must" concludes ("must have known", "must be ill") and tells no duty."""
    perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.children)
    return perfect or (verb.lemma_ == "be" and any(child.dep_ in {"acomp", "attr"} for child in verb.children))


def _shares_time(verb: Token) -> bool:
    """Say whether a participle happens with its main verb: "will open, creating jobs"; "having won" is done before."""
    if verb.tag_ not in {"VBG", "VBN"} or has_subject(verb) or verb.lower_ in _LIKE_PREPOSITIONS:
        return False
    return not any(
        (child.dep_ == "aux" and child.lower_ == "having") or (child.dep_ == "mark" and child.lower_ == "as")
        for child in verb.children
    )


def _coming_time(verb: Token) -> Token | None:
    """Return the word that moves a present tense ahead: "is closing next month", "opens tomorrow"."""
    present = verb.tag_ in {"VBZ", "VBP"} or (
        verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.tag_ in {"VBZ", "VBP"} for c in verb.children)
    )
    if not present or any(child.tag_ == "MD" for child in verb.children):
        return None
    for child in verb.rights:
        if child.dep_ in {"npadvmod", "advmod"}:
            if child.lower_ in _COMING:
                return child
            ahead = next((part for part in child.children if part.lower_ == "next"), None)
            if ahead is not None and child.ent_type_ in {"DATE", "TIME", ""}:
                return ahead
        elif child.dep_ == "prep" and child.lower_ == "in" and verb.tag_ == "VBG":
            time = next((part for part in child.children if part.lemma_.lower() in _SPANS), None)
            if time is not None and any(part.dep_ in {"det", "nummod", "quantmod"} for part in time.children):
                return child
    return None


def _is_wished(verb: Token) -> bool:
    """Say whether a verb of liking is a wish: "would like to"."""
    return any(child.lower_ in {"would", "'d", "’d", "should"} for child in verb.children)


def _is_performed(verb: Token, words: HedgeLexicon) -> bool:
    """Say whether to say it is to do it: "I would argue that", "we must admit"."""
    first = any(child.dep_ == "nsubj" and child.lower_ in {"i", "we"} for child in verb.children)
    return first and verb.lemma_.lower() in words.performing and not any(c.dep_ == "neg" for c in verb.children)


def _has_helper(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass", "mark"} for child in verb.children)


def _is_loose_base(verb: Token) -> bool:
    """Say whether a base form hangs where the parser knows no governor: an order or a wish, in no tense."""
    beside_finite = verb.dep_ == "conj" and verb.head.tag_ not in {"VB", "VBP"}
    return (
        verb.tag_ == "VB"
        and (verb.dep_ in _LOOSE_PLACES or beside_finite)
        and not has_subject(verb)
        and not any(child.dep_ in {"aux", "auxpass", "mark"} for child in verb.children)
    )


def _is_inverted(verb: Token) -> bool:
    """Say whether a clause is a condition by its order: "were it to buy", "had they known", "should it fail"."""
    first = verb.left_edge
    if first.lower_ not in {"were", "had", "should"} or first.i > verb.i:
        return False
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is not None and first.i < subject.i


def _is_asked_how(verb: Token) -> bool:
    """Say whether a question word leads an infinitive: "how to", "what to"."""
    return any(part.tag_ in {"WRB", "WP", "WDT"} and part.i < verb.i for part in verb.subtree)


def _is_lone_condition(verb: Token) -> bool:
    """Say whether a condition stands alone, or the parser took it for the main clause: "If you have a cat."."""
    return verb.dep_ == "ROOT" and any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in {"if", "unless"} and child.i < verb.i
        for child in verb.children
    )


def _takes_something(verb: Token) -> bool:
    """Say whether a verb has an object or an infinitive: "would like to", "would prefer a loan"."""
    return any(child.dep_ in {"xcomp", "ccomp", "dobj"} for child in verb.children)


def _under_past_report(verb: Token) -> bool:
    """Say whether "would" is a reported "will": its clause hangs on a verb of saying in the past, with no "if"."""
    token = verb
    for _ in range(_DEEPEST):
        if any(child.dep_ == "advcl" and any(m.lower_ == "if" for m in child.children) for child in token.children):
            return False
        if token.dep_ == "ccomp":
            return token.head.tag_ in {"VBD", "VBN"} and token.head.lemma_.lower() not in {
                "think",
                "wish",
                "wonder",
                "ask",
            }
        if token.dep_ == "acl" and any(child.dep_ == "mark" and child.lower_ == "that" for child in token.children):
            # "told the union at a meeting that jobs would go": the parser hangs the report on the noun before it
            said = next((above for above in token.ancestors if above.pos_ == "VERB"), None)
            return said is not None and said.tag_ in {"VBD", "VBN"}
        if token.dep_ not in {"conj", "xcomp"}:
            return False
        token = token.head
    return False
