"""What an amount is to a change: by, from or to it, as in "rose 5 % to $12 million from $11.4 million"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from claimhouse.extractors.quantity.tables import tables
from claimhouse.records import QuantityKind, QuantityRole

# Words that may stand between a word of change and the preposition of its amount.
MAX_WORDS_BETWEEN = 8
_BOUND = (
    r"(?:(?:an?\ )?(?:about|around|approximately|roughly|some|nearly|almost|over|under|just|only|more\ than|less\ than|"
    r"fewer\ than|at\ least|at\ most|as\ much\ as|up\ to|another|further|estimated|additional|total\ of|record|"
    r"seasonally\ adjusted)\ )*[(“\"]?"
)
_PREPOSITION = re.compile(
    r"(?<!\w)(?:(?P<of>of)|(?P<by>by)|(?P<to>to)|(?P<from>from|compared\ (?:with|to)|versus|against))\ " + _BOUND + "$",
    re.IGNORECASE | re.VERBOSE,
)
_NEAR = re.compile(r"(?<![^\s(—–-])" + _BOUND + "$", re.IGNORECASE | re.VERBOSE)
_WORD = re.compile(r"[^\W\d_]+|[#_,]")
_END = re.compile(r"[.!?;:](?=\s|$)|[()—–]")
_ASIDE = re.compile(r",? or [#_],?| \([#_]\)")
_NEVER = frozenset({QuantityKind.DATE, QuantityKind.AGE, QuantityKind.ORDINAL})


@cache
def _noun_after() -> re.Pattern[str]:
    nouns = "|".join(sorted(tables().change_nouns))
    return re.compile(rf"[\s-](?:(?:annual|further|overall|sharp|one-off|monthly|quarterly|pay)\s)?(?:{nouns})s?\b")


def roles_of(
    text: str, places: Sequence[tuple[int, int]], kinds: Sequence[tuple[QuantityKind, str | None]]
) -> list[QuantityRole | None]:
    """Return what each amount of a sentence is to the change that its clause tells of, null where it tells of none.

    Args:
        text: the sentence.
        places: where its quantities stand, in order.
        kinds: kind and unit of each.
    """
    change = tables().change_direct | tables().change_prepositional
    if change.isdisjoint(_WORD.findall(text.lower())):
        return [None] * len(places)
    masked: list[str] = []
    roles: list[QuantityRole | None] = []
    last = 0
    for (start, end), (kind, unit) in zip(places, kinds, strict=True):
        masked.append(text[last:start])
        before = "".join(masked)
        roles.append(None if kind in _NEVER else _role(before, text[end:], kind, unit))
        masked.append("#" if kind in _NEVER or roles[-1] else "_")
        last = end
    return roles


def _role(before: str, after: str, kind: QuantityKind, unit: str | None) -> QuantityRole | None:
    """Return the role of one amount; in `before`, amounts of change stand as "#" and others as "_"."""
    is_measure = kind in {QuantityKind.MONEY, QuantityKind.PERCENT} or unit == "point"
    if is_measure and _noun_after().match(after):
        return QuantityRole.BY
    sign = _PREPOSITION.search(before)
    near = sign or _NEAR.search(before)
    if near is None:
        return None
    clause = _END.split(_ASIDE.sub("", before[: near.start()]))[-1]
    words = [word.lower() for word in _WORD.findall(clause)]
    last = words[-1] if words else ""
    if sign is None or sign["of"]:
        is_followed = re.match(r" (?:to|from) \S*\d", after) is not None
        is_direct = last in tables().change_direct and (is_measure or is_followed)
        is_named = is_measure and last.removesuffix("s") in tables().change_nouns
        return QuantityRole.BY if (is_direct if sign is None else is_named) else None
    counts = kind is QuantityKind.COUNT and unit != "point"
    is_near = last in {"#", *tables().change_direct, *tables().change_prepositional}
    # neither "up to $5 million", a bound, nor "raised its payments to 12 suppliers"
    if (sign["to"] and last == "up") or not _is_of_change(words) or (counts and not is_near):
        return None
    if sign["by"]:
        return QuantityRole.BY
    return QuantityRole.TO if sign["to"] else QuantityRole.FROM


def _is_of_change(words: Sequence[str]) -> bool:
    """Whether a word of change stands near the end of a clause, nothing between that begins another."""
    inner = words[:-1] if words[-1:] == [","] else words
    for word in reversed(inner[-MAX_WORDS_BETWEEN - 1 :]):
        if word in tables().change_direct or word in tables().change_prepositional:
            return True
        if word == "," or word in tables().change_breaks:
            return False
    return False
