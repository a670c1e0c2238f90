"""The event that a text tells of: its class and its place, so that reports of one event meet.

A count of dead or injured is said of an event ("the fire in Harrowgate"), which few sentences name in full. The
sentence's own event goes first ("a 2011 fire in Brigham killed 30"), then the main one of its segment.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from claimhouse.records import EntityKind
from claimhouse.resolve.frames import MaskedSentence
from claimhouse.resolve.lexicon import read_data
from claimhouse.resolve.names import normal_name
from claimhouse.resolve.prefilter import PatternIndex

_NOUN_WEIGHT = 3  # of a sentence with an event's noun in the opening, where a later one or a hint at it weighs one
_MAX_OPENING = 5  # sentences
_SEVERAL = 3  # words for dead, injured and missing: a text that has so many tells of an accident
_TITLE_WEIGHT = 9  # the title names the matter; one mention in it is worth three in the text
_LEAST_WEIGHT = 2  # a lone hint ("survivors", "a password") makes no event
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_WHERE = re.compile(r"\b(?:in|at|near|outside|off|on|across|hit|hits|struck|strikes)\s+(?:[^\s,;:()⟦⟧]+ ){0,4}?⟦(\d+)⟧")
_RIGHT_IN = re.compile(r"\b(?:in|near|outside|hit|hits|struck|strikes|rocks|rocked)\s+(?:the\s+)?⟦(\d+)⟧")
_BEFORE = re.compile(r"⟦(\d+)⟧(?:'s?)?\s+((?:[a-z-]+\s+){0,2}[a-z-]+)")
_VESSEL = re.compile(
    r"\b(?:ferry|ship|boat|vessel|tanker|trawler|train|flight|plant|mine|factory|hotel|stadium|bridge|tower|school"
    r"|(?:on|aboard)(?: the)?)\s+⟦(\d+)⟧"
)
_NAMED = re.compile(r"\b(?:hurricane|cyclone|typhoon|storm)\s+⟦(\d+)⟧")
_TIES = (
    r"(?: [a-z-]+){0,2}? (?:in|at|near|outside|off|on|of|aboard|across|hits?|struck|strikes|rocks|rocked)"
    r"(?: the)?(?: [a-z-]+){0,2}? "
)
_OTHER = r"\b(?:another|separate|earlier|previous|second|similar|unrelated|last|neighbou?ring|past)(?: [a-z-]+){0,2} "
_COMPARED = re.compile(
    r"\b(?:for|by|in) comparison\b|\b(?:by|in) contrast\b|\bcompare[sd]? (?:with|to)\b"
    r"|\b(?:that|the (?:earlier|former|previous|other|last)) one\b|\bin neighbou?ring\b"
    r"|\b(?:then|on that occasion|that time)[.!\"'”]*$"
)
_DEFINITE = r"\b(?:the|this|that)(?: [a-z-]+){0,2} "
_NO_PLACE = re.compile(
    r"\b(?:agency|organi[sz]ation|department|ministry|journal|university|office|bureau|commission|committee|association"
    r"|service|authority|institute|council|police|government|court|union|party|board)\b"
)
_REGIONAL = frozenset({"outbreak"})  # told of everywhere at once: only a place tells two of them apart
_MAX_FIRST = 4  # names among which the place of a text's event is looked for
_MAX_LEAD = 8  # names that tie a text down two by two


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as one document names it.

    Attributes:
        place: a name of the document, null if none is certain.
        year: a year the sentence names, where it tells of another event than its text does.
        anchors: names of places, vessels and houses that the document ties the event to, by weight; `place` is the
            first.
        lead: names of its title and opening: two of them together tie it down where no place does.
    """

    event_class: str
    place: str | None
    year: str | None = None
    anchors: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


@cache
def _classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(read_data("events.toml"))["classes"]
    return tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in table.items())


@cache
def _tie_patterns(event_class: str) -> tuple[re.Pattern[str], ...]:
    """An event's noun with the name it is tied to: "fire in ⟦0⟧", "strike at the ⟦1⟧ works", "the ⟦0⟧ election"."""
    noun = rf"\b(?:{dict(_nouns())[event_class]})"
    return (
        re.compile(rf"{noun}{_TIES}⟦(\d+)⟧"),
        re.compile(rf"⟦(\d+)⟧(?: ?'s?)? (?:[a-z-]+ ){{0,2}}?{noun}\b"),
        re.compile(rf"⟦(\d+)⟧ (?:ha[sd] |have )?(?:held|holds?|voted|struck by|hit by) (?:[a-z-]+ ){{0,4}}?{noun}\b"),
    )


