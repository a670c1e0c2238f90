"""The sections of a report: what is agreed, disputed, rumoured, quoted and changed, and how it was counted.

No sentence here judges who is right: a statement is a value, who gives it, and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from claimhouse.report.brief import Brief, Row
from claimhouse.report.links import link_to_sentence
from claimhouse.report.parts import (
    Code,
    Inline,
    Line,
    Link,
    Paragraph,
    Part,
    Picture,
    Quote,
    Report,
    Section,
    Statement,
    Table,
)
from claimhouse.report.pictures import Dot, Lane, picture_of

_KEY = 12  # characters of a key: enough for `explain`
_AGREED = 40
_ONE_ORIGIN = 20
_RUMOURS = 30
_SPEAKERS = 25
_CHANGES = 40
_LANES = 14
_SENTENCES = 3  # of one value
_SOURCES = 6  # of one sentence
_MIN_ORIGINS = 2
_MIN_VALUES = 2


def report_of(brief: Brief) -> Report:
    """Return the report of what was read."""
    state = brief.snapshot
    when = f", published {state['published_at']:%Y-%m-%d %H:%M} UTC" if state["published_at"] else ""
    since = f" since {brief.since}" if brief.since else ""
    return Report(
        title=f"What the sources say about {brief.about}" if brief.about else "What the sources say",
        lead=[
            (
                f"State of run {state['run']}{when}: {state['n_articles']} articles of {state['n_publishers']}"
                f" publishers, {state['n_claims']} claims in all. All times are UTC."
                " Each statement shows its sentence, the page, and the key that "
            ),
            Code("claimhouse explain claim KEY"),
            " takes.",
        ],
        sections=[
            Section("timeline", "When it was published", list(_timeline(brief))),
            Section("agreed", "What is agreed", list(_agreed(brief))),
            Section("disputed", "What is disputed", list(_disputed(brief))),
            Section("rumoured", "What is only rumoured", list(_rumoured(brief))),
            Section("quoted", "Who is quoted", list(_quoted(brief))),
            Section("changed", f"What changed{since}", _changed(brief)),
            Section("counted", "How it was counted", _counted()),
        ],
    )


def _timeline(brief: Brief) -> Iterator[Part]:
    documents: dict[tuple[str, str], list[Row]] = {}
    for row in _all_members(brief):
        if row["published_at"]:
            documents.setdefault((row["publisher"] or "no publisher", row["document"]), []).append(row)
    if not documents:
        yield Paragraph(["No page gives the time of its publication."])
        return
    lanes: dict[str, list[Dot]] = {}
    in_order = sorted(documents.items(), key=lambda found: (found[1][0]["published_at"], found[0]))
    rows: list[Sequence[Line]] = []
    for (publisher, document), claims in in_order:
        counting = sum(row["counts"] for row in claims)
        told = f"{publisher}, {document}: {len(claims)} claims, e.g. {claims[0]['sentence']}"
        dot = Dot(claims[0]["published_at"], told, full=counting > 0, size=len(claims))
        lanes.setdefault(publisher, []).append(dot)
        first = claims[0]
        rows.append(
            [
                [f"{dot.at:%Y-%m-%d %H:%M}"],
                [publisher],
                _source(first),
                [f"{counting} of {len(claims)}"],
                [first["sentence"]],
            ]
        )
    drawn = [Lane(publisher, dots) for publisher, dots in islice(lanes.items(), _LANES)]
    description = (
        f"A row for each of {len(drawn)} publishers, in order of first publication, a dot for each article;"
        " the larger, the more claims; hollow where none is asserted or reported. The table below says the same."
    )
    if svg := picture_of("timeline", "Articles by publisher and time", description, drawn):
        yield Picture(svg)
    if len(lanes) > _LANES:
        yield Paragraph([f"{len(lanes) - _LANES} further publishers are in the table only."])
    head = ["Published", "Publisher", "Article", "Asserted or reported", "For instance"]
    yield Table("Articles in order of publication, with their claims in this report", head, rows)


def _agreed(brief: Brief) -> Iterator[Part]:
    disputed = {key for row in brief.conflicts if row["open"] for key in (row["left_group"], row["right_group"])}
    agreed = [row for key, row in brief.groups.items() if key not in disputed and row["n_origins"] >= _MIN_ORIGINS]
    yield Paragraph(
        [
            (
                f"{_n(len(agreed), 'statement')} with two or more independent origins and in no open conflict."
                " Copies are not counted; each is named with the reason."
            )
        ]
    )
    for row in agreed[:_AGREED]:
        parts = [*_support(brief, row), *_beside(brief, row), *_quotes(brief.members[row["group_key"]], row)]
        yield Statement(_title(row), parts)
    yield from _more(len(agreed) - _AGREED, "corroboration")
    single = [
        row for key, row in brief.groups.items() if key not in disputed and row["n_origins"] == 1 < row["n_articles"]
    ]
    if not single:
        return
    rows: list[Sequence[Line]] = [
        [
            [_title(row)],
            [str(row["n_articles"])],
            [_removed(brief, row["group_key"]) or "revisions of one page"],
            [Code(row["group_key"][:_KEY])],
        ]
        for row in single[:_ONE_ORIGIN]
    ]
    head = ["Statement", "Articles", "No origins of their own", "Group"]
    told = [Table("Statements of several articles that count as one origin", head, rows)]
    yield Statement("In several articles, from one origin", [*told, *_more(len(single) - _ONE_ORIGIN, "single_origin")])


def _disputed(brief: Brief) -> Iterator[Part]:
    matters: dict[tuple[str, str], list[Row]] = {}
    for row in brief.conflicts:
        if row["open"]:
            matters.setdefault((row["subject"], row["attribute"]), []).append(row)
    if not matters:
        yield Paragraph(["No open conflict was found."])
    else:
        yield Paragraph([f"{_n(len(matters), 'matter')} with values that do not fit together. All sides are shown."])
    for number, ((subject, attribute), conflicts) in enumerate(matters.items()):
        keys = {key for row in conflicts for key in (row["left_group"], row["right_group"])}
        sides = sorted(
            (brief.groups[key] for key in keys),
            key=lambda row: (row["number"] is None, -(row["number"] or 0), row["value"], row["group_key"]),
        )
        title = f"{subject}: {_words(attribute)}"
        parts: list[Paragraph | Quote | Table | Picture] = []
        if svg := _values_picture(f"values-{number}", title, sides, brief):
            parts.append(Picture(svg))
        parts.append(_sides_table(title, sides, brief))
        for side in sides:
            parts += [Paragraph([f"“{side['text']}”: ", *_support_line(side)])]
            if removed := _removed(brief, side["group_key"]):
                parts.append(Paragraph([f"No origins of their own: {removed}."]))
            parts += _quotes(brief.members[side["group_key"]], side)
        parts.append(_conflicts_table(conflicts, brief))
        yield Statement(title, parts)
    explained = [row for row in brief.conflicts if not row["open"]]
    if explained:
        yield Statement("Differences that are explained", [_conflicts_table(explained, brief, with_subject=True)])


def _values_picture(identity: str, title: str, sides: Sequence[Row], brief: Brief) -> str | None:
    lanes = []
    for side in sides:
        dots = {
            (row["document"], row["counts"]): Dot(
                row["published_at"],
                f"{row['publisher'] or 'no publisher'} ({row['modality']}): {row['sentence']}",
                full=row["counts"],
            )
            for row in reversed(brief.members[side["group_key"]])
            if row["published_at"]
        }
        number = float(side["number"]) if side["value_kind"] == "number" and side["number"] is not None else None
        lanes.append(Lane(side["text"], sorted(dots.values(), key=lambda dot: (dot.at, dot.told)), number))
    values = ", ".join(side["text"] for side in sides)
    description = (
        f"The values {values} by time of publication, a dot for each article; hollow where it is neither asserted"
        " nor reported. The table below says the same."
    )
    return picture_of(identity, f"{title}: values by time of publication", description, lanes)


def _sides_table(title: str, sides: Sequence[Row], brief: Brief) -> Table:
    rows: list[Sequence[Line]] = []
    for side in sides:
        members = brief.members[side["group_key"]]
        times = [row["published_at"] for row in members if row["published_at"]]
        speakers = sorted({row["attribution"] for row in members if row["attribution"]})
        rows.append(
            [
                [side["text"]],
                [str(side["n_origins"])],
                [str(side["n_articles"])],
                [", ".join(sorted({row["modality"] for row in members}))],
                [", ".join(speakers) or "nobody named"],
                [f"{min(times):%Y-%m-%d %H:%M}" if times else "unknown"],
            ]
        )
    head = ["Value", "Origins", "Articles", "Modality", "On the word of", "First published"]
    return Table(f"Values given for {title}", head, rows)


def _conflicts_table(conflicts: Sequence[Row], brief: Brief, *, with_subject: bool = False) -> Table:
    rows: list[Sequence[Line]] = []
    for row in conflicts:
        left, right = (brief.groups[row[name]]["text"] for name in ("left_group", "right_group"))
        pair = f"{left} / {right}"
        since = f"run {row['since_run']}" + (f", {row['since']:%Y-%m-%d %H:%M}" if row["since"] else "")
        rows.append(
            [
                [f"{row['subject']}, {_words(row['attribute'])}: {pair}" if with_subject else pair],
                [_words(row["type"])],
                [row["explanation"]],
                [since],
                [Code(row["conflict_key"][:_KEY])],
            ]
        )
    head = ["Values", "Type", "What was compared", "Known since", "Conflict"]
    return Table("Pairs of values; claimhouse explain conflict KEY shows both sides", head, rows)


def _rumoured(brief: Brief) -> Iterator[Part]:
    rumours = [
        row
        for key, group in brief.groups.items()
        if group["n_counting"] == 0
        for row in brief.members[key]
        if row["modality"] == "rumored"
    ]
    quotes = list(_by_sentence(_dated(rumours)))
    if not quotes:
        yield Paragraph(["Nothing is known from rumour alone."])
        return
    yield Paragraph(
        [f"{_n(len(quotes), 'sentence')} whose claims nobody asserts or reports. A rumour corroborates nothing."]
    )
    yield Statement("Rumours", quotes[:_RUMOURS])
    yield from _more(len(quotes) - _RUMOURS, "hedged_claims")


def _quoted(brief: Brief) -> Iterator[Part]:
    speakers: dict[str, list[Row]] = {}
    for row in _all_members(brief):
        if row["attribution"]:
            speakers.setdefault(row["attribution"], []).append(row)
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
            [f"“{claims[0]['sentence']}” ", *_source(claims[0])],
        ]
        for speaker, claims in in_order[:_SPEAKERS]
    ]
    head = ["Speaker", "Kind", "Documents", "Claims", "In direct speech", "Example"]
    yield Table("On whose word the claims stand, by number of documents; copies are not taken off here", head, rows)
    yield from _more(len(speakers) - _SPEAKERS, "who_said_it")


def _changed(brief: Brief) -> list[Part]:
    if not brief.changes:
        return [Paragraph(["No page was seen with another text than before."])]
    members = {row["claim_key"]: row for row in _all_members(brief)}
    rows: list[Sequence[Line]] = [
        [
            [_words(row["change"])],
            [", ".join(filter(None, (row["subject"], _words(row["attribute"] or ""))))],
            [row["old_text"] or "–"],
            [row["new_text"] or "–"],
            _source(members[row["key"]])
            if row["key"] in members
            else [row["document"] or "", " ", Code(row["key"][:_KEY])],
        ]
        for row in brief.changes[:_CHANGES]
    ]
    head = ["Change", "About", "Before", "After", "Where"]
    table = Table("What later versions of pages say otherwise, and claims and conflicts that came or went", head, rows)
    return [table, *_more(len(brief.changes) - _CHANGES, "changes_since")]


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
            " a later version of the page explains. The report does not say which is right."
        ),
        (
            "Sentences are read by rules, without a person: a claim can be missed, read wrongly, or joined to the wrong"
            " name. Copies that share no text are not recognised. Read the sentence before you rely on it."
        ),
    )
    return [Paragraph([text]) for text in told]


def _all_members(brief: Brief) -> list[Row]:
    return list(_dated(row for key in brief.groups for row in brief.members[key]))


def _dated(rows: Iterable[Row]) -> list[Row]:
    return sorted(
        rows,
        key=lambda row: (
            row["published_at"] is None,
            f"{row['published_at']:%Y-%m-%dT%H:%M:%S}" if row["published_at"] else "",
            row["document"],
            row["sentence"],
            row["claim_key"],
        ),
    )


def _title(row: Row) -> str:
    attribute = "" if row["rule"] == "open" else f", {_words(row['attribute'])}"
    return f"{row['subject']}{attribute}: {row['text']}"


def _words(code: str) -> str:
    return code.replace("_", " ").replace(":", ", ")


def _support(brief: Brief, row: Row) -> Iterator[Paragraph]:
    yield Paragraph(_support_line(row))
    if removed := _removed(brief, row["group_key"]):
        yield Paragraph([f"No origins of their own: {removed}."])


def _beside(brief: Brief, row: Row) -> Iterator[Paragraph]:
    """Yield the other values that are given and how the difference is explained."""
    for conflict in brief.conflicts:
        sides = [conflict["left_group"], conflict["right_group"]]
        if row["group_key"] in sides:
            sides.remove(row["group_key"])
            told = f"Also given: {brief.groups[sides[0]]['text']} ({_words(conflict['type'])}). Conflict "
            yield Paragraph([told, Code(conflict["conflict_key"][:_KEY])])


def _support_line(row: Row) -> list[Inline]:
    return [
        (
            f"{_n(row['n_origins'], 'independent origin')} in {_n(row['n_articles'], 'article')} of"
            f" {_n(row['n_publishers'], 'publisher')} ({_n(row['n_owners'], 'owner')}). Group "
        ),
        Code(row["group_key"][:_KEY]),
    ]


def _n(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _removed(brief: Brief, group: str) -> str:
    return "; ".join(
        f"{row['document']} ({_words(row['because'])}: {row['of']})" for row in brief.removed.get(group, ())
    )


def _quotes(members: Sequence[Row], group: Row) -> Iterator[Paragraph | Quote]:
    quotes = list(_by_sentence(members))
    yield from quotes[:_SENTENCES]
    if len(quotes) > _SENTENCES:
        yield Paragraph(
            [
                f"{_n(len(quotes) - _SENTENCES, 'further sentence')}: ",
                Code(f"claimhouse explain group {group['group_key'][:_KEY]}"),
            ]
        )


def _by_sentence(rows: Iterable[Row]) -> Iterator[Quote]:
    """Yield each sentence once, with the documents that have it."""
    sentences: dict[str, dict[str, Row]] = {}
    for row in rows:
        sentences.setdefault(row["sentence"], {}).setdefault(row["document"], row)
    for sentence, documents in sentences.items():
        sources: list[Line] = [_full_source(row) for row in islice(documents.values(), _SOURCES)]
        if len(documents) > _SOURCES:
            sources.append([f"and {_n(len(documents) - _SOURCES, 'further document')}"])
        yield Quote(sentence, sources)


def _full_source(row: Row) -> Line:
    when = f", {row['published_at']:%Y-%m-%d %H:%M}" if row["published_at"] else ", no date"
    said_by = f", on the word of {row['attribution']}" if row["attribution"] else ""
    negated = ", denied" if row["negated"] else ""
    return [f"{row['publisher'] or 'no publisher'}{when}, {row['modality']}{negated}{said_by}: ", *_source(row)]


def _source(row: Row) -> list[Inline]:
    url = link_to_sentence(row["url"], row["sentence"], row["field"])
    page: Inline = Link(row["document"], url) if url else row["document"]
    return [page, " ", Code(row["claim_key"][:_KEY])]


def _more(number: int, query: str) -> Iterator[Paragraph]:
    if number > 0:
        yield Paragraph([f"{number} more: ", Code(f"claimhouse query {query}")])
