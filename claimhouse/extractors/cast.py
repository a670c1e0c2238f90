"""Whom and what a document has named so far: what "the museum" or "the 38-year-old" means pages after the name.

1. every name has a place: the sentences that mention it, and those in which it acts (is a subject or its owner);
2. every name has nouns that it can be called by: words of its own ("Harrow Museum"), what the document says it is
   ("Tessel, a bank"), and what gives a ship away ("the Merit, … when she sank");
3. a noun stands for a name that it is a word for, or a wider word for ("the vessel": a ferry); of two it means none;
4. what was brought up by the same noun and never named ("a bank in Lund") leaves the noun open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from claimhouse.extractors.mentions import name_words, wider_nouns
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.extractors.phrases import AGES, is_close_apposition
from claimhouse.records import EntityKind, FoundMention

_INDEFINITE = frozenset({"a", "an", "another"})
_SHIP_PRONOUNS = frozenset({"she", "her", "herself"})
_VESSEL = "vessel"
_PARTS_OF_SHIPS = frozenset({"deck", "hull", "helm", "sinking", "skipper", "wreck", "wreckage"})
_NEAR = 4
"""Sentences back in which a company may be "the company" where the document names several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One name of a document.

    Attributes:
        kind: what the name is, by the votes of the whole document.
        nouns: the nouns it can be called by.
        ages: years of age that the document gives it, as written.
        places: numbers of the sentences that mention it, in order.
        acts: of these the ones whose subject it is, or the owner of the subject.
        segments: the segments it stands in.
    """

    name: str
    kind: EntityKind
    nouns: frozenset[str]
    ages: frozenset[str]
    places: tuple[int, ...]
    acts: tuple[int, ...]
    segments: frozenset[int]


@dataclass(frozen=True, slots=True)
class Cast:
    """The names of a document, and the nouns by which it brought up what it does not name, with the sentences."""

    members: tuple[Member, ...] = ()
    introduced: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def called(self, noun: str, number: int, segment: int) -> str | None:
        """Return the only name before sentence `number` that a noun is a word for; null where there are none or two."""
        found = [member for member in self._before(number, segment) if is_word_for(noun, member.nouns)]
        if len(found) != 1 or self._is_open(noun, found[0], number):
            return None
        if noun in name_words()["any_company"] and self._acted_since(found[0], number, segment):
            return None
        return found[0].name

    def kind_of(self, name: str) -> EntityKind | None:
        """Return the kind of a name of the document."""
        return next((member.kind for member in self.members if member.name == name), None)

    def aged(self, years: str, number: int, segment: int) -> str | None:
        """Return the only person before sentence `number` who is so many years old."""
        found = [member.name for member in self._before(number, segment) if years in member.ages]
        return found[0] if len(found) == 1 else None

    def company(self, noun: str, number: int, segment: int) -> str | None:
        """Return which company "the company" is: the only one, or the only one of the last sentence with any.

        "The agency" is the only organisation, and no other.
        """
        if any(place < number for place in self.introduced.get(noun, ())):
            return None
        if noun not in name_words()["any_company"]:
            return self._sole(number, segment)
        companies = [member for member in self._before(number, segment) if _is_company(member)]
        acting = [member for member in companies if any(place < number for place in member.acts)]
        if len(companies) == 1:
            only = companies[0]
            is_told = bool(acting) or only.places[0] <= 1 or bool(only.nouns & name_words()["organisation_nouns"])
            return only.name if is_told else None
        named = {place: [m.name for m in companies if place in m.places] for m in companies for place in m.places}
        last = max((place for place in named if number - _NEAR <= place < number), default=None)
        if last is None or len(named[last]) != 1:
            return None
        return next((member.name for member in acting if last in member.acts), None)

    def _sole(self, number: int, segment: int) -> str | None:
        """Return the one organisation there is so far, if it acts and nothing says that it is a union or a court."""
        words = name_words()
        found = [member for member in self._before(number, segment) if member.kind is EntityKind.ORGANISATION]
        if len(found) != 1 or not found[0].acts or found[0].acts[0] >= number:
            return None
        return None if found[0].nouns & (words["organisation_nouns"] - words["any_company"]) else found[0].name

    def ship(self, number: int, segment: int) -> str | None:
        """Return the only ship named before sentence `number`, where nobody is named who could be "she"."""
        before = list(self._before(number, segment))
        ships = [member.name for member in before if _VESSEL in member.nouns or is_word_for(_VESSEL, member.nouns)]
        persons = [
            member
            for member in before
            if member.kind is EntityKind.PERSON and any(number - _NEAR <= place < number for place in member.places)
        ]
        return ships[0] if len(ships) == 1 and not persons else None

    def _before(self, number: int, segment: int) -> Iterator[Member]:
        return (member for member in self.members if member.places[0] < number and segment in member.segments)

    def _acted_since(self, member: Member, number: int, segment: int) -> bool:
        """Tell whether another organisation acted since a name was last mentioned: either could be "the firm"."""
        last = max(place for place in member.places if place < number)
        return any(
            last < place < number
            for other in self._before(number, segment)
            if other.name != member.name and other.kind is EntityKind.ORGANISATION
            for place in other.acts
        )

    def _is_open(self, noun: str, member: Member, number: int) -> bool:
        """Tell whether the noun was brought up without a name since the member was named."""
        return any(member.places[0] < place < number for place in self.introduced.get(noun, ()))


def is_word_for(noun: str, nouns: frozenset[str]) -> bool:
    """Tell whether a noun is one of `nouns`, or wider than one of them: "the vessel" for a ferry."""
    return noun in nouns or not wider_nouns().get(noun, frozenset()).isdisjoint(nouns)


@cache
def _telling() -> frozenset[str]:
    """Return the nouns that take up a name over many sentences; others ("the design") mean whatever is near."""
    words = name_words()
    wide = wider_nouns()
    return frozenset(words["person_nouns"] | words["organisation_nouns"] | words["titles"]).union(wide, *wide.values())


def _is_company(member: Member) -> bool:
    words = name_words()["no_company"]
    parts = set(member.name.casefold().split())
    return member.kind is EntityKind.ORGANISATION and not words & parts and not words & member.nouns


@dataclass(slots=True)
class _Traces:
    """What was found of one name while the document was read."""

    kind: EntityKind
    places: list[int] = field(default_factory=list)
    acts: list[int] = field(default_factory=list)
    ships: list[int] = field(default_factory=list)
    ages: set[str] = field(default_factory=set)
    segments: set[int] = field(default_factory=set)


def cast_of(
    sentences: Sequence[ParsedSentence], mentions: Sequence[FoundMention], called: Mapping[str, frozenset[str]]
) -> Cast:
    """Return the cast of a document; sentences and mentions come in reading order.

    Args:
        sentences: the sentences with their parses.
        mentions: the names of the document.
        called: the nouns that the document calls its names by.
    """
    found: dict[str, _Traces] = {}
    number = 0
    for mention in mentions:
        while sentences[number].field is not mention.field or sentences[number].char_end <= mention.char_start:
            number += 1
        traces = found.setdefault(mention.name, _Traces(mention.kind))
        traces.places.append(number)
        traces.segments.add(sentences[number].segment)
        inside = _tokens(mention, sentences[number])
        if inside and any(map(_acts, inside)):
            traces.acts.append(number)
        if inside and mention.kind is EntityKind.PERSON:
            traces.ages.update(_ages(inside))
        elif inside and _is_ship(inside):
            traces.ships.append(number)
    persons = {place for traces in found.values() if traces.kind is EntityKind.PERSON for place in traces.places}
    return Cast(
        tuple(
            Member(
                name=name,
                kind=traces.kind,
                nouns=_nouns(name, traces, called.get(name, frozenset()), persons),
                ages=frozenset(traces.ages),
                places=tuple(traces.places),
                acts=tuple(traces.acts),
                segments=frozenset(traces.segments),
            )
            for name, traces in found.items()
        ),
        _introduced(sentences),
    )


def _nouns(name: str, traces: _Traces, called: frozenset[str], persons: set[int]) -> frozenset[str]:
    """Return the nouns a name can be called by; `persons` are the sentences in which "she" may be somebody."""
    words = name_words()
    nouns = set(called & _telling())
    if any(place not in persons for place in traces.ships):
        nouns.add(_VESSEL)
    parts = name.casefold().split()
    if parts[-1].isdigit() and "local" in parts:
        nouns.add("union")  # a union's branch: "Dock Workers Local 12"
    if len(parts) > 1 and traces.kind is not EntityKind.PERSON:
        nouns |= {word for word in parts if word in words["organisation_nouns"]}
        nouns |= {parts[-1]} & (_telling() | words["organisation"] | words["structures"])
    return frozenset(nouns)


def _tokens(mention: FoundMention, sentence: ParsedSentence) -> list[Token]:
    start, end = mention.char_start - sentence.char_start, mention.char_end - sentence.char_start
    return [token for token in sentence.doc if start <= token.idx < end] if sentence.doc is not None else []


def _acts(token: Token) -> bool:
    """Tell whether a token of a name is a subject, or the owner of one."""
    if token.dep_ == "poss":
        token = token.head
    return token.dep_.startswith("nsubj") or (token.dep_ == "appos" and token.head.dep_.startswith("nsubj"))


def _ages(inside: Sequence[Token]) -> Iterator[str]:
    """Yield the age behind a name: "Ann Bell, 38,"."""
    after = [token.text for token in inside[-1].doc[inside[-1].i + 1 : inside[-1].i + 4]]
    if after[:1] == [","] and after[1:2] and after[1] in AGES and not (after[2:] and after[2].isalnum()):
        yield after[1]


def _is_ship(inside: Sequence[Token]) -> bool:
    """Tell whether a name is a ship's: an article before it, and "she" for it in the same sentence, or "aboard"."""
    doc, first = inside[0].doc, inside[0].i
    if first == 0 or doc[first - 1].lower_ != "the":
        return inside[0].text in {"MV", "MS", "SS", "HMS", "USS"}
    before = [token.lower_ for token in doc[max(0, first - 3) : first - 1]]
    if before[-1:] == ["aboard"] or (before[-1:] == ["of"] and before[0] in _PARTS_OF_SHIPS):
        return True
    return any(map(_acts, inside)) and any(token.lower_ in _SHIP_PRONOUNS and token.i > inside[-1].i for token in doc)


def _introduced(sentences: Sequence[ParsedSentence]) -> dict[str, tuple[int, ...]]:
    """Return the nouns with "a" that no name stands beside, with the numbers of their sentences."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for token in sentence.doc or ():
            if token.lower_ not in _INDEFINITE or token.dep_ != "det" or token.head.dep_ in {"appos", "attr"}:
                continue
            noun = token.head
            if not any(child.pos_ == "PROPN" and is_close_apposition(child) for child in noun.children):
                found[noun.lower_].append(number)
    return {noun: tuple(numbers) for noun, numbers in found.items()}
