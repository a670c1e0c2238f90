"""Quotations: where quote signs open and close, over all sentences of a field.

Signs are paired within a paragraph. A quotation that its paragraph leaves open ends with the paragraph; where the
next paragraph opens with the same sign again it goes on (the printers' custom for long quotations).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimhouse.extractors.parsed import ParsedSentence

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
    text, at = sentence.text, 0
    while at < len(text):
        sign = text[at : at + 2] if text[at : at + 2] in {"''", "``"} else text[at]
        end = at + len(sign)
        if sign in {"''", "``"} or sign in "\"“”„«»‘’‹›'":
            start = sentence.char_start + at
            yield _Sign(sign, start, start + len(sign), text[at - 1] if at else " ", text[end : end + 1] or " ")
        at = end


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


def find_quotes(sentences: Sequence[ParsedSentence]) -> tuple[Quote, ...]:
    """Return the quotations of a field in order; they do not nest (the outermost pair counts)."""
    quotes: list[Quote] = []
    opened: _Sign | None = None
    opened_in: ParsedSentence | None = None
    pieces: list[str] = []

    def finish(end: int, *, closed: bool) -> None:
        if opened is not None and opened_in is not None:
            text = " ".join(pieces)
            quotes.append(
                Quote(
                    char_start=opened.start,
                    char_end=end,
                    paragraph=opened_in.paragraph,
                    closed=closed,
                    speech=_is_speech(text),
                )
            )

    previous: ParsedSentence | None = None
    for sentence in sentences:
        if opened is not None and opened_in is not None and previous is not None:
            single = opened.text in _SINGLE
            if single or sentence.paragraph != opened_in.paragraph:
                if not single:
                    finish(previous.char_end, closed=False)
                opened = None
        taken = 0
        for sign in _signs(sentence):
            local = sign.start - sentence.char_start
            if opened is None:
                if _opens(sign):
                    opened, opened_in, pieces, taken = sign, sentence, [], local
            elif _closes(sign, opened.text):
                pieces.append(sentence.text[taken : local + len(sign.text)])
                finish(sign.end, closed=True)
                opened = None
            elif opened.text in _SINGLE and sign.text not in _SINGLE and _opens(sign):
                opened, opened_in, pieces, taken = sign, sentence, [], local  # it was an apostrophe
        if opened is not None:
            pieces.append(sentence.text[taken:])
        previous = sentence
    if opened is not None and previous is not None and opened.text not in _SINGLE:
        finish(previous.char_end, closed=False)
    return tuple(quotes)
