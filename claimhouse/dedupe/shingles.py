"""Text to hashed word n-grams: what two texts are compared by.

The hash is fixed and versioned with the step: xxhash (XXH64) of each normalised word, combined over `shingle_words`
neighbours by odd multipliers and scattered by the finaliser of SplitMix64. Words are hashed once, and the
combination runs over the whole text at a time.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xxhash

from claimhouse.settings import DedupeSettings

Hashes = npt.NDArray[np.uint64]

# Soft hyphen and zero-width marks: invisible, and put into words by typesetting or against copying.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Words are letters and digits of any script; whatever else stands outside ASCII ends a word, as does ASCII
# punctuation, the underscore included, by way of the table (bytes from 0x80 on are parts of letters by then).
_OTHER_PUNCTUATION = re.compile(r"[^\w\x00-\x7f]+")
_SPACED = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))  # noqa: PLR2004 - ASCII
# Figures are what tells two instances of a template apart; those of one digit agree too often by chance.
_FIGURE = re.compile(rb"[0-9][0-9.,:]*[0-9]")

# Shorter words are mostly grammar ("with", "that"); what is left of that falls to the frequency of the word.
_MIN_TOPIC_BYTES = 5

# 2^64 divided by the golden ratio, made odd (Knuth, TAOCP 3, 6.4): its powers are far apart as multipliers.
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = 2**64 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedText:
    """What the near-duplicate search stores of a text.

    Attributes:
        exact_digest: sha256, in hex, of the normalised words; case, spacing and punctuation make no difference.
        words: number of normalised words.
        shingles: number of distinct shingles.
        sample: sampled shingle hashes, ascending.
    """

    exact_digest: str
    words: int
    shingles: int
    sample: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShingledText:
    """A text as it is compared.

    Attributes:
        shingles: distinct shingle hashes, ascending.
        figures: distinct hashes of the numbers of two digits or more written in it, ascending.
        topic: distinct hashes of its longer words (by bytes), ascending; what a story keeps talking about.
    """

    shingles: Hashes
    figures: Hashes
    topic: Hashes


def normalised_words(text: str) -> list[bytes]:
    """Return the words of a text, as UTF-8, without case, punctuation, compatibility forms and invisible characters.

    >>> b" ".join(normalised_words("The “Harbour\u00admaster” said: don't land 1,200 \uff34ONS!"))
    b'the harbourmaster said don t land 1 200 tons'
    """
    return _folded(text).translate(_SPACED).split()


def shingle_hashes(text: str, settings: DedupeSettings) -> Hashes:
    """Return the distinct shingle hashes of a text, ascending.

    A text shorter than a shingle has one, of all its words; a text without words has none.
    """
    return _combined(_hashed(normalised_words(text)), settings.shingle_words)


def shingle_text(text: str, settings: DedupeSettings) -> ShingledText:
    """Return a text as it is compared."""
    folded = _folded(text)
    words = folded.translate(_SPACED).split()
    hashes = _hashed(words)
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    figures = {figure.replace(b",", b"") for figure in _FIGURE.findall(folded)}
    return ShingledText(
        shingles=_combined(hashes, settings.shingle_words),
        figures=_distinct(_hashed(figures)),
        topic=_distinct(hashes[sizes >= _MIN_TOPIC_BYTES]),
    )


def sign_text(text: str, settings: DedupeSettings) -> SignedText:
    """Return the signature of a text: exact digest, sizes and sampled shingles.

    A shingle is sampled when its hash is below 2^64 / `sample_denominator`, so two texts sample the same of what
    they share; a text with fewer than `min_sample` of these keeps its `min_sample` lowest hashes.
    """
    words = normalised_words(text)
    hashes = _combined(_hashed(words), settings.shingle_words)
    below = int(np.searchsorted(hashes, np.uint64(_MASK // settings.sample_denominator)))
    return SignedText(
        exact_digest=hashlib.sha256(b" ".join(words)).hexdigest(),
        words=len(words),
        shingles=len(hashes),
        sample=tuple(hashes[: max(below, settings.min_sample)].tolist()),
    )


def _folded(text: str) -> bytes:
    if text.isascii():
        return text.lower().encode()
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _OTHER_PUNCTUATION.sub(" ", text).encode("utf-8", "replace")


def _hashed(words: Collection[bytes]) -> Hashes:
    return np.fromiter(map(xxhash.xxh64_intdigest, words), np.uint64, len(words))


def _distinct(values: Hashes) -> Hashes:
    """Return the distinct values, ascending: `numpy.unique` without its overhead on short arrays."""
    if len(values) < 2:  # noqa: PLR2004 - nothing to compare
        return values
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))]


def _combined(words: Hashes, width: int) -> Hashes:
    if not len(words):
        return np.empty(0, np.uint64)
    width = min(width, len(words))
    last = len(words) - width + 1
    total = np.full(last, width, np.uint64)
    multiplier = 1
    for place in range(width):
        multiplier = multiplier * _GOLDEN & _MASK
        total += words[place : place + last] * np.uint64(multiplier)
    return _distinct(_scattered(total))


def _scattered(values: Hashes) -> Hashes:
    """Finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit moves about half of the output bits."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
