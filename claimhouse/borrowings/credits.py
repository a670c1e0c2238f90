"""Agencies and outlets that a document credits: in datelines, source lines, bylines, at its end, in its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from claimhouse.borrowings.cues import UPPER, before, credit_label, matches_behind, names, picture_words
from claimhouse.borrowings.lines import lines_of
from claimhouse.borrowings.outlets import Outlet, outlet_name, outlet_of
from claimhouse.records import BorrowingKind, EdgeScope, EvidencePlace, FoundBorrowing

_EDGE_LINES = 4
"""Lines at either end of a text in which a bare name is a credit: between them it belongs to a picture or a chart."""

_MAX_LINE = 160  # characters: a longer line is prose
_MAX_PLACE = 70
_DASH = r"(?:\.\s?[-\u2013\u2014]+|--|[-\u2013\u2014:.])"
# "PARIS, May 3 (AFP) -", "Berlin (dpa/lno) -", "(ANSA) - ROMA, 03 MAG -", "Elsden (AP) Two ..."
_DATELINE = re.compile(
    rf"(?P<place>(?:[{UPPER}][^\n():;!?\"\u201c]{{1,{_MAX_PLACE}}}?)?)[,.]?\s*"
    rf"[(\[](?P<names>[^()\[\]\n]{{2,40}})[)\]]\s*(?P<dash>{_DASH})?\s*(?=\S)"
)
# A place in capitals before a wire that no list knows: "ELSDEN, March 3 (Norwire) -".
_CAPITALS = re.compile(rf"[{UPPER}][{UPPER} .'\u2019/-]{{2,}}(?:,[^,]{{1,30}}){{0,2}}")
# "PARIS \u2014 AFP \u2014 Two ..."
_BETWEEN_DASHES = re.compile(
    rf"[{UPPER}][{UPPER} .'\u2019/-]{{2,40}} [-\u2013\u2014] (?P<names>[^-\u2013\u2014\n]{{2,30}}) [-\u2013\u2014] "
)
_WIRE = re.compile(rf"[{UPPER}][\w&.-]*(?: [{UPPER}][\w&.-]*){{0,2}}")
_MONTH = re.compile(r"\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]*$", re.IGNORECASE)
# "... nobody was hurt. (AP)", "... verletzt. (mho/dpa)"
_TRAILING = re.compile(
    r"[.!?\u2026][\"\u201d\u201c\u00bb]?\s*[(\[](?P<names>[^()\[\]\n]{2,60})[)\]]\.?$"
    r"|\s[-\u2013\u2014*/]\s?(?P<bare>[\w\u00c0-\u017d/, -]{2,30})/?$"
)
_SPLIT = re.compile(r"\s*[,/;|&+]\s*|\s+(?:and|und|et|y|e|och|og|en)\s+")
_INITIALS = re.compile(
    r"[a-z\u00e4\u00f6\u00fc\u00df]{1,6}(?:-[a-z]{1,4})?"
)  # an editor, or a desk of the agency: "dpa/lno"
_FILLER = frozenset(
    {
        "agencies",
        "agenturen",
        "agences",
        "agencias",
        "agenzie",
        "wire services",
        "wires",
        "staff",
        "red",
        "red.",
        "eigene",
        "own report",
        "eigener bericht",
        "eb",
    }
)
_OPENS = "([\u2014\u2013-*\u2022\u00b7 "
_ENDS = ")]\u2014\u2013-*\u2022\u00b7 ./"


def find_credits(
    text: str, dropped: Iterable[tuple[int, str]] = (), stated: Sequence[str] = ()
) -> Iterator[FoundBorrowing]:
    """Yield the credits of a document.

    Args:
        text: the clean text; a line is a paragraph.
        dropped: positions and texts of dropped blocks that may credit: source lines, bylines, copyright lines.
        stated: names that the page's own data credit.
    """
    lines = list(lines_of(text))
    for number, line in enumerate(lines):
        is_edge = number < _EDGE_LINES or number >= len(lines) - _EDGE_LINES
        for outlet, start, end in _in_line(line.text, is_head=number < _EDGE_LINES, is_edge=is_edge):
            yield _found(outlet, EvidencePlace.TEXT, None, line.start + start, line.start + end, line.text[start:end])
    for position, block in dropped:
        for outlet, start, end in islice(_in_line(block, is_head=False, is_edge=True), 8):
            yield _found(outlet, EvidencePlace.BLOCK, position, start, end, block[start:end])
    for name in stated:
        credited = outlet_of(name, in_prose=False, has_article=True)
        if credited is not None and (credited.is_sure or credited.is_agency):
            yield _found(credited, EvidencePlace.METADATA, None, None, None, name)


def _found(
    outlet: Outlet, place: EvidencePlace, position: int | None, start: int | None, end: int | None, evidence: str
) -> FoundBorrowing:
    return FoundBorrowing(
        kind=BorrowingKind.CREDIT,
        name=outlet.name,
        is_sure=True,
        scope=EdgeScope.DOCUMENT,
        place=place,
        block_position=position,
        char_start=start,
        char_end=end,
        passage_start=None,
        passage_end=None,
        evidence=evidence,
    )


def _in_line(line: str, *, is_head: bool, is_edge: bool) -> Iterator[tuple[Outlet, int, int]]:
    """Yield outlets with the place of what credits them; a line that credits a picture credits nothing."""
    if is_head:
        yield from _dateline(line)
    if is_edge and len(line) <= _MAX_LINE and (credited := _whole_line(line)):
        yield from ((outlet, 0, len(line)) for outlet in credited)
        return
    if is_edge and (found := _TRAILING.search(line)):
        group = "names" if found["names"] else "bare"
        for outlet in _names_of(found[group], may_be_outlets=False):
            yield outlet, found.start(group), found.end(group)
    yield from _in_sentences(line)


def _in_sentences(line: str) -> Iterator[tuple[Outlet, int, int]]:
    if len(line) <= _MAX_LINE and picture_words().search(line):
        return
    for cue in before("credit").finditer(line):
        found = names().match(line, cue.end())
        for outlet in _sure(found["names"]) if found else ():
            yield outlet, cue.start(), found.end()  # type: ignore[union-attr] # asked just before
    for name, cue in matches_behind("credit", line):
        for outlet in _sure(name[0]):
            yield outlet, name.start(), cue.end()


def _sure(listed: str) -> Iterator[Outlet]:
    for part in _SPLIT.split(listed):
        outlet = outlet_of(part, in_prose=False, has_article=True)
        if outlet and outlet.is_sure:
            yield outlet


def _dateline(line: str) -> Iterator[tuple[Outlet, int, int]]:
    between = _BETWEEN_DASHES.match(line)
    if between:
        yield from ((one, *between.span("names")) for one in _names_of(between["names"], may_be_outlets=False))
        return
    found = _DATELINE.match(line)
    if not found or picture_words().search(found["names"]):
        return
    place, span = found["place"].strip(" ,."), (found.start("names"), found.end("names"))
    subject = outlet_of(place, in_prose=False)
    if subject is not None and subject.is_agency:
        return  # "Deutsche Presse-Agentur (dpa) - ..." is about it
    known = list(_names_of(found["names"], may_be_outlets=False))
    follows = line[found.end() : found.end() + 1]
    if known and (found["dash"] or follows.isupper() or follows.isdigit() or follows in '"\u201c\u201e\u00ab'):
        yield from ((outlet, *span) for outlet in known)
    elif (
        not known
        and found["dash"]
        and _CAPITALS.fullmatch(place)
        and _WIRE.fullmatch(found["names"])
        and not _MONTH.search(found["names"])
        and (name := outlet_name(found["names"]))
    ):
        yield Outlet(name, is_sure=True, is_agency=True), *span


def _whole_line(line: str) -> list[Outlet]:
    """Return the names of a line that is nothing but a credit, else nothing."""
    if picture_words().search(line):
        return []
    bare = line.strip(_OPENS + _ENDS)
    bare = re.split(r"\.\s", bare, maxsplit=1)[0]  # "Copyright The ... . All rights reserved."
    label = credit_label().match(bare)
    rest = bare[label.end() :] if label else bare
    if label and label["opening"] and (agencies := list(_names_of(rest, may_be_outlets=False))):
        return agencies
    return list(_names_of(rest, may_be_outlets=bool(label and label["label"])))


def _names_of(listed: str, *, may_be_outlets: bool) -> Iterator[Outlet]:
    """Yield the agencies of a list in which nothing else stands but initials and words like "agencies"."""
    parts = [part.strip(" .\u00a9()") for part in _SPLIT.split(listed) if part.strip(" .\u00a9()")]
    found = []
    for part in parts:
        outlet = outlet_of(re.sub(r"\s+(?:Staff|Reporters?)$", "", part), in_prose=False, has_article=True)
        if outlet and (outlet.is_agency or (may_be_outlets and outlet.is_sure)):
            found.append(outlet)
        elif part.casefold() not in _FILLER and not _INITIALS.fullmatch(part):
            return
    yield from found
