"""Ratios ("a third of", "one in five", "threefold") and ranks ("third-oldest", "the third")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from claimhouse.extractors.quantity.counted import counted_noun
from claimhouse.extractors.quantity.numbers import spoken_value, words_in
from claimhouse.extractors.quantity.tables import tables
from claimhouse.extractors.quantity.taken import Taken
from claimhouse.records import QuantityKind

RANK = "rank"
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten)"
_FOLLOWS = (
    r"(?=\ (?:of|the|its|their|his|her|that|those|these|all|more|less|higher|lower|as|from|since|compared|over|in|to|"
    r"this|last|when|are|is|were|was)\b|[,.;:)!?]|$)"
)
_NOT_HALF_OF_TIME = "".join(
    rf"(?<!\b{word}\ )" for word in ("this", "last", "first", "second", "next", "each", "other", "latter", "a")
)
_NO_UNIT = r"(?!\w|[.,]\d|\ (?:percent|million|billion|minutes|years|days|months|weeks|hours)|%)"
_COMPARES = (
    r"(?=\ (?:the|as|more|less|higher|lower|larger|bigger|greater|faster|its|their|what|that|longer|smaller|cheaper)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundShare:
    """A ratio (`value` = numerator / denominator) or a rank."""

    start: int
    end: int
    kind: QuantityKind
    unit: str | None
    value: Decimal
    concept: str | None = None


@cache
def _ratio() -> re.Pattern[str]:
    magnitudes = "|".join(tables().magnitudes)
    fractions = "|".join(
        sorted((word for word in tables().fractions if not word.startswith("hal")), key=len, reverse=True)
    )
    return re.compile(
        rf"""(?<![\w.-])(?:
            (?P<top>an?|one|two|three|four|five|six|seven|eight|nine)[\ -](?P<fraction>{fractions})
                (?:{_FOLLOWS}|(?<=s)(?=[\ ,.;]))(?!\ of\ an?\ (?:{magnitudes})\b)
          | {_NOT_HALF_OF_TIME}(?P<half>half)
                (?=\ (?:of|the|its|their|his|her|that|those|these|all|as|what)\b|[,.;:)]|$)
          | (?P<part>\d{{1,3}}|{_SMALL})\ (?P<word>in|out\ of)\ (?P<whole>\d{{1,3}}(?:,\d{{3}})*|{_SMALL}){_NO_UNIT}
          | (?P<digits>\d{{1,2}})/(?P<below>\d{{1,2}})(?![\d/])
          | (?:(?<=ratio\ of\ )|(?<=ratio\ is\ )|(?<=ratio\ was\ ))
            (?P<above>\d+(?:\.\d+)?):(?P<under>\d+(?:\.\d+)?)(?![\w:]|\.\d)
          | (?P<left>\d{{1,3}}|{_SMALL})[\ -]to[\ -](?P<right>one|1)(?![\w%$]|[.,-]\d|\ (?:million|billion|percent|per))
          | (?P<times>\d+(?:\.\d+)?|{_SMALL})\ times{_COMPARES}
          | (?P<cross>\d+(?:\.\d+)?)x(?![\w])
          | (?P<fold>\d+(?:\.\d+)?|{_SMALL})-?fold\b
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _rank() -> re.Pattern[str]:
    words = "|".join(word for word in tables().ordinals)
    superlative = r"(?:\w{3,}est|most|least|best|worst)\b"
    return re.compile(
        rf"""(?<![\w.-])(?P<the>(?:the|its|his|her|their|a|an|no\.)\ )?
        (?P<rank>(?P<word>{words})|(?P<digits>\d{{1,3}})(?:st|nd|rd|th))
        (?:(?P<best>(?:-|\ ){superlative})|(?P<placed>[\ -]place[d]?\b|[\ -]ranked\b))?
        (?![\w]|-?\d)(?P<after>[\ -][A-Za-z]+)?""",
        re.VERBOSE | re.IGNORECASE,
    )


# "The first to cross", "the first strike since 1998" are ranks; "the first ship" mostly says which one is meant.
_FIRST_OF_KIND = re.compile(
    r"(?: [\w-]+){0,3}? (?:to [a-z]|of its kind|since |in (?:history|\d|[a-z]+ (?:years|decades)))"
)
# After these an ordinal names a time, a level or a thing and ranks nothing.
_NO_RANK = frozenset(
    [
        "ago",
        "amendment",
        "anniversary",
        "avenue",
        "baseman",
        "birthday",
        "century",
        "centuries",
        "chance",
        "class",
        "cousin",
        "day",
        "degree",
        "edition",
        "floor",
        "generation",
        "glance",
        "grade",
        "grader",
        "graders",
        "half",
        "hand",
        "hour",
        "inning",
        "ladies",
        "lady",
        "language",
        "look",
        "minute",
        "minutes",
        "month",
        "name",
        "of",
        "party",
        "parties",
        "person",
        "quarter",
        "quarters",
        "reading",
        "round",
        "season",
        "session",
        "sight",
        "step",
        "street",
        "term",
        "thing",
        "thirds",
        "time",
        "times",
        "week",
        "world",
        "year",
        "years",
    ]
)


