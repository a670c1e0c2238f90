"""The disputed matters of a report: every value with its sources, a picture of them over time, and each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimhouse.report.brief import Brief, Row
from claimhouse.report.parts import Code, Line, Paragraph, Part, Picture, Quote, Statement, Strong, Table
from claimhouse.report.pictures import Dot, Lane, picture_of
from claimhouse.report.wording import (
    KEY_SHOWN,
    about,
    count,
    in_time,
    quotes,
    removed_line,
    support_line,
    value_of,
    when,
    why,
    words,
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One attribute of one subject with values that do not fit together.

    Attributes:
        sides: the groups of the values, the most widely supported first.
        conflicts: the open pairs of these.
    """

    title: str
    sides: Sequence[Row]
    conflicts: Sequence[Row]


def matters_of(brief: Brief) -> list[Matter]:
    """Return the disputed matters, those with the most widely supported values first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in brief.conflicts:
        if row["open"]:
            found.setdefault((row["subject"], row["attribute"]), []).append(row)
    matters = []
    for (_, attribute), conflicts in found.items():
        keys = {key for row in conflicts for key in (row["left_group"], row["right_group"])}
        sides = sorted(
            (brief.groups[key] for key in keys), key=lambda row: (-row["n_origins"], -row["n_articles"], row["value"])
        )
        matters.append(Matter(f"{about(conflicts[0])}: {words(attribute)}", sides, conflicts))
    return sorted(
        matters,
        key=lambda matter: (
            -sum(side["n_origins"] for side in matter.sides),
            -sum(side["n_articles"] for side in matter.sides),
            matter.title,
        ),
    )


def disputed(brief: Brief, matters: Sequence[Matter]) -> Iterator[Part]:
    """Yield every disputed matter, and the differences that are explained."""
    if not matters:
        yield Paragraph(["No open conflict was found."])
    else:
        told = count(len(matters), "matter")
        yield Paragraph(
            [f"{told} with values that do not fit together. All sides are shown; none is said to be right."]
        )
    for number, matter in enumerate(matters):
        parts: list[Paragraph | Quote | Table | Picture] = [_sides_table(matter, brief)]
        if svg := _picture(f"values-{number}", matter, brief):
            parts.append(Picture(svg))
        for side in matter.sides:
            parts.append(Paragraph([Strong(value_of(side)), ": ", *support_line(side)]))
            if removed := removed_line(brief, side["group_key"]):
                parts.append(Paragraph([f"No origins of their own: {removed}."]))
            parts += _left(brief, side)
            parts += quotes(brief.members[side["group_key"]], side)
        parts.append(conflicts_table(matter.conflicts, brief))
        yield Statement(matter.title, parts)
    explained = [row for row in brief.conflicts if not row["open"]]
    if explained:
        yield Statement("Differences that are explained", [conflicts_table(explained, brief, with_subject=True)])


def _left(brief: Brief, side: Row) -> Iterator[Paragraph]:
    for row in brief.withdrawn.get(side["group_key"], ()):
        yield Paragraph([left_line(row)])


def left_line(row: Row) -> str:
    """Return which version of a page no longer says a value, and what it says."""
    instead = f" and gives {row['new_text']}" if row["new_text"] else ""
    return (
        f"{row['old_document']} said so; the later version {row['new_document']}, seen"
        f" {row['fetched_at']:%Y-%m-%d %H:%M}, no longer does{instead}."
    )


def _picture(identity: str, matter: Matter, brief: Brief) -> str | None:
    sides = sorted(
        matter.sides, key=lambda row: (row["number"] is None, -(row["number"] or 0), row["value"], row["group_key"])
    )
    lanes = []
    for side in sides:
        dots = {
            (row["document"], row["counts"]): dot_of(row, f"{row['publisher'] or row['document']} ({row['modality']})")
            for row in reversed(brief.members[side["group_key"]])
            if row["moment"]
        }
        number = float(side["number"]) if side["value_kind"] == "number" and side["number"] is not None else None
        lanes.append(Lane(value_of(side), sorted(dots.values(), key=lambda dot: (dot.at, dot.told)), number))
    description = (
        f"The values {', '.join(value_of(side) for side in sides)} over time, a dot for each article that gives one;"
        " hollow where it is neither asserted nor reported. The table and the sentences say the same."
    )
    return picture_of(identity, f"{matter.title}: values over time", description, lanes)


def dot_of(row: Row, lead: str, size: int = 1, *, full: bool | None = None) -> Dot:
    """Return the dot of a claim."""
    told = f"{when(row)}, {lead}: {row['sentence']}"
    counts = row["counts"] if full is None else full
    return Dot(row["moment"], told, full=counts, size=size, is_sure=row["moment_of"] != "seen")


def _sides_table(matter: Matter, brief: Brief) -> Table:
    rows: list[Sequence[Line]] = []
    for side in matter.sides:
        members = in_time(brief.members[side["group_key"]])
        speakers = sorted({row["attribution"] for row in members if row["attribution"]})
        still = any(row["is_current"] for row in members)
        last = when(members[-1]) if when(members[-1]) != when(members[0]) else "–"
        rows.append(
            [
                [value_of(side)],
                [str(side["n_origins"])],
                [str(side["n_articles"])],
                [", ".join(sorted({row["modality"] for row in members}))],
                [", ".join(speakers) or "nobody named"],
                [when(members[0])],
                [last + ("" if still else "; no longer said by any page")],
            ]
        )
    head = ["Value", "Origins", "Articles", "Modality", "On the word of", "First told", "Last told"]
    return Table(f"Values given for {matter.title}", head, rows)


def conflicts_table(conflicts: Sequence[Row], brief: Brief, *, with_subject: bool = False) -> Table:
    """Return pairs of values with their type."""
    rows: list[Sequence[Line]] = []
    for row in conflicts:
        left, right = (value_of(brief.groups[row[name]]) for name in ("left_group", "right_group"))
        pair = f"{left} / {right}"
        since = f"{row['since']:%Y-%m-%d %H:%M}" if row["since"] else f"run {row['since_run']}"
        rows.append(
            [
                [f"{about(row)}, {words(row['attribute'])}: {pair}" if with_subject else pair],
                [words(row["type"])],
                [why(row)],
                [since],
                [Code(row["conflict_key"][:KEY_SHOWN])],
            ]
        )
    head = ["Values", "Type", "What that means", "Known since", "Conflict"]
    return Table("Pairs of values; claimhouse explain conflict KEY shows what was compared", head, rows)
