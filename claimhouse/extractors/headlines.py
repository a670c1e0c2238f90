"""Headlines: parsed in the spelling of prose, part by part, and read where no verb is.

A headline in Title Case looks to a tagger like one long name, and "X to buy Y" like no sentence at all. So

1. words that the article itself writes small are written small for the parser (offsets stay);
2. parts divided by a bar, dash, colon or semicolon are parsed apart;
3. what the parse leaves without a statement is read by its form: "X to buy Y", "X's $3bn Y deal".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from claimhouse.extractors.clauses import Path, Statement, clause_statements
from claimhouse.extractors.mentions import name_words
from claimhouse.extractors.nominals import deal_nouns, nominal_statements
from claimhouse.extractors.phrases import phrase, render
from claimhouse.extractors.tokens import with_whole_amounts
from claimhouse.extractors.worth import worth_words

_WORD = re.compile(r"[^\W\d_][\w\u2019'-]*")
_INNER_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][\w\u2019'-]*")
"""A capitalised word that does not begin its sentence."""
_PART_END = re.compile(r"\s[|\u2013\u2014-]\s|[:;]\s")
_WRONG_APOSTROPHE = re.compile(r"(?<=\w)[\u2018\u0060\u00b4](?=s\b)")
"""An opening quotation mark or accent typed as the apostrophe of a possessive."""
_TITLE_CASE_SHARE = 0.6
"""Share of capitalised words, words of grammar apart, from which a headline is in Title Case."""
_MIN_WORDS = 3
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BETWEEN = frozenset({"still", "feared", "now", "badly", "seriously"})
"""Words between a number of people and what they are."""
_ENDINGS = ("", "s", "es", "d", "ed", "ing")


@cache
def _news_words() -> frozenset[str]:
    """Return forms of words that headlines are made of and that are hardly ever names: "buys", "stake"."""
    verbs = worth_words()["events"]
    forms = {verb + ending for verb in verbs for ending in _ENDINGS}
    forms |= {verb.removesuffix("e") + "ing" for verb in verbs} | {
        noun + ending for noun in deal_nouns() for ending in ("", "s")
    }
    return frozenset(forms) | name_words()["titles"] | name_words()["function_words"]


def lower_words(text: str) -> frozenset[str]:
    """Return the words a text mostly writes small, also inside its sentences; they are no names in its headline."""
    small = Counter(match[0] for match in _WORD.finditer(text) if match[0].islower())
    capital = Counter(match[0].lower() for match in _INNER_CAPITAL.finditer(text))
    return frozenset(word for word, times in small.items() if times > capital[word])


def prepare_headline(pipeline: Language, text: str, small: frozenset[str]) -> Doc:
    """Return an unparsed document of a headline, in the spelling of prose and with its parts divided.

    Args:
        pipeline: whose tokenizer is used.
        text: the headline.
        small: words that the article writes small (`lower_words`).
    """
    doc = pipeline.make_doc(with_whole_amounts(_in_prose_case(text, small)))
    ends = {match.end() for match in _PART_END.finditer(text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in ends
    return doc


def restore_spelling(doc: Doc, text: str) -> Doc:
    """Return the parse with the words as the headline writes them; `text` has the parse's length."""
    return Doc(
        doc.vocab,
        words=[text[token.idx : token.idx + len(token)] for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc],
    )


def _in_prose_case(text: str, small: frozenset[str]) -> str:
    text = _WRONG_APOSTROPHE.sub("'", text)
    words = [word for word in _WORD.findall(text) if word.lower() not in name_words()["function_words"]]
    capital = sum(1 for word in words if word[0].isupper())
    if len(words) < _MIN_WORDS or capital < _TITLE_CASE_SHARE * len(words):
        return text

    def lowered(match: re.Match[str]) -> str:
        word = match[0]
        lower = word.lower()
        is_small = lower in small or lower in _news_words()
        return lower if is_small and not word.isupper() and len(lower) == len(word) else word

    first = _WORD.search(text)
    head = first.end() if first else 0
    return text[:head] + _WORD.sub(lowered, text[head:])


