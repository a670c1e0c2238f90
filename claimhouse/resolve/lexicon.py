"""The attribute lexicon: rules as data (`data/attributes.toml`), read once and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache
from importlib import resources
from typing import Any

from claimhouse.records import QuantityKind, ValueKind

QUANTITY_WORD = "QTY"
"""Stands for the quantity in the lower-case sentence; upper case, so that no word of the text can be it."""

_MACRO = re.compile(r"<([a-z_]+)>")
_COMMA = re.compile(r" (?=<c\d+>)")
# "88 people fell ill and seven died": what follows is of the second number
_NUMERAL = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*)"
_GAP = re.compile(r"<([wc])(\d+)>")


@unique
class SubjectKind(StrEnum):
    """Whom an attribute's value is said of."""

    CLAIM = "claim"  # the claim's own subject
    DEAL = "deal"  # the two parties of a deal
    TARGET = "target"  # what is bought or valued
    EVENT = "event"  # the accident, storm or attack that the text tells of
    CANDIDATE = "candidate"  # who was voted for, in the vote that the text tells of
    ORGANISATION = "organisation"  # the organisation named with a person or a founding
    PERSON = "person"  # the claim's subject if it is a person, else the person named nearest
    HOUSE = "house"  # the claim's subject if it is no person, else what the text is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One attribute of the lexicon; see the head of `data/attributes.toml` for the fields."""

    name: str
    kinds: frozenset[QuantityKind | None]
    value: ValueKind
    single: bool
    subject: SubjectKind
    varies: bool
    days: int
    grows: bool
    plans: bool
    rates: bool
    units: frozenset[str]
    unit: str | None
    counts: str | None
    rank: int
    exclusive: frozenset[frozenset[str]]
    patterns: tuple[re.Pattern[str], ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order in which they are tried."""
    tables = tomllib.loads(read_data("attributes.toml"))
    macros: Mapping[str, str] = tables["macros"]
    return tuple(_rule(table, macros) for table in tables["attribute"])


@cache
def rule_named(name: str) -> Rule | None:
    """Return the rule of an attribute, or null for an attribute of the open class."""
    return next((rule for rule in rules() if rule.name == name), None)


def read_data(name: str) -> str:
    """Return the content of a file of this package's data folder."""
    return (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")


@cache
def word_list(name: str) -> frozenset[str]:
    """Return a list of `data/words.toml`."""
    return frozenset(tomllib.loads(read_data("words.toml"))[name])


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    r"""Replace macros and word gaps in a pattern.

    >>> expand("<deal> <c2>of", {"deal": "(?:bid|deal)"})
    '(?:bid|deal),? (?:[^\\s;:()]+ ){0,2}?of'
    """
    expanded = _MACRO.sub(lambda match: macros[match.group(1)], pattern)
    return _GAP.sub(_gap, _COMMA.sub(",? ", expanded))


def _gap(match: re.Match[str]) -> str:
    inside = rf"(?!and {_NUMERAL} )[^\s,;:()\d][^\s,;:()]* " if match.group(1) == "w" else r"[^\s;:()]+ "
    return f"(?:{inside}){{0,{match.group(2)}}}?"


def _rule(table: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    patterns = table["patterns"]
    kinds = table["kinds"]
    units = table.get("units", [])
    exclusive = table.get("exclusive", [])
    lists = (patterns, kinds, units, exclusive)
    if not all(isinstance(value, list) for value in lists):
        message = f"patterns, kinds, units and exclusive of {table['name']!r} must be lists"
        raise TypeError(message)
    return Rule(
        name=str(table["name"]),
        kinds=frozenset(None if kind == "none" else QuantityKind(kind) for kind in kinds),
        value=ValueKind(str(table["value"])),
        single=bool(table["single"]),
        subject=SubjectKind(str(table.get("subject", "claim"))),
        varies=bool(table.get("varies", False)),
        days=int(table.get("days", 30)),
        grows=bool(table.get("grows", False)),
        plans=bool(table.get("plans", False)),
        rates=bool(table.get("rates", False)),
        units=frozenset(str(unit) for unit in units),
        unit=table.get("unit"),
        counts=table.get("counts"),
        exclusive=frozenset(frozenset(pair) for pair in exclusive),
        rank=int(table.get("rank", 1)),
        patterns=tuple(re.compile(rf"(?<!\w)(?:{expand(pattern, macros)})(?!\w)") for pattern in patterns),
    )
