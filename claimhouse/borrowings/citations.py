"""Outlets that a text names as the source of a report or of somebody's words, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimhouse.borrowings.cues import matches_before, matches_behind
from claimhouse.borrowings.lines import sentence_around
from claimhouse.borrowings.outlets import outlet_nouns, outlet_of
from claimhouse.records import BorrowingKind, EdgeScope, EvidencePlace, FoundBorrowing

_SCOPES = {"first": EdgeScope.DOCUMENT, "passage": EdgeScope.PASSAGE}
_MAX_UNSURE_WORDS = 4
_BESIDE = re.compile(
    r"(?:\b(?P<noun>" + "|".join(map(re.escape, outlet_nouns())) + r")\s)?"
    r"(?P<article>\b(?:[Tt]he|[Dd]er|[Dd]ie|[Dd]as|dem|den|[Ll]e|[Ll]a|[Ee]l|[Ii]l|[Dd]e|[Hh]et)\s|[Ll]['\u2019]|[\"\u201c\u201e\u00ab])?$"
)
_BESIDE_REACH = 40  # characters before a name that are looked at for its article and its noun

Place = tuple[int, int]


def find_citations(text: str, taken: Iterable[Place] = ()) -> Iterator[FoundBorrowing]:
    """Yield the citations of a text; places in `taken` credit already and are passed over.

    A cue is no proof that a name is an outlet's ("told Robert Post"): unless the name is an agency's or built like
    an outlet's, or a noun like "newspaper" stands beside it, it is yielded as not sure.
    """
    covered = list(taken)
    for section, scope in _SCOPES.items():
        for name, whole, has_article, has_noun in (*_before(section, text), *_behind(section, text)):
            found = _citation(text, name, whole, scope, has_article=has_article, has_noun=has_noun)
            if found is None or any(start < name[1] and name[0] < end for start, end in covered):
                continue
            covered.append(name)
            yield found


def _before(section: str, text: str) -> Iterator[tuple[Place, Place, bool, bool]]:
    for cue, name in matches_before(section, text):
        has_article = bool(name["article"] or name["mark"]) or text[cue.start() : cue.end()].rstrip().endswith(
            ("der", "dem", "den", "il", "la", "el", "al", "alla", "au")
        )
        yield name.span("name"), (cue.start(), name.end()), has_article, bool(name["noun"] or name["after"])


def _behind(section: str, text: str) -> Iterator[tuple[Place, Place, bool, bool]]:
    for name, cue in matches_behind(section, text):
        beside = _BESIDE.search(text, max(0, name.start() - _BESIDE_REACH), name.start())
        article = beside["article"] if beside else None
        noun = beside["noun"] if beside else None
        yield name.span(), (name.start(), cue.end()), bool(article), bool(noun)


def _citation(
    text: str, name: Place, whole: Place, scope: EdgeScope, *, has_article: bool, has_noun: bool
) -> FoundBorrowing | None:
    outlet = outlet_of(text[slice(*name)], has_article=has_article, has_noun=has_noun)
    if outlet is None or (not outlet.is_sure and outlet.name.count(" ") >= _MAX_UNSURE_WORDS):
        return None
    first, last = sentence_around(text, *whole)
    return FoundBorrowing(
        kind=BorrowingKind.CITATION,
        name=outlet.name,
        is_sure=outlet.is_sure,
        scope=scope,
        place=EvidencePlace.TEXT,
        block_position=None,
        char_start=whole[0],
        char_end=whole[1],
        passage_start=first,
        passage_end=last,
        evidence=text[slice(*whole)],
    )
