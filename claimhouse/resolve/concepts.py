"""The open class of attributes: what is done and what is counted, each as a class of words (`data/concepts.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from typing import Any

from claimhouse.records import QuantityKind, ValueKind
from claimhouse.resolve.lexicon import QUANTITY_WORD, Rule, SubjectKind, expand, read_data, rule_named, word_list

STOCK = "number"
DATED = "date"
DISPUTED = "disputed"
TOLD = "told"

_WORD = re.compile(r"[a-z][a-z'-]*")
_VOWEL = "aeiou"


def noun_class(noun: str) -> str:
    """Return the class of a counted noun in the singular, the noun itself where it has none.

    >>> noun_class("factory"), noun_class("reactor")
    ('plant', 'reactor')
    """
    return _nouns().get(noun, noun)


def is_vague(noun: str) -> bool:
    """Say whether a noun tells too little of what is counted: "three people", "two ways"."""
    return noun in _vague() or noun in word_list("people")


def verb_class(predicate: str) -> str | None:
    """Return the class of a predicate's main verb, null where it has none.

    >>> verb_class("is operating"), verb_class("has"), verb_class("sang")
    ('have', 'have', None)
    """
    words = [word for word in _WORD.findall(predicate.casefold()) if not word.endswith("ly")]
    content = [word for word in words if word not in word_list("auxiliaries")] or words[-1:]
    return _verbs().get(content[0]) if content else None


def is_stock(masked: str) -> bool:
    """Say whether a sentence says how many of something one has: "its QTY plants", "runs QTY shops"."""
    return any(pattern.search(masked) for pattern in _stock())


def dated_class(masked: str) -> str | None:
    """Return what happens on a date of a sentence, where it is one of the things that happen once."""
    return next((name for name, pattern in _dates() if pattern.search(masked)), None)


def attribute_rule(name: str) -> Rule | None:
    """Return the rule of an attribute, of the lexicon or of the open class; null where it may have many values."""
    return rule_named(name) or open_rule(name)


def is_told(name: str) -> bool:
    """Say whether an open attribute is named after the words that follow its figure (`claimhouse.resolve.counted`)."""
    return name.startswith(f"{TOLD}:")


@cache
def open_rule(name: str) -> Rule | None:
    """Return the rule by which values of an open attribute are compared; null for those with many values."""
    group, found, _ = name.partition(":")
    if not found or group not in {STOCK, DATED, DISPUTED, TOLD}:
        return None
    stock = Rule(
        name=name,
        kinds=frozenset({QuantityKind.COUNT}),
        value=ValueKind.NUMBER,
        single=True,
        subject=SubjectKind.HOUSE,
        varies=True,
        days=30,
        grows=False,
        plans=False,
        rates=False,
        units=frozenset(),
        unit=name.partition(":")[2],
        counts=None,
        rank=3,
        exclusive=frozenset(),
        patterns=(),
    )
    if group == STOCK:
        return stock
    if group == DISPUTED:
        return replace(stock, subject=SubjectKind.CLAIM, days=3, unit=None)
    if group == TOLD:
        kinds = frozenset({QuantityKind.COUNT, QuantityKind.PERCENT, QuantityKind.PHYSICAL})
        return replace(stock, kinds=kinds, subject=SubjectKind.EVENT, days=2, unit=None)
    kinds = frozenset({QuantityKind.DATE})
    return replace(
        stock, kinds=kinds, value=ValueKind.DATE, subject=SubjectKind.CLAIM, plans=True, varies=False, unit=None
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(read_data("concepts.toml"))


@cache
def _nouns() -> dict[str, str]:
    return {noun: group[0] for group in _table()["nouns"] for noun in group}


@cache
def _vague() -> frozenset[str]:
    return frozenset(_table()["vague"])


@cache
def _verbs() -> dict[str, str]:
    forms: dict[str, str] = {}
    for group in _table()["verbs"]:
        for verb in group:
            for form in _forms(verb):
                forms.setdefault(form, group[0])
    for form, verb in _table()["irregular"].items():
        if verb in forms:
            forms.setdefault(form, forms[verb])
    return forms


def _forms(verb: str) -> list[str]:
    """Return the regular forms of a verb."""
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
    if verb.endswith("y") and verb[-2] not in _VOWEL:
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    plural = f"{verb}es" if verb.endswith(("s", "x", "ch", "sh")) else f"{verb}s"
    doubled = f"{verb}{verb[-1]}"
    return [verb, plural, f"{verb}ed", f"{verb}ing", f"{doubled}ed", f"{doubled}ing"]


@cache
def _stock() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{expand(pattern, {})})(?!\w)") for pattern in _table()["stock"])


@cache
def _dates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    before = r"<c6>(?:on|from|by|in) (?:the )?"
    return tuple(
        (name, re.compile(rf"(?<!\w)(?:{pattern}) (?:{expand(before, {})})?{QUANTITY_WORD}(?!\w)"))
        for name, pattern in _table()["dates"].items()
    )
