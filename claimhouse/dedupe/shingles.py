"""Text to hashed word n-grams: what two texts are compared by.

The hash is fixed and versioned with the step: a polynomial of the bytes of each normalised word, combined over
`shingle_words` neighbours by odd multipliers and scattered by the finaliser of SplitMix64; all the texts of a batch at
a time.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from claimhouse.settings import DedupeSettings

Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.int32]

# Soft hyphen and zero-width marks: invisible, and put into words by typesetting or against copying.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# What an English text has outside ASCII, mostly; each ends a word, here or below.
_TYPOGRAPHIC = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0"
# Whatever is more than a letter of Latin, Greek or Cyrillic script in its usual form; combining marks begin among them.
_BEYOND = re.compile(
    "[^\\x00-\\x7f{}]".format(
        "".join(
            c
            for c in map(chr, range(0x80, 0x530))
            if c.isalpha() and c.casefold().isalpha() and unicodedata.is_normalized("NFKC", c)
        )
    )
)
# Words are letters and digits of any script; whatever else stands outside ASCII ends a word, as does ASCII
# punctuation, the underscore included, by way of the table (bytes from 0x80 on are parts of letters by then).
_OTHER_PUNCTUATION = re.compile(r"[^\w\x00-\x7f]+")
_SPACED = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))  # noqa: PLR2004 - ASCII
_SPACE = 0x20
# Figures are what tells two instances of a template apart; those of one digit agree too often by chance. A digit behind
# a separator is another symbol than the digit alone, except behind a comma.
_IS_DIGIT = np.array([chr(byte) in "0123456789" for byte in range(256)])
_SEPARATORS = np.array([{".": 0x40, ":": 0x80, ",": 0x01}.get(chr(byte), 0) for byte in range(256)], np.uint8)
_COUNTED_SEPARATOR = np.uint8(0xC0)

# Shorter words are mostly grammar ("with", "that"); what is left of that falls to the frequency of the word.
_MIN_TOPIC_BYTES = 5

# 2^64 divided by the golden ratio, made odd (Knuth, TAOCP 3, 6.4): its powers are far apart as multipliers.
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = 2**64 - 1

# Odd, so that it has an inverse; from the digits of e.
_BASE = 0xB7E151628AED2A6B
# Bytes of text hashed at a time: the eight bytes of work for each stay in the second cache.
_BATCH_BYTES = 1 << 17


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
        shingles: distinct shingle hashes, ascending; the first of them are the sample.
        sampled: how many are.
        regular: how many of these every text samples that has them.
        sequence: the shingle hashes in the order of the text.
        figures: distinct hashes of the numbers of two digits or more written in it, ascending.
        topic: distinct hashes of its longer words (by bytes), ascending; what a story keeps talking about.
    """

    shingles: Hashes
    sampled: int
    regular: int
    sequence: Hashes
    figures: Hashes
    topic: Hashes

    @property
    def sample(self) -> Hashes:
        """The sampled shingles, ascending."""
        return self.shingles[: self.sampled]

    def nearest(self) -> Numbers:
        """Return for each shingle the sampled one, by its number, that stands nearest to it in the text.

        What a short text samples beyond the regular share is not asked unless it has nothing else: longer texts do not
        sample it, so its frequency is that in short texts. Of a shingle that stands in the text more than once, the
        place with the lowest sampled one counts.
        """
        sequence = self.sequence
        if not len(sequence):
            return np.empty(0, np.int32)
        order = sequence.argsort()
        sample = self.shingles[: self.regular or self.sampled]
        places = (sequence <= sample[-1]).nonzero()[0]
        bounds = np.empty(len(places) + 1, np.intp)
        bounds[0], bounds[-1] = 0, len(sequence)
        bounds[1:-1] = (places[:-1] + places[1:] + 1) >> 1
        numbers = sample.searchsorted(sequence[places]).astype(np.int32)
        nearest: Numbers = numbers.repeat(bounds[1:] - bounds[:-1])[order]
        if len(self.shingles) < len(sequence):
            ordered = sequence[order]
            firsts = np.concatenate(([True], ordered[1:] != ordered[:-1])).nonzero()[0]
            nearest = np.minimum.reduceat(nearest, firsts)
        return nearest


