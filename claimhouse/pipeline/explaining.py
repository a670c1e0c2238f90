"""How a group and a conflict came about: members, their values, and what their number of origins leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimhouse.errors import QueryError
from claimhouse.warehouse import Reader

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupExplanation:
    """Claims that say the same, why each of them does, and how many origins they are.

    Attributes:
        facts: one row of `warehouse/steps/explain_group.sql`.
        members: one row for each claim, of `explain_group_members.sql`.
        removed: articles that are no origins of their own, of `explain_group_removed.sql`.
    """

    facts: Row
    members: Sequence[Row]
    removed: Sequence[Row]

    def as_data(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {**self.facts, "members": list(self.members), "removed": list(self.removed)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictExplanation:
    """A conflict with its two sides."""

    facts: Row
    sides: tuple[GroupExplanation, GroupExplanation]

    def as_data(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {**self.facts, "sides": [side.as_data() for side in self.sides]}


def explain_group(database: Path, key: str, lock_timeout_s: float) -> GroupExplanation:
    """Return how a group came about; the key may be given by its first characters.

    Raises:
        QueryError: no group or more than one has a key that begins so.
    """
    with Reader.open(database, lock_timeout_s=lock_timeout_s) as reader:
        (found,) = _groups(reader, [_one(reader, "group", key, "corroboration")["group_key"]])
    return found


def explain_conflict(database: Path, key: str, lock_timeout_s: float) -> ConflictExplanation:
    """Return how a conflict came about; the key may be given by its first characters.

    Raises:
        QueryError: no conflict or more than one has a key that begins so.
    """
    with Reader.open(database, lock_timeout_s=lock_timeout_s) as reader:
        facts = _one(reader, "conflict", key, "conflicts")
        left, right = _groups(reader, [facts["left_group"], facts["right_group"]])
    return ConflictExplanation(facts=facts, sides=(left, right))


def _one(reader: Reader, what: str, key: str, query: str) -> Row:
    rows: list[Row] = reader.step(f"explain_{what}", key=key).to_pylist()
    if len(rows) != 1:
        found = f"no current {what} has" if not rows else f"more than one {what} has"
        message = f"{found} a key that begins with {key!r}: take one from `claimhouse query {query} --format json`"
        raise QueryError(message)
    return rows[0]


def _groups(reader: Reader, keys: Sequence[str]) -> list[GroupExplanation]:
    members = reader.step("explain_group_members", groups=list(keys)).to_pylist()
    removed = reader.step("explain_group_removed", groups=list(keys)).to_pylist()
    return [
        GroupExplanation(
            facts=_one(reader, "group", key, "corroboration"),
            members=[row for row in members if row["group_key"] == key],
            removed=[row for row in removed if row["group_key"] == key],
        )
        for key in keys
    ]


def group_lines(group: GroupExplanation) -> Iterator[str]:
    """Yield the lines that explain a group to a person."""
    facts = group.facts
    yield f"group {facts['group_key']}"
    yield f"  says        {facts['subject']} · {facts['attribute']} = {facts['text']}"
    yield f"  since       run {facts['since_run']}{_published(facts['since'])}"
    yield f"  counted     {_counted(facts)}"
    for row in group.removed:
        yield f"    no origin of its own: {row['document']}, {row['because']} of {row['of']}"
    yield f"  claims      {facts['n_claims']}, of which {facts['n_counting']} count (asserted or reported)"
    for row in group.members:
        yield from _member_lines(row)
    for key in facts["conflicts"] or ():
        yield f"  conflict    {key}"


def conflict_lines(conflict: ConflictExplanation) -> Iterator[str]:
    """Yield the lines that explain a conflict to a person."""
    facts = conflict.facts
    yield f"conflict {facts['conflict_key']}"
    yield f"  about       {facts['subject']} · {facts['attribute']}"
    yield f"  type        {facts['type']}, {'open' if facts['open'] else 'explained'}: {facts['explanation']}"
    yield f"  since       run {facts['since_run']}{_published(facts['since'])}"
    for name, side in zip(("one side", "the other"), conflict.sides, strict=True):
        yield f"{name}: {side.facts['text']}"
        yield from (f"  {line}" for line in group_lines(side) if not line.startswith("  conflict "))


def _counted(facts: Row) -> str:
    return (
        f"{facts['n_articles']} articles, {facts['n_publishers']} publishers, {facts['n_owners']} owners,"
        f" {facts['n_origins']} independent origins"
    )


def _member_lines(row: Row) -> Iterator[str]:
    said_by = f", says {row['attribution']}" if row["attribution"] else ""
    counts = "" if row["counts"] else ", does not count"
    source = f"{row['document']} ({row['publisher'] or 'no publisher'})"
    yield f"    {source}{_published(row['published_at'])}: {row['claim_key']}"
    yield f"      sentence  {row['sentence']!r}"
    yield f"      modality  {row['modality']}{', negated' if row['negated'] else ''}{said_by}{counts}"
    yield f"      read as   {row['subject']} · {row['attribute']} = {row['value']} (by {row['rule']})"
    names = ", ".join(f"{name['name']!r} ({name['reason']})" for name in row["named_as"])
    written = row["subject_as_written"]
    yield f"      subject   written {written!r}" + (f"; here the entity is named {names}" if names else "")
    yield f"      member    {row['reason']}, since run {row['since_run']}"


def _published(when: object) -> str:
    return f", {when:%Y-%m-%d %H:%M} UTC" if when else ""
