"""All borrowings of one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimhouse.borrowings.citations import find_citations
from claimhouse.borrowings.credits import find_credits
from claimhouse.borrowings.quotations import find_quotations
from claimhouse.records import EvidencePlace, FoundBorrowing


def find_borrowings(
    text: str, dropped: Iterable[tuple[int, str]] = (), stated: Sequence[str] = ()
) -> tuple[FoundBorrowing, ...]:
    """Return what a document credits, cites and quotes at length; the same passage stands once.

    Args:
        text: the clean text, a line a paragraph.
        dropped: positions and texts of dropped blocks in which a page credits its sources.
        stated: names that the page's own data credit.
    """
    credited = list(find_credits(text, dropped, stated))
    places = [
        (found.char_start, found.char_end)
        for found in credited
        if found.place is EvidencePlace.TEXT and found.char_start is not None and found.char_end is not None
    ]
    named = {found.name for found in credited if found.place is not EvidencePlace.METADATA}
    credited = [found for found in credited if found.place is not EvidencePlace.METADATA or found.name not in named]
    return tuple(dict.fromkeys((*credited, *find_citations(text, places), *find_quotations(text))))
