"""A parse as plain objects, under the names that spaCy gives to the same things.

The rules look at each token hundreds of times. spaCy makes a new object for each look and searches children and
strings anew; here each token is made once, with its strings and children in place. The names mean what spaCy's
documentation says; one that is not here is asked of spaCy's own object.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias, cast, overload

from spacy.tokens import Doc, Span

_COLUMNS = ("ORTH", "LEMMA", "TAG", "POS", "DEP", "ENT_TYPE", "ENT_IOB", "HEAD", "SPACY", "NORM")
_IOB = ("", "I", "O", "B")
_WRAP, _NEGATIVE = 2**64, 2**63
"""How far a head is comes as a number without sign: from the second on, it is the first too large."""
KEPT_WORDS = 100_000
"""Words kept at most (some 30 MB); then all are forgotten."""

_Form: TypeAlias = tuple[str, str, bool, bool, bool, bool, bool, bool, bool]
_FORMS: dict[int, _Form] = {}


class Word:
    """A token; see `spacy.tokens.Token`."""

    __slots__ = (
        *("children", "dep_", "doc", "ent_iob_", "ent_type_", "head", "i", "idx", "is_alpha", "is_currency"),
        *("is_digit", "is_punct", "is_quote", "is_space", "lefts", "lemma_", "like_num", "lower_", "norm_", "pos_"),
        *("rights", "tag_", "text", "whitespace_"),
        *("_left", "_right", "_subtree"),
    )

    children: list[Word]
    dep_: str
    doc: Reading
    ent_iob_: str
    ent_type_: str
    head: Word
    i: int
    idx: int
    is_alpha: bool
    is_currency: bool
    is_digit: bool
    is_punct: bool
    is_quote: bool
    is_space: bool
    lefts: list[Word]
    lemma_: str
    like_num: bool
    lower_: str
    norm_: str
    pos_: str
    rights: list[Word]
    tag_: str
    text: str
    whitespace_: str
    _left: Word | None
    _right: Word | None
    _subtree: list[Word] | None

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - spaCy's answer
        return getattr(self.doc.parse[self.i], name)

    @property
    def subtree(self) -> list[Word]:
        """The token and all that hangs on it, in reading order of each branch."""
        if self._subtree is None:
            self._subtree = [
                *(word for child in self.lefts for word in child.subtree),
                self,
                *(word for child in self.rights for word in child.subtree),
            ]
        return self._subtree

    @property
    def left_edge(self) -> Word:
        """The first token of the subtree."""
        if self._left is None:
            self._left = min(self.subtree, key=_place)
        return self._left

    @property
    def right_edge(self) -> Word:
        """The last token of the subtree."""
        if self._right is None:
            self._right = max(self.subtree, key=_place)
        return self._right

    @property
    def ancestors(self) -> Iterator[Word]:
        """Head, head's head and so on."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def conjuncts(self) -> tuple[Word, ...]:
        """The tokens coordinated with this one."""
        start = self
        while start.dep_ == "conj" and start.head is not start:
            start = start.head
        found = [start]
        for word in found:
            found += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in found if word is not self)

    def nbor(self, distance: int = 1) -> Word:
        """Return the token at a distance.

        Raises:
            IndexError: the text ends before.
        """
        place = self.i + distance
        if not 0 <= place < len(self.doc):
            message = f"no token {distance} from token {self.i} of {len(self.doc)}"
            raise IndexError(message)
        return self.doc[place]


def _place(word: Word) -> int:
    return word.i


