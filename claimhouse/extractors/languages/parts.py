"""Which language each part of a document is in: pages quote, translate and carry furniture in other languages."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache, lru_cache

from claimhouse.extractors.languages.language import codes, language
from claimhouse.extractors.sentences import line_blocks
from claimhouse.records import TextBlock, TextDocument

MIN_LETTERS = 8
"""Fewer letters tell no script."""
MIN_WORDS = 10
"""Fewer words tell no language of one script."""
OWN_SHARE = 0.2
"""Share of small words from which a part is in the document's language without a look at others."""
MIN_SHARE = 0.2
MARGIN = 2.5
"""A part is in another language if that one's small words are so many, and so many times those of the document's."""
LEAST_SHARE = 0.06
SAMPLE_CHARACTERS = 4_000
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff\uff66-\uffdc]")
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")


def part_of(document: TextDocument, wanted: Collection[str], *, default: str = "en") -> dict[str, TextDocument]:
    """Return the parts of a document that are in one of the wanted languages, by language; places stay.

    A document that is in one language throughout comes back as it is. A part whose language has no folder and shows
    by nothing but its words counts as the document's own: a list of names has no small words in any language.
    """
    own = document.language or default
    if document.language is None and _is_other(document.text, own):
        return {}
    blocks = document.blocks or line_blocks(document.text)
    found: dict[str, list[TextBlock]] = {}
    for block in blocks:
        here = language_of(document.text[block.char_start : block.char_end], own)
        if here is not None:
            found.setdefault(here, []).append(block)
    title = own if language_of(document.title or "", own) == own else None
    parts: dict[str, TextDocument] = {}
    for code in wanted:
        if code not in found and code != title:
            continue
        mine = found.get(code, [])
        whole = len(mine) == len(blocks)
        parts[code] = replace(
            document,
            language=code,
            title=document.title if code == title else None,
            blocks=document.blocks if whole else tuple(mine),
            text=document.text if mine else "",
        )
    return parts


def _is_other(text: str, own: str) -> bool:
    """Whether a text whose language nobody states is not in this one: hardly a small word of it in many."""
    words = _WORD.findall(text[:SAMPLE_CHARACTERS].lower())
    return len(words) >= MIN_WORDS and _share(words, own) < LEAST_SHARE


@lru_cache(maxsize=1_024)  # every extractor asks it of the same blocks
def language_of(text: str, own: str) -> str | None:
    """Return the language of a part of a document that is in `own`; null if its script is another.

    >>> language_of("橋は月曜日に開通した。市長が発表した。", "en"), language_of("The bridge opened on Monday.", "en")
    (None, 'en')
    """
    if not text.isascii():
        foreign = len(_NOT_LATIN.findall(text))
        letters = len(_LETTERS.findall(text)) if foreign else 0
        if letters >= MIN_LETTERS and 2 * foreign > letters:
            return None if own in codes() else own
    words = _WORD.findall(text.lower())
    if len(words) < MIN_WORDS:
        return own
    share = _share(words, own)
    if share >= OWN_SHARE:
        return own
    shares = {code: _share(words, code) for code in codes()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= MIN_SHARE and shares[best] > MARGIN * share else own


def _share(words: list[str], code: str) -> float:
    return sum(map(_small_words(code).__contains__, words)) / len(words)


@cache
def _small_words(code: str) -> frozenset[str]:
    return language(code).small_words if code in codes() else frozenset()
