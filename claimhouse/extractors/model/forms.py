"""Parts of speech, morphology and lemmas, looked up by what they depend on instead of matched token by token.

spaCy's attribute ruler matches some 180 patterns at each token. Nearly all look at one token: at its tag, its
relation, and the lower-case form of a few words ("that", "was"). So the ruler is asked once about each combination;
the lemmatizer, once about each word of a part of speech. A text with a token that may begin a longer pattern ("gon"
of "gonna", an expletive "there") is left to the ruler itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

KEPT_FORMS = 100_000
"""Entries kept at most in each table (about 10 MB); then all are forgotten."""
_SPACE = -1
_Key: TypeAlias = tuple[int, int, int]

_KNOWN_KEYS = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What the ruler sets; `lemma` is 0 where it leaves the lemma to the lemmatizer."""

    pos: int
    morph: int
    lemma: int


class FormFinder:
    """Sets parts of speech, morphology and lemmas as ruler and lemmatizer would: a component of a spaCy pipeline."""

    def __init__(self, vocab: Vocab, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        """Take both components.

        Raises:
            ValueError: patterns look at something else than a word, its tag and its relation, or lemmas at context.
        """
        if lemmatizer.mode != "rule" or lemmatizer.overwrite:
            message = f"expected lemmas by rules where there are none, got mode {lemmatizer.mode}"
            raise ValueError(message)
        self._vocab, self._ruler, self._lemmatizer = vocab, ruler, lemmatizer
        index = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech in list(index):  # it is only asked whether a form is in it, and has 60,000 nouns as a list
            index[part_of_speech] = frozenset(index[part_of_speech])
        rules: list[dict[str, Any]] = list(ruler.patterns)
        self._words, self._expressions = _mentioned_words(
            [token for rule in rules for pattern in rule["patterns"] for token in pattern]
        )
        self._single = AttributeRuler(vocab)
        self._first = Matcher(vocab)
        self._longest = max((len(pattern) for rule in rules for pattern in rule["patterns"]), default=1)
        for number, rule in enumerate(rules):
            single = [pattern for pattern in rule["patterns"] if len(pattern) == 1]
            if single:
                self._single.add(single, rule["attrs"], rule["index"])
            longer = [pattern[:1] for pattern in rule["patterns"] if len(pattern) > 1]
            if longer:
                self._first.add(str(number), longer)
        self._word: dict[int, int] = {}
        self._forms: dict[_Key, _Form | None] = {}
        self._runs: dict[tuple[_Key, ...], list[_Form]] = {}
        self._lemmas: dict[_Key, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the forms of one text."""
        rows: list[list[int]] = doc.to_array(["ORTH", "TAG", "DEP"]).tolist()
        keys: list[_Key] = [(self._word_of(orth), tag, dep) for orth, tag, dep in rows]
        words = {key: row[0] for key, row in zip(keys, rows, strict=True)}
        new = {key: word for key, word in words.items() if key not in self._forms}
        if len(self._forms) + len(new) > KEPT_FORMS:
            self._forms, new = {}, words
        if new:
            self._ask(new)
        known = [self._forms[key] for key in keys]
        if None in known:
            if any(word == _SPACE for word, _, _ in keys):
                return self._lemmatizer(self._ruler(doc))
            self._ask_together(known, keys, [row[0] for row in rows])
        forms = [form for form in known if form is not None]
        lemmas = [
            form.lemma or self._lemmas.get((row[0], form.pos, form.morph)) or self._lemma_of(doc[number], form)
            for number, (row, form) in enumerate(zip(rows, forms, strict=True))
        ]
        values = [(form.pos, form.morph, lemma) for form, lemma in zip(forms, lemmas, strict=True)]
        found: Any = np.array(values, dtype=np.uint64).reshape(-1, 3)
        return doc.from_array(["POS", "MORPH", "LEMMA"], found)

    def _ask_together(self, forms: list[_Form | None], keys: Sequence[_Key], words: Sequence[int]) -> None:
        """Fill in the forms of tokens that may begin a longer pattern, and of those it would reach."""
        end = 0
        for start, form in enumerate(forms):
            if start < end or form is not None:
                continue
            end = start + 1
            reach = start + self._longest
            while end < min(reach, len(keys)):
                if forms[end] is None:
                    reach = end + self._longest
                end += 1
            key = tuple(keys[start:end])
            if (found := self._runs.get(key)) is None:
                doc = self._doc(words[start:end], key)
                self._ruler(doc)
                found = [_form_of(token) for token in doc]
                if len(self._runs) >= KEPT_FORMS:
                    self._runs.clear()
                self._runs[key] = found
            forms[start:end] = found

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Set the forms of texts; `batch_size`, which spaCy gives, has no effect."""
        del batch_size
        for doc in stream:
            yield self(doc)

    def _word_of(self, orth: int) -> int:
        """Return the lower-case form that patterns mention, or 0 for a word that none does."""
        if (found := self._word.get(orth)) is not None:
            return found
        lexeme = self._vocab[orth]
        is_mentioned = lexeme.lower_ in self._words or any(test.search(lexeme.lower_) for test in self._expressions)
        word = _SPACE if lexeme.is_space else lexeme.lower if is_mentioned else 0
        if len(self._word) >= KEPT_FORMS:
            self._word.clear()
        self._word[orth] = word
        return word

    def _ask(self, new: dict[_Key, int]) -> None:
        """Ask the ruler what it sets for combinations of word, tag and relation, each on a token of its own."""
        doc = self._doc(list(new.values()), list(new))
        begins_longer = {start for _, start, _ in self._first(doc, allow_missing=True)}
        self._single(doc)
        for token, key in zip(doc, new, strict=True):
            is_alone = key[0] != _SPACE and token.i not in begins_longer
            self._forms[key] = _form_of(token) if is_alone else None

    def _doc(self, words: Sequence[int], keys: Sequence[_Key]) -> Doc:
        strings = self._vocab.strings
        return Doc(
            self._vocab,
            words=[strings[word] for word in words],
            tags=[strings[tag] for _, tag, _ in keys],
            deps=[strings[dep] for _, _, dep in keys],
            heads=list(range(len(words))),
        )

    def _lemma_of(self, token: Token, form: _Form) -> int:
        """Return the lemma of a token of that part of speech and morphology, and keep it."""
        token.pos = form.pos
        token.set_morph(form.morph)  # type: ignore[attr-defined] # spaCy's stubs lack it
        lemma = self._vocab.strings.add(self._lemmatizer.lemmatize(token)[0])
        if len(self._lemmas) >= KEPT_FORMS:
            self._lemmas.clear()
        self._lemmas[(token.orth, form.pos, form.morph)] = lemma
        return lemma


def _form_of(token: Token) -> _Form:
    return _Form(pos=token.pos, morph=token.morph.key, lemma=token.lemma)  # type: ignore[attr-defined] # as above


def _mentioned_words(tokens: Sequence[dict[str, Any]]) -> tuple[frozenset[str], list[re.Pattern[str]]]:
    """Return the lower-case words that patterns ask for, and the expressions.

    Raises:
        ValueError: a pattern asks for something else than word, tag, relation and white space.
    """
    words: set[str] = set()
    expressions: list[re.Pattern[str]] = []
    for token in tokens:
        lower: Any = token.get("LOWER", {})
        tests: dict[str, Any] = {"IN": [lower]} if isinstance(lower, str) else lower
        if not (token.keys() <= _KNOWN_KEYS and tests.keys() <= {"IN", "REGEX"}):
            message = f"expected patterns over {sorted(_KNOWN_KEYS)}, got {token}"
            raise ValueError(message)
        words.update(tests.get("IN", ()))
        expressions += [re.compile(tests["REGEX"])] if "REGEX" in tests else []
    return frozenset(words), expressions
