"""Negation in scope: which words deny the predicate they stand with, and which only look as if they did."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claimhouse.extractors.modality.lexicon import HedgeLexicon

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "expl", "dative"})


def in_idiom(token: Token, words: HedgeLexicon) -> bool:
    """Say whether a negative word belongs to a fixed phrase ("made no secret of", "not only") and denies nothing."""
    doc = token.doc
    return any(
        tuple(part.lower_ for part in doc[token.i : token.i + len(idiom)]) == idiom for idiom in words.idioms
    ) or (token.lower_ == "no" and token.dep_ in {"advmod", "neg"} and token.head.pos_ in {"NUM", "INTJ"})


def _is_negative(token: Token, words: HedgeLexicon) -> bool:
    return token.lower_ in words.particles and not in_idiom(token, words)


def _denies_argument(argument: Token, words: HedgeLexicon) -> Token | None:
    if argument.lower_ in words.pronouns and not in_idiom(argument, words):
        return argument
    for child in argument.children:
        if child.dep_ in {"det", "neg", "preconj"} and child.lower_ in words.determiners and not in_idiom(child, words):
            return child
    return None


def own_negations(predicate: Token, words: HedgeLexicon) -> list[Token]:
    """Return the negative words that stand in the predicate's own clause.

    Particles, "no" on its subject or object, "nobody", "neither … nor", "no longer"; idioms are left out.
    """
    found: list[Token] = []
    for child in predicate.children:
        if _is_negative(child, words) and (
            child.dep_ in {"neg", "advmod", "preconj", "cc", "aux"} or child.i < predicate.i
        ):
            if child.dep_ == "cc" and child.i > predicate.i:
                continue
            found.append(child)
        elif child.lower_ in {"longer", "more"} and child.dep_ == "advmod":
            found += [part for part in child.children if part.lower_ == "no"]
        elif child.dep_ in _ARGUMENTS:
            denied = _denies_argument(child, words)
            if denied is not None:
                found.append(denied)
        elif (
            child.dep_ in {"acomp", "attr"}
            or child.dep_ == "auxpass"
            or (child.dep_ == "aux" and child.i < predicate.i)
        ):
            found += [part for part in child.children if part.dep_ == "neg" and _is_negative(part, words)]
    found += _inherited_nor(predicate, words)
    unique = {token.i: token for token in found}
    return [unique[i] for i in sorted(unique)]


def _inherited_nor(predicate: Token, words: HedgeLexicon) -> list[Token]:
    """Return the negation that a later conjunct shares: "neither built nor sold", "did not build or sell"."""
    if predicate.dep_ != "conj":
        return []
    head, doc = predicate.head, predicate.doc
    between = {token.lower_ for token in doc[head.i + 1 : predicate.i]}
    if "nor" in between:
        return [next(token for token in doc[head.i + 1 : predicate.i] if token.lower_ == "nor")]
    own_subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in predicate.children)
    if "or" in between and not own_subject:
        return [child for child in head.children if child.dep_ == "neg" and _is_negative(child, words)]
    return []


def denied_noun(noun: Token, words: HedgeLexicon) -> Token | None:
    """Return the "no" that denies a nominal predicate ("no agreement", "without approval"), if any."""
    denied = _denies_argument(noun, words)
    if denied is not None:
        return denied
    head = noun.head
    if noun.dep_ == "pobj" and head.lower_ in words.prepositions:
        return head
    return None


def has_phrase(doc: Doc, start: int, phrases: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether one of `phrases` begins at token `start`."""
    return any(tuple(token.lower_ for token in doc[start : start + len(phrase)]) == phrase for phrase in phrases)
