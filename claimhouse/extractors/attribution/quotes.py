"""Quotations: where quote signs open and close, over all sentences of a field.

Signs are paired within a paragraph. A quotation that its paragraph leaves open ends with the paragraph; where the
next paragraph opens with the same sign again it goes on (the printers' custom for long quotations).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import Field

_CLOSERS = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "”": "”",  # Swedish and mistyped: the same sign on both sides
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’'",
    "'": "'’",
    "''": "''",
    "``": "''",
}
"""Opening sign -> signs that close it: English, German, French, typewriter and TeX quotes."""
_SIGN = re.compile("''|``|[\"“”„«»‘’‹›']")
_SINGLE = ("‘", "'", "‹")  # they are also apostrophes: only a pair around words, closed in its sentence, counts
LEAST_WORDS = 4
"""A quotation of fewer words is a quoted term ("so-called"), not speech, unless it ends like a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One quotation, signs included, in code points of the field.

    Attributes:
        closed: false where its paragraph ended first.
        speech: long enough, or ended like a sentence, to be somebody's words and no quoted term.
    """

    char_start: int
    char_end: int
    paragraph: int
    closed: bool
    speech: bool


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    start: int
    end: int
    before: str
    after: str


def _signs(sentence: ParsedSentence) -> Iterator[_Sign]:
    text = sentence.text
    for match in _SIGN.finditer(text):
        at, end = match.span()
        start = sentence.char_start + at
        yield _Sign(match[0], start, start + end - at, text[at - 1] if at else " ", text[end : end + 1] or " ")


def _opens(sign: _Sign) -> bool:
    if sign.text in {"’", "›"} or sign.after.isspace():
        return sign.text in {"«", "„"}
    if sign.text in _SINGLE:
        return not sign.before.isalnum() and (sign.after.isalpha() or sign.after in "$€£")
    if sign.text == "”":
        return sign.before.isspace()
    return True


def _closes(sign: _Sign, opened: str) -> bool:
    if sign.text not in _CLOSERS[opened] or (opened in {"''", "``"} and sign.text != "''"):
        return False
    if opened in _SINGLE or opened == '"':
        return not sign.before.isspace() and not (opened in _SINGLE and sign.after.isalnum())
    return True


def _is_speech(text: str) -> bool:
    inner = text.strip("\"“”„«»‘’‹›' ")
    return len(inner.split()) >= LEAST_WORDS or inner[-1:] in {",", ".", "!", "?"}


class _Tracker:
    """Follows one quotation at a time through the sentences of a field."""

    def __init__(self) -> None:
        self.quotes: list[Quote] = []
        self._opened: _Sign | None = None
        self._paragraph = 0
        self._words: list[str] = []
        self._last_end = 0
        self._field: Field | None = None

    def read(self, sentence: ParsedSentence) -> None:
        """Take the next sentence."""
        # a title that leaves a quotation open does not go on in the text
        self._leave(sentence.paragraph if sentence.field is self._field else None)
        self._field = sentence.field
        taken = 0
        for sign in _signs(sentence):
            local = sign.start - sentence.char_start
            if self._opened is None or self._was_apostrophe(sign):
                if _opens(sign):
                    self._opened, self._paragraph, self._words, taken = sign, sentence.paragraph, [], local
            elif _closes(sign, self._opened.text):
                self._words.append(sentence.text[taken : local + len(sign.text)])
                self._finish(sign.end, closed=True)
        self._words.append(sentence.text[taken:])
        self._last_end = sentence.char_end

    def end(self) -> None:
        """Close what the field leaves open."""
        self._leave(None)

    def _was_apostrophe(self, sign: _Sign) -> bool:
        """Say whether a single sign that was taken for an opening one is followed by a real opening one."""
        single = self._opened is not None and self._opened.text in _SINGLE
        return single and sign.text not in _SINGLE and _opens(sign)

    def _leave(self, paragraph: int | None) -> None:
        """Drop a single sign at its sentence's end, and end a quotation at its paragraph's."""
        if self._opened is None:
            return
        if self._opened.text in _SINGLE:
            self._opened = None
        elif paragraph != self._paragraph:
            self._finish(self._last_end, closed=False)

    def _finish(self, end: int, *, closed: bool) -> None:
        if self._opened is not None:
            self.quotes.append(
                Quote(
                    char_start=self._opened.start,
                    char_end=end,
                    paragraph=self._paragraph,
                    closed=closed,
                    speech=_is_speech(" ".join(self._words)),
                )
            )
        self._opened = None


def find_quotes(sentences: Sequence[ParsedSentence]) -> tuple[Quote, ...]:
    """Return the quotations of a field in order; they do not nest (the outermost pair counts)."""
    tracker = _Tracker()
    for sentence in sentences:
        tracker.read(sentence)
    tracker.end()
    return tuple(tracker.quotes)
