"""From tokens of a parse to the clean surface text of a phrase."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from spacy.tokens import Doc, Token

_EDGE = " \t\n\r,;:.!?-*|/\u2026\u2013\u2014\u2022"
"""Characters that never begin or end a phrase; the last four are ellipsis, dashes and bullet."""
_JOINING = (" and", " or", " but")
_APOSTROPHE = "\u2019"
_PAIRS = {"(": ")", "[": "]", "\u201c": "\u201d", "\u2018": _APOSTROPHE, "\u00ab": "\u00bb"}
_CLITICS = {"\u2019re": "are", "\u2019ve": "have", "\u2019ll": "will", "\u2019m": "am"}
"""Verbs written as the end of the word before them, that mean one thing."""
AGES = frozenset(str(years) for years in range(5, 111))
"""Numbers after a person's name and a comma that are an age: "Bell, 42, resigned"."""
_TIMES = frozenset({"DATE", "TIME"})
_PLACE = "GPE"
_NEXT = 2
"""From a place over a comma to the place it lies in, from a weekday to its date."""
_NUMBERED = frozenset({"NN", "NNS", "NNP", "NNPS"})
_HOLLOW = re.compile(r"[(\[]\s*[)\]]")
"""Brackets whose content became a statement of its own."""
_NAMING_VERBS = frozenset({"call", "know", "name"})
_NAME_REACH = 4
"""Words from "calling" to the end of the name."""
_BRACKET = re.compile(r"[()\[\]]")
_CLAUSES = frozenset({"relcl", "parataxis"})
"""Dependents that are statements of their own and not a part of the phrase they stand in."""


def phrase(head: Token, *, without: Collection[str] = (), keep_clauses: bool = False) -> set[int]:
    """Return the token numbers of `head` and all that belongs to it.

    Relative clauses, appositions set off by punctuation and whatever hangs on a dependency named in `without`
    stay outside: they become statements of their own.
    """
    inside = {head.i}
    for child in head.children:
        if child.dep_ in without:
            continue
        if not keep_clauses and (child.dep_ == "parataxis" or _is_set_off(child)):
            continue
        inside |= phrase(child, keep_clauses=keep_clauses)
    return inside


def _is_set_off(token: Token) -> bool:
    """Tell whether an apposition or participle is divided from its noun by a comma, dash or bracket."""
    if token.dep_ not in {"appos", "acl", "relcl"} or token.i <= token.head.i:
        return False
    if token.dep_ == "appos" and (_is_listed(token) or _is_place_in(token) or _is_date_of(token)):
        return False
    return any(between.is_punct for between in token.doc[token.head.i + 1 : token.left_edge.i + 1])


def _is_place_in(token: Token) -> bool:
    """Tell whether an apposition is where a place lies, and a part of its name: "Pine Beach, Florida"."""
    return (
        token.ent_type_ == _PLACE == token.head.ent_type_
        and token.pos_ == "PROPN" == token.head.pos_
        and token.left_edge.i == token.head.i + _NEXT
        and token.doc[token.head.i + 1].text == ","
    )


def _is_date_of(token: Token) -> bool:
    """Tell whether an apposition says which day another word means: "on Friday, 13 March"."""
    return token.ent_type_ in _TIMES and token.head.ent_type_ in _TIMES and token.left_edge.i <= token.head.i + _NEXT


def _is_listed(token: Token) -> bool:
    """Tell whether an apposition is one of a list: "2 kg, 3 kg and 5 kg bags", "the mill, the quay, or the sheds"."""
    head = token.head
    if any(sign.text in {"(", "["} for sign in token.doc[head.i + 1 : token.left_edge.i]):
        return False
    family = [child for child in head.children if child.dep_ == "appos"]
    family += [child for child in token.children if child.dep_ == "appos"]
    joined = [
        child
        for part in (token, *token.conjuncts)
        for child in part.children
        if child.dep_ == "cc" and child.i > token.i
    ]
    is_counted = any(child.dep_ == "nummod" for child in head.children)
    if token.pos_ == "PROPN" == head.pos_ and any(
        child.dep_ == "cc" and child.i > token.i and child.nbor(-1).text == "," for child in head.children
    ):
        return True
    return bool(joined) and (len(family) > 1 or is_counted or any(cc.nbor(-1).text == "," for cc in joined))


def is_doubtful(token: Token) -> bool:
    """Tell whether a parse's apposition is likely something else.

    A list ("the mill, the quay, or the sheds"), what stands in brackets or across the end of a quotation, a time, an
    amount, a phrase that no sign ends, or a number of things that one thing cannot be.
    """
    doc, head = token.doc, token.head
    if token.text in AGES:
        return False
    first, last = token.left_edge, token.right_edge
    between = doc[head.i + 1 : first.i]
    signs = {sign.text for sign in doc[head.i + 1 : token.i] if sign.is_punct}
    is_set_off = bool(signs)
    return (
        ("(" in signs and not any(child.tag_ == "DT" for child in token.lefts))
        or "[" in signs
        or any(sign.is_quote for sign in between)
        or first.tag_ == "RB"
        or token.ent_type_ in _TIMES
        or any(child.dep_ == "nummod" for child in head.children)
        or (head.pos_ == "NOUN" and token.pos_ == "PROPN" and _has_prepositions(token))
        or _is_listed(token)
        or sum(child.dep_ == "appos" for part in (head, token) for child in part.children) > 1
        or any(child.dep_ == "appos" for child in token.children)
        or (is_set_off and last.i + 1 < len(doc) and not last.nbor(1).is_punct and not last.is_punct)
        or _is_other_number(token, head)
    )


