"""What the words beside a quantity say of it: its bound, and what it measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from claimhouse.extractors.quantity.tables import tables
from claimhouse.records import Bound, QuantityKind

_BEFORE = re.compile(
    r"""(?:
        (?P<least>at\ least|no\ (?:fewer|less)\ than|not\ less\ than|more\ than|exceed(?:s|ed|ing)?|
            (?:well\ |just\ |slightly\ )?over(?:\ than)?|in\ excess\ of|(?:well\ |just\ )?above|upwards?\ of|
            (?:greater|larger|higher|bigger|longer|better|older)\ than|as\ (?:few|little)\ as|
            (?:surpass|topp|pass)(?:es|ed|ing)|tops|a\ minimum\ of|minimum\ of|starting\ (?:at|from)|>=?|≥)
      | (?P<most>up\ to|at\ most|no\ more\ than|not\ more\ than|as\ (?:many|much|high|long|far)\ as|
            (?:less|fewer|lower|smaller|shorter|cheaper|younger)\ than|
            (?:well\ |just\ )?under|(?:well\ |just\ )?below|a\ maximum\ of|maximum\ of|not\ exceeding|within|sub|<=?|≤)
      | (?P<about>plus\ or\ minus|±|\+/-|nearly|almost|(?:just\ )?about|around|approximately|approx\.?|
            roughly|some|circa|ca\.|
            an?\ estimated|estimated(?:\ at)?|close\ to|near(?:ing)?|near\ to|
            an\ average\ of|averag(?:ed|es|ing)|or\ so|~|≈|\baround\ or)
    )[\s-]?(?:(?:a|an|the|another|only|just|total\ of)\ )?(?:[(“"])?$""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<least>\+|-plus\b|\s(?:or\s(?:more|above|higher|older|over|greater|longer)|and\s(?:above|over|up|older)|at\sleast|plus\b))"
    r"|(?P<most>\s(?:or\s(?:less|fewer|below|under|younger|lower)|at\smost|and\s(?:below|under)))"
    r"|(?P<about>\sor\sso\b|-ish\b|-odd\b|\sor\sthereabouts)",
    re.IGNORECASE,
)
# A cue ends in one of these, at most three words before the number; a look-up that spares most numbers the search.
WORDS_BEFORE = 3
_WORDS = re.compile(r"[a-z]+|[~≈<>≤≥±/]")
_LAST_WORDS = frozenset(
    {"least", "than", "over", "exceed", "exceeds", "exceeded", "exceeding", "of", "above", "as", "at", "from", "to"}
    | {"surpasses", "surpassed", "surpassing", "topped", "topping", "passes", "passed", "passing", "tops"}
    | {"most", "under", "below", "within", "sub", "nearly", "almost", "about", "around", "approximately", "approx"}
    | {
        "roughly",
        "some",
        "circa",
        "ca",
        "estimated",
        "near",
        "nearing",
        "averaged",
        "averages",
        "averaging",
        "so",
        "or",
    }
    | {"minus", "±", "/", "~", "≈", "<", ">", "≤", "≥"}
)
_BEGINS_WORD = re.compile(r"(?:^|[\s(“\"—–$~><≥≤±+-])$")
# The longest cue with what may follow it fits into this many characters.
REACH = 34


def bound_of(text: str, start: int, ends: Sequence[int], kind: QuantityKind) -> Bound:
    """Return how the words before `start`, and behind the ends of the bare number and of its unit, bound it."""
    before = text[max(0, start - REACH) : start]
    match = None if _LAST_WORDS.isdisjoint(_WORDS.findall(before.lower())[-WORDS_BEFORE:]) else _BEFORE.search(before)
    if match is not None and _BEGINS_WORD.search(before[: match.start()]) and not _is_spatial(before, match, kind):
        if match["least"]:
            return Bound.AT_LEAST
        return Bound.AT_MOST if match["most"] else Bound.ABOUT
    after = next(filter(None, (_AFTER.match(text, end) for end in ends)), None)
    if after is not None:
        if after["least"]:
            return Bound.AT_LEAST
        return Bound.AT_MOST if after["most"] else Bound.ABOUT
    return Bound.EXACT


def _is_spatial(before: str, match: re.Match[str], kind: QuantityKind) -> bool:
    """Whether the cue only says when or where: "over three years", "around 2,000 homes" stay bounds if not of time."""
    cue = match[0].strip().lower()
    if kind is QuantityKind.ORDINAL:
        return True
    if kind is QuantityKind.DATE:
        return cue not in {"about", "around", "circa", "ca.", "approximately", "roughly"}
    if kind is QuantityKind.DURATION:
        return (
            cue in {"within", "over"}
            and re.search(r"\b(?:for|been|lasted|last|just|well|slightly|of|than)\s$", before[: match.start()]) is None
        )
    return cue == "within"


_COMPARED = re.compile(r"\s(?:higher|lower|more|less|fewer|off|cheaper|up|down)\b")


@cache
def _concept_before() -> re.Pattern[str]:
    names = "|".join(re.escape(name) + ("" if name.endswith("s") else "s?") for name in tables().concepts)
    return re.compile(
        rf"(?<![\w-])(?P<concept>{names})\ (?:of|at|is|was|were|are|reached|totaled|totalled|hit|exceeding|"
        r"rose\ to|fell\ to|grew\ to|climbed\ to|stood\ at)"
        r"\ (?:[a-z]+\ ){0,3}$",
        re.IGNORECASE,
    )


@cache
def _concept_after() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in tables().concepts)
    return re.compile(
        r"\ (?:in\ |of\ (?:the\ )?)?(?:(?:annual|total|net|gross|quarterly|cash|minority|majority)\ )?"
        rf"(?P<concept>{names})\b",
        re.IGNORECASE,
    )


def concept_of(text: str, start: int, end: int, kind: QuantityKind) -> str | None:
    """Return what an amount of money or a percentage measures, where a noun that touches it says so."""
    if kind not in {QuantityKind.MONEY, QuantityKind.PERCENT}:
        return None
    after = _concept_after().match(text, end)
    if after is not None:
        return after["concept"].lower()
    if kind is QuantityKind.PERCENT and _COMPARED.match(text, end):
        return None
    before = _concept_before().search(text[max(0, start - 2 * REACH) : start])
    if before is None:
        return None
    name = before["concept"].lower()
    return name if name in tables().concepts else name.removesuffix("s")
