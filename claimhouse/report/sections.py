"""The sections of a report, the disputes first: then what is agreed, said once, rumoured, changed and quoted.

No sentence here judges who is right: a statement is a value, who gives it, and where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from claimhouse.report.brief import Brief, Row
from claimhouse.report.disputes import Matter, disputed, dot_of, left_line, matters_of
from claimhouse.report.parts import Code, Inline, Line, Paragraph, Part, Picture, Report, Section, Statement, Table
from claimhouse.report.pictures import Dot, Lane, picture_of
from claimhouse.report.standing import Standing, standing_of
from claimhouse.report.wording import (
    KEY_SHOWN,
    all_members,
    by_sentence,
    count,
    in_time,
    more,
    quotes,
    removed_line,
    source,
    support,
    title_of,
    value_of,
    when,
    words,
)

_AGREED = 40
_WITHDRAWN = 20
_ONE_ORIGIN = 20
_SINGLE = 30
_RUMOURS = 30
_SPEAKERS = 25
_CHANGES = 40
_LANES = 14


def report_of(brief: Brief) -> Report:
    """Return the report of what was read."""
    since = f" since {brief.since}" if brief.since else ""
    matters = matters_of(brief)
    standing = standing_of(brief)
    return Report(
        title=f"What the sources say about {brief.about}" if brief.about else "What the sources say",
        lead=_lead(brief),
        sections=[
            Section("short", "In short", list(_short(brief, matters, standing))),
            Section("disputed", "What is disputed", list(disputed(brief, matters))),
            Section("agreed", "What is agreed", list(_agreed(brief, standing))),
            Section("single", "What only one source says", list(_single(brief, standing))),
            Section("rumoured", "What is only rumoured", list(_rumoured(brief))),
            Section("changed", f"What changed{since}", list(_changed(brief, standing))),
            Section("quoted", "Who is quoted", list(_quoted(brief))),
            Section("timeline", "When it was told", list(_timeline(brief))),
            Section("counted", "How it was counted", _counted()),
        ],
    )


def _lead(brief: Brief) -> list[Inline]:
    state = brief.snapshot
    at = f", published {state['published_at']:%Y-%m-%d %H:%M} UTC" if state["published_at"] else ""
    publishers = f" of {count(state['n_publishers'], 'publisher')}" if state["n_publishers"] else ""
    run = f"State of run {state['run']}{at}: " if state["run"] is not None else ""
    return [
        (
            f"{run}{count(state['n_articles'], 'article')}{publishers}, {count(state['n_claims'], 'claim')} in all."
            " All times are UTC. Beside each sentence stand its page, its place in the text, and the key that "
        ),
        Code("claimhouse explain claim KEY"),
        " takes.",
    ]


def _short(brief: Brief, matters: Sequence[Matter], standing: Standing) -> Iterator[Part]:
    if not brief.groups:
        yield Paragraph(["Nothing has been read that makes a claim, so there is nothing to compare."])
        return
    if brief.snapshot["n_articles"] == 1:
        yield Paragraph(["There is one article: nothing can be agreed between sources yet."])
    yield Paragraph(
        [
            (
                f"Disputed: {count(len(matters), 'matter')}. Agreed by two or more independent origins:"
                f" {count(len(standing.agreed), 'statement')}. Given by a page and changed or left out by its later"
                f" version: {count(len(standing.withdrawn), 'statement')}. In one article only:"
                f" {count(len(standing.single), 'statement')}."
            )
        ]
    )
    if matters:
        rows: list[Sequence[Line]] = [
            [
                [matter.title],
                ["; ".join(f"{value_of(side)} ({_backing(brief, side)})" for side in matter.sides)],
                [", ".join(sorted({words(row["type"]) for row in matter.conflicts}))],
            ]
            for matter in matters
        ]
        yield Table("What is disputed, in a line each", ["Matter", "Values", "Type"], rows)


def _backing(brief: Brief, side: Row) -> str:
    if side["n_origins"]:
        return count(side["n_origins"], "origin")
    return "only " + " and ".join(sorted({row["modality"] for row in brief.members[side["group_key"]]}))


def _agreed(brief: Brief, standing: Standing) -> Iterator[Part]:
    agreed = standing.agreed
    yield Paragraph(
        [
            (
                f"{count(len(agreed), 'statement')} with two or more independent origins, in no open conflict, and"
                " left by no page that made it. Copies are not counted; each is named with the reason. Where a"
                " sentence is the heading, the sources share its subject, action and object or number, not every word."
            )
        ]
    )
    for row in agreed[:_AGREED]:
        parts = [*support(brief, row), *_beside(brief, row), *quotes(brief.members[row["group_key"]], row)]
        yield Statement(title_of(row, brief), parts)
    yield from more(len(agreed) - _AGREED, "corroboration")
    near = [row for row in standing.nearly_disputed if row["n_articles"] > 1]
    if near:
        head = ["Statement", "Origins", "Articles", "Group"]
        table = Table(
            "Statements on a matter that is disputed above, or with a value that is, under another name or attribute",
            head,
            [
                [
                    [title_of(row, brief)],
                    [str(row["n_origins"])],
                    [str(row["n_articles"])],
                    [Code(row["group_key"][:KEY_SHOWN])],
                ]
                for row in near[:_ONE_ORIGIN]
            ],
        )
        yield Statement(
            "Not agreed, as the matter or the value is disputed",
            [table, *more(len(near) - _ONE_ORIGIN, "corroboration")],
        )
    single = standing.one_origin
    if not single:
        return
    rows: list[Sequence[Line]] = [
        [
            [title_of(row, brief)],
            [str(row["n_articles"])],
            [removed_line(brief, row["group_key"]) or "versions of one page"],
            [Code(row["group_key"][:KEY_SHOWN])],
        ]
        for row in single[:_ONE_ORIGIN]
    ]
    head = ["Statement", "Articles", "No origins of their own", "Group"]
    told = [Table("Statements of several articles that count as one origin", head, rows)]
    yield Statement("In several articles, from one origin", [*told, *more(len(single) - _ONE_ORIGIN, "single_origin")])


def _beside(brief: Brief, row: Row) -> Iterator[Paragraph]:
    """Yield the other values that are given and how the difference is explained."""
    for conflict in brief.conflicts:
        sides = [conflict["left_group"], conflict["right_group"]]
        if row["group_key"] in sides:
            sides.remove(row["group_key"])
            told = f"Also given: {value_of(brief.groups[sides[0]])} ({words(conflict['type'])}). Conflict "
            yield Paragraph([told, Code(conflict["conflict_key"][:KEY_SHOWN])])


def _single(brief: Brief, standing: Standing) -> Iterator[Part]:
    named = [row for row in standing.single if row["rule"] != "open"]
    if not standing.single:
        yield Paragraph(["Nothing is asserted or reported by one article only."])
        return
    others = len(standing.single) - len(named)
    yield Paragraph(
        [
            (
                f"{count(len(standing.single), 'statement')} of one article each. Shown are those of an attribute that"
                f" has a name; the other {others} are in "
            ),
            Code("claimhouse query claims_about"),
            ".",
        ]
    )
    rows: list[Sequence[Line]] = []
    for row in named[:_SINGLE]:
        first = brief.members[row["group_key"]][0]
        rows.append(
            [[title_of(row, brief)], [first["publisher"] or "no publisher named"], [when(first)], source(first)]
        )
    if rows:
        yield Table("Statements of one article", ["Statement", "Publisher", "Told", "Article"], rows)
    yield from more(len(named) - _SINGLE, "claims_about")


def _rumoured(brief: Brief) -> Iterator[Part]:
    rumours = [
        row
        for key, group in brief.groups.items()
        if group["n_counting"] == 0
        for row in brief.members[key]
        if row["modality"] == "rumored"
    ]
    found = list(by_sentence(in_time(rumours)))
    if not found:
        yield Paragraph(["Nothing is known from rumour alone."])
        return
    yield Paragraph(
        [f"{count(len(found), 'sentence')} whose claims nobody asserts or reports. A rumour corroborates nothing."]
    )
    yield Statement("Rumours", found[:_RUMOURS])
    yield from more(len(found) - _RUMOURS, "hedged_claims")


def _changed(brief: Brief, standing: Standing) -> Iterator[Part]:
    if standing.withdrawn:
        rows: list[Sequence[Line]] = [
            [
                [title_of(row, brief)],
                [" ".join(left_line(left) for left in brief.withdrawn[row["group_key"]])],
                [count(row["n_articles"], "article")],
                [Code(row["group_key"][:KEY_SHOWN])],
            ]
            for row in standing.withdrawn[:_WITHDRAWN]
        ]
        head = ["Statement", "What became of it", "Still in", "Group"]
        yield Table("Statements that a page made and its later version does not", head, rows)
        yield from more(len(standing.withdrawn) - _WITHDRAWN, "changes_since --param change=statement_%")
    if not brief.changes:
        yield Paragraph(["No page was seen with another text than before."])
        return
    members = {row["claim_key"]: row for row in all_members(brief)}
    rows = [
        [
            [words(row["change"])],
            [", ".join(filter(None, (row["subject"], words(row["attribute"] or ""))))],
            [_told(row["old_text"], row["old_sentence"])],
            [_told(row["new_text"], row["new_sentence"])],
            source(members[row["key"]])
            if row["key"] in members
            else [row["document"] or "", " ", Code(row["key"][:KEY_SHOWN])],
        ]
        for row in brief.changes[:_CHANGES]
    ]
    head = ["Change", "About", "Before", "After", "Where"]
    yield Table("What later versions of pages say otherwise, and claims and conflicts that came or went", head, rows)
    yield from more(len(brief.changes) - _CHANGES, "changes_since")


def _told(text: str | None, sentence: str | None) -> str:
    return " ".join(filter(None, (text, _in_quotes(sentence) if sentence else ""))) or "–"


def _quoted(brief: Brief) -> Iterator[Part]:
    by_name: dict[str, list[Row]] = {}
    for row in all_members(brief):
        if row["attribution"] and row["speaker_kind"] != "pronoun":
            by_name.setdefault(row["attribution"].casefold(), []).append(row)
    speakers = {min(row["attribution"] for row in claims): claims for claims in by_name.values()}
    if not speakers:
        yield Paragraph(["Nobody is quoted."])
        return
    in_order = sorted(speakers.items(), key=lambda found: (-len({row["document"] for row in found[1]}), found[0]))
    rows: list[Sequence[Line]] = [
        [
            [speaker],
            [", ".join(sorted({row["speaker_kind"] or "unknown" for row in claims}))],
            [str(len({row["document"] for row in claims}))],
            [str(len({row["claim_key"] for row in claims}))],
            [str(len({row["claim_key"] for row in claims if row["direct"]}))],
            [_in_quotes(claims[0]["sentence"]), " ", *source(claims[0])],
        ]
        for speaker, claims in in_order[:_SPEAKERS]
    ]
    head = ["Speaker", "Kind", "Documents", "Claims", "In direct speech", "Example"]
    yield Table(
        "On whose word the claims stand, by number of documents; copies are not taken off here, and “she” is left out",
        head,
        rows,
    )
    yield from more(len(speakers) - _SPEAKERS, "who_said_it")


def _in_quotes(sentence: str) -> str:
    return sentence if sentence[:1] in "\"“‘'«" else f"“{sentence}”"


def _timeline(brief: Brief) -> Iterator[Part]:
    documents: dict[tuple[str, str], list[Row]] = {}
    for row in all_members(brief):
        if row["moment"]:
            documents.setdefault((row["publisher"] or "no publisher named", row["document"]), []).append(row)
    if not documents:
        yield Paragraph(["There is nothing to put in order."])
        return
    lanes: dict[str, list[Dot]] = {}
    in_order = sorted(documents.items(), key=lambda found: (found[1][0]["moment"], found[0]))
    rows: list[Sequence[Line]] = []
    for (publisher, document), claims in in_order:
        counting = sum(row["counts"] for row in claims)
        first = claims[0]
        lead = f"{publisher}, {document}, {count(len(claims), 'claim')}, for instance"
        lanes.setdefault(publisher, []).append(dot_of(first, lead, len(claims), full=counting > 0))
        rows.append([[when(first)], [publisher], source(first), [f"{counting} of {len(claims)}"], [first["sentence"]]])
    drawn = [Lane(publisher, dots) for publisher, dots in islice(lanes.items(), _LANES)]
    description = (
        f"A row for each of {count(len(drawn), 'publisher')}, in order of first publication, a dot for each article;"
        " the larger, the more claims; hollow where none is asserted or reported. The table below says the same."
    )
    if svg := picture_of("timeline-picture", "Articles by publisher and time", description, drawn):
        yield Picture(svg)
    if len(lanes) > _LANES:
        yield Paragraph([f"{count(len(lanes) - _LANES, 'further publisher')} in the table only."])
    head = ["Told", "Publisher", "Article", "Asserted or reported", "For instance"]
    yield Table("Articles in order of time, with their claims in this report", head, rows)


def _counted() -> list[Part]:
    told = (
        (
            "An article is a canonical address in its current version. Articles are one origin where one is a copy of"
            " another, credits the same agency, cites the other or gives the same quotation for the statement."
        ),
        (
            "Only what is asserted or reported counts. Rumour, prediction, hypothesis and opinion are shown as such"
            " and support nothing."
        ),
        (
            "An open conflict is a pair of values that do not fit together and that neither time, scope, rounding nor"
            " a later version of the page explains. The report does not say which is right. A value that is disputed"
            " under one name is agreed under no other, and neither is one that a page has changed or left out."
        ),
        (
            "A time is that of publication where the page gives it. A later version of a page counts from when it was"
            " seen changed; an article without a date from when it was first seen, and the report says so."
        ),
        (
            "Sentences are read by rules, without a person: a claim can be missed, read wrongly, or joined to the wrong"
            " name. Copies that share no text are not recognised. Read the sentence before you rely on it."
        ),
    )
    return [Paragraph([text]) for text in told]
