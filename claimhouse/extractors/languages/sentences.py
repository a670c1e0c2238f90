"""Sentences of a language: those of the house, mended where a full stop of the language ended one too soon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimhouse.extractors.languages.language import Language
from claimhouse.extractors.sentences import Sentence, split_sentences
from claimhouse.records import BlockKind, TextBlock

_GOES_ON = re.compile(r"[\s»“”\"’')\]]*(?:,|[a-zà-ÿß])")
_END = re.compile(
    r"(?<![\w.-])(?P<word>[a-zà-ÿß][a-zà-ÿß-]+|[A-ZÀ-Þ][a-zà-ÿß-]{2,})(?P<end>[.!?…](?:[\s\u00a0\u202f]?[»”“\"])?)\s+"
    r"(?=[«„“\"]?[\s\u00a0\u202f]?[A-ZÀ-Þ][\w'’]*\s)"
)
_ENDS = re.compile(r"\w\W*[.!?…][\s“”»«\"’)\]]*$")
_WHOLE = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.TABLE_ROW, BlockKind.CODE})
_NUMBER = re.compile(r"(?<![\w.,])\d{1,2}\.$")


def sentences_of(text: str, blocks: Sequence[TextBlock], language: Language) -> tuple[Sentence, ...]:
    """Return the sentences of a text; those that an abbreviation, a day or a closing quotation mark cut are whole."""
    whole: list[Sentence] = []
    for sentence in _divided(text, blocks, language):
        last = whole[-1] if whole else None
        if last is not None and last.paragraph == sentence.paragraph and _belongs(text, last, sentence, language):
            whole[-1] = replace(last, char_end=sentence.char_end)
        else:
            whole.append(sentence)
    return tuple(whole)


def _divided(text: str, blocks: Sequence[TextBlock], language: Language) -> Iterator[Sentence]:
    """Yield the sentences of the house, cut where a word that is no abbreviation here ends one."""
    for sentence in split_sentences(text, blocks):
        start = sentence.char_start
        written = text[start : sentence.char_end]
        kind = sentence.kind
        if kind is BlockKind.HEADING and _ENDS.search(written):
            kind = BlockKind.PARAGRAPH  # nouns have capitals in German: they make no heading
        if kind not in _WHOLE:
            for match in _END.finditer(text, start, sentence.char_end):
                if match["word"] not in language.abbreviations:
                    yield replace(sentence, char_start=start, char_end=match.end("end"), kind=kind)
                    start = match.end()
        yield replace(sentence, char_start=start, kind=kind)


def _belongs(text: str, last: Sentence, sentence: Sentence, language: Language) -> bool:
    if last.kind in _WHOLE:
        return False
    before = text[max(last.char_start, last.char_end - 20) : last.char_end]
    after = text[sentence.char_start : sentence.char_start + 20]
    if _GOES_ON.match(after):
        return True
    if language.ordinals and _NUMBER.search(before):
        return True
    word = re.search(r"([^\s(«„]+)\.$", before)
    return word is not None and word[1] in language.abbreviations
