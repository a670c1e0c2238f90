"""Which of many patterns may match a text at all: those of whose words one stands in it.

Of a regular expression the parse tree tells literals of which every match must hold at least one. A text is cut into
its runs of three characters once; a pattern is tried only if all runs of one of its literals are among them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import takewhile
from typing import Any

# Private, but the same since 3.11; there is no other parser of regular expressions in the standard library.
parser: Any = import_module("re._parser")
kinds: Any = import_module("re._constants")

_RUN = 3  # characters; a shorter literal tells too little
_TELLING = 6  # characters from which a literal is rare enough


class PatternIndex:
    """Patterns by what they need."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        """Take in patterns; they keep their places in the sequence."""
        self._always: list[int] = []
        self._by_run: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        needed = [needed_literals(pattern) for pattern in patterns]
        frequency = Counter(run for literals in needed for literal in literals or () for run in runs(literal))
        for place, literals in enumerate(needed):
            if literals is None:
                self._always.append(place)
            for literal in literals or ():
                rarest = min(runs(literal), key=lambda run: (frequency[run], run))
                self._by_run[rarest].append((literal, place))
        self._runs = frozenset(self._by_run)

    def places(self, text: str) -> list[int]:
        """Return the places of the patterns that may match a text, in order."""
        found = set(self._always)
        for run in self._runs.intersection(runs(text)):
            found.update(place for literal, place in self._by_run[run] if literal in text)
        return sorted(found)


@lru_cache(maxsize=1 << 10)
def runs(text: str) -> frozenset[str]:
    """Return every three characters in a row."""
    return frozenset(text[start : start + _RUN] for start in range(len(text) - _RUN + 1))


def needed_literals(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Return literals of which every match of a pattern holds at least one; null where none are certain.

    >>> sorted(needed_literals(re.compile("(?:buys?|bought) (?:all of )?it")))
    ['bought', 'buy']
    """
    if pattern.flags & re.IGNORECASE:
        return None
    found = _of_sequence(parser.parse(pattern.pattern, pattern.flags))
    return found if found and min(map(len, found)) >= _RUN else None


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    options: list[frozenset[str]] = []
    literal = ""
    for kind, value in items:
        if kind is kinds.LITERAL:
            literal += chr(value)
            continue
        options.append(frozenset({literal}))
        if kind is kinds.BRANCH:  # what its branches begin with in common stands before it
            options.append(frozenset(literal + _beginning(branch) for branch in value[1]))
        literal = ""
        inner = _of_item(kind, value)
        if inner:
            options.append(inner)
    options.append(frozenset({literal}))
    usable = [option for option in options if all(option)]
    return max(usable, key=lambda option: (min(*map(len, option), _TELLING), -len(option))) if usable else None


def _beginning(items: Iterable[tuple[Any, Any]]) -> str:
    return "".join(chr(value) for _, value in takewhile(lambda item: item[0] is kinds.LITERAL, items))


def _of_item(kind: Any, value: Any) -> frozenset[str] | None:  # noqa: ANN401 - the parse tree has no types
    if kind is kinds.SUBPATTERN:
        return None if value[1] & re.IGNORECASE else _of_sequence(value[3])
    if kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT}:
        return _of_sequence(value[2]) if value[0] else None
    if kind is kinds.BRANCH:
        branches = [_of_sequence(branch) for branch in value[1]]
        return None if None in branches else frozenset[str]().union(*(branch or () for branch in branches))
    return None
