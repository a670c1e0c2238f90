"""Foreign text on a terminal: what would steer the terminal, reorder a line or stay unseen is written out."""

from __future__ import annotations

import re
from typing import Never

from rich.console import Console

# Control characters (C0 with the escape that begins ANSI sequences, C1), the soft hyphen, marks that order text
# (embeddings, overrides, isolates), spaces of no width, separators of lines, tags (invisible copies of ASCII),
# variation selectors beyond emoji, halves of surrogate pairs, private use. Joiners stay: emoji and Persian need them.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
SPACING = str.maketrans("\t\n\r\f\v", "     ")


def visible(text: str) -> str:
    r"""Return a text in one line, with every character that a reader would not see written as its code point.

    >>> print(visible("red \x1b[31m and \u202eback"))
    red \x1b[31m and \u202eback
    """
    return UNSEEN.sub(
        lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text.translate(SPACING)
    )


class PagedConsole(Console):
    """A console whose reader may leave: the error is the caller's, and no exit."""

    def on_broken_pipe(self) -> Never:
        """Hand the error on; called while it is handled."""
        raise BrokenPipeError