@cache
def _nouns() -> tuple[tuple[str, str], ...]:
    return tuple(tomllib.loads(read_data("events.toml"))["classes"].items())


@cache
def _noun_pattern(event_class: str, before: str) -> re.Pattern[str]:
    return re.compile(rf"{before}(?:{dict(_nouns())[event_class]})\b")


def may_tie(name: str) -> bool:
    """Say whether a name may tell one event from another: no country, and no agency that has to do with many."""
    return not (_NO_PLACE.search(name.casefold()) or is_large(name))


def event_nouns(text: str) -> list[str]:
    """Return the classes of event that words name."""
    return _named_classes(text)


@cache
def _large() -> frozenset[str]:
    return frozenset(tomllib.loads(read_data("places.toml"))["large"])


def is_large(name: str) -> bool:
    """Say whether a name is of a country or another place too large to tell an event by."""
    return normal_name(name) in _large()


def tells_of_another(text: str) -> bool:
    """Say whether a sentence speaks of another event than the one at hand: "a separate crash", "for comparison"."""
    if _COMPARED.search(text):
        return True
    patterns, index = _other_patterns()
    return any(patterns[place].search(text) for place in index.places(text))


@cache
def _other_patterns() -> tuple[tuple[re.Pattern[str], ...], PatternIndex]:
    patterns = tuple(_noun_pattern(name, _OTHER) for name, _ in _nouns())
    return patterns, PatternIndex(patterns)


def is_definite(text: str, event_class: str) -> bool:
    """Say whether a sentence speaks of an event as known: "the fire", "this strike"."""
    return _noun_pattern(event_class, _DEFINITE).search(text) is not None


def names_event(text: str) -> bool:
    """Say whether words name an event of any class."""
    return bool(_named_classes(text))


@cache
def _patterns_of(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    classes = tomllib.loads(read_data("events.toml"))[table]
    return tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in classes.items())


@cache
def _meanings() -> Mapping[str, str]:
    meanings: Mapping[str, str] = tomllib.loads(read_data("events.toml"))["meanings"]
    return meanings


def sentence_event(masked: MaskedSentence, kinds: Mapping[str, EntityKind]) -> Event | None:
    """Return the event a sentence names with its place; null where either is missing.

    Args:
        masked: the sentence.
        kinds: of the names of the document.
    """
    named = _NAMED.search(masked.text)
    if named:
        return Event(event_class="storm", place=masked.names[int(named.group(1))])
    classes = _named_classes(masked.text)
    place = _place(masked, kinds)
    if not classes or place is None:
        return None
    return Event(event_class=classes[0], place=place, year=_year(masked.text))


def main_event(
    title: Sequence[MaskedSentence],
    sentences: Sequence[MaskedSentence],
    kinds: Mapping[str, EntityKind],
    lead: Sequence[str] = (),
) -> Event | None:
    """Return the event a text is about, by its title and its sentences in reading order.

    Args:
        title: the headline, claims or not.
        sentences: those of the text that have claims.
        kinds: of the names of the document.
        lead: names of the title, claims or not, and of the opening, in reading order.
    """
    best = _main_class(title, sentences)
    if best is None:
        return None
    for masked in [*title, *sentences]:
        named = _NAMED.search(masked.text)
        if named:
            return Event(event_class="storm", place=masked.names[int(named.group(1))])
    anchors: Counter[str] = Counter()
    for masked in [*title, *sentences]:
        about = masked in title or (best in _named_classes(masked.text) and _year(masked.text) is None)
        about = about and not tells_of_another(masked.text)
        if about:
            anchors.update(_anchors(masked, kinds, best))
    opening = tuple(dict.fromkeys(lead))[:_MAX_LEAD]
    first = (name for name in opening[:_MAX_FIRST] if kinds.get(name) is EntityKind.PLACE and not is_large(name))
    anchors.update(islice(first, 1))
    if not anchors:
        alone = (name for name in opening if kinds.get(name) is not EntityKind.PERSON or opening == (name,))
        anchors.update(name for name in islice(alone, 1) if may_tie(name))
    if not anchors and not opening:
        return None
    ranked = sorted(anchors, key=lambda name: (-anchors[name], name))
    paired = () if best in _REGIONAL else tuple(name for name in opening if not is_large(name))
    return Event(event_class=best, place=ranked[0] if ranked else None, anchors=tuple(ranked), lead=paired)


