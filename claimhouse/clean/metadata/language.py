"""The language of a text: what the page states, checked against its script and a count of small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from claimhouse.clean.lexicon import stopwords

WORD = re.compile(r"[^\W\d_]+")
CODE = re.compile(r"\s*([a-zA-Z]{2,3})(?=$|[-_;,\s])")
THREE_LETTERS = {
    "deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt",
    "nld": "nl", "dut": "nl", "swe": "sv", "dan": "da", "nor": "no", "nob": "nb", "pol": "pl", "rus": "ru",
    "jpn": "ja", "zho": "zh", "chi": "zh", "kor": "ko",
}  # fmt: skip
NORWEGIAN = frozenset({"no", "nb", "nn"})
SAMPLE_WORDS = 400
SAMPLE_CHARS = SAMPLE_WORDS * 12
MIN_WORDS = 20
SCRIPT_CHARS = 800  # looked at for the script
NOT_LATIN = re.compile("[\u0370-\u1dff\u3040-\ud7af]")
MIN_LETTERS = 40  # of a text in a script without blanks
MIN_SHARE = 0.12  # of a text's words that are small words of its language; real texts have 0.2 to 0.4
MARGIN = 1.5  # how much better the count must be for another language than the stated one
MIN_SCRIPT_SHARE = 0.5  # of a text's letters
MIN_KANA_SHARE = 0.05  # Japanese has a third of kana; Chinese texts quote a few
# Scripts and the languages written in them; the first is taken where the page states none of them.
SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), ("ja",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "ja", "yue")),
    (re.compile("[\uac00-\ud7af]"), ("ko",)),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0590-\u05ff]"), ("he", "yi")),
    (re.compile("[\u0e00-\u0e7f]"), ("th",)),
    (re.compile("[\u10a0-\u10ff]"), ("ka",)),
    (re.compile("[\u0530-\u058f]"), ("hy",)),
    (re.compile("[\u0980-\u09ff]"), ("bn", "as")),
    (re.compile("[\u0b80-\u0bff]"), ("ta",)),
    (re.compile("[\u0c00-\u0c7f]"), ("te",)),
    (re.compile("[\u0600-\u06ff]"), (None, "ar", "fa", "ur", "ps", "ku", "ug", "sd", "ckb")),
    (re.compile("[\u0900-\u097f]"), (None, "hi", "mr", "ne", "sa", "kok", "mai", "bho")),
    (re.compile("[\u0400-\u04ff]"), (None, "ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "uz", "tt")),
)


def identify(text: str, stated: str | None) -> str | None:
    """Return the language (ISO 639-1 where it has a code there), or None where nothing is certain.

    >>> text = "Der Rat hat die neue Linie am Montag mit den Stimmen der Mehrheit und gegen den Rat der Bahn gebaut."
    >>> identify(text, "en"), identify("橋は月曜日に開通した。" * 5, "en-US"), identify("Short.", "pt-BR")
    ('de', 'ja', 'pt')
    """
    named = code(stated)
    sample = text[:SAMPLE_CHARS]
    if not sample.isascii() and (languages := _by_script(sample)):
        if named in languages:
            return named
        if languages[0] is not None:
            return languages[0]
    return _by_words(sample, named)


def code(stated: str | None) -> str | None:
    """Return the language code of a tag or a locale, in lower case.

    >>> code("de-AT"), code("eng"), code("english")
    ('de', 'en', None)
    """
    found = CODE.match(stated or "")
    if found is None:
        return None
    language = found.group(1).lower()
    return THREE_LETTERS.get(language, language)


def _by_script(sample: str) -> tuple[str | None, ...]:
    """Return the languages of the script of most letters; empty for Latin script and for short texts."""
    sample = sample[:SCRIPT_CHARS]
    if not NOT_LATIN.search(sample):
        return ()
    letters = sum(map(str.isalpha, sample))
    if letters < MIN_LETTERS:
        return ()
    for script, languages in SCRIPTS:
        least = MIN_KANA_SHARE if languages == ("ja",) else MIN_SCRIPT_SHARE
        if len(script.findall(sample)) >= least * letters:
            return languages
    return ()


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for language, words in stopwords().items():
        for word in words:
            table[word] = (*table.get(word, ()), language)
    return table


def _by_words(sample: str, named: str | None) -> str | None:
    words = WORD.findall(sample.lower())[:SAMPLE_WORDS]
    if len(words) < MIN_WORDS:
        return named
    table = _languages_of_words()
    counts = Counter(language for word in words for language in table.get(word, ()))
    shares = {language: counts[language] / len(words) for language in stopwords()}
    own = "no" if named in NORWEGIAN else named
    best = max(shares, key=lambda language: shares[language])
    if shares[best] < MIN_SHARE:
        return named if own not in shares or shares[own] * 2 >= MIN_SHARE else None
    if own is None or (own not in shares and shares[best] >= 2 * MIN_SHARE):
        return best
    if own in shares and shares[best] > MARGIN * shares[own]:
        return best
    return named
