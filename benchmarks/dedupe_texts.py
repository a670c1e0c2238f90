"""Invented news for the generator: stories, reports from templates, and the furniture of invented sites.

Every sentence, name and place is made up here. A story draws its people, places and bodies once and keeps to them,
so its parts talk of the same things; sentences are put together from many short pieces, so two stories share
an idiom now and then, as real ones do, but no passage.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

Drawn = TypeVar("Drawn")

DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LINKED_SHARE = 0.2  # of sentences, that refer to the one before
OWN_WORD_SHARE = 0.4  # of things, that bear a word found in no other story

SYNONYMS: dict[str, str] = {one: other for pair in DATA["synonyms"] for one, other in (pair, pair[::-1])}


class Invention:
    """Names and figures drawn from one seeded source."""

    def __init__(self, source: random.Random) -> None:
        self.draw = source

    def word(self, syllables: int = 2) -> str:
        """Return a pronounceable word that means nothing."""
        pick = self.draw.choice
        return "".join(pick(DATA["onsets"]) + pick(DATA["vowels"]) for _ in range(syllables - 1)) + (
            pick(DATA["onsets"]) + pick(DATA["vowels"]) + pick(DATA["codas"])
        )

    def person(self) -> str:
        """Return a first and a family name."""
        return f"{self.word().capitalize()} {self.word(self.draw.choice((2, 2, 3))).capitalize()}"

    def place(self) -> str:
        """Return the name of a town."""
        return self.word(1).capitalize() + self.draw.choice(DATA["place_ends"])

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


class Story:
    """One event: its people, places and bodies, and sentences about them."""

    def __init__(self, source: random.Random) -> None:
        self._make = Invention(source)
        self._draw = source
        self._nouns = list(DATA["topics"][source.choice(sorted(DATA["topics"]))])
        self._people = [self._make.person() for _ in range(3)]
        self._places = [self._make.place() for _ in range(2)]
        self._bodies = [self._make.body() for _ in range(3)]
        self._own = [self._make.word(3) for _ in range(4)]

    def paragraphs(self, least: int = 6, most: int = 16) -> list[str]:
        """Return the text of an article about the event, by paragraphs."""
        return [
            " ".join(self.sentence() for _ in range(self._draw.randrange(2, 5)))
            for _ in range(self._draw.randrange(least, most))
        ]

    def headline(self) -> str:
        """Return a headline."""
        return f"{self._pick(self._bodies)} {self._pick(DATA['verbs'])} {self._thing()} in {self._pick(self._places)}"

    def sentence(self) -> str:
        """Return a new sentence about the event."""
        shapes: tuple[Callable[[], str], ...] = (self._event, self._event, self._speech, self._figure, self._background)
        text = self._pick(shapes)()
        if self._draw.random() < LINKED_SHARE:
            text = f"{self._pick(DATA['links'])}, {text}"
        return text[0].upper() + text[1:] + "."

    def quote(self, sentences: int) -> str:
        """Return a long direct quotation."""
        said = " ".join(self.sentence() for _ in range(sentences))
        return f'"{said}" {self._pick(self._people)} {self._pick(DATA["said"])}.'

    def _pick(self, options: Sequence[Drawn]) -> Drawn:
        return self._draw.choice(options)

    def _thing(self) -> str:
        own = f"{self._pick(self._own)} " if self._draw.random() < OWN_WORD_SHARE else ""
        return f"the {self._pick(DATA['adjectives'])} {own}{self._pick(self._nouns)}"

    def _who(self) -> str:
        return self._pick((self._pick(self._people), f"the {self._pick(self._bodies)}", self._pick(self._bodies)))

    def _event(self) -> str:
        return f"{self._who()} {self._pick(DATA['verbs'])} {self._thing()} {self._pick(DATA['when'])}"

    def _speech(self) -> str:
        return (
            f"{self._pick(self._people)} {self._pick(DATA['said'])} that {self._thing()} of {self._pick(self._places)} "
            f"would be {self._pick(DATA['verbs'])} {self._pick(DATA['when'])}"
        )

    def _figure(self) -> str:
        return (
            f"about {self._make.number()} {self._pick(self._nouns)} were {self._pick(DATA['verbs'])} in "
            f"{self._pick(self._places)}, up from {self._make.number()} {self._pick(DATA['when'])}"
        )

    def _background(self) -> str:
        start = f"{self._thing()} near {self._pick(self._places)}, {self._pick(DATA['verbs'])} by {self._who()}"
        reason = f"because {self._thing()} was {self._pick(DATA['adjectives'])}"
        return f"{start}, had been {self._pick(DATA['verbs'])} {self._pick(DATA['when'])} {reason}"


def report(source: random.Random, family: str) -> list[str]:
    """Return one instance of a template, by paragraphs: a report that a machine fills in, every slot drawn anew.

    `{p}` is a person, `{t}` a town, `{o}` a body, `{n}` a figure, `{w}` one of the family's words.
    """
    make = Invention(source)
    template = DATA["templates"][family]
    draws: dict[str, Callable[[], str]] = {
        "{p}": make.person,
        "{t}": make.place,
        "{o}": make.body,
        "{n}": make.number,
        "{w}": lambda: source.choice(template["words"]),
    }
    filled = []
    for paragraph in template["paragraphs"]:
        text = paragraph
        for slot, drawn in draws.items():
            while slot in text:
                text = text.replace(slot, drawn(), 1)
        filled.append(text)
    return filled


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
        teasers = " | ".join(Story(source).headline() for _ in range(3))
        return [text.format(teasers=teasers, **self._slots) for text in DATA["site"]["below"]]

    def welcome(self) -> str:
        """Return the first paragraph of each of its live blogs."""
        return str(DATA["site"]["welcome"]).format(**self._slots)
