"""A collection of invented news with planted truth: who says what of what, and how the sayings relate.

    python benchmarks/resolve_collection.py FOLDER --documents 300 --seed 1 --phrasings dev

writes `pages.jsonl` (HTML pages for the main job), `statements.jsonl` (what is planted) and `relations.jsonl` (which
values of one attribute relate how). Every event (a deal, an accident, a strike, a vote, a company's year) is told by
five to nine publishers; a *plot* decides how the values of one attribute differ: not at all, by an error, by rounding,
because a count grew from day to day, because one is a rumour, because the page was revised, because they are said of
other years. Into the same articles go traps: sums of other deals, what would be if, other places and years, ages and
clients. One article is copied word by word by fifty other publishers.

The same arguments give the same bytes. `--phrasings held` draws all sentences from the half of the phrasings that was
not looked at while rules were written.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

_Option = TypeVar("_Option")

TEXTS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("resolve_texts.toml").read_text(encoding="utf-8"))

SYNDICATED = 50
"""Copies of the one story that is printed everywhere."""

_START = datetime(2024, 3, 4, 8, tzinfo=UTC)
_ONSETS = (
    "B",
    "Br",
    "C",
    "D",
    "Dr",
    "F",
    "G",
    "Gr",
    "H",
    "K",
    "L",
    "M",
    "N",
    "P",
    "Pr",
    "R",
    "S",
    "St",
    "T",
    "Tr",
    "V",
    "W",
)
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("l", "n", "r", "ck", "nd", "rn", "st", "ld", "v", "lm", "rth")
_ENDS = ("en", "a", "o", "is", "ex", "on", "ar", "ic", "ova", "ane")
_TRADES = ("Systems", "Energy", "Foods", "Logistics", "Robotics", "Labs", "Media", "Motors", "Software", "Steel")
_TOWNS = ("ton", "ford", "bury", "wick", "mere", "dale", "haven", "stead", "port", "minster", "field", "bridge")
_FIRST = (
    "Anna", "Peter", "Maria", "James", "Laura", "Daniel", "Helen", "Robert", "Emma", "Thomas", "Julia", "Martin",
    "Sarah", "David", "Claire", "Michael", "Nora", "Simon", "Ruth", "Paul", "Alice", "Mark", "Karen", "Henry",
)  # fmt: skip
_SOURCES = (
    "officials",
    "a person close to the talks",
    "two people with knowledge of the matter",
    "the union",
    "a spokesman",
)
_PAPERS = ("Courier", "Gazette", "Echo", "Herald", "Tribune", "Sentinel", "Observer", "Chronicle", "Post", "Mirror")
_KINDS = ("fire", "explosion", "flood", "landslide", "train crash")
_CAUSES = ("an electrical fault", "arson", "a gas leak", "lightning", "human error")
_DAILY = frozenset({"dead", "injured", "missing", "evacuated", "damage"})
_EXACT_BELOW, _TENS_BELOW, _HALF = 20, 1000, 5  # counts are rounded to tens, from a thousand to hundreds
_NO_BEGINNING = ("$", "about ", "around ", "nearly ", "some ", "between ")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one sentence of one document says.

    Attributes:
        cell: what is spoken of: event and attribute; null for a trap, whose value belongs to nothing else.
        value: canonical: a plain number, "low..high", or a code.
        form: number, range or code.
    """

    document: str
    sentence: str
    cell: str | None
    value: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Two values of one cell, and how they relate: a code of `records.ConflictType`."""

    cell: str
    left: str
    right: str
    type: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A value of an attribute as some publishers give it.

    Attributes:
        written: as it stands in the text.
        day: of the articles that give it, from the event's first.
        manner: told (as a fact) or rumour.
        year: the year it is said of, for facts of a year.
    """

    value: str
    written: str
    day: int = 0
    manner: str = "told"
    year: int | None = None
    fact: str | None = None
    revised: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute of an event with its variants, and how each two of them relate."""

    name: str
    variants: Sequence[Variant]
    type: str | None
    form: str = "number"
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Collection:
    """Pages, statements and relations made so far."""

    pages: list[dict[str, str]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    relations: list[Related] = field(default_factory=list)
    copied: str | None = None


class Maker:
    """Makes events from one seed and one half of the phrasings."""

    def __init__(self, seed: int, phrasings: str) -> None:
        """Start an empty collection."""
        self.random = random.Random(f"{seed} {phrasings}")  # noqa: S311 # reproducible, not secret
        self.half = phrasings
        self.made = Collection()
        self.events = 0
        self.names: set[str] = set()

    def pick(self, options: Sequence[_Option]) -> _Option:
        """Return one of the options."""
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        """Say yes in this share of all cases."""
        return self.random.random() < share

    def stem(self) -> str:
        """Return a name nothing else in the collection has."""
        while True:
            name = self.pick(_ONSETS) + self.pick(_NUCLEI) + self.pick(_CODAS) + self.pick(_ENDS)
            if name not in self.names:
                self.names.add(name)
                return name

    def company(self) -> str:
        """Return the name of a company."""
        return f"{self.stem()} {self.pick(_TRADES)}"

    def town(self) -> str:
        """Return the name of a town."""
        while True:
            name = self.pick(_ONSETS) + self.pick(_NUCLEI) + self.pick(_CODAS) + self.pick(_TOWNS)
            if name not in self.names:
                self.names.add(name)
                return name

    def person(self) -> str:
        """Return a full name."""
        return f"{self.pick(_FIRST)} {self.stem()}"

    # ---- values ----

    def billions(self) -> tuple[int, int]:
        """Return a sum of money in hundredths of a billion, and another that no rounding makes equal."""
        first = self.random.randint(111, 989)
        if first % 10 == 0:
            first += self.random.randint(1, 9)
        return first, first + self.pick((37, 61, 84, -43, -58))

    def money(self, hundredths: int, *, places: int = 2) -> str:
        """Write hundredths of a billion dollars."""
        figure = f"{hundredths / 100:.{places}f}"
        return self.pick((f"${figure} billion", f"${figure}bn", f"{figure} billion dollars"))

    def count(self, number: int) -> str:
        """Write a number of people."""
        small = number - _WORDS.index("two") - 2
        if 0 <= small < len(_WORDS):
            return _WORDS[small]
        return f"{number:,}"

    # ---- plots: the variants of one attribute ----

    def sums(self, *, rumour: bool, year: int | None = None) -> tuple[list[Variant], str | None]:
        """Return variants of a sum of money, and how two of them relate."""
        first, second = self.billions()
        plots = ["agree", "agree", "error", "error", "rounding", "range", "revision"] + (
            ["rumour", "rumour"] if rumour else []
        )
        plot = self.pick(plots)
        told = Variant(str(first * 10_000_000), self.money(first), year=year)
        if plot == "error":
            return [told, Variant(str(second * 10_000_000), self.money(second), year=year)], "contradiction"
        if plot == "rumour":
            return [
                told,
                Variant(str(second * 10_000_000), self.money(second), manner="rumour"),
            ], "reported_vs_confirmed"
        if plot == "rounding":
            rounded = round(first / 10)
            return [
                told,
                Variant(str(rounded * 100_000_000), self.money(rounded * 10, places=1), year=year),
            ], "rounding_compatible"
        if plot == "range":
            low, high = first // 10, first // 10 + 3
            written = self.pick(
                (
                    f"${low / 10:.1f} billion to ${high / 10:.1f} billion",
                    f"between ${low / 10:.1f} billion and ${high / 10:.1f} billion",
                )
            )
            return [told, Variant(f"{low * 10**8}..{high * 10**8}", written, year=year)], "rounding_compatible"
        if plot == "revision":
            return [
                told,
                Variant(str(second * 10_000_000), self.money(second), revised=True, year=year),
            ], "superseded_by_revision"
        return [told], None

    def tally(self, low: int, high: int, *, grows: bool) -> tuple[list[Variant], str | None]:
        """Return variants of a count of people."""
        first = self.random.randint(low, high)
        first += first % 10 == 0
        plot = self.pick(["agree", "error", "rounding", *(["grows", "grows", "revision"] if grows else [])])
        told = Variant(str(first), self.count(first))
        other = first + self.random.randint(3, 9)
        if plot == "error":
            return [told, Variant(str(other), self.count(other))], "contradiction"
        if plot == "rounding" and first > _EXACT_BELOW:
            near = round(first, -1) if first < _TENS_BELOW else round(first, -2)
            written = self.pick(
                (f"about {near:,}", f"around {near:,}", f"nearly {near:,}" if near > first else f"some {near:,}")
            )
            return [told, Variant(str(near), written)], "rounding_compatible"
        if plot == "grows":
            third = other + self.random.randint(3, 9)
            later = [Variant(str(number), self.count(number), day=day) for day, number in ((1, other), (3, third))]
            return [told, *later], "different_date"
        if plot == "revision":
            return [told, Variant(str(other), self.count(other), revised=True)], "superseded_by_revision"
        return [told], None

    def percents(self, low: int, high: int, *, rumour: bool = False) -> tuple[list[Variant], str | None]:
        """Return variants of a share."""
        first = self.random.randint(low * 10 + 1, high * 10 - 1)
        first += first % 10 == 0
        second = first + self.pick((23, 37, -19, -31))
        sign = self.pick((" percent", "%", " per cent"))

        def share(tenths: int) -> Variant:
            return Variant(f"{tenths / 10:.1f}", f"{tenths / 10:.1f}{sign}")

        plot = self.pick(["agree", "error", "rounding", *(["rumour"] if rumour else [])])
        if plot == "error":
            return [share(first), share(second)], "contradiction"
        if plot == "rounding":
            whole = round(first / 10) if first % 10 != _HALF else first // 10 + 1
            return [share(first), Variant(str(whole), f"{whole}{sign}")], "rounding_compatible"
        if plot == "rumour":
            other = share(second)
            return [share(first), Variant(other.value, other.written, manner="rumour")], "reported_vs_confirmed"
        return [share(first)], None

    def choice(self, options: Sequence[tuple[str, str]], kind: str, odds: float) -> tuple[list[Variant], str | None]:
        """Return one or two of some codes, each with the fact whose phrasings say it."""
        chosen = self.random.sample(list(options), 2)
        variants = [Variant(code, "", fact=fact) for code, fact in chosen]
        return (variants, kind) if self.chance(odds) else (variants[:1], None)

    # ---- events ----

    def deal(self) -> None:
        """One company buys another, or a part of it."""
        person = self.person()
        slots = {"A": self.company(), "B": self.company(), "C": self.company(), "D": self.company(), "P": person}
        kinds = [("acquisition", "acquisition"), ("stake", "minority")]
        kind = self.choice(kinds, "contradiction", 0.4)
        facts = [
            Fact("amount", *self.sums(rumour=True)),
            Fact("type", *kind, form="code"),
            Fact(
                "confirmation",
                *self.choice(
                    [("confirmed", "confirmed"), ("unconfirmed", "unconfirmed")], "reported_vs_confirmed", 0.5
                ),
                form="code",
            ),
            Fact("valuation", *self.sums(rumour=False)),
            Fact("staff", *self.tally(150, 4000, grows=False)),
        ]
        if any(variant.value == "stake" for variant in kind[0]):
            facts.append(Fact("stake", *self.percents(20, 49, rumour=True)))
        first = self.random.randint(1985, 2015)
        years = [Variant(str(year), str(year)) for year in (first, first + self.pick((1, 2)))]
        facts.append(Fact("founded", years, "contradiction") if self.chance(0.4) else Fact("founded", years[:1], None))
        facts.append(
            Fact(
                "founder",
                *self.choice([("founder", "founder"), ("co-founder", "cofounder")], "contradiction", 0.5),
                form="code",
            )
        )
        other = self.person()
        chiefs = [Variant(name, name, fact="chief") for name in (other, self.person())]
        twice = self.chance(0.4)
        facts.append(Fact("chief", chiefs if twice else chiefs[:1], "contradiction" if twice else None, form="name"))
        self.tell("deal", slots, facts)

    def accident(self) -> None:
        """Something terrible happens in a town."""
        slots = {"L": self.town(), "M": self.town(), "kind": self.pick(_KINDS)}
        causes = [(cause, "cause") for cause in _CAUSES]
        day = self.random.randint(3, 27)
        month = self.pick(("January", "March", "May", "June", "August", "October"))
        number = {"January": 1, "March": 3, "May": 5, "June": 6, "August": 8, "October": 10}[month]
        dates = [
            Variant(f"2024{number:02d}{day + extra:02d}", f"{month} {day + extra}, 2024")
            for extra in (0, self.pick((1, 2, -1)))
        ]
        odd = self.chance(0.4)
        facts = [
            Fact("dead", *self.tally(3, 60, grows=True)),
            Fact("injured", *self.tally(12, 190, grows=True)),
            Fact("missing", *self.tally(4, 40, grows=True)),
            Fact("evacuated", *self.tally(210, 5000, grows=True)),
            Fact("damage", *self.sums(rumour=False)),
            Fact("cause", *self.choice(causes, "contradiction", 0.5), form="code"),
            Fact("date", dates if odd else dates[:1], "contradiction" if odd else None),
        ]
        self.tell("accident", slots, facts)

    def strike(self) -> None:
        """Workers walk out."""
        slots = {"A": self.company(), "C": self.company()}
        facts = [
            Fact("people", *self.tally(300, 6000, grows=False)),
            Fact("demand", *self.percents(5, 18)),
            Fact("offer", *self.percents(1, 4)),
            Fact("cost", *self.sums(rumour=False)),
        ]
        self.tell("strike", slots, facts)

    def vote(self) -> None:
        """A town elects its mayor."""
        slots = {"L": self.town(), "P": self.person(), "Q": self.person()}
        facts = [
            Fact("share", *self.percents(31, 69)),
            Fact("turnout", *self.percents(40, 85)),
            Fact("count", *self.tally(4000, 90_000, grows=False)),
        ]
        self.tell("vote", slots, facts)

    def results(self) -> None:
        """A company publishes its figures."""
        slots = {"A": self.company(), "C": self.company(), "P": self.person()}
        year = self.random.randint(2019, 2023)
        slots["y"] = str(year)
        first, second = self.billions()
        periods = [
            Variant(str(first * 10_000_000), self.money(first), year=year),
            Variant(str(second * 10_000_000), self.money(second), year=year - 1),
        ]
        quarters = [
            Variant(str((first + extra) * 100_000), f"${(first + extra) / 10:.1f} million", fact="quarter")
            for extra in (11, 32)
        ]
        facts = [
            Fact("revenue", periods, "different_date")
            if self.chance(0.4)
            else Fact("revenue", *self.sums(rumour=False, year=year)),
            Fact("quarter", quarters, "different_scope"),
            Fact("layoffs", *self.tally(150, 3000, grows=False)),
            Fact("shares", self.percents(2, 9)[0][:1], None),
        ]
        if self.chance(0.5):
            facts[1] = Fact("profit", *self.sums(rumour=False, year=year))
        self.tell("results", slots, facts)

    # ---- telling ----

    def phrase(self, kind: str, fact: str, manner: str = "told") -> str:
        """Return a phrasing of the half that is used."""
        table = TEXTS[kind][fact]
        return str(self.pick(table[self.half if manner == "told" else f"rumour_{self.half}"]))

    def tell(self, kind: str, slots: Mapping[str, str], facts: Sequence[Fact]) -> None:
        """Let five to nine publishers tell of an event; each value is given by one at least."""
        self.events += 1
        event = f"{kind}{self.events}"
        start = _START + timedelta(days=self.random.randint(0, 300))
        slots = {**self.figures(start), **slots}
        tellers = self.random.randint(5, 9)
        days = self.days(facts, tellers)
        told: list[list[tuple[Fact, Variant]]] = [[] for _ in range(tellers)]
        revised: dict[int, list[tuple[Fact, Variant]]] = {}
        for fact in facts:
            self.spread(fact, days, told, revised)
            for left, right in combinations(fact.variants, 2):
                if fact.type is not None:
                    relation = "different_date" if _apart(fact, left, right, told, days) else fact.type
                    self.made.relations.append(
                        Related(cell=f"{event} {fact.name}", left=left.value, right=right.value, type=relation)
                    )
        for number, sayings in enumerate(told):
            name = f"{event}-{number}"
            publisher = f"{self.stem()} {self.pick(_PAPERS)}"
            moment = start + timedelta(days=days[number], minutes=self.random.randint(0, 500))
            self.article(name, kind, event, slots, sayings, publisher, moment)
            if number in revised:  # the earlier form of the page stands under the same address
                older = [
                    *[saying for saying in sayings if all(saying[0] is not fact for fact, _ in revised[number])],
                    *revised[number],
                ]
                self.article(
                    f"{name}-before", kind, event, slots, older, publisher, moment - timedelta(hours=3), address=name
                )

    def figures(self, start: datetime) -> dict[str, str]:
        """Return what the traps of an event speak of: of each event the same in all its articles."""
        first, _ = self.billions()
        return {
            "w": self.money(first),
            "n": str(self.random.randint(61, 99)),
            "m": f"{self.random.randint(200, 900) * 100 + 37:,}",
            "a": str(self.random.randint(17, 61)),
            "p": f"{self.random.randint(190, 290) / 10:.1f} percent",
            "y": str(start.year - self.random.randint(5, 9)),
        }

    def days(self, facts: Sequence[Fact], tellers: int) -> list[int]:
        """Return the day on which each article is published: later ones where a count grows."""
        wanted = sorted({variant.day for fact in facts for variant in fact.variants})
        return [wanted[number % len(wanted)] for number in range(tellers)]

    def spread(
        self,
        fact: Fact,
        days: Sequence[int],
        told: Sequence[list[tuple[Fact, Variant]]],
        revised: dict[int, list[tuple[Fact, Variant]]],
    ) -> None:
        """Share the variants of a fact out among the articles."""
        grows = any(variant.day for variant in fact.variants)
        plain = [variant for variant in fact.variants if not variant.revised]
        late = [variant for variant in fact.variants if variant.revised]
        numbers = list(range(len(told)))
        self.random.shuffle(numbers)
        for place, number in enumerate(numbers):
            if grows:
                fitting = [variant for variant in plain if variant.day == days[number]]
                variant = fitting[0] if fitting else None
            elif fact.name == "chief" or place < len(plain) or self.chance(0.7):
                variant = plain[place % len(plain)]
            else:
                variant = None
            if variant is not None:
                told[number].append((fact, variant))
        if late:
            number = numbers[0]
            revised.setdefault(number, []).append((fact, late[0]))

    def article(
        self,
        name: str,
        kind: str,
        event: str,
        slots: Mapping[str, str],
        sayings: Sequence[tuple[Fact, Variant]],
        publisher: str,
        moment: datetime,
        address: str | None = None,
    ) -> None:
        """Write one article with its statements."""
        half = self.half
        known = {**slots, "who": self.pick(_SOURCES)}
        title = sentence_of(self.pick(TEXTS[kind]["headline"][half]), known)
        lead = sentence_of(self.pick(TEXTS[kind]["lead"][half]), known)
        sentences = []
        for fact, variant in sayings:
            words = self.phrase(kind, variant.fact or fact.name, variant.manner)
            more = {
                "v": variant.written,
                "y": str(variant.year or known["y"]),
                "q": "first" if variant is fact.variants[0] else "third",
            }
            if fact.form == "name":
                more["P"] = variant.written
            if fact.name == "cause":
                more["v"] = variant.value
            text = sentence_of(words, {**known, **more})
            cell = f"{event} {fact.name}"
            form = "range" if ".." in variant.value else fact.form
            sentences.append(text)
            self.made.statements.append(
                Statement(document=name, sentence=text, cell=cell, value=variant.value, form=form)
            )
        for words in self.random.sample(list(TEXTS[kind]["traps"][half]), 2):
            sentences.append(sentence_of(words, known))  # noqa: PERF401 # beside the statements
        self.random.shuffle(sentences)
        filler = list(TEXTS["fillers"][half])
        self.random.shuffle(filler)
        body = [lead]
        for number, text in enumerate(sentences):
            body.append(text)
            if number % 3 == 2 and filler:  # noqa: PLR2004 # every third
                body.append(filler.pop())
        self.page(name, title, body, publisher, moment, address)

    def page(
        self, name: str, title: str, body: Sequence[str], publisher: str, moment: datetime, address: str | None = None
    ) -> None:
        """Write the page of an article, three sentences a paragraph."""
        paragraphs = [" ".join(body[start : start + 3]) for start in range(0, len(body), 3)]
        host = publisher.lower().replace(" ", "") + ".example"
        url = f"https://www.{host}/{address or name}"
        html = (
            f"<!doctype html><html lang=en><head><title>{escape(title)}</title>"
            f'<meta property="article:published_time" content="{moment.isoformat()}">'
            f'<meta property="og:site_name" content="{escape(publisher)}"><link rel="canonical" href="{url}"></head>'
            f"<body><article><h1>{escape(title)}</h1>"
            + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
            + "</article></body></html>"
        )
        self.made.pages.append(
            {"id": name, "url": url, "publisher": publisher, "fetched_at": moment.isoformat(), "html": html}
        )

    def copies(self, count: int) -> None:
        """Let other publishers print the first article of the first event word by word."""
        page = self.made.pages[0]
        self.made.copied = page["id"]
        own = [statement for statement in self.made.statements if statement.document == page["id"]]
        start = page["html"].index("<p>")
        end = page["html"].index("</article>")
        title = page["html"].partition("<h1>")[2].partition("</h1>")[0]
        for number in range(count):
            publisher = f"{self.stem()} {self.pick(_PAPERS)}"
            name = f"{page['id']}-copy{number}"
            url = f"https://{publisher.lower().replace(' ', '')}.example/{name}"
            moment = datetime.fromisoformat(page["fetched_at"]) + timedelta(minutes=7 * number + 5)
            html = (
                f"<!doctype html><html lang=en><head><title>{title} | {publisher}</title>"
                f'<meta property="article:published_time" content="{moment.isoformat()}"></head><body>'
                f"<nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>{title}</h1>"
                f"{page['html'][start:end]}</article></body></html>"
            )
            self.made.pages.append(
                {"id": name, "url": url, "publisher": publisher, "fetched_at": moment.isoformat(), "html": html}
            )
            self.made.statements += [
                Statement(
                    document=name,
                    sentence=statement.sentence,
                    cell=statement.cell,
                    value=statement.value,
                    form=statement.form,
                )
                for statement in own
            ]


def _apart(
    fact: Fact, left: Variant, right: Variant, told: Sequence[list[tuple[Fact, Variant]]], days: Sequence[int]
) -> bool:
    """Say whether two unlike values of a count that changes from day to day are told on other days only."""
    if fact.name not in _DAILY or fact.type != "contradiction":
        return False
    on = [
        {days[number] for number, sayings in enumerate(told) if (fact, variant) in sayings} for variant in (left, right)
    ]
    return not on[0] & on[1]


def sentence_of(words: str, slots: Mapping[str, str]) -> str:
    """Fill a phrasing and begin it with a capital letter; no sentence of news begins with a figure."""
    text = words.format_map(slots)
    text = f"In all, {text}" if text[0].isdigit() or text.startswith(_NO_BEGINNING) else text
    return text[0].upper() + text[1:]


def make(documents: int, seed: int, phrasings: str, *, copies: int = SYNDICATED) -> Collection:
    """Make a collection of about so many documents, copies not counted."""
    maker = Maker(seed, phrasings)
    events: tuple[Callable[[], None], ...] = (
        maker.deal,
        maker.accident,
        maker.results,
        maker.deal,
        maker.strike,
        maker.accident,
        maker.vote,
    )
    while len(maker.made.pages) < documents:
        events[maker.events % len(events)]()
    maker.copies(copies)
    return maker.made


def _written(folder: Path, name: str, rows: Iterator[Mapping[str, Any]]) -> None:
    (folder / name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write(made: Collection, folder: Path) -> None:
    """Write a collection to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _written(folder, "pages.jsonl", iter(made.pages))
    _written(folder, "statements.jsonl", (asdict(row) for row in made.statements))
    _written(folder, "relations.jsonl", (asdict(row) for row in made.relations))


def main() -> None:
    """Write the collection that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phrasings", choices=("dev", "held"), default="dev")
    arguments = parser.parse_args()
    write(make(arguments.documents, arguments.seed, arguments.phrasings), arguments.folder)


if __name__ == "__main__":
    main()
