"""Plain methods to measure against: what a page of rules over the same parse, or a list of words, reaches.

They know nothing of the rules they stand beside: no lexicon, no module of the extractor is used, only spaCy's parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from spacy.tokens import Doc, Span, Token

# ---- quantities ---------------------------------------------------------------------------------------------------

_SCALES = {"hundred": 2, "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = dict(zip(_SMALL, range(1, 13), strict=True))
_NUMBER = re.compile(
    rf"(?P<sign>[$€£¥])?\s?(?<![\w.,:/-])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|(?:{'|'.join(_WORDS)})\b)"
    rf"(?:[\s-]?(?P<scale>{'|'.join(_SCALES)})\b)?[\s-]?(?P<unit>%|percent|per cent|[A-Za-z]+)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def regex_quantities(text: str) -> list[tuple[str, str]]:
    """Return (value, unit) by one regular expression: a sign, digits or a small number word, a scale, a word behind.

    >>> regex_quantities("It paid $2.5 billion in 2019 for 40 ships.")
    [('2500000000', '$'), ('40', 'ships')]
    """
    found: list[tuple[str, str]] = []
    for match in _NUMBER.finditer(text):
        written = match["number"].lower()
        if _YEAR.fullmatch(written) and not (match["sign"] or match["scale"]):
            continue
        core = Decimal(_WORDS[written]) if written in _WORDS else Decimal(written.replace(",", ""))
        value = core.scaleb(_SCALES.get((match["scale"] or "").lower(), 0))
        found.append((f"{value:f}", match["sign"] or match["unit"] or "-"))
    return found


# ---- who said what ------------------------------------------------------------------------------------------------

_SAYING = frozenset([
    "say", "tell", "add", "ask", "announce", "claim", "report", "argue", "believe", "think", "know", "note",
    "explain", "write", "state", "suggest", "warn", "insist", "admit", "confirm", "deny", "predict", "expect",
    "hope", "agree", "reply", "declare", "acknowledge", "recall", "want", "feel", "find", "show", "reveal",
    "learn", "see", "promise", "urge", "plan",
])  # fmt: skip
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
Places = list[list[int]]


def _place(span: Span) -> list[int]:
    return [span.start_char, span.end_char]


def _subtree(token: Token, without: Iterable[Token] = ()) -> Span:
    left_out = {part.i for other in without for part in other.subtree}
    kept = [part.i for part in token.subtree if part.i not in left_out and not part.is_space]
    kept = kept or [token.i]
    return token.doc[min(kept) : max(kept) + 1]


_QUOTED = re.compile(r"[\"“][^\"“”]+[\"”]")


def _quoted(sentence: Span) -> Span | None:
    match = _QUOTED.search(sentence.text)
    start = sentence.start_char
    return sentence.doc.char_span(start + match.start(), start + match.end()) if match else None


def dependency_attributions(doc: Doc) -> list[dict[str, Places]]:
    """Return verbs of saying with their subject and clause, "according to", and quotation marks beside a verb."""
    found: list[dict[str, Places]] = []
    for token in doc:
        if token.lemma_ in _SAYING and token.pos_ == "VERB":
            subject = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
            clause = next((child for child in token.children if child.dep_ in {"ccomp", "xcomp", "parataxis"}), None)
            content = _subtree(clause) if clause is not None else None
            if content is None and token.dep_ in {"parataxis", "ccomp"} and subject is not None:
                content = _subtree(token.head, [token])
            if content is None and subject is not None:
                content = _quoted(token.sent)
            if subject is not None and content is not None:
                source, cue = [_place(_subtree(subject))], [_place(doc[token.i : token.i + 1])]
                found.append({"source": source, "cue": cue, "content": [_place(content)]})
        elif token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            source = next((part for part in doc[token.i + 1].children if part.dep_ == "pobj"), None)
            if source is not None:
                content = _subtree(token.sent.root, [token])
                cue = _place(doc[token.i : token.i + 2])
                found.append({"source": [_place(_subtree(source))], "cue": [cue], "content": [_place(content)]})
    return found


# ---- triples ------------------------------------------------------------------------------------------------------

_OBJECTS = frozenset({"dobj", "attr", "acomp", "oprd", "xcomp", "ccomp"})


def dependency_triples(doc: Doc) -> list[dict[str, object]]:
    """Return subject, verb with auxiliaries, and object of every verb that has a subject, its own or its head's."""
    return [row for token in doc if token.pos_ in {"VERB", "AUX"} for row in _triples_of(token)]


def _triples_of(verb: Token) -> Iterator[dict[str, object]]:
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if subject is None and verb.dep_ == "conj":
        subject = next((child for child in verb.head.children if child.dep_ in _SUBJECTS), None)
    if subject is None and verb.dep_ == "relcl":
        subject = verb.head
    if subject is None:
        return
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass", "neg", "prt"}]
    predicate = " ".join(part.text for part in sorted([verb, *helpers], key=lambda part: part.i))
    owner = [child for child in subject.children if child.dep_ == "relcl"]
    target = next((child for child in verb.children if child.dep_ in _OBJECTS), None)
    rest = [child for child in verb.children if child.dep_ in {"prep", "npadvmod", "agent", "dative"}]
    if target is None and rest:
        first = rest.pop(0)
        inner = next((child for child in first.children if child.dep_ in {"pobj", "pcomp"}), None)
        if inner is not None:
            predicate, target = f"{predicate} {first.text}", inner
    yield {
        "subject": _subtree(subject, owner).text,
        "predicate": predicate,
        "object": _subtree(target).text if target is not None else "",
        "extra": [_subtree(part).text for part in rest],
    }


# ---- hedges -------------------------------------------------------------------------------------------------------

_CUE_WORDS = frozenset([
    "may", "might", "could", "would", "should", "will", "shall", "can", "must", "if", "unless", "whether",
    "not", "n't", "never", "no", "perhaps", "maybe", "possibly", "probably", "likely", "unlikely", "want",
    "hope", "plan", "expect", "try", "need", "seek", "ask", "believe", "think", "to",
])  # fmt: skip
_MODALS = frozenset([
    "may", "might", "could", "would", "should", "will", "shall", "can", "must", "'ll", "'d", "wo", "ca", "ought",
])  # fmt: skip
_REACH = 4
"""How many words before a predicate a cue may stand."""


def cue_word_hedges(doc: Doc) -> dict[int, bool]:
    """Return token -> whether one of the cue words stands among the few words before it."""
    return {
        token.i: any(part.lower_ in _CUE_WORDS for part in doc[max(0, token.i - _REACH) : token.i]) for token in doc
    }


def rule_hedges(doc: Doc) -> dict[int, bool]:
    """Return token -> whether a modal, a negation, "if", or a verb over its infinitive governs it."""
    return {token.i: _is_hedged(token) for token in doc}


_WITHOUT_TENSE = frozenset({"xcomp", "advcl", "acl", "ccomp", "relcl", "pcomp", "csubj", "ROOT"})


def _is_hedged(token: Token) -> bool:
    if any(child.lower_ in _MODALS or child.dep_ == "neg" for child in token.children):
        return True
    if any(child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"} for child in token.children):
        return True
    if token.tag_ == "VB" and token.dep_ in _WITHOUT_TENSE:  # an infinitive or an order
        return True
    if token.i == token.sent.root.i and token.sent.text.rstrip().endswith("?"):
        return True
    return token.dep_ in {"conj", "xcomp", "ccomp"} and token.head.i != token.i and _is_hedged(token.head)