def highest_sampled(settings: DedupeSettings) -> np.uint64:
    """Return the highest hash that every text samples."""
    return np.uint64(_MASK // settings.sample_denominator)


class Shingler:
    """Texts to signatures and shingles, many at a time; what it returns depends on the texts and the settings alone."""

    def __init__(self, settings: DedupeSettings) -> None:
        self._settings = settings
        self._highest = highest_sampled(settings)

    def sign(self, texts: Iterable[str]) -> list[SignedText]:
        """Return the signatures of texts.

        A shingle is sampled when its hash is below 2^64 / `sample_denominator`, so two texts sample the same of what
        they share; a text with fewer than `min_sample` of these keeps its `min_sample` lowest hashes.
        """
        signed = []
        for batch in _batches(texts):
            hashed = _hashed(batch)
            for number, sequence in enumerate(self._sequences(hashed)):
                signed.append(self._signed(hashed, number, _distinct(np.sort(sequence))))
        return signed

    def read(self, texts: Iterable[str]) -> list[ShingledText]:
        """Return texts as they are compared."""
        read = []
        for batch in _batches(texts):
            hashed = _hashed(batch)
            read.extend(self._shingled(hashed))
        return read

    def sign_and_read(self, texts: Iterable[str]) -> list[tuple[SignedText, ShingledText]]:
        """Return both, for the price of one reading."""
        both = []
        for batch in _batches(texts):
            hashed = _hashed(batch)
            for number, shingled in enumerate(self._shingled(hashed)):
                both.append((self._signed(hashed, number, shingled.shingles), shingled))
        return both

    def _sequences(self, hashed: _HashedWords) -> list[Hashes]:
        """Return the shingle hashes of each text in the order of the text.

        All texts are combined as one; the combinations that reach over the end of a text are left out.
        """
        width = self._settings.shingle_words
        combined = _combined(hashed.words, width) if len(hashed.words) >= width else hashed.words
        sequences = []
        for start, end in hashed.bounds():
            if end - start >= width:
                sequences.append(combined[start : end - width + 1])
            else:  # shorter than a shingle: one, of all its words
                sequences.append(_combined(hashed.words[start:end], end - start))
        return sequences

    def _signed(self, hashed: _HashedWords, number: int, distinct: Hashes) -> SignedText:
        return SignedText(
            exact_digest=hashlib.sha256(hashed.normalised(number)).hexdigest(),
            words=int(hashed.first[number + 1] - hashed.first[number]),
            shingles=len(distinct),
            sample=tuple(distinct[: self._sampled(distinct)].tolist()),
        )

    def _shingled(self, hashed: _HashedWords) -> list[ShingledText]:
        figures = _figures(hashed)
        found = []
        for number, (sequence, (start, end)) in enumerate(zip(self._sequences(hashed), hashed.bounds(), strict=True)):
            distinct = _distinct(np.sort(sequence))
            topic = hashed.words[start:end][hashed.is_long[start:end]]
            found.append(
                ShingledText(
                    shingles=distinct,
                    sampled=self._sampled(distinct),
                    regular=self._regular(distinct),
                    sequence=sequence,
                    figures=figures[number],
                    topic=_distinct(np.sort(topic)),
                )
            )
        return found

    def _sampled(self, distinct: Hashes) -> int:
        return min(len(distinct), max(self._regular(distinct), self._settings.min_sample))

    def _regular(self, distinct: Hashes) -> int:
        """Return how many shingles are sampled in every text that has them."""
        return int(distinct.searchsorted(self._highest, side="right"))


@functools.lru_cache(maxsize=4)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the first `count` powers of the base of the word hash, and those of its inverse."""
    powers: Hashes = np.cumprod(np.full(count, _BASE, np.uint64), dtype=np.uint64)
    inverses: Hashes = np.cumprod(np.full(count, pow(_BASE, -1, 2**64), np.uint64), dtype=np.uint64)
    return powers, inverses


@dataclass(frozen=True, slots=True, kw_only=True)
class _HashedWords:
    """The words of a batch of texts, one after another.

    Attributes:
        words: their hashes.
        is_long: whether each has enough bytes to be topical.
        first: number of each text's first word, and the number of words.
        spans: start of each text's normalised form in `normal`, and its end.
        normal: the normalised words with one space between.
        folded: the texts before punctuation was blanked, with a space behind each.
        ends: where in `folded` each text ends.
    """

    words: Hashes
    is_long: Flags
    first: Places
    spans: list[tuple[int, int]]
    normal: bytes
    folded: bytes
    ends: Places

    def bounds(self) -> list[tuple[int, int]]:
        """Return the first word and the end of each text."""
        edges = self.first.tolist()
        return list(itertools.pairwise(edges))

    def normalised(self, number: int) -> bytes:
        """Return the words of one text with one space between."""
        start, end = self.spans[number]
        return self.normal[start:end]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _hashed(texts: Sequence[str]) -> _HashedWords:
    """Return the words of texts, hashed all at once."""
    pieces = [_folded(text) for text in texts]
    folded = b" ".join([*pieces, b""])
    letters = np.frombuffer(folded.translate(_SPACED), np.uint8)
    is_letter = letters != _SPACE
    edges = np.flatnonzero(np.diff(is_letter, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    words = _span_hashes(letters, starts, ends)
    text_ends = np.cumsum(np.fromiter(map(len, pieces), np.intp, len(pieces)) + 1)
    first = np.concatenate(([0], np.searchsorted(starts, text_ends)))
    # One space is kept behind each word, so the normalised form of a text is a slice.
    lengths = ends - starts
    behind = np.concatenate(([0], np.cumsum(lengths + 1)))
    is_kept = is_letter.copy()
    is_kept[ends] = True
    spans = [(int(behind[a]), int(max(behind[a], behind[b] - 1))) for a, b in itertools.pairwise(first.tolist())]
    return _HashedWords(
        words=words,
        is_long=lengths >= _MIN_TOPIC_BYTES,
        first=first,
        spans=spans,
        normal=letters[is_kept].tobytes(),
        folded=folded,
        ends=text_ends,
    )


def _figures(hashed: _HashedWords) -> list[Hashes]:
    """Return for each text of a batch the distinct hashes of its numbers of two digits or more, ascending.

    A figure goes on where one point, comma or colon stands between two digits; commas are thousands separators and
    do not count.
    """
    letters = np.frombuffer(hashed.folded, np.uint8)
    digits = np.flatnonzero(_IS_DIGIT[letters])
    if not len(digits):
        return [np.empty(0, np.uint64)] * len(hashed.ends)
    gaps = digits[1:] - digits[:-1]
    between = _SEPARATORS[letters[digits[1:] - 1]]
    is_joined = (gaps == 1) | ((gaps == 2) & (between > 0))  # noqa: PLR2004 - one byte between
    symbols = letters[digits]
    symbols[1:] += np.where(is_joined & (gaps > 1), between, 0) & _COUNTED_SEPARATOR
    edges = np.flatnonzero(np.concatenate(([True], ~is_joined, [True])))
    starts, ends = edges[:-1], edges[1:]
    is_figure = ends - starts > 1
    starts, ends = starts[is_figure], ends[is_figure]
    hashes = _span_hashes(symbols, starts, ends)
    bounds = np.concatenate(([0], digits[starts].searchsorted(hashed.ends)))
    return [_distinct(np.sort(hashes[bounds[number] : bounds[number + 1]])) for number in range(len(hashed.ends))]


def _span_hashes(letters: Bytes, starts: Places, ends: Places) -> Hashes:
    """Return a hash of each span of bytes.

    Bytes b_0 … b_n are hashed as the sum of value(b_i) * base^i modulo 2^64, scattered: a difference of two prefix
    sums over all bytes, times the inverse of the power it starts at (Karp, Rabin 1987).
    """
    up, down = _powers(1 << len(letters).bit_length())
    sums = np.empty(len(letters) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(_BYTE_VALUES[letters] * up[: len(letters)], out=sums[1:])
    return _scattered((sums[ends] - sums[starts]) * down[starts])


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
    return shingle_text(text, settings).shingles


def shingle_text(text: str, settings: DedupeSettings) -> ShingledText:
    """Return one text as it is compared; see `Shingler.read` for many."""
    return Shingler(settings).read([text])[0]


def sign_text(text: str, settings: DedupeSettings) -> SignedText:
    """Return the signature of one text; see `Shingler.sign` for many."""
    return Shingler(settings).sign([text])[0]


def _folded(text: str) -> bytes:
    if not text.isascii():
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, " ")
    if text.isascii():
        return text.lower().encode()
    if not _BEYOND.search(text):
        return text.casefold().encode()
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _OTHER_PUNCTUATION.sub(" ", text).encode("utf-8", "replace")


def _distinct(ascending: Hashes) -> Hashes:
    """Return the distinct ones of ascending values: `numpy.unique` without its overhead on short arrays."""
    if len(ascending) < 2:  # noqa: PLR2004 - nothing to compare
        return ascending
    is_new = ascending[1:] != ascending[:-1]
    if is_new.all():
        return ascending
    return ascending[np.concatenate(([True], is_new))]


def _combined(words: Hashes, width: int) -> Hashes:
    if not len(words):
        return np.empty(0, np.uint64)
    last = len(words) - width + 1
    total = np.full(last, width, np.uint64)
    multiplier = 1
    for place in range(width):
        multiplier = multiplier * _GOLDEN & _MASK
        total += words[place : place + last] * np.uint64(multiplier)
    return _scattered(total)


def _scattered(values: Hashes) -> Hashes:
    """Finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit moves about half of the output bits."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


# A value for each byte, the same for ever: SplitMix64 of its number.
_BYTE_VALUES = _scattered((np.arange(256, dtype=np.uint64) + np.uint64(1)) * np.uint64(_GOLDEN))
