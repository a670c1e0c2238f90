"""What brought an event about, as a statement says it: codes for what many reports call one thing, else the words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from claimhouse.resolve.attributes import StatementView, plain
from claimhouse.resolve.events import names_event
from claimhouse.resolve.lexicon import read_data, word_list

_CAUSE_OF = re.compile(r"^(?:the |a |one )?(?:[a-z-]+ )?(?:cause|reason)s? (?:of|for|behind) ")
_BLAMES = re.compile(r"\b(?:blam(?:e|es|ed|ing))\b")
_FOR_EVENT = re.compile(r"^(?:for|over) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What is said to have caused an event.

    Attributes:
        code: of `data/causes.toml`; null where it is none of these.
    """

    words: str
    code: str | None


def cause_in(statement: StatementView) -> Cause | None:
    """Return the cause that a claim gives for an event; null where it gives none.

    >>> cause_in(StatementView(sentence="", subject="A gas leak", predicate="caused", object="the blast")).code
    'gas leak'
    """
    subject, predicate = plain(statement.subject or ""), plain(statement.predicate or "")
    object_, rest = plain(statement.object or ""), [plain(argument) for argument in statement.arguments]
    words = ""
    if _CAUSE_OF.match(subject) and _names_event(subject):
        words = object_
    elif _CAUSE_OF.match(object_) and _names_event(object_):
        words = subject
    elif _sayings()["active"].search(predicate) and not _sayings()["passive"].search(predicate):
        words = subject if _names_event(object_) else ""
    elif _names_event(subject) or subject in word_list("pronouns"):
        said = f"{predicate} {object_}"
        match = _sayings()["passive"].search(said)
        words = said[match.end() :].strip() if match else ""
    elif _BLAMES.search(predicate):
        blamed, found, event = object_.partition(" for ")
        if found and _names_event(event):
            words = blamed
        elif any(_FOR_EVENT.match(part) and _names_event(part) for part in rest):
            words = object_
    return Cause(words=words, code=cause_code(words)) if words else None


def _names_event(text: str) -> bool:
    """Say whether words name an event: of a class, or any ("the accident")."""
    return names_event(text) or _any_event().search(text) is not None


def cause_code(words: str) -> str | None:
    """Return the code for words that name a cause; of several the one named first.

    >>> cause_code("a short circuit in the kitchen")
    'electrical fault'
    """
    found = [(match.start(), code) for code, pattern in _codes() if (match := pattern.search(plain(words)))]
    return min(found, key=lambda item: item[0])[1] if found else None


@cache
def _any_event() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{tomllib.loads(read_data('causes.toml'))['events']})\b")


@cache
def _sayings() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(read_data("causes.toml"))["sayings"]
    return {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in table.items()}


@cache
def _codes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(read_data("causes.toml"))["codes"]
    return tuple((code, re.compile(rf"\b(?:{pattern})\b")) for code, pattern in table.items())
