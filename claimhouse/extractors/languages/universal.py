"""Statements from a parse with Universal Dependencies, whatever the language: subject, predicate, object, arguments.

The labels are those of UD 2 (https://universaldependencies.org/u/dep/); a subtype that a treebank does not use is
simply never met. Texts are slices of what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Token

from claimhouse.extractors.clauses import Path
from claimhouse.extractors.languages.language import BLANKS, language, plain
from claimhouse.extractors.parsed import ONE_SENTENCE

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:caus")
_HELPERS = (
    "aux",
    "aux:tense",
    "aux:pass",
    "aux:caus",
    "cop",
    "expl:comp",
    "expl:pass",
    "expl",
    "expl:pv",
    "compound:prt",
)
_OBJECTS = ("obj", "obl:agent", "obl:arg", "iobj")
_ARGUMENTS = ("obl", "obl:mod", "obl:arg", "obl:agent", "advmod", "iobj", "nmod", "obl:tmod", "dep", "obl:unmarked")
_CLAUSES = frozenset({"acl:relcl", "ccomp", "parataxis", "advcl", "csubj", "discourse", "vocative"})
"""Dependents that are statements of their own and no part of the phrase they stand in."""
_SET_OFF = frozenset({"appos", "acl", "conj"})
_NAMES = frozenset({"NOUN", "PROPN"})
_EDGE = ' \t\n\r,;:.!?-*|/…–—•«»“”"' + BLANKS
_GROUP_BLANK = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True, kw_only=True)
class UniversalStatement:
    """One statement; texts are slices of the clause, numbers its tokens.

    Attributes:
        head: token of the verb, noun or adjective that carries the predicate.
        subject_head: token of the subject's noun; null where the clause has none.
        tokens: all tokens it is made of.
        is_infinitive: it has no subject and wants that of whoever says it.
    """

    subject: str | None
    predicate: str
    object: str | None
    arguments: tuple[str, ...]
    head: int
    subject_head: int | None
    tokens: frozenset[int]
    path: Path
    is_infinitive: bool = False


@cache
def load_pipeline(code: str) -> Pipeline:
    """Return the process's one pipeline of a language: a text is one sentence, names are found."""
    model = language(code).model
    assert model is not None  # noqa: S101 - asked only of languages that have one
    pipeline = spacy.load(model, exclude=["senter"])
    pipeline.add_pipe(ONE_SENTENCE, before="parser")
    return pipeline


def prepare(text: str, code: str) -> Doc:
    """Return the tokens of a clause, in plain signs and numbers in one piece; places are those of `text`."""
    return load_pipeline(code).make_doc(_GROUP_BLANK.sub(".", plain(text)))


def find_statements(doc: Doc, text: str, copula: str | None) -> tuple[UniversalStatement, ...]:
    """Return the statements of a parsed clause whose text is `text`, in the order of their predicates."""
    reader = _Reader(doc=doc, text=text, copula=copula)
    return tuple(sorted(reader.statements(), key=lambda statement: statement.head))