def _has_prepositions(name: Token) -> bool:
    """Tell whether a name goes on as names do not: "Bread in Harrow", but "Bank of Harrow"."""
    return any(child.dep_ == "prep" and child.lower_ != "of" for child in name.children)


def _is_other_number(token: Token, head: Token) -> bool:
    """Tell whether one of two nouns means several things and the other one: "our plants, chairman Bell"."""
    joined = any(child.dep_ == "conj" for part in (token, head) for child in part.children)
    numbers = {part.tag_.endswith("S") for part in (token, head) if part.tag_ in _NUMBERED}
    return len(numbers) > 1 and not joined and head.pos_ == "NOUN"


def called_so(noun: Token) -> list[Token]:
    """Return the name behind "calling itself", "known as" or "called" after a noun: "a group called Grey Heron"."""
    if noun.pos_ != "NOUN":
        return []
    verbs = [child for child in noun.children if child.dep_ == "acl" and child.lemma_.lower() in _NAMING_VERBS]
    return [part for verb in verbs for part in verb.subtree if part.pos_ == "PROPN" and part.i <= verb.i + _NAME_REACH]


def is_close_apposition(token: Token) -> bool:
    """Tell whether a token says something of the noun it follows: no verb and no colon in between, no short form."""
    if token.dep_ != "appos" or token.i < token.head.i or _abbreviates(token):
        return False
    between = token.doc[token.head.i + 1 : token.left_edge.i]
    return not any(
        other.pos_ in {"VERB", "AUX"} and other.dep_ not in {"amod", "acl"} for other in between
    ) and not any(other.text == ":" for other in between)


def _abbreviates(token: Token) -> bool:
    """Tell whether one of the two is the other's short form: "gross domestic product (GDP)"."""
    return any(word.text.isupper() and word.text.isalpha() and len(word) > 1 for word in (token, token.head)) and any(
        other.text in {"(", "["} for other in token.doc[token.head.i : token.i]
    )


def render(doc: Doc, tokens: Iterable[int]) -> str:
    """Return the text of some tokens in reading order: runs as they are written, gaps as one space.

    Punctuation at either end and brackets or quotation marks whose partner is missing are left out.
    """
    inside = set(tokens)
    inside -= _unpaired(doc, inside)
    numbers = sorted(inside)
    parts: list[str] = []
    for position, number in enumerate(numbers):
        token = doc[number]
        parts.append(token.text if number - 1 in inside else _whole_verb(token))
        if position + 1 < len(numbers):
            gap = "" if numbers[position + 1] == number + 1 and not token.whitespace_ else " "
            parts.append(gap)
    return _trim(" ".join(_HOLLOW.sub(" ", "".join(parts)).replace(", ,", ",").split()))


def _unpaired(doc: Doc, inside: set[int]) -> set[int]:
    """Return the brackets among some tokens whose partner is not among them."""
    if not _BRACKET.search(doc.text):
        return set()  # as in most sentences
    open_, alone = [], set()
    for number in sorted(inside):
        if doc[number].text in {"(", "["}:
            open_.append(number)
        elif doc[number].text in {")", "]"}:
            if open_:
                open_.pop()
            else:
                alone.add(number)
    return alone.union(open_)


def _whole_verb(token: Token) -> str:
    """Return a verb in full where the word that it is written together with is not there: "is" of "it's"."""
    short = token.lower_.replace("'", _APOSTROPHE)
    if token.pos_ not in {"VERB", "AUX"} or not short.startswith(_APOSTROPHE):
        return token.text
    if short == "\u2019s":
        if token.dep_ in {"aux", "auxpass"} and token.head.tag_ == "VBN":
            return token.text  # "it's grown" and "it's sold" are told apart by sense alone
        return "has" if token.lemma_ == "have" else "is"
    if short == "\u2019d":
        return "had" if token.tag_ == "VBD" or token.head.tag_ in {"VBN", "VBD"} else "would"
    return _CLITICS.get(short, token.text)


def _trim(text: str) -> str:
    if text[:1].isalnum() and text[-1].isalnum() and not text.endswith(_JOINING):
        return text  # nothing at either end
    before = None
    while before != text:
        before = text
        text = text.removesuffix(" and").removesuffix(" or").removesuffix(" but")
        text = text.strip(_EDGE) if not text.startswith((".", "-")) or not text[1:2].isdigit() else text.rstrip(_EDGE)
        for opening, closing in _PAIRS.items():
            if text.endswith(opening) or (text.startswith(opening) and closing not in text):
                text = text.strip(opening)
            is_clitic = closing == _APOSTROPHE and text[1:2].isalpha()
            if (text.startswith(closing) and not is_clitic) or (
                text.endswith(closing) and opening not in text and closing != _APOSTROPHE
            ):
                text = text.strip(closing)
        if text.count('"') == 1:
            text = text.strip('"')
    return text
