"""Invented news for the generator: stories of facts, reports from templates, and the furniture of invented sites.

Every sentence, name and place is made up here. A story draws its people, places, bodies and own words once and keeps
to them. It is made of facts, and each fact can be put in three ways, so that a rewriting says the same in another
sentence and is not the same sentence with its words moved. Two stories share an idiom now and then, as real ones do,
but no passage. Only the words that a fact needs are drawn, so that a million documents are made in minutes.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

Drawn = TypeVar("Drawn")

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LINKED_SHARE = 0.2  # of sentences, that refer to the one before
WAYS = 3  # in which every fact can be put
_SLOT = re.compile(r"\{(\w+)\}")
_MEASURED = {"money", "weather"}  # facts whose figure is an amount rather than a count


class Draw(random.Random):
    """A seeded source whose choices cost a third: the last bits of evenness make no difference here."""

    def choice(self, seq: Sequence[Drawn]) -> Drawn:  # type: ignore[override]
        """Return one of them."""
        return seq[int(self.random() * len(seq))]


class Language:
    """The facts, words and ready sentences of one language."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.table: Mapping[str, Any] = DATA["languages"][code]
        self.kinds = sorted(self.table["facts"])
        self.topics = sorted(self.table["topics"])
        self._slots: dict[tuple[str, str], tuple[str, ...]] = {}

    def slots(self, kind: str, thing: str) -> tuple[str, ...]:
        """Return what has to be drawn for a fact of a kind, in whichever way it is put, about such a thing."""
        if (kind, thing) not in self._slots:
            named = {slot for way in self.table["facts"][kind] for slot in _SLOT.findall(way)}
            named |= set(_SLOT.findall(thing))
            self._slots[kind, thing] = tuple(sorted(named - {"thing"}))
        return self._slots[kind, thing]

    @cached_property
    def synonyms(self) -> dict[str, str]:
        """Both directions of the pairs that a copy editor would swap."""
        return {one: other for pair in self.table["synonyms"] for one, other in (pair, pair[::-1])}

    @cached_property
    def synonym(self) -> re.Pattern[str]:
        """What can be swapped."""
        return re.compile(
            r"\b(" + "|".join(sorted(map(re.escape, self.synonyms), key=len, reverse=True)) + r")\b(?!\w)"
        )


LANGUAGES = {code: Language(code) for code in DATA["languages"]}