def _main_class(title: Sequence[MaskedSentence], sentences: Sequence[MaskedSentence]) -> str | None:
    """Return the class of event that a text tells of most; sentences about other events do not count."""
    weights: Counter[str] = Counter()
    for masked in title:
        weights.update(dict.fromkeys(_named_classes(masked.text), _TITLE_WEIGHT))
        weights.update(_hinted(masked.text))
    for place, masked in enumerate(sentences):
        if tells_of_another(masked.text):
            continue
        weights.update(dict.fromkeys(_named_classes(masked.text), _NOUN_WEIGHT if place < _MAX_OPENING else 1))
        weights.update(_hinted(masked.text))
    for name, meant in _meanings().items():
        if weights[meant] >= _LEAST_WEIGHT:
            weights[meant] += weights.pop(name, 0)
    told = {name: weight for name, weight in weights.items() if weight >= _LEAST_WEIGHT}
    if not told:
        text = " ".join(masked.text for masked in (*title, *sentences) if not tells_of_another(masked.text))
        told = {
            name: len(words)
            for name, pattern in _patterns_of("otherwise")
            if len(words := set(pattern.findall(text))) >= _SEVERAL
        }
    return min(told, key=lambda name: (-told[name], name)) if told else None


def speaks_of_victims(sentences: Iterable[MaskedSentence]) -> bool:
    """Say whether sentences have a word by which a text tells of an accident or the like, if it has no noun for one."""
    return any(pattern.search(masked.text) for masked in sentences for _, pattern in _patterns_of("otherwise"))


def _hinted(text: str) -> dict[str, int]:
    return {name: len(set(pattern.findall(text))) for name, pattern in _patterns_of("hints")}


def _anchors(masked: MaskedSentence, kinds: Mapping[str, EntityKind], event_class: str) -> set[str]:
    """The names that tie an event down: its place, and the ship, train, firm or building it befell."""
    place = _place(masked, kinds)
    vessels = {masked.names[int(match.group(1))] for match in _VESSEL.finditer(masked.text)}
    return vessels | _tied(masked, kinds, event_class) | ({place} if place is not None else set())


def _tied(masked: MaskedSentence, kinds: Mapping[str, EntityKind], event_class: str) -> set[str]:
    """The names that stand with the event's noun; recognisers take small towns for persons of one name, too."""
    names = {
        masked.names[int(match.group(1))]
        for pattern in _tie_patterns(event_class)
        for match in pattern.finditer(masked.text)
    }
    return {name for name in names if kinds.get(name) is not EntityKind.PERSON or " " not in name}


@cache
def _class_index() -> PatternIndex:
    return PatternIndex([pattern for _, pattern in _classes()])


def _named_classes(text: str) -> list[str]:
    candidates = (_classes()[place] for place in _class_index().places(text))
    return [name for name, pattern in candidates if pattern.search(text)]


def _place(masked: MaskedSentence, kinds: Mapping[str, EntityKind]) -> str | None:
    """The first place named after a preposition of place, else the only place of the sentence.

    Recognisers take small towns for organisations: a name right after "in", or right before the noun of an event
    ("the Harrowgate factory fire"), is a place whatever its kind.
    """
    for match in _WHERE.finditer(masked.text):
        name = masked.names[int(match.group(1))]
        if kinds.get(name) is EntityKind.PLACE and not is_large(name):
            return name
    inside = [masked.names[int(match.group(1))] for match in _RIGHT_IN.finditer(masked.text)]
    before = [
        masked.names[int(match.group(1))] for match in _BEFORE.finditer(masked.text) if _named_classes(match.group(2))
    ]
    for name in [*inside, *before]:
        if kinds.get(name) is not EntityKind.PERSON and not _NO_PLACE.search(name.casefold()):
            return name
    met = {name for name in masked.names if kinds.get(name) is EntityKind.PLACE and not is_large(name)}
    return met.pop() if len(met) == 1 else None


def _year(text: str) -> str | None:
    match = _YEAR.search(text)
    return match.group(1) if match else None


def years_in(text: str) -> frozenset[str]:
    """Return the years written in a text."""
    return frozenset(_YEAR.findall(text))
