"""What a figure counts, in the words that follow it: "22 percent of scheduled buses were running".

An attribute of the open class is named after its verb, and reporters of one matter choose different ones ("ran", "went
out", "were on the road"). What is counted they call alike more often, and two words of it tell it from most else that
the text counts: the noun with the word before it, or, of a noun alone, with the next word that says something ("six
patients are in intensive care").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from claimhouse.records import QuantityKind
from claimhouse.resolve.concepts import is_vague
from claimhouse.resolve.lexicon import word_list

_TOKEN = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*|\d[\d.,]*%?|[^\s\w]")
_NUMBER = re.compile(r"\d")
_OF = re.compile(r"of (?:the |its |their )?([a-z]{3,})\b")
_REACH = 7  # words after the figure among which what is counted is told
_TELLING_WORDS = 2
_LEAST_LETTERS = 3


def counted_phrase(kind: QuantityKind | None, figure: str, after: str) -> str | None:
    """Return two words for what a figure counts, joined by an underscore; null where it is not told in two.

    Args:
        kind: of the quantity.
        figure: the quantity as written, its noun included.
        after: the words that follow it in the sentence. Names tell which one it is of a kind, and are left to nobody.

    >>> counted_phrase(QuantityKind.PERCENT, "22 per cent", "of scheduled bus journeys ran on Tuesday")
    'scheduled_bus'
    >>> counted_phrase(QuantityKind.COUNT, "Nine patients", "were in intensive care on Wednesday, a doctor said.")
    'patient_intensive'
    >>> counted_phrase(QuantityKind.COUNT, "5000", "block of Torres Street") is None  # of names there are many
    True
    """
    if kind is QuantityKind.PERCENT:
        return _two_words(after.strip().removeprefix("of ")) if after.strip().startswith("of ") else None
    if kind is QuantityKind.PHYSICAL:
        return _amount_of(figure, after.strip())
    return _two_words(f"{figure} {after}") if kind is QuantityKind.COUNT else None


def _amount_of(figure: str, after: str) -> str | None:
    """Return unit and matter of an amount: "520 tonnes of styrene"."""
    unit = figure.rpartition(" ")[2].lower()
    of = _OF.match(after)
    if of is None or not unit.isalpha() or of.group(1) in _untold():
        return None
    return f"{_singular(unit)}_{_singular(of.group(1))}"


def _two_words(text: str) -> str | None:
    found: list[str] = []
    begun = False
    for written in _TOKEN.findall(text)[:_REACH]:
        token = written.lower().replace("’", "'")
        if token in _small() or (not begun and (_NUMBER.match(token) or token in word_list("numerals"))):
            continue
        if not written[0].islower() or token in word_list("pronouns"):
            return None
        begun = True
        word = _singular(token)
        if len(word) < _LEAST_LETTERS or word.endswith("ly"):
            continue
        if is_vague(word) or token in _untold():
            return None
        found.append(word)
        if len(found) == _TELLING_WORDS:
            return "_".join(found)
    return None


@lru_cache(maxsize=1 << 12)
def _singular(word: str) -> str:
    """Return a noun without the ending of its plural, as far as one can be told by its letters."""
    word = word.removesuffix("'s").removesuffix("'")
    if word.endswith("ies") and len(word) > len("pies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "uses")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")


@cache
def _small() -> frozenset[str]:
    return word_list("auxiliaries") | word_list("particles") | word_list("articles") | word_list("linking")


@cache
def _untold() -> frozenset[str]:
    return word_list("untelling")
