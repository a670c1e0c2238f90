"""Which letters a match of a pattern can begin with, read from the pattern's own text.

A line is held against hundreds of patterns, and nearly all of them fail at its first letter: so only those are tried
that can begin with it. The reading is conservative. It knows literals, escapes, classes, groups, choices and repeats;
whatever else it meets (look-around, flags, back references), it says that the pattern can begin with anything.
"""

from __future__ import annotations

from typing import NamedTuple

MAX_RANGE = 128  # letters of a range in a class that are listed one by one
SIGNS = frozenset("\\.^$*+?{}[]()|")  # that mean something else than themselves
CLASSES = frozenset("dDsSwW")  # escapes that stand for more than one letter
REPEATS = frozenset("*+?{")
PLACES = frozenset("bBAZ")  # and those that stand for none, but for a place


class First(NamedTuple):
    """What a match of a piece of a pattern can begin with.

    Attributes:
        letters: all of them; None is any letter.
        may_be_empty: the piece matches nothing at all as well, so that what follows it can begin the match.
    """

    letters: frozenset[str] | None
    may_be_empty: bool = False


class _UnreadableError(Exception):
    """The pattern holds what this reader does not know."""


def first_letters(pattern: str) -> frozenset[str] | None:
    """Return all letters that a match can begin with; None where that may be any, or where a match may be empty.

    Args:
        pattern: a regular expression, matched without flags.

    >>> sorted(first_letters("(?:re)?tweet|lire( aussi)?") or ())
    ['l', 'r', 't']
    >>> first_letters("ads?|.{0,9} ads"), first_letters("(ads)?")
    (None, None)
    """
    try:
        reader = _Reader(pattern)
        found = reader.choice()
        reader.expect_end()
    except _UnreadableError:
        return None
    return None if found.may_be_empty else found.letters


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0

    def _peek(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _take(self) -> str:
        letter = self._peek()
        if not letter:
            raise _UnreadableError
        self._place += 1
        return letter

    def expect_end(self) -> None:
        """Fail where something is left."""
        if self._peek():
            raise _UnreadableError

    def choice(self) -> First:
        """Read pieces between bars, up to the end of the group or of the pattern."""
        options = [self._sequence()]
        while self._peek() == "|":
            self._take()
            options.append(self._sequence())
        return _either(options)

    def _sequence(self) -> First:
        """Read pieces that follow each other: those behind the first that cannot be empty do not count."""
        options: list[First] = []
        open_end = True
        while self._peek() not in {"", "|", ")"}:
            piece = self._repeated(self._piece())
            if open_end:
                options.append(piece)
                open_end = piece.may_be_empty
        return _either(options)._replace(may_be_empty=open_end)

    def _piece(self) -> First:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        if sign == ".":
            return First(None)
        if sign in SIGNS:
            raise _UnreadableError
        return First(frozenset(sign))

    def _group(self) -> First:
        if self._peek() == "?":
            self._take()
            if self._take() != ":":
                raise _UnreadableError
        found = self.choice()
        if self._take() != ")":
            raise _UnreadableError
        return found

    def _escape(self) -> First:
        sign = self._take()
        if sign in PLACES:
            return First(frozenset(), may_be_empty=True)
        if sign.isalnum() and sign not in CLASSES:  # a back reference, a letter by its number
            raise _UnreadableError
        return First(None if sign in CLASSES else frozenset(sign))

    def _class(self) -> First:
        """Read the letters between square brackets; one that is negated, or holds a class, is any letter."""
        is_any = self._peek() == "^"
        if is_any:
            self._take()
        letters: set[str] = set()
        sign = self._take()  # a bracket that stands first is a letter
        while True:
            if sign == "\\":
                sign = self._take()
                is_any |= sign.isalnum()
            if self._peek() == "-" and self._pattern[self._place + 1 : self._place + 2] != "]":
                self._take()
                last = self._take()
                is_any |= last == "\\" or ord(last) - ord(sign) > MAX_RANGE
                if last == "\\":
                    self._take()
                if not is_any:
                    letters.update(map(chr, range(ord(sign), ord(last) + 1)))
            letters.add(sign)
            sign = self._take()
            if sign == "]":
                return First(None if is_any else frozenset(letters))

    def _repeated(self, piece: First) -> First:
        """Read how often a piece may stand."""
        while self._peek() in REPEATS and self._peek():
            sign = self._take()
            if sign == "{":
                counts = ""
                while self._peek() != "}":
                    counts += self._take()
                self._take()
                if not counts.replace(",", "").isdigit():
                    raise _UnreadableError
                least = counts.split(",")[0]
                sign = "*" if not least or int(least) == 0 else "+"
            if sign in "*?":
                piece = piece._replace(may_be_empty=True)
        return piece


def _either(options: list[First]) -> First:
    letters: set[str] = set()
    for option in options:
        if option.letters is None:
            return First(None, may_be_empty=any(one.may_be_empty for one in options))
        letters |= option.letters
    return First(frozenset(letters), may_be_empty=any(one.may_be_empty for one in options))
