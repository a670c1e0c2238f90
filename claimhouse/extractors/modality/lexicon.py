"""The hedge lexicon (`data/en/hedges.toml`): which words take a claim out of plain fact, and how far."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from claimhouse.records import Modality

_DATA = "data/en/hedges.toml"

_MODALITY = {"seeming": Modality.OPINION}
"""Lists that are no modality by name: what only seems is the writer's reading of it."""

Weighted = tuple[Modality, float]
"""A modality and how much commitment it takes away, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeLexicon:
    """Words by the way they work; lower case lemmas, lower case forms for modals and particles."""

    modals: Mapping[str, Weighted]
    governors: Mapping[str, Weighted]
    adverbs: Mapping[str, Weighted]
    adjectives: Mapping[str, Weighted]
    nouns: Mapping[str, Weighted]
    rumour_phrases: frozenset[str]
    telling: frozenset[str]
    awaiting: frozenset[str]
    factual: frozenset[str]
    negating: frozenset[str]
    denying: frozenset[str]
    negating_adjectives: frozenset[str]
    factive_adjectives: frozenset[str]
    liking: frozenset[str]
    liking_now: Weighted
    perceiving: frozenset[str]
    performing: frozenset[str]
    occasions: frozenset[str]
    pleading: frozenset[str]
    particles: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    prepositions: frozenset[str]
    idioms: tuple[tuple[str, ...], ...]
    condition_marks: frozenset[str]
    condition_phrases: tuple[tuple[str, ...], ...]
    temporal: frozenset[str]
    headings: tuple[str, ...]
    evaluative: frozenset[str]
    evaluative_nouns: frozenset[str]
    taken_verbs: frozenset[str]
    significance: frozenset[str]
    stating_imperatives: frozenset[str]
    courtesies: frozenset[str]
    openers: frozenset[str]
    second_person: frozenset[str]
    wondering: frozenset[str]
    reader_phrases: tuple[str, ...]


def _by_word(tables: Mapping[str, Mapping[str, object]], order: Iterable[str]) -> dict[str, Weighted]:
    """Return word -> modality and strength; where a word stands in several lists the first of `order` counts."""
    found: dict[str, Weighted] = {}
    for name in order:
        table = tables.get(name)
        if table is None:
            continue
        strength, words = table["strength"], table["words"]
        if not isinstance(strength, float) or not isinstance(words, list):
            message = f"{_DATA}: [{name}] needs a number `strength` and a list `words`"
            raise TypeError(message)
        for word in words:
            found.setdefault(word, (_MODALITY.get(name) or Modality(name), strength))
    return found


@functools.cache
def hedge_lexicon() -> HedgeLexicon:
    """Return the lexicon of English hedges, read once."""
    raw = tomllib.loads(resources.files("claimhouse.extractors").joinpath(_DATA).read_text(encoding="utf-8"))
    order = ("rumored", "predicted", "seeming", "opinion", "hypothetical", "asserted")
    return HedgeLexicon(
        modals={word: (Modality(entry["modality"]), entry["strength"]) for word, entry in raw["modals"].items()},
        governors=_by_word(raw["governors"], order),
        adverbs=_by_word(raw["adverbs"], order),
        adjectives=_by_word(raw["adjectives"], order),
        nouns=_by_word(raw["nouns"], order),
        rumour_phrases=frozenset(raw["nouns"]["rumored"]["bare"]),
        telling=frozenset(raw["telling"]["words"]),
        awaiting=frozenset(raw["awaiting"]["words"]),
        factual=frozenset(raw["factual"]["words"]),
        negating=frozenset(raw["negating"]["words"]),
        denying=frozenset(raw["negating"]["denying"]),
        negating_adjectives=frozenset(raw["adjectives"]["negating"]["words"]),
        factive_adjectives=frozenset(raw["adjectives"]["factive"]["words"]),
        liking=frozenset(raw["liking"]["words"]),
        liking_now=(Modality(raw["liking"]["modality"]), raw["liking"]["strength"]),
        perceiving=frozenset(raw["perceiving"]["words"]),
        performing=frozenset(raw["performing"]["words"]),
        occasions=frozenset(raw["nouns"]["occasions"]["words"]),
        pleading=frozenset(raw["reader"]["pleading"]),
        particles=frozenset(raw["negation"]["particles"]),
        determiners=frozenset(raw["negation"]["determiners"]),
        pronouns=frozenset(raw["negation"]["pronouns"]),
        prepositions=frozenset(raw["negation"]["prepositions"]),
        idioms=tuple(tuple(words) for words in raw["negation"]["idioms"]),
        condition_marks=frozenset(raw["conditions"]["marks"]),
        condition_phrases=tuple(tuple(words) for words in raw["conditions"]["phrases"]),
        temporal=frozenset(raw["conditions"]["temporal"]),
        headings=tuple(raw["headings"]["hypothetical"]),
        evaluative=frozenset(raw["evaluative"]["adjectives"]),
        evaluative_nouns=frozenset(raw["evaluative"]["nouns"]),
        taken_verbs=frozenset(raw["evaluative"]["taken_verbs"]),
        significance=frozenset(raw["evaluative"]["significance"]),
        stating_imperatives=frozenset(raw["reader"]["stating_imperatives"]),
        courtesies=frozenset(raw["reader"]["courtesies"]),
        openers=frozenset(raw["reader"]["openers"]),
        second_person=frozenset(raw["reader"]["second_person"]),
        wondering=frozenset(raw["reader"]["wondering"]),
        reader_phrases=tuple(raw["reader"]["phrases"]),
    )
