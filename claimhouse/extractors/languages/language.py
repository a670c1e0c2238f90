"""What a language folder says: `data/fr/*.toml` holds all that the extractors know about French.

A folder needs `language.toml`; `numbers.toml`, `speech.toml` and `certainty.toml` give quantities, attributions and
modality, and each may be left out. `docs/languages.md` shows how to add one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any

from claimhouse.extractors.quantity.tables import Unit
from claimhouse.records import Bound, Modality, QuantityKind

BLANKS = " \u00a0\u2009\u202f"
"""Blanks that stand between a number and its unit, or between groups of digits."""
APOSTROPHES = "'\u2019"


_PLAIN = str.maketrans({"\u2019": "'", **dict.fromkeys(BLANKS + "\t\n\r", " ")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How a language writes quantities; all words in lower case, with a plain apostrophe.

    Attributes:
        decimal: the sign before decimals.
        grouping: signs between groups of three digits; a blank stands for all kinds of blanks.
        words: number words up to 100, compounds included.
        magnitudes: what multiplies a number.
        short_magnitudes: the same as letters before a currency ("M€"), in exactly this case.
        articles: words that are a one only before a magnitude ("un million").
        joiners: words between a magnitude and its unit ("millions de dollars").
        units: units by the words they are written with.
        bounds: words before a number that bound it, longest first.
        bounds_after: words behind a quantity that bound it.
        ranges: pairs of the words before and between two numbers that make one range.
        changes: words before "from A to B" that make it two values.
        ages: patterns with `{n}` for the number.
        months: numbers of the months by name.
        date_links: words between day, month and year.
        year_before: words before four digits that make them a year.
        labels: words before a number that make it a name.
        rates: patterns of what an amount is measured by ("par mois").
        nouns_capitalised: whether nouns have a capital, as in German.
        adjectives: words that may stand between a number and its noun.
        singular: endings of plurals and what stands for them in the singular, in order.
        irregular: plurals that follow none of them.
        stops: words that are no noun.
    """

    decimal: str
    grouping: str
    words: Mapping[str, int]
    magnitudes: Mapping[str, Decimal]
    short_magnitudes: Mapping[str, Decimal]
    articles: tuple[str, ...]
    joiners: tuple[str, ...]
    units: Mapping[str, Unit]
    bounds: tuple[tuple[str, Bound], ...]
    bounds_after: tuple[tuple[str, Bound], ...]
    ranges: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    ages: tuple[str, ...]
    months: Mapping[str, int]
    date_links: tuple[str, ...]
    year_before: tuple[str, ...]
    labels: frozenset[str]
    rates: tuple[str, ...]
    nouns_capitalised: bool
    adjectives: frozenset[str]
    singular: tuple[tuple[str, str], ...]
    irregular: Mapping[str, str]
    stops: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How a language gives somebody's word.

    Attributes:
        verbs: finite forms of verbs of saying, longest first.
        helpers, participles: of those that need one ("a déclaré").
        adverbs: what may stand between the two.
        denials: forms of both that deny what follows.
        prepositions: words before a source ("selon").
        after_quotation: pattern of verbs that report where a quotation ends before them; empty for none.
        postpositions: words behind a source ("zufolge").
        trailing: words that stand alone between a quotation and its speaker ("so").
        clause_openers: what opens the clause that is said ("que").
        unnamed: words by which a source has no name.
        documents: words by which a source is a document.
        pronouns: words that stand for a speaker named before.
        quotes: pairs of quotation marks.
        before_speaker: words between the verb and its speaker ("mardi").
        mood: pattern of verb forms by which a clause without opener is somebody's word (Konjunktiv I); empty for none.
        noun_phrase: pattern of a source that no comma ends; empty where one always does.
        clause_starts: words with which a clause of its own begins, where no speaker can go on.
    """

    verbs: tuple[str, ...]
    helpers: tuple[str, ...]
    participles: tuple[str, ...]
    adverbs: tuple[str, ...]
    denials: frozenset[str]
    prepositions: tuple[str, ...]
    after_quotation: str
    postpositions: tuple[str, ...]
    trailing: tuple[str, ...]
    clause_openers: tuple[str, ...]
    unnamed: frozenset[str]
    documents: frozenset[str]
    pronouns: frozenset[str]
    quotes: tuple[tuple[str, str], ...]
    before_speaker: tuple[str, ...]
    mood: str
    noun_phrase: str
    clause_starts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """Which words take a claim out of plain fact; patterns are held against `plain` text.

    Attributes:
        cues: modality, the one within somebody's word, and the pattern, in the order in which they are asked.
        negations: patterns of a negated clause.
        not_negations: patterns that look like one.
        reader: patterns of a sentence that speaks to its reader.
    """

    cues: tuple[tuple[Modality, Modality, re.Pattern[str]], ...]
    negations: tuple[re.Pattern[str], ...]
    not_negations: tuple[re.Pattern[str], ...]
    reader: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language.

    Attributes:
        code: ISO 639-1; the name of its folder.
        model: import name of the spaCy package with its Universal Dependencies parser; null where there is none.
        distribution: the distribution that holds the model.
        copula: what ties an apposition to its noun, with a model.
        small_words: its most frequent words, which tell it from others.
        abbreviations: words whose full stop ends no sentence.
        ordinals: whether a full stop behind a number makes it one ("12. Mai").
        numbers, speech, certainty: null where the folder has no such file.
    """

    code: str
    name: str
    model: str | None
    distribution: str | None
    copula: str | None
    small_words: frozenset[str]
    abbreviations: tuple[str, ...]
    ordinals: bool
    numbers: Numbers | None
    speech: Speech | None
    certainty: Certainty | None

    @property
    def has_model(self) -> bool:
        """Whether the model is installed."""
        return self.model is not None and find_spec(self.model) is not None