class Invention:
    """Names and figures drawn from one seeded source."""

    def __init__(self, source: random.Random) -> None:
        self.draw = source

    def word(self, syllables: int = 2) -> str:
        """Return a pronounceable word that means nothing."""
        pick = self.draw.choice
        open_ones = [pick(DATA["onsets"]) + pick(DATA["vowels"]) for _ in range(syllables - 1)]
        return "".join([*open_ones, pick(DATA["onsets"]), pick(DATA["vowels"]), pick(DATA["codas"])])

    def person(self) -> str:
        """Return a first and a family name."""
        return f"{self.word().capitalize()} {self.word(self.draw.choice((2, 2, 3))).capitalize()}"

    def place(self) -> str:
        """Return the name of a town."""
        return self.word(self.draw.choice((1, 1, 2))).capitalize() + self.draw.choice(DATA["place_ends"])

    def body(self) -> str:
        """Return the name of an organisation."""
        return f"{self.word().capitalize()} {self.draw.choice(DATA['bodies'])}"

    def number(self) -> str:
        """Return a figure as newspapers write it."""
        shape = self.draw.randrange(4)
        if shape == 0:
            return f"{self.draw.randrange(1, 99)}.{self.draw.randrange(1, 9)}"
        if shape == 1:
            return f"{self.draw.randrange(1, 99)},{self.draw.randrange(100, 999)}"
        return str(self.draw.randrange(2, 980))

    def count(self) -> str:
        """Return a whole number: small ones are more frequent."""
        number = int(self.draw.lognormvariate(5, 1.6)) + 2
        return f"{number:,}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with all its words, the way in which it is put, and what links it to the sentence before."""

    language: Language
    kind: str
    values: Mapping[str, str]
    way: int
    link: str

    def sentence(self) -> str:
        """Return it as a sentence."""
        text: str = self.language.table["facts"][self.kind][self.way].format_map(self.values)
        text = f"{self.link}, {text}" if self.link else text
        return text[0].upper() + text[1:] + "."

    def otherwise(self, source: random.Random) -> Fact:
        """Return it put in another way."""
        return replace(self, way=(self.way + source.randrange(1, WAYS)) % WAYS, link="")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of an article as facts, by paragraphs."""

    language: Language
    paragraphs: tuple[tuple[Fact, ...], ...]

    def text(self) -> list[str]:
        """Return the paragraphs as they are first printed."""
        return [" ".join(fact.sentence() for fact in facts) for facts in self.paragraphs]


class Story:
    """One event: its people, places, bodies and words, and facts about them."""

    def __init__(self, source: random.Random, language: Language | None = None) -> None:
        self._make = Invention(source)
        self._draw = source
        codes = sorted(LANGUAGES)
        shares = [LANGUAGES[code].table["share"] for code in codes]
        self.language = language or LANGUAGES[source.choices(codes, shares)[0]]
        table = self.language.table
        self._nouns = self._some(table["topics"][source.choice(self.language.topics)], 7)
        self._verbs, self._adjectives = self._some(table["verbs"], 14), self._some(table["adjectives"], 12)
        self._when, self._why = self._some(table["when"], 12), self._some(table["why"], 7)
        self._people = [self._make.person() for _ in range(source.randrange(2, 6))]
        self._places = [self._make.place() for _ in range(source.randrange(2, 4))]
        self._bodies = [self._make.body() for _ in range(source.randrange(1, 5))]
        self._own = [self._make.word(3) for _ in range(5)]

    def _some(self, words: Sequence[str], count: int) -> list[str]:
        return self._draw.sample(words, min(count, len(words)))

    def piece(self, least: int = 4, most: int = 16) -> Piece:
        """Return an article about the event: most are short, some are long."""
        count = least + int((most - least) * self._draw.betavariate(1.3, 2.2))
        return Piece(
            self.language,
            tuple(tuple(self.fact() for _ in range(self._draw.choice((1, 2, 2, 3, 3, 4)))) for _ in range(count)),
        )

    def headline(self) -> str:
        """Return a headline."""
        return self.fact().sentence().rstrip(".")

    def fact(self) -> Fact:
        """Return a new fact of the event."""
        pick, table = self._draw.choice, self.language.table
        kind, thing = pick(self.language.kinds), pick(table["thing"])
        values = {slot: self._drawn[slot]() for slot in self.language.slots(kind, thing)}
        if kind in _MEASURED:
            values["n"] = self._make.number()
        values["thing"] = thing.format_map(values)
        link = pick(table["links"]) if self._draw.random() < LINKED_SHARE else ""
        return Fact(self.language, kind, values, self._draw.randrange(WAYS), link)

    @cached_property
    def _drawn(self) -> dict[str, Callable[[], str]]:
        """How each slot is drawn."""
        draw, pick, table = self._draw, self._draw.choice, self.language.table
        english = self.language.code == "en"
        doers = [*self._people, *self._bodies]
        return {
            "who": (lambda: pick((pick(self._people), f"the {pick(self._bodies)}", pick(self._bodies))))
            if english
            else (lambda: pick(doers)),
            "person": lambda: pick(self._people),
            "place": lambda: self._places[0],
            "place2": lambda: self._places[1],
            "body": lambda: pick(self._bodies),
            "verb": lambda: pick(self._verbs),
            "verb2": lambda: pick(self._verbs),
            "noun": lambda: pick(self._nouns),
            "things": (lambda: f"{pick(self._own)} {_plural(pick(self._nouns))}")
            if english
            else (lambda: pick(self._own)),
            "adjective": lambda: pick(self._adjectives),
            "own": lambda: pick(self._own),
            "when": lambda: pick(self._when),
            "why": lambda: pick(self._why),
            "said": lambda: pick(table["said"]),
            "role": lambda: pick(table["roles"]),
            "n": self._make.count,
            "m": self._make.count,
            "year": lambda: str(draw.randrange(1850, 2020)),
            "year2": lambda: str(draw.randrange(2027, 2040)),
            "age": lambda: str(draw.randrange(21, 90)),
        }

    def quote(self, sentences: int) -> str:
        """Return a long direct quotation."""
        words = " ".join(self.fact().sentence() for _ in range(sentences))
        return f'"{words}" {self._draw.choice(self._people)} {self._draw.choice(self.language.table["said"])}.'


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def ready(source: random.Random, language: Language, name: str) -> str:
    """Return one of a language's ready sentences, with a person of its own."""
    return str(source.choice(language.table[name])).format(person=Invention(source).person())


def report(source: random.Random, family: str) -> list[str]:
    """Return one instance of a template, by paragraphs: a report that a machine fills in, every slot drawn anew.

    `{p}` is a person, `{t}` a town, `{o}` a body, `{n}` a figure, `{w}` one of the family's words.
    """
    make = Invention(source)
    template = DATA["templates"][family]
    draws: dict[str, Callable[[], str]] = {
        "p": make.person,
        "t": make.place,
        "o": make.body,
        "n": make.number,
        "w": lambda: source.choice(template["words"]),
    }
    return [_SLOT.sub(lambda slot: draws[slot[1]](), paragraph) for paragraph in template["paragraphs"]]


class Site:
    """A site: what it puts above and below every page."""

    def __init__(self, source: random.Random) -> None:
        make = Invention(source)
        self._slots = {
            "name": f"The {make.place()} {source.choice(DATA['papers'])}",
            "host": make.word(3),
            "menu": " ".join(source.sample(DATA["menu"], len(DATA["menu"]))),
        }

    def above(self) -> list[str]:
        """Return what stands above the article."""
        return [text.format(**self._slots) for text in DATA["site"]["above"]]

    def below(self, source: random.Random) -> list[str]:
        """Return what stands below the article: partly the site's, partly of the day."""
        teasers = " | ".join(Story(source, LANGUAGES["en"]).headline() for _ in range(3))
        return [text.format(teasers=teasers, **self._slots) for text in DATA["site"]["below"]]

    def welcome(self) -> str:
        """Return the first paragraph of each of its live blogs."""
        return str(DATA["site"]["welcome"]).format(**self._slots)
