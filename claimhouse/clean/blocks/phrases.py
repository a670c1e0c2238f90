"""What a block of a page is by its words alone, and of which blocks that is asked."""

from __future__ import annotations

from claimhouse.clean.candidates import Candidate
from claimhouse.clean.lexicon import MAX_FURNITURE_CHARS, line_reason
from claimhouse.records.vocabulary import BlockReason

MENUS = frozenset({"nav", "footer", "header"})
LINKED = 0.9  # share of the characters of an item of a menu that are links


def phrase_of(block: Candidate, folded: str) -> BlockReason | None:
    """Return what a block is by its words; None where they do not say, or are not asked.

    A link in a menu leads somewhere, whatever its words are, and what is hidden is hidden: on most pages these are half
    of the blocks, and looking phrases up is the most expensive question that is asked of a block.
    """
    if len(block.text) > MAX_FURNITURE_CHARS or block.hidden:
        return None
    if block.links == 1 and block.link_share >= LINKED and not MENUS.isdisjoint(block.zones):
        return None
    return line_reason(folded)