@cache
def codes() -> tuple[str, ...]:
    """Return the languages that have a folder."""
    return tuple(sorted(entry.name for entry in _data().iterdir() if entry.is_dir()))


@cache
def language(code: str) -> Language:
    """Return the language of a folder; the first call in a process reads it.

    Raises:
        KeyError: it has none.
    """
    if code not in codes():
        raise KeyError(code)
    folder = _data() / code
    about = _read(folder / "language.toml")
    return Language(
        code=code,
        name=about["name"],
        model=about.get("model"),
        distribution=about.get("distribution"),
        copula=about.get("copula"),
        small_words=frozenset(about["small_words"]),
        abbreviations=tuple(about.get("abbreviations", ())),
        ordinals=about.get("ordinals", False),
        numbers=_numbers(_read(folder / "numbers.toml")) if (folder / "numbers.toml").is_file() else None,
        speech=_speech(_read(folder / "speech.toml")) if (folder / "speech.toml").is_file() else None,
        certainty=_certainty(_read(folder / "certainty.toml")) if (folder / "certainty.toml").is_file() else None,
    )


@cache
def common() -> Mapping[str, Mapping[str, Any]]:
    """Return what all languages share: signs and codes of currencies, symbols of units."""
    return _read(_data() / "common.toml")


def _data() -> Traversable:
    return resources.files("claimhouse.extractors.languages") / "data"


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _numbers(raw: dict[str, Any]) -> Numbers:
    units = {
        word: Unit(kind=QuantityKind(kind), name=name)
        for kind, names in raw["units"].items()
        for name, words in names.items()
        for word in words
    }
    units |= {
        word: Unit(kind=QuantityKind.MONEY, name=code) for code, words in raw["currencies"].items() for word in words
    }
    cent = Decimal("0.01")
    units |= {
        word: Unit(kind=QuantityKind.MONEY, name=code, factor=cent)
        for code, words in raw.get("hundredths", {}).items()
        for word in words
    }
    nouns = raw.get("nouns", {})
    return Numbers(
        decimal=raw["decimal"],
        grouping=raw["grouping"],
        words=_compounds(raw),
        magnitudes={word: Decimal(value) for word, value in raw["magnitudes"].items()},
        short_magnitudes={word: Decimal(value) for word, value in raw.get("short_magnitudes", {}).items()},
        articles=tuple(raw.get("articles", ())),
        joiners=tuple(raw.get("joiners", ())),
        units=units,
        bounds=_bounds(raw.get("bounds", {})),
        bounds_after=_bounds(raw.get("bounds_after", {})),
        ranges=tuple((before, between) for before, between in raw.get("ranges", ())),
        changes=tuple(raw.get("changes", ())),
        ages=tuple(raw.get("ages", ())),
        months={name: number for number, names in enumerate(raw["months"], start=1) for name in names},
        date_links=tuple(raw.get("date_links", ())),
        year_before=tuple(raw.get("year_before", ())),
        labels=frozenset(raw.get("labels", ())),
        rates=tuple(raw.get("rates", ())),
        nouns_capitalised=nouns.get("capitalised", False),
        adjectives=frozenset(nouns.get("adjectives", ())),
        singular=tuple((ending, stem) for ending, stem in nouns.get("singular", ())),
        irregular=nouns.get("irregular", {}),
        stops=frozenset(nouns.get("stops", ())),
    )