class Part:
    """Tokens beside one another; see `spacy.tokens.Span`."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Reading, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, max(start, end), label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc.words[self.start : self.end])

    def __getitem__(self, number: int) -> Word:
        return self.doc.words[self.start : self.end][number]

    @property
    def text(self) -> str:
        """The text from the first to the last token."""
        if self.start == self.end:
            return ""
        last = self.doc.words[self.end - 1]
        return self.doc.text[self.doc.words[self.start].idx : last.idx + len(last.text)]

    @property
    def root(self) -> Word:
        """The token on which the others hang."""
        return self.doc.words[self.doc.parse[self.start : self.end].root.i]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - spaCy's answer
        return getattr(self.doc.parse[self.start : self.end], name)


class Reading:
    """A parsed text; see `spacy.tokens.Doc`. `parse` is spaCy's own."""

    def __init__(self, parse: Doc) -> None:
        self.parse = parse
        self.words = _words(self, parse)
        self.text = "".join([word.text + word.whitespace_ for word in self.words])

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - spaCy's answer
        return getattr(self.parse, name)

    @overload
    def __getitem__(self, place: int) -> Word: ...

    @overload
    def __getitem__(self, place: slice) -> Part: ...

    def __getitem__(self, place: int | slice) -> Word | Part:
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.words))
            return Part(self, start, end)
        return self.words[place]

    @cached_property
    def ents(self) -> tuple[Part, ...]:
        """The names."""
        return tuple(self._part(span) for span in self.parse.ents)

    @cached_property
    def sents(self) -> tuple[Part, ...]:
        """The sentences."""
        return tuple(self._part(span) for span in self.parse.sents)

    @cached_property
    def noun_chunks(self) -> tuple[Part, ...]:
        """Nouns with what stands before them."""
        return tuple(self._part(span) for span in self.parse.noun_chunks)

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> Part | None:
        """Return the tokens between two places of the text, null where there are none."""
        span = self.parse.char_span(start, end, alignment_mode=alignment_mode)
        return self._part(span) if span is not None else None

    def _part(self, span: Span) -> Part:
        return Part(self, span.start, span.end, span.label_)


def _words(reading: Reading, parse: Doc) -> list[Word]:
    strings = parse.vocab.strings
    rows: Any = parse.to_array(list(_COLUMNS)).tolist()
    words = [Word() for _ in rows]
    idx = 0
    for i, (word, row) in enumerate(zip(words, rows, strict=True)):
        orth, lemma, tag, pos, dep, kind, iob, head, space, norm = row
        form = _FORMS.get(orth) or _form(parse, orth)
        word.doc, word.i, word.idx = reading, i, idx
        word.text, word.lower_, word.is_alpha, word.is_currency, word.is_digit = form[:5]
        word.is_punct, word.is_quote, word.is_space, word.like_num = form[5:]
        word.lemma_, word.tag_, word.pos_, word.dep_ = strings[lemma], strings[tag], strings[pos], strings[dep]
        word.ent_type_, word.ent_iob_, word.norm_ = strings[kind], _IOB[iob], strings[norm]
        word.whitespace_ = " " if space else ""
        word.lefts, word.rights = [], []
        word._left = word._right = word._subtree = None  # noqa: SLF001 - made here
        idx += len(word.text) + (1 if space else 0)
        above = i + (head if head < _NEGATIVE else head - _WRAP)
        word.head = words[above]
    for word in words:
        if word.head.i > word.i:
            word.head.lefts.append(word)
        elif word.head is not word:
            word.head.rights.append(word)
    for word in words:
        word.children = word.lefts + word.rights
    return words


def _form(parse: Doc, orth: int) -> _Form:
    lexeme = parse.vocab[orth]
    form = (
        *(lexeme.orth_, lexeme.lower_, lexeme.is_alpha, lexeme.is_currency, lexeme.is_digit, lexeme.is_punct),
        *(lexeme.is_quote, lexeme.is_space, lexeme.like_num),
    )
    if len(_FORMS) >= KEPT_WORDS:
        _FORMS.clear()
    _FORMS[orth] = form
    return form


def plain_parse(parse: Doc) -> Doc:
    """Return a parse as plain objects; the rules, written for spaCy's types, see no difference."""
    return cast("Doc", Reading(parse))
