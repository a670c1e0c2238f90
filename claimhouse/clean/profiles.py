"""What is known of a host: texts that its pages repeat, pinned by a digest, over what a page alone says.

A profile is learned in a step of its own (`claimhouse.clean.learning`, `claimhouse.pipeline.profile`), only read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

import xxhash

from claimhouse.clean.candidates import Candidate, Verdict, step
from claimhouse.provenance import Json, digest
from claimhouse.records.documents import HostProfileText
from claimhouse.records.vocabulary import BlockReason

KNOWN = 0.95  # score of a block that goes because of the profile: counted on several pages, not seen on this one
# Class names with a digit are made for one page ("post-5120") or by a build ("css-1x2y3z").
OF_ONE_PAGE = re.compile(r"\.[^.>]*\d[^.>]*")


class Recurrence(NamedTuple):
    """What a host's profile knows of a block."""

    reason: BlockReason


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The texts that are furniture on the pages of one host for certain.

    Attributes:
        host: as in the URL of a page's first sighting.
        texts: reason by recurrence key.
    """

    host: str
    texts: Mapping[int, BlockReason]

    @classmethod
    def of(cls, host: str, rows: Iterable[HostProfileText]) -> Self:
        """Return the profile that the certain rows of a host make."""
        return cls(host=host, texts={row.recurrence_key: row.reason for row in rows if row.certain})

    @cached_property
    def digest(self) -> str:
        """sha256 of all that cleaning reads: keys and reasons, in order of the keys."""
        texts: list[Json] = [[key, reason.value] for key, reason in sorted(self.texts.items())]
        return digest(self.host, texts)


def recurrence_key(block: Candidate) -> int:
    """Return the 64-bit key (xxh64) that a block shares with equal text in the same place of other pages.

    The text is taken before any repair, in lower case; the place is the two innermost steps of its path without
    class names of one page. The same words elsewhere are another matter: a name in a menu, and in the story's list.
    """
    inner = block.container
    outer = None if inner is None else inner.outer
    steps = [_place(found.tag, found.classes) for found in (outer, inner) if found is not None]
    return xxhash.xxh64_intdigest(f"{block.text.lower()}\n{'>'.join(steps)}".encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=8192)
def _place(tag: str, classes: str) -> str:
    """Return a step of a path without the class names of one page.

    >>> _place("div", "text css-1x2y3z")
    'div.text'
    """
    return OF_ONE_PAGE.sub("", step(tag, classes))


def recurring(blocks: Sequence[Candidate], profile: Profile | None) -> list[Recurrence | None]:
    """Return for each block what the profile knows of it; None where it knows nothing."""
    if profile is None or not profile.texts:
        return [None] * len(blocks)
    reasons = [profile.texts.get(recurrence_key(block)) for block in blocks]
    return [None if reason is None else Recurrence(reason) for reason in reasons]


def overrule(blocks: Sequence[Candidate], verdicts: Sequence[Verdict], profile: Profile | None) -> list[Verdict]:
    """Drop what the page alone keeps and the host's profile knows, and headings under which nothing else stood.

    What the page alone drops keeps its own reason. The verdicts that are changed say what the page alone said.
    """
    known = recurring(blocks, profile)
    decided = list(verdicts)
    for index, (verdict, recurrence) in enumerate(zip(verdicts, known, strict=True)):
        if verdict.kept and recurrence is not None:
            decided[index] = _dropped(verdict, recurrence.reason)
    if decided != list(verdicts):
        _drop_bared_headings(blocks, decided)
    return decided


def _dropped(verdict: Verdict, reason: BlockReason) -> Verdict:
    return verdict._replace(reason=reason, score=KNOWN, page_reason=verdict.reason)


def _drop_bared_headings(blocks: Sequence[Candidate], decided: list[Verdict]) -> None:
    """Drop kept headings whose section the profile took away whole: up to the next heading of their rank."""
    for index in range(len(blocks) - 1, -1, -1):
        level = blocks[index].level
        if not level or not decided[index].kept:
            continue
        taken: BlockReason | None = None
        for later in range(index + 1, len(blocks)):
            if decided[later].kept:
                stands = not blocks[later].level or blocks[later].level > level
                taken = None if stands else taken
                break
            if decided[later].page_reason is not None:
                taken = taken or decided[later].reason
        if taken is not None:
            decided[index] = _dropped(decided[index], taken)
