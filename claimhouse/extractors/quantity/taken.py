"""Which characters of a text already belong to a quantity or must not: linear however many there are."""

from __future__ import annotations


class Taken:
    """A mark for every character of a text."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no character of the span is taken."""
        return self._marks.find(1, start, end) < 0

    def add(self, start: int, end: int) -> None:
        """Take the span, whether or not parts of it are taken."""
        self._marks[start:end] = b"\x01" * (end - start)

    def claim(self, start: int, end: int) -> bool:
        """Take the span if nothing of it is taken; say whether it was free."""
        if not self.is_free(start, end):
            return False
        self.add(start, end)
        return True