def _compounds(raw: dict[str, Any]) -> dict[str, int]:
    """Return the number words with those that are made of a ten and a unit ("dreiundzwanzig")."""
    words: dict[str, int] = dict(raw["words"])
    units = {word: value for word, value in raw["words"].items() if 0 < value < 20}  # noqa: PLR2004  # up to nineteen
    units |= raw.get("compound_units", {})
    for ten, value in raw.get("tens", {}).items():
        words[ten] = value
        most = 20 if ten in raw.get("long_tens", ()) else 10
        for pattern in raw.get("compounds", ()):
            for unit, more in units.items():
                if more < most:
                    words[pattern.format(ten=ten, unit=unit)] = value + more
    return words


def _bounds(raw: Mapping[str, list[str]]) -> tuple[tuple[str, Bound], ...]:
    found = [(word, Bound(sign)) for sign, words in raw.items() for word in words]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def _speech(raw: dict[str, Any]) -> Speech:
    regular = raw.get("regular", ())
    verbs = {stem + ending for group in regular for stem in group["stems"] for ending in group["endings"]}
    participles = {
        stem + ending for group in regular for stem in group["stems"] for ending in group.get("participle_endings", ())
    }
    denials = (*raw.get("denials", ()), *raw.get("denial_participles", ()))
    return Speech(
        verbs=_longest_first({*verbs, *raw["verbs"], *raw.get("denials", ())}),
        helpers=_longest_first(raw.get("helpers", ())),
        participles=_longest_first({*participles, *raw.get("participles", ()), *raw.get("denial_participles", ())}),
        adverbs=_longest_first(raw.get("adverbs", ())),
        denials=frozenset(denials),
        prepositions=_longest_first(raw.get("prepositions", ())),
        after_quotation=raw.get("after_quotation", ""),
        postpositions=_longest_first(raw.get("postpositions", ())),
        trailing=_longest_first(raw.get("trailing", ())),
        clause_openers=_longest_first(raw.get("clause_openers", ())),
        unnamed=frozenset(raw.get("unnamed", ())),
        documents=frozenset(raw.get("documents", ())),
        pronouns=frozenset(raw.get("pronouns", ())),
        quotes=tuple((opening, closing) for opening, closing in raw["quotes"]),
        before_speaker=_longest_first(raw.get("before_speaker", ())),
        mood=raw.get("mood", ""),
        noun_phrase=raw.get("noun_phrase", ""),
        clause_starts=frozenset(raw.get("clause_starts", ())),
    )


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _certainty(raw: dict[str, Any]) -> Certainty:
    return Certainty(
        cues=tuple(
            (
                Modality(cue["modality"]),
                Modality(cue.get("said", cue["modality"])),
                re.compile(pattern, re.IGNORECASE),
            )
            for cue in raw.get("cue", ())
            for pattern in cue["patterns"]
        ),
        negations=_patterns(raw.get("negations", ())),
        not_negations=_patterns(raw.get("not_negations", ())),
        reader=_patterns(raw.get("reader", ())),
    )


def _patterns(raw: list[str] | tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in raw)


def plain(text: str) -> str:
    """Return a text as patterns are written for it, sign for sign: plain apostrophes and blanks.

    >>> plain("l\u2019an\u00a01")
    "l'an 1"
    """
    return text.translate(_PLAIN)
