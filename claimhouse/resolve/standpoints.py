"""Attributes with a few codes, read from a claim's words: who goes or stays, whether two sides came to terms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from claimhouse.resolve.attributes import StatementView, claim_text, plain
from claimhouse.resolve.lexicon import read_data

_ASKING = re.compile(
    r"(?:(?:has|have|had|is|are|was|were) )?(?:repeatedly |again )?"
    r"(?:call(?:s|ed|ing)? (?:for|on)|demand|urg|ask|press|push|seek|sought|want"
    r"|reject|accept|discuss|welcom|regret|criticis|criticiz|oppos|expect|predict)"
)
# Who rules a thing out says that it is not so; who does not rule it out says nothing of it.
_RULED_OUT = re.compile(
    r"\b(?:rul(?:e|es|ed|ing) out|den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing) to"
    r"|reject(?:s|ed|ing)?|resist(?:s|ed|ing)?|avoid(?:s|ed|ing)?|stop(?:s|ped|ping)? short of"
    r"|(?:dismiss|brush)(?:es|ed|ing)? (?:\w+ ){0,2}?(?:talk|reports?|rumou?rs?|speculation|suggestions?|calls?"
    r"|demands?|claims?)|no (?:\w+ )?(?:plans?|intention|desire|reason|need))\b"
)
# "rejected an offer weeks before he was sacked" rules nothing out.
_WHILE = re.compile(r"\b(?:as|when|after|before|because|while|whether|why|where|until|once|since)\b")
_LEAVING = frozenset({"departure", "departure_kind"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """One attribute of `data/standpoints.toml`.

    Attributes:
        subject: whose it is: person, house, agent, event, topic or story.
        events: classes of events of which alone it is told; empty for any text.
        codes: a code with the words that say it, in the order in which they are tried.
        denied: what a negated claim of a code says.
        undenied: words whose denial says nothing of the codes; null for none.
        deniable: whether a negated claim of a code that is not in `denied` says that the code does not hold.
    """

    attribute: str
    subject: str
    events: frozenset[str]
    codes: tuple[tuple[str, re.Pattern[str]], ...]
    denied: Mapping[str, str]
    undenied: re.Pattern[str] | None
    deniable: bool


def standpoints_in(statement: StatementView, *, negated: bool = False) -> Iterator[tuple[Standpoint, str]]:
    """Yield each attribute that a claim takes a stand on, with the code of the stand; "no deal" needs no negation.

    Where a claim says no more than that a code does not hold, that is the code "not dismissed".

    >>> [code for _, code in standpoints_in(StatementView(sentence="", subject="Roe", predicate="will step down"))]
    ['leaves', 'resigned']
    """
    text = claim_text(statement)
    for standpoint in _standpoints():
        found = next(((code, match) for code, pattern in standpoint.codes if (match := pattern.search(text))), None)
        if found is None:
            continue
        code, match = found
        ruled_out = standpoint.attribute in _LEAVING and any(
            not _WHILE.search(text, denial.end(), match.start())
            for denial in _RULED_OUT.finditer(text, 0, match.start())
        )
        if (ruled_out and negated) or (standpoint.subject == "person" and not ruled_out and _asks(statement)):
            continue  # who calls for a resignation does not resign
        if not (negated or ruled_out):
            yield standpoint, code
        elif standpoint.undenied is not None and standpoint.undenied.search(text, match.start() if ruled_out else 0):
            continue
        elif code in standpoint.denied:
            yield standpoint, standpoint.denied[code]
        elif code in standpoint.denied.values():
            yield standpoint, code
        elif standpoint.deniable:
            yield standpoint, f"not {code}"


def _asks(statement: StatementView) -> bool:
    """Say whether a claim is of what its subject asks of others; who "wants to resign" asks nobody."""
    predicate = plain(statement.predicate or "")
    return _ASKING.match(predicate) is not None and " to " not in f" {predicate} {plain(statement.object or '')} "


@cache
def _standpoints() -> tuple[Standpoint, ...]:
    tables = tomllib.loads(read_data("standpoints.toml"))["standpoint"]
    return tuple(
        Standpoint(
            attribute=table["attribute"],
            subject=table["subject"],
            events=frozenset(table.get("events", ())),
            codes=tuple((code, re.compile(rf"\b(?:{pattern})")) for code, pattern in table["codes"].items()),
            denied=table.get("denied", {}),
            undenied=re.compile(rf"\b(?:{table['undenied']})") if "undenied" in table else None,
            deniable=bool(table.get("not", False)),
        )
        for table in tables
    )
