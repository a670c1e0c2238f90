"""Factuality of every predicate of a sentence, for measuring the same rules on annotated predicates."""

from __future__ import annotations

from spacy.tokens import Token

from claimhouse.extractors.modality.lexicon import HedgeLexicon, hedge_lexicon
from claimhouse.extractors.modality.operators import Operator, OperatorFinder
from claimhouse.extractors.modality.sentences import is_question
from claimhouse.extractors.parsed import ParsedSentence

_LEAST_STRENGTH = 0.3
"""Operators weaker than this leave a plain fact."""


def hedged_predicates(sentence: ParsedSentence) -> dict[int, bool]:
    """Return token index -> whether what the token states is *not* put forward as a plain fact.

    Not a fact is what is negated, conditional, future, possible, wanted, ordered or asked. On somebody's word is
    a fact here: the source is judged apart. Empty where the sentence has no parse.
    """
    if sentence.doc is None:
        return {}
    words = hedge_lexicon()
    finder = OperatorFinder(words)
    asked = is_question(sentence)
    return {token.i: _is_hedged(token, finder, words, asked=asked) for token in sentence.doc if not token.is_punct}


def _is_hedged(token: Token, finder: OperatorFinder, words: HedgeLexicon, *, asked: bool) -> bool:
    if any(_takes_away(operator, words) for operator in finder.over(token)):
        return True
    return asked and _is_asked(token)


def _takes_away(operator: Operator, words: HedgeLexicon) -> bool:
    """Say whether an operator leaves no plain fact; "had no rivals" denies the object and remains one."""
    if operator.negates:
        return operator.cue.lower() not in words.determiners | words.pronouns
    return operator.strength >= _LEAST_STRENGTH


def _is_asked(token: Token) -> bool:
    """Say whether a yes-no question is about this predicate: the main verb, inverted, without a question word."""
    if token.dep_ != "ROOT" or any(part.tag_ in {"WP", "WDT", "WRB", "WP$"} for part in token.subtree):
        return False
    subject = next((child for child in token.children if child.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    if subject is None:
        return True
    helpers = [child for child in token.children if child.dep_ in {"aux", "auxpass"}]
    return min(part.i for part in (token, *helpers)) < subject.i
