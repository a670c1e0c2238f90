"""The noun that a number counts, found by form alone: the first plural before a word that ends a noun phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimhouse.extractors.quantity.tables import tables

# Words between a number and its noun; longer gaps are mostly another phrase.
MAX_WORDS = 5
MIN_PLURAL = 4

_NEXT = re.compile(r"(?P<gap> |-)(?P<word>[A-Za-z][A-Za-z’'-]*)")
_NEXT_ADJECTIVE = re.compile(r", (?=[a-z]+ (?:[a-z]+ )?[a-z]+s\b)(?P<word>[a-z]+)")  # "small, friendly deals"
_NO_THINGS = frozenset({"digit", "figure", "fold", "letter"})
"""What a hyphen ties to a number that counts nothing: "a nine-figure sum"."""
_SUFFIX = re.compile(r"\+|-(?:odd|plus|strong)\b")
_OF = re.compile(r" of (?:the |his |her |its |their |our |my |these |those |[A-Z][a-z]+['’]s? )?(?=[A-Za-z])")
_SINGULAR_END = re.compile(r"(?:ly|ed|ing|ous|ive|al|ic|ful|less|able|ible|ary|ish|er|est)$")
_PERSONS = re.compile(
    r"(?: of the)?(?: still| now| feared)? (?P<state>dead|hurt|injured|killed|missing|unaccounted for|wounded)\b"
    r"(?= (?:after|and|as|at|by|following|from|in|on|or|so|when)\b|\s?(?:[,.;:!?)]|$))"
)
"""What people are who are counted without a noun: "seven dead", "24 of the injured"."""
_SOMEBODY = re.compile(r"[a-z]{3,}er$")  # "dealer", "worker", unless it compares


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The singular head noun, its whole phrase where it has more words (else None), and where it ends."""

    head: str
    phrase: str | None
    end: int


def singular(word: str) -> str | None:
    """Return the singular of a plural noun, None of any other word.

    >>> singular("workers"), singular("surgeries"), singular("children"), singular("across")
    ('worker', 'surgery', 'child', None)
    """
    table = tables()
    lower = word.lower()
    if lower in table.irregular:
        return table.irregular[lower]
    if len(word) > 2 and word[:-1].isupper() and word.endswith("s"):  # noqa: PLR2004  # TDs, CEOs
        return word[:-1]
    if len(lower) < MIN_PLURAL or not lower.endswith("s") or lower in table.not_plural:
        return None
    if lower.endswith(("ss", "us", "is", "’s", "'s", "ous")):
        return None
    for ending, replacement in (
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("zzes", "zz"),
        ("oes", "o"),
    ):
        if lower.endswith(ending):
            return word[: -len(ending)] + replacement
    return word[:-1]


def counted_noun(text: str, position: int, *, is_one: bool, is_compound: bool = False) -> Counted | None:
    """Return what the number that ends at `position` counts.

    Of "one" a singular noun is taken, and so is the first word of a compound ("a three stage rocket").
    """
    if suffix := _SUFFIX.match(text, position):
        position = suffix.end()
    if persons := _PERSONS.match(text, position):
        return Counted(head="people", phrase=f"{persons['state']} people", end=persons.end())
    of = _OF.match(text, position)
    start = of.end() - 1 if of else position
    words = _phrase(text, start, is_of=of is not None)
    for index, (word, _, end) in enumerate(words):
        head = singular(word)
        if head is None:
            continue
        after = words[index + 1] if index + 1 < len(words) else None
        if (
            after
            and after[0] != "and"
            and singular(after[0])
            and index + 2 <= len(words)
            and _is_compound(words, index)
        ):
            continue
        before = [part for part, _, _ in words[:index]]
        return Counted(head=head if head.isupper() else head.lower(), phrase=_phrase_text(before, head), end=end)
    if is_one and not of:
        return _one(words)
    if is_compound and len(words) > 1 and not _SINGULAR_END.search(words[0][0]):
        word, _, end = words[0]
        return Counted(head=word, phrase=None, end=end)
    return _hyphened(text, position)


def _phrase(text: str, position: int, *, is_of: bool) -> list[tuple[str, int, int]]:
    table = tables()
    words: list[tuple[str, int, int]] = []
    while len(words) < MAX_WORDS:
        match = _NEXT.match(text, position)
        if match is None and len(words) == 1 and words[0][0].islower() and singular(words[0][0]) is None:
            match = _NEXT_ADJECTIVE.match(text, position)
        if match is None or (not words and match["gap"] == "-"):
            break
        word = match["word"]
        lower = word.lower()
        if not words and lower == "more" and not is_of:
            position = match.end()  # "five more losses"
            match = _NEXT.match(text, position)
            if match is None or match["gap"] == "-":
                break
            word, lower = match["word"], match["word"].lower()
        if re.split("[’']", lower)[0] in table.stops and not (not words and lower in {"most", "more"} and is_of):
            break
        if lower == "and" and not words:
            break
        possessive = word.endswith(("’s", "'s"))
        words.append((word, match.start("word"), match.end()))
        position = match.end()
        if possessive and is_of:
            words.clear()  # "46 of the chain's branches"
        elif possessive:
            break
    return words


def _is_compound(words: list[tuple[str, int, int]], index: int) -> bool:
    """Whether a plural is the first part of a longer noun ("sales jobs"), which is rare in English."""
    return words[index][0].lower() in {
        "sales",
        "sports",
        "operations",
        "systems",
        "arms",
        "goods",
        "savings",
        "news",
    } and index + 1 < len(words)


def _phrase_text(before: list[str], head: str) -> str | None:
    kept = [word for word in before if word.lower() != "and"]
    return " ".join([*kept, head]) if kept else None


def _one(words: list[tuple[str, int, int]]) -> Counted | None:
    """The noun of "one": the last of at most three words before the phrase ends, if it looks like a noun."""
    kept = [item for item in words[:3] if item[0].lower() != "and"]
    if len(words) >= 3 and len(kept) == 3:  # noqa: PLR2004  # a longer phrase is a clause: take the first word
        kept = kept[:1]
    if not kept or _is_no_noun(kept[-1][0]) or kept[-1][0].lower() in {"day", "another", "thing"}:
        return None
    head = kept[-1][0]
    return Counted(head=head, phrase=_phrase_text([word for word, _, _ in kept[:-1]], head), end=kept[-1][2])


def _is_no_noun(word: str) -> bool:
    """Whether a word looks like an adjective or adverb; one in -er does only where it compares."""
    if _SOMEBODY.fullmatch(word):
        return word in tables().comparatives
    return _SINGULAR_END.search(word) is not None


def _hyphened(text: str, position: int) -> Counted | None:
    """The noun of "a 14-member board"."""
    match = re.compile(r"-(?P<word>[a-z]{3,})(?![\w])").match(text, position)
    if (
        match is None
        or match["word"] in tables().stops
        or match["word"] in _NO_THINGS
        or (_SINGULAR_END.search(match["word"]) and not match["word"].endswith("er"))
    ):
        return None
    return Counted(head=match["word"], phrase=None, end=match.end())
