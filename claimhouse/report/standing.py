"""Where each group stands: disputed, changed since by a page that said it, agreed, or said by one origin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimhouse.report.brief import Brief, Row

_MIN_ORIGINS = 2
_NAME_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Standing:
    """The groups of a report; each that anybody asserts or reports is in one of these.

    Attributes:
        disputed: they are sides of an open conflict.
        nearly_disputed: their matter is disputed between other values, or they say under another name or attribute what
            a side of an open conflict says.
        withdrawn: a page said so, and its later version gives another value or none.
        agreed: two or more independent origins, and none of the above.
        one_origin: several articles that count as one origin.
        single: one article.
    """

    disputed: frozenset[str]
    nearly_disputed: tuple[Row, ...]
    withdrawn: tuple[Row, ...]
    agreed: tuple[Row, ...]
    one_origin: tuple[Row, ...]
    single: tuple[Row, ...]


def standing_of(brief: Brief) -> Standing:
    """Sort the groups of a report by where they stand."""
    disputed = frozenset(key for row in brief.conflicts if row["open"] for key in _sides(row))
    superseded = {
        key for row in brief.conflicts if row["type"] == "superseded_by_revision" for key in _sides(row)
    } & brief.withdrawn.keys()
    near = _Near(brief, disputed)
    found: dict[str, list[Row]] = {name: [] for name in ("near", "withdrawn", "agreed", "one_origin", "single")}
    for key, row in brief.groups.items():
        if key in disputed or row["n_counting"] == 0:
            continue
        if near.is_near(row):
            found["near"].append(row)
        elif key in superseded or key in brief.withdrawn:
            found["withdrawn"].append(row)
        elif row["n_origins"] >= _MIN_ORIGINS:
            found["agreed"].append(row)
        elif row["n_articles"] > 1:
            found["one_origin"].append(row)
        else:
            found["single"].append(row)
    return Standing(
        disputed=disputed,
        nearly_disputed=tuple(found["near"]),
        withdrawn=tuple(found["withdrawn"]),
        agreed=tuple(found["agreed"]),
        one_origin=tuple(found["one_origin"]),
        single=tuple(found["single"]),
    )


def _sides(conflict: Row) -> tuple[str, str]:
    return conflict["left_group"], conflict["right_group"]


class _Near:
    """What the sides of open conflicts say, to find the same under another name.

    One sentence can give two claims, and one matter two subjects that were not recognised as one ("the ship"): a number
    that is disputed under one of them is agreed under none.
    """

    def __init__(self, brief: Brief, disputed: frozenset[str]) -> None:
        self._brief = brief
        self._sides = [brief.groups[key] for key in disputed]
        self._matters = {(side["subject"], side["attribute"]) for side in self._sides}
        self._sentences = {
            (member["document"], member["sentence"], side["number"])
            for side in self._sides
            if side["number"] is not None
            for member in brief.members.get(side["group_key"], ())
        }

    def is_near(self, row: Row) -> bool:
        """Whether a group is of a disputed matter, or has a side's number in its sentence, or its value."""
        if (row["subject"], row["attribute"]) in self._matters:
            return True
        members = self._brief.members.get(row["group_key"], ())
        if row["number"] is not None and any(
            (one["document"], one["sentence"], row["number"]) in self._sentences for one in members
        ):
            return True
        documents = {one["document"] for one in members}
        return any(
            side["attribute"] == row["attribute"]
            and side["value"] == row["value"]
            and side["unit"] == row["unit"]
            and (
                _names(side) & _names(row)
                or documents & {one["document"] for one in self._brief.members.get(side["group_key"], ())}
            )
            for side in self._sides
        )


def _names(row: Row) -> set[str]:
    return set(_NAME_WORD.findall(row["subject"].casefold()))