@dataclass(frozen=True, slots=True)
class _Subject:
    head: Token | None
    tokens: frozenset[int]
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    doc: Doc
    text: str
    copula: str | None

    def statements(self) -> Iterator[UniversalStatement]:
        for token in self.doc:
            if self._is_predicate(token):
                subject = self._subject(token)
                if subject is not None:
                    yield self._statement(token, subject)
            if token.dep_ == "appos" and self.copula and self._is_description(token):
                yield self._apposition(token)

    def _is_predicate(self, token: Token) -> bool:
        if _children(token, ("cop",)):
            return True
        if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {*_HELPERS, "case", "fixed", "mark", "amod"}:
            return False
        return not self._is_chained(token)

    def _is_chained(self, token: Token) -> bool:
        """Whether an infinitive belongs to the verb above it: "devrait ouvrir"."""
        return (
            token.dep_ == "xcomp"
            and token.pos_ in {"VERB", "AUX"}
            and token.head.pos_ in {"VERB", "AUX"}
            and token.head.i < token.i
        )

    def _subject(self, token: Token) -> _Subject | None:  # noqa: PLR0911 - one for each form of a clause
        own = next(iter(_children(token, _SUBJECTS)), None)
        if own is None and (chained := self._chain(token)).i != token.i:
            own = next((child for child in _children(chained, _SUBJECTS) if child.i < token.i), None)
        if token.dep_ == "acl:relcl":
            if (
                own is None
                or own.lower_ in {"qui", "que", "lequel", "laquelle", "lesquels"}
                or "Rel" in own.morph.get("PronType", [])
            ):
                return _Subject(token.head, self._bare(token.head, token), Path.RELATIVE)
            return _Subject(own, self._phrase(own), Path.RELATIVE)
        if own is not None and "Rel" in own.morph.get("PronType", []):
            above = self._antecedent(own)
            return _Subject(above, self._bare(above, token), Path.RELATIVE) if above is not None else None
        if own is not None:
            return None if _is_empty(own) else _Subject(own, self._subject_phrase(token, own), Path.CLAUSE)
        if token.dep_ == "conj":
            above = token.head
            if above.dep_ == "ROOT" or self._is_predicate(above) or above.pos_ == "VERB":
                shared = self._subject(above) if above.i < token.i else None
                return (
                    _Subject(shared.head, shared.tokens, Path.CONJUNCT) if shared and shared.head is not None else None
                )
            return None
        if (
            "Part" in token.morph.get("VerbForm", [])
            and token.dep_ in {"acl", "advcl"}
            and not _children(token, ("aux", "aux:tense"))
        ):
            return self._of_participle(token)
        if token.dep_ == "ROOT" and any(
            "Inf" in verb.morph.get("VerbForm", []) for verb in (token, *_children(token, _HELPERS))
        ):
            return _Subject(None, frozenset(), Path.CLAUSE)
        return None

    def _antecedent(self, pronoun: Token) -> Token | None:
        """Return the noun before a relative pronoun whose clause the parser did not hang on it."""
        before = next((token for token in reversed(self.doc[: pronoun.i]) if not token.is_punct), None)
        while before is not None and before.head.pos_ in _NAMES and before.head.i < before.i:
            before = before.head
        return before if before is not None and before.pos_ in _NAMES else None

    def _subject_phrase(self, token: Token, own: Token) -> frozenset[int]:
        """Return the tokens of a subject; a second subject right behind it, mostly its name, belongs to it."""
        tokens = self._phrase(own)
        for other in _children(token, _SUBJECTS):
            if other.i != own.i and other.left_edge.i == max(tokens) + 1:
                tokens |= self._phrase(other)
        return tokens

    def _of_participle(self, token: Token) -> _Subject | None:
        """Return whom a participle describes: its noun, or the subject of the clause that it opens."""
        above = token.head
        if above.pos_ in _NAMES:
            return _Subject(above, self._bare(above, token), Path.PARTICIPLE)
        shared = next(iter(_children(above, _SUBJECTS)), None)
        if shared is None or token.i > shared.i:
            return None
        return _Subject(shared, self._phrase(shared, without=token), Path.PARTICIPLE)

    def _chain(self, token: Token) -> Token:
        """Return the last verb of a chain: the one whose object it is."""
        while (
            below := next((child for child in _children(token, ("xcomp",)) if self._is_chained(child)), None)
        ) is not None:
            token = below
        return token

    def _statement(self, token: Token, subject: _Subject) -> UniversalStatement:
        last = self._chain(token)
        predicate = self._verb_group(token)
        is_copular = bool(_children(last, ("cop",)))
        holders = [token] if last.i == token.i else [token, last]
        found: Token | None = None
        if is_copular:
            obj = self._phrase(last, bare=True)
        else:
            relative = token.dep_ == "acl:relcl" and (subject.head is None or subject.head.i != token.head.i)
            found = next(
                (
                    child
                    for label in _OBJECTS
                    for holder in reversed(holders)
                    for child in _children(holder, (label,))
                    if child.i not in predicate
                ),
                None,
            )
            obj = frozenset() if found is None else self._phrase(found)
            if found is None and relative:
                obj = self._phrase(token.head, without=token)
            if found is None and not obj:
                clause = next(iter(_children(last, ("ccomp", "xcomp"))), None)
                obj = frozenset(word.i for word in clause.subtree) if clause is not None else frozenset()
        arguments = [
            self._phrase(child)
            for holder in holders
            for child in _children(holder, _ARGUMENTS)
            if (found is None or child.i != found.i)
            and child.i not in predicate
            and not self._is_negation(child)
            and (not is_copular or child.i < min(obj, default=0))
        ]
        rendered = tuple(filter(None, (self._render(argument - predicate - obj) for argument in arguments)))
        tokens = subject.tokens | predicate | obj | frozenset().union(*arguments)
        return UniversalStatement(
            subject=self._render(subject.tokens) or None,
            predicate=self._render(predicate),
            object=self._render(obj - predicate) or None,
            arguments=rendered,
            head=token.i,
            subject_head=subject.head.i if subject.head is not None else None,
            tokens=tokens,
            path=subject.path,
            is_infinitive=subject.head is None,
        )

    def _verb_group(self, token: Token) -> frozenset[int]:
        """Return the tokens of a predicate: its verbs with their helpers, and what links them."""
        found: set[int] = set()
        last = self._chain(token)
        while True:
            if not _children(token, ("cop",)):
                found.add(token.i)
            helpers = _children(token, _HELPERS)
            if token.dep_ == "conj" and not helpers and "Part" in token.morph.get("VerbForm", []):
                helpers = _children(token.head, _HELPERS)
            found |= {helper.i for helper in helpers}
            if token.i == last.i:
                return frozenset(found)
            below = next(child for child in _children(token, ("xcomp",)) if self._is_chained(child))
            found |= {mark.i for mark in _children(below, ("mark", "case"))}
            token = below

    def _apposition(self, token: Token) -> UniversalStatement:
        subject, other = self._bare(token.head, token), self._phrase(token)
        return UniversalStatement(
            subject=self._render(subject) or None,
            predicate=self.copula or "",
            object=self._render(other) or None,
            arguments=(),
            head=token.i,
            subject_head=token.head.i,
            tokens=subject | other,
            path=Path.APPOSITION,
        )

    def _is_description(self, token: Token) -> bool:
        """Whether an apposition says something of a noun: it is set off by a comma, and one of the two is a name."""
        between = self.doc[token.head.i + 1 : token.left_edge.i]
        set_off = any(other.is_punct for other in self.doc[token.head.i + 1 : token.i])
        return (
            token.i > token.head.i
            and {token.pos_, token.head.pos_} <= _NAMES
            and set_off
            and not any(other.pos_ in {"VERB", "AUX"} for other in between)
        )

    def _is_negation(self, token: Token) -> bool:
        return "Neg" in token.morph.get("Polarity", [])

    def _phrase(self, head: Token, *, without: Token | None = None, bare: bool = False) -> frozenset[int]:
        """Return a noun with all that belongs to it; what is set off or is a clause of its own stays outside.

        `bare` leaves out what a copular predicate governs as a clause: subject, copula, adverbials.
        """
        inside = {head.i}
        for child in head.children:
            if (without is not None and child.i == without.i) or child.dep_ in _CLAUSES or self._is_set_off(child):
                continue
            if bare and child.dep_ in {*_SUBJECTS, *_HELPERS, "mark", "cc", "conj", "obl:mod"}:
                continue
            if child.dep_ == "punct" and child.text in {",", ";", ":", ".", "!", "?"}:
                continue
            if self._is_negation(child):
                continue
            inside |= self._phrase(child)
        return frozenset(inside)

    def _bare(self, head: Token, clause: Token) -> frozenset[int]:
        """Return the noun that a clause describes, without that clause and without its preposition."""
        return self._phrase(head, without=clause) - {case.i for case in _children(head, ("case",))}

    def _is_set_off(self, token: Token) -> bool:
        if token.dep_ not in _SET_OFF or token.i < token.head.i:
            return token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}
        if token.dep_ == "conj":
            return token.pos_ in {"VERB", "AUX"} or bool(_children(token, _SUBJECTS))
        return any(between.is_punct for between in self.doc[token.head.i + 1 : token.left_edge.i + 1])

    def _render(self, tokens: Iterable[int]) -> str:
        """Return the text of some tokens in reading order: runs as they are written, other gaps as one blank."""
        parts: list[str] = []
        start: int | None = None
        last = -1
        for number in sorted(tokens):
            if start is None:
                start = number
            elif any(not between.is_punct for between in self.doc[last + 1 : number]):
                parts.append(self._slice(start, last))
                start = number
            last = number
        if start is not None:
            parts.append(self._slice(start, last))
        return " ".join(filter(None, (part.strip(_EDGE) for part in parts))).strip(_EDGE)

    def _slice(self, first: int, last: int) -> str:
        return self.text[self.doc[first].idx : self.doc[last].idx + len(self.doc[last])]


def _children(token: Token, labels: Iterable[str]) -> list[Token]:
    wanted = tuple(labels)
    return [child for child in token.children if child.dep_ in wanted]


def _is_empty(token: Token) -> bool:
    """Whether a subject stands for nothing: "il faut", "on", "cela"."""
    return token.dep_.startswith("expl") or token.lower_ in {"on", "ce", "c'", "cela", "ça", "ceci"}


def covered(doc: Doc, text: str, statement: UniversalStatement) -> str:
    """Return the words of a statement in which its modality shows: its own, with the negations of its verb."""
    group = {statement.head, *statement.tokens}
    chain = [doc[statement.head], *(doc[i] for i in statement.tokens if doc[i].dep_ == "xcomp")]
    group |= {child.i for token in chain for child in token.children if child.dep_ in {"advmod", "mark", "expl:subj"}}
    words = [text[doc[number].idx : doc[number].idx + len(doc[number])] for number in sorted(group)]
    return " ".join(words).replace("' ", "'").replace("\u2019 ", "\u2019")