def headline_statements(doc: Doc, amounts: frozenset[int]) -> tuple[Statement, ...]:
    """Return the statements of a parsed headline.

    Args:
        doc: its parse, its parts as sentences.
        amounts: tokens of quantities worth checking; a part with one states something even without a verb.
    """
    nominal = [statement for statement in nominal_statements(doc) if statement.path is not Path.APPOSITION]
    found = [*clause_statements(doc), *nominal]
    tolls = list(_tolls(doc))
    told = frozenset().union(*(toll.tokens for toll in tolls))
    found = [*tolls, *(statement for statement in found if not statement.tokens & told)]
    covered = frozenset().union(*(statement.tokens for statement in found)) if found else frozenset()
    for part in doc.sents:
        numbers = set(range(part.start, part.end))
        if _is_listing(part):
            continue
        announced = list(_announced(doc, part))
        heads = {statement.head for statement in announced}
        found = [*(statement for statement in found if statement.head not in heads), *announced]
        if amounts & numbers and not announced and not amounts & numbers & covered:
            found += _bare(doc, part)
    return tuple(sorted(found, key=lambda statement: statement.head))


def _tolls(doc: Doc) -> Iterator[Statement]:
    """Yield how many people are in a state: "seven dead, four still missing"."""
    for token in doc:
        if token.lower_ not in worth_words()["states_of_people"] or token.i == 0:
            continue
        first = token.i - 1
        while first > 0 and doc[first].lower_ in _BETWEEN:
            first -= 1
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        is_last = after is None or after.is_punct or after.pos_ in {"ADP", "CCONJ", "SCONJ"}
        if not doc[first].like_num or not is_last:
            continue
        said = set(range(first + 1, token.i + 1))
        yield Statement(
            subject=doc[first].text,
            predicate=render(doc, said),
            object=None,
            arguments=(),
            head=token.i,
            subject_head=first,
            object_head=None,
            subject_tokens=frozenset({first}),
            tokens=frozenset(said | {first}),
            path=Path.HEADLINE,
        )


def _is_listing(part: Span) -> bool:
    """Tell whether a part of a headline counts what the article lists, or speaks with the reader: "Five tips for"."""
    words = worth_words()
    if any(token.lower_ in words["reader"] for token in part):
        return True
    if any(token.lower_ in {"best", "worst", "top"} for token in part) and not any(
        token.tag_ in _FINITE for token in part
    ):
        return True
    return any(
        token.lemma_.lower() in words["listed"] and any(child.like_num for child in token.children) for token in part
    )


def _announced(doc: Doc, part: Span) -> Iterator[Statement]:
    """X to buy Y for $3bn."""
    for token in part:
        if token.tag_ != "TO" or token.i + 1 >= part.end or doc[token.i + 1].tag_ != "VB":
            continue
        if token.i == part.start or any(
            before.tag_ in {"VBD", "VBZ", "VBP", "MD"} for before in doc[part.start : token.i]
        ):
            return
        verb = doc[token.i + 1]
        subject = {before.i for before in doc[part.start : token.i] if not before.is_punct}
        targets = [child for child in verb.children if child.dep_ in {"dobj", "attr", "acomp", "ccomp", "xcomp"}]
        inside = phrase(targets[0]) if targets else set()
        others = [phrase(child) for child in verb.children if child.dep_ in {"prep", "npadvmod", "agent"}]
        texts = [render(doc, other) for other in others]
        yield Statement(
            subject=render(doc, subject) or None,
            predicate=render(doc, {token.i, verb.i}),
            object=render(doc, inside) or None,
            arguments=tuple(text for text in texts if text),
            head=verb.i,
            subject_head=_last_noun(doc, subject),
            object_head=targets[0].i if targets else None,
            subject_tokens=frozenset(subject),
            tokens=frozenset(subject | {token.i, verb.i} | inside).union(*others),
            path=Path.HEADLINE,
        )
        return


def _bare(doc: Doc, part: Span) -> Iterator[Statement]:
    """Norvik's $20 billion harbour deal: Norvik | $20 billion harbour deal."""
    names: list[int] = []
    for token in part:
        if token.pos_ == "PROPN":
            names.append(token.i)
        elif names:
            break
    rest = {token.i for token in part} - set(names) - {token.i for token in part if token.tag_ == "POS"}
    predicate = render(doc, rest)
    if predicate and (names or any(doc[number].lemma_.lower() in deal_nouns() for number in rest)):
        yield Statement(
            subject=render(doc, names) or None,
            predicate=predicate,
            object=None,
            arguments=(),
            head=part.root.i,
            subject_head=names[-1] if names else None,
            object_head=None,
            subject_tokens=frozenset(names),
            tokens=frozenset(rest | set(names)),
            path=Path.HEADLINE,
        )


def _last_noun(doc: Doc, numbers: set[int]) -> int | None:
    nouns = [number for number in sorted(numbers) if _is_noun(doc[number])]
    return nouns[-1] if nouns else None


def _is_noun(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"}
