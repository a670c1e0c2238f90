"""Sentences that state nothing of the world: questions, and words addressed to the reader."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from claimhouse.extractors.modality.lexicon import HedgeLexicon, hedge_lexicon
from claimhouse.extractors.parsed import ParsedSentence

_CLOSING = "\"'”’»›)]* \u00a0"
_INVITATION = re.compile(
    r"^\W*(?:click|tap|subscribe|sign up|read (?:more|on|also)|stay tuned|follow us|join us|contact us|check out)\b",
    re.IGNORECASE,
)


def is_question(sentence: ParsedSentence) -> bool:
    """Say whether the sentence asks: it ends with a question mark, closing quotes and brackets apart.

    "Will it sell?" does; '"Will it sell?" she asked.' does not: it states that she asked.
    """
    text = sentence.text.rstrip(_CLOSING)
    return text.endswith(("?", "？", "?!", "?..", "?…"))


def is_reader_address(sentence: ParsedSentence) -> bool:
    """Say whether the sentence only speaks to its reader: an imperative, "let's", advice, what "you" may wonder.

    A sentence about "you" that gives a number ("you can buy it for $20") still states something.
    """
    words = hedge_lexicon()
    text = sentence.text.strip().lower()
    if any(
        text.startswith(phrase) or f", {phrase}" in text[:60] for phrase in words.reader_phrases
    ) or _INVITATION.match(text):
        return True
    doc = sentence.doc
    if doc is None or not len(doc):
        return False
    roots = [token for token in doc if token.dep_ == "ROOT"]
    root = roots[0] if roots else doc[0]
    if len(roots) > 1 and any(token.text == ":" and token.i < roots[-1].i for token in doc):
        root = roots[-1]  # "Read more: the plant may close": the label hides no clause behind it
    if is_imperative(root, words):
        return True
    return _speaks_of_you(doc, root, words)


def is_imperative(verb: Token, words: HedgeLexicon) -> bool:
    """Say whether a main verb commands: bare, without subject or auxiliary, with only openers before it."""
    if verb.tag_ not in {"VB", "VBP"} or verb.lemma_.lower() in words.stating_imperatives | words.courtesies:
        return False
    if verb.i and verb.nbor(-1).lower_ in words.pleading:
        return True
    main = verb
    while main.dep_ == "conj" and main.head.pos_ in {"VERB", "AUX"} and not _has_subject(main):
        main = main.head
    if main.dep_ not in {"ROOT", "ccomp", "parataxis", "conj"} or _has_subject(main) or main.tag_ not in {"VB", "VBP"}:
        return False
    if any(child.dep_ in {"aux", "auxpass"} and child.lower_ not in {"do", "don't"} for child in main.children):
        return False
    if any(child.dep_ == "mark" or child.lower_ == "to" for child in main.children if child.i < main.i):
        return False
    before = [
        token
        for token in main.children
        if token.i < main.i
        and not token.is_punct
        and not token.is_space
        and token.dep_ not in {"advcl", "neg", "intj", "prep"}
    ]
    return all(token.lower_ in words.openers or token.pos_ in {"ADV", "INTJ", "CCONJ"} for token in before)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for child in verb.children)


def _speaks_of_you(doc: Doc, root: Token, words: HedgeLexicon) -> bool:
    if any(token.like_num or token.is_currency or token.is_digit for token in doc):
        return False
    subject = next((child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.lower_ not in words.second_person:
        return False
    return not any(token.is_quote for token in doc[: subject.i])
