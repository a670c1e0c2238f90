"""The word lists of quantities, read once per process from the stage's data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from claimhouse.records import QuantityKind

# Shorter forms are abbreviations; those that take a plural "s" are listed with it ("ha" and "has" differ).
LONGEST_ABBREVIATION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit by its singular name; `factor` turns what is written into the unit (a basis point is 0.01)."""

    kind: QuantityKind
    name: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A way to write a currency; `factor` is 0.01 for a cent, `certain` whether the code follows from the word."""

    code: str
    factor: Decimal = Decimal(1)
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All lists, keyed by the form in the text: lower case, except `symbols`, `codes` and `signs`."""

    ones: dict[str, int]
    tens: dict[str, int]
    magnitudes: dict[str, Decimal]
    abbreviations: dict[str, Decimal]
    vague: dict[str, int]
    fractions: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, Unit]
    symbols: dict[str, Unit]
    signs: dict[str, str]
    folded: dict[str, str]
    dollars: dict[str, str]
    codes: dict[str, str]
    currencies: dict[str, Currency]
    money_words: frozenset[str]
    rates: frozenset[str]
    labels: frozenset[str]
    function_words: frozenset[str]
    stops: frozenset[str]
    not_plural: frozenset[str]
    groups: frozenset[str]
    comparatives: frozenset[str]
    heat: frozenset[str]
    irregular: dict[str, str]
    concepts: tuple[str, ...]
    change: frozenset[str]
    levels: frozenset[str]
    change_direct: frozenset[str]
    change_prepositional: frozenset[str]
    change_nouns: frozenset[str]
    change_breaks: frozenset[str]


def _read(name: str) -> dict[str, Any]:
    text = (resources.files("claimhouse.extractors") / "data" / "en" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _plural(word: str) -> str:
    return word if len(word) <= LONGEST_ABBREVIATION or word.endswith(("s", "feet", ".")) else f"{word}s"


def _units(data: dict[str, Any]) -> tuple[dict[str, Unit], dict[str, Unit]]:
    words: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    for section in (QuantityKind.DURATION, QuantityKind.PHYSICAL, QuantityKind.PERCENT):
        for name, forms in data[section.value].items():
            unit = Unit(kind=section, name=name)
            for word in (name.replace("_", " ").replace("-", " "), *forms.get("words", ())):
                key = word.lower().replace("-", " ")
                words[key] = words[_plural(key)] = unit
            symbols.update(dict.fromkeys(forms.get("symbols", ()), unit))
    point = Unit(kind=QuantityKind.PERCENT, name="percentage_point", factor=Decimal("0.01"))
    words.update(dict.fromkeys(data["basis_point"]["words"], point))
    return words, symbols


def _currencies(data: dict[str, Any]) -> dict[str, Currency]:
    names: dict[str, Currency] = {}
    for name, code in (*data["names"].items(), *data["national"].items()):
        names[name] = names[_plural(name)] = Currency(code=code)
    cent = Decimal("0.01")
    for name, code in data["hundredths"].items():
        names[name] = Currency(code=code, factor=cent, certain=not name.startswith("cent"))
    names.update(dict.fromkeys(("pound", "pounds"), Currency(code="GBP", certain=False)))
    return names


@cache
def tables() -> Tables:
    """Return the lists; the first call in a process reads the data files of the package."""
    numbers, money, units, context = _read("numbers"), _read("currencies"), _read("units"), _read("numbers_context")
    roles = _read("change")
    words, symbols = _units(units)
    codes = {code: money["aliases"].get(code, code) for code in money["codes"]["list"]}
    return Tables(
        ones=numbers["units"],
        tens=numbers["tens"],
        magnitudes={word: Decimal(value) for word, value in numbers["magnitudes"].items()},
        abbreviations={word: Decimal(value) for word, value in numbers["abbreviations"].items()},
        vague=numbers["vague"],
        fractions=numbers["fractions"],
        ordinals=numbers["ordinals"],
        units=words,
        symbols=symbols,
        signs=money["symbols"],
        folded=money["folded"],
        dollars=money["dollars"],
        codes=codes,
        currencies=_currencies(money),
        money_words=frozenset(money["money_words"]["list"]),
        rates=frozenset(units["rates"]["list"]),
        labels=frozenset(context["labels"]["list"]),
        function_words=frozenset(context["function_words"]["list"]),
        stops=frozenset(context["stops"]["list"]),
        not_plural=frozenset(context["not_plural"]["list"]),
        groups=frozenset(context["groups"]["list"]),
        comparatives=frozenset(context["comparatives"]["list"]),
        heat=frozenset(units["heat"]["list"]),
        irregular=context["irregular"],
        concepts=tuple(sorted(context["concepts"]["list"], key=lambda word: (-len(word), word))),
        change=frozenset(context["change"]["list"]),
        levels=frozenset(context["levels"]["list"]),
        change_direct=frozenset(roles["direct"]["list"]),
        change_prepositional=frozenset(roles["prepositional"]["list"]),
        change_nouns=frozenset(roles["nouns"]["list"]),
        change_breaks=frozenset(roles["breaks"]["list"]),
    )
