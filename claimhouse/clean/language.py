"""The language of a text: what the page states, checked against a light count of small words."""

from __future__ import annotations

import re

from claimhouse.clean.lexicon import stopwords

WORD = re.compile(r"[^\W\d_]+")
CODE = re.compile(r"[a-zA-Z]{2}(?=$|[-_;, ])")
SAMPLE_WORDS = 400
MIN_WORDS = 20
MIN_SHARE = 0.12  # of a text's words that are small words of its language; real texts have 0.2 to 0.4
MARGIN = 1.5  # how much better the count must be for another language than the stated one


def identify(text: str, stated: str | None) -> str | None:
    """Return the language (ISO 639-1), or None where nothing is certain.

    >>> text = "Der Rat hat die neue Linie am Montag mit den Stimmen der Mehrheit und gegen den Rat der Bahn gebaut."
    >>> identify(text, "en")
    'de'
    """
    code = CODE.match(stated.strip()) if stated else None
    named = code.group().lower() if code else None
    words = [word.lower() for word in WORD.findall(text[: SAMPLE_WORDS * 12])][:SAMPLE_WORDS]
    if len(words) < MIN_WORDS:
        return named
    shares = {language: sum(word in small for word in words) / len(words) for language, small in stopwords().items()}
    best = max(shares, key=lambda language: shares[language])
    if shares[best] < MIN_SHARE:
        return named if named not in shares or shares[named] * 2 >= MIN_SHARE else None
    if named is None or (named not in shares and shares[best] >= 2 * MIN_SHARE):
        return best
    if named in shares and shares[best] > MARGIN * shares[named]:
        return best
    return named