# "Finished fourth", "came in second", "ranks third": a rank without an article.
_RESULT = re.compile(r"\b(?:finish(?:ed|es|ing)?|came(?: in)?|placed|ranked|ranks|ranking)\s$", re.IGNORECASE)
_RESULT_REACH = 12

_DETERMINER = re.compile(r" (?:the|its|their|his|her|all|those|these)(?= )")
_DIGIT_HINT = re.compile(r"\d(?:st|nd|rd|th|x|-?fold)\b|\d/\d|\d:\d|\d (?:in|out|to|times) ", re.IGNORECASE)
_FOLD = re.compile(r"[a-z](?<!mani)fold\b")


@cache
def _hint_words() -> frozenset[str]:
    table = tables()
    return frozenset({*table.fractions, *table.ordinals, "times", "fold"})


def _may_hold_share(text: str) -> bool:
    words = words_in(text)
    if not _hint_words().isdisjoint(words) or _DIGIT_HINT.search(text):
        return True
    return not tables().ones.keys().isdisjoint(words) or _FOLD.search(text) is not None


def find_shares(text: str) -> list[FoundShare]:
    """Return ratios and ranks in order of place."""
    if not _may_hold_share(text):
        return []
    taken = Taken(len(text))
    found = [share for share in (*_ratios(text), *_ranks(text)) if taken.claim(share.start, share.end)]
    return sorted(found, key=lambda share: share.start)


def _value(written: str) -> Decimal:
    return Decimal(written.replace(",", "")) if written[0].isdigit() or written[0] == "." else spoken_value(written)


def _ratios(text: str) -> Iterator[FoundShare]:
    for match in _ratio().finditer(text):
        value = _ratio_value(match)
        if value is not None:
            unit, concept = (None, None) if match["left"] or match["above"] else _shared_noun(text, match.end())
            yield FoundShare(
                start=match.start(),
                end=match.end(),
                kind=QuantityKind.RATIO,
                unit=unit,
                value=value,
                concept=concept,
            )


def _shared_noun(text: str, end: int) -> tuple[str | None, str | None]:
    """The noun of which it is a share, and its whole phrase: "a third of the homes", "half its clerks"."""
    group = _group().match(text, end)
    if group:
        before = group["before"] or ""
        return group["noun"].lower(), f"{before}{group['noun']}" if before else None
    determiner = _DETERMINER.match(text, end)
    noun = counted_noun(text, determiner.end() if determiner else end, is_one=False)
    return (noun.head, noun.phrase) if noun else (None, None)


@cache
def _group() -> re.Pattern[str]:
    """A singular noun that stands for many, of which something is a share: "of the US population"."""
    nouns = "|".join(sorted(tables().groups))
    return re.compile(
        rf"(?:\ of)?\ (?:the|its|their|his|her|this|that|a|an)\ (?:[A-Za-z]+(?:['’]s)?\ ){{0,2}}?"
        rf"(?<=\ )(?P<before>(?:[A-Z][\w.]*\ ){{0,2}})(?P<noun>{nouns})\b"
    )


def _ratio_value(match: re.Match[str]) -> Decimal | None:
    if match["fraction"]:
        top = Decimal(1) if match["top"].lower() in {"a", "an"} else spoken_value(match["top"])
        return top / tables().fractions[match["fraction"].lower()]
    if match["half"]:
        return Decimal("0.5")
    for above, below in (("part", "whole"), ("digits", "below"), ("left", "right"), ("above", "under")):
        if match[above]:
            numerator, denominator = _value(match[above]), _value(match[below])
            if denominator == 0 or (above not in {"left", "above"} and numerator > denominator):
                return None
            return (
                None
                if match["word"] == "in" and match["part"].isdigit() and denominator < numerator * 2
                else numerator / denominator
            )
    return _value(match["times"] or match["cross"] or match["fold"])


def _ranks(text: str) -> Iterator[FoundShare]:
    for match in _rank().finditer(text):
        word = (match["word"] or "").lower()
        after = (match["after"] or "").strip(" -").lower()
        if not (match["best"] or match["placed"]):
            if after in _NO_RANK or (match["digits"] and match["after"] and match["after"].strip(" -")[:1].isupper()):
                continue
            is_result = _RESULT.search(text[max(0, match.start() - _RESULT_REACH) : match.start()]) is not None
            if word and not is_result and (match["the"] or "a").strip().lower() in {"a", "an"}:
                continue
            if word == "first" and not is_result and not _FIRST_OF_KIND.match(text, match.end("rank")):
                continue
            if word == "second" and (match["the"] or "").strip().lower() == "a":
                continue
        end = match.end("best") if match["best"] else match.end("placed") if match["placed"] else match.end("rank")
        value = Decimal(tables().ordinals[word]) if word else Decimal(match["digits"])
        yield FoundShare(start=match.start("rank"), end=end, kind=QuantityKind.ORDINAL, unit=RANK, value=value)
